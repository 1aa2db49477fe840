"""A fake clock, and Redis servers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import redis as redis_py

from tests.fake_clock import FakeClock
from tests.rate_limits.redis_server import RedisServer, redis_server


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    """The clock of the overlay: sleeping moves it at once. Signatures keep the real time, by which they are checked."""
    fake = FakeClock()
    fake.patch(monkeypatch, signatures=False)
    return fake


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
    """A Redis for tests that leave it running; each chooses keys of its own."""
    with redis_server() as server:
        yield server


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    """A Redis to be stopped."""
    with redis_server() as server:
        yield server
