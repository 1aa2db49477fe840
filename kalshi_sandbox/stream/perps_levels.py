"""Order books of perpetual futures as you like them."""

from __future__ import annotations

from decimal import Decimal
from itertools import count

from ..engine.order import ZERO, Side
from ..perps.engine import NewOrder, PerpsExchange

_BALANCE = Decimal(10) ** 12


class PerpsLevels:
    """Lets contracts rest at prices of perpetual futures, as orders of an account of its own.

    Args:
        exchange: The engine.
    """

    def __init__(self, exchange: PerpsExchange) -> None:
        self._exchange = exchange
        self._account = exchange.accounts.add(balance=_BALANCE)
        exchange.accounts.set_notional_limit(self._account, _BALANCE)
        self._numbers = count()
        self._orders: dict[tuple[str, Side, Decimal], str] = {}

    def set(self, ticker: str, side: Side, price: Decimal, contracts: Decimal) -> None:
        """Set how many contracts rest at a price; other orders there stay. More than before is a new order.

        Args:
            price: US dollars for one contract.
            contracts: How many; 0 for none.

        Raises:
            EngineRejection: As for any order; one that would trade at once is not placed.
        """
        place, orders = (ticker, side, price), self._exchange.orders
        order_id = self._orders.pop(place, None)
        if order_id is not None:
            rested = orders.get(self._account, order_id).remaining_count
            if ZERO < contracts <= rested:
                self._orders[place] = order_id
                if contracts < rested:
                    orders.decrease(self._account, order_id, reduce_to=contracts)
                return
            if rested:
                orders.cancel(self._account, order_id)
        if contracts:
            order = NewOrder(
                client_order_id=str(next(self._numbers)),
                ticker=ticker,
                side=side,
                count=contracts,
                price=price,
                post_only=True,
            )
            self._orders[place] = orders.place(self._account, order).order.order_id

    def clear(self) -> None:
        """Let nothing rest any more."""
        for place in list(self._orders):
            self.set(*place, ZERO)
