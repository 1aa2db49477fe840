"""Requests wait for their tokens in the order in which they came, in threads and in tasks, and for so long only."""

from __future__ import annotations

import asyncio
import math
import threading

import pytest

from kalshi_overlay import clock
from kalshi_overlay.errors import KalshiTransportError
from kalshi_overlay.flow import run, run_async
from kalshi_overlay.rate_limits import (
    BucketSize,
    RateLimit,
    RateLimiterError,
    RateLimiterTimeoutError,
    RequestExceedsBucketError,
)
from kalshi_overlay.rate_limits.bucket import Bucket
from kalshi_overlay.rate_limits.costs import Charge
from kalshi_overlay.rate_limits.fair_bucket import FairBucket
from tests.fake_clock import FakeClock
from tests.rate_limits.fakes import answer, batch, get, limit, limiter, order, waiting


def test_a_full_bucket_lets_go_at_once_and_an_empty_one_as_it_refills(time: FakeClock) -> None:
    held = limiter(limit(rate=100, capacity=50))
    for _ in range(7):
        held.acquire(order(), None)
    assert time.waits == pytest.approx([0.1, 0.1])


def test_reads_writes_and_the_balance_have_buckets_of_their_own(time: FakeClock) -> None:
    held = limiter(limit(capacity=10))
    for request in (order(), get(), get("/portfolio/balance")):
        held.acquire(request, None)
    assert time.waits == []
    held.acquire(get("/portfolio/balance"), None)
    assert time.waits == pytest.approx([0.1])


def test_who_waits_too_long_for_another_to_read_the_accounts_numbers_is_refused(time: FakeClock) -> None:
    held = limiter(RateLimit(max_wait=0.0))
    run(held._reading.enter(0, math.inf))
    with pytest.raises(RateLimiterError, match="could not be read in time"):
        held.acquire(order(), None)
    with pytest.raises(RateLimiterError, match="could not be read in time"):
        asyncio.run(held.acquire_async(order(), None))
    assert len(held._reading) == 1


def test_a_margin_stays_in_the_bucket(time: FakeClock) -> None:
    held = limiter(limit(rate=100, capacity=50, margin=0.2))
    for _ in range(4):
        held.acquire(order(), None)
    assert time.waits == pytest.approx([0.1])


def test_a_batch_that_needs_the_margin_too_waits_until_the_bucket_has_been_full_for_so_long(
    time: FakeClock,
) -> None:
    held = limiter(limit(rate=100, capacity=50, margin=0.2))
    held.acquire(batch(5), None)
    held.acquire(batch(5), None)
    assert time.waits == pytest.approx([0.7])


def test_tasks_are_served_in_their_order_whatever_they_cost(time: FakeClock) -> None:
    held, served = limiter(limit(capacity=100)), list[int]()

    async def send(number: int) -> None:
        await held.acquire_async(batch(10) if number % 3 == 0 else order(), None)
        served.append(number)

    async def all_at_once() -> None:
        await asyncio.gather(*(send(number) for number in range(30)))

    asyncio.run(all_at_once())
    assert served == list(range(30))


def test_threads_and_tasks_wait_in_one_queue(time: FakeClock) -> None:
    held, served = limiter(limit(capacity=10)), list[str]()
    held.acquire(order(), None)
    go = threading.Event()
    time.before_sleep = lambda seconds: go.wait()

    def send(name: str) -> None:
        held.acquire(order(), None)
        served.append(name)

    async def send_async(name: str) -> None:
        await held.acquire_async(order(), None)
        served.append(name)

    async def reach(count: int) -> None:
        while waiting(held) < count:
            await asyncio.sleep(0)

    async def task_between_threads() -> None:
        first = asyncio.create_task(asyncio.to_thread(send, "first thread"))
        await reach(1)
        task = asyncio.create_task(send_async("task"))
        await reach(2)
        second = asyncio.create_task(asyncio.to_thread(send, "second thread"))
        await reach(3)
        go.set()
        await asyncio.gather(first, task, second)

    asyncio.run(task_between_threads())
    assert served == ["first thread", "task", "second thread"]
    assert waiting(held) == 0


