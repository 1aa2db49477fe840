"""A sandbox with a tape, which all tests of a module read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

import pytest
from attrs import define

from kalshi_overlay.client import KalshiAuthenticatedClient
from kalshi_sandbox import Sandbox
from tests.history import tape
from tests.sandbox.small import small_sandbox

LENGTH = timedelta(hours=6)


@define
class Taped:
    """An exchange with a tape.

    Attributes:
        exchange: The exchange.
        client: A client of its own account.
        since: When the tape begins.
        until: When it ends.
    """

    exchange: Sandbox
    client: KalshiAuthenticatedClient
    since: datetime
    until: datetime

    def trade_ids(self, since: datetime | None = None, until: datetime | None = None) -> list[str]:
        """The trades of a part of the tape, sorted by their ids."""
        trades = self.exchange.engine.markets.trades()
        start, end = since or self.since, until or self.until
        return sorted(trade.trade_id for trade in trades if start <= trade.created_time < end)

    def fill_ids(self) -> list[tuple[str, str]]:
        """The fills of the tape, sorted by their ids."""
        return sorted(
            (fill.trade_id, fill.order_id) for fill in self.exchange.engine.orders.fills(self.exchange.account)
        )


@pytest.fixture(scope="module")
def _taped() -> Iterator[Taped]:
    with small_sandbox(clock="manual") as exchange:
        exchange.add_account("rival", balance=10_000)
        since = tape.record(exchange, LENGTH, 600, 150, Random(7))
        with exchange.client() as client:
            yield Taped(exchange, client, since, since + LENGTH)


@pytest.fixture
def taped(_taped: Taped) -> Iterator[Taped]:
    """The exchange; nothing is archived yet, and no answer is repeated."""
    _taped.exchange.historical_cutoff = None
    _taped.exchange.clock.advance(60)
    yield _taped
    _taped.exchange.faults.clear()
