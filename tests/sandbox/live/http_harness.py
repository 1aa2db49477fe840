"""A sandbox with a manual clock, one market without orders, and two accounts that trade over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from attrs import frozen

from kalshi_sandbox import Sandbox
from tests.sandbox.small import small_sandbox

from .calling import MARKET, Caller


@frozen
class Harness:
    """The exchange, and two accounts with $1,000 each."""

    exchange: Sandbox
    alice: Caller
    bob: Caller


@contextmanager
def opened_harness(**arguments: Any) -> Iterator[Harness]:
    """A sandbox that is open inside the with block, and follows the documents by default."""
    with small_sandbox(**{"clock": "manual", "behaviour": "documents", **arguments}) as exchange:
        exchange.add_market(MARKET)
        exchange.add_account("bob")
        alice, bob = Caller(exchange), Caller(exchange, "bob")
        with alice.client, bob.client:
            yield Harness(exchange, alice, bob)
        assert exchange.engine.imbalance() == 0
