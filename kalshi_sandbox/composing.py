"""Composes sample answers from the schemas of the spec, with fields that are consistent with each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve, frozen

from .instruments import NOW, book_side, period_ends, prices, tickers
from .sample_fields import sample_fields
from .spec import Schema
from .values import bare, fits, moment_of, usual, written

_EVENT_TICKERS = ("ticker", "market_ticker", "event_ticker")
_MARKET_TICKERS = ("ticker", "market_ticker")
_SERIES_TICKERS = (*_EVENT_TICKERS, "series_ticker")
# Parameters and body fields that name several things, with the fields of an item that have one of them.
_PLURALS = {
    "tickers": ("ticker", "event_ticker"),
    "market_tickers": ("market_ticker",),
    "ids": ("id", "order_id"),
    "milestone_ids": ("milestone_id",),
    "percentiles": ("percentile",),
    "client_order_ids": ("client_order_id",),
}
# Lists of an answer with one item for each item of a list in the request's body.
_ITEMS_OF = {"orders": "orders", "rfqs": "children", "quotes": "min_bids"}
_TICKERS = ("ticker", "market_ticker", "event_ticker", "series_ticker")
# Fields that an object only has later, or on another kind of market: left out unless they are known.
_LATER = frozenset(
    {
        "accepted_side",
        "accepted_ts",
        "average_fee_paid",
        "average_fill_price",
        "buyer_accepted_ts",
        "buyer_order_id",
        "cancellation_reason",
        "cancelled_ts",
        "cap_strike",
        "close_reason",
        "closed_ts",
        "confirmed_ts",
        "creator_order_id",
        "custom_strike",
        "early_close_condition",
        "error",
        "exchange_estimated_resume_time",
        "executed_ts",
        "expires_ts",
        "fee_multiplier_override",
        "fee_type_override",
        "fee_waiver_expiration_time",
        "finalized_ts",
        "functional_strike",
        "mve_collection_ticker",
        "mve_selected_legs",
        "primary_participant_key",
        "rfq_creator_order_id",
        "seller_accepted_ts",
        "seller_order_id",
        "settlement_floor",
        "settlement_ts",
        "settlement_value",
        "warning",
    }
)
# Optional lists that are only added on request.
ON_REQUEST = {"markets": "with_nested_markets", "milestones": "with_milestones"}
_ALIASES = {"subaccount_number": "subaccount", "adjusted_end_ts": "end_ts"}
_SINGLE = frozenset(
    {
        "additional_prohibitions",
        "allocations",
        "balance_breakdown",
        "categories",
        "exchange_index_statuses",
        "exchange_indices",
        "friday",
        "grants",
        "maintenance_windows",
        "monday",
        "price_ranges",
        "range_options",
        "resting_order_value_breakdown",
        "saturday",
        "scopes",
        "settlement_sources",
        "sport_ordering",
        "standard_hours",
        "sunday",
        "tags",
        "thursday",
        "tuesday",
        "volume_progress",
        "wednesday",
    }
)
_PERIODS = frozenset({"MarketCandlestick", "MarketCandlestickHistorical", "ForecastPercentilesPoint"})
_OWN_TICKERS = {"Market": "ticker", "EventData": "event_ticker", "Series": "series_ticker"}
_USUAL_LENGTH = 3


@frozen
class ComposeContext:
    """What is known at a place in an answer.

    Args:
        asked: What the request names: parameters and body fields, by name.
        facts: The tickers and prices of the current object.
        seed: The place in the answer, as the seed of all random values.
        index: The position of the current object in its list.
        fields: The sample fields of the current object.
    """

    asked: Mapping[str, Any]
    facts: Mapping[str, Any]
    seed: str
    index: int
    fields: Mapping[str, Any]


def compose_context(asked: Mapping[str, Any], seed: str, index: int = 0, level: str = "market") -> ComposeContext:
    """The context of the index-th market, event or series (`level`) that a request asks for."""
    names = tickers(index, asked, level)
    return ComposeContext(asked, {**names, **prices(names["ticker"])}, f"{seed}[{index}]", index, {})


def compose(schema: Schema, field: str, context: ComposeContext) -> Any:
    """A value of the schema.

    Args:
        schema: A schema of the spec, without references.
        field: Name of the field of the value.
        context: What is known.
    """
    if "items" in schema:
        return list(_list(schema["items"], field, context))
    if "properties" in schema:
        return _object(schema, field, context)
    if schema.get("type") == "object":
        return _mapping(schema, field, context)
    return _leaf(schema, field, context)


def compose_items(items: Schema, field: str, context: ComposeContext, indexes: Iterable[int]) -> Iterator[Any]:
    """Objects of a list: those that the request names, else those at the indexes.

    Args:
        items: Schema of an item.
        field: Name of the list's field.
        context: What is known of the object that has the list.
        indexes: Positions in the list of all items.
    """
    level = level_of(items)
    named = named_items(items, field, context.asked)
    contexts = (
        [compose_context(asked, context.seed, index, level) for index, asked in enumerate(named)]
        if named is not None
        else [compose_context(context.asked, context.seed, index, level) for index in indexes]
    )
    return (compose(items, field, each) for each in contexts)


def _object(schema: Schema, field: str, context: ComposeContext) -> dict[str, Any]:
    name, properties = schema.get("x-name", field), schema["properties"]
    known = {
        **context.facts,
        **{key: value for key, value in context.asked.items() if not isinstance(value, list | dict)},
    }
    if field in ("yes_bid", "yes_ask"):
        known["price"] = context.facts[field]
    if name in _OWN_TICKERS:
        # The same wherever it appears: in a list, in another object, alone.
        context = evolve(context, seed=str(known[_OWN_TICKERS[name]]))
    fields = sample_fields(name, known, context.seed)
    for own in ("id", "ticker"):
        # An rfq's `id` is the `rfq_id` that the request named; a series' `ticker` its `series_ticker`.
        if own in properties and f"{field}_{own}" in known:
            fields[own] = known[f"{field}_{own}"]
    owned = {key: known[key] for key in _TICKERS if key in properties and key not in fields}
    inner = evolve(context, fields=fields, asked={**context.asked, **owned})
    asked, facts, seed, index = inner.asked, inner.facts, inner.seed, inner.index
    required = schema.get("required", ())
    return {
        key: compose(part, key, ComposeContext(asked, facts, f"{seed}/{key}", index, fields))
        for key, part in properties.items()
        if key in required or _is_included(key, inner)
    }


def _is_included(field: str, context: ComposeContext) -> bool:
    """Whether an optional field is part of the answer."""
    if field in ON_REQUEST:
        return bool(context.asked.get(ON_REQUEST[field]))
    return bare(field) not in _LATER or bare(field) in context.fields or field in context.asked


def _mapping(schema: Schema, field: str, context: ComposeContext) -> dict[str, Any]:
    values = schema.get("additionalProperties")
    if not isinstance(values, dict) or not values:
        return {}
    return {"Sports": compose(values, field, evolve(context, seed=context.seed + "/Sports"))}


def _leaf(schema: Schema, field: str, context: ComposeContext) -> Any:
    """The object's sample field, else what the request names, else a usual value of such a field."""
    for source, name in (
        (context.fields, bare(field)),
        (context.asked, field),
        (context.asked, _ALIASES.get(field, field)),
        (context.facts, bare(field)),
    ):
        if name in source and not isinstance(source[name], list | dict):
            value = written(schema, field, source[name])
            if fits(schema, value):
                return value
    return written(schema, field, usual(schema, field, context.seed, moment_of(context.index)))


