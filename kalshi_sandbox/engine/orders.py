"""Placing, amending, decreasing, canceling and reading orders, with their fills."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import ROUND_DOWN, Decimal
from typing import NamedTuple

from attrs import evolve, frozen

from .account import Account
from .collateral import check_affordable
from .events import OrderReason
from .execution import as_canceled, cancel, execute_plan, refresh_hold, remove_from_book, replace, rest, store
from .fees import CENTICENT
from .matching import UNLIMITED, Plan, plan_of
from .operation import operation
from .order import ZERO, Amendment, NewOrder, Order, OrderStatus, Owner, check_count
from .positions import Position
from .rejection import INSUFFICIENT, KILLED, EngineRejection, conflict, empty_shard, invalid, not_found
from .state import State
from .tape import Fill

_MEAN_STEP = Decimal("0.000001")


@frozen
class Placement:
    """Outcome of placing or amending an order.

    Args:
        order: The order afterwards.
        fills: Its immediate fills.
        time: When the engine processed it.
    """

    order: Order
    fills: tuple[Fill, ...]
    time: datetime

    @property
    def fill_count(self) -> Decimal:
        """Contracts that traded immediately."""
        return sum((fill.count for fill in self.fills), ZERO)

    @property
    def remaining_count(self) -> Decimal:
        """Contracts that rest afterwards."""
        return self.order.remaining_count

    @property
    def average_fill_price(self) -> Decimal | None:
        """Mean price for yes weighted by volume, to six decimals; None if nothing filled."""
        return self._mean(sum((fill.price * fill.count for fill in self.fills), ZERO))

    @property
    def average_fee_paid(self) -> Decimal | None:
        """Mean fee per contract, cut to four decimals; None if nothing filled."""
        fees = sum((fill.fee for fill in self.fills), ZERO)
        return (fees / self.fill_count).quantize(CENTICENT, ROUND_DOWN) if self.fills else None

    def _mean(self, total: Decimal) -> Decimal | None:
        return (total / self.fill_count).quantize(_MEAN_STEP) if self.fills else None


@frozen
class Cancellation:
    """Outcome of canceling or decreasing an order.

    Args:
        order: The order afterwards.
        reduced_by: Contracts removed from the book.
        time: When the engine processed it.
    """

    order: Order
    reduced_by: Decimal
    time: datetime


class CancelRequest(NamedTuple):
    """One order of a batch to cancel; subaccount None is for any."""

    order_id: str
    subaccount: int | None = None


@frozen(eq=False)
class Orders:
    """The orders of all accounts.

    A rejected operation changes nothing. One exception: on some exchanges a fill_or_kill that can't fill uses up its
    client_order_id.
    """

    _state: State

    @operation
    def place(self, account: str, order: NewOrder) -> Placement:
        """Place an order (CreateOrderV2).

        Raises:
            EngineRejection: 400 for a field, the balance, post_only or reduce_only; 404 for an unknown market or group;
                409 for a used client_order_id, a market that isn't active, a fill_or_kill that can't fill or a
                triggered group; 503 while trading is paused.
        """
        state = self._state
        owner = Owner(account, order.subaccount)
        self._check_new_order(owner, order)
        position = state.positions.of(owner, order.ticker, state.clock.now())
        count = _reducible(order, position) if order.reduce_only else order.count
        incoming = incoming_order(state, owner, order, count)
        used = state.account(account).client_order_ids
        try:
            plan = self._checked_plan(incoming)
        except EngineRejection as rejection:
            if order.client_order_id and rejection.code == KILLED and state.rules.killed_orders_use_their_id:
                used[order.client_order_id] = incoming.order_id
            raise
        if order.client_order_id:
            used[order.client_order_id] = incoming.order_id
        placed, fills = self._enter(incoming, plan, "placed")
        return Placement(placed, tuple(fills), state.clock.now())

    @operation
    def place_batch(self, account: str, orders: Iterable[NewOrder]) -> list[Placement | EngineRejection]:
        """Place orders one after another (BatchCreateOrdersV2). Each has its own outcome."""
        outcomes: list[Placement | EngineRejection] = []
        for order in orders:
            try:
                outcomes.append(self.place(account, order))
            except EngineRejection as rejection:
                outcomes.append(rejection)
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
        """Change the price, size or expiry of a resting order (AmendOrderV2).

        At the same price and no larger, it keeps its place. Otherwise it goes to the back of its level, and may trade.

        Raises:
            EngineRejection: 400, 404 if it isn't resting, 409 as in `place`, 503 while trading is paused.
        """
        state = self._state
        order = self._resting(account, order_id, subaccount, exchange_index)
        amended = self._amended(order, change)
        self._check_change(order, amended)
        if amended.price == order.price and amended.remaining_count <= order.remaining_count:
            self._record_client_order_id(order, amended)
            replace(state, amended, "amended")
            self._schedule_expiry(amended)
            return Placement(amended, (), state.clock.now())
        plan = self._checked_plan(amended)
        self._record_client_order_id(order, amended)
        remove_from_book(state, order)
        entered, fills = self._enter(amended, plan, "amended")
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
        """Remove contracts from a resting order, which keeps its place (DecreaseOrderV2). At 0 it is canceled.

        Raises:
            EngineRejection: 400 unless you give one of the two counts and it doesn't increase the order; 404.
        """
        state = self._state
        order = self._resting(account, order_id, subaccount, exchange_index)
        remaining = self._count_after(order, reduce_by, reduce_to)
        decreased = evolve(order, remaining_count=remaining, last_update_time=state.clock.now())
        self._check_change(order, decreased)
        if remaining:
            replace(state, decreased, "decreased")
        else:
            decreased = cancel(state, order, "decreased")
        return Cancellation(decreased, order.remaining_count - remaining, state.clock.now())

    @operation
    def cancel(
        self, account: str, order_id: str, *, subaccount: int | None = None, exchange_index: int | None = None
    ) -> Cancellation:
        """Cancel a resting order (CancelOrderV2), also while trading is paused.

        Args:
            subaccount: The subaccount that it must belong to; None for any.
            exchange_index: The shard on which it must be; None for any.

        Raises:
            EngineRejection: 404 if it isn't resting or isn't the account's.
        """
        order = self._resting(account, order_id, subaccount, exchange_index)
        return Cancellation(cancel(self._state, order, "canceled"), order.remaining_count, self._state.clock.now())

    @operation
    def cancel_batch(self, account: str, requests: Iterable[CancelRequest]) -> list[Cancellation | EngineRejection]:
        """Cancel orders one after another (BatchCancelOrdersV2). Each has its own outcome."""
        outcomes: list[Cancellation | EngineRejection] = []
        for request in requests:
            try:
                outcomes.append(self.cancel(account, request.order_id, subaccount=request.subaccount))
            except EngineRejection as rejection:
                outcomes.append(rejection)
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

    @operation
    def of(
        self,
        account: str,
        *,
        ticker: str | None = None,
        status: OrderStatus | None = None,
        subaccount: int | None = None,
    ) -> list[Order]:
        """Orders of an account, oldest first.

        Raises:
            EngineRejection: With 404.
        """
        self._state.account(account)
        return [
            order
            for order in self._state.orders.of_account(account)
            if ticker in (None, order.ticker)
            and status in (None, order.status)
            and subaccount in (None, order.owner.subaccount)
        ]

    @operation
    def get(self, account: str, order_id: str) -> Order:
        """An order of an account, resting or not.

        Raises:
            EngineRejection: With 404.
        """
        order = self._state.orders.get(order_id)
        if order is None or order.owner.account != account:
            raise not_found("order", order_id)
        return order

    @operation
    def fills(self, account: str, *, subaccount: int | None = None) -> list[Fill]:
        """Fills of an account, oldest first.

        Raises:
            EngineRejection: With 404.
        """
        fills = self._state.tape.fills.get(self._state.account(account).account_id, [])
        return [fill for fill in fills if subaccount in (None, fill.owner.subaccount)]

    @operation
    def queue_position(self, account: str, order_id: str) -> Decimal:
        """Contracts that must match before a resting order can fill.

        Raises:
            EngineRejection: With 404.
        """
        order = self._resting(account, order_id, None)
        return self._state.books[order.ticker].ahead_of(order)

    def _resting(self, account: str, order_id: str, subaccount: int | None, shard: int | None = None) -> Order:
        """A resting order of an account, of one subaccount and on one shard if they are given; else 404."""
        state = self._state
        order = state.orders.get(order_id)
        if order is None or order.owner.account != account or subaccount not in (None, order.owner.subaccount):
            raise not_found("order", order_id)
        if shard not in (None, state.ledger.shard_of[order.ticker]):
            raise not_found("order", order_id, f"there is no such order on shard {shard}")
        if order.status != "resting":
            raise not_found("order", order_id, f"no longer on the book: {order.status}")
        return order

    def _check_new_order(self, owner: Owner, order: NewOrder) -> None:
        """Reject an order that breaks a rule, whatever is on the book."""
        state, account = self._state, self._state.account(owner.account)
        # This comes first: an order that is sent again must be rejected as a duplicate, whatever happened since.
        _check_client_order_id(account, order.client_order_id)
        state.owner(*owner)
        market = state.market(order.ticker)
        check_count("count", order.count)
        market.check_price(order.price)
        if order.expiration_time is not None:
            if order.time_in_force != "good_till_canceled":
                raise invalid("expiration_time", f"is not for time_in_force {order.time_in_force}")
            self._check_expiry(order.expiration_time)
        if order.post_only and order.time_in_force != "good_till_canceled":
            raise invalid("post_only", f"an order that may only rest can't be {order.time_in_force}")
        if order.reduce_only and order.time_in_force != "immediate_or_cancel":
            raise invalid("reduce_only", f"is for immediate_or_cancel only, not for {order.time_in_force}")
        state.check_trading(market)
        if order.order_group_id is not None:
            state.group(owner, order.order_group_id, market.exchange_index).check_open()

    def _check_expiry(self, expiry: datetime) -> None:
        if expiry <= self._state.clock.now():
            raise invalid("expiration_time", "is not in the future")

    def _checked_plan(self, incoming: Order) -> Plan[Order]:
        """What an order would do now.

        Raises:
            EngineRejection: 400 if it is post_only and would trade, or costs too much; 409 if it is fill_or_kill and
                can't fill; 404 if its shard has no cash, on some exchanges.
        """
        state = self._state
        book = state.books[incoming.ticker]
        if incoming.post_only and next(book.matchable(incoming.side, incoming.price), None) is not None:
            details = f"a {incoming.side} at {incoming.price} would trade on arrival"
            raise EngineRejection(400, "post_only_would_cross", "post-only order would cross the book", details)
        plan = plan_of(incoming, book, self._group_capacity)
        if incoming.time_in_force == "fill_or_kill" and plan.remaining:
            details = f"{plan.matched} of {incoming.remaining_count} contracts can trade at {incoming.price}"
            raise conflict(KILLED, "fill_or_kill order can't fill", details)
        resting = state.orders.resting_of(incoming.owner, incoming.ticker)
        others = [order for order in resting if order.order_id != incoming.order_id]
        position = state.positions.of(incoming.owner, incoming.ticker, state.clock.now()).count
        try:
            check_affordable(incoming, plan, others, position, state.ledger, state.schedules[incoming.ticker])
        except EngineRejection as rejection:
            shard, code = state.ledger.shard_of[incoming.ticker], state.rules.empty_shard_rejection
            if rejection.code == INSUFFICIENT != code and state.ledger.is_empty_on(incoming.owner, shard):
                raise empty_shard(code, shard) from None
            raise
        return plan

    def _group_capacity(self, group_id: str | None) -> Decimal:
        return UNLIMITED if group_id is None else self._state.groups[group_id].capacity(self._state.clock.now())

    def _enter(self, incoming: Order, plan: Plan[Order], reason: OrderReason) -> tuple[Order, list[Fill]]:
        """Execute a plan; the remaining contracts rest or are canceled.

        Args:
            reason: `placed` or `amended`.

        Returns:
            The order afterwards, and its fills.
        """
        state = self._state
        store(state, incoming, reason)
        order, fills = execute_plan(state, incoming, plan)
        if not order.remaining_count:
            store(state, order, "filled")
        elif plan.rests:
            rest(state, order)
            if fills:
                store(state, order, "filled")
            self._schedule_expiry(order)
        else:
            order = as_canceled(state, order)
            store(state, order, plan.stopped or "immediate_or_cancel")
        # Fills changed the position, and so the collateral of the owner's other orders.
        refresh_hold(state, order.owner, order.ticker)
        return order, fills

    def _amended(self, order: Order, change: Amendment) -> Order:
        """A resting order after an amendment.

        Raises:
            EngineRejection: 400 for a field, 409 for a used client_order_id, 409 or 503 if the market doesn't trade.
        """
        state = self._state
        market = state.market(order.ticker)
        own = {"ticker": order.ticker, "side": order.side, "client_order_id": order.client_order_id}
        given = {"ticker": change.ticker, "side": change.side, "client_order_id": change.client_order_id}
        for name, value in given.items():
            if value is not None and value != own[name]:
                raise invalid(name, f"{value} is not the order's own")
        check_count("count", change.count)
        if change.count <= order.fill_count:
            raise invalid("count", f"{change.count} in total is not above the {order.fill_count} filled already")
        market.check_price(change.price)
        if change.expiration_time is not None:
            self._check_expiry(change.expiration_time)
        state.check_trading(market)
        new_id = change.updated_client_order_id
        if new_id and new_id != order.client_order_id:
            _check_client_order_id(state.account(order.owner.account), new_id)
        expiry = None if change.remove_expiration else change.expiration_time or order.expiration_time
        return evolve(
            order,
            price=change.price,
            remaining_count=change.count - order.fill_count,
            client_order_id=new_id or order.client_order_id,
            expiration_time=expiry,
            last_update_time=state.clock.now(),
        )

    def _record_client_order_id(self, order: Order, amended: Order) -> None:
        if amended.client_order_id != order.client_order_id:
            used = self._state.account(order.owner.account).client_order_ids
            used[amended.client_order_id] = order.order_id

    def _count_after(self, order: Order, reduce_by: Decimal | None, reduce_to: Decimal | None) -> Decimal:
        """Contracts that remain of an order after a decrease; `_check_change` rejects a decrease by nothing."""
        if (reduce_by is None) == (reduce_to is None):
            raise invalid("reduce_by", "give one of reduce_by and reduce_to")
        name, value = ("reduce_by", reduce_by) if reduce_by is not None else ("reduce_to", reduce_to)
        assert value is not None
        if value or (name == "reduce_by" and not self._state.rules.empty_changes_are_rejected):
            check_count(name, value)
        if value > order.remaining_count:
            raise invalid(name, f"{value} is more than the {order.remaining_count} that remain")
        return order.remaining_count - value if name == "reduce_by" else value

    def _check_change(self, before: Order, after: Order) -> None:
        """Reject a change that changes nothing, if the exchange has that rule."""
        if not self._state.rules.empty_changes_are_rejected:
            return
        if evolve(after, last_update_time=before.last_update_time) == before:
            details = f"{before.order_id} is so already"
            raise EngineRejection(400, "AMEND_ORDER_NO_OP", "the change changes nothing", details)

    def _schedule_expiry(self, order: Order) -> None:
        """Cancel an order at its expiry, unless it has ended or its expiry has changed by then."""
        expiry = order.expiration_time
        if expiry is None:
            return

        def expire() -> None:
            now = self._state.orders.get(order.order_id)
            if now is not None and now.status == "resting" and now.expiration_time == expiry:
                cancel(self._state, now, "expired")

        self._state.schedule(expiry, expire)


def incoming_order(state: State, owner: Owner, order: NewOrder, count: Decimal, order_id: str | None = None) -> Order:
    """Make an order of a request.

    Args:
        count: Contracts that are to trade or rest.
        order_id: Its id; None for a new one.
    """
    now = state.clock.now()
    return Order(
        order_id=state.identifiers.next() if order_id is None else order_id,
        sequence=state.orders.next_sequence(),
        owner=owner,
        client_order_id=order.client_order_id or "",
        ticker=order.ticker,
        side=order.side,
        price=order.price,
        initial_count=order.count,
        remaining_count=count,
        time_in_force=order.time_in_force,
        self_trade_prevention_type=order.self_trade_prevention_type,
        expiration_time=order.expiration_time,
        post_only=order.post_only,
        reduce_only=order.reduce_only,
        cancel_order_on_pause=order.cancel_order_on_pause,
        order_group_id=order.order_group_id,
        created_time=now,
        last_update_time=now,
    )


def _check_client_order_id(account: Account, client_order_id: str | None) -> None:
    """Reject a client order id that the account has used before."""
    if client_order_id and client_order_id in account.client_order_ids:
        details = f"client_order_id {client_order_id} is the one of order {account.client_order_ids[client_order_id]}"
        raise conflict("order_already_exists", "order already exists", details)


def _reducible(order: NewOrder, position: Position) -> Decimal:
    """Contracts of a reduce_only order that reduce the position; 400 if there are none."""
    count = position.netted_by(order.side, order.count)
    if not count:
        raise invalid("reduce_only", f"no position in {order.ticker} that a {order.side} would reduce")
    return count
