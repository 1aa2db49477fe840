"""Creating, reading, limiting, triggering, resetting and deleting order groups."""

from __future__ import annotations

from decimal import Decimal

from attrs import frozen

from kalshi_sandbox.engine.group import OrderGroup, check_limit
from kalshi_sandbox.engine.operation import operation

from .execution import cancel, publish_group, trigger
from .state import State


@frozen(eq=False)
class OrderGroups:
    """The order groups of all accounts. A group belongs to one subaccount; for another one it is a 404."""

    _state: State

    @operation
    def create(self, account: str, limit: Decimal, *, subaccount: int = 0, exchange_index: int = 0) -> OrderGroup:
        """Create an order group (CreateMarginOrderGroup).

        Args:
            limit: Most contracts that its orders may match in any 15 seconds.
            exchange_index: Its orders must be in markets with this number.

        Raises:
            EngineRejection: With 400 or 404.
        """
        state = self._state
        check_limit(limit)
        group = OrderGroup(
            group_id=state.identifiers.next(),
            owner=state.owner(account, subaccount),
            limit=limit,
            created_time=state.clock.now(),
            exchange_index=exchange_index,
            # So it was seen on the demo exchange, although its groups cancel.
            is_auto_cancel_enabled=False,
        )
        state.groups[group.group_id] = group
        publish_group(state, group, "created")
        return group

    @operation
    def of(self, account: str, *, subaccount: int | None = None) -> list[OrderGroup]:
        """The order groups of an account or one subaccount, oldest first (GetMarginOrderGroups)."""
        owners = self._state.account(account).owners
        groups = (group for group in self._state.groups.values() if group.owner in owners)
        return [group for group in groups if subaccount in (None, group.owner.subaccount)]

    @operation
    def get(self, account: str, group_id: str, *, subaccount: int | None = None) -> tuple[OrderGroup, list[str]]:
        """An order group and the ids of its resting orders (GetMarginOrderGroup).

        Args:
            subaccount: The subaccount that it must belong to; None for any.

        Raises:
            EngineRejection: With 404.
        """
        state = self._state
        group = state.group(account, group_id, subaccount)
        return group, [order.order_id for order in state.orders.in_group(group_id)]

    @operation
    def update_limit(self, account: str, group_id: str, limit: Decimal, *, subaccount: int = 0) -> OrderGroup:
        """Change the limit (UpdateMarginOrderGroupLimit). A limit that was reached already triggers the group.

        Raises:
            EngineRejection: With 400 or 404.
        """
        state = self._state
        check_limit(limit)
        group = state.group(account, group_id, subaccount)
        group.limit = limit
        publish_group(state, group, "limit_updated")
        if not group.is_triggered and not group.capacity(state.clock.now()):
            trigger(state, group)
        return group

    @operation
    def trigger(self, account: str, group_id: str, *, subaccount: int = 0) -> OrderGroup:
        """Cancel a group's orders and reject new ones until it is reset (TriggerMarginOrderGroup).

        Raises:
            EngineRejection: With 404.
        """
        group = self._state.group(account, group_id, subaccount)
        trigger(self._state, group)
        return group

    @operation
    def reset(self, account: str, group_id: str, *, subaccount: int = 0) -> OrderGroup:
        """Forget what a group matched, and accept orders again (ResetMarginOrderGroup).

        Raises:
            EngineRejection: With 404.
        """
        group = self._state.group(account, group_id, subaccount)
        group.reset()
        publish_group(self._state, group, "reset")
        return group

    @operation
    def delete(self, account: str, group_id: str, *, subaccount: int = 0) -> None:
        """Cancel a group's orders and delete it (DeleteMarginOrderGroup).

        Raises:
            EngineRejection: With 404.
        """
        state = self._state
        group = state.group(account, group_id, subaccount)
        for order in state.orders.in_group(group_id):
            cancel(state, order, "order_group")
        del state.groups[group_id]
        publish_group(state, group, "deleted")
