"""An exchange of perpetual futures to test on: one market with a fixed index, three accounts, a manual clock."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import count
from typing import Any

import pytest

from kalshi_sandbox.perps.engine import (
    Balance,
    EngineEvent,
    EngineRejection,
    ManualClock,
    NewOrder,
    PerpsExchange,
    Placement,
    PositionView,
    Rules,
)

TICKER = "KXBTCPERP"
ACCOUNTS = ("alice", "bob", "carol")


class Harness:
    """An exchange with short ways to say what tests say often; an index of $10 and $1,000 for each account."""

    def __init__(self, rules: Rules = Rules()) -> None:  # noqa: B008 - it is frozen
        self.clock = ManualClock()
        self.exchange = PerpsExchange(self.clock, seed=1, rules=rules)
        self.exchange.markets.add(TICKER, index_price=Decimal(10), maintenance_rate=Decimal("0.1"))
        self.exchange.markets.set_index(TICKER, Decimal(10))
        for account in ACCOUNTS:
            self.exchange.accounts.add(account, Decimal(1000))
        self.numbers = count(1)
        self.events: list[EngineEvent] = []
        self.exchange.listen(self.events.append)

    def order(self, side: str, count: str, price: str, **fields: Any) -> NewOrder:
        """An order in the market."""
        given = {"side": side, "count": Decimal(count), "price": Decimal(price), **fields}
        if "market_id" not in given:
            given.setdefault("ticker", TICKER)
        return NewOrder(**{"client_order_id": f"order-{next(self.numbers)}", **given})

    def place(self, account: str, side: str, count: str, price: str, **fields: Any) -> Placement:
        """Place an order."""
        return self.exchange.orders.place(account, self.order(side, count, price, **fields))

    def trade(self, buyer: str, seller: str, count: str, price: str) -> None:
        """Let two accounts trade; the seller takes."""
        self.place(buyer, "bid", count, price)
        self.place(seller, "ask", count, price)

    def rejected(self, action: Callable[[], object]) -> tuple[int, str]:
        """Status and code of a rejection, which must leave everything as it is and say nothing to listeners."""
        before, events = self.everything(), len(self.events)
        with pytest.raises(EngineRejection) as rejected:
            action()
        assert self.everything() == before
        assert len(self.events) == events
        return rejected.value.status, rejected.value.code

    def everything(self) -> list[Any]:
        """All that a user could read back."""
        return [
            self.exchange.markets.all(),
            [self.exchange.markets.book(view.market.ticker) for view in self.exchange.markets.all()],
            [self.exchange.portfolio.balances(account) for account in ACCOUNTS],
            [self.exchange.portfolio.positions(account) for account in ACCOUNTS],
            [self.exchange.orders.of(account) for account in ACCOUNTS],
            [self.exchange.orders.fills(account) for account in ACCOUNTS],
            self.exchange.corporate_actions.all(),
            self.exchange.money(),
        ]

    def balance(self, account: str) -> Balance:
        """Money of the primary subaccount."""
        return self.exchange.portfolio.balance(account)

    def position(self, account: str) -> PositionView:
        """The only position of an account."""
        (view,) = self.exchange.portfolio.positions(account)
        return view

    def resting(self, account: str) -> list[str]:
        """Ids of resting orders."""
        return [order.order_id for order in self.exchange.orders.of(account, status="resting")]


@pytest.fixture
def harness() -> Harness:
    """A fresh exchange."""
    return Harness()
