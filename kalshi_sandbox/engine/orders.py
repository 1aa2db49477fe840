"""The register of all orders, past and present, and of those that rest."""

from __future__ import annotations

from collections import defaultdict

from .order import Order, Owner


class Orders:
    """Finds orders by id, by account, and the resting ones by owner and market or by order group."""

    def __init__(self) -> None:
        self._by_id: dict[str, Order] = {}
        self._of_account: defaultdict[str, list[str]] = defaultdict(list)
        self._resting: defaultdict[tuple[Owner, str], dict[str, None]] = defaultdict(dict)
        self._grouped: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._resting_ids: dict[str, None] = {}
        self._count = 0

    def next_sequence(self) -> int:
        """The number of the next order on the exchange."""
        self._count += 1
        return self._count

    def store(self, order: Order) -> None:
        """Keep an order as it is now."""
        if order.order_id not in self._by_id:
            self._of_account[order.owner.account].append(order.order_id)
        self._by_id[order.order_id] = order

    def rest(self, order: Order) -> None:
        """Count an order among the resting ones."""
        self._resting[order.owner, order.ticker][order.order_id] = None
        self._resting_ids[order.order_id] = None
        if order.order_group_id is not None:
            self._grouped[order.order_group_id][order.order_id] = None

    def unrest(self, order: Order) -> None:
        """Count an order no longer among the resting ones."""
        self._resting[order.owner, order.ticker].pop(order.order_id, None)
        self._resting_ids.pop(order.order_id, None)
        if order.order_group_id is not None:
            self._grouped[order.order_group_id].pop(order.order_id, None)

    def get(self, order_id: str) -> Order | None:
        """The order of an id."""
        return self._by_id.get(order_id)

    def of_account(self, account: str) -> list[Order]:
        """All orders of an account, oldest first."""
        return [self._by_id[order_id] for order_id in self._of_account.get(account, ())]

    def resting_of(self, owner: Owner, ticker: str) -> list[Order]:
        """An owner's resting orders in a market."""
        return [self._by_id[order_id] for order_id in self._resting.get((owner, ticker), ())]

    def in_group(self, group_id: str) -> list[Order]:
        """Resting orders of an order group."""
        return [self._by_id[order_id] for order_id in self._grouped.get(group_id, ())]

    def resting(self) -> list[Order]:
        """All resting orders of the exchange, in the order in which they came to rest."""
        return [self._by_id[order_id] for order_id in self._resting_ids]
