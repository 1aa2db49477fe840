"""The relay: one signed connection, whose frames go to any number of consumers by way of Redis."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from typing import Any, Literal, TypeAlias

from kalshi_gen.client import AuthenticatedClient
from kalshi_overlay import clock
from kalshi_overlay.errors import KalshiConfigError, KalshiError
from kalshi_overlay.relay.log import (
    BEAT_SECONDS,
    LENGTH,
    REDIS_ERRORS,
    FrameLog,
    Position,
    SupersededError,
    Term,
)
from kalshi_overlay.stream.feeds import BOOKS
from kalshi_overlay.stream.reporting import StateChange
from kalshi_overlay.stream.stream import BaseStream, PerpsStream, Stream, feed_of, signed_transport, stream_over
from kalshi_overlay.stream.subscription import Subscription
from kalshi_overlay.stream.tasks import fail

Channels: TypeAlias = Mapping[str, Mapping[str, Any]]
"""The parameters of the subscription to each channel."""
FindMarkets: TypeAlias = Callable[[], Awaitable[Sequence[str]]]
"""Gives the markets that there are now."""

_log = logging.getLogger("kalshi")
# Frames that come within this time go out together: consumers wake up less often, and each wakes up for more.
_SECONDS_BETWEEN_WRITES = 0.005
_SECONDS_BETWEEN_LISTS = 60.0
_WAIT_MAX = 20.0
_OPEN_TIMEOUT = 10.0
_LIST = "market_tickers"
_STEADY_SECONDS = 10.0


class _EndedError(Exception):
    """The relay's connection to the exchange is over, for a reason in words."""


class Relay:
    """Feeds consumers on any number of hosts from one signed connection.

    Run two of the same name: one leads, and the other one connects when the first says nothing for three seconds.

    Args:
        client: A signed client. Its environment decides where the stream is.
        url: The address of Redis.
        channels: The parameters of the subscription to each channel. Order books have `use_yes_price` here.
        name: The name by which consumers find it.
        feed: `api` for event contracts, `perps` for perpetual futures.
        find_markets: Called each minute for the markets of all channels that take any; those that it no longer gives
            stay until the next connection.
        length: Entries that Redis keeps at least. An entry holds the frames of 5 ms or more.

    Attributes:
        is_leading: Whether it leads, as far as it knows.

    Raises:
        KalshiConfigError: The client doesn't sign, there is no such feed or channel, `length` is not from 1, or the
            address can't be read.
    """

    def __init__(
        self,
        client: AuthenticatedClient,
        url: str,
        channels: Channels,
        *,
        name: str = "kalshi",
        feed: Literal["api", "perps"] = "api",
        find_markets: FindMarkets | None = None,
        length: int = LENGTH,
    ) -> None:
        self.is_leading = False
        self._client = client
        self._feed = feed_of(feed, {})
        self._kind: type[BaseStream[Any]] = PerpsStream if feed == "perps" else Stream
        if unknown := [each for each in channels if each not in self._feed.channels]:
            raise KalshiConfigError(f"channels: there is no {unknown[0]!r}; there are {', '.join(self._feed.channels)}")
        self._channels = {each: dict(parameters) for each, parameters in channels.items()}
        if BOOKS in channels and "use_yes_price" in self._feed.channels[BOOKS].takes:
            # Consumers' books ask for it.
            self._channels[BOOKS].setdefault("use_yes_price", True)
        if isinstance(length, bool) or not isinstance(length, int) or length < 1:
            raise KalshiConfigError(f"length: must be a whole number from 1, not {length!r}")
        self._find_markets = find_markets
        self._name = name
        self._length = length
        # Raises what is wrong with the client or the address, before anything is connected.
        signed_transport(client, self._feed, 1.0)
        self._url = url
        FrameLog(url, name)

    async def run(self, stop: asyncio.Event | None = None) -> None:
        """Lead whenever no other relay does, until it is cancelled or stopped.

        Args:
            stop: Ends it when set.
        """
        await _until_one_ends(self._run(), *([stop.wait()] if stop is not None else []))

    async def _run(self) -> None:
        log = FrameLog(self._url, self._name)
        attempt = 0
        try:
            while True:
                began, most = time.monotonic(), _WAIT_MAX
                try:
                    await self._lead_once(log)
                except (_EndedError, SupersededError, KalshiError) as error:
                    _log.warning("relay: it leads no longer: %s", error)
                except REDIS_ERRORS as error:
                    if attempt & (attempt - 1) == 0:
                        # At attempts 1, 2, 4, 8 and so on; the name alone, since its words may quote the address.
                        _log.warning("relay: Redis can't be used (%s)", type(error).__name__)
                    most = BEAT_SECONDS
                except Exception:
                    _log.exception("relay: it leads no longer, by an error of its own")
                attempt = 0 if time.monotonic() - began > _STEADY_SECONDS else attempt + 1
                await clock.sleep_async(clock.jitter(min(most, 0.25 * 2.0 ** min(attempt, 16))))
        finally:
            await log.close()

    async def _lead_once(self, log: FrameLog) -> None:
        """Wait for the lease, connect, and write until something ends."""
        # It begins with what an operator looks for.
        holder = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex}"
        while (epoch := await log.claim(holder)) is None:
            await asyncio.sleep(BEAT_SECONDS)
        _log.warning("relay: it leads, as epoch %d", epoch)
        reason, writer = "the relay was stopped", _Writer(log, holder, epoch, self._length)
        self.is_leading = True
        try:
            await _until_one_ends(writer.hold(), writer.until_ended(), self._follow(writer, log))
        except (_EndedError, KalshiError) as error:
            reason = str(error)
            raise
        except Exception as error:
            reason = type(error).__name__
            raise
        finally:
            self.is_leading = False
            # Without this, consumers learn it by the silence, and another relay waits for the lease to expire.
            with contextlib.suppress(SupersededError, *REDIS_ERRORS):
                await log.end(epoch, reason, self._length)
                await log.release(holder)

    async def _follow(self, writer: _Writer, log: FrameLog) -> None:
        async with (
            stream_over(
                signed_transport(self._client, self._feed, _OPEN_TIMEOUT),
                self._feed,
                kind=self._kind,
                on_drift=self._client.on_drift,
                new_tap=lambda: writer.tap,
                on_state=writer.on_state,
            ) as stream,
            log.requests() as requests,
        ):
            markets = await self._find_markets() if self._find_markets is not None else ()
            if not markets and self._find_markets is not None:
                raise _EndedError("no market trades now; if some should, check the tickers of the series")
            subscriptions: dict[str, Subscription[Any]] = {}
            for channel in self._channels:
                # Nobody reads them here: the tap has seen each frame before.
                subscription = stream._subscribe(channel, self._parameters(channel, markets), "drop_oldest", 1)
                subscriptions[channel] = await subscription
            writer.begin(dict(await stream.list_subscriptions()), subscriptions)
            work = [writer.write()]
            if BOOKS in subscriptions:
                work.append(_answer_requests(requests, subscriptions[BOOKS]))
            if self._find_markets is not None:
                work.append(_add_markets(self._find_markets, subscriptions, writer))
            await _until_one_ends(*work)

    def _parameters(self, channel: str, markets: Sequence[str]) -> dict[str, Any]:
        parameters = self._channels[channel]
        if markets and _LIST in self._feed.channels[channel].takes:
            return {**parameters, _LIST: list(dict.fromkeys((*parameters.get(_LIST, ()), *markets)))}
        return parameters


