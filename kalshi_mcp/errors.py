"""What a tool says when it can't do what it was asked."""

from __future__ import annotations

from kalshi_mcp.hiding import one_line
from kalshi_overlay.errors import (
    InvalidRequestError,
    KalshiAuthError,
    KalshiDecodeError,
    KalshiError,
    KalshiForeignAnswerError,
    KalshiNotFoundError,
    KalshiRateLimitError,
    KalshiServerError,
    KalshiTransportError,
    KalshiValidationError,
    LimitExceededError,
    OrderStateUnknownError,
)

_REMEDIES: tuple[tuple[type[KalshiError], str], ...] = (
    (OrderStateUnknownError, "it may have taken effect, so do not order again: read get_orders and get_fills first"),
    (LimitExceededError, "ask for less, or ask the person whose limits these are"),
    (KalshiNotFoundError, "check the ticker or id, or search for it with a tool that lists"),
    (KalshiForeignAnswerError, "the exchange can't be reached this way; ask the person to check the address"),
    (KalshiAuthError, "the key is not accepted; ask the person to check the key, its environment and the clock"),
    (KalshiRateLimitError, "wait, then call the tool again"),
    (KalshiServerError, "call the tool again in a minute"),
    (KalshiDecodeError, "the answer is not as the spec has it; call the tool again, or read something else"),
    (KalshiTransportError, "call the tool again in a minute"),
    (InvalidRequestError, "nothing was sent"),
    (KalshiValidationError, "correct the arguments"),
)


class ToolError(Exception):
    """A call of a tool that can't be done, in one line with what to do instead."""


def explained(error: KalshiError) -> str:
    """An error of the client in one line, with what to do."""
    notes = " ".join(getattr(error, "__notes__", ()))
    remedy = next((remedy for kind, remedy in _REMEDIES if isinstance(error, kind)), "")
    said = one_line(" ".join(filter(None, (str(error), notes))), longest=600)
    return "; ".join(filter(None, (f"{type(error).__name__}: {said}", remedy)))
