"""A sandbox with a manual clock, and two accounts that trade perpetual futures over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from attrs import define, field

from kalshi_sandbox import Sandbox
from tests.sandbox.live.calling import Caller
from tests.sandbox.small import small_sandbox

TICKER = "KXBTCPERP"


@define
class Harness:
    """The exchange, and two accounts with $1,000 each on both exchanges."""

    exchange: Sandbox
    alice: Caller
    bob: Caller
    made: int = field(default=0, init=False)

    def order(self, side: str, price: str, count: str = "10", **fields: Any) -> dict[str, Any]:
        """The body of CreateMarginOrder."""
        self.made += 1
        return {
            "ticker": TICKER,
            "client_order_id": f"order-{self.made}",
            "side": side,
            "count": count,
            "price": price,
            "time_in_force": "good_till_canceled",
            "self_trade_prevention_type": "taker_at_cross",
            **fields,
        }

    def place(self, caller: Caller, side: str, price: str, count: str = "10", **fields: Any) -> Any:
        """The answer of CreateMarginOrder."""
        return caller.ask("CreateMarginOrder", self.order(side, price, count, **fields))


@contextmanager
def opened(**arguments: Any) -> Iterator[Harness]:
    """A sandbox that is open inside the with block, and follows the documents by default."""
    with small_sandbox(**{"clock": "manual", "behaviour": "documents", "contracts": 5, **arguments}) as exchange:
        exchange.add_account("bob")
        alice, bob = Caller(exchange), Caller(exchange, "bob")
        with alice.client, bob.client:
            yield Harness(exchange, alice, bob)
        assert exchange.perps.money().imbalance == 0


@pytest.fixture
def harness() -> Iterator[Harness]:
    with opened() as harness:
        yield harness