def _list(items: Schema, field: str, context: ComposeContext) -> Iterable[Any]:
    if items.get("x-name") == "PriceLevelDollarsCountFp":
        return book_side(
            context.facts["yes_bid" if field.startswith("yes") else "no_bid"],
            int(context.asked.get("depth", 0)),
            context.seed,
        )
    if items.get("x-name") in _PERIODS:
        return (compose(items, field, period) for period in _periods(context))
    indexes = range(1 if field in _SINGLE else _USUAL_LENGTH)
    if "properties" in items:
        return compose_items(items, field, context, indexes)
    level = "event" if field.endswith("event_tickers") else "market"
    return (_entry(items, field, compose_context(context.asked, context.seed, index, level)) for index in indexes)


def _entry(items: Schema, field: str, context: ComposeContext) -> Any:
    for name in ("event_ticker", "market_ticker"):
        if field.endswith(name + "s"):
            return context.facts[name]
    return compose(items, "order_id" if field == "orders" else field, context)


def _periods(context: ComposeContext) -> Iterator[ComposeContext]:
    """The contexts of the periods between the request's `start_ts` and `end_ts`, oldest first."""
    minutes = int(context.asked.get("period_interval", 60)) or 1
    for end in period_ends(
        context.asked.get("start_ts", 0), context.asked.get("end_ts", int(NOW.timestamp())), minutes * 60
    ):
        facts = {**context.facts, **prices(f"{context.facts['ticker']}/{end}"), "end_period_ts": end}
        yield evolve(context, facts=facts, seed=f"{context.seed}/{end}")


def level_of(items: Schema) -> str:
    """Whether the schema's objects belong to a market, an event or a series."""
    name, properties = items.get("x-name", ""), items["properties"]
    if name in ("Series", "SeriesFeeChange"):
        return "series"
    if name == "AssociatedEvent" or ("event_ticker" in properties and not properties.keys() & {*_MARKET_TICKERS}):
        return "event"
    return "market"


def is_fixed(items: Schema, asked: Mapping[str, Any]) -> bool:
    """Whether the request names the only possible object, such as the position in a market."""
    if any(name == "id" or name.endswith("_id") for name in items["properties"]):
        return False
    fixing = {"market": _MARKET_TICKERS, "event": _EVENT_TICKERS, "series": _SERIES_TICKERS}[level_of(items)]
    return any(name in asked for name in fixing)


def named_items(items: Schema, field: str, asked: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """What the request says of each item that it names, or None if it names none."""
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
