"""A sandbox in which no wait takes time, for orders of perpetual futures."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, ClassVar
from uuid import uuid4

from attrs import define, evolve, field

from kalshi_gen.perps.models.amend_margin_order_request import AmendMarginOrderRequest
from kalshi_gen.perps.models.create_margin_order_request import CreateMarginOrderRequest
from kalshi_gen.perps.models.decrease_margin_order_request import DecreaseMarginOrderRequest
from kalshi_overlay.orders.perps import amend, cancel, decrease, place
from kalshi_sandbox import Sandbox
from kalshi_sandbox.answers import Answer
from kalshi_sandbox.perps.engine import NewOrder, Order
from kalshi_sandbox.validation import CheckedRequest
from tests.orders.harness import MARKETS, Harness

FILLING, RESTING = Decimal("6.30"), Decimal("6.00")
"""A bid at the one meets the maker's asks, a bid at the other rests."""

_NO_LIMIT = Decimal(10**12)


@define
class PerpsHarness(Harness):
    """An exchange with one market of perpetual futures, and a client of an account that trades in it.

    Attributes:
        maker: Who sells: one of its own, since the margin of an account is computed from all markets of its orders.
    """

    maker: str = field(init=False)

    operations: ClassVar[SimpleNamespace] = SimpleNamespace(place=place, cancel=cancel, amend=amend, decrease=decrease)
    prices: ClassVar[list[Decimal]] = [RESTING, Decimal("6.01"), FILLING]
    has_shards: ClassVar[bool] = False

    def __attrs_post_init__(self) -> None:
        self.maker = self.exchange.add_account(balance=1_000_000_000)

    def open_market(self, **fields: Any) -> str:
        """Open another market, in which the maker sells."""
        engine = self.exchange.perps
        ticker = f"KXPROOF{next(MARKETS)}PERP"
        given: dict[str, Any] = {"index_price": Decimal("6.25"), "fractional_trading_enabled": True, **fields}
        engine.markets.add(ticker, **given)
        # Else funding looks at the index of each minute, of all hours that go by at waits, in the market of each test.
        engine.markets.set_index(ticker, given["index_price"])
        for account in (self.maker, self.account):
            engine.accounts.set_notional_limit(account, _NO_LIMIT)
        self._trade(self.maker, ticker, "ask", Decimal(1_000_000), FILLING)
        return ticker

    def rest(
        self,
        count: str = "10",
        price: Decimal = RESTING,
        name: str | None = None,
        ticker: str = "",
        expires_in: float | None = None,
        subaccount: int = 0,
    ) -> Any:
        """Have an order of the account rest, placed without a request; it expires in so many seconds, if at all."""
        expiry = None if expires_in is None else self.exchange.clock.now() + timedelta(seconds=expires_in)
        given = {"client_order_id": name or str(uuid4()), "expiration_time": expiry, "subaccount": subaccount}
        return self._trade(self.account, ticker or self.ticker, "bid", Decimal(count), price, **given)

    def end(self, order: Any) -> None:
        """Cancel an order of the account without a request."""
        self.exchange.perps.orders.cancel(self.account, order.order_id)

    def new_order(self, **changes: Any) -> Any:
        """An order that rests, to be placed."""
        fields: dict[str, Any] = {
            "ticker": self.ticker,
            "client_order_id": str(uuid4()),
            "side": "bid",
            "count": Decimal("1.00"),
            "price": RESTING,
            "time_in_force": "good_till_canceled",
            "self_trade_prevention_type": "taker_at_cross",
        }
        return CreateMarginOrderRequest(**{**fields, **changes})

    def new_amendment(self, order: Any, **changes: Any) -> Any:
        """An amendment of an order that changes no more than is given."""
        size = order.fill_count + order.remaining_count
        fields = {"ticker": order.ticker, "side": "bid", "price": order.price, "count": size}
        return AmendMarginOrderRequest(**{**fields, **changes})

    def new_decrease(self, **fields: str) -> Any:
        """A decrease."""
        return DecreaseMarginOrderRequest.from_dict(fields)

    def fill(self, order: Any, count: str) -> None:
        """Have the maker trade against a resting order."""
        self._trade(self.maker, order.ticker, "ask", Decimal(count), order.price, time_in_force="immediate_or_cancel")

    def order(self, order_id: str) -> Any:
        """An order of the account as it is now."""
        return self.exchange.perps.orders.get(self.account, order_id)

    def orders(self, client_order_id: str | None = None) -> list[Any]:
        """The account's orders, or those under one id."""
        orders = self.exchange.perps.orders.of(self.account)
        return [order for order in orders if client_order_id in (None, order.client_order_id)]

    def hide_ended(self) -> None:
        """List resting orders alone."""
        self.lists_ended = False
        handler = self.exchange.answers.handlers["GetMarginOrders"]

        def resting(request: CheckedRequest) -> Answer:
            answer = handler(request)
            orders = [order for order in answer.body["orders"] if Decimal(order["remaining_count"])]
            return evolve(answer, body={**answer.body, "orders": orders})

        self.exchange.answers.handlers["GetMarginOrders"] = resting

    def _trade(self, account: str, ticker: str, side: str, count: Decimal, price: Decimal, **fields: Any) -> Order:
        given = {"ticker": ticker, "side": side, "count": count, "price": price, **fields}
        order = NewOrder(**{"client_order_id": str(uuid4()), **given})
        return self.exchange.perps.orders.place(account, order).order


@contextlib.contextmanager
def conserving(exchange: Sandbox) -> Iterator[Sandbox]:
    """Check at the end of the block that no money was made or lost."""
    yield exchange
    assert exchange.perps.money().imbalance == 0
