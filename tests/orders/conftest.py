"""One exchange for the tests of a worker, and for each test an account of its own."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from unittest.mock import patch

import pytest

from kalshi_overlay.orders import freshness
from kalshi_overlay.sandbox import Sandbox
from tests.orders.venue import Venue, open_exchange, open_venue


@pytest.fixture(scope="session")
def exchange() -> Iterator[Sandbox]:
    with open_exchange() as exchange:
        yield exchange


@pytest.fixture
def venue(exchange: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Venue]:
    """A venue whose client waits as long as it takes, and asks less often than elsewhere."""
    monkeypatch.setattr(freshness, "_FIRST_PAUSE", 1.0)
    monkeypatch.setattr(freshness, "_LONGEST_PAUSE", 3.0)
    with _fresh_venue(exchange, timeout=30) as venue:
        yield venue


@pytest.fixture
def hasty_venue(exchange: Sandbox) -> Iterator[Venue]:
    """A venue whose client takes an answer that is delayed for lost."""
    with _fresh_venue(exchange, timeout=None) as venue:
        yield venue


@contextlib.contextmanager
def _fresh_venue(exchange: Sandbox, timeout: float | None) -> Iterator[Venue]:
    # At a full second, so that what a Date header tells is the moment itself.
    now = exchange.clock()
    exchange.clock.advance(int(now) + 1 - now)
    with patch.dict(exchange.answers.handlers), open_venue(exchange, timeout=timeout) as venue:
        yield venue
        venue.arrive()
    exchange.historical_cutoff = None
