"""Composes sample answers from the schemas of the spec, with fields that are consistent with each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve, frozen

from .instruments import NOW, period_ends
from .samples import EVENTS, Samples
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
# Optional lists that are only added on request.
ON_REQUEST = {"markets": "with_nested_markets", "milestones": "with_milestones"}
_ALIASES = {"subaccount_number": "subaccount", "adjusted_end_ts": "end_ts"}
_USUAL_LENGTH = 3
_KEYS = ("Sports",)


@frozen
class ComposeContext:
    """What is known at a place in an answer.

    Args:
        asked: What the request names: parameters and body fields, by name.
        facts: The tickers and prices of the current object.
        seed: The place in the answer, as the seed of all random values.
        index: The position of the current object in its list.
        fields: The sample fields of the current object.
        samples: What sample answers of the API are made of.
    """

    asked: Mapping[str, Any]
    facts: Mapping[str, Any]
    seed: str
    index: int
    fields: Mapping[str, Any]
    samples: Samples


def compose_context(
    asked: Mapping[str, Any], seed: str, index: int = 0, level: str = "market", samples: Samples = EVENTS
) -> ComposeContext:
    """The context of the index-th market, event or series (`level`) that a request asks for."""
    names = samples.names(index, asked, level)
    return ComposeContext(asked, {**names, **samples.prices(names["ticker"])}, f"{seed}[{index}]", index, {}, samples)


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
    level, samples = level_of(items), context.samples
    named = named_items(items, field, context.asked)
    contexts = (
        [compose_context(asked, context.seed, index, level, samples) for index, asked in enumerate(named)]
        if named is not None
        else [compose_context(context.asked, context.seed, index, level, samples) for index in indexes]
    )
    return (compose(items, field, each) for each in contexts)


def _object(schema: Schema, field: str, context: ComposeContext) -> dict[str, Any]:
    name, properties, samples = schema.get("x-name", field), schema["properties"], context.samples
    known = {
        **context.facts,
        **{key: value for key, value in context.asked.items() if not isinstance(value, list | dict)},
    }
    if field in samples.quotes:
        known["price"] = context.facts[field]
    if name in samples.own_names:
        # The same wherever it appears: in a list, in another object, alone.
        context = evolve(context, seed=str(known[samples.own_names[name]]))
    fields = samples.fields[name](known, context.seed) if name in samples.fields else {}
    for own in ("id", "ticker"):
        # An rfq's `id` is the `rfq_id` that the request named; a series' `ticker` its `series_ticker`.
        if own in properties and f"{field}_{own}" in known:
            fields[own] = known[f"{field}_{own}"]
    owned = {key: known[key] for key in _TICKERS if key in properties and key not in fields}
    inner = evolve(context, fields=fields, asked={**context.asked, **owned})
    required = schema.get("required", ())
    return {
        key: fields[bare(key)]
        if _is_complete(part, fields.get(bare(key), ""))
        else compose(part, key, evolve(inner, seed=f"{inner.seed}/{key}"))
        for key, part in properties.items()
        if key in required or _is_included(key, evolve(context, fields=fields))
    }


def _is_complete(schema: Schema, value: Any) -> bool:
    """Whether a sample field is sent as it is."""
    return isinstance(value, list | dict) or (value is None and bool(schema.get("nullable")))


def _is_included(field: str, context: ComposeContext) -> bool:
    """Whether an optional field is part of the answer."""
    if field in ON_REQUEST:
        return bool(context.asked.get(ON_REQUEST[field]))
    return bare(field) not in context.samples.later or bare(field) in context.fields or field in context.asked


def _mapping(schema: Schema, field: str, context: ComposeContext) -> dict[str, Any]:
    values = schema.get("additionalProperties")
    if not isinstance(values, dict) or not values:
        return {}
    keys = context.samples.keys.get(field, _KEYS)
    return {key: compose(values, field, evolve(context, seed=f"{context.seed}/{key}")) for key in keys}


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
        return context.samples.side(field, context.facts, int(context.asked.get("depth", 0)), context.seed)
    if items.get("x-name") in context.samples.periods:
        return (compose(items, field, period) for period in _periods(context))
    is_one = items.get("x-name") in context.samples.one_each and is_fixed(items, context.asked)
    indexes = range(1 if field in context.samples.single or is_one else _USUAL_LENGTH)
    if "properties" in items:
        return compose_items(items, field, context, indexes)
    level = "event" if field.endswith("event_tickers") else "market"
    contexts = (compose_context(context.asked, context.seed, index, level, context.samples) for index in indexes)
    return (_entry(items, field, each) for each in contexts)


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
        prices = context.samples.prices(f"{context.facts['ticker']}/{end}")
        facts = {**context.facts, **prices, "end_period_ts": end}
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
