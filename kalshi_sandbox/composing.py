"""Answers composed from the contract's schemas, each field consistent with what is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve, frozen

from .catalogue import level_of, named_items
from .contract import Schema
from .instruments import NOW, book_side, period_ends, prices, tickers
from .stories import story_of
from .values import bare, fits, moment_of, usual, written

_TICKERS = ("ticker", "market_ticker", "event_ticker", "series_ticker")
# Fields of a later stage in a thing's life, or of another kind of market: left out unless told.
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
# Optional lists that come only when the request asks for them.
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
class Scene:
    """What is known where an answer is being composed.

    Args:
        asked: What the request named: parameters and body fields, by name.
        facts: The tickers and prices of the thing at hand.
        seed: The place in the answer, from which all chance comes.
        index: The thing's place in its list.
        story: What the object at hand says of itself.
    """

    asked: Mapping[str, Any]
    facts: Mapping[str, Any]
    seed: str
    index: int
    story: Mapping[str, Any]


def scene(asked: Mapping[str, Any], seed: str, index: int = 0, level: str = "market") -> Scene:
    """The scene of the index-th market, event or series (`level`) that a request asks for."""
    names = tickers(index, asked, level)
    return Scene(asked, {**names, **prices(names["ticker"])}, f"{seed}[{index}]", index, {})


def compose(schema: Schema, field: str, at: Scene) -> Any:
    """A value of the schema.

    Args:
        schema: A schema of the contract, free of references.
        field: Name of the field that will hold the value.
        at: What is known.
    """
    if "items" in schema:
        return list(_list(schema["items"], field, at))
    if "properties" in schema:
        return _object(schema, field, at)
    if schema.get("type") == "object":
        return _mapping(schema, field, at)
    return _leaf(schema, field, at)


def compose_items(items: Schema, field: str, at: Scene, indexes: Iterable[int]) -> Iterator[Any]:
    """Objects of a list: those that the request names, else those with the indexes.

    Args:
        items: Schema of an item.
        field: Name of the list's field.
        at: What is known of the list's owner.
        indexes: Places in the catalogue.
    """
    level = level_of(items)
    named = named_items(items, field, at.asked)
    scenes = (
        [scene(asked, at.seed, index, level) for index, asked in enumerate(named)]
        if named is not None
        else [scene(at.asked, at.seed, index, level) for index in indexes]
    )
    return (compose(items, field, each) for each in scenes)


def _object(schema: Schema, field: str, at: Scene) -> dict[str, Any]:
    name, properties = schema.get("x-name", field), schema["properties"]
    known = {
        **at.facts,
        **{key: value for key, value in at.asked.items() if not isinstance(value, list | dict)},
    }
    if field in ("yes_bid", "yes_ask"):
        known["price"] = at.facts[field]
    if name in _OWN_TICKERS:
        # The same wherever it is told of: in a list, in another object, alone.
        at = evolve(at, seed=str(known[_OWN_TICKERS[name]]))
    story = story_of(name, known, at.seed)
    for own in ("id", "ticker"):
        # An rfq's `id` is the `rfq_id` that the request named; a series' `ticker` its `series_ticker`.
        if own in properties and f"{field}_{own}" in known:
            story[own] = known[f"{field}_{own}"]
    owned = {key: known[key] for key in _TICKERS if key in properties and key not in story}
    inner = evolve(at, story=story, asked={**at.asked, **owned})
    asked, facts, seed, index = inner.asked, inner.facts, inner.seed, inner.index
    required = schema.get("required", ())
    return {
        key: compose(part, key, Scene(asked, facts, f"{seed}/{key}", index, story))
        for key, part in properties.items()
        if key in required or _is_told(key, inner)
    }


def _is_told(field: str, at: Scene) -> bool:
    """Whether an optional field is part of the answer."""
    if field in ON_REQUEST:
        return bool(at.asked.get(ON_REQUEST[field]))
    return bare(field) not in _LATER or bare(field) in at.story or field in at.asked


def _mapping(schema: Schema, field: str, at: Scene) -> dict[str, Any]:
    values = schema.get("additionalProperties")
    if not isinstance(values, dict) or not values:
        return {}
    return {"Sports": compose(values, field, evolve(at, seed=at.seed + "/Sports"))}


def _leaf(schema: Schema, field: str, at: Scene) -> Any:
    """What the object says of itself, else what the request named, else what such a field usually holds."""
    for source, name in (
        (at.story, bare(field)),
        (at.asked, field),
        (at.asked, _ALIASES.get(field, field)),
        (at.facts, bare(field)),
    ):
        if name in source and not isinstance(source[name], list | dict):
            value = written(schema, field, source[name])
            if fits(schema, value):
                return value
    return written(schema, field, usual(schema, field, at.seed, moment_of(at.index)))


def _list(items: Schema, field: str, at: Scene) -> Iterable[Any]:
    if items.get("x-name") == "PriceLevelDollarsCountFp":
        return book_side(
            at.facts["yes_bid" if field.startswith("yes") else "no_bid"],
            int(at.asked.get("depth", 0)),
            at.seed,
        )
    if items.get("x-name") in _PERIODS:
        return (compose(items, field, period) for period in _periods(at))
    indexes = range(1 if field in _SINGLE else _USUAL_LENGTH)
    if "properties" in items:
        return compose_items(items, field, at, indexes)
    level = "event" if field.endswith("event_tickers") else "market"
    return (_entry(items, field, scene(at.asked, at.seed, index, level)) for index in indexes)


def _entry(items: Schema, field: str, at: Scene) -> Any:
    for name in ("event_ticker", "market_ticker"):
        if field.endswith(name + "s"):
            return at.facts[name]
    return compose(items, "order_id" if field == "orders" else field, at)


def _periods(at: Scene) -> Iterator[Scene]:
    """The scenes of the periods between the request's `start_ts` and `end_ts`, oldest first."""
    minutes = int(at.asked.get("period_interval", 60)) or 1
    for end in period_ends(at.asked.get("start_ts", 0), at.asked.get("end_ts", int(NOW.timestamp())), minutes * 60):
        facts = {**at.facts, **prices(f"{at.facts['ticker']}/{end}"), "end_period_ts": end}
        yield evolve(at, facts=facts, seed=f"{at.seed}/{end}")
