"""Order groups: created, read, limited, triggered, reset and deleted."""

from __future__ import annotations

from decimal import Decimal

from .checks import group_of
from .execution import tell_of_group, trigger
from .groups import OrderGroup, check_limit
from .state import Desk, operation


class GroupDesk(Desk):
    """Where order groups are managed. A group belongs to one subaccount and lives on one shard.

    Another's is answered with 404, and so is one that is looked for on another shard; None looks on all.
    """

    @operation
    def create_order_group(
        self, account: str, limit: Decimal, *, subaccount: int = 0, exchange_index: int = 0
    ) -> OrderGroup:
        """Create an order group (CreateOrderGroup).

        Args:
            limit: Most contracts that its orders may match in any 15 seconds.
            exchange_index: The shard on which it lives.

        Raises:
            Refused: With 400.
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
        tell_of_group(state, group, "created")
        return group

    @operation
    def order_groups(self, account: str, *, subaccount: int | None = None) -> list[OrderGroup]:
        """The order groups of an account or one subaccount, oldest first (GetOrderGroups)."""
        groups = (group for group in self._state.groups.values() if group.owner.account == account)
        return [group for group in groups if subaccount in (None, group.owner.subaccount)]

    @operation
    def order_group(self, account: str, group_id: str, *, subaccount: int = 0) -> tuple[OrderGroup, list[str]]:
        """An order group and the ids of its resting orders (GetOrderGroup).

        Raises:
            Refused: With 404.
        """
        group = group_of(self._state, self._state.owner(account, subaccount), group_id)
        return group, [order.order_id for order in self._state.orders.in_group(group_id)]

    @operation
    def limit_order_group(
        self, account: str, group_id: str, limit: Decimal, *, subaccount: int = 0, exchange_index: int | None = None
    ) -> OrderGroup:
        """Set a new limit (UpdateOrderGroupLimit); one that was reached already triggers the group.

        Raises:
            Refused: With 400 or 404.
        """
        state = self._state
        check_limit(limit)
        group = group_of(state, state.owner(account, subaccount), group_id, exchange_index)
        group.limit = limit
        tell_of_group(state, group, "limit_updated")
        if not group.is_triggered and not group.capacity(state.clock.now()):
            trigger(state, group)
        return group

    @operation
    def trigger_order_group(
        self, account: str, group_id: str, *, subaccount: int = 0, exchange_index: int | None = None
    ) -> OrderGroup:
        """Cancel a group's orders and refuse new ones until it is reset (TriggerOrderGroup).

        Raises:
            Refused: With 404.
        """
        group = group_of(self._state, self._state.owner(account, subaccount), group_id, exchange_index)
        trigger(self._state, group)
        return group

    @operation
    def reset_order_group(
        self, account: str, group_id: str, *, subaccount: int = 0, exchange_index: int | None = None
    ) -> OrderGroup:
        """Forget what a group matched and let it take orders again (ResetOrderGroup).

        Raises:
            Refused: With 404.
        """
        group = group_of(self._state, self._state.owner(account, subaccount), group_id, exchange_index)
        group.reset()
        tell_of_group(self._state, group, "reset")
        return group

    @operation
    def delete_order_group(
        self, account: str, group_id: str, *, subaccount: int = 0, exchange_index: int | None = None
    ) -> None:
        """Cancel a group's orders and remove it for good (DeleteOrderGroup).

        Raises:
            Refused: With 404.
        """
        group = group_of(self._state, self._state.owner(account, subaccount), group_id, exchange_index)
        trigger(self._state, group)
        del self._state.groups[group_id]
        tell_of_group(self._state, group, "deleted")
