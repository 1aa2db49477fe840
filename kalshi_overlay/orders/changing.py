"""A change of an order: sent, and sent again or read back if its response is lost, until its effect is known."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, Generic, TypeVar

from attrs import evolve, frozen

from kalshi_gen.errors import KalshiError, KalshiNotFoundError
from kalshi_gen.models.order import Order
from kalshi_gen.types import UNSET, Unset
from kalshi_overlay.errors import UnusableAnswerError
from kalshi_overlay.flow import Flow
from kalshi_overlay.orders.context import DeadlinePassed, OperationContext
from kalshi_overlay.orders.reading import FINAL_AFTER, Freshness, Stage, read_order
from kalshi_overlay.orders.resending import Resends, backoff, did_nothing, is_no_op, is_rejection

T = TypeVar("T")

BY_TICKER = -1
"""The `exchange_index` that has the exchange find the shard by the ticker."""

_EXPIRED = "the signatures of its requests have expired, and reads show the order unchanged"
_CLOSED = "the order ended without the change"
_ELSEWHERE = "the exchange does not find the order in the market or subaccount that you named"
_NOT_FOUND = "the exchange answered each request with 404, but the order may be on another shard, and could not be read"


class ChangeState(Enum):
    """What an order shows of a change that was asked for."""

    APPLIED = "the order is as it was asked for"
    PENDING = "the order is not so, and may yet become so"
    CLOSED = "the order is not so, and can't become so any more"
    UNKNOWN = "the order doesn't show it"


@frozen
class Address:
    """Where a change goes. The exchange looks for an order id alone on shard 0, and in the primary subaccount.

    Attributes:
        market_ticker: The order's market, by which the exchange finds the shard.
        exchange_index: The shard; it takes precedence over the ticker.
        subaccount: The order's subaccount.
        is_ticker_fixed: Whether the request must name this market.
    """

    market_ticker: str | Unset = UNSET
    exchange_index: int | Unset = UNSET
    subaccount: int | Unset = UNSET
    is_ticker_fixed: bool = False

    def is_of(self, order: Order) -> bool:
        """Whether an order is surely found by this address."""
        index = self.exchange_index
        if isinstance(index, Unset) or index == BY_TICKER:
            # Without either, it is shard 0.
            is_bare = isinstance(self.market_ticker, Unset)
            is_shard = order.exchange_index == 0 if is_bare else order.ticker == self.market_ticker
        else:
            is_shard = order.exchange_index == index
        number = 0 if isinstance(self.subaccount, Unset) else self.subaccount
        return is_shard and (order.subaccount_number or 0) == number

    def corrected(self, order: Order) -> Address | None:
        """The address of an order; None if it contradicts what the caller has named."""
        number = order.subaccount_number
        if isinstance(self.subaccount, Unset):
            subaccount = number if isinstance(number, int) and number else UNSET
        elif isinstance(number, int) and number != self.subaccount:
            return None
        else:
            subaccount = self.subaccount
        if self.is_ticker_fixed and order.ticker != self.market_ticker:
            return None
        return evolve(self, market_ticker=order.ticker, exchange_index=UNSET, subaccount=subaccount)


@frozen
class Change(Generic[T]):
    """A change of one order.

    Attributes:
        order_id: The order.
        send: Sends the request to an address and returns the usable answer as the operation's result.
        judge: Judges by the order as it is read whether the change is applied.
        read_back: Makes the operation's result of the order as it is read.
        proves: Whether an order that is as asked for can only be so by this very change, however old the read is.
        is_repeatable: Whether sending it twice has the effect of sending it once.
        not_found_is_answer: Whether a lasting 404 says all that the caller asked for: that the order doesn't rest.
    """

    order_id: str
    send: Callable[[Address], Flow[T]]
    judge: Callable[[Order], ChangeState]
    read_back: Callable[[Order], T]
    proves: Callable[[Order], bool] = lambda order: False
    is_repeatable: bool = True
    not_found_is_answer: bool = False


def is_over(order: Order) -> bool:
    """Whether the order is off the book for good."""
    return order.status in ("canceled", "executed")


def check_order_id(answer: Any, order_id: str) -> None:
    """Check that an answer is for the order that was asked for.

    Raises:
        UnusableAnswerError: It is for another order, or doesn't say for which.
    """
    if answer.order_id != order_id:
        raise UnusableAnswerError(f"{type(answer).__name__}.order_id is missing, or another order's")


def apply_change(context: OperationContext, change: Change[T], address: Address) -> Flow[T]:
    """Change an order, or determine why it isn't changed.

    Args:
        context: The operation's context.
        change: The change.
        address: What the caller has said of where the order is.

    Returns:
        The operation's result.

    Raises:
        OrderStateUnknownError: It could not be determined.
        OrderNotAppliedError: The order is not changed, and won't be by this.
        KalshiError: The order is not changed by this: the exchange rejected it, or nothing was sent.
    """
    applying = _Applying(context, change, address)
    try:
        return (yield from applying.run())
    except DeadlinePassed:
        raise applying.at_deadline() from None


class _Applying(Generic[T]):
    def __init__(self, context: OperationContext, change: Change[T], address: Address) -> None:
        self._context = context
        self._change = change
        self._address = address
        self._freshness = Freshness(context)
        # What the exchange has said of a request. Each ends the sending, a 404 until the address is corrected.
        self._no_op: KalshiError | None = None
        self._rejection: KalshiError | None = None
        self._not_found: KalshiError | None = None
        self._is_right_address = False

    def run(self) -> Flow[T]:
        resends, polls = Resends(self._context, FINAL_AFTER), backoff(0.1, 3.0, 1.5)
        is_first = True
        while True:
            if self._is_sending() and resends.is_due():
                try:
                    return (yield from self._change.send(self._address))
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
                yield from self._context.pause(next(polls))

    def at_deadline(self) -> KalshiError:
        """The error for what is not known in time."""
        if self._not_found is not None and self._is_right_address and self._change.not_found_is_answer:
            return self._not_found
        if self._context.last_in_flight is not None:
            return self._context.unknown()
        return self._no_op or self._context.not_applied(_NOT_FOUND)

    def _is_sending(self) -> bool:
        return self._no_op is None and self._rejection is None and self._not_found is None

    def _on_error(self, error: KalshiError) -> None:
        """Note what the exchange has answered, or that it has not.

        Raises:
            KalshiError: It is known that the order is not changed, or it can't be known.
        """
        if is_no_op(error):
            self._no_op = error
        elif isinstance(error, KalshiNotFoundError):
            self._not_found = error
        elif not did_nothing(error):
            self._context.record_in_flight(error)
            if not self._change.is_repeatable:
                raise self._context.unknown() from error
        elif self._context.last_in_flight is None:
            raise error
        elif is_rejection(error):
            self._rejection = error

    def _look(self) -> Flow[T | None]:
        """Read the order, and return the result if the read shows it."""
        yield from self._freshness.refresh(self._context.began)
        try:
            order = yield from read_order(self._context, self._change.order_id)
        except KalshiError as error:
            self._context.record_error(error)
            return None
        stage = self._freshness.stage(self._context.began, self._context.last_in_flight)
        if order is None:
            # A new order isn't shown at first.
            if self._not_found is not None and stage >= Stage.CURRENT:
                raise self._not_found
            return None
        if is_over(order):
            return self._closed(order)
        if self._not_found is not None:
            self._verify_address(order, self._not_found)
            return None
        return self._resting(order, stage)

    def _closed(self, order: Order) -> T:
        """What an order that has ended shows. Nothing of it changes any more, so no read of it is stale."""
        if self._context.last_in_flight is None and self._not_found is not None:
            raise self._not_found
        state = self._change.judge(order)
        if state is ChangeState.APPLIED or self._no_op is not None:
            return self._change.read_back(order)
        if state is ChangeState.UNKNOWN:
            raise self._context.unknown()
        raise self._rejection or self._context.not_applied(_CLOSED)

    def _resting(self, order: Order, stage: Stage) -> T | None:
        """What an order shows that rested when it was last seen."""
        is_applied = self._change.judge(order) is ChangeState.APPLIED
        # An order as it was before could be as it is asked for now.
        is_known = self._no_op is not None or stage >= Stage.CURRENT or self._change.proves(order)
        if is_applied and is_known:
            return self._change.read_back(order)
        if self._no_op is not None:
            if stage >= Stage.CURRENT and self._context.last_in_flight is None:
                raise self._no_op
            return None
        if stage is Stage.FINAL:
            raise self._rejection or self._context.not_applied(_EXPIRED)
        return None

    def _verify_address(self, order: Order, not_found: KalshiError) -> None:
        """Accept a 404 only from the order's own address: another shard says 404 while the order rests."""
        corrected = self._address.corrected(order)
        if self._address.is_of(order) or corrected == self._address:
            # It has ended since the read; later ones will say how.
            self._is_right_address = True
            if self._context.last_in_flight is None:
                raise not_found
        elif corrected is not None:
            self._address, self._not_found = corrected, None
        elif self._context.last_in_flight is None:
            raise self._context.not_applied(_ELSEWHERE)
