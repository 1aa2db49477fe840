"""Placing, amending, decreasing, canceling and reading orders, with their fills."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from attrs import evolve, frozen

from kalshi_sandbox.engine.matching import UNLIMITED, Plan, plan_of
from kalshi_sandbox.engine.operation import operation
from kalshi_sandbox.engine.order import ZERO, OrderStatus, Owner
from kalshi_sandbox.engine.rejection import KILLED, EngineRejection, conflict, invalid, not_found

from .events import Filled
from .execution import as_canceled, cancel, cancel_resting, execute_plan, remove_from_book, replace, rest, store
from .margin import check_affordable
from .market import Market
from .order import Amendment, NewOrder, Order, OrderReason
from .rejection import invalid_order
from .state import Account, State
from .tape import Fill

_MEAN_STEP = Decimal("0.000001")


@frozen
class Placement:
    """Outcome of placing or amending an order.

    Args:
        order: The order afterwards.
        fills: Its immediate fills.
        time: When the engine processed it.
        is_size_changed: Whether an amendment changed how many contracts rest.
    """

    order: Order
    fills: tuple[Fill, ...]
    time: datetime
    is_size_changed: bool = True

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
        """Mean price weighted by volume, to six decimals; None if nothing filled."""
        return self._mean(sum((fill.price * fill.count for fill in self.fills), ZERO))

    @property
    def average_fee_paid(self) -> Decimal | None:
        """Mean fee per contract, to six decimals; None if nothing filled."""
        return self._mean(sum((fill.fee for fill in self.fills), ZERO))

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


@frozen(eq=False)
class Orders:
    """The orders of all accounts. A rejected operation changes nothing.

    One exception: by a rule, a fill_or_kill that can't fill uses up its client_order_id.
    """

    _state: State

    @operation
    def place(self, account: str, order: NewOrder) -> Placement:
        """Place an order (CreateMarginOrder).

        Raises:
            EngineRejection: 400 for a field, the price band, a limit or the margin; 404 for an unknown market or
                group; 409 for a used client_order_id, another market_version, a market that isn't active, a
                fill_or_kill that can't fill or a triggered group; 503 while trading is paused.
        """
        state = self._state
        owner, market = self._check_new_order(account, order)
        count = order.count
        if order.reduce_only:
            count = min(count, state.position(owner, market).reducible_by(order.side))
        incoming = self._incoming(owner, market, order, count)
        used = state.account(account).client_order_ids
        ended = self._ended_on_arrival(incoming)
        try:
            plan = self._checked_plan(incoming, ended)
        except EngineRejection as rejection:
            if rejection.code == KILLED and state.rules.killed_orders_use_their_id:
                used[order.client_order_id] = incoming.order_id
            raise
        used[order.client_order_id] = incoming.order_id
        placed, fills = self._enter(incoming, plan, "placed", ended)
        return Placement(placed, tuple(fills), state.clock.now())

    @operation
    def amend(self, account: str, order_id: str, change: Amendment, *, subaccount: int | None = None) -> Placement:
        """Change the price, size or expiry of a resting order (AmendMarginOrder).

        At the same price and no larger, it keeps its place. Otherwise it goes to the back of its level, and may trade.

        Raises:
            EngineRejection: 400, 404 if it isn't resting, 409 as in `place`, 503 while trading is paused.
        """
        state = self._state
        order = self._resting(account, order_id, subaccount)
        amended = self._amended(order, change)
        self._check_change(order, amended)
        used = state.account(account).client_order_ids
        amended = evolve(amended, last_update_reason="Amend", last_update_time=state.clock.now())
        if amended.price == order.price and amended.remaining_count <= order.remaining_count:
            used[amended.client_order_id] = order.order_id
            replace(state, amended, "amended")
            self._schedule_expiry(amended)
            is_smaller = amended.remaining_count != order.remaining_count
            return Placement(amended, (), state.clock.now(), is_smaller)
        if amended.post_only and self._would_trade(amended):
            raise self._post_only_rejection(amended)
        plan = self._checked_plan(amended)
        used[amended.client_order_id] = order.order_id
        remove_from_book(state, order)
        entered, fills = self._enter(amended, plan, "amended")
        is_changed = bool(fills) or entered.remaining_count != order.remaining_count
        return Placement(entered, tuple(fills), state.clock.now(), is_changed)

    @operation
    def decrease(
        self,
        account: str,
        order_id: str,
        *,
        reduce_by: Decimal | None = None,
        reduce_to: Decimal | None = None,
        subaccount: int | None = None,
    ) -> Cancellation:
        """Remove contracts from a resting order, which keeps its place (DecreaseMarginOrder). At 0 it is canceled.

        Raises:
            EngineRejection: 400 unless you give one of the two counts and it doesn't increase the order; 404.
        """
        state = self._state
        order = self._resting(account, order_id, subaccount)
        remaining = self._count_after(order, reduce_by, reduce_to)
        self._check_change(order, evolve(order, remaining_count=remaining))
        if remaining:
            decreased = evolve(
                order,
                remaining_count=remaining,
                last_update_reason="Decrease",
                last_update_time=state.clock.now(),
            )
            replace(state, decreased, "decreased")
        else:
            decreased = cancel(state, order, "decreased")
        return Cancellation(decreased, order.remaining_count - remaining, state.clock.now())

    @operation
    def cancel(self, account: str, order_id: str, *, subaccount: int | None = None) -> Cancellation:
        """Cancel a resting order (CancelMarginOrder), also while trading is paused.

        Args:
            subaccount: The subaccount that it must belong to; None for any.

        Raises:
            EngineRejection: 404 if it isn't resting or isn't the account's.
        """
        order = self._resting(account, order_id, subaccount)
        return Cancellation(cancel(self._state, order, "canceled"), order.remaining_count, self._state.clock.now())

    @operation
    def cancel_all(self, account: str, *, subaccount: int | None = None) -> None:
        """Cancel all resting orders of an account or one subaccount (CancelAllMarginOrders).

        Orders that are placed afterwards stay, although the spec warns that they may be canceled for a minute.
        """
        owners = [owner for owner in self._state.account(account).owners if subaccount in (None, owner.subaccount)]
        cancel_resting(self._state, "canceled", lambda order: order.owner in owners)

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

    def _resting(self, account: str, order_id: str, subaccount: int | None) -> Order:
        """A resting order of an account, and of one subaccount if it is given; else 404."""
        order = self._state.orders.get(order_id)
        if order is None or order.owner.account != account or subaccount not in (None, order.owner.subaccount):
            raise not_found("order", order_id)
        if order.status != "resting":
            raise not_found("order", order_id, f"no longer on the book: {order.status}")
        return order

    def _check_new_order(self, account: str, order: NewOrder) -> tuple[Owner, Market]:
        """Reject an order that breaks a rule, whatever its owner has."""
        state = self._state
        if not order.client_order_id:
            raise invalid_order("client_order_id", "is required")
        # This comes first: an order that is sent again must be rejected as a duplicate, whatever happened since.
        _check_unused(state.account(account), order.client_order_id)
        owner = state.owner(account, order.subaccount)
        market = state.market(order.ticker, order.market_id)
        if order.market_version not in (0, market.version):
            details = f"{market.ticker} has version {market.version}, not {order.market_version}"
            raise conflict("market_version_mismatch", "market version mismatch", details)
        market.check_count("count", order.count)
        market.check_price(order.price)
        is_lasting = order.time_in_force == "good_till_canceled"
        if order.expiration_time is not None:
            if not is_lasting:
                raise invalid_order("expiration_time", f"is not for time_in_force {order.time_in_force}")
            self._check_expiry(order.expiration_time)
        if order.post_only and not is_lasting:
            raise invalid_order("post_only", f"an order that may only rest can't be {order.time_in_force}")
        if order.reduce_only and is_lasting:
            raise invalid_order("reduce_only", "is for immediate_or_cancel and fill_or_kill")
        state.check_trading(market)
        market.check_band(order.side, order.price, state.quote(market))
        self._check_group(owner, market, order.order_group_id)
        return owner, market

    def _check_group(self, owner: Owner, market: Market, group_id: str | None) -> None:
        if group_id is None:
            return
        group = self._state.group(owner.account, group_id, owner.subaccount)
        if group.exchange_index != market.exchange_index:
            fault = f"is for markets with exchange_index {group.exchange_index}, not {market.exchange_index}"
            raise invalid_order("order_group_id", fault)
        group.check_open()

    def _check_expiry(self, expiry: datetime) -> None:
        if expiry <= self._state.clock.now():
            raise invalid_order("expiration_time", "is not in the future")

    def _incoming(self, owner: Owner, market: Market, order: NewOrder, count: Decimal) -> Order:
        now = self._state.clock.now()
        return Order(
            order_id=self._state.identifiers.next(),
            sequence=self._state.orders.next_sequence(),
            owner=owner,
            client_order_id=order.client_order_id,
            market=market,
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

    def _would_trade(self, order: Order) -> bool:
        return next(self._state.books[order.market].matchable(order.side, order.price), None) is not None

    def _post_only_rejection(self, order: Order) -> EngineRejection:
        return invalid_order("post_only", f"a {order.side} at {order.price} would trade on arrival: post only cross")

    def _ended_on_arrival(self, incoming: Order) -> OrderReason | None:
        """Why an order is canceled as soon as it is accepted; None if it is not."""
        if incoming.post_only and self._would_trade(incoming):
            if self._state.rules.post_only_cross_is_rejected:
                raise self._post_only_rejection(incoming)
            return "post_only"
        return None if incoming.remaining_count else "reduce_only"

    def _checked_plan(self, incoming: Order, ended: OrderReason | None = None) -> Plan[Order]:
        """What an order would do now.

        Raises:
            EngineRejection: 400 if it is too much for the limit or the margin; 409 if it is fill_or_kill and can't
                fill.
        """
        if ended:
            return Plan((), ZERO, incoming.remaining_count, None, rests=False)
        state = self._state
        plan = plan_of(incoming, state.books[incoming.market], self._group_capacity)
        if incoming.time_in_force == "fill_or_kill" and plan.remaining:
            details = f"{plan.matched} of {incoming.remaining_count} contracts can trade at {incoming.price}"
            raise conflict(KILLED, "fill_or_kill order can't fill", details)
        check_affordable(state, incoming, plan)
        return plan

    def _group_capacity(self, group_id: str | None) -> Decimal:
        return UNLIMITED if group_id is None else self._state.groups[group_id].capacity(self._state.clock.now())

    def _enter(
        self, incoming: Order, plan: Plan[Order], reason: OrderReason, ended: OrderReason | None = None
    ) -> tuple[Order, list[Fill]]:
        """Execute a plan; the remaining contracts rest or are canceled.

        Args:
            reason: `placed` or `amended`.
            ended: Why the order is canceled at once, if it is.

        Returns:
            The order afterwards, and its fills.
        """
        state = self._state
        order, fills = execute_plan(state, incoming, plan)
        is_capped = order.reduce_only and order.initial_count > order.remaining_count + order.fill_count
        if plan.rests:
            rest(state, order)
            self._schedule_expiry(order)
        elif order.remaining_count or is_capped:
            reason = "reduce_only" if is_capped else ended or plan.stopped or "immediate_or_cancel"
            order = as_canceled(state, order, reason)
        else:
            reason = "filled"
        store(state, order, reason)
        for fill in fills:
            state.bus.queue(Filled(fill))
        return order, fills

    def _amended(self, order: Order, change: Amendment) -> Order:
        """A resting order after an amendment.

        Raises:
            EngineRejection: 400 for a field, 404 for an unknown market, 409 for a used client_order_id, 409 or 503 if
                the market doesn't trade.
        """
        state, market = self._state, order.market
        if state.market(change.ticker, change.market_id) is not market:
            raise invalid_order("ticker", f"{change.ticker or change.market_id} is not the order's own")
        if change.side != order.side:
            raise invalid_order("side", f"{change.side} is not the order's own")
        if change.client_order_id not in (None, order.client_order_id):
            raise invalid_order("client_order_id", f"{change.client_order_id} is not the order's own")
        market.check_count("count", change.count)
        if change.count <= order.fill_count:
            fault = f"{change.count} in total is not above the {order.fill_count} filled already"
            raise invalid_order("count", fault)
        market.check_price(change.price)
        if change.expiration_time is not None:
            self._check_expiry(change.expiration_time)
        state.check_trading(market)
        if change.price != order.price:
            market.check_band(order.side, change.price, state.quote(market))
        new_id = change.updated_client_order_id or order.client_order_id
        if new_id != order.client_order_id:
            _check_unused(state.account(order.owner.account), new_id)
        expiry = None if change.remove_expiration else change.expiration_time or order.expiration_time
        return evolve(
            order,
            price=change.price,
            remaining_count=change.count - order.fill_count,
            client_order_id=new_id,
            expiration_time=expiry,
        )

    def _count_after(self, order: Order, reduce_by: Decimal | None, reduce_to: Decimal | None) -> Decimal:
        """Contracts that remain of an order after a decrease; `_check_change` rejects a decrease by nothing."""
        if (reduce_by is None) == (reduce_to is None):
            raise invalid("reduce_by", "give one of reduce_by and reduce_to")
        name, value = ("reduce_by", reduce_by) if reduce_by is not None else ("reduce_to", reduce_to)
        assert value is not None
        if value or (name == "reduce_by" and not self._state.rules.empty_changes_are_rejected):
            order.market.check_count(name, value)
        if value > order.remaining_count:
            raise invalid(name, f"{value} is more than the {order.remaining_count} that remain")
        return order.remaining_count - value if name == "reduce_by" else value

    def _check_change(self, before: Order, after: Order) -> None:
        """Reject a change that changes nothing, if the exchange has that rule."""
        if after == before and self._state.rules.empty_changes_are_rejected:
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


def _check_unused(account: Account, client_order_id: str) -> None:
    """Reject a client order id that the account has used before."""
    if client_order_id in account.client_order_ids:
        details = f"client_order_id {client_order_id} is the one of order {account.client_order_ids[client_order_id]}"
        raise conflict("order_already_exists", "order already exists", details)
