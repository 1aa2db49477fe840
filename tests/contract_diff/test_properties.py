from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate

from scripts.contract_diff.operations import compare
from scripts.contract_diff.reports import as_json
from scripts.contract_diff.sources import Side
from scripts.contract_diff.verdict import Comparison
from tests.walking import walked

from . import EMBEDDED, Document, ids
from .everything import everything
from .exchange import exchange
from .facts import differing_facts, reported_facts
from .mutations import MUTATIONS, Family
from .walk import REMOVED, Place, changed, missed, places

FAMILIES = ("Order", "Quote", "Event", "Fill")
families = st.lists(st.sampled_from(FAMILIES), min_size=1, max_size=3, unique=True)
# Changes that remove or hide another change of the same family; such a pair is not independent.
_ALONE = {
    "an operation goes",
    "a path is renamed",
    "a method is another",
    "an operationId is another",
    "a body goes",
    "a success goes",
    "an answer loses its body",
    "a parameter is renamed",
    "a parameter moves",
    "a parameter's type is another",
    "a path's parameter is renamed",
    "an enum of an answer is lifted",
    "a field of an answer goes",
    "all operations are public",
    "an integer of an answer becomes a number",
    "a schema goes",
    "a sent field goes",
    "a parameter goes",
    "a reference of an answer may be null",
}


def mutated(document: Document, family: str, *names: str) -> Document:
    result = copy.deepcopy(document)
    for name in names:
        MUTATIONS[name][2](Family(result, family))
    return result


def shuffled(node: Any, chance: random.Random) -> Any:
    """The same document with the keys of every mapping in another order."""
    if isinstance(node, list):
        return [shuffled(item, chance) for item in node]
    if not isinstance(node, dict):
        return node
    keys = list(node)
    chance.shuffle(keys)
    return {key: shuffled(node[key], chance) for key in keys}


def test_the_catalogue_has_more_than_forty_kinds() -> None:
    assert len(MUTATIONS) >= 60


@pytest.mark.parametrize("name", sorted(MUTATIONS))
@settings(max_examples=1, deadline=None)
@given(families=families, data=st.data())
def test_every_mutation_is_found_at_its_level_and_counted(name: str, families: list[str], data: st.DataObject) -> None:
    rule, level, _ = MUTATIONS[name]
    old = exchange(*families)
    new = mutated(old, data.draw(st.sampled_from(families)), name)
    changes = compare(old, new)
    assert (rule, level) in {(change.id, change.level) for change in changes}
    assert reported_facts(changes, old, new) == differing_facts(old, new)


@settings(max_examples=30, deadline=None)
@given(
    families=families,
    names=st.lists(st.sampled_from(sorted(MUTATIONS.keys() - _ALONE)), min_size=2, max_size=6, unique=True),
)
def test_several_mutations_at_once_are_all_found_and_nothing_else_is(families: list[str], names: list[str]) -> None:
    old = exchange(*families)
    new = mutated(old, families[0], *names)
    changes = compare(old, new)
    assert {MUTATIONS[name][0] for name in names} <= {change.id for change in changes}
    assert reported_facts(changes, old, new) == differing_facts(old, new)


@settings(max_examples=20, deadline=None)
@given(families=families, seed=st.integers())
def test_a_spec_is_the_same_as_itself_in_any_order_of_keys(families: list[str], seed: int) -> None:
    old = exchange(*families)
    assert compare(old, shuffled(old, random.Random(seed))) == []


@settings(max_examples=20, deadline=None)
@given(families=families, name=st.sampled_from(sorted(MUTATIONS)), seed=st.integers())
def test_the_report_is_the_same_in_any_order_of_keys(families: list[str], name: str, seed: int) -> None:
    old = exchange(*families)
    new = mutated(old, families[-1], name)
    chance = random.Random(seed)

    def report(*documents: Document) -> str:
        sides = [Side("x", "1", "0" * 64, "0" * 64, document, document) for document in documents]
        return as_json(Comparison(sides[0], sides[1], compare(*documents), None))

    assert report(old, new) == report(shuffled(old, chance), shuffled(new, chance))


def test_a_spec_with_a_place_of_every_kind_is_a_spec() -> None:
    validate(everything())