def test_what_can_not_be_served_in_time_is_an_error_at_once(time: FakeClock) -> None:
    held = limiter(limit(capacity=10, max_wait=0.5))
    held.acquire(order(), None)
    with pytest.raises(RateLimiterTimeoutError) as refused:
        held.acquire(order(), clock.now() + 0.05)
    error = refused.value
    assert isinstance(error, KalshiTransportError)
    assert (error.bucket, error.cost, error.may_have_reached_exchange) == ("write", 10, False)
    assert error.seconds == pytest.approx(0.1)
    assert str(error) == (
        "POST /trade-api/v2/portfolio/events/orders: its 10 tokens of the write bucket would have taken 0.1 s more, "
        "longer than it may wait (RateLimit.max_wait, RetryPolicy.total_timeout); "
        "the request can't have reached the exchange"
    )
    assert time.waits == []
    held.acquire(order(), clock.now() + 0.15)
    assert time.waits == pytest.approx([0.1])


def test_who_would_be_served_too_late_does_not_join_the_queue(time: FakeClock) -> None:
    held, ends = limiter(limit(capacity=10, max_wait=0.35)), list[str]()

    async def send() -> None:
        try:
            await held.acquire_async(order(), None)
            ends.append("served")
        except RateLimiterTimeoutError as error:
            ends.append(f"{error.seconds:.1f} s")

    async def all_at_once() -> None:
        await asyncio.gather(*(send() for _ in range(6)))

    asyncio.run(all_at_once())
    assert sorted(ends) == ["0.4 s", "0.4 s", "served", "served", "served", "served"]


def test_a_turn_that_does_not_come_in_time_is_given_up(time: FakeClock) -> None:
    held = limiter(limit(capacity=10, max_wait=0.0))

    async def wait_behind_one_who_never_goes() -> None:
        queue = held._buckets["write"]._queue
        first = await run_async(queue.enter(0, clock.now()))
        with pytest.raises(RateLimiterTimeoutError):
            await held.acquire_async(order(), None)
        with pytest.raises(RateLimiterTimeoutError):
            held.acquire(order(), None)
        assert waiting(held) == 1
        queue.leave(first)

    asyncio.run(wait_behind_one_who_never_goes())
    assert waiting(held) == 0
    held.acquire(order(), None)


def test_a_pause_that_comes_meanwhile_makes_those_give_up_whom_it_would_make_late(time: FakeClock) -> None:
    held = limiter(limit(capacity=10, max_wait=0.5))
    held.acquire(order(), None)
    time.before_sleep = lambda seconds: held.on_response(order(), answer(429, retry_after="3"))
    with pytest.raises(RateLimiterTimeoutError) as refused:
        held.acquire(order(), None)
    assert refused.value.seconds == pytest.approx(2.9)
    assert waiting(held) == 0


def test_a_pause_that_comes_meanwhile_is_waited_for_to_its_end(time: FakeClock) -> None:
    held, pauses = limiter(limit(rate=20, capacity=100)), iter(["1"])
    held.acquire(batch(10), None)

    def get_429(seconds: float) -> None:
        for retry_after in pauses:
            held.on_response(order(), answer(429, retry_after=retry_after))

    time.before_sleep = get_429
    held.acquire(order(), None)
    assert time.waits == pytest.approx([0.5, 0.5])


def test_a_request_that_costs_more_than_the_bucket_holds_is_refused(time: FakeClock) -> None:
    held = limiter(limit(capacity=90))
    with pytest.raises(RequestExceedsBucketError, match=r"costs 100 tokens .* holds 90 at most: send a smaller batch"):
        held.acquire(batch(10), None)
    held.acquire(batch(9), None)
    held.acquire(batch(45, "DELETE"), None)
    assert time.waits == pytest.approx([0.9])


