"""An exchange and a Redis that the tests of a worker share, and relays with short leases."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from kalshi_sandbox import Sandbox
from tests.rate_limits.redis_server import RedisServer, redis_server
from tests.relay.relay_soak import short_leases
from tests.sandbox.small import give_quick_keys, quick_sandbox

_numbers = itertools.count()


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    give_quick_keys(monkeypatch)
    with short_leases():
        yield


@pytest.fixture(scope="session")
def _shared() -> Iterator[Sandbox]:
    with quick_sandbox() as exchange:
        yield exchange


@pytest.fixture
def exchange(_shared: Sandbox) -> Iterator[Sandbox]:
    """An exchange without faults and without connections."""
    yield _shared
    for served in (_shared.stream, _shared.perps_stream):
        served.faults.clear()
        served.kill()


@pytest.fixture(scope="session")
def hose(_shared: Sandbox) -> Any:
    """Two markets of that exchange, whose books change when a test wants it."""
    return _shared.stream.firehose(markets=2, seed=1)


@pytest.fixture(scope="session")
def redis() -> Iterator[RedisServer]:
    """A Redis that keeps running."""
    with redis_server() as server:
        yield server


@pytest.fixture
def name() -> str:
    """The name of a relay that no other test has."""
    return f"relay{next(_numbers)}"
