"""A change of an order: sent, and sent again or read back if its response is lost, until its effect is known."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, Generic, TypeVar

import msgspec
from attrs import Factory, define, evolve, field, frozen

from kalshi_gen.errors import KalshiError, KalshiNotFoundError
from kalshi_gen.types import UNSET, Unset
from kalshi_overlay.errors import OrderNotAppliedError, OrderStateUnknownError, UnusableAnswerError
from kalshi_overlay.flow import Flow
from kalshi_overlay.orders.api import ShownOrder
from kalshi_overlay.orders.context import DeadlinePassed, Moment, OperationContext
from kalshi_overlay.orders.reading import Freshness, Stage, read_order
from kalshi_overlay.orders.resending import Resends, backoff, did_nothing, is_no_op, is_rejection

T = TypeVar("T")

BY_TICKER = -1
"""The `exchange_index` that has the exchange find the shard by the ticker."""

_EXPIRED = "the signatures of its requests have expired, and reads show the order unchanged"
_ELSEWHERE = "the exchange does not find the order in the market or subaccount that you named"
_RESTING = "the exchange answered with 404, but reads show that the order rests"
_NOT_FOUND = (
    "the exchange answered each request with 404, but the order may be on another shard: no read has shown in time"
)


class ChangeState(Enum):
    """What an order shows of a change that was asked for."""

    PROVEN = "it is as asked for, and only this very change can have made it so, however old the read is"
    APPLIED = "it is as asked for"
    PENDING = "it is not, or not yet"
    UNKNOWN = "it doesn't show that"


def _given(value: Any) -> Any:
    return UNSET if value is None else value


@frozen
class Address:
    """Where a change goes. The exchange looks for an order id alone on shard 0, and in the primary subaccount.

    None means left out, as everywhere.

    Attributes:
        market_ticker: The order's market, by which the exchange finds the shard.
        exchange_index: The shard; it takes precedence over the ticker.
        subaccount: The order's subaccount.
        is_ticker_fixed: Whether the request must name this market.
    """

    market_ticker: str | Unset = field(default=UNSET, converter=_given)
    exchange_index: int | Unset = field(default=UNSET, converter=_given)
    subaccount: int | Unset = field(default=UNSET, converter=_given)
    is_ticker_fixed: bool = False

    def query(self, endpoint: Any) -> dict[str, Any]:
        """What an operation takes of it beside the body."""
        return {name: getattr(self, name) for name in endpoint.OPERATION.query}

    def in_body(self, body: Any) -> Any:
        """A copy of the body of a request with what that takes of it."""
        names = {"market_ticker", "exchange_index"} & set(body.__struct_fields__)
        return msgspec.structs.replace(body, **{name: getattr(self, name) for name in names})

    def is_of(self, order: Any) -> bool:
        """Whether an order is surely found by this address."""
        if not isinstance(self.exchange_index, Unset) and self.exchange_index != BY_TICKER:
            is_shard = order.exchange_index == self.exchange_index
        elif not isinstance(self.market_ticker, Unset):
            is_shard = order.ticker == self.market_ticker
        else:
            is_shard = order.exchange_index == 0
        number = 0 if isinstance(self.subaccount, Unset) else self.subaccount
        return is_shard and (order.subaccount_number or 0) == number

    def corrected(self, order: Any) -> Address | None:
        """The address of an order; None if it contradicts what the caller has named."""
        subaccount, number = self.subaccount, order.subaccount_number
        if isinstance(subaccount, Unset):
            subaccount = number or UNSET
        elif isinstance(number, int) and number != subaccount:
            return None
        if self.is_ticker_fixed and order.ticker != self.market_ticker:
            return None
        return evolve(self, market_ticker=order.ticker, exchange_index=UNSET, subaccount=subaccount)


@define(eq=False)
class Change(Generic[T]):
    """A change of one order, and what is known of it.

    Attributes:
        address: Where the order is: what the caller has said of it, until a read corrects that.
        send: Sends the request to an address and returns the answer, with what must be in it, as a result.
        judge: Judges by the order as it is read whether the change is applied.
        read_back: Makes a result of the order as it is read.
        body: What is sent, for the errors; None if there is no body.
        is_repeatable: Whether sending it twice has the effect of sending it once.
    """

    context: OperationContext
    order_id: str
    address: Address
    send: Callable[[Address], Flow[Any]]
    judge: Callable[[ShownOrder], ChangeState]
    read_back: Callable[[ShownOrder], T]
    body: Any = None
    is_repeatable: bool = True
    # What the exchange has said of a request. Each ends the sending, a 404 until the address is corrected.
    _no_op: KalshiError | None = field(default=None, init=False)
    _rejection: KalshiError | None = field(default=None, init=False)
    _not_found: KalshiError | None = field(default=None, init=False)
    _not_found_at: Moment = field(factory=Moment.now, init=False)
    _freshness: Freshness = field(default=Factory(lambda self: Freshness(self.context), takes_self=True), init=False)

    def apply(self) -> Flow[T]:
        """Change the order, or determine why it isn't changed.

        Raises:
            OrderStateUnknownError: It could not be determined.
            OrderNotAppliedError: The order is not changed, and won't be by this.
            KalshiError: The order is not changed by this: the exchange rejected it, or nothing was sent.
        """
        try:
            return (yield from self._apply())
        except DeadlinePassed as end:
            raise self.context.not_sent(end) or self._at_deadline() from None

    def _apply(self) -> Flow[T]:
        resends, polls = Resends(self.context), backoff(0.1, 3.0, 1.5)
        is_first = self.context.last_in_flight is None
        if not is_first:
            # Resumed.
            if not self.is_repeatable:
                raise self._unknown()
            result = yield from self._look()
            if result is not None:
                return result
        while True:
            if self._is_sending() and resends.is_due():
                try:
                    return (yield from self._send())
                except KalshiError as error:
                    self._on_error(error)
                    if not isinstance(error, KalshiNotFoundError):
                        resends.postpone(error)
            # Sent again before anything is read: the answer to that says most, and soonest.
            if not is_first or not self._is_sending():
                result = yield from self._look()
                if result is not None:
                    return result
            is_first = False
            # A corrected address is tried at once.
            if not (self._is_sending() and resends.is_due()):
                yield from self.context.pause(next(polls))

    def _send(self) -> Flow[T]:
        result: Any = yield from self.send(self.address)
        if result.order_id != self.order_id:
            raise UnusableAnswerError(f"{type(result.answer).__name__}.order_id is missing, or another order's")
        sent: T = result
        return sent

    def _at_deadline(self) -> KalshiError:
        if self.context.last_in_flight is not None:
            return self._unknown()
        return self._no_op or self._not_applied(_NOT_FOUND)

    def _unknown(self) -> OrderStateUnknownError:
        return self.context.unknown(self.apply, order=self.body)

    def _not_applied(self, reason: str) -> OrderNotAppliedError:
        return self.context.not_applied(reason, order=self.body)

    def _is_sending(self) -> bool:
        return self._no_op is None and self._rejection is None and self._not_found is None

    def _on_error(self, error: KalshiError) -> None:
        """Note what the exchange has answered, or that it has not; raise what ends the operation."""
        if is_no_op(error):
            self._no_op = error
        elif isinstance(error, KalshiNotFoundError):
            self._not_found, self._not_found_at = error, Moment.now()
        elif not did_nothing(error):
            self.context.record_in_flight(error)
            if not self.is_repeatable:
                raise self._unknown() from error
        elif self.context.last_in_flight is None:
            raise error
        elif is_rejection(error):
            self._rejection = error

    def _look(self) -> Flow[T | None]:
        """Read the order, and return the result if the read shows it."""
        yield from self._freshness.refresh(self.context.began)
        try:
            order = yield from read_order(self.context, self.order_id)
        except KalshiError as error:
            self.context.record_error(error)
            return None
        stage = self._freshness.stage(self.context.began, self.context.last_in_flight)
        if order is None:
            # A new order isn't shown at first, and one that a request has ended may not be kept.
            is_kept = self.context.last_in_flight is None or self.context.api.has_archive
            if self._not_found is not None and stage >= Stage.CURRENT and is_kept:
                raise self._not_found
            return None
        if order.is_over:
            return self._ended(order)
        if self._not_found is not None:
            self._verify_address(order.order)
            return None
        return self._resting(order, stage)

    def _ended(self, order: ShownOrder) -> T:
        """What an order that has ended shows. Nothing of it changes any more, so no read of it is stale."""
        state = self.judge(order)
        if state in (ChangeState.PROVEN, ChangeState.APPLIED) or self._no_op is not None:
            return self.read_back(order)
        if state is ChangeState.UNKNOWN and self.context.last_in_flight is not None:
            raise self._unknown()
        how = f"it is {order.status}, with {order.fill_count} contracts filled"
        raise self._rejection or self._not_applied(f"the order ended without the change: {how}")

    def _resting(self, order: ShownOrder, stage: Stage) -> T | None:
        """What an order shows that rested when it was last seen."""
        state, is_current = self.judge(order), stage >= Stage.CURRENT
        # In a stale read, an order as it was before could be as it is asked for now.
        is_applied = state is ChangeState.APPLIED and (is_current or self._no_op is not None)
        if is_applied or state is ChangeState.PROVEN:
            return self.read_back(order)
        if self._no_op is not None:
            if is_current and self.context.last_in_flight is None:
                raise self._no_op
            return None
        if stage is Stage.FINAL:
            raise self._rejection or self._not_applied(_EXPIRED)
        return None

    def _verify_address(self, order: Any) -> None:
        """Accept a 404 only from the order's own address: another shard says 404 while the order rests."""
        corrected = self.address.corrected(order) if self.context.api.has_shards else self.address
        is_certain = self.context.last_in_flight is None
        if corrected == self.address or self.address.is_of(order):
            # It has ended since the read; later ones will say how.
            if is_certain and self._freshness.stage(self._not_found_at, None) is not Stage.STALE:
                raise self._not_applied(_RESTING)
        elif corrected is not None:
            self.address, self._not_found = corrected, None
        elif is_certain:
            raise self._not_applied(_ELSEWHERE)
