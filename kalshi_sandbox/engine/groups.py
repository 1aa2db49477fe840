"""Creating, reading, limiting, triggering, resetting and deleting order groups."""

from __future__ import annotations

from decimal import Decimal

from attrs import frozen

from .execution import publish_group, trigger
from .group import OrderGroup, check_limit
from .operation import operation
from .state import State


@frozen(eq=False)
class OrderGroups:
    """The order groups of all accounts.

    A group belongs to one subaccount and is on one shard. If you name another subaccount or shard, you get a 404.
    `exchange_index=None` looks on all shards.
    """

    _state: State

    @operation
    def create(self, account: str, limit: Decimal, *, subaccount: int = 0, exchange_index: int = 0) -> OrderGroup:
        """Create an order group (CreateOrderGroup).

        Args:
            limit: Most contracts that its orders may match in any 15 seconds.
            exchange_index: The shard of the group.

        Raises:
            EngineRejection: With 400.
        """
        state = self._state
        check_limit(limit)
        owner = state.owner(account, subaccount)
        state.check_shard(exchange_index)
        group = OrderGroup(
            group_id=state.identifiers.next(),
            owner=owner,
            limit=limit,
            created_time=state.clock.now(),
            exchange_index=exchange_index,
        )
        state.groups[group.group_id] = group
        publish_group(state, group, "created")
        return group

    @operation
    def of(self, account: str, *, subaccount: int | None = None) -> list[OrderGroup]:
        """The order groups of an account or one subaccount, oldest first (GetOrderGroups)."""
        groups = (group for group in self._state.groups.values() if group.owner.account == account)
        return [group for group in groups if subaccount in (None, group.owner.subaccount)]

    @operation
    def get(self, account: str, group_id: str, *, subaccount: int = 0) -> tuple[OrderGroup, list[str]]:
        """An order group and the ids of its resting orders (GetOrderGroup).

        Raises:
            EngineRejection: With 404.
        """
        group = self._state.group(self._state.owner(account, subaccount), group_id)
        return group, [order.order_id for order in self._state.orders.in_group(group_id)]

    @operation
    def update_limit(
        self, account: str, group_id: str, limit: Decimal, *, subaccount: int = 0, exchange_index: int | None = None
    ) -> OrderGroup:
        """Change the limit (UpdateOrderGroupLimit). A limit that was reached already triggers the group.

        Raises:
            EngineRejection: With 400 or 404.
        """
        state = self._state
        check_limit(limit)
        group = state.group(state.owner(account, subaccount), group_id, exchange_index)
        group.limit = limit
        publish_group(state, group, "limit_updated")
        if not group.is_triggered and not group.capacity(state.clock.now()):
            trigger(state, group)
        return group

    @operation
    def trigger(
        self, account: str, group_id: str, *, subaccount: int = 0, exchange_index: int | None = None
    ) -> OrderGroup:
        """Cancel a group's orders and reject new ones until it is reset (TriggerOrderGroup).

        Raises:
            EngineRejection: With 404.
        """
        group = self._state.group(self._state.owner(account, subaccount), group_id, exchange_index)
        trigger(self._state, group)
        return group

    @operation
    def reset(
        self, account: str, group_id: str, *, subaccount: int = 0, exchange_index: int | None = None
    ) -> OrderGroup:
        """Forget what a group matched, and accept orders again (ResetOrderGroup).

        Raises:
            EngineRejection: With 404.
        """
        group = self._state.group(self._state.owner(account, subaccount), group_id, exchange_index)
        group.reset()
        publish_group(self._state, group, "reset")
        return group

    @operation
    def delete(self, account: str, group_id: str, *, subaccount: int = 0, exchange_index: int | None = None) -> None:
        """Cancel a group's orders and delete it (DeleteOrderGroup).

        Raises:
            EngineRejection: With 404.
        """
        group = self._state.group(self._state.owner(account, subaccount), group_id, exchange_index)
        trigger(self._state, group)
        del self._state.groups[group_id]
        publish_group(self._state, group, "deleted")
