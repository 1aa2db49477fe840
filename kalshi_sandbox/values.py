"""Values of single fields: usual ones, and how a value is written on the wire."""

from __future__ import annotations

import functools
import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from .instruments import CENT, NOW, identifier, number
from .spec import Schema

_UNITS = re.compile(r"_(dollars|fp)$")
_DECIMAL = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?", re.ASCII)
_PRICE = re.compile(r"price$|_bid$|_ask$|^(open|low|high|close|mean|previous|min|max)$")
_MOST_PLACES = 6
_MOMENT = re.compile(r"(^|_)(ts|ms|t)$")

# The distance of a time from the answer's own time, by a word in its name; the first match counts.
_TIMES: tuple[tuple[str, timedelta], ...] = (
    ("calibration_window_start", timedelta(days=-60)),
    ("calibration_window_end", timedelta(days=-32)),
    ("published", timedelta(days=-31)),
    ("end_period", timedelta()),
    ("computed", timedelta(hours=-1)),
    ("created", timedelta(hours=-1)),
    ("obs_time", timedelta(minutes=-2)),
    ("received", timedelta(minutes=-1)),
    ("start", timedelta(days=-30)),
    ("open", timedelta(days=-30)),
    ("effective", timedelta(days=-30)),
    ("region_expiration", timedelta(days=30)),
    ("expir", timedelta(days=30)),
    ("close", timedelta(days=30)),
    ("end", timedelta(days=30)),
    ("strike", timedelta(days=30)),
    ("scheduled", timedelta(days=7)),
)
_INTEGERS = {
    "amount_cents": 2500,
    "bucket_capacity": 200,
    "centicount": 1000,
    "cost": 10,
    "default_cost": 10,
    "discount_factor_bps": 5000,
    "fee_cents": 0,
    "max_reward_per_account": 1000000,
    "percent": 100,
    "period_interval": 60,
    "period_reward": 1000000,
    "refill_rate": 100,
    "settlement_timer_seconds": 1800,
    "size_max": 6,
    "size_min": 2,
    "to_subaccount": 1,
}
_ZEROS = re.compile(r"exchange_ind|subaccount$|subaccount_number|shard")
_TRUE = frozenset({"can_close_early", "enabled", "exchange_active", "is_auto_cancel_enabled", "is_yes_only"})
_TRUE_ENDINGS = ("trading_active", "transfers_active", "_complete")
_STRINGS = {
    "additional_prohibitions": "Employees of the settlement source",
    "cap_date": "2026-10-01",
    "categories": "Financials",
    "category": "Financials",
    "city": "NYC",
    "code": "KNYC",
    "collateral_return_type": "MECNET",
    "color_code": "#0AC285",
    "competition": "Pro Football",
    "default_range": "1D",
    "expiration_value": "",
    "formatted_forecast": "100,250",
    "frequency": "daily",
    "level": "basic",
    "method": "POST",
    "no_sub_title": "Below the strike",
    "path": "/portfolio/events/orders",
    "price_level_structure": "linear_cent",
    "primary_code": "KNYC",
    "range_options": "1D",
    "scopes": "Games",
    "side": "yes",
    "sport_ordering": "Football",
    "source": "manual",
    "status": "open",
    "strike_period": "daily",
    "tags": "Daily",
    "units": "F",
    "usage_tier": "basic",
    "yes_sub_title": "At or above the strike",
}


@functools.cache
def bare(field: str) -> str:
    """A field's name without the unit at its end: `yes_bid_dollars` is `yes_bid`."""
    return _UNITS.sub("", field)


def usual(schema: Schema, field: str, seed: str, moment: datetime) -> Any:
    """A usual value of a field with that name and type, always the same for a seed.

    Args:
        schema: The field's schema, neither an object nor an array.
        field: The field's name.
        seed: The place of the field in the answer.
        moment: The time of what the answer is about.
    """
    if "enum" in schema:
        return schema["enum"][0]
    kind, form = schema.get("type"), schema.get("format")
    if kind == "boolean":
        return field in _TRUE or field.endswith(_TRUE_ENDINGS)
    if form in ("date", "date-time") or (kind == "integer" and _MOMENT.search(field)):
        return moment + _after(field)
    if form == "decimal":
        return _decimal(schema, bare(field), seed)
    if kind == "integer":
        return _integer(schema, field, seed)
    if kind == "number":
        return 1.0 if field.startswith(("fee_multiplier", "weight")) else number(seed, 1000, 9000) / 100
    return _string(schema, field, seed)


def _after(field: str) -> timedelta:
    return next((distance for word, distance in _TIMES if word in field), timedelta())


def _decimal(schema: Schema, name: str, seed: str) -> Decimal:
    if schema.get("x-name") == "FixedPointCount":
        return Decimal(number(seed, 1, 500))
    if _PRICE.search(name):
        return number(seed, 5, 90) * CENT
    if name in ("notional_value", "yes_settlement_value"):
        return Decimal(1)
    if "fee" in name:
        return number(seed, 1, 99) * CENT
    return number(seed, 100, 99999) * CENT


def _integer(schema: Schema, field: str, seed: str) -> int:
    value = _INTEGERS.get(field)
    if value is None:
        value = 0 if _ZEROS.search(field) else number(seed, 1, 100)
    return int(min(max(value, schema.get("minimum", value)), schema.get("maximum", value)))


def _string(schema: Schema, field: str, seed: str) -> str:
    if field == "id" or field.endswith("_id") or schema.get("format") == "uuid":
        return identifier(seed)
    if field == "url" or field.endswith("_url"):
        return f"https://exchange.example/{field.removesuffix('_url')}"
    if field in _STRINGS:
        return _STRINGS[field]
    return field.replace("_", " ").capitalize()


def written(schema: Schema, field: str, value: Any) -> Any:
    """A value as it is sent: money as a string or in cents, a time as RFC 3339 or a Unix integer."""
    kind = schema.get("type")
    if schema.get("format") == "decimal":
        places = 2 if schema.get("x-name") == "FixedPointCount" else 4
        number_ = Decimal(value) if isinstance(value, str) and _DECIMAL.fullmatch(value) else value
        if isinstance(number_, Decimal):
            places = min(max(places, places_of(number_)), _MOST_PLACES)
        return f"{number_:.{places}f}" if isinstance(number_, Decimal | int) else value
    if isinstance(value, Decimal):
        return int(value * 100) if kind == "integer" else float(value) if kind == "number" else str(value)
    if isinstance(value, datetime):
        if kind == "string":
            return value.strftime("%Y-%m-%d" if schema.get("format") == "date" else "%Y-%m-%dT%H:%M:%SZ")
        return int(value.timestamp()) * (1000 if field.endswith("_ms") else 1)
    return value


def places_of(value: Decimal) -> int:
    """How many decimals a number is written with."""
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def fits(schema: Schema, value: Any) -> bool:
    """Whether a written value has the schema's type, enum and bounds."""
    if "enum" in schema and value not in schema["enum"]:
        return False
    match schema.get("type"):
        case "string":
            return isinstance(value, str) and (schema.get("format") != "decimal" or bool(_DECIMAL.fullmatch(value)))
        case "boolean":
            return isinstance(value, bool)
        case "integer" | "number" as kind:
            types = int if kind == "integer" else (int, float)
            if isinstance(value, bool) or not isinstance(value, types):
                return False
            return bool(schema.get("minimum", value) <= value <= schema.get("maximum", value))
    return True


def moment_of(index: int) -> datetime:
    """When the index-th thing of a list happened: newest first, a minute apart."""
    return NOW - timedelta(minutes=index)
