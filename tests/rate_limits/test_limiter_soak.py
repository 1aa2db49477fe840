"""Never more tokens than there are in any window, and nearly all of them used, at a small size."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalshi_overlay import clock
from kalshi_overlay.rate_limits import BucketSize
from kalshi_overlay.rate_limits.bucket import Bucket, Reservation
from tests.fake_clock import FakeClock
from tests.rate_limits.fakes import limit, limiter, waiting
from tests.rate_limits.limiter_soak import processes
from tests.rate_limits.redis_server import RedisServer
from tests.rate_limits.sending import requests, send_all
from tests.rate_limits.windows import Sent, most_in_any_window, share_used
from tests.rate_limits.worker import CAPACITY, MARGIN, RATE


class RecordedBucket(Bucket):
    """A bucket that notes when it lets each request go."""

    def __init__(self, granted: list[Sent]) -> None:
        super().__init__(RATE, CAPACITY, MARGIN)
        self._granted = granted

    def reserve(self, cost: int, longest: float) -> Reservation:
        # Nobody else sleeps while the first in the queue is here, so the clock does not move.
        reservation = super().reserve(cost, longest)
        self._granted.append((clock.now() + reservation.seconds, cost))
        return reservation


def test_eight_threads_and_fifty_tasks_keep_to_one_limit_and_use_it(time: FakeClock) -> None:
    granted = list[Sent]()

    def new_bucket(name: str, size: BucketSize, margin: float) -> Bucket:
        return RecordedBucket(granted)

    held = limiter(limit(RATE, CAPACITY, margin=MARGIN), new_bucket)
    assert len(send_all(held, requests(1000, 1), threads=8, tasks=50)) == 1000
    assert most_in_any_window(granted, RATE) <= CAPACITY - RATE * MARGIN + 0.01
    assert share_used(granted, RATE, CAPACITY) >= 0.95
    assert waiting(held) == 0


def test_processes_keep_to_one_limit_in_redis_and_use_it(lasting_redis: RedisServer) -> None:
    granted, _ = processes(lasting_redis.url, 500, count=2, sleeps=False)
    assert len(granted.sent) == 1000
    assert granted.bucket <= CAPACITY - RATE * MARGIN + 0.01
    assert granted.used >= 0.95


@given(
    rate=st.integers(1, 1000),
    seconds=st.floats(0.5, 3),
    margin=st.floats(0, 0.4),
    steps=st.lists(st.tuples(st.floats(0, 2), st.integers(1, 200), st.booleans()), min_size=1, max_size=40),
)
def test_whatever_the_delays_up_to_the_margin_the_exchange_has_the_tokens(
    rate: int, seconds: float, margin: float, steps: list[tuple[float, int, bool]]
) -> None:
    capacity = max(1, int(rate * seconds))
    with pytest.MonkeyPatch.context() as patch:
        time = FakeClock()
        time.patch(patch)
        bucket, arrived = Bucket(rate, capacity, margin), list[Sent]()
        for pause, cost, is_slow in steps:
            time.advance(pause)
            paid = min(cost, capacity)
            time.advance(bucket.reserve(paid, 1e9).seconds)
            arrived.append((clock.now() + (margin if is_slow else 0.0), paid))
    assert most_in_any_window(arrived, rate) <= capacity + rate * 1e-4


def test_the_worst_window_is_found() -> None:
    assert most_in_any_window([(0.0, 10), (1.0, 10)], 10) == 10
    assert most_in_any_window([(0.0, 10), (0.5, 10)], 10) == 15
    assert most_in_any_window([(0.0, 1), (9.0, 10), (9.1, 5), (20.0, 3)], 10) == pytest.approx(14)
    assert share_used([(0.0, 10), (1.0, 10)], 10, 10) == 1.0