@pytest.mark.parametrize(("headers", "seconds"), [({"retry_after": "2"}, 2.0), ({}, 1.0)])
def test_a_429_pauses_its_bucket_alone_and_empties_it(time: FakeClock, headers: dict[str, str], seconds: float) -> None:
    held = limiter(limit(rate=10, capacity=100))
    held.on_response(order(), answer(429, **headers))
    held.acquire(get(), None)
    assert time.waits == []
    for _ in range(4):
        held.acquire(order(), None)
    later = [1.0 for cost in (10, 20, 30, 40) if cost > seconds * 10]
    assert time.waits == pytest.approx([seconds, *later])


def test_other_answers_change_nothing(time: FakeClock) -> None:
    held = limiter()
    for status in (200, 201, 400, 409, 500, 503):
        held.on_response(order(), answer(status, retry_after="9"))
    held.acquire(order(), None)
    assert time.waits == []


def test_cancelled_tasks_leave_the_queue(time: FakeClock) -> None:
    held, served = limiter(limit(capacity=10)), list[int]()
    held.acquire(order(), None)

    async def send(number: int) -> None:
        await held.acquire_async(order(), None)
        served.append(number)

    async def cancel_most() -> None:
        go = asyncio.Event()
        time.before_sleep_async = lambda seconds: go.wait()
        tasks = [asyncio.create_task(send(number)) for number in range(50)]
        while waiting(held) < 50:
            await asyncio.sleep(0)
        # The first of them sleeps, the others wait behind it.
        for task in tasks[:47] + tasks[48:49]:
            task.cancel()
        go.set()
        await asyncio.gather(*tasks, return_exceptions=True)

    began = clock.now()
    asyncio.run(cancel_most())
    assert served == [47, 49]
    assert clock.now() - began == pytest.approx(0.2)
    assert waiting(held) == 0


def test_a_thread_that_is_interrupted_leaves_the_queue_and_refunds_its_tokens(time: FakeClock) -> None:
    held = limiter(limit(capacity=10))
    held.acquire(order(), None)

    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    time.before_sleep = interrupt
    with pytest.raises(KeyboardInterrupt):
        held.acquire(order(), None)
    time.before_sleep = lambda seconds: None
    held.acquire(order(), None)
    assert time.waits == pytest.approx([0.1, 0.1])
    assert waiting(held) == 0


def test_no_token_is_lost_or_made_by_many_threads(time: FakeClock) -> None:
    held, began = limiter(limit(rate=1000, capacity=100)), clock.now()

    def send() -> None:
        for _ in range(25):
            held.acquire(order(), None)

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # 200 orders cost 2,000 tokens, of which 100 were there.
    assert clock.now() - began == pytest.approx(1.9)
    assert waiting(held) == 0


def test_whose_turn_does_not_come_learns_how_long_all_before_it_and_itself_would_have_taken(time: FakeClock) -> None:
    held = FairBucket(Bucket(10, 100, 0.0), BucketSize(refill_rate=10, bucket_capacity=100))
    run(held._queue.enter(30, math.inf))
    waits = held.acquire(Charge("write", 20, "POST", "/orders"), clock.now() + 9.0)
    next(waits)
    held.bucket.reserve(100, 0.0)
    with pytest.raises(RateLimiterTimeoutError) as refused:
        waits.send(False)
    assert refused.value.seconds == pytest.approx(5.0)
    assert len(held) == 1


def test_a_task_that_is_dropped_while_its_bucket_is_paused_leaves_at_once(time: FakeClock) -> None:
    held = FairBucket(Bucket(10, 100, 0.0), BucketSize(refill_rate=10, bucket_capacity=100))
    run(held.take_now(100))
    waits = held.acquire(Charge("write", 20, "POST", "/orders"), math.inf)
    next(waits)
    held.bucket.pause(60.0)
    waits.close()
    assert len(held) == 0
