"""Paper trading: orders go to a local sandbox whose market is the live stream of another exchange."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterable
from concurrent.futures import Future
from contextlib import ExitStack, suppress
from decimal import Decimal
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, Unpack

from kalshi_gen.api.events import get_event
from kalshi_gen.api.market import get_market, get_series
from kalshi_gen.models import Market, Series
from kalshi_gen.runtime.drift import SpecDrift
from kalshi_overlay.errors import InvalidRequestError
from kalshi_overlay.flow import Call, Flow, run, run_async
from kalshi_overlay.recording.marks import Mark
from kalshi_overlay.stream import connect
from kalshi_overlay.stream.connection import ReconnectingConnection
from kalshi_overlay.stream.feeds import API_FEED, BOOKS
from kalshi_overlay.stream.queues import MessageQueue
from kalshi_overlay.stream.readers import Demand, Names
from kalshi_overlay.stream.stream import Stream
from kalshi_overlay.stream.subscription import Inbox, Subscription

from .behaviour import Behaviour, BehaviourName
from .engine import TICK_STRUCTURES
from .engine.recorded_book import Queue
from .market_sources import LiveMarkets
from .recorded_market import CHANNELS, LIFECYCLE, Gap, RecordedMarket
from .server import Sandbox

if TYPE_CHECKING:
    from kalshi_gen.client import AuthenticatedClient
    from kalshi_overlay.client import KalshiAuthenticatedClient
    from kalshi_overlay.client_options import ClientOptions

# Seconds that the first snapshots may take; a market that has none is paused until it has.
_SNAPSHOTS: Final = 5.0
_TRADED: Final = ("initialized", "active", "inactive")
_FEES: Final = ("quadratic", "quadratic_with_maker_fees", "quadratic_with_combo_maker_fees", "flat")


class paper:  # noqa: N801 - it is called like a function
    """Trade on paper: live books and trades come in, and no order goes out.

    The block gets a client of a sandbox on this machine, which signs with a key of the sandbox, so nothing that it
    sends can reach the exchange. `client` is only used to read the markets, with their events and series, and for the
    stream. Orders match as in a backtest; see `Backtest`.

    Args:
        client: A client of the exchange whose market it is. You close it.
        markets: The tickers of the markets.
        balance: US dollars of the paper account, split equally between the shards.
        queue: How orders wait; see `Backtest`.
        behaviour: See `Sandbox`.
        **options: Those of the block's client; see `kalshi_overlay.ClientOptions`.

    Attributes:
        exchange: The sandbox.
        account: The id of the paper account.

    Raises:
        TypeError: There is no such option.
        InvalidRequestError: There are no markets, `markets` is one ticker, or `balance` is no amount. When it is
            entered: a market trades no more, or its ticks or fees are unknown here.
        ValueError: `queue` or `behaviour` is invalid.
        KalshiError: When it is entered: a market can't be read, or the stream can't be opened.

    Operation: GetMarket, GetEvent, GetSeries, and the stream.
    """

    def __init__(
        self,
        client: AuthenticatedClient,
        markets: Iterable[str],
        *,
        balance: Decimal | int = 1000,
        queue: Queue = "pessimistic",
        behaviour: BehaviourName | Behaviour = "measured",
        **options: Unpack[ClientOptions],
    ) -> None:
        if isinstance(markets, str):
            raise InvalidRequestError("markets", "must be a list of tickers; write [ticker]")
        is_amount = isinstance(balance, (Decimal, int)) and not isinstance(balance, bool)
        if not is_amount or not 0 <= balance < Decimal("Infinity"):
            raise InvalidRequestError("balance", f"must be a Decimal or an int from 0, in US dollars, not {balance!r}")
        self._client = client
        self._tickers = list(dict.fromkeys(markets))
        if not self._tickers:
            raise InvalidRequestError("markets", "is empty; name the markets that you trade")
        self._options = options
        self.exchange = Sandbox(replay=LiveMarkets(queue=queue), behaviour=behaviour)
        self.account = self.exchange.add_account(balance=Decimal(balance))
        self._market = RecordedMarket(self.exchange.engine, self._tickers)
        self._stack = ExitStack()

    @property
    def gaps(self) -> list[Gap]:
        """When markets did not trade, since messages were missing."""
        return list(self._market.gaps)

    def __enter__(self) -> KalshiAuthenticatedClient:
        run(self._add_markets())
        return self._start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stack.close()

    async def __aenter__(self) -> KalshiAuthenticatedClient:
        await run_async(self._add_markets())
        starting = asyncio.get_running_loop().run_in_executor(None, self._start)
        try:
            self._paper_client = await asyncio.shield(starting)
        except asyncio.CancelledError:
            # Its thread goes on, and starts a server.
            starting.add_done_callback(self._abandon)
            raise
        return self._paper_client

    def _abandon(self, started: asyncio.Future[KalshiAuthenticatedClient]) -> None:
        if started.exception() is None:
            self._stack.close()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            await self._paper_client.aclose()
        finally:
            await asyncio.to_thread(self._stack.close)

    def _start(self) -> KalshiAuthenticatedClient:
        with ExitStack() as stack:
            self._market.begin()
            stack.enter_context(self.exchange)
            stack.enter_context(_Feeding(self._client, self._tickers, self._market))
            client = self.exchange.client(self.account, **self._options)
            stack.callback(client.close)
            self._stack = stack.pop_all()
        return client

    def _add_markets(self) -> Flow[None]:
        """Add the markets as the exchange describes them, with the fees of their series."""
        all_series, events = set[str](), set[str]()
        for ticker in self._tickers:
            market = (yield self._read(get_market, ticker)).market
            if market.event_ticker not in events:
                event = (yield self._read(get_event, market.event_ticker)).event
                if event.fee_type_override or isinstance(event.fee_multiplier_override, (int, float, Decimal)):
                    problem = f"has {market.ticker}, whose event has fees of its own, which are not charged here"
                    raise InvalidRequestError("markets", f"{problem}; leave it out")
                if event.series_ticker not in all_series:
                    self._add_series((yield self._read(get_series, event.series_ticker)).series)
                    all_series.add(event.series_ticker)
                self.exchange.add_event(
                    market.event_ticker,
                    series_ticker=event.series_ticker,
                    title=event.title,
                    exchange_index=self._shard_of(market),
                )
                events.add(market.event_ticker)
            self._add_market(market)

    def _read(self, operation: Any, ticker: str) -> Call:
        return Call(
            partial(operation.sync, client=self._client), partial(operation.asyncio, client=self._client), (ticker,)
        )

    def _add_series(self, series: Series) -> None:
        if series.fee_type not in _FEES:
            problem = f"has one of the series {series.ticker}, whose fees ({series.fee_type}) are unknown here"
            raise InvalidRequestError("markets", f"{problem}; leave its markets out")
        self.exchange.add_series(
            series.ticker,
            title=series.title,
            category=series.category,
            frequency=series.frequency,
            fee_type=series.fee_type,
            fee_multiplier=Decimal(str(series.fee_multiplier)),
        )

    def _add_market(self, market: Market) -> None:
        if market.status not in _TRADED:
            problem = f"has {market.ticker}, which is {market.status} and trades no more; leave it out"
            raise InvalidRequestError("markets", problem)
        if market.price_level_structure not in TICK_STRUCTURES:
            problem = f"has {market.ticker}, whose ticks ({market.price_level_structure}) are unknown here"
            raise InvalidRequestError("markets", f"{problem}; leave it out")
        self.exchange.add_market(
            market.ticker,
            event_ticker=market.event_ticker,
            yes_sub_title=market.yes_sub_title,
            no_sub_title=market.no_sub_title,
            price_level_structure=market.price_level_structure,
            close_time=market.close_time,
            exchange_index=self._shard_of(market),
        )
        if market.status != "active":
            # It trades once the stream says so.
            self.exchange.engine.recorded.activate(market.ticker, is_active=False)

    def _shard_of(self, market: Market) -> int:
        shard = market.exchange_index
        return shard if isinstance(shard, int) and shard < self.exchange.engine.shards.count else 0


class _Feeding:
    """Gives a market what a client's stream says, in a thread of its own.

    Args:
        client: The client.
        tickers: The markets.
        market: What they are given to.
    """

    def __init__(self, client: AuthenticatedClient, tickers: list[str], market: RecordedMarket) -> None:
        self._client = client
        self._tickers = tickers
        self._market = market
        self._began = Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]]()
        self._thread = threading.Thread(target=self._run, name="kalshi-paper", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._began.result()
        end = time.monotonic() + _SNAPSHOTS
        while self._market.awaits_snapshots and time.monotonic() < end:
            time.sleep(0.005)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        loop, stop = self._began.result()
        # A loop that an error has ended is closed.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(stop.set)
        self._thread.join()

    def _run(self) -> None:
        try:
            asyncio.run(self._feed())
        except Exception as error:
            if not self._began.done():
                self._began.set_exception(error)
                return
            for channel in CHANNELS:
                self._market.take(channel, Mark("ended", str(error)))

    async def _feed(self) -> None:
        stop, inboxes = asyncio.Event(), list[_FeedingInbox]()
        async with connect(self._client) as stream:
            for channel in CHANNELS:
                await self._subscribe(stream, channel, inboxes)
            self._began.set_result((asyncio.get_running_loop(), stop))
            await stop.wait()
            # What ends now is no gap.
            for inbox in inboxes:
                inbox.connection.leave(inbox.reader)

    def _subscribe(self, stream: Stream, channel: str, inboxes: list[_FeedingInbox]) -> Subscription[Any]:
        parameters: dict[str, Any] = {} if channel == LIFECYCLE else {"market_tickers": self._tickers}
        if channel == BOOKS:
            parameters["use_yes_price"] = True

        def new_inbox(connection: ReconnectingConnection, demand: Demand) -> Inbox:
            inboxes.append(_FeedingInbox(self._market, stream, connection, demand))
            return inboxes[-1]

        return stream.subscription(channel, parameters, new_inbox)


class _FeedingInbox(Inbox):
    """Gives what comes of a channel to a market."""

    def __init__(
        self, market: RecordedMarket, stream: Stream, connection: ReconnectingConnection, demand: Demand
    ) -> None:
        self._market = market
        super().__init__(connection, demand, MessageQueue(1), stream.counters)

    def receive(self, message: Any) -> None:
        """Take a message."""
        if not self.has_ended and not self._market.take(self.reader.demand.channel, message):
            self.connection.want_snapshots(self.reader, self.reader.demand.names)

    def problem_with(self, message: Any, drifts: Iterable[SpecDrift]) -> str | None:
        """Why a message of a book can't be taken, in words; None if it can be."""
        return API_FEED.book.problem_with(message, drifts) if self.reader.demand.channel == BOOKS else None

    def on_gap(self, reason: str, ticker: str | None) -> None:
        """Take a gap."""
        super().on_gap(reason, ticker)
        self._mark("gap", reason, ticker)

    def on_subscribed(self) -> None:
        """Take it that nothing is missing from here on."""
        super().on_subscribed()
        self._mark("subscribed", "")

    def on_refused(self, names: Names, error: Exception) -> None:
        """Take it that some markets are refused."""
        for name in names:
            self._mark("refused", str(error), str(name))

    def on_end(self, error: Exception | None) -> None:
        """Take the end, unless it is meant."""
        if not self.has_ended and error is not None:
            self._mark("ended", str(error))
        super().on_end(error)

    def _mark(self, kind: str, reason: str, ticker: str | None = None) -> None:
        self._market.take(self.reader.demand.channel, Mark(kind, reason, ticker))
