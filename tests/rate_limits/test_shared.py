"""One limit for all who share an API key, in a real Redis, and what happens when that is gone."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import math
import re
import socket
import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import redis as redis_py
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kalshi_overlay import KalshiConfigError, clock
from kalshi_overlay.flow import run, run_async
from kalshi_overlay.rate_limits import BucketSize, RateLimiterTimeoutError, SharedLimit
from kalshi_overlay.rate_limits.bucket import Bucket, Reservation
from kalshi_overlay.rate_limits.costs import Charge
from kalshi_overlay.rate_limits.fair_bucket import FairBucket
from kalshi_overlay.rate_limits.limiter import RateLimiter
from kalshi_overlay.rate_limits.shared import RESERVE, RedisBucket, RedisBuckets
from tests.fake_clock import FakeClock
from tests.loopback import listening
from tests.rate_limits.fakes import answer, batch, limit, limiter, order, waiting
from tests.rate_limits.redis_server import RedisServer
from tests.walking import each_of, walk

SLOW = BucketSize(refill_rate=1, bucket_capacity=100)


def one_process(server: RedisServer, key: str, *, max_wait: float | None = None) -> RateLimiter:
    """A limiter as another process would have it: one token a second, so that the test takes no time of it."""
    shared = SharedLimit(server.url, timeout=5.0)
    rate_limit = limit(SLOW.refill_rate, SLOW.bucket_capacity, max_wait=max_wait, shared=shared)
    return limiter(rate_limit, RedisBuckets(shared, key).bucket)


def bucket(server: RedisServer, size: BucketSize = SLOW, *, margin: float = 0.0, timeout: float = 5.0) -> RedisBucket:
    buckets = RedisBuckets(SharedLimit(server.url, timeout=timeout), uuid.uuid4().hex)
    made = buckets.bucket("write", size, margin)
    assert isinstance(made, RedisBucket)
    return made


def test_processes_that_share_a_key_share_its_tokens(lasting_redis: RedisServer) -> None:
    key = uuid.uuid4().hex
    first, second = one_process(lasting_redis, key, max_wait=0.0), one_process(lasting_redis, key, max_wait=0.0)
    other = one_process(lasting_redis, uuid.uuid4().hex, max_wait=0.0)
    for each in (first, second) * 5:
        each.acquire(order(), None)
    for each in (first, second):
        with pytest.raises(RateLimiterTimeoutError) as refused:
            each.acquire(order(), None)
        assert 0 < refused.value.seconds <= 10
    other.acquire(batch(10), None)


def test_tasks_share_them_too(lasting_redis: RedisServer) -> None:
    key = uuid.uuid4().hex
    held = [one_process(lasting_redis, key, max_wait=5) for _ in range(2)]

    async def send_all() -> list[BaseException | None]:
        return await asyncio.gather(
            *(held[number % 2].acquire_async(order(), None) for number in range(12)), return_exceptions=True
        )

    ends = asyncio.run(send_all())
    assert [type(end) for end in ends if end is not None] == [RateLimiterTimeoutError] * 2


def test_a_429_pauses_them_all(lasting_redis: RedisServer) -> None:
    key = uuid.uuid4().hex
    first, second = one_process(lasting_redis, key, max_wait=200), one_process(lasting_redis, key, max_wait=200)
    first.on_response(order(), answer(429, retry_after="300"))
    for each in (first, second):
        with pytest.raises(RateLimiterTimeoutError) as refused:
            each.acquire(order(), None)
        assert 200 < refused.value.seconds <= 300


def test_a_429_that_a_task_gets_pauses_them_all(lasting_redis: RedisServer) -> None:
    key = uuid.uuid4().hex
    first, second = one_process(lasting_redis, key, max_wait=200), one_process(lasting_redis, key, max_wait=200)

    async def get_429() -> None:
        first.on_response(order(), answer(429, retry_after="300"))

    asyncio.run(get_429())
    with pytest.raises(RateLimiterTimeoutError):
        second.acquire(order(), None)


def test_the_tokens_of_whoever_gives_up_are_refunded(lasting_redis: RedisServer) -> None:
    key = uuid.uuid4().hex
    first, second = one_process(lasting_redis, key), one_process(lasting_redis, key, max_wait=15)
    first.acquire(batch(10), None)

    async def give_up() -> None:
        task = asyncio.create_task(first.acquire_async(batch(10), None))
        sleeping = asyncio.Event()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(clock, "sleep_async", lambda seconds: _sleep_until_cancelled(sleeping))
            await sleeping.wait()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    asyncio.run(give_up())
    assert waiting(first) == 0
    with pytest.raises(RateLimiterTimeoutError) as refused:
        second.acquire(batch(2), None)
    assert refused.value.seconds <= 20


async def _sleep_until_cancelled(sleeping: asyncio.Event) -> None:
    sleeping.set()
    await asyncio.Event().wait()


def test_tokens_behind_which_another_process_has_reserved_are_not_refunded(lasting_redis: RedisServer) -> None:
    shared = bucket(lasting_redis)
    shared.reserve(100, 1000)
    first, second = shared.reserve(50, 1000), shared.reserve(50, 1000)
    shared.refund(first)
    assert shared.reserve(10, 0).seconds == pytest.approx(110, abs=20)
    shared.refund(second)
    assert shared.reserve(10, 0).seconds == pytest.approx(60, abs=20)


# Thousands of seconds, beside which those that the test takes are nothing.
steps = st.lists(
    st.one_of(
        st.tuples(st.just("reserve"), st.integers(1, 120), st.sampled_from([500, 50_500, 10**9])),
        st.tuples(st.just("refund"), st.just(0), st.just(0)),
        st.tuples(st.just("pause"), st.integers(0, 90), st.just(0)),
    ),
    max_size=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(taken=steps, margin=st.integers(0, 20))
def test_redis_computes_what_the_bucket_of_one_process_does(
    lasting_redis: RedisServer, taken: list[tuple[str, int, int]], margin: int
) -> None:
    size = BucketSize(refill_rate=1, bucket_capacity=100_000)
    shared = bucket(lasting_redis, size, margin=margin * 1000)
    local = Bucket(1, 100_000, margin * 1000)
    last = Reservation(0.0, 0, 0.0), Reservation(0.0, 0, 0.0)
    for what, thousands, longest in taken:
        if what == "reserve":
            pair = shared.reserve(thousands * 1000, longest), local.reserve(thousands * 1000, longest)
            assert pair[0].seconds == pytest.approx(pair[1].seconds, abs=100)
            assert (pair[0].seconds <= longest) == (pair[1].seconds <= longest)
            last = pair if pair[0].seconds <= longest else last
        elif what == "refund":
            shared.refund(last[0])
            local.refund(last[1])
        else:
            shared.pause(thousands * 1000)
            local.pause(thousands * 1000)


def test_the_wait_is_estimated_from_what_redis_replied_last(lasting_redis: RedisServer) -> None:
    shared = bucket(lasting_redis)
    assert shared.wait_for(10) == 0
    shared.reserve(100, 0)
    assert shared.wait_for(10) == pytest.approx(10, abs=5)
    shared.reserve(10, 20)
    assert shared.wait_for(10) == pytest.approx(20, abs=5)


def test_a_clock_of_redis_that_was_set_back_holds_nobody_up(lasting_redis: RedisServer) -> None:
    shared = bucket(lasting_redis)
    shared.reserve(100, 0)
    with redis_py.Redis.from_url(lasting_redis.url) as connection:
        hour = 3600 * 1_000_000
        for name in ("full_at", "asked_at"):
            connection.hincrby(shared._key, name, hour)
    assert shared.reserve(10, 0).seconds == pytest.approx(10, abs=9)


def test_redis_sees_neither_the_key_id_nor_keeps_what_is_over(lasting_redis: RedisServer) -> None:
    with redis_py.Redis.from_url(lasting_redis.url) as connection:
        before = set(connection.keys())
        one_process(lasting_redis, "the-id-of-a-key").acquire(order(), None)
        (key,) = set(connection.keys()) - before
        # Clients of any version must agree on the name.
        assert key == b"kalshi:%b:write" % hashlib.sha256(b"the-id-of-a-key").hexdigest()[:32].encode()
        assert 0 < connection.pttl(key) <= 70_000


def gone(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "kalshi"]


def test_without_redis_a_process_goes_on_alone_with_its_share(
    redis: RedisServer, time: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    shared = bucket(redis, BucketSize(refill_rate=100, bucket_capacity=100))
    assert shared.reserve(10, 0).seconds == 0
    redis.kill()
    # Empty at first, and a quarter of the refill.
    assert [shared.reserve(10, 10).seconds for _ in range(3)] == pytest.approx([0.4, 0.8, 1.2])
    assert gone(caplog) == [
        "rate limits: Redis can't be reached (ConnectionError); this process goes on alone with 0.25 of the tokens"
    ]
    time.advance(1.75)
    redis.start()
    assert shared.reserve(10, 10).seconds == 0
    time.advance(0.25)
    # Redis has forgotten the bucket, and its clock is the real one: it begins empty.
    assert 0 < shared.reserve(90, 10).seconds <= 0.9
    # What it takes by now, it takes from the bucket in Redis: the next 10 tokens come a second after the refill.
    other = RedisBucket(shared._buckets, shared._key, shared._size, margin=0.0)
    assert 0.5 < other.reserve(10, 10).seconds <= 1.0
    assert gone(caplog)[1:] == ["rate limits: Redis is back, and the buckets are shared again"]


def test_a_pause_that_comes_while_redis_is_gone_holds_for_all_once_it_is_back(
    redis: RedisServer, time: FakeClock
) -> None:
    shared = bucket(redis, BucketSize(refill_rate=100, bucket_capacity=100))
    redis.kill()
    shared.reserve(10, 10)
    shared.pause(300)
    assert shared.reserve(10, 1000).seconds == pytest.approx(300)
    time.advance(100)
    redis.start()
    assert shared.reserve(10, 1000).seconds == pytest.approx(200, abs=1)


def test_a_process_that_goes_on_alone_bursts_by_its_share_of_the_bucket(redis: RedisServer, time: FakeClock) -> None:
    held = bucket(redis, BucketSize(refill_rate=100, bucket_capacity=400))
    redis.kill()
    held.reserve(1, 10)
    time.advance(3600)
    assert held.reserve(100, 0).seconds == 0
    assert held.reserve(25, 10).seconds == pytest.approx(1.0)


def test_a_batch_that_the_share_never_holds_is_let_through_late(redis: RedisServer, time: FakeClock) -> None:
    held = bucket(redis, BucketSize(refill_rate=100, bucket_capacity=100))
    redis.kill()
    assert held.reserve(100, 10).seconds == pytest.approx(4.0)


@pytest.mark.parametrize("state", ["killed", "frozen"])
def test_a_redis_that_dies_hangs_nobody(redis: RedisServer, state: str) -> None:
    shared = SharedLimit(redis.url, timeout=0.05)
    held = limiter(limit(rate=1000, capacity=1000, shared=shared), RedisBuckets(shared, uuid.uuid4().hex).bucket)
    held.acquire(order(), None)
    redis.kill() if state == "killed" else redis.freeze()
    threads = [threading.Thread(target=held.acquire, args=(order(), None)) for _ in range(4)]

    async def send_all() -> None:
        await asyncio.gather(*(held.acquire_async(order(), None) for _ in range(4)))

    for thread in threads:
        thread.start()
    asyncio.run(send_all())
    held.on_response(order(), answer(429, retry_after="0"))
    for thread in threads:
        thread.join()
    held.acquire(order(), None)
    assert waiting(held) == 0


def test_a_redis_that_was_never_there_is_a_warning_not_an_error(
    redis: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    redis.kill()
    shared = SharedLimit(redis.url, fallback_share=1.0)
    limiter(limit(rate=10_000, shared=shared), RedisBuckets(shared, "id").bucket).acquire(order(), None)
    with caplog.at_level(logging.WARNING):
        assert "goes on alone with 1 of the tokens" in gone(caplog)[0]


def test_a_password_is_in_no_repr_and_no_error() -> None:
    shared = SharedLimit("redis://:s3cret@localhost:6379/0")
    assert "s3cret" not in repr(shared)
    with pytest.raises(KalshiConfigError, match="the address of Redis must begin with redis://") as refused:
        SharedLimit("http://:s3cret@localhost")
    assert "s3cret" not in str(refused.value)
    with pytest.raises(KalshiConfigError, match="can't be read") as refused:
        RedisBuckets(SharedLimit("redis://:s3cret@localhost:many/0"), "id")
    assert "s3cret" not in str(refused.value)


def replies(reply: bytes, *, greets: bool) -> Callable[[socket.socket], None]:
    """Answer each command of a connection with this; one that greets does so only to a script."""

    def answer_to(command: bytes) -> bytes:
        if not greets or b"EVALSHA" in command:
            return reply
        return b"%1\r\n$5\r\nproto\r\n:3\r\n" if b"HELLO" in command else b"+OK\r\n"

    def reply_to_all(connection: socket.socket) -> None:
        while sent := connection.recv(65536):
            for command in re.split(rb"(?m)^(?=\*\d+\r$)", sent)[1:]:
                connection.sendall(answer_to(command))

    return reply_to_all


MALFORMED = {
    "two numbers": b"*2\r\n:1\r\n:2\r\n",
    "four numbers": b"*4\r\n:1\r\n:2\r\n:3\r\n:4\r\n",
    "a number": b":1\r\n",
    "nothing": b"$-1\r\n",
    "a text": b"$5\r\nhello\r\n",
    "a text whose bytes would do": b"$3\r\n123\r\n",
    "texts": b"*3\r\n$1\r\n1\r\n$1\r\n2\r\n$1\r\n3\r\n",
    "a negative wait": b"*3\r\n:-1\r\n:2\r\n:3\r\n",
    "a time before 1970": b"*3\r\n:0\r\n:-2\r\n:3\r\n",
    "a time that no double holds": b"*3\r\n:0\r\n:9223372036854775807\r\n:3\r\n",
    "a time that hardly any double holds": b"*3\r\n:0\r\n:9007199254740993\r\n:3\r\n",
    "a wait that hardly any double holds": b"*3\r\n:9007199254740993\r\n:0\r\n:3\r\n",
    "a present that hardly any double holds": b"*3\r\n:0\r\n:0\r\n:9007199254740993\r\n",
    "a present before 1970": b"*3\r\n:0\r\n:0\r\n:0\r\n",
    "a number that is none": b":abc\r\n",
    "a length that is none": b"*abc\r\n",
    "another protocol": b"HTTP/1.1 400 Bad Request\r\n\r\n",
}


@pytest.mark.parametrize("reply", [(0, 0, 1), (0, 1 << 53, 1 << 53), (1 << 53, 0, 1)], ids=str)
def test_an_answer_of_redis_at_the_ends_of_what_can_be_is_used(reply: tuple[int, ...]) -> None:
    encoded = b"*3\r\n" + b"".join(b":%d\r\n" % number for number in reply)
    with listening(at_once=replies(encoded, greets=True)) as server:
        try:
            shared = SharedLimit(server.origin.replace("http:", "redis:"), timeout=5.0)
            assert RedisBuckets(shared, uuid.uuid4().hex).run(RESERVE, "a key", 1) == list(reply)
        finally:
            for connection in server.connections:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


class Replying:
    """Replies the same to every script, and writes down what it was asked."""

    fallback_share = 0.25

    def __init__(self, *reply: int) -> None:
        self.reply = list(reply)
        self.asked: list[tuple[Any, ...]] = []

    def run(self, script: str, key: str, *arguments: float) -> list[int]:
        self.asked.append((key, *arguments))
        return self.reply


def test_what_redis_is_asked_is_in_microseconds_and_what_it_refuses_stays_refused(time: FakeClock) -> None:
    def reserved(wait: int, longest: float) -> float:
        buckets: Any = Replying(wait, 2_000_000, 1_000_000)
        made = RedisBucket(buckets, "a key", BucketSize(refill_rate=100, bucket_capacity=200), 0.1)
        seconds = made.reserve(10, longest).seconds
        assert made.full_at == clock.now() + 1
        assert buckets.asked == [("a key", 10, 100, 200, 100_000, round(min(longest, 1_000_000_000) * 1_000_000))]
        return seconds

    assert reserved(0, math.inf) == 0
    assert reserved(500_000, 0.5) == 0.5
    assert reserved(500_001, 0.5) == pytest.approx(0.500001, abs=1e-9)
    # Redis is asked for a wait of a billion seconds at most.
    assert reserved(10**15 + 1, 2e9) == 2e9 + 1e-6


def test_a_process_alone_has_back_what_it_gives_up(time: FakeClock) -> None:
    buckets: Any = Replying()
    buckets.run = lambda *asked: None
    made = RedisBucket(buckets, "a key", BucketSize(refill_rate=100, bucket_capacity=200), 0.0)
    given_up = made.reserve(10, 10.0)
    made.refund(given_up)
    assert made.reserve(10, 10.0).seconds == pytest.approx(given_up.seconds)
    assert given_up.seconds > 0


def test_a_task_lets_a_thread_ask_redis(time: FakeClock) -> None:
    size, threads = BucketSize(refill_rate=100, bucket_capacity=200), list[int]()

    def replies_now(*asked: Any) -> list[int]:
        threads.append(threading.get_ident())
        return [0, 1, 1]

    buckets: Any = Replying()
    buckets.run = replies_now
    held = FairBucket(RedisBucket(buckets, "a key", size, 0.0), size)
    asyncio.run(run_async(held.acquire(Charge("write", 10, "POST", "/"), math.inf)))
    run(held.acquire(Charge("write", 10, "POST", "/"), math.inf))
    assert [thread == threading.get_ident() for thread in threads] == [False, True]


def test_a_connection_that_redis_closes_is_made_again_once() -> None:
    def closes(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.shutdown(socket.SHUT_RDWR)

    with listening(at_once=closes) as server:
        shared = SharedLimit(server.origin.replace("http:", "redis:"), timeout=5.0)
        assert RedisBuckets(shared, "id").run(RESERVE, "a key", 1) is None
        assert len(server.connections) == 2


def test_a_malformed_answer_of_redis_lets_the_process_go_on_alone(caplog: pytest.LogCaptureFixture) -> None:
    def check(case: tuple[bytes, bool]) -> None:
        reply, greets = case
        caplog.clear()
        with listening(at_once=replies(reply, greets=greets)) as server:
            try:
                shared = SharedLimit(server.origin.replace("http:", "redis:"), timeout=0.1)
                alone = limiter(limit(1_000_000, 100, shared=shared), RedisBuckets(shared, uuid.uuid4().hex).bucket)
                alone.acquire(order(), None)
                alone.on_response(order(), answer(429, retry_after="0"))
            finally:
                for connection in server.connections:
                    with contextlib.suppress(OSError):
                        connection.shutdown(socket.SHUT_RDWR)
        said = [record.getMessage() for record in caplog.records if record.name == "kalshi"]
        assert len(said) == 1
        assert "this process goes on alone" in said[0]

    walk(each_of(MALFORMED, {"to a script": True, "to everything": False}), check)
