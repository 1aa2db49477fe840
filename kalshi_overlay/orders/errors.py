"""The errors of an order whose request has no plain answer."""

from __future__ import annotations

from collections.abc import Sequence

from kalshi_gen.errors import KalshiError
from kalshi_gen.models.error_response import ErrorResponse


class UnusableAnswerError(KalshiError):
    """An answer lacks what has to be known of the order; the exchange has accepted the request all the same."""


class _ReconciledError(KalshiError):
    """The root of the errors that are raised after looking for an order.

    Attributes:
        subject: The order in question: `client_order_id ...` or `order ...`.
        tried: How often each operation of the API was called.
        errors: The last errors that were met on the way, the latest last.
        reason: How it is known, in words; empty where the class says it all.
    """

    verdict = ""

    def __init__(
        self,
        subject: str,
        tried: dict[str, int],
        errors: Sequence[KalshiError],
        *,
        client_order_id: str | None = None,
        order_id: str | None = None,
        reason: str = "",
    ) -> None:
        super().__init__(subject, tried, errors)
        self.subject = subject
        self.tried = tried
        self.errors = tuple(errors)
        self.client_order_id = client_order_id
        self.order_id = order_id
        self.reason = reason

    def __str__(self) -> str:
        calls = ", ".join(f"{operation} {count} times" for operation, count in self.tried.items())
        last = f"; the last error: {self.errors[-1]}" if self.errors else ""
        reason = f": {self.reason}" if self.reason else ""
        return f"{self.subject}: {self.verdict}{reason} (called: {calls or 'nothing'}){last}"


class OrderStateUnknownError(_ReconciledError):
    """What became of a request could not be determined in time; it may have taken effect, or may yet.

    Attributes:
        client_order_id: The id under which an order in question was placed; None for a change of an order.
        order_id: The exchange's id of the order; None where it is not known.
        tried: How often each operation of the API was called.
        errors: The last errors that were met on the way, the latest last.
        reason: What is known all the same; mostly empty.
    """

    verdict = "what became of the request is unknown; look for the order before you send another"


class OrderNotAppliedError(_ReconciledError):
    """The request did not take effect, and can't take effect any more.

    Attributes:
        client_order_id: The id under which the order was to be placed; None for a change of an order.
        order_id: The exchange's id of the order that was to be changed; None where an order was to be placed.
        tried: How often each operation of the API was called.
        errors: The last errors that were met on the way, the latest last.
        reason: How it is known.
    """

    verdict = "the request did not take effect, and can't any more"


class DuplicateOrderError(KalshiError):
    """The exchange has more than one order under one client_order_id, against its own rules.

    Attributes:
        client_order_id: The id.
        order_ids: The exchange's ids of the orders, all of which it has accepted.
    """

    def __init__(self, client_order_id: str, order_ids: Sequence[str]) -> None:
        super().__init__(client_order_id, order_ids)
        self.client_order_id = client_order_id
        self.order_ids = tuple(order_ids)

    def __str__(self) -> str:
        return (
            f"client_order_id {self.client_order_id}: the exchange accepted it {len(self.order_ids)} times, as orders "
            f"{', '.join(self.order_ids)}; cancel the one that you don't want"
        )


class OrderRejectedError(KalshiError):
    """The exchange rejected one order of a batch; the others are not concerned.

    Attributes:
        client_order_id: The order's id.
        code: The exchange's own error code, or None.
        message: The exchange's own message, or None.
        details: The exchange's own details, or None.
    """

    def __init__(self, client_order_id: str, error: ErrorResponse) -> None:
        super().__init__(client_order_id, error)
        self.client_order_id = client_order_id
        self.code: str | None = error.code or None
        self.message: str | None = error.message or None
        self.details: str | None = error.details or None

    def __str__(self) -> str:
        parts = "; ".join(str(part) for part in (self.code, self.message, self.details) if part)
        return f"client_order_id {self.client_order_id}: rejected: {parts}"
