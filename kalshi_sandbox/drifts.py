"""Differences of answers from the spec, as on the live exchange, each with a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from attrs import frozen

from .spec import Schema

Change = Callable[[Schema, dict[str, Any], Random], None]

# Fields whose values the live exchange adds to without notice.
_GROWING = frozenset({"incentive_type", "price_level_structure", "usage_tier"})
_REASON = re.compile(r"_reason$")
_RETIRED = {
    "liquidity_dollars": "0.0000",
    "response_price_units": "usd_cent",
    "fractional_trading_enabled": True,
    "tick_size": 1,
}
_ABOVE_ALL_SUBACCOUNTS = 100
_OUTERMOST = "x-outermost"
_NEW_VALUE = "value_of_tomorrow"


@frozen
class NamedDrift:
    """A way in which an answer can differ from the spec.

    Args:
        what: The difference in one sentence.
        is_reported: Whether the live exchange is reported to do so.
        change: Changes one object of an answer in place; called with its schema, the object and a random source.
    """

    what: str
    is_reported: bool
    change: Change


DRIFTS: dict[str, NamedDrift] = {}


def _named(name: str, what: str, *, is_reported: bool = True) -> Callable[[Change], Change]:
    def register(change: Change) -> Change:
        DRIFTS[name] = NamedDrift(what, is_reported, change)
        return change

    return register


def drifted(name: str, schema: Schema, body: Any, chance: Random) -> None:
    """Apply a drift to an answer's body, in place.

    Args:
        name: The drift's name.
        schema: The answer's schema.
        body: The answer's body.
        chance: The random source of a drift that chooses.
    """
    change = DRIFTS[name].change
    # All objects are collected before the first is changed: the items of a list that becomes null change too.
    for part, owner in list(_objects({**schema, _OUTERMOST: True}, body)):
        change(part, owner, chance)


def _objects(schema: Schema, value: Any) -> Iterator[tuple[Schema, dict[str, Any]]]:
    """The objects of a value, each with its schema, the outermost first."""
    if isinstance(value, list) and "items" in schema:
        for item in value:
            yield from _objects(schema["items"], item)
    elif isinstance(value, dict):
        properties, others = schema.get("properties", {}), schema.get("additionalProperties")
        yield schema, value
        for key, inner in value.items():
            part = properties.get(key, others)
            if isinstance(part, dict):
                yield from _objects(part, inner)


def _lists(schema: Schema, owner: dict[str, Any]) -> list[str]:
    return [key for key, value in owner.items() if isinstance(value, list)]


@_named("null-empty-lists", "A list that is empty comes as null, also as a value of a map.")
def _null_empty_lists(schema: Schema, owner: dict[str, Any], chance: Random) -> None:
    for key in _lists(schema, owner):
        if not owner[key]:
            owner[key] = None


@_named("null-outer-lists", "The lists of the answer itself come as null, as where nothing is found.")
def _null_outer_lists(schema: Schema, owner: dict[str, Any], chance: Random) -> None:
    if _OUTERMOST in schema:
        owner.update(dict.fromkeys(_lists(schema, owner)))


@_named("null-inner-lists", "The lists inside the answer's objects come as null, as where they are empty.")
def _null_inner_lists(schema: Schema, owner: dict[str, Any], chance: Random) -> None:
    if _OUTERMOST not in schema:
        owner.update(dict.fromkeys(_lists(schema, owner)))


@_named("null-flat-positions", "`position_fp` and `total_traded_dollars` of a flat position come as null.")
def _null_flat_positions(schema: Schema, owner: dict[str, Any], chance: Random) -> None:
    if "position_fp" in owner and not float(owner["position_fp"] or 0):
        owner["position_fp"] = None
        if "total_traded_dollars" in owner:
            owner["total_traded_dollars"] = None


@_named("missing-product-metadata", "`product_metadata` of an event is left out.")
def _missing_product_metadata(schema: Schema, owner: dict[str, Any], chance: Random) -> None:
    if "event_ticker" in owner:
        owner.pop("product_metadata", None)


@_named("missing-last-cursor", "The cursor of the last page is left out rather than empty.")
def _missing_last_cursor(schema: Schema, owner: dict[str, Any], chance: Random) -> None:
    for key in ("cursor", "next_cursor"):
        if owner.get(key) == "":
            del owner[key]


@_named("missing-client-order-id", "`client_order_id` of a fill is left out.")
def _missing_client_order_id(schema: Schema, owner: dict[str, Any], chance: Random) -> None:
    if "trade_id" in owner or "fill_id" in owner:
        owner.pop("client_order_id", None)


@_named(
    "retired-fields-gone", "The integer version of a `_dollars` or `_fp` field is left out before the spec drops it."
)
def _retired_fields_gone(schema: Schema, owner: dict[str, Any], chance: Random) -> None:
    for key in [key for key in owner if f"{key}_dollars" in owner or f"{key}_fp" in owner]:
        del owner[key]
    for key in ("service", *_RETIRED):
        owner.pop(key, None)


@_named("retired-fields-kept", "A market still has fields that the spec has dropped, such as `tick_size`.")
def _retired_fields_kept(schema: Schema, owner: dict[str, Any], chance: Random) -> None:
    if schema.get("x-name") == "Market":
        owner.update(_RETIRED)


@_named("new-enum-values", "Usage tiers, incentive types, price level structures and reasons have future values.")
def _new_enum_values(schema: Schema, owner: dict[str, Any], chance: Random) -> None:
    for key, value in owner.items():
        if isinstance(value, str) and (key in _GROWING or _REASON.search(key)):
            owner[key] = _NEW_VALUE


@_named("flat-account-limits", "Account limits are integers instead of token buckets.")
def _flat_account_limits(schema: Schema, owner: dict[str, Any], chance: Random) -> None:
    for key in ("read", "write"):
        if isinstance(owner.get(key), dict) and "refill_rate" in owner[key]:
            owner[key] = owner[key]["refill_rate"]


@_named("high-subaccounts", "Subaccount numbers other than 0 are above the maximum of the spec.")
def _high_subaccounts(schema: Schema, owner: dict[str, Any], chance: Random) -> None:
    for key, value in owner.items():
        if "subaccount" in key and isinstance(value, int) and value:
            owner[key] = value + _ABOVE_ALL_SUBACCOUNTS


@_named(
    "missing-fields",
    "Each object lacks one required field that is no list and no object, chosen by the rule's seed.",
    is_reported=False,
)
def _missing_fields(schema: Schema, owner: dict[str, Any], chance: Random) -> None:
    required = [key for key in schema.get("required", ()) if not isinstance(owner.get(key, {}), dict | list)]
    if required:
        del owner[chance.choice(required)]


@_named("nulls-in-lists", "Each list ends with a null.", is_reported=False)
def _nulls_in_lists(schema: Schema, owner: dict[str, Any], chance: Random) -> None:
    for key in _lists(schema, owner):
        owner[key] = [*owner[key], None]


@_named("unknown-enum-values", "Each field with an enum has a value that the enum lacks.", is_reported=False)
def _unknown_enum_values(schema: Schema, owner: dict[str, Any], chance: Random) -> None:
    for key, part in schema.get("properties", {}).items():
        if key in owner and "enum" in part and part.get("type") == "string":
            owner[key] = _NEW_VALUE


@_named("extra-fields", "Each object has fields that the spec doesn't have.", is_reported=False)
def _extra_fields(schema: Schema, owner: dict[str, Any], chance: Random) -> None:
    # A map has entries of one declared type, and no fields.
    if not isinstance(schema.get("additionalProperties"), dict):
        owner.update(field_of_tomorrow="new", object_of_tomorrow={"list": [1, None]})
