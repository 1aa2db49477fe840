"""An exchange of four shards, and an account that has as much cash on each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from attrs import evolve

from kalshi_sandbox import Sandbox
from tests.orders.conftest import STRICT, fresh_harness
from tests.orders.harness import Harness, open_exchange

SHARDED = evolve(STRICT, shards=4, transfers_are_not_found=True)


@pytest.fixture(scope="session")
def sharded_exchange() -> Iterator[Sandbox]:
    with open_exchange(SHARDED) as exchange:
        yield exchange


@pytest.fixture
def harness(sharded_exchange: Sandbox) -> Iterator[Harness]:
    with fresh_harness(sharded_exchange, timeout=30) as harness:
        yield harness


@pytest.fixture
def hasty_harness(sharded_exchange: Sandbox) -> Iterator[Harness]:
    """A client that takes an answer that is delayed for lost."""
    with fresh_harness(sharded_exchange, timeout=None) as harness:
        yield harness
