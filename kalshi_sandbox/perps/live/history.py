"""Reads of orders that lag behind writes. The spec warns of it; how long is not known, so it is as for event contracts.

Positions, balances and everything else are always current.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from attrs import frozen

from ...behaviour import Behaviour
from ...engine.order import OrderStatus
from ...engine.rejection import not_found
from ...live.lag import Lag, moment_of
from ..engine import EngineEvent, Fill, Filled, Order, OrderUpdated, PerpsExchange


class OrderHistory:
    """Records every state of orders.

    Args:
        exchange: The engine.
        behaviour: The bounds of the lag.
        seed: Seed of the lag.
    """

    def __init__(self, exchange: PerpsExchange, behaviour: Behaviour, seed: int) -> None:
        self.exchange = exchange
        self.orders: defaultdict[str, dict[str, list[Order]]] = defaultdict(dict)
        self._lag = Lag(behaviour.order_lag, f"{seed}/perps/orders")
        exchange.listen(self._on_event)

    def shown_until(self, account: str, as_of: float | None) -> datetime | None:
        """The moment whose state the reads of an account show; None if they don't lag.

        Args:
            account: The account; empty for one whose reads don't lag.
            as_of: Unix seconds that a fault asks for.
        """
        shown = self._lag.shown_until(account, self.exchange.clock.now())
        moments = [shown, None if as_of is None else moment_of(as_of)]
        return min((moment for moment in moments if moment is not None), default=None)

    def _on_event(self, event: EngineEvent) -> None:
        if isinstance(event, OrderUpdated):
            account = event.order.owner.account
            self._lag.wrote(account, self.exchange.clock.now())
            self.orders[account].setdefault(event.order.order_id, []).append(event.order)
        elif isinstance(event, Filled):
            self._lag.wrote(event.fill.owner.account, self.exchange.clock.now())


@frozen
class PastOrders:
    """Orders and fills at a moment; each method is that of `orders` of the engine.

    Args:
        history: The recorded states.
        moment: The moment.
    """

    _history: OrderHistory
    _moment: datetime

    def of(
        self,
        account: str,
        *,
        ticker: str | None = None,
        status: OrderStatus | None = None,
        subaccount: int | None = None,
    ) -> list[Order]:
        """Orders of an account, oldest first."""
        versions = (self._order_at(kept) for kept in self._history.orders[account].values())
        return [
            order
            for order in versions
            if order is not None
            and ticker in (None, order.ticker)
            and status in (None, order.status)
            and subaccount in (None, order.owner.subaccount)
        ]

    def get(self, account: str, order_id: str) -> Order:
        """An order of an account.

        Raises:
            EngineRejection: With 404.
        """
        order = self._order_at(self._history.orders[account].get(order_id, []))
        if order is None:
            raise not_found("order", order_id)
        return order

    def fills(self, account: str, *, subaccount: int | None = None) -> list[Fill]:
        """Fills of an account, oldest first."""
        fills = self._history.exchange.orders.fills(account, subaccount=subaccount)
        return [fill for fill in fills if fill.created_time <= self._moment]

    def _order_at(self, versions: list[Order]) -> Order | None:
        return next((order for order in reversed(versions) if order.last_update_time <= self._moment), None)
