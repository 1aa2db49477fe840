"""What a failure says about whether the exchange has acted."""

from __future__ import annotations

from kalshi_gen.errors import AuthRequiredError, KalshiError, UnexpectedStatus
from kalshi_overlay.errors import KalshiConfigError, KalshiTransportError

# A client error that says nothing about the request itself: it may have gone through behind it.
_UNDECIDED = frozenset({408, 425, 429})


def is_refusal(error: KalshiError) -> bool:
    """Whether the exchange has refused this very request, for good.

    Args:
        error: What a write operation raised.

    Returns:
        True for 4xx but for 408, 425 and 429, and for what was refused on this side before sending.
    """
    if isinstance(error, UnexpectedStatus):
        return error.status_code == 0 or (400 <= error.status_code < 500 and error.status_code not in _UNDECIDED)
    return isinstance(error, (AuthRequiredError, KalshiConfigError))


def did_nothing(error: KalshiError) -> bool:
    """Whether a request has done nothing on the exchange: it was refused, or can't have reached it.

    Args:
        error: What a write operation raised that had not been called before. A refusal of a later attempt than the
            first is none of the request: it may come of what the first attempt did.
    """
    if isinstance(error, KalshiTransportError):
        return not error.may_have_reached_exchange
    return is_refusal(error) and getattr(error, "attempts", 1) == 1
