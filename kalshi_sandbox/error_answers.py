"""Error answers, and how they are written: as the spec's ErrorResponse, or as the live exchange is seen to answer.

The live exchange has other codes and statuses for some errors, which `_LIVE` maps, and says less about most of them.
What else the sandbox knows goes into `message`, which is for people to read. `details` never has more than on the live
exchange, so that no client relies on it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from attrs import frozen

_OURS = "..."
_FLAT_PREFIX = "Parameter validation failed"
_TOO_MANY = 429


class ErrorAnswer(Exception):  # noqa: N818 - an answer of the exchange, no fault of the program
    """The exchange answers a request with an error.

    Its `body` is the spec's ErrorResponse; `render` turns it into what is sent.

    Args:
        status: HTTP status of the answer.
        code: Short machine-readable reason, such as `invalid_parameters`.
        message: The reason in words.
        details: What exactly is wrong: the field, header or value at fault.
        headers: More headers of the answer.
        about: The field at fault, or the status that forbids the request; empty for neither.
        is_validation: Whether the request violates the spec, whatever the exchange's state.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        details: str,
        headers: dict[str, str] | None = None,
        *,
        about: str = "",
        is_validation: bool = False,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers or {}
        self.body = {"code": code, "message": message, "details": details}
        self.about = about
        self.is_validation = is_validation


def invalid_parameters(field: str, fault: str) -> ErrorAnswer:
    """Reject a request for a parameter or body field that violates the spec.

    Args:
        field: Path of the field, such as `limit` or `orders[0].price`.
        fault: What is wrong with it.
    """
    details = f"{field}: {fault}"
    return ErrorAnswer(400, "invalid_parameters", "invalid parameters", details, about=field, is_validation=True)


@frozen
class _Live:
    """What the live exchange answers.

    Args:
        details: Its `details`; None keeps ours, an empty text leaves them out.
        says_more: Whether our details go into the message if they are replaced.
        service: The part of the exchange that it names, empty for none.
    """

    status: int
    code: str
    details: str | None = None
    says_more: bool = True
    service: str = ""


_LIVE = {
    "incorrect_signature": _Live(401, "authentication_error", "INCORRECT_API_KEY_SIGNATURE"),
    "unknown_key": _Live(401, "authentication_error", "NOT_FOUND"),
    "missing_headers": _Live(401, "authentication_error"),
    "invalid_timestamp": _Live(401, "authentication_error"),
    "timestamp_out_of_window": _Live(401, "header_timestamp_expired", ""),
    "insufficient_scope": _Live(401, "authentication_error"),
    # The live exchange does not name the earlier order.
    "order_already_exists": _Live(409, "order_already_exists", "", says_more=False, service="exchange"),
    "post_only_would_cross": _Live(400, "invalid_order", "post only cross"),
    "trading_paused": _Live(409, "exchange_is_paused"),
}
_NOT_FOUND = "_not_found"
_NAMED_IN_ORDERS = ("market_not_found", "user_not_found")
# For a market that isn't active, by its status. Nobody has seen one that has yet to open.
_INACTIVE = {
    "inactive": _Live(409, "trading_is_paused"),
    "closed": _Live(409, "market_closed"),
    "determined": _Live(409, "market_closed"),
    "finalized": _Live(409, "market_closed"),
}


# Statuses that an operation answers instead, if its spec doesn't list the first one; the first that it lists.
_SUBSTITUTES = {403: (401, 400), 404: (400,), 409: (400,), 503: (400,)}
# Codes that came with another status than the spec's on the live exchange.
_MEASURED = frozenset(
    {"exchange_is_paused", "market_closed", "market_not_found", "trading_is_paused", "user_not_found"}
)
# Any request may get it.
_MAINTENANCE = "service_unavailable"


