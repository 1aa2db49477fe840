"""What a failure says about whether the exchange has acted."""

from __future__ import annotations

from kalshi_gen.errors import AuthRequiredError, KalshiError, UnexpectedStatus
from kalshi_overlay.errors import KalshiConfigError, KalshiTransportError

# Not taken at their word, 429 included: that the exchange has not acted is looked up like everything else.
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
    """Whether this very request has done nothing on the exchange: it was refused, or can't have reached it."""
    if isinstance(error, KalshiTransportError):
        return not error.may_have_reached_exchange
    return is_refusal(error)
