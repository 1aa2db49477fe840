"""The consumer's end of a relay: to the stream's code it is a WebSocket of the exchange.

Frames come out of Redis as the exchange sent them, with its numbers. Commands are answered here: the relay has what it
has, and a consumer takes its part of that. Whatever interrupts the frames (another epoch, a missing entry, Redis away)
ends the socket, as a connection breaks. So gaps, stale books and snapshots follow the rules of any connection.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Awaitable
from typing import Any, Literal

import msgspec
from redis.exceptions import AuthenticationError, ResponseError
from websockets.exceptions import ConnectionClosed

from kalshi_gen.runtime.stream import Channel
from kalshi_overlay.errors import KalshiHandshakeError
from kalshi_overlay.relay.log import REDIS_ERRORS, FrameLog, Position, Term
from kalshi_overlay.stream.feeds import BOOKS, Feed
from kalshi_overlay.stream.readers import CHANGES, LISTS, Demand

_SECONDS_BETWEEN_LOOKS = 0.05
_MOST_WAITING = 4096
_UNKNOWN_CHANNEL, _WRONG_PARAMETER = 8, 11


class RelayClosed(ConnectionClosed):
    """The socket has ended, for a reason in words."""

    def __init__(self, why: str) -> None:
        super().__init__(None, None)
        self.why = why

    def __str__(self) -> str:
        return self.why


class _RefusedError(Exception):
    def __init__(self, code: int, problem: str, **named: Any) -> None:
        super().__init__(problem)
        self.body = {"code": code, "msg": problem, **named}


async def open_relay(url: str, name: str, feed: Feed, open_timeout: float) -> RelaySocket:
    """Open a relay's frames from now on.

    Raises:
        KalshiConfigError: The address of Redis can't be read.
        KalshiHandshakeError: Redis refuses, or for so many seconds it can't be reached or no relay leads.
    """
    problem, end = "", time.monotonic() + open_timeout
    async with contextlib.AsyncExitStack() as unless_opened:
        log = FrameLog(url, name)
        unless_opened.push_async_callback(log.close)
        while time.monotonic() < end:
            try:
                term, newest = await log.now()
            except msgspec.MsgspecError:
                problem = "what Redis holds is of another version of the relay; run the same version on both sides"
            except REDIS_ERRORS as error:
                # The name of the error alone: its words may quote the address.
                problem = f"Redis can't be used ({type(error).__name__}); check its URL, and that it runs"
                if isinstance(error, (AuthenticationError, ResponseError)):
                    break
            else:
                if term is not None and newest is not None and term.epoch == newest.epoch:
                    unless_opened.pop_all()
                    return RelaySocket(log, term, newest, feed)
                problem = (
                    f"no relay of the name {name!r} is connected to the exchange;"
                    " start one: python -m kalshi_overlay.relay, or give its name"
                )
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
    raise KalshiHandshakeError(problem)


class RelaySocket:
    """The frames of one epoch, from an entry on."""

    def __init__(self, log: FrameLog, term: Term, newest: Position, feed: Feed) -> None:
        self._log = log
        self._term = term
        self._feed = feed
        self._frames: deque[bytes] = deque()
        self._closed: RelayClosed | None = None
        self._came, self._taken = asyncio.Event(), asyncio.Event()
        self._pings: list[asyncio.Future[float]] = []
        self._subscribed: set[str] = set()
        self._requests: set[asyncio.Task[None]] = set()
        self._reading = asyncio.create_task(self._read(newest))

    # What the stream's code calls

    async def recv(self, decode: Literal[False]) -> bytes:
        """Wait for the next frame, or for the answer to a command."""
        while not self._frames:
            if self._closed is not None:
                raise self._closed
            self._taken.set()
            self._came.clear()
            await self._came.wait()
        return self._frames.popleft()

    async def send(self, message: bytes, *, text: bool | None = None) -> None:
        """Answer a command, before any frame that comes from now on."""
        if self._closed is not None:
            raise self._closed
        command = msgspec.json.decode(message)
        try:
            answer = self._answer(command["cmd"], command.get("params") or {})
        except _RefusedError as refused:
            answer = {"type": "error", "msg": refused.body}
        if answer is not None:
            # In front, since nothing that waits here may be taken for the answer.
            self._frames.appendleft(msgspec.json.encode({"id": command["id"], **answer}))
            self._came.set()

    async def ping(self) -> Awaitable[float]:
        """What is done with the next entry: the relay that leads adds one every second at least."""
        pong: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._pings.append(pong)
        return pong

    async def close(self) -> None:
        """Read no more."""
        self._end("it was closed")
        running = [self._reading, *self._requests]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await self._log.close()

    # Frames

    async def _read(self, newest: Position) -> None:
        try:
            while self._closed is None:
                for entry in await self._log.read(newest):
                    expected = Position(newest.epoch, newest.number + 1)
                    if entry.position.epoch != expected.epoch:
                        return self._end("the relay has connected to the exchange again, or another one leads")
                    if entry.end is not None:
                        return self._end(f"the relay has ended its connection ({entry.end})")
                    if entry.position != expected:
                        return self._end("this process fell behind: Redis no longer has what came next")
                    newest = entry.position
                    self._term = entry.term or self._term
                    self._take(entry.frames)
                while len(self._frames) > _MOST_WAITING:
                    self._taken.clear()
                    await self._taken.wait()
        except REDIS_ERRORS as error:
            self._end(f"Redis can't be reached ({type(error).__name__})")
        except Exception as error:
            self._end(f"what Redis holds is no relay's ({type(error).__name__})")
        return None

    def _take(self, frames: list[bytes]) -> None:
        self._frames.extend(frames)
        self._came.set()
        for pong in self._pings:
            if not pong.done():
                pong.set_result(0.0)
        self._pings.clear()

    def _end(self, why: str) -> None:
        if self._closed is None:
            self._closed = RelayClosed(why)
            self._came.set()

    # Commands

    def _answer(self, name: str, parameters: dict[str, Any]) -> dict[str, Any] | None:
        """The answer to a command, which changes nothing at the exchange; None where a snapshot is the answer."""
        sids = self._term.sids
        if name == "list_subscriptions":
            return {"type": "ok", "msg": [{"channel": each, "sid": sids[each]} for each in sorted(self._subscribed)]}
        if name == "unsubscribe":
            (sid,) = parameters["sids"]
            self._subscribed = {each for each in self._subscribed if sids[each] != sid}
            return {"type": "unsubscribed", "sid": sid, "seq": 0}
        if name == "subscribe":
            (channel,) = parameters.pop("channels")
            if channel not in sids:
                carried = ", ".join(sorted(sids))
                raise _RefusedError(_UNKNOWN_CHANNEL, f"the relay does not carry {channel}; it carries {carried}")
            self._subscribe(channel, parameters)
            self._subscribed.add(channel)
            return {"type": "subscribed", "msg": {"channel": channel, "sid": sids[channel]}}
        sid, action = parameters.pop("sid"), parameters.pop("action")
        channel = next(each for each in self._subscribed if sids[each] == sid)
        if action == "get_snapshot":
            self._request_snapshots(parameters["market_tickers"])
            return None
        if action not in CHANGES:
            raise _RefusedError(_WRONG_PARAMETER, f"a relay can't answer {action}")
        if action in {each.add for each in LISTS.values()}:
            options = Demand.of(self._channel(channel), self._term.carries[channel]).options
            self._subscribe(channel, {**options, **parameters})
        return {"type": "ok", "sid": sid, "seq": 0, "msg": {}}

    def _channel(self, name: str) -> Channel:
        return self._feed.channels[name]

    def _subscribe(self, channel: str, parameters: dict[str, Any]) -> None:
        """Check that the relay has what is asked for, and send what a subscription begins with."""
        declared, carries = self._channel(channel), self._term.carries[channel]
        wanted, carried = Demand.of(declared, parameters), Demand.of(declared, carries)
        if wanted.sharing_options != carried.sharing_options:
            problem = f"the relay carries {channel} with the options {carried.sharing_options}"
            raise _RefusedError(_WRONG_PARAMETER, f"{problem}, not with {wanted.sharing_options}")
        if carried.is_of_all:
            return
        if wanted.selection != carried.selection or wanted.is_of_all:
            raise _RefusedError(
                _WRONG_PARAMETER, f"the relay carries {channel} of some {carried.selection}; name yours"
            )
        if missing := [name for name in wanted.names if name not in carried.names]:
            named = {"market_tickers": missing} if carried.selection == "market_tickers" else {}
            shown = ", ".join(missing[:5]) + (" and others" if len(missing) > 5 else "")
            raise _RefusedError(_WRONG_PARAMETER, f"the relay does not carry {channel} of {shown}", **named)
        if channel == BOOKS:
            self._request_snapshots(list(wanted.names))

    def _request_snapshots(self, tickers: list[str]) -> None:
        # Whoever waits for a snapshot asks again, so nothing is lost with a request.
        task = asyncio.create_task(self._send_request(tickers))
        self._requests.add(task)
        task.add_done_callback(self._requests.discard)

    async def _send_request(self, tickers: list[str]) -> None:
        try:
            await self._log.request_snapshots(tickers)
        except REDIS_ERRORS as error:
            self._end(f"Redis can't be reached ({type(error).__name__})")
