"""New orders, one or several: sent under the same ids until the exchange answers for each, and read back if needed."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from copy import copy
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

import msgspec
from attrs import define

from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import KalshiError
from kalshi_gen.types import UNSET
from kalshi_overlay.errors import DuplicateOrderError, OrderStateUnknownError, UnusableAnswerError
from kalshi_overlay.flow import Flow
from kalshi_overlay.orders.api import OrdersApi, ShownOrder
from kalshi_overlay.orders.context import DeadlinePassed, Moment, OperationContext, check_type
from kalshi_overlay.orders.expiration import check_expiration
from kalshi_overlay.orders.reading import Freshness, Listing, Stage, number_of, read_listing
from kalshi_overlay.orders.resending import Resends, backoff, did_nothing, is_rejection, is_used_id

if TYPE_CHECKING:
    from kalshi_overlay.orders.logged import LoggedPlacement
    from kalshi_overlay.orders.order_log import OrderLog

T = TypeVar("T")

OrdersByClientId = dict[str, Any]
"""Orders by their client_order_id, as they are sent."""

Outcomes = dict[str, Any]
"""What became of orders, by their client_order_id: each is a `PlacedOrder` of the API or a `KalshiError`."""

Send = Callable[[OrdersByClientId], Flow[Outcomes]]
"""Sends some of the orders, and returns what the exchange has answered for each of them."""

_KILLED = "its client_order_id is used up and reads show no order, so the order was killed unfilled"
_NEVER_ACCEPTED = "the signatures of its requests have expired, and reads show no order"


def with_id(api: OrdersApi, order: Any, field: str) -> Any:
    """A copy of an order with a new client_order_id, or the order itself if it has one.

    Raises:
        InvalidRequestError: It is no order that could be placed; `field` is its name in the error.
    """
    check_type(order, api.create, field)
    check_expiration(order.expiration_time, f"{field}.expiration_time".removeprefix("body."))
    return order if order.client_order_id else msgspec.structs.replace(order, client_order_id=str(uuid4()))


def place_order(
    api: OrdersApi,
    result: Callable[..., T],
    client: AuthenticatedClient,
    body: Any,
    timeout: float,
    log: OrderLog | None = None,
) -> Flow[T]:
    """Place one order exactly once; its result is made by `result`."""
    order = with_id(api, body, "body")
    return (yield from place_with_id(api, result, client, order, timeout, log, is_new_id=not body.client_order_id))


def place_with_id(
    api: OrdersApi,
    result: Callable[..., T],
    client: AuthenticatedClient,
    order: Any,
    timeout: float,
    log: OrderLog | None,
    *,
    is_new_id: bool,
) -> Flow[T]:
    """Place an order that `with_id` has given an id, if it had none, exactly once."""
    context, client_order_id = OperationContext(api, client, timeout), str(order.client_order_id)
    new_ids = (client_order_id,) if is_new_id else ()

    def send(orders: OrdersByClientId) -> Flow[Outcomes]:
        answer = yield from context.send(api.create, body=order)
        return {client_order_id: answered(result, answer, client_order_id)}

    outcomes = yield from Placement(context, {client_order_id: order}, new_ids, send, result, log).run()
    placed: T = _placed(outcomes[client_order_id])
    return placed


def _placed(outcome: Any) -> Any:
    """The order of an outcome; raises an error."""
    if isinstance(outcome, KalshiError):
        raise outcome
    return outcome


def answered(result: Callable[..., T], answer: Any, client_order_id: str) -> T:
    """The order under an id as the exchange answered it, alone or as an entry of a batch; the answer is checked."""
    if not isinstance(answer.order_id, str) or not answer.order_id:
        raise UnusableAnswerError(f"{type(answer).__name__}.order_id is missing")
    if isinstance(answer.client_order_id, str) and answer.client_order_id != client_order_id:
        raise UnusableAnswerError(f"{type(answer).__name__}.client_order_id is another order's")
    return result(
        order_id=answer.order_id,
        client_order_id=client_order_id,
        fill_count=number_of(answer, "fill_count"),
        remaining_count=number_of(answer, "remaining_count"),
        answer=answer,
    )


def _is_placed(answer: Any) -> bool:
    """Whether the exchange has answered with the order."""
    return answer is not None and not isinstance(answer, KalshiError)


@define
class _Pending:
    """An order whose outcome isn't known yet.

    Attributes:
        order: The order as it is sent.
        is_new: Whether nobody can have used its id before.
        asked: Since when reads would show it: the beginning, or when the exchange said that the id is used.
        in_flight: When the last request ended that may have placed it, or may yet.
        answer: What the exchange has answered, if reads must show what that means: the order, which is compared with
            one more read; that the id is used; or the rejection of a later request, which doesn't say what became of
            the first one, since the money may be short because the first one took it.
        is_used: Whether it has answered that the id is used.
        is_searched: Whether an order of any age was looked for under its id.
    """

    order: Any
    is_new: bool
    asked: Moment
    in_flight: Moment | None = None
    answer: Any = None
    is_used: bool = False
    is_searched: bool = False


class Placement:
    """Places each order exactly once, or determines why it was not placed.

    `new_ids` are those ids of the orders that nobody can have used before; `send` is None where the orders are only
    looked for; `result` makes a `PlacedOrder` of the API; `log` gets the orders before they are sent, and their
    outcomes; `in_flight` has the Unix seconds until which another process may have sent them.
    """

    def __init__(
        self,
        context: OperationContext,
        orders: OrdersByClientId,
        new_ids: Collection[str],
        send: Send | None,
        result: Callable[..., Any],
        log: OrderLog | None = None,
        in_flight: Mapping[str, float] | None = None,
    ) -> None:
        self._context = context
        self._log: LoggedPlacement | None = None
        if log is not None:
            from kalshi_overlay.orders.logged import LoggedPlacement

            self._log = LoggedPlacement(log, context)
        self._send = send
        self._result = result
        self._others = set[str]()
        self._pending = {
            client_order_id: _Pending(order, is_new=client_order_id in new_ids, asked=context.began)
            for client_order_id, order in orders.items()
        }
        for client_order_id, seconds in (in_flight or {}).items():
            self._pending[client_order_id].in_flight = Moment(-math.inf, seconds)
        self._outcomes: Outcomes = {}
        self._freshness = Freshness(context)
        self._resends = Resends(context)
        # What all orders name, if they name the same.
        tickers = {order.ticker for order in orders.values()}
        subaccounts = {order.subaccount for order in orders.values()}
        self._ticker = tickers.pop() if len(tickers) == 1 else UNSET
        self._subaccount = subaccounts.pop() if len(subaccounts) == 1 else UNSET

    def run(self) -> Flow[Outcomes]:
        """Place the orders; an error is raised only if the first request was rejected, or not sent."""
        orders = {client_order_id: pending.order for client_order_id, pending in self._pending.items()}
        try:
            outcomes = yield from self._place_logged()
        except KalshiError as error:
            yield from self._explain(orders, dict.fromkeys(orders, error))
            raise
        yield from self._explain(orders, outcomes)
        return outcomes

    def _explain(self, orders: OrdersByClientId, outcomes: Outcomes) -> Flow[None]:
        """Say in rejections for want of cash which shard has how much."""
        if not self._context.api.has_shards or not any(isinstance(each, KalshiError) for each in outcomes.values()):
            return
        from kalshi_overlay.orders.shard_cash import explain, is_about_cash

        errors = {name: outcome for name, outcome in outcomes.items() if is_about_cash(outcome)}
        if not errors:
            return
        try:
            yield from explain(self._context, orders, errors)
        except BaseException as error:
            others = [name for name in outcomes if name not in errors]
            if others:
                # Canceled or interrupted: the caller doesn't get the outcomes of these.
                error.add_note(f"may have been placed: client_order_id {', '.join(others)}")
            raise

    def _place_logged(self) -> Flow[Outcomes]:
        log = self._log
        if log is None:
            return (yield from self._place())
        orders = {client_order_id: pending.order for client_order_id, pending in self._pending.items()}
        try:
            yield from log.begin(orders, [name for name, pending in self._pending.items() if pending.is_new])
        except KalshiError as error:
            _identify(error, *orders)
            raise
        try:
            outcomes = yield from self._place()
        except KalshiError as error:
            # A request from before this one was resumed may have taken effect.
            if self._context.last_in_flight is None:
                yield from log.end(dict.fromkeys(orders, error))
            raise
        yield from log.end(outcomes)
        return outcomes

    def _place(self) -> Flow[Outcomes]:
        try:
            yield from self._run()
        except DeadlinePassed as end:
            not_sent = self._context.not_sent(end)
            if not_sent is not None:
                _identify(not_sent, *self._pending)
                raise not_sent from None
            # An order that was answered is known, any other is not.
            for client_order_id, pending in self._pending.items():
                is_known = _is_placed(pending.answer)
                self._outcomes[client_order_id] = pending.answer if is_known else self._unknown(client_order_id)
        except KalshiError as error:
            _identify(error, *self._pending)
            raise
        except BaseException as error:
            if self._pending:
                # Canceled or interrupted: by these ids the caller finds what may have been placed.
                error.add_note(f"may have been placed: client_order_id {', '.join(self._pending)}")
            raise
        return self._outcomes

    def _unknown(self, client_order_id: str) -> OrderStateUnknownError:
        """The error for an order that isn't known in time, with a way to go on with that order alone."""
        pending = self._pending[client_order_id]

        def resume() -> Flow[Any]:
            again = copy(self)
            again._pending, again._outcomes = {client_order_id: pending}, {}
            again._freshness, again._resends = copy(self._freshness), Resends(self._context)
            return _placed((yield from again.run())[client_order_id])

        return self._context.unknown(resume, client_order_id, pending.order)

    def _run(self) -> Flow[None]:
        polls = backoff(0.1, 3.0, 1.5)
        if self._send is None or self._context.last_in_flight is not None:
            # Resumed: what was placed meanwhile need not be sent again, and what never will be must not.
            yield from self._look()
        yield from self._send_pending()
        # Sent again before anything is read: the answer to that says most, and soonest.
        if all(each.answer is not None for each in self._pending.values()):
            yield from self._look()
        while self._pending:
            yield from self._context.pause(next(polls))
            if self._resends.is_due():
                yield from self._send_pending()
            yield from self._look()

    def _send_pending(self) -> Flow[None]:
        # Once there is an answer, sending again tells no more, or isn't what the caller wants.
        sent = {name: each for name, each in self._pending.items() if each.answer is None}
        if not sent or self._send is None:
            return
        if self._log is not None:
            yield from self._log.extend(sent)
        failure: KalshiError = UnusableAnswerError("the answer to a batch says nothing usable of one of its orders")
        try:
            answers = yield from self._send({name: each.order for name, each in sent.items()})
        except KalshiError as error:
            failure = error
            is_used = is_used_id(error) and all(each.is_new for each in sent.values())
            if self._context.last_in_flight is None and did_nothing(error) and not is_used:
                raise
            answers = {name: copy(error) for name in sent} if is_rejection(error) else {}
        for client_order_id, pending in sent.items():
            answer = answers.get(client_order_id, failure)
            if isinstance(answer, DuplicateOrderError):
                self._resolve(client_order_id, answer)
            elif _is_placed(answer) or is_rejection(answer):
                self._on_answer(client_order_id, pending, answer)
            elif not did_nothing(answer):
                pending.in_flight = self._context.record_in_flight(answer)
        self._resends.postpone(failure)

    def _on_answer(self, client_order_id: str, pending: _Pending, answer: Any) -> None:
        """Apply what the exchange has answered for an order."""
        is_first = pending.in_flight is None
        if isinstance(answer, KalshiError) and is_used_id(answer) and (pending.is_new or not is_first):
            pending.answer, pending.is_used, pending.asked = answer, True, Moment.now()
        elif is_first:
            self._resolve(client_order_id, answer)
        else:
            pending.answer = answer

    def _look(self) -> Flow[None]:
        """Read the orders, and resolve those of which the read says enough."""
        if not self._pending:
            return
        yield from self._freshness.refresh(since=min(each.asked for each in self._pending.values()))
        listing = (yield from self._listing(since=self._freshness.began)) or Listing(set(), is_complete=False)
        for client_order_id, pending in list(self._pending.items()):
            outcome = self._shown(client_order_id, pending, listing)
            if outcome is None and listing.is_complete:
                outcome = yield from self._absent(client_order_id, pending)
            if outcome is not None:
                self._resolve(client_order_id, outcome)

    def _listing(self, since: datetime | None) -> Flow[Listing | None]:
        """Read the orders; None if they can't be read."""
        # An archive rarely has what was placed just now, so it is read once that could mean something.
        is_used = not self._context.api.has_archive and any(each.is_used for each in self._pending.values())
        further = is_used or any(self._stage(each) >= Stage.CURRENT for each in self._pending.values())
        filters = {"ticker": self._ticker, "subaccount": self._subaccount}
        if self._freshness.began is None:
            # Without the exchange's time, an older order of the caller's under the same id could be taken for this one.
            return None
        try:
            return (
                yield from read_listing(
                    self._context, self._pending, filters, since, further=further, others=self._others
                )
            )
        except KalshiError as error:
            self._context.record_error(error)
            return None

    def _shown(self, client_order_id: str, pending: _Pending, listing: Listing) -> Any:
        """What a listing shows of an order."""
        found, older = self._split(pending, listing.orders[client_order_id])
        placed = {shown.order.order_id: self._read_back(shown) for shown in found}
        if _is_placed(pending.answer):
            placed[pending.answer.order_id] = pending.answer
        if len(placed) > 1:
            return DuplicateOrderError(client_order_id, tuple(placed))
        if not placed:
            # The id was the older order's, so this one was never accepted and never will be.
            return pending.answer if older and pending.is_used else None
        return placed.popitem()[1]

    def _absent(self, client_order_id: str, pending: _Pending) -> Flow[Any]:
        """What it means that reads don't show an order; None if it means nothing yet."""
        stage = self._stage(pending)
        if stage is not Stage.STALE and self._context.age() > self._context.api.kept:
            return self._unknown(client_order_id)
        if not pending.is_used:
            if stage is not Stage.FINAL:
                return None
            return pending.answer or self._context.not_applied(_NEVER_ACCEPTED, client_order_id, pending.order)
        if stage < Stage.CURRENT:
            return None
        if not pending.is_new and not pending.is_searched:
            listing = yield from self._listing(since=None)
            if listing is None:
                return None
            pending.is_searched = True
            if self._split(pending, listing.orders[client_order_id])[1]:
                return pending.answer
        # An order that may rest leaves a trace, so its absence would only mean that reads are wrong.
        can_rest = pending.order.time_in_force not in ("fill_or_kill", "immediate_or_cancel")
        return None if can_rest else self._context.not_applied(_KILLED, client_order_id, pending.order)

    def _split(self, pending: _Pending, orders: dict[str, ShownOrder]) -> tuple[list[ShownOrder], list[ShownOrder]]:
        """The orders that may be this one, and those that the caller placed under its id before."""
        found, older, began = list[ShownOrder](), list[ShownOrder](), self._freshness.began
        for shown in orders.values():
            created = shown.order.created_time
            is_older = isinstance(created, datetime) and began is not None and created < began
            (older if is_older and not pending.is_new else found).append(shown)
        return found, older

    def _read_back(self, shown: ShownOrder) -> Any:
        order = shown.order
        return self._result(
            order_id=order.order_id,
            client_order_id=order.client_order_id,
            fill_count=shown.fill_count,
            remaining_count=shown.remaining_count,
            order=order,
        )

    def _stage(self, pending: _Pending) -> Stage:
        return self._freshness.stage(pending.asked, pending.in_flight)

    def _resolve(self, client_order_id: str, outcome: Any) -> None:
        if isinstance(outcome, KalshiError):
            _identify(outcome, client_order_id)
        self._outcomes[client_order_id] = outcome
        del self._pending[client_order_id]


def _identify(error: KalshiError, *client_order_ids: str) -> None:
    """Give the ids back in an error that says nothing of them: the caller may not know those that were filled in."""
    if error.client_order_id is None and client_order_ids:
        error.client_order_id = client_order_ids[0] if len(client_order_ids) == 1 else None
        error.add_note(f"client_order_id {', '.join(client_order_ids)}")
