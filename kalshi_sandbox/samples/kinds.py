"""What sample answers of an API are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen

Facts = Mapping[str, Any]
Sample = Callable[[Facts, str], dict[str, Any]]
"""Sample fields of an object, by field names without their units, from what is known of it and the place that it has in
the answer, which is the seed of all random values. A list, an object or None is sent as it is."""


def _no_levels(field: str, facts: Facts, depth: int, seed: str) -> list[list[str]]:
    return []


@frozen(kw_only=True)
class Samples:
    """What sample answers of an API are made of.

    Args:
        names: Names of the index-th object of a list that are consistent with what the request names: its index, what
            the request names, and whether the object belongs to a market, an event or a series.
        prices: Prices of a market by its ticker.
        fields: Sample fields of objects by the names of their schemas.
        side: The levels of one side of an order book: the field of the side, what is known of the market, how many
            levels the request asks for (0 for all), and a seed.
        quotes: Fields with an object about one price, which is the fact of the same name.
        keys: The keys of a map by the name of its field.
        own_names: The field by which an object is the same wherever it appears, by schema names.
        later: Fields that an object only has later, or that another kind of object has: left out unless they are known.
        single: Lists of one item.
        one_each: Objects of which there is one for a ticker, by schema names.
        periods: Objects of which there is one for each period that the request asks for, by schema names.
    """

    names: Callable[[int, Mapping[str, Any], str], dict[str, Any]]
    prices: Callable[[str], dict[str, Any]]
    fields: Mapping[str, Sample]
    side: Callable[[str, Facts, int, str], list[list[str]]] = _no_levels
    quotes: frozenset[str] = frozenset()
    keys: Mapping[str, tuple[str, ...]] = {}
    own_names: Mapping[str, str] = {}
    later: frozenset[str] = frozenset()
    single: frozenset[str] = frozenset()
    one_each: frozenset[str] = frozenset()
    periods: frozenset[str] = frozenset()
