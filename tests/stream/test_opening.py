"""When a connection is opened again, and when it is given up: sockets that are none, by a clock that a test moves."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosedError, ConnectionClosedOK
from websockets.frames import Close

from kalshi_overlay import clock as overlay_clock
from kalshi_overlay.errors import KalshiConfirmTimeoutError, KalshiHandshakeError, KalshiStreamLostError
from kalshi_overlay.stream import connection
from kalshi_overlay.stream.connection import ConnectionPool, ReconnectingConnection, Settings
from kalshi_overlay.stream.feeds import API_FEED
from kalshi_overlay.stream.readers import Demand, Reader, Receiver
from kalshi_overlay.stream.reporting import Hooks, StateChange
from tests.stream.test_pacing import Clock

BROKEN, CLOSED = ConnectionClosedError(None, None), ConnectionClosedOK(Close(1000, ""), Close(1000, ""), True)
REFUSED = KalshiHandshakeError("refused")


class Socket:
    """A WebSocket that ends by an error after some seconds; without an error it stays open."""

    def __init__(self, clock: Clock, seconds: float = 0.0, end: Exception | None = None) -> None:
        self._clock, self._seconds, self._end = clock, seconds, end

    async def recv(self, *, decode: bool) -> bytes:
        if self._end is None:
            await asyncio.Event().wait()
        self._clock.now += self._seconds
        raise self._end or AssertionError

    async def close(self) -> None:
        pass


class Opening:
    """Opens sockets one after the other, or is refused; then it hangs.

    Attributes:
        bounds: The longest of each wait.
        states: What was reported.
        hung: Set once nothing is left to be opened.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.clock = Clock()
        self.bounds: list[float] = []
        self.states: list[StateChange] = []
        self.hung = asyncio.Event()
        self.script: Iterator[Callable[[], Any]] = iter(())
        monkeypatch.setattr(connection, "time", self.clock)
        monkeypatch.setattr(connection, "_WAIT_MAX", 20.0)
        monkeypatch.setattr(overlay_clock, "jitter", self._jitter)
        self.hooks = Hooks(on_state=self.states.append, on_unknown=print, on_drift=print, on_corporate_action=print)

    def _jitter(self, seconds: float) -> float:
        self.bounds.append(seconds)
        return 0.0

    async def _open(self) -> Any:
        step = next(self.script, None)
        if step is None:
            self.hung.set()
            await asyncio.Event().wait()
        assert step is not None
        return step()

    def lasts(self, seconds: float, end: Exception | None) -> Callable[[], Any]:
        """A socket that ends after some seconds."""
        return lambda: Socket(self.clock, seconds, end)

    def refuses(self, seconds: float = 0.0) -> Callable[[], Any]:
        """An attempt that is refused after some seconds."""

        def refuse() -> Any:
            self.clock.now += seconds
            raise REFUSED

        return refuse

    def settings(self, script: Iterable[Callable[[], Any]], **fields: Any) -> Settings:
        self.script = iter(script)
        given: dict[str, Any] = {"dead_after": 60.0, "confirm_timeout": 0.001, **fields}
        return Settings(feed=API_FEED, open_socket=self._open, hooks=self.hooks, new_tap=None, **given)

    async def opened(self, *script: Callable[[], Any], is_additional: bool = True, **fields: Any) -> Any:
        """A connection after all of its attempts: it hangs, or has ended."""
        made = ReconnectingConnection(0, self.settings(script, **fields), is_additional=is_additional)
        hung = asyncio.create_task(self.hung.wait())
        await asyncio.wait((hung, made.run), return_when=asyncio.FIRST_COMPLETED, timeout=60)
        hung.cancel()
        return made


def run(scenario: Any) -> None:
    asyncio.run(asyncio.wait_for(scenario, 60))


@pytest.mark.parametrize(
    ("lasting", "bounds"),
    [
        ([(1.0, BROKEN)], [0.5]),
        ([(1.001, BROKEN)], [0.25]),
        ([(0.0, BROKEN), (2.0, BROKEN), (4.0, BROKEN)], [0.5, 1.0, 2.0]),
        ([(0.0, BROKEN), (2.001, BROKEN), (0.0, BROKEN)], [0.5, 0.25, 0.5]),
        ([(60.0, CLOSED)], [0.5]),
        ([(60.001, CLOSED), (30.0, CLOSED), (61.0, CLOSED)], [0.25, 0.5, 0.25]),
        ([(0.0, BROKEN)] * 9, [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 20.0, 20.0, 20.0]),
    ],
)
def test_the_wait_grows_unless_a_connection_was_a_good_one(
    monkeypatch: pytest.MonkeyPatch, lasting: list[tuple[float, Exception]], bounds: list[float]
) -> None:
    async def scenario() -> None:
        opening = Opening(monkeypatch)
        made = await opening.opened(*(opening.lasts(*each) for each in lasting), is_additional=False)
        assert opening.bounds == bounds
        assert opening.hooks.counters.reconnects == len(bounds)
        kinds = [each.state for each in opening.states]
        assert kinds == ["connecting", "open", "lost"] * len(bounds) + ["connecting"]
        assert all("closed" in each.reason for each in opening.states if each.state == "lost")
        await made.close()
        assert opening.states[-1].state == "closed"
        assert made.failure is None

    run(scenario())


