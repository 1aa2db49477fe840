"""Errors of trading: what became of an order, and why none is sent."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from kalshi_gen.errors import KalshiDecodeError, KalshiError
from kalshi_gen.runtime.printable import printable
from kalshi_overlay.errors.requests import KalshiConfigError, KalshiTransportError
from kalshi_overlay.flow import Flow, run, run_async

if TYPE_CHECKING:
    from kalshi_gen.client import AuthenticatedClient
    from kalshi_gen.models import AmendOrderV2Request, CreateOrderV2Request, DecreaseOrderV2Request
    from kalshi_gen.perps.models import AmendMarginOrderRequest, CreateMarginOrderRequest, DecreaseMarginOrderRequest

    SentOrder = (
        CreateOrderV2Request
        | AmendOrderV2Request
        | DecreaseOrderV2Request
        | CreateMarginOrderRequest
        | AmendMarginOrderRequest
        | DecreaseMarginOrderRequest
    )


class UnusableAnswerError(KalshiError):
    """A response lacks what must be known, so it doesn't show what became of an order, or all rows of a list."""


@define(slots=False)
class UnknownFeeError(KalshiError):
    """The fee of a fill can't be computed from what is known, and is not guessed.

    Attributes:
        problem: What is not known, in words.
    """

    problem: str

    def __str__(self) -> str:
        return printable(f"the fee is unknown: {self.problem}")


@define(slots=False)
class _OrderOutcomeError(KalshiError):
    """What looking for an order has shown of a request that had no plain answer."""

    verdict: ClassVar[str]

    subject: str
    tried: dict[str, int]
    errors: tuple[KalshiError, ...]
    client_order_id: str | None = None
    order_id: str | None = None
    reason: str = ""
    order: SentOrder | None = None
    last_words: KalshiError | None = None

    code: str | None = field(init=False)
    message: str | None = field(init=False)
    details: str | None = field(init=False)

    def __attrs_post_init__(self) -> None:
        for name in ("code", "message", "details"):
            setattr(self, name, getattr(self.last_words, name, None))

    def __str__(self) -> str:
        calls = ", ".join(f"{name} {'once' if count == 1 else f'{count} times'}" for name, count in self.tried.items())
        reason = f": {self.reason}" if self.reason else ""
        last = ""
        if self.last_words is not None:
            last = f"; the exchange's last words: {_without_advice(self.last_words)}"
        elif self.errors:
            last = f"; the last error: {_without_advice(self.errors[-1])}"
        return printable(f"{self.subject}: {self.verdict}{reason} (called: {calls or 'nothing'}){last}")


def _without_advice(error: KalshiError) -> str:
    """What happened to one request, without the advice, which may not fit what is known of the order."""
    match error:
        case KalshiTransportError():
            return f"{error.method} {error.path}: {error.problem}"
        case KalshiDecodeError():
            return f"{error.operation_id}: {error.problem}"
        case OrderRejectedError():
            return "; ".join(part for part in (error.code, error.message, error.details) if part)
    return str(error)


