"""An exchange to test on: one market, three accounts, a manual clock."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from kalshi_sandbox.engine import EngineRejection, Exchange, ManualClock, NewOrder, Placement, Rules

TICKER = "KXBTCD-26DEC31-T100000"


class Harness:
    """An exchange with short ways to say what tests say often.

    Attributes:
        about: The field that the last rejection named.
    """

    about: str

    def __init__(self, rules: Rules = Rules()) -> None:  # noqa: B008 - it is frozen
        self.clock = ManualClock()
        self.exchange = Exchange(self.clock, seed=1, rules=rules)
        self.exchange.markets.add(TICKER)
        for account in ("alice", "bob", "carol"):
            self.exchange.accounts.add(account, Decimal(100))

    def order(self, side: str, count: str, price: str, **fields: Any) -> NewOrder:
        """An order in the market."""
        return NewOrder(**{"ticker": TICKER, "side": side, "count": Decimal(count), "price": Decimal(price), **fields})

    def place(self, account: str, side: str, count: str, price: str, **fields: Any) -> Placement:
        """Place an order."""
        return self.exchange.orders.place(account, self.order(side, count, price, **fields))

    def rejected(self, action: Callable[[], object]) -> tuple[int, str]:
        """Status and code of a rejection, which must leave money, book and orders as they are."""
        before = self.everything()
        with pytest.raises(EngineRejection) as rejected:
            action()
        assert self.everything() == before
        assert re.fullmatch(r"\w+", rejected.value.code)
        assert " " in rejected.value.message
        assert re.fullmatch(r"\w*", rejected.value.about)
        self.about = rejected.value.about
        return rejected.value.status, rejected.value.code

    def everything(self) -> list[Any]:
        """All that a user could read back."""
        accounts = ("alice", "bob", "carol")
        return [
            self.exchange.books.get(TICKER),
            [self.exchange.portfolio.balances(account) for account in accounts],
            [self.exchange.orders.of(account) for account in accounts],
            [self.exchange.orders.fills(account) for account in accounts],
        ]

    def cash(self, account: str) -> Decimal:
        """Available balance of the primary subaccount."""
        return self.exchange.portfolio.balance(account).cash

    def held(self, account: str) -> Decimal:
        """Collateral of the primary subaccount."""
        return self.exchange.portfolio.balance(account).collateral

    def resting(self, account: str) -> list[str]:
        """Ids of resting orders."""
        return [order.order_id for order in self.exchange.orders.of(account, status="resting")]


@pytest.fixture
def harness() -> Harness:
    """A fresh exchange."""
    return Harness()
