"""A clock that moves when it is slept on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import redis as redis_py

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


@pytest.fixture(autouse=True)
def closed_connections(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close what a test has connected to Redis: a socket that is left is a warning whenever it is collected."""
    made: list[Any] = []
    from_url: Any = redis_py.Redis.from_url

    def noted(*arguments: Any, **options: Any) -> Any:
        made.append(from_url(*arguments, **options))
        return made[-1]

    monkeypatch.setattr(redis_py.Redis, "from_url", noted)
    yield
    for client in made:
        client.close()


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
