"""The exchange's stream: connections that come back, and subscriptions that outlive them."""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from decimal import Decimal
from functools import partial
from os import PathLike
from typing import Any, Generic, Literal, TypedDict, Unpack, overload

from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import InvalidRequestError
from kalshi_gen.perps.stream.subscribing import Subscribing as PerpsSubscribing
from kalshi_gen.runtime.drift import DriftHook, report
from kalshi_gen.runtime.stream import UnknownMessage, WhenFull
from kalshi_gen.stream.subscribing import Subscribing
from kalshi_overlay.auth import KalshiAuth
from kalshi_overlay.errors import ClientStateError, KalshiConfigError, KalshiStreamError
from kalshi_overlay.httpx_clients import IS_CLOSED
from kalshi_overlay.stream.book import OrderBookView, PerpsBookView, V
from kalshi_overlay.stream.connection import ConnectionPool, OpenSocket, ReconnectingConnection, Settings
from kalshi_overlay.stream.feeds import API_FEED, BOOKS, Feed, perps_feed
from kalshi_overlay.stream.orderbooks import SNAPSHOT_TIMEOUT, OrderBook, OrderBooks
from kalshi_overlay.stream.queues import MessageQueue, new_queue
from kalshi_overlay.stream.readers import Demand, Reader, Receiver
from kalshi_overlay.stream.reporting import Counters, FirstOfEachType, Hearing, Hooks, OnState, guarded
from kalshi_overlay.stream.session import Tap
from kalshi_overlay.stream.socket import how_to_connect, open_socket, stream_url
from kalshi_overlay.stream.subscription import Inbox, Subscription, conflation_key
from kalshi_overlay.stream.tasks import BackgroundTasks, fail


