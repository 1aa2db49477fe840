"""Drifts of stream messages: reported of the live exchange, or invented for future changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType
from typing import Any

from attrs import frozen

Change = Callable[[dict[str, Any], Random], None]


@frozen
class StreamDrift:
    """A way in which a message differs from the spec.

    Args:
        what: The difference in one sentence.
        change: Changes a complete message, if it has what the drift is about.
        is_reported: Whether the live exchange is reported to do so.
    """

    what: str
    change: Change
    is_reported: bool


def _body(message: dict[str, Any]) -> dict[str, Any]:
    body = message.get("msg")
    return body if isinstance(body, dict) else {}


def _missing_status(message: dict[str, Any], _: Random) -> None:
    if message["type"] == "user_order":
        _body(message).pop("status", None)


def _missing_created_time(message: dict[str, Any], _: Random) -> None:
    if message["type"] == "user_order":
        _body(message).pop("created_time", None)


def _null_book_sides(message: dict[str, Any], _: Random) -> None:
    if message["type"] == "orderbook_snapshot":
        # A message of perpetual futures names its market by the ticker alone.
        sides = ("yes_dollars_fp", "no_dollars_fp") if "market_id" in _body(message) else ("bid", "ask")
        for side in sides:
            _body(message).setdefault(side, None)


def _unknown_reason(message: dict[str, Any], _: Random) -> None:
    if "last_update_reason" in _body(message):
        _body(message)["last_update_reason"] = "ReasonOfTomorrow"


def _unknown_type(message: dict[str, Any], _: Random) -> None:
    message["type"] = "message_of_tomorrow"


def _extra_fields(message: dict[str, Any], _: Random) -> None:
    message["field_of_tomorrow"] = {"nested": [1, "two", None]}
    _body(message)["field_of_tomorrow"] = {"nested": [1, "two", None]}


def _null_field(message: dict[str, Any], random: Random) -> None:
    body = _body(message)
    if body:
        body[random.choice(sorted(body))] = None


def _missing_field(message: dict[str, Any], random: Random) -> None:
    body = _body(message)
    if body:
        del body[random.choice(sorted(body))]


def _numbers_for_strings(message: dict[str, Any], _: Random) -> None:
    for name, value in _body(message).items():
        if (name.endswith(("_dollars", "_fp")) or name in ("price", "delta")) and isinstance(value, str):
            _body(message)[name] = float(value)


DRIFTS: Mapping[str, StreamDrift] = MappingProxyType(
    {
        "missing-status": StreamDrift("`status` of a user_order is left out.", _missing_status, True),
        "missing-created-time": StreamDrift(
            "`created_time` of a user_order is left out; there is only `created_ts_ms`.", _missing_created_time, True
        ),
        "null-book-sides": StreamDrift("An empty side of a snapshot comes as null.", _null_book_sides, True),
        "unknown-reason": StreamDrift("`last_update_reason` has a future value.", _unknown_reason, True),
        "unknown-type": StreamDrift("`type` is one that the spec doesn't have.", _unknown_type, False),
        "extra-fields": StreamDrift("There are fields that the spec doesn't have.", _extra_fields, False),
        "null-field": StreamDrift("A field of `msg`, chosen by the rule's seed, is null.", _null_field, False),
        "missing-field": StreamDrift("A field of `msg`, chosen by the rule's seed, is missing.", _missing_field, False),
        "numbers-for-strings": StreamDrift("Prices and counts are numbers, not strings.", _numbers_for_strings, False),
    }
)