def test_a_refused_attempt_is_repeated_after_longer_and_longer_waits_and_said_so_less_and_less(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        opening = Opening(monkeypatch)
        with caplog.at_level(logging.WARNING, "kalshi"):
            made = await opening.opened(*(opening.refuses() for _ in range(9)))
        assert opening.bounds == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 20.0, 20.0, 20.0]
        assert [each.args[0] for each in caplog.records if isinstance(each.args, tuple)] == [1, 2, 4, 8]
        lost = [each for each in opening.states if each.state == "lost"]
        assert [(each.reason, each.error) for each in lost] == [("refused", REFUSED)] * 9
        assert not made.opened.done()
        await made.close()
        assert isinstance(made.opened.exception(), KalshiStreamLostError)

    run(scenario())


def test_a_first_attempt_that_is_refused_is_the_end_of_a_connection_that_nobody_has_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def scenario() -> None:
        opening = Opening(monkeypatch)
        made = await opening.opened(opening.refuses(), is_additional=False)
        assert made.failure is made.opened.exception() is REFUSED
        assert made.is_closing
        assert opening.bounds == []
        assert [(each.state, each.error) for each in opening.states] == [("connecting", None), ("closed", REFUSED)]

    run(scenario())


@pytest.mark.parametrize(
    ("limit", "refused", "attempts", "is_given_up"),
    [
        (10.0, [4.0, 4.0, 1.9], 3, False),
        (10.0, [4.0, 4.0, 2.0, 0.0], 3, True),
        (10.0, [11.0, 0.0], 1, True),
        (None, [1e9, 1e9], 2, False),
    ],
)
def test_a_lost_connection_is_given_up_from_a_time_on(
    monkeypatch: pytest.MonkeyPatch, limit: float | None, refused: list[float], attempts: int, is_given_up: bool
) -> None:
    async def scenario() -> None:
        opening = Opening(monkeypatch)
        # The time counts from the loss.
        script = (opening.lasts(100.0, BROKEN), *map(opening.refuses, refused))
        made = await opening.opened(*script, is_additional=False, give_up_after=limit)
        assert made.failure is (REFUSED if is_given_up else None)
        assert made.opened.exception() is None
        assert [each.state for each in opening.states].count("connecting") == attempts + (1 if is_given_up else 2)
        await made.close()

    run(scenario())


def test_a_connection_says_why_nothing_is_confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    async def reason(*script: Callable[[], Any], opening: Opening) -> str:
        made = await opening.opened(*script)
        reader = Reader(Demand.of(API_FEED.channels["trade"], {}), Receiver())
        with pytest.raises(KalshiConfirmTimeoutError) as raised:
            await made.confirmed_in_time(asyncio.Event().wait(), reader, "subscribe")
        await made.close()
        return str(raised.value)

    async def scenario() -> None:
        assert "the connection is not open yet" in await reason(opening=Opening(monkeypatch))
        opening = Opening(monkeypatch)
        assert "refused" in await reason(opening.refuses(), opening=opening)
        opening = Opening(monkeypatch)
        assert "the connection was closed" in await reason(opening.lasts(0.0, BROKEN), opening=opening)

    run(scenario())


def test_a_stream_ends_with_its_last_connection_and_by_the_error_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        opening = Opening(monkeypatch)
        ends = asyncio.Event()

        def break_later() -> Any:
            socket = Socket(opening.clock, 0.0, BROKEN)
            receive = socket.recv

            async def after(*, decode: bool) -> bytes:
                await ends.wait()
                return await receive(decode=decode)

            monkeypatch.setattr(socket, "recv", after)
            return socket

        script = [opening.lasts(0.0, BROKEN), break_later, opening.refuses(1.0), opening.refuses(1.0)]
        pool = ConnectionPool(opening.settings(script, give_up_after=0.5), 2)
        await pool.open()
        first, second = pool.connections
        assert (first.number, second.number) == (0, 1)
        await asyncio.wait({first.run})
        await asyncio.sleep(0)
        assert pool.connections == (second,)
        assert not pool.ended.done()
        pool.check_open()
        ends.set()
        await asyncio.wait({second.run})
        await asyncio.sleep(0)
        assert pool.ended.exception() is REFUSED
        with pytest.raises(KalshiHandshakeError):
            pool.check_open()

    run(scenario())


def test_a_pool_that_is_closed_ends_without_an_error_and_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        opening = Opening(monkeypatch)
        pool = ConnectionPool(opening.settings([opening.lasts(0.0, None), opening.lasts(0.0, None)]), 2)
        await pool.open()
        demand = Demand.of(API_FEED.channels["trade"], {})
        assert pool.connections_for(demand, 1) == list(pool.connections[:1])
        assert pool.connections_for(demand, 2) == list(pool.connections)
        await pool.close()
        assert pool.ended.result() is None
        assert pool.connections == ()
        for ask in (pool.check_open, pool.exclusive_connection, lambda: pool.connections_for(demand, 1)):
            with pytest.raises(KalshiStreamLostError):
                ask()
        assert [each.state for each in opening.states].count("connecting") == 2

    run(scenario())
