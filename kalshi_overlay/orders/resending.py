"""When a request of an order is sent again, and what its failures prove."""

from __future__ import annotations

import math
from collections.abc import Iterator

from kalshi_gen.errors import KalshiError
from kalshi_gen.runtime.body import json_in
from kalshi_overlay import clock
from kalshi_overlay.errors import KalshiTransportError, OrderRejectedError
from kalshi_overlay.orders.context import OperationContext
from kalshi_overlay.orders.reading import FINAL_AFTER

USED_ID = "order_already_exists"
"""Code of the rejection (409) of a client_order_id that was used before: recorded by several independent users of the
live exchange in 2026. An id stays used when its order is canceled, and when the exchange restarts."""

NO_OP = "amend_order_no_op"
"""What the rejection (400) of an amendment or decrease that changes nothing has in its code or words, in lower case:
recorded by several independent users of the live exchange in 2026."""

# The exchange says that 429 did nothing, and the transport retries it. An order is money, so its next answer decides.
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

# What rejections say, as several users recorded it in 2026, with other statuses than these: that they come with 5xx or
# 429 was not seen. A new code is no proof there.
_REJECTION_CODES = frozenset(
    {
        "exchange_is_paused",
        "fill_or_kill_insufficient_resting_volume",
        "insufficient_balance",
        "invalid_order",
        "invalid_parameters",
        "invalid_price",
        "market_closed",
        "market_not_found",
        "order_already_exists",
        "trading_is_paused",
        "user_not_found",
    }
)
_WORDS = ("code", "message", "details")


def backoff(first: float, most: float, factor: float) -> Iterator[float]:
    """Waits in seconds, each longer than the last by a factor, up to a most."""
    while True:
        yield first
        first = min(first * factor, most)


class Resends:
    """When a request is sent again that may or may not have taken effect.

    The last one is sent `FINAL_AFTER` before the deadline, if the timeout is that long, so that reads show its effect.
    """

    def __init__(self, context: OperationContext) -> None:
        self._context = context
        self._backoff = backoff(0.1, 5.0, 2.0)
        self._due_at = -math.inf

    def is_due(self) -> bool:
        """Whether it is time to send: at once the first time."""
        is_first = self._due_at == -math.inf
        return is_first or (clock.now() >= self._due_at and self._context.allows(FINAL_AFTER))

    def postpone(self, error: KalshiError) -> None:
        """Wait after a failure, at least as long as the exchange asks."""
        asked: float = getattr(error, "retry_after", None) or 0.0
        self._due_at = clock.now() + max(next(self._backoff), asked)


def is_rejection(error: KalshiError) -> bool:
    """Whether the exchange has rejected this very request, or this order of a batch, for good.

    So it has by any 4xx but 408, 425 and 429, by an error in place of a success or of an order of a batch, and by one
    of the codes that it has for that, whatever the status.
    """
    status = getattr(error, "status_code", None)
    words = _words(error)
    if status is None or 200 <= status < 300:
        # An error that says nothing is no answer; some codes mean temporary trouble.
        is_said = isinstance(error, OrderRejectedError) or _is_stated(error, words)
        return is_said and bool(words) and not words & _UNDECIDED_CODES
    if 400 <= status < 500 and status not in _UNDECIDED_STATUSES:
        return True
    return bool(words & _REJECTION_CODES)


def _is_stated(error: KalshiError, words: set[str]) -> bool:
    """Whether the body of a 2xx is an error, and shows no order that may have been placed all the same.

    A page that isn't JSON says nothing, and a text alone says nothing but the codes that are known.
    """
    body = json_in(getattr(error, "content", b""))
    parts = [each for each in (body if isinstance(body, list) else [body]) if isinstance(each, dict)]
    orders = [*parts, *(each["order"] for each in parts if isinstance(each.get("order"), dict))]
    # A change is answered with the id of the order that it was sent for.
    is_placed = any(str(each["order_id"]) not in getattr(error, "path", "") for each in orders if each.get("order_id"))
    return bool(parts and not is_placed) or bool(
        words & _REJECTION_CODES and isinstance(body, str | list) and not parts
    )


def did_nothing(error: KalshiError) -> bool:
    """Whether this very request has done nothing on the exchange: it was rejected, or can't have reached it."""
    if isinstance(error, KalshiTransportError):
        return not error.may_have_reached_exchange
    return is_rejection(error)


def is_used_id(error: KalshiError) -> bool:
    """Whether the exchange says that the client_order_id was used before."""
    return USED_ID in _words(error)


def is_no_op(error: KalshiError) -> bool:
    """Whether the exchange says that the order is already as it was asked for."""
    return any(NO_OP in text for text in _words(error))


def _words(error: KalshiError) -> set[str]:
    """What the exchange says in an error, in lower case."""
    return {str(text).lower() for text in (getattr(error, name, None) for name in _WORDS) if text}
