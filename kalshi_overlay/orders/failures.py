"""What a failure says about whether the exchange has acted."""

from __future__ import annotations

from kalshi_gen.errors import AuthRequiredError, KalshiConflictError, KalshiError, UnexpectedStatus
from kalshi_overlay.errors import KalshiConfigError, KalshiTransportError, OrderRejectedError

USED_ID = "order_already_exists"
"""Code of the refusal (409) of a client_order_id that was used before: recorded by several independent users of the
live exchange in 2026. An id stays used when its order is canceled, and when the exchange restarts."""

NO_OP = "amend_order_no_op"
"""What the refusal (400) of an amendment or decrease that changes nothing has in its code or its words, in lower case:
recorded by several independent users of the live exchange in 2026."""

# 429 is not taken at its word: sending again under the same id tells.
_UNDECIDED_STATUSES = frozenset({408, 425, 429})

_UNDECIDED_CODES = frozenset(
    {
        "bad_gateway",
        "gateway_timeout",
        "internal_error",
        "internal_server_error",
        "service_unavailable",
        "timeout",
        "too_many_requests",
    }
)


def is_rejection(error: KalshiError) -> bool:
    """Whether the exchange has rejected this very request, for good.

    Args:
        error: What a write operation raised, or the error of one order of a batch.

    Returns:
        True for 4xx but for 408, 425 and 429, for an order of a batch with a code that means no passing trouble,
        and for what was rejected on this side before sending.
    """
    if isinstance(error, UnexpectedStatus):
        status = error.status_code
        return status == 0 or (400 <= status < 500 and status not in _UNDECIDED_STATUSES)
    if isinstance(error, OrderRejectedError):
        # An error that says nothing is no answer.
        says_something = bool(error.code or error.message or error.details)
        return says_something and str(error.code).lower() not in _UNDECIDED_CODES
    return isinstance(error, (AuthRequiredError, KalshiConfigError))


def did_nothing(error: KalshiError) -> bool:
    """Whether this very request has done nothing on the exchange: it was rejected, or can't have reached it."""
    if isinstance(error, KalshiTransportError):
        return not error.may_have_reached_exchange
    return is_rejection(error)


def is_used_id(error: KalshiError) -> bool:
    """Whether the exchange says that the client_order_id was used before."""
    return isinstance(error, (KalshiConflictError, OrderRejectedError)) and error.code == USED_ID


def is_no_op(error: KalshiError) -> bool:
    """Whether the exchange says that the order is already as it was asked for."""
    if not isinstance(error, UnexpectedStatus) or error.status_code != 400:
        return False
    return any(NO_OP in str(text).lower() for text in (error.code, error.message, error.details))
