"""Placing, amending, decreasing and canceling orders."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from attrs import evolve

from .checks import check_new_order, reducible
from .entering import (
    amended_order,
    check_change,
    checked_plan,
    count_after,
    enter,
    incoming_order,
    resting_order,
    schedule_expiry,
)
from .execution import cancel, replace, take_off
from .order import Amendment, NewOrder, Order, Owner
from .outcomes import Cancellation, Placement
from .refusal import KILLED, Refused
from .state import Desk, State, operation


class CancelLeg(NamedTuple):
    """One order of a batch to cancel; subaccount None finds it in any."""

    order_id: str
    subaccount: int | None = None


class OrderDesk(Desk):
    """Where orders are placed and changed.

    A refused operation changes nothing, but for the id of a killed fill_or_kill, which some exchanges count as used.
    """

    @operation
    def place(self, account: str, order: NewOrder) -> Placement:
        """Place an order (CreateOrderV2).

        Raises:
            Refused: 400 for a field, the balance, post_only or reduce_only; 404 for an unknown market or group; 409 for
                a used client_order_id, a market that isn't active, an unfillable fill_or_kill or a triggered group;
                503 while trading is paused.
        """
        state = self._state
        owner = Owner(account, order.subaccount)
        check_new_order(state, owner, order)
        position = state.positions.of(owner, order.ticker, state.clock.now())
        count = reducible(order, position) if order.reduce_only else order.count
        incoming = incoming_order(state, owner, order, count)
        used = state.account(account).client_order_ids
        try:
            plan = checked_plan(state, incoming)
        except Refused as refused:
            if order.client_order_id and refused.code == KILLED and state.rules.killed_orders_use_their_id:
                used[order.client_order_id] = incoming.order_id
            raise
        if order.client_order_id:
            used[order.client_order_id] = incoming.order_id
        placed, fills = enter(state, incoming, plan, "placed")
        return Placement(placed, tuple(fills), state.clock.now())

    @operation
    def place_batch(self, account: str, orders: Iterable[NewOrder]) -> list[Placement | Refused]:
        """Place orders one after the other (BatchCreateOrdersV2), with one outcome each; a bad one harms no other."""
        outcomes: list[Placement | Refused] = []
        for order in orders:
            try:
                outcomes.append(self.place(account, order))
            except Refused as refused:
                outcomes.append(refused)
        return outcomes

    @operation
    def amend(
        self,
        account: str,
        order_id: str,
        change: Amendment,
        *,
        subaccount: int | None = None,
        exchange_index: int | None = None,
    ) -> Placement:
        """Change price, size or expiry of a resting order (AmendOrderV2).

        At the same price and no larger, it keeps its place; anything else sends it to the back, and it may trade.

        Raises:
            Refused: 400, 404 for an order that doesn't rest, 409 as in `place`, 503 while trading is paused.
        """
        state = self._state
        order = resting_order(state, account, order_id, subaccount, exchange_index)
        amended = amended_order(state, order, change)
        check_change(state, order, amended)
        if amended.price == order.price and amended.remaining_count <= order.remaining_count:
            _rename(state, order, amended)
            replace(state, amended, "amended")
            schedule_expiry(state, amended)
            return Placement(amended, (), state.clock.now())
        plan = checked_plan(state, amended)
        _rename(state, order, amended)
        take_off(state, order)
        entered, fills = enter(state, amended, plan, "amended")
        return Placement(entered, tuple(fills), state.clock.now())

    @operation
    def decrease(
        self,
        account: str,
        order_id: str,
        *,
        reduce_by: Decimal | None = None,
        reduce_to: Decimal | None = None,
        subaccount: int | None = None,
        exchange_index: int | None = None,
    ) -> Cancellation:
        """Take contracts off a resting order, which keeps its place (DecreaseOrderV2); none left cancels it.

        Raises:
            Refused: 400 unless one of both counts is given and it doesn't raise the order; 404.
        """
        state = self._state
        order = resting_order(state, account, order_id, subaccount, exchange_index)
        left = count_after(state, order, reduce_by, reduce_to)
        decreased = evolve(order, remaining_count=left, last_update_time=state.clock.now())
        check_change(state, order, decreased)
        if left:
            replace(state, decreased, "decreased")
        else:
            decreased = cancel(state, order, "decreased")
        return Cancellation(decreased, order.remaining_count - left, state.clock.now())

    @operation
    def cancel(
        self, account: str, order_id: str, *, subaccount: int | None = None, exchange_index: int | None = None
    ) -> Cancellation:
        """Cancel what rests of an order (CancelOrderV2), also while trading is paused.

        Args:
            subaccount: The one that the order must belong to; None for any.
            exchange_index: The shard on which it is looked for; None for all.

        Raises:
            Refused: 404 for an order that doesn't rest or isn't the account's.
        """
        order = resting_order(self._state, account, order_id, subaccount, exchange_index)
        return Cancellation(cancel(self._state, order, "canceled"), order.remaining_count, self._state.clock.now())

    @operation
    def cancel_batch(self, account: str, legs: Iterable[CancelLeg]) -> list[Cancellation | Refused]:
        """Cancel orders one after the other (BatchCancelOrdersV2), with one outcome each."""
        outcomes: list[Cancellation | Refused] = []
        for leg in legs:
            try:
                outcomes.append(self.cancel(account, leg.order_id, subaccount=leg.subaccount))
            except Refused as refused:
                outcomes.append(refused)
        return outcomes

    @operation
    def cancel_all(self, account: str, *, subaccount: int | None = None) -> list[Cancellation]:
        """Cancel all resting orders of an account or one subaccount (CancelAllOrders)."""
        state = self._state
        state.account(account)
        mine = [order for order in state.orders.resting() if order.owner.account == account]
        chosen = [order for order in mine if subaccount in (None, order.owner.subaccount)]
        return [
            Cancellation(cancel(state, order, "canceled"), order.remaining_count, state.clock.now()) for order in chosen
        ]


def _rename(state: State, order: Order, amended: Order) -> None:
    if amended.client_order_id != order.client_order_id:
        state.account(order.owner.account).client_order_ids[amended.client_order_id] = order.order_id
