"""What live handlers of perpetual futures share: the engine, the past of its orders, and the other exchange."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import field, frozen

from ...live.context import HandlerContext
from ...validation import CheckedRequest
from ..engine import PerpsExchange
from ..engine.orders import Orders
from .history import OrderHistory, PastOrders


@frozen(eq=False)
class PerpsContext:
    """What all live handlers of perpetual futures share.

    Args:
        exchange: The engine.
        shared: What they share with the handlers of event contracts.
        history: Earlier states of orders.
        used_transfer_ids: Ids of transfers between the exchanges: by account, the exchange and the shard that paid.
    """

    exchange: PerpsExchange
    shared: HandlerContext
    history: OrderHistory
    used_transfer_ids: set[tuple[str, str, int, str]] = field(factory=set)

    def orders(self, request: CheckedRequest) -> Orders | PastOrders:
        """The orders and fills that a request may see: the current ones, or earlier ones if the read lags."""
        account = "" if request.account in self.shared.without_lag else request.account
        shown = self.history.shown_until(account, request.as_of)
        return self.exchange.orders if shown is None else PastOrders(self.history, shown)


PerpsHandler = Callable[[PerpsContext, CheckedRequest, str], Any]
"""Answers one operation, as `LiveHandler` does: it gets the context, the request and the caller's account, and returns
the JSON body. Each module of handlers has a table `HANDLERS` by operation id."""
