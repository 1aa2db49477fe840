"""Which things a list of an answer is about: those that the request names, or a series of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .contract import Schema

_EVENT_TICKERS = ("ticker", "market_ticker", "event_ticker")
_MARKET_TICKERS = ("ticker", "market_ticker")
_SERIES_TICKERS = (*_EVENT_TICKERS, "series_ticker")
# A parameter or body field that names several things, and the field of an item that carries one of them.
_PLURALS = {
    "tickers": ("ticker", "event_ticker"),
    "market_tickers": ("market_ticker",),
    "ids": ("id", "order_id"),
    "milestone_ids": ("milestone_id",),
    "percentiles": ("percentile",),
    "client_order_ids": ("client_order_id",),
}
# A list in the answer with one item for each item of a list in the request's body.
_ITEMS_OF = {"orders": "orders", "rfqs": "children", "quotes": "min_bids"}


def level_of(items: Schema) -> str:
    """Whether the schema's objects belong to a market, an event or a series."""
    name, properties = items.get("x-name", ""), items["properties"]
    if name in ("Series", "SeriesFeeChange"):
        return "series"
    if name == "AssociatedEvent" or ("event_ticker" in properties and not properties.keys() & {*_MARKET_TICKERS}):
        return "event"
    return "market"


def is_fixed(items: Schema, asked: Mapping[str, Any]) -> bool:
    """Whether the request names the one object that there can be, such as the position in a market."""
    if any(name == "id" or name.endswith("_id") for name in items["properties"]):
        return False
    fixing = {"market": _MARKET_TICKERS, "event": _EVENT_TICKERS, "series": _SERIES_TICKERS}[level_of(items)]
    return any(name in asked for name in fixing)


def named_items(items: Schema, field: str, asked: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """What is asked of each item that a request names one by one, or None when it names none."""
    source = _ITEMS_OF.get(field, "")
    entries = asked.get(source)
    if isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries):
        rest = {key: value for key, value in asked.items() if key != source}
        return [{**rest, **entry} for entry in entries]
    for plural, names in _PLURALS.items():
        name = next((name for name in names if name in items["properties"]), None)
        if name and asked.get(plural):
            values = asked[plural].split(",") if isinstance(asked[plural], str) else asked[plural]
            rest = {key: value for key, value in asked.items() if key != plural}
            return [{**rest, name: value} for value in values]
    return None
