"""A clock that moves when it is slept on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kalshi_overlay import clock
from tests.rate_limits.pretended import PretendedClock
from tests.rate_limits.redis_server import RedisServer, redis_server


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> PretendedClock:
    """The clock of the overlay, which moves as far as anybody sleeps, and at once."""
    pretended = PretendedClock()
    for name in ("now", "sleep", "sleep_async"):
        monkeypatch.setattr(clock, name, getattr(pretended, name))
    return pretended


@pytest.fixture(scope="session")
def lasting_redis() -> Iterator[RedisServer]:
    """A Redis for tests that leave it running; a budget of its own for each is theirs to choose."""
    with redis_server() as server:
        yield server


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    """A Redis to be stopped."""
    with redis_server() as server:
        yield server