def render(
    error: ErrorAnswer,
    *,
    live: bool,
    is_read: bool = False,
    is_429_text: bool = False,
    documented: Collection[int] = (),
) -> tuple[int, Any]:
    """The status and the body of an error as they are sent.

    Args:
        error: The error.
        live: Whether as on the live exchange; otherwise as in the spec.
        is_read: Whether the request was a GET.
        is_429_text: Whether a 429 has nothing but a text.
        documented: The statuses that the spec lists for the operation; empty for a request without one.
    """
    if is_429_text and error.status == _TOO_MANY:
        return error.status, {"error": error.body["message"]}
    if live and error.is_validation:
        return error.status, {"msg": f"{_FLAT_PREFIX}: {error.body['details']}"}
    status, body = _live_error(error, is_read=is_read) if live else (error.status, error.body)
    is_kept = body["code"] == _MAINTENANCE or (live and body["code"] in _MEASURED)
    if documented and status not in documented and not is_kept:
        status = next((each for each in _SUBSTITUTES.get(status, ()) if each in documented), status)
    return status, {"error": body} if live else body


def render_item(error: ErrorAnswer, *, live: bool) -> dict[str, str]:
    """The error of one item of a batch."""
    return _live_error(error, is_read=False)[1] if live else error.body


def examples() -> list[tuple[str, str, str]]:
    """Rejected requests, each with the answer of the live exchange and that of the spec."""
    rows = [
        ("a signature that is not the key's", ErrorAnswer(401, "incorrect_signature", "", _OURS)),
        ("a key that the exchange doesn't know", ErrorAnswer(401, "unknown_key", "", _OURS)),
        ("a timestamp outside the window", ErrorAnswer(401, "timestamp_out_of_window", "", _OURS)),
        ("a key without the scope", ErrorAnswer(403, "insufficient_scope", "", _OURS)),
        (
            "a parameter or field that the spec doesn't allow",
            ErrorAnswer(400, "invalid_parameters", "", _OURS, is_validation=True),
        ),
        ("a price off the tick", ErrorAnswer(400, "invalid_parameters", "", _OURS, about="price")),
        ("post_only that would trade", ErrorAnswer(400, "post_only_would_cross", "", _OURS)),
        ("a used client_order_id", ErrorAnswer(409, "order_already_exists", "", _OURS)),
        ("an order that doesn't rest", ErrorAnswer(404, "order_not_found", "", _OURS)),
        ("an order in a paused market", ErrorAnswer(409, "market_not_active", "", _OURS, about="inactive")),
        ("an order in a closed market", ErrorAnswer(409, "market_not_active", "", _OURS, about="closed")),
        ("an order while the exchange is paused", ErrorAnswer(503, "trading_paused", "", _OURS)),
    ]
    return [(what, _shown(*render(error, live=True)), _shown(*render(error, live=False))) for what, error in rows]


def _shown(status: int, body: Any) -> str:
    if "msg" in body:
        return f'{status} `{{"msg": "{_FLAT_PREFIX} ..."}}`'
    error = body.get("error", body)
    words = f", details `{error['details']}`" if error.get("details", _OURS) != _OURS else ""
    return f"{status} `{error['code']}`{words}"


def _live_error(error: ErrorAnswer, *, is_read: bool) -> tuple[int, dict[str, str]]:
    body = error.body
    answer = _answer_for(error, is_read=is_read)
    details = body["details"] if answer.details is None else answer.details
    message = body["message"]
    if answer.details is not None and answer.says_more:
        message = f"{message}: {body['details']}"
    written = {"code": answer.code, "message": message}
    if details:
        written["details"] = details
    if answer.service:
        written["service"] = answer.service
    return answer.status, written


def _answer_for(error: ErrorAnswer, *, is_read: bool) -> _Live:
    code = error.body["code"]
    if code in _LIVE:
        return _LIVE[code]
    if code == "invalid_parameters" and error.about == "price":
        return _Live(400, "invalid_price")
    if code == "market_not_active" and error.status == 409 and error.about in _INACTIVE:
        return _INACTIVE[error.about]
    # An order for an unknown market or on a shard without cash gets a code of its own. Anything else is `not_found`.
    if code.endswith(_NOT_FOUND) and (is_read or code not in _NAMED_IN_ORDERS):
        return _Live(404, "not_found", "")
    return _Live(error.status, code)