class OrderStateUnknownError(_OrderOutcomeError):
    """The outcome of a request could not be determined in time; it may have taken effect, or may yet.

    Attributes:
        subject: The order in question: `client_order_id ...` or `order ...`.
        client_order_id: The id under which an order in question was placed; None for a change of an order.
        order_id: The exchange's id of the order; None where it is not known.
        order: What was sent: the order with its client_order_id, the amendment or the decrease; None for a cancel.
        tried: How often each operation of the API was called.
        errors: The last errors that were met on the way, the latest last.
        last_words: The last error in which the exchange said something of its own; None if it said nothing.
        code: The exchange's code in it, or None.
        message: The exchange's message in it, or None.
        details: The exchange's details in it, or None.
        reason: What is known all the same; mostly empty.
    """

    verdict = (
        "what became of the request is unknown; call resume(client=...) or look for the order before you send another"
    )
    _go_on: Callable[[AuthenticatedClient, float], Flow[Any]] | None = None

    def resume(self, *, client: AuthenticatedClient, timeout: float = 90.0) -> Any:
        """Go on determining what became of the order, as if the call that raised this had had more time.

        The order is looked for first. While a request may still take effect, the same one is sent again: under the
        same id, with the same body.

        Args:
            client: A signed client of the same account.
            timeout: Seconds after which no further request is started. With the default or more it becomes certain
                whether the order was placed or changed, if the exchange can be read.

        Returns:
            What the call would have returned; for an order of a batch, its `PlacedOrder`.

        Raises:
            KalshiConfigError: This is a copy of the error, or from another process, so it can't go on.
            KalshiError: What the call would have raised, such as this error again, or `OrderNotAppliedError`.
        """
        return run(self._resumed(client, timeout))

    async def resume_async(self, *, client: AuthenticatedClient, timeout: float = 90.0) -> Any:
        """Like `resume`, without blocking."""
        return await run_async(self._resumed(client, timeout))

    def _resumed(self, client: AuthenticatedClient, timeout: float) -> Flow[Any]:
        if self._go_on is None:
            raise KalshiConfigError(f"{self.subject}: a copy of an error can't go on; look for the order by its id")
        return self._go_on(client, timeout)

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy all but the state of the operation."""
        return type(self), self.args, {name: value for name, value in vars(self).items() if name != "_go_on"}


class OrderNotAppliedError(_OrderOutcomeError):
    """The request did not take effect, and can't take effect any more.

    Attributes:
        subject: The order in question: `client_order_id ...` or `order ...`.
        client_order_id: The id under which the order was to be placed; None for a change of an order.
        order_id: The exchange's id of the order that was to be changed; None where an order was to be placed.
        order: What was sent; see `OrderStateUnknownError`.
        tried: How often each operation of the API was called.
        errors: The last errors that were met on the way, the latest last.
        last_words: The last error in which the exchange said something of its own; None if it said nothing.
        code: The exchange's code in it, or None.
        message: The exchange's message in it, or None.
        details: The exchange's details in it, or None.
        reason: How it is known.
    """

    verdict = "the request did not take effect, and can't any more"


@define(slots=False)
class OrderRejectedError(KalshiError):
    """The exchange rejected one order of a batch; the other orders are not affected.

    Attributes:
        client_order_id: The order's id.
        code: The exchange's own error code, or None.
        message: The exchange's own message, or None.
        details: The exchange's own details, or None.
    """

    client_order_id: str
    code: str | None = None
    message: str | None = None
    details: str | None = None

    def __str__(self) -> str:
        parts = "; ".join(part for part in (self.code, self.message, self.details) if part)
        return printable(f"client_order_id {self.client_order_id}: rejected: {parts}")


@define(slots=False)
class DuplicateOrderError(KalshiError):
    """The exchange has more than one order under one client_order_id, against its own rules.

    Attributes:
        client_order_id: The id.
        order_ids: The exchange's ids of the orders, all of which it has accepted.
    """

    client_order_id: str
    order_ids: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"client_order_id {self.client_order_id}: the exchange accepted it {len(self.order_ids)} times, as orders "
            f"{printable(', '.join(self.order_ids))}; cancel the one that you don't want"
        )


@define(slots=False)
class OrderEndedError(KalshiError):
    """An order has ended before all of it was filled.

    Attributes:
        order_id: The exchange's id.
        status: How it ended.
        fill_count: Contracts filled.
    """

    order_id: str
    status: str
    fill_count: Decimal

    def __str__(self) -> str:
        return printable(f"order {self.order_id}: it is {self.status}, with {self.fill_count} contracts filled")


@define(slots=False)
class OrderRestingError(KalshiError, TimeoutError):
    """An order may still rest, after the time for which it was waited for.

    Attributes:
        order_id: The exchange's id.
        errors: The last errors that were met, the latest last.
    """

    order_id: str
    errors: tuple[KalshiError, ...] = ()

    def __str__(self) -> str:
        last = f"; the last error: {_without_advice(self.errors[-1])}" if self.errors else ""
        return printable(f"order {self.order_id}: it may still rest; wait longer, or cancel it{last}")


class OrderLogError(KalshiError):
    """An order log can't be read or written, such as on a full disk; the order that was to be written was not sent."""


@define(slots=False)
class LimitExceededError(KalshiError):
    """An order was not sent, because it is beyond a limit, or because what the limit needs isn't known.

    Attributes:
        limit: The name of the limit, as in `kalshi_overlay.safety.Limits`.
        allowed: The limit.
        would_be: What it would be with the order, or for `daily_loss` what it is; None if that isn't known.
        reason: Why the order is refused, in words.
    """

    limit: str
    allowed: Decimal | int
    would_be: Decimal | int | None
    reason: str

    def __str__(self) -> str:
        return printable(f"the order is refused by {self.limit}={self.allowed}: {self.reason}; nothing was sent")


@define(slots=False)
class TradingStoppedError(KalshiError):
    """A request that could place an order was not sent, because trading is stopped; `release` lets orders leave again.

    Attributes:
        method: The HTTP method of the request.
        path: The path of the request, without the query.
        reason: Why trading is stopped.
    """

    method: str
    path: str
    reason: str

    def __str__(self) -> str:
        return printable(
            f"{self.method} {self.path}: trading is stopped ({self.reason}), so nothing was sent; call "
            "kalshi_overlay.safety.stop_trading.release(client) to trade again"
        )


@define(slots=False)
class TradingNotStoppedError(KalshiError):
    """It is not certain that no order rests; no order leaves the client, and trading is to be stopped again.

    Attributes:
        resting: The exchange's ids of the orders that rested when the account was last read.
        errors: The last errors that were met, the latest last.
    """

    resting: tuple[str, ...]
    errors: tuple[KalshiError, ...]

    def __str__(self) -> str:
        seen = f"{len(self.resting)} orders rested when last read" if self.resting else "orders may still rest"
        last = f"; the last error: {_without_advice(self.errors[-1])}" if self.errors else ""
        return printable(f"{seen}; orders are held, so call stop_trading again, or cancel them yourself{last}")


class OrderLogWarning(UserWarning):
    """The outcome of an order could not be written into the order log; the order stays unknown there."""
