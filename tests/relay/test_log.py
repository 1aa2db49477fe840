"""The log in Redis: who may write, and what a reader knows of what it has missed."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import pytest
import redis as redis_py

from kalshi_overlay.errors import KalshiConfigError
from kalshi_overlay.relay.log import FrameLog, Position, SupersededError, Term, _cancellable
from tests.rate_limits.redis_server import RedisServer, redis_server
from tests.stream.running import run

LENGTH = 1000
FRAMES = [b'{"type":"trade", "sid": 1}\n', b"no JSON\nbut two lines", b"\xff\x00", b""]


def with_log(redis: RedisServer, name: str, scenario: Any) -> Any:
    """Run a scenario with a log, and close it."""

    async def closing() -> Any:
        log = FrameLog(redis.url, name)
        try:
            return await scenario(log)
        finally:
            await log.close()

    return run(closing())


async def claimed(log: FrameLog, holder: str = "a") -> int:
    epoch = await log.claim(holder)
    assert epoch is not None
    return epoch


def test_frames_come_out_as_they_went_in(redis: RedisServer, name: str) -> None:
    async def scenario(log: FrameLog) -> list[bytes]:
        epoch = await claimed(log)
        await log.append(Position(epoch, 1), FRAMES[:3], LENGTH)
        await log.append(Position(epoch, 2), FRAMES[3:], LENGTH)
        entries = await log.read(Position(epoch, 0))
        assert [entry.position for entry in entries] == [(epoch, 1), (epoch, 2)]
        return [frame for entry in entries for frame in entry.frames]

    assert with_log(redis, name, scenario) == FRAMES


def test_one_relay_at_a_time_has_the_lease_and_the_next_one_a_higher_epoch(redis: RedisServer, name: str) -> None:
    async def scenario(log: FrameLog) -> None:
        first = await claimed(log, "a")
        assert await log.claim("b") is None
        await log.hold("a")
        await log.release("b")
        assert await log.claim("b") is None
        await log.release("a")
        while (second := await log.claim("b")) is None:
            await asyncio.sleep(0.001)
        assert second > first
        with pytest.raises(SupersededError):
            await log.hold("a")

    with_log(redis, name, scenario)


def test_a_lease_that_nobody_holds_expires(redis: RedisServer, name: str) -> None:
    async def scenario(log: FrameLog) -> None:
        await claimed(log, "a")
        while await log.claim("b") is None:
            await asyncio.sleep(0.01)

    with_log(redis, name, scenario)


def test_redis_refuses_a_relay_whose_time_is_over_however_late_it_writes(redis: RedisServer, name: str) -> None:
    async def scenario(log: FrameLog) -> None:
        old = await claimed(log, "a")
        await log.append(Position(old, 1), [b"old"], LENGTH)
        await log.release("a")
        while (new := await log.claim("b")) is None:
            await asyncio.sleep(0.001)
        # Before the other one has written anything, and after.
        for attempt in (2, 3):
            with pytest.raises(SupersededError):
                await log.append(Position(old, attempt), [b"late"], LENGTH)
            with pytest.raises(SupersededError):
                await log.end(old, "late", LENGTH)
            await log.append(Position(new, attempt - 1), [b"new"], LENGTH)
        entries = await log.read(Position(new, 0))
        assert [entry.frames for entry in entries] == [[b"new"], [b"new"]]

    with_log(redis, name, scenario)


def test_an_epoch_that_has_ended_takes_nothing_more(redis: RedisServer, name: str) -> None:
    async def scenario(log: FrameLog) -> None:
        epoch = await claimed(log)
        await log.end(epoch, "the relay was stopped", LENGTH)
        with pytest.raises(SupersededError):
            await log.append(Position(epoch, 1), [], LENGTH)
        (entry,) = await log.read(Position(epoch, 0))
        assert (entry.end, entry.frames) == ("the relay was stopped", [])

    with_log(redis, name, scenario)


def test_what_is_carried_is_known_with_the_place_to_read_from_and_goes_with_its_epoch(
    redis: RedisServer, name: str
) -> None:
    async def scenario(log: FrameLog) -> None:
        assert await log.now() == (None, None)
        epoch = await claimed(log, "a")
        assert await log.now() == (None, (epoch, 0))
        term = Term(epoch, {"trade": 3}, {"trade": {"market_tickers": ["M"]}})
        await log.hold("a", term)
        await log.append(Position(epoch, 1), [], LENGTH, term)
        assert await log.now() == (term, (epoch, 1))
        (entry,) = await log.read(Position(epoch, 0))
        assert entry.term == term
        await log.release("a")
        while (new := await log.claim("b")) is None:
            await asyncio.sleep(0.001)
        assert await log.now() == (None, (new, 0))

    with_log(redis, name, scenario)


def test_an_epoch_is_above_those_that_redis_has_lost() -> None:
    with redis_server() as server:

        async def claim() -> int:
            log = FrameLog(server.url, "kalshi")
            try:
                return await claimed(log)
            finally:
                await log.close()

        before = run(claim())
        server.kill()
        server.start()
        assert run(claim()) > before


def test_an_epoch_is_above_the_one_before_even_if_the_clock_is_set_back(redis: RedisServer, name: str) -> None:
    with redis_py.Redis.from_url(redis.url) as server:
        server.xadd(f"kalshi:relay:{{{name}}}:log", {"end": "far ahead"}, id="9000000000000000-7")
    assert with_log(redis, name, claimed) == 9000000000000001


def test_requests_come_to_the_relay_and_what_is_none_is_left_out(redis: RedisServer, name: str) -> None:
    async def scenario(log: FrameLog) -> None:
        async with log.requests() as requests:
            await log._redis.publish(log._requests, b"\xc1")
            await log.request_snapshots(["A", "B"])
            assert await anext(requests) == ["A", "B"]

    with_log(redis, name, scenario)


@pytest.mark.parametrize("url", ["http://:secret@localhost", "redis://:secret@localhost:port"])
def test_an_address_that_cant_be_read_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(KalshiConfigError, match="redis://localhost:6379/0") as raised:
        FrameLog(url, "kalshi")
    assert "secret" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_a_cancellation_that_redis_py_loses_is_not_lost() -> None:
    async def lose_it() -> str:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(60)
        return "sent"

    async def scenario() -> None:
        task = asyncio.create_task(_cancellable(lose_it()))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    run(scenario())
