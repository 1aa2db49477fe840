"""One exchange for the tests of a worker, and for each test an account of its own."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest

from kalshi_overlay.sandbox import Sandbox
from tests.orders.venue import Venue, open_exchange, open_venue


@pytest.fixture(scope="session")
def exchange() -> Iterator[Sandbox]:
    with open_exchange() as exchange:
        yield exchange


@pytest.fixture
def venue(exchange: Sandbox) -> Iterator[Venue]:
    # At a full second, so that what a Date header tells is the moment itself.
    now = exchange.clock()
    exchange.clock.advance(int(now) + 1 - now)
    with patch.dict(exchange.answers.handlers), open_venue(exchange) as venue:
        yield venue
        venue.arrive()
    exchange.historical_cutoff = None