# The descriptions are not facts: OpenAPI requires one for each response.
EVERY_PLACE = [
    place
    for place in places(everything())
    if len(place) > 1 and place[0] != "info" and not (place[-1] == "description" and "responses" in place)
]


@pytest.mark.parametrize("part", range(4))
def test_no_change_of_any_kind_is_missed_in_either_direction(part: int) -> None:
    assert missed(everything(), EVERY_PLACE[part::4], compare) == []


@walked(
    ("place", "rule", "level", "operations"),
    [
        (("links", "Next", "operationId"), "spec-keyword-changed", "warning", ()),
        (("callbacks", "Done"), "spec-keyword-changed", "warning", ()),
        (("headers", "Kept", "schema", "type"), "unused-component-changed", "info", ()),
        (("headers", "Used", "schema", "type"), "response-header-type-widened", "breaking", ("GetOrder",)),
        (("parameters", "Spare", "schema", "enum"), "unused-component-changed", "info", ()),
        (("parameters", "Limit", "schema", "type"), "request-parameter-type-widened", "info", ("GetOrder",)),
        (
            ("requestBodies", "Text", "content", "text/plain", "schema", "type"),
            "request-body-type-widened",
            "info",
            ("PostText",),
        ),
        (
            ("responses", "Bad", "content", "text/plain", "schema", "type"),
            "response-body-type-widened",
            "breaking",
            ("GetOrder",),
        ),
    ],
)
def test_what_a_component_loses_is_reported_with_the_operations_that_use_it(
    place: Place, rule: str, level: str, operations: tuple[str, ...]
) -> None:
    old = everything()
    new = changed(old, ("components", *place), REMOVED)
    assert new is not None
    (change,) = compare(old, new)
    assert (change.id, change.level, change.operations) == (rule, level, operations)


SCHEMAS = st.recursive(
    st.sampled_from(
        [
            {"type": "string"},
            {"type": "integer", "minimum": 1},
            {"type": "string", "enum": ["a", "b"]},
            {"type": "boolean", "nullable": True},
        ]
    ),
    lambda inner: (
        st.builds(lambda items: {"type": "array", "items": items}, inner)
        | st.builds(
            lambda fields: {"type": "object", "properties": fields},
            st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
        )
        | st.builds(lambda parts: {"oneOf": parts}, st.lists(inner, min_size=1, max_size=3))
        | st.builds(lambda part: {"allOf": [part], "nullable": True}, inner)
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=30)
@given(subject=st.sampled_from(sorted(EMBEDDED)), schema=SCHEMAS)
def test_any_schema_is_the_same_as_itself(subject: str, schema: Any) -> None:
    assert ids(EMBEDDED[subject](schema), EMBEDDED[subject](copy.deepcopy(schema)), descriptions=True) == []


@settings(deadline=None, max_examples=30)
@given(subject=st.sampled_from(sorted(EMBEDDED)), fields=st.dictionaries(st.sampled_from("abc"), SCHEMAS), new=SCHEMAS)
def test_an_optional_field_that_comes_is_never_breaking(subject: str, fields: dict[str, Any], new: Any) -> None:
    old = {"type": "object", "properties": fields}
    wider = {"type": "object", "properties": {**fields, "new": new}}
    changes = compare(EMBEDDED[subject](old), EMBEDDED[subject](wider))
    assert {change.level for change in changes} == {"info"}


@settings(deadline=None, max_examples=30)
@given(schema=SCHEMAS, place=st.sampled_from(["query", "header", "cookie"]), families=families)
def test_an_optional_parameter_that_comes_is_never_breaking(schema: Any, place: str, families: list[str]) -> None:
    old = exchange(*families)
    new = copy.deepcopy(old)
    Family(new, families[0]).list["parameters"].append({"name": "new", "in": place, "schema": schema})
    assert [change.level for change in compare(old, new)] == ["info"]


@settings(deadline=None, max_examples=30)
@given(subject=st.sampled_from(sorted(EMBEDDED)), old=SCHEMAS, new=SCHEMAS)
def test_any_two_schemas_differ_in_both_directions_or_in_none(subject: str, old: Any, new: Any) -> None:
    there = ids(EMBEDDED[subject](old), EMBEDDED[subject](new))
    back = ids(EMBEDDED[subject](new), EMBEDDED[subject](old))
    assert bool(there) == bool(back)