class BaseStream(Generic[V]):
    """What the streams of all feeds have in common.

    Attributes:
        counters: What it has counted, over all its connections.
        feed: The feed that it reads.
    """

    def __init__(self, pool: ConnectionPool, tasks: BackgroundTasks, counters: Counters) -> None:
        self.counters = counters
        self.feed = pool.feed
        self._pool = pool
        self._tasks = tasks

    def _subscribe(
        self, channel: str, parameters: dict[str, Any], when_full: WhenFull, queue_size: int
    ) -> Subscription[Any]:
        if when_full == "latest" and channel == BOOKS:
            raise KalshiConfigError(f"when_full: latest would leave out changes of {channel}; use orderbooks()")
        queue: MessageQueue[Any] = new_queue(when_full, queue_size, conflation_key)
        parameters = {name: list(value) if isinstance(value, list) else value for name, value in parameters.items()}

        def new_inbox(connection: ReconnectingConnection, demand: Demand) -> Inbox:
            return Inbox(connection, demand, queue, self.counters)

        # What waits for its consumer must not hold up the others.
        return self.subscription(channel, parameters, new_inbox, is_alone=when_full == "block")

    def subscription(
        self,
        channel: str,
        parameters: dict[str, Any],
        new_inbox: Callable[[ReconnectingConnection, Demand], Inbox],
        *,
        is_alone: bool = False,
    ) -> Subscription[Any]:
        """Make a subscription whose messages go to an inbox that you make.

        This is for `kalshi_overlay.recording`; use `subscribe`.

        Args:
            channel: The channel.
            parameters: Its parameters.
            new_inbox: Makes the inbox of a connection and of what is asked of it.
            is_alone: Whether it gets a connection of its own.

        Raises:
            KalshiStreamLostError: The stream was closed.
        """
        feed = self._pool.feed
        # What can't be sent raises now, and not in a task that nobody waits for.
        feed.encode_command(1, "subscribe", {"channels": [channel], **parameters})
        demand = Demand.of(feed.channels[channel], parameters)
        connection = self._pool.exclusive_connection() if is_alone else self._pool.connections_for(demand, 1)[0]
        return Subscription(new_inbox(connection, demand), self._tasks, partial(fail, self._pool.ended))

    def orderbook(self, ticker: str, *, snapshot_timeout: float = SNAPSHOT_TIMEOUT) -> OrderBook[V]:
        """Keep the order book of a market.

        Args:
            ticker: The ticker of the market.
            snapshot_timeout: Seconds after which `await book` raises if no snapshot has come.

        Returns:
            The book, which is stale until its first snapshot has come; `await book` waits for it.

        Raises:
            InvalidRequestError: The ticker is not a string.
            KalshiStreamLostError: The stream was closed.
        """
        if not isinstance(ticker, str):
            raise InvalidRequestError(
                "ticker", f"must be one ticker, not {ticker!r}; use orderbooks([...]) for several"
            )
        return OrderBook(self.orderbooks([ticker], snapshot_timeout=snapshot_timeout), ticker)

    def orderbooks(self, tickers: Iterable[str], *, snapshot_timeout: float = SNAPSHOT_TIMEOUT) -> OrderBooks[V]:
        """Keep the order books of markets, each fed by all connections of the stream.

        Args:
            tickers: The tickers of the markets.
            snapshot_timeout: Seconds after which `await books` raises if a snapshot has not come. The exchange sends
                none for a market that has settled.

        Returns:
            The books, each of which is stale until its first snapshot has come; `await books` waits for all.

        Raises:
            InvalidRequestError: The tickers are not a list of strings.
            KalshiConfigError: `snapshot_timeout` is not a number above 0.
            KalshiStreamLostError: The stream was closed.
        """
        _check_seconds("snapshot_timeout", snapshot_timeout)
        return OrderBooks(self._pool, tickers, snapshot_timeout)

    def attach(
        self, channel: str, receiver: Receiver, task: Coroutine[Any, Any, None]
    ) -> tuple[Reader, Hearing, Callable[[], None]]:
        """Give all messages of a channel to a receiver, and run a task of its own beside it.

        This is for `kalshi_overlay.account`; use `subscribe`.

        Args:
            channel: A channel that needs no parameters.
            receiver: What its messages go to.
            task: What is run until the stream ends, such as reads of what the stream has missed.

        Returns:
            The reader, what its connection hears, and a function that ends the reader and the task.

        Raises:
            KalshiStreamLostError: The stream was closed.
        """
        demand = Demand.of(self._pool.feed.channels[channel], {})
        try:
            connection = self._pool.connections_for(demand, 1)[0]
        except BaseException:
            task.close()
            raise
        reader, running = Reader(demand, receiver), self._tasks.start(task)
        connection.add(reader)

        def leave() -> None:
            running.cancel()
            connection.leave(reader)

        return reader, connection.hearing, leave

    async def list_subscriptions(self) -> list[tuple[str, int]]:
        """Ask the exchange which subscriptions it has.

        Returns:
            Channel and sid of each, over all connections.

        Raises:
            KalshiStreamLostError: A connection is not open now, or the stream was closed.

        Spec: the command `list_subscriptions`.
        """
        self._pool.check_open()
        asked = (each.command("list_subscriptions") for each in self._pool.connections)
        # Each is waited for, so that none goes on alone when another one fails.
        answers: list[Any] = await asyncio.gather(*asked, return_exceptions=True)
        for answer in answers:
            if isinstance(answer, BaseException):
                raise answer
        return [(each.channel, each.sid) for answer in answers for each in answer.msg]

    async def run_forever(self, stop: asyncio.Event | None = None) -> None:
        """Wait while callbacks and books do their work, until the stream is stopped.

        Args:
            stop: Ends it when set, too.

        Raises:
            KalshiConfigError: `stop` is no `asyncio.Event`.
            KalshiStreamError: A subscription has ended by an error, which only its callback or nobody reads; or there
                is no subscription and no book, so that nothing would ever happen.
        """
        _check_event(stop)
        ended = self._pool.ended
        if ended.done():
            ended.result()
            return
        self._pool.check_open()
        if not any(connection.has_readers for connection in self._pool.connections):
            raise KalshiStreamError("nothing is subscribed, so run_forever() would wait for nothing; subscribe first")
        stopped: asyncio.Future[Any] = asyncio.create_task((stop or asyncio.Event()).wait())
        try:
            await asyncio.wait((stopped, ended), return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopped.cancel()
        if ended.done():
            ended.result()

    def stop(self) -> None:
        """End the stream: iterators and `run_forever` end once they have given what is there already.

        It can be the handler of a signal: `loop.add_signal_handler(signal.SIGTERM, stream.stop)`. In a thread, call
        `loop.call_soon_threadsafe(stream.stop)`.
        """
        self._pool.begin_closing()


class Stream(BaseStream[OrderBookView], Subscribing):
    """An open stream of event contracts; made by `connect`."""


class PerpsStream(BaseStream[PerpsBookView], PerpsSubscribing):
    """An open stream of perpetual futures; made by `connect(client, feed="perps")`."""


class StreamOptions(TypedDict, total=False):
    """The options of a stream over any transport; `connect` describes them."""

    on_state: OnState | None
    on_unknown: Callable[[UnknownMessage], None] | None
    open_timeout: float
    dead_after: float
    confirm_timeout: float
    give_up_after: float | None
    max_lag: float | None
    max_silence: float | None
    stop: asyncio.Event | None


class ConnectOptions(StreamOptions, total=False):
    """The options of every stream of the exchange; `connect` describes them."""

    connections: int
    record: str | PathLike[str] | None


@overload
def connect(
    client: AuthenticatedClient, *, feed: Literal["api"] = "api", **options: Unpack[ConnectOptions]
) -> AbstractAsyncContextManager[Stream]: ...


@overload
def connect(
    client: AuthenticatedClient,
    *,
    feed: Literal["perps"],
    contract_sizes: Mapping[str, Decimal] = {},
    **options: Unpack[ConnectOptions],
) -> AbstractAsyncContextManager[PerpsStream]: ...


@contextlib.asynccontextmanager
async def connect(
    client: AuthenticatedClient,
    *,
    feed: Literal["api", "perps"] = "api",
    contract_sizes: Mapping[str, Decimal] = {},
    connections: int = 1,
    on_state: OnState | None = None,
    on_unknown: Callable[[UnknownMessage], None] | None = None,
    open_timeout: float = 10.0,
    dead_after: float = 20.0,
    confirm_timeout: float = 15.0,
    give_up_after: float | None = 14_400.0,
    max_lag: float | None = None,
    max_silence: float | None = None,
    stop: asyncio.Event | None = None,
    record: str | PathLike[str] | None = None,
) -> AsyncIterator[Any]:
    """Open the exchange's stream, and keep it open until the block ends.

    A connection that breaks is opened again after a random wait, with a new signature and with all its subscriptions.
    The client's TLS and proxy settings (`verify_ssl`, and `proxy` and `trust_env` in `httpx_args`) hold here too.

    Args:
        client: A signed client. Its environment decides where the stream is, and its `on_drift` is called with each way
            in which a message differs from the spec.
        feed: `api` for event contracts, `perps` for perpetual futures, which have a stream of their own.
        contract_sizes: The `contract_size` of each market of perpetual futures by its ticker, for the views of its
            order book. The stream does not have them; GetMarginMarkets does. A view looks when it is made, so you can
            change them; what is no Decimal above 0 then is None in the view.
        connections: How many connections feed the order books: with two, losing one loses nothing.
        on_state: Called with each change of a connection or a subscription.
        on_unknown: Called with each message of a type that the spec doesn't have. Without it, the first message of each
            type is logged.
        open_timeout: Seconds that opening a connection may take.
        dead_after: Seconds without a sign of life after which a connection counts as dead.
        confirm_timeout: Seconds that the exchange may take to confirm a subscription or an update before awaiting it
            raises.
        give_up_after: Seconds in which a connection that was lost could not be opened, after which it ends with the
            error of the last attempt; None for never. The default is longer than the exchange's weekly maintenance.
        max_lag: Seconds from the sending of a message to its receiving, by the clocks of both sides, from which on
            order books are stale; None for no limit.
        max_silence: Seconds without any message over a connection from which on its order books are stale; None for no
            limit. Quiet markets send nothing for minutes.
        stop: Ends the stream when set, as `Stream.stop` does.
        record: A file to write every frame to, redacted (`docs/captures.md`). One that exists is overwritten.

    Raises:
        KalshiConfigError: The client doesn't sign with an API key, a number is out of range, `stop` is no
            `asyncio.Event`, `contract_sizes` is no mapping or has a size that is neither a Decimal above 0 nor missing,
            `record` can't be written, the certificates can't be loaded, there is no such feed, or the client's host
            doesn't serve it.
        ClientStateError: The client is closed.
        KalshiHandshakeError: The stream can't be opened the first time.

    Spec: the servers and channels of `specs/asyncapi.yaml` and `specs/perps_asyncapi.yaml`.
    """
    is_perps = feed == "perps"
    carried = feed_of(feed, contract_sizes)
    open_signed = signed_transport(client, carried, open_timeout)
    with contextlib.ExitStack() as recording:
        new_tap = None
        if record is not None:
            # Only who records needs it.
            from kalshi_overlay.captures import FrameRecorder

            new_tap = recording.enter_context(contextlib.closing(FrameRecorder(record))).new_tap
        async with stream_over(
            open_signed,
            carried,
            kind=PerpsStream if is_perps else Stream,
            on_drift=client.on_drift,
            new_tap=new_tap,
            connections=connections,
            on_state=on_state,
            on_unknown=on_unknown,
            open_timeout=open_timeout,
            dead_after=dead_after,
            confirm_timeout=confirm_timeout,
            give_up_after=give_up_after,
            max_lag=max_lag,
            max_silence=max_silence,
            stop=stop,
        ) as stream:
            yield stream


def feed_of(feed: Literal["api", "perps"], contract_sizes: Mapping[str, Decimal]) -> Feed:
    """The feed of a name.

    Raises:
        KalshiConfigError: There is no such feed, or it has no contract sizes, or one is wrong.
    """
    if feed not in ("api", "perps"):
        raise KalshiConfigError(f"feed: {feed!r} is neither api nor perps")
    if not isinstance(contract_sizes, Mapping):
        kind = type(contract_sizes).__name__
        raise KalshiConfigError(f"contract_sizes: must be a mapping from tickers to sizes, not {kind}; or leave it out")
    if contract_sizes and feed == "api":
        raise KalshiConfigError("contract_sizes: only perpetual futures have them; leave it out, or say feed='perps'")
    return perps_feed(contract_sizes) if feed == "perps" else API_FEED


def signed_transport(client: AuthenticatedClient, feed: Feed, open_timeout: float) -> OpenSocket:
    """What opens a WebSocket to the exchange with a client's signature.

    Raises:
        KalshiConfigError: The client doesn't sign with an API key, the certificates can't be loaded, or the client's
            host doesn't serve the feed.
        ClientStateError: The client is closed.
    """
    auth = getattr(client, "auth", None)
    if not isinstance(auth, KalshiAuth):
        raise KalshiConfigError("client: the stream is opened with an API key; make one with create_client()")
    _check_open(client)
    url, how = stream_url(client, feed), how_to_connect(client)
    return lambda: open_socket(url, auth, open_timeout, how)


@contextlib.asynccontextmanager
async def stream_over(
    open_socket: OpenSocket,
    feed: Feed,
    *,
    kind: type[BaseStream[Any]] = Stream,
    on_drift: DriftHook | None = None,
    new_tap: Callable[[], Tap] | None = None,
    connections: int = 1,
    on_state: OnState | None = None,
    on_unknown: Callable[[UnknownMessage], None] | None = None,
    open_timeout: float = 10.0,
    dead_after: float = 20.0,
    confirm_timeout: float = 15.0,
    give_up_after: float | None = 14_400.0,
    max_lag: float | None = None,
    max_silence: float | None = None,
    stop: asyncio.Event | None = None,
) -> AsyncIterator[Any]:
    """Run a stream over any transport, until the block ends; see `connect`.

    Args:
        open_socket: Opens the transport, again whenever it breaks; raises `KalshiHandshakeError` if it can't.
        feed: The feed that it carries.
        kind: The class of the stream.
        on_drift: Called with each way in which a message differs from the spec.
        new_tap: Makes what sees the frames of a socket, for each that is opened.

    Raises:
        KalshiConfigError: A number is out of range, or `stop` is no `asyncio.Event`.
        KalshiHandshakeError: It can't be opened the first time.
    """
    if isinstance(connections, bool) or not isinstance(connections, int) or not 1 <= connections <= 8:
        raise KalshiConfigError(f"connections: must be a whole number from 1 to 8, not {connections!r}")
    timeouts = {"open_timeout": open_timeout, "dead_after": dead_after, "confirm_timeout": confirm_timeout}
    limits = {"give_up_after": give_up_after, "max_lag": max_lag, "max_silence": max_silence}
    for name, seconds in {**timeouts, **{name: limit for name, limit in limits.items() if limit is not None}}.items():
        _check_seconds(name, seconds)
    _check_event(stop)
    hooks = Hooks(
        on_state=guarded(on_state or (lambda change: None)),
        on_unknown=guarded(on_unknown or FirstOfEachType()),
        on_drift=lambda drift: report((drift,), on_drift),
        on_corporate_action=lambda message: pool.on_corporate_action(message),
    )
    settings = Settings(
        feed=feed,
        open_socket=open_socket,
        hooks=hooks,
        dead_after=dead_after,
        confirm_timeout=confirm_timeout,
        new_tap=new_tap,
        give_up_after=give_up_after,
        max_lag=max_lag,
        max_silence=max_silence,
    )
    pool, tasks = ConnectionPool(settings, connections), BackgroundTasks()
    try:
        await pool.open()
        stream = kind(pool, tasks, hooks.counters)
        if stop is not None:
            tasks.start(_stop_when(stop, stream))
        if watched := [limit for limit in (max_lag, max_silence) if limit is not None]:
            tasks.start(pool.check_hearing_every(min(watched) / 4))
        yield stream
    finally:
        # The connections first, so that whoever reads them reads to the end.
        await pool.close()
        await tasks.end()


async def _stop_when(stop: asyncio.Event, stream: BaseStream[Any]) -> None:
    await stop.wait()
    stream.stop()


def _check_open(client: Any) -> None:
    """Raise where a call of the client's would be refused, too: whoever closed it wants nothing signed any more."""
    owner = getattr(client, "_parent", None) or client
    made = (each for each in (owner._client, owner._async_client) if each is not None)
    if "closed" in getattr(owner, "_states", ()) or any(each.is_closed for each in made):
        raise ClientStateError(IS_CLOSED)


def _check_event(stop: Any) -> None:
    if stop is not None and not isinstance(stop, asyncio.Event):
        # To wait for one of threads would hold up the event loop.
        raise KalshiConfigError(f"stop: must be an asyncio.Event, not {type(stop).__module__}.{type(stop).__name__}")


def _check_seconds(name: str, seconds: Any) -> None:
    is_number = isinstance(seconds, (int, float)) and not isinstance(seconds, bool)
    if not is_number or not math.isfinite(seconds) or seconds <= 0:
        raise KalshiConfigError(f"{name}: must be a number of seconds above 0, not {seconds!r}")
