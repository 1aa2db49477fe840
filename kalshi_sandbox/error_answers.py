"""How a refusal goes out: as the contract's ErrorResponse, or as people have seen it on the live exchange.

The live exchange has other codes and statuses for some reasons, which `_LIVE` maps, and says less about most. What the
sandbox knows besides goes into `message`, which is for people to read; no client should find more in `details` than
the live exchange puts there.
"""

from __future__ import annotations

from typing import Any

from attrs import frozen

from .refusals import Refusal

_OURS = "..."
_FLAT_PREFIX = "Parameter validation failed"
_TOO_MANY = 429


@frozen
class _Live:
    """What the live exchange answers for a reason.

    Args:
        details: Its words; None keeps ours, an empty text leaves them out.
        says_more: Whether our details go into the message where they are replaced.
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
    # The earlier order is not told.
    "order_already_exists": _Live(409, "order_already_exists", "", says_more=False, service="exchange"),
    "post_only_would_cross": _Live(400, "invalid_order", "post only cross"),
    "trading_paused": _Live(409, "exchange_is_paused"),
}
_NOT_FOUND = "_not_found"
_NAMED_IN_ORDERS = ("market_not_found", "user_not_found")
# Of a market that isn't active, by its status; one that has yet to open was seen by nobody.
_INACTIVE = {
    "inactive": _Live(409, "trading_is_paused"),
    "closed": _Live(409, "market_closed"),
    "determined": _Live(409, "market_closed"),
    "finalized": _Live(409, "market_closed"),
}


def error_answer(refusal: Refusal, *, live: bool, is_read: bool = False, is_429_text: bool = False) -> tuple[int, Any]:
    """The status and the body with which a refusal goes out.

    Args:
        refusal: The refusal.
        live: Whether as on the live exchange; otherwise as the contract says.
        is_read: Whether the request was a GET.
        is_429_text: Whether too many requests are refused with nothing but words.
    """
    if is_429_text and refusal.status == _TOO_MANY:
        return refusal.status, {"error": refusal.body["message"]}
    if not live:
        return refusal.status, refusal.body
    if refusal.is_validation:
        return refusal.status, {"msg": f"{_FLAT_PREFIX}: {refusal.body['details']}"}
    status, error = _live_error(refusal, is_read=is_read)
    return status, {"error": error}


def error_of_item(refusal: Refusal, *, live: bool) -> dict[str, str]:
    """The error of one item of a batch, which is never nested further."""
    return _live_error(refusal, is_read=False)[1] if live else refusal.body


def examples() -> list[tuple[str, str, str]]:
    """What is refused by the exchange's rules, with what either answers: status, code and details."""
    rows = [
        ("a signature that is not the key's", Refusal(401, "incorrect_signature", "", _OURS)),
        ("a key that the exchange doesn't know", Refusal(401, "unknown_key", "", _OURS)),
        ("a timestamp outside the window", Refusal(401, "timestamp_out_of_window", "", _OURS)),
        ("a key without the scope", Refusal(403, "insufficient_scope", "", _OURS)),
        (
            "a parameter or field that the specification doesn't allow",
            Refusal(400, "invalid_parameters", "", _OURS, is_validation=True),
        ),
        ("a price off the tick", Refusal(400, "invalid_parameters", "", _OURS, about="price")),
        ("post_only that would trade", Refusal(400, "post_only_would_cross", "", _OURS)),
        ("a used client_order_id", Refusal(409, "order_already_exists", "", _OURS)),
        ("an order that doesn't rest", Refusal(404, "order_not_found", "", _OURS)),
        ("an order in a paused market", Refusal(409, "market_not_active", "", _OURS, about="inactive")),
        ("an order in a closed market", Refusal(409, "market_not_active", "", _OURS, about="closed")),
        ("an order while the exchange is paused", Refusal(503, "trading_paused", "", _OURS)),
    ]
    return [
        (what, _shown(*error_answer(refusal, live=True)), _shown(*error_answer(refusal, live=False)))
        for what, refusal in rows
    ]


def _shown(status: int, body: Any) -> str:
    if "msg" in body:
        return f'{status} `{{"msg": "{_FLAT_PREFIX} ..."}}`'
    error = body.get("error", body)
    words = f", details `{error['details']}`" if error.get("details", _OURS) != _OURS else ""
    return f"{status} `{error['code']}`{words}"


def _live_error(refusal: Refusal, *, is_read: bool) -> tuple[int, dict[str, str]]:
    body = refusal.body
    answer = _answer_for(refusal, is_read=is_read)
    details = body["details"] if answer.details is None else answer.details
    message = body["message"]
    if answer.details is not None and answer.says_more:
        message = f"{message}: {body['details']}"
    error = {"code": answer.code, "message": message}
    if details:
        error["details"] = details
    if answer.service:
        error["service"] = answer.service
    return answer.status, error


def _answer_for(refusal: Refusal, *, is_read: bool) -> _Live:
    code = refusal.body["code"]
    if code in _LIVE:
        return _LIVE[code]
    if code == "invalid_parameters" and refusal.about == "price":
        return _Live(400, "invalid_price")
    if code == "market_not_active" and refusal.status == 409 and refusal.about in _INACTIVE:
        return _INACTIVE[refusal.about]
    # An order for a market that there isn't is refused by that name, as is one on a shard without cash; whatever else
    # is missing is just not found.
    if code.endswith(_NOT_FOUND) and (is_read or code not in _NAMED_IN_ORDERS):
        return _Live(404, "not_found", "")
    return _Live(refusal.status, code)