class _Writer:
    """Writes the frames of one connection to the log, for as long as it leads and the connection lasts."""

    def __init__(self, log: FrameLog, holder: str, epoch: int, length: int) -> None:
        self._log = log
        self._holder = holder
        self._epoch = epoch
        self._length = length
        self._frames: list[bytes] = []
        self._came = asyncio.Event()
        self._ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._confirmed: set[str] = set()
        self._sids: dict[str, int] = {}
        self._subscriptions: Mapping[str, Subscription[Any]] = {}
        self._number = 0
        self._turn = asyncio.Lock()

    def tap(self, direction: str, frame: bytes) -> None:
        """Keep a frame of the exchange's, in the order in which they come."""
        if direction == "received" and not self._ended.done():
            self._frames.append(frame)
            self._came.set()

    def on_state(self, change: StateChange) -> None:
        """End it where consumers could not go on: they begin again with the next connection."""
        channel = change.channel
        if change.state == "subscribed" and channel is not None and channel not in self._confirmed:
            self._confirmed.add(channel)
        elif change.state == "subscribed":
            # Its messages have another number now.
            fail(self._ended, _EndedError(f"the exchange had ended the subscription to {channel}"))
        elif change.state in ("lost", "ended") or (change.state == "closed" and change.error is not None):
            fail(self._ended, _EndedError(change.reason or str(change.error)))

    async def until_ended(self) -> None:
        """Raise why the connection can't be used any more, once it can't be."""
        await self._ended

    async def hold(self) -> None:
        """Hold the lease."""
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            await self._log.hold(self._holder)

    def begin(self, sids: dict[str, int], subscriptions: Mapping[str, Subscription[Any]]) -> None:
        """Let consumers come; what came before is not for them."""
        self._sids, self._subscriptions = sids, subscriptions
        self._frames.clear()

    async def write(self) -> None:
        """Write what comes, and something every second."""
        await self.announce()
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(BEAT_SECONDS):
                    await self._came.wait()
            await self._append(None)
            await asyncio.sleep(_SECONDS_BETWEEN_WRITES)

    async def announce(self) -> None:
        """Say what is carried: to those who come, and to those who read."""
        term = Term(self._epoch, self._sids, {name: each.parameters for name, each in self._subscriptions.items()})
        await self._log.hold(self._holder, term)
        await self._append(term)

    async def _append(self, term: Term | None) -> None:
        async with self._turn:
            self._came.clear()
            frames, self._frames = self._frames, []
            self._number += 1
            await self._log.append(Position(self._epoch, self._number), frames, self._length, term)


async def _answer_requests(requests: AsyncIterator[list[str]], books: Subscription[Any]) -> None:
    """Ask the exchange for the snapshots that consumers ask for; those of one market are asked for together."""
    async for tickers in requests:
        await books.update("get_snapshot", market_tickers=tickers)


async def _add_markets(find: FindMarkets, subscriptions: Mapping[str, Subscription[Any]], writer: _Writer) -> None:
    """Add the markets that have come up since."""
    while True:
        await asyncio.sleep(_SECONDS_BETWEEN_LISTS)
        try:
            found = await find()
            for subscription in subscriptions.values():
                known = subscription.parameters.get(_LIST)
                if known is not None and (new := [each for each in found if each not in set(known)]):
                    await subscription.update("add_markets", market_tickers=new)
        except (KalshiError, OSError, TimeoutError) as error:
            _log.warning("relay: new markets could not be added; it tries again in a minute: %s", error)
        await writer.announce()


async def _until_one_ends(*work: Coroutine[Any, Any, Any]) -> None:
    """Run several things until one has ended or raised, and end the others."""
    tasks = [asyncio.create_task(each) for each in work]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in tasks:
        if task in done:
            task.result()
