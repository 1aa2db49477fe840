"""Complete bumps of a large spec, counted a second time by `facts`."""

from __future__ import annotations

import copy
from collections import Counter
from typing import Any

from scripts.contract_diff.operations import compare

from . import Document
from .exchange import exchange
from .facts import differing_facts, flattened, reported_facts

FAMILIES = ("Order", "Quote", "Event", "Fill", "Trade", "Series", "Market", "Position", "Balance", "Group")


def counted(old: Document, new: Document) -> Counter[str]:
    """How many facts of each kind differ; asserts that both counts agree."""
    differing = differing_facts(old, new)
    assert reported_facts(compare(old, new), old, new) == differing
    return Counter(fact[0] for fact in differing)


def test_the_second_count_sees_every_kind_of_fact() -> None:
    kinds = {fact[0] for fact in flattened(exchange("Order"))}
    assert kinds == {
        *("operation", "route", "parameter", "parameter required", "parameter type", "parameter enum"),
        *("schema", "property", "required", "type", "enum"),
    }


def test_a_complete_family_goes() -> None:
    old, new = exchange(*FAMILIES), exchange(*FAMILIES[1:])
    assert counted(old, new) == {"operation": 4, "schema": 5}
    assert counted(new, old) == {"operation": 4, "schema": 5}


def test_every_path_is_renamed() -> None:
    old = exchange(*FAMILIES)
    new = {**old, "paths": {f"/v2{path}": item for path, item in old["paths"].items()}}
    assert counted(old, new) == {"route": 2 * 4 * len(FAMILIES)}
    renamed = [change for change in compare(old, new) if change.id == "operation-path-changed"]
    assert len(renamed) == len(compare(old, new)) == 4 * len(FAMILIES)


def _strings_for_integers(node: Any) -> Any:
    if isinstance(node, list):
        return [_strings_for_integers(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _strings_for_integers(value) for key, value in node.items()}
    if kept.get("type") == "integer":
        return {"type": "string"} | ({"nullable": True} if kept.get("nullable") else {})
    return kept


def test_every_integer_becomes_a_string() -> None:
    old = exchange(*FAMILIES)
    new = _strings_for_integers(copy.deepcopy(old))
    # Each family: the limit of its list, three fields of its own, and the values of a map.
    assert counted(old, new) == {"parameter type": 2 * len(FAMILIES), "type": 2 * 4 * len(FAMILIES)}


def test_a_change_of_a_shared_schema_is_reported_once_with_every_operation_it_reaches() -> None:
    old = exchange(*FAMILIES)
    new = copy.deepcopy(old)
    new["components"]["schemas"]["Dollars"]["type"] = "number"
    (change,) = compare(old, new)
    assert change.location == "Dollars"
    reading = [
        f"{verb}{family}{plural}" for family in FAMILIES for verb, plural in (("Get", "s"), ("Get", ""), ("Create", ""))
    ]
    assert change.operations == tuple(sorted(reading))


def test_a_schema_that_is_sent_and_read_is_reported_in_both_directions() -> None:
    old = exchange("Order")
    old["paths"]["/orders"]["post"]["requestBody"]["content"]["application/json"]["schema"] = {
        "$ref": "#/components/schemas/Order"
    }
    new = copy.deepcopy(old)
    new["components"]["schemas"]["Order"]["properties"]["count"]["nullable"] = True
    found = {(change.id, change.level): change.operations for change in compare(old, new)}
    assert found == {
        ("request-property-became-nullable", "info"): ("CreateOrder",),
        ("response-property-became-nullable", "breaking"): ("CreateOrder", "GetOrder", "GetOrders"),
    }
