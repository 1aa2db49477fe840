from __future__ import annotations

import json
import re
from typing import Any

import pytest

from scripts.contract_diff.operations import compare
from scripts.contract_diff.rules import LEVELS, RULES
from scripts.contract_diff.values import canonical
from tests.stream_spec import small
from tests.walking import by_name, walk, walked

from . import EMBEDDED, Document, answer, content, ids, one, only, operation, spec
from .pairs import FIELDS, VALUES, silent, triggering
from .stream_pairs import SHARED

Pair = tuple[Document, Document]
TRIGGERING = triggering()
SILENT = silent()
EVERY_PAIR: dict[str, tuple[str, Pair]] = {
    **{rule: (rule, pair) for rule, pair in TRIGGERING.items()},
    **{f"{rule}, of a stream": (rule, pair) for rule, pair in SHARED.items()},
}


def test_every_rule_has_a_pair_and_every_pair_a_rule() -> None:
    assert TRIGGERING.keys() == RULES.keys()
    assert SILENT.keys() == RULES.keys()


def test_the_smallest_pair_triggers_the_rule_and_no_other() -> None:
    def check(rule: str) -> None:
        changes = compare(*TRIGGERING[rule], descriptions=True)
        assert [(change.id, change.level) for change in changes] == [(rule, RULES[rule].level)]

    walk(by_name(RULES, str), check)


def words(value: object) -> set[str]:
    """The names, texts and numbers in JSON."""
    return set(re.findall(r"[\w.$/-]+", json.dumps(value))) - {"null"}


def test_what_was_is_in_the_old_spec_and_what_is_in_the_new() -> None:
    def check(case: tuple[str, Pair]) -> None:
        rule, (old, new) = case
        (change,) = compare(old, new, descriptions=True)
        assert change.id == rule
        assert not words(change.before) & (words(new) - words(old))
        assert not words(change.after) & (words(old) - words(new))
        if rule.endswith(("-added", "-became-required")):
            assert not change.before
        if rule.endswith(("-removed", "-became-optional")):
            assert not change.after
        if isinstance(change.before, str) and isinstance(change.after, str):
            was, now = change.text.find(change.before), change.text.find(change.after)
            assert was <= now or now == -1

    walk(EVERY_PAIR, check)


def test_a_change_of_a_description_is_reported_only_when_asked_for() -> None:
    def check(case: tuple[str, Pair]) -> None:
        rule, pair = case
        assert ids(*pair) == ([] if rule.endswith("-description-changed") else [rule])

    walk(EVERY_PAIR, check)


def test_a_pair_that_is_near_the_rule_does_not_trigger_it() -> None:
    def check(rule: str) -> None:
        assert rule not in ids(*SILENT[rule], descriptions=True)

    walk(by_name(RULES, str), check)


def test_a_spec_does_not_differ_from_itself() -> None:
    def check(rule: str) -> None:
        for side in TRIGGERING[rule]:
            assert ids(side, side, descriptions=True) == []

    walk(by_name(RULES, str), check)


def test_every_rule_is_named_in_kebab_case_and_explained_in_one_sentence() -> None:
    for rule in RULES.values():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.id)
        assert rule.level in LEVELS
        assert re.fullmatch(r"[A-Z].*[a-z]\.", rule.explanation)
        assert ". " not in rule.explanation


@walked("subject", ["request-parameter", "request-body", "request-property"])
@walked(
    ("kind", "level"),
    [
        ("type-changed", "breaking"),
        ("type-widened", "info"),
        ("became-nullable", "info"),
        ("became-not-nullable", "breaking"),
        ("enum-value-removed", "breaking"),
        ("enum-value-added", "info"),
        ("bound-tightened", "breaking"),
        ("default-changed", "warning"),
    ],
)
def test_a_request_that_allows_less_breaks_those_who_send_it(subject: str, kind: str, level: str) -> None:
    assert RULES[f"{subject}-{kind}"].level == level


@walked("subject", ["response-body", "response-property", "response-header"])
@walked(
    ("kind", "level"),
    [
        ("type-changed", "breaking"),
        ("type-narrowed", "info"),
        ("became-nullable", "breaking"),
        ("became-not-nullable", "info"),
        ("enum-value-removed", "info"),
        ("enum-value-added", "warning"),
        ("bound-tightened", "info"),
    ],
)
def test_an_answer_that_promises_less_breaks_those_who_read_it(subject: str, kind: str, level: str) -> None:
    assert RULES[f"{subject}-{kind}"].level == level


def test_nothing_of_a_schema_without_use_is_more_than_information() -> None:
    kinds = [*VALUES, *FIELDS]
    assert {RULES[f"schema-{kind}"].level for kind in kinds} == {"info"}


@walked(
    ("old", "new"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": True}, {"anyOf": [{"type": "string"}, {"type": "null"}]}),
        ({"type": "string"}, {"allOf": [{"type": "string"}]}),
        ({"type": "string"}, {"oneOf": [{"type": "string"}]}),
        ({"type": "string"}, {"allOf": [{"type": "string", "deprecated": True}], "deprecated": False}),
        ({"type": "string", "nullable": True}, {"oneOf": [{"type": "string"}, {"const": None}]}),
        ({"type": "string", "nullable": True}, {"oneOf": [{"type": "string"}, {"enum": [None]}]}),
        ({"type": "string", "nullable": True}, {"anyOf": [{"type": "string"}, {"type": ["null"]}]}),
        ({"type": "string"}, {"type": ["string"]}),
        ({"type": "string", "enum": ["a"]}, {"type": "string", "const": "a"}),
        ({"type": "integer", "minimum": 0, "exclusiveMinimum": True}, {"type": "integer", "exclusiveMinimum": 0}),
        ({"type": "integer", "maximum": 1, "exclusiveMaximum": False}, {"type": "integer", "maximum": 1.0}),
        ({"type": "string"}, {"type": "string", "minLength": 0}),
        ({"type": "array", "items": {}}, {"type": "array", "uniqueItems": False}),
        ({"type": "object"}, {"type": "object", "additionalProperties": True}),
        ({"type": "object"}, {"type": "object", "additionalProperties": {}}),
        ({"type": ["string", "integer"]}, {"oneOf": [{"type": "integer"}, {"type": "string"}]}),
        ({"type": "string", "enum": ["a", "b"]}, {"type": "string", "enum": ["b", "a"]}),
        (
            {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
            {"allOf": [{"type": "object", "properties": {"a": {"type": "string"}}}, {"required": ["a"]}]},
        ),
        (
            {"allOf": [{"type": "integer", "minimum": 1}, {"minimum": 2, "maximum": 9}]},
            {"type": "integer", "minimum": 2, "maximum": 9},
        ),
    ],
)
def test_two_spellings_of_one_thing_are_no_change(old: object, new: object) -> None:
    for subject, embedded in EMBEDDED.items():
        assert ids(embedded(old), embedded(new)) == [], subject


@walked(
    ("old", "new", "kind"),
    [
        ({"default": 0}, {"default": False}, "default-changed"),
        ({}, {"default": None}, "default-changed"),
        ({"type": "integer", "exclusiveMaximum": 5}, {"type": "integer", "exclusiveMaximum": 4}, "bound-tightened"),
        ({"type": "integer"}, {"type": "integer", "multipleOf": 5}, "bound-tightened"),
        ({"type": "integer", "multipleOf": 10}, {"type": "integer", "multipleOf": 5}, "bound-loosened"),
        ({"type": "array"}, {"type": "array", "uniqueItems": True}, "bound-tightened"),
        ({"type": "string"}, {"type": "string", "minLength": 1}, "bound-tightened"),
        ({}, {"type": "string"}, "type-narrowed"),
        (True, False, "type-narrowed"),
        ({"type": "string", "const": "a"}, {"const": "a"}, "type-restated"),
        ({"enum": ["a", None]}, {"type": ["string", "null"], "enum": ["a", None]}, "type-restated"),
        ({"type": "array", "items": {"type": "string"}}, {"items": {"type": "string"}}, "type-widened"),
        ({"properties": {"a": {}}}, {"type": "object", "properties": {"a": {}}}, "type-narrowed"),
        ({"enum": ["a", None], "nullable": True}, {"enum": ["a"], "nullable": True}, "keyword-changed"),
        ({"type": ["string", "null"], "enum": ["a", None]}, {"type": "string", "enum": ["a", None]}, "keyword-changed"),
        ({"type": "string", "enum": ["a"], "nullable": True}, {"type": "string", "enum": ["a"]}, "became-not-nullable"),
        ({"oneOf": [{"minimum": 1}, {"maximum": 2}]}, {"anyOf": [{"minimum": 1}, {"maximum": 2}]}, "keyword-changed"),
    ],
)
def test_a_difference_that_is_easily_missed_is_found(old: object, new: object, kind: str) -> None:
    for subject, embedded in EMBEDDED.items():
        assert ids(embedded(old), embedded(new)) == [f"{subject}-{kind}"]


@pytest.mark.parametrize("is_inline", [False, True], ids=["by name", "by content"])
def test_a_variant_that_comes_or_goes_is_named(is_inline: bool) -> None:
    first, second = ({"type": "object", "properties": {name: {"type": "string"}}} for name in ("a", "b"))
    components = {"schemas": {"First": first, "Second": second}}

    def answering(schema: object) -> dict[str, object]:
        return {**only(responses=answer(schema)), "components": components}

    both: list[dict[str, Any]] = (
        [first, second] if is_inline else [{"$ref": f"#/components/schemas/{name}"} for name in components["schemas"]]
    )
    for kept, other in (both, both[::-1]):
        name = canonical(other) if is_inline else other["$ref"].rpartition("/")[2]
        choice, plain = answering({"oneOf": both}), answering(kept)
        added, removed = one(plain, choice), one(choice, plain)
        assert (added.id, added.text) == ("response-body-variant-added", f"there is a further variant {name}")
        assert (added.before, added.after) == (None, other)
        assert (removed.id, removed.text) == ("response-body-variant-removed", f"the variant {name} is gone")
        assert (removed.before, removed.after) == (other, None)


def test_a_variant_that_has_changed_is_compared_in_its_direction() -> None:
    """Of two variants the one is gone, and a field of the other as well: it is not a field that came."""
    before: dict[str, Any] = {"First": {"properties": {"a": {}, "b": {}}}, "Second": {"type": "string"}}
    after: dict[str, Any] = {"First": {"properties": {"a": {}}}}
    reference = {"$ref": "#/components/schemas/First"}
    choice = {"oneOf": [reference, {"$ref": "#/components/schemas/Second"}]}
    old = {**only(responses=answer(choice)), "components": {"schemas": before}}
    new = {**only(responses=answer(reference)), "components": {"schemas": after}}
    assert {*ids(old, new)} == {"response-body-variant-removed", "response-property-removed", "schema-removed"}


def test_variants_that_come_or_go_together_are_reported_one_by_one_and_nothing_else() -> None:
    plain = only(responses=answer({"type": "boolean"}))
    choice = only(responses=answer({"oneOf": [{"type": "string", "minLength": 1}, {"type": "integer", "minimum": 3}]}))
    assert ids(plain, choice) == ["response-body-type-widened", *2 * ["response-body-variant-added"]]
    assert ids(choice, plain) == ["response-body-type-narrowed", *2 * ["response-body-variant-removed"]]


def test_a_parameter_that_becomes_a_component_is_compared_where_it_is_used() -> None:
    """Each side's references lead into its own spec: the component is in one of them alone."""
    reference = {"$ref": "#/components/parameters/Limit"}
    limit = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    inline = only(parameters=[{**limit, "required": True}])
    named = {**only(parameters=[reference]), "components": {"parameters": {"Limit": limit}}}
    optional, required = one(inline, named), one(named, inline)
    assert (optional.id, required.id) == ("request-parameter-became-optional", "request-parameter-became-required")
    assert optional.location == required.location


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("1", []),
        ("0", ["response-body-type-changed"]),
        ("2", ["response-body-type-widened"]),
        ("one", ["response-body-type-widened"]),
    ],
)
def test_a_reference_leads_into_a_list_by_a_number(place: str, expected: list[str]) -> None:
    """One that leads nowhere allows everything."""
    components = {"schemas": {"Pair": {"prefixItems": [{"type": "string"}, {"type": "integer"}]}}}
    reference = {"$ref": f"#/components/schemas/Pair/prefixItems/{place}"}
    old, new = (
        {**only(responses=answer(schema)), "components": components} for schema in ({"type": "integer"}, reference)
    )
    assert ids(old, new) == expected


def test_a_change_of_how_all_authenticate_is_one_change_and_that_of_one_operation_its_own() -> None:
    def signing(of_all: Any, of_b: Any) -> Document:
        own = {} if of_b is None else {"security": of_b}
        paths = {"/a": {"get": operation(operationId="GetA")}, "/b": {"get": operation(operationId="GetB", **own)}}
        return spec(paths, security=of_all)

    signed = [{"key": []}]
    for_all = one(signing(signed, None), signing([], None))
    assert (for_all.id, for_all.location, for_all.operations) == (
        "operation-became-public",
        "security",
        ("GetA", "GetB"),
    )
    for_one = one(signing(signed, signed), signing(signed, []))
    assert (for_one.id, for_one.location, for_one.operations) == ("operation-became-public", "GET /b", ("GetB",))
    for own in (signing(signed, []), signing([], signed)):
        assert one(own, signing(own["security"], None)).location == "GET /b"
        assert one(signing(own["security"], None), own).location == "GET /b"
    for old, new in ((signed, None), (None, signed)):
        assert ids(signing(signed, old), signing(signed, new)) == []


@pytest.mark.parametrize(("name", "part"), [("a~b", "a~0b"), ("a/b", "a~1b"), ("a~1b", "a~01b")])
def test_a_reference_names_tildes_and_slashes_by_their_escapes(name: str, part: str) -> None:
    components = {"parameters": {name: {"name": "limit", "in": "query", "schema": {"type": "integer"}}}}
    inline = {**only(parameters=[components["parameters"][name]]), "components": components}
    named = {**only(parameters=[{"$ref": f"#/components/parameters/{part}"}]), "components": components}
    assert ids(inline, named) == []


@pytest.mark.parametrize("kind", ["response", "request body"])
def test_a_change_of_a_component_is_one_change_at_the_component(kind: str) -> None:
    def using(schema: Any) -> Document:
        part, of = ("responses", "200") if kind == "response" else ("requestBodies", None)
        reference = {"$ref": f"#/components/{part}/Shared"}
        uses = {"responses": {of: reference}} if of else {"requestBody": reference}
        paths = {f"/{name}": {"post": operation(operationId=name, **uses)} for name in ("GetA", "GetB")}
        return spec(paths, components={part: {"Shared": {"description": "", "content": content(schema)}}})

    change = one(using({"type": "string"}), using({"type": "integer"}))
    assert (change.location, change.operations) == (f"{kind} Shared", ("GetA", "GetB"))


def test_a_keyword_of_a_media_type_is_compared() -> None:
    plain, encoded = ({"application/json": {"schema": {}, **more}} for more in ({}, {"encoding": {"a": {}}}))
    for side, direction in (({"method": "post"}, "request"), ({}, "response")):
        old, new = (
            only(**side, requestBody={"content": body})
            if direction == "request"
            else only(responses={"200": {"description": "OK", "content": body}})
            for body in (plain, encoded)
        )
        change = one(old, new)
        assert change.id == f"{direction}-body-keyword-changed"
        assert (change.before, change.after) == (None, {"a": {}})


def test_a_message_whose_type_has_changed_is_compared_for_all_else() -> None:
    def ticking(name: str, *sides: str) -> Document:
        document: Any = small()
        fields = document["components"]["schemas"]["tickerPayload"]["properties"]
        fields["type"]["const"] = name
        fields["msg"]["properties"]["side"] = {"type": "string", "enum": list(sides)}
        return document

    assert ids(ticking("ticker", "yes", "no"), ticking("tick", "yes")) == [
        "message-type-changed",
        "response-property-enum-value-removed",
    ]


def test_a_bound_and_a_default_that_come_or_go_are_said_in_words() -> None:
    embed = EMBEDDED["request-parameter"]
    plain, bounded = {"type": "integer"}, {"type": "integer", "maximum": 5}
    assert one(embed(plain), embed(bounded)).text == "maximum was none and is 5"
    assert one(embed(bounded), embed(plain)).text == "maximum was 5 and is none"
    assert one(embed(plain), embed({**plain, "default": 0})).text == "the default was none and is 0"


def test_a_parameter_that_becomes_json_changes_its_style_and_keeps_its_type() -> None:
    schema = {"type": "integer"}
    plain = only(parameters=[{"name": "limit", "in": "query", "schema": schema}])
    as_json = only(parameters=[{"name": "limit", "in": "query", "content": content(schema)}])
    change = one(plain, as_json)
    assert change.id == "request-parameter-style-changed"
    assert (change.before, change.after) == ("form, exploded", "application/json")


def test_a_style_that_reads_the_same_is_restated_wherever_its_schema_is() -> None:
    """`explode` matters to lists and objects alone; the reference leads into its own spec."""

    def limited(schema: Any, **style: Any) -> Document:
        return only(parameters=[{"name": "limit", "in": "query", "schema": schema, **style}])

    schema, reference = {"type": "integer"}, {"$ref": "#/components/schemas/Limit"}
    inline = limited(schema)
    named = {**limited(reference, explode=False), "components": {"schemas": {"Limit": schema}}}
    for old, new in ((inline, named), (named, inline)):
        assert "request-parameter-style-restated" in ids(old, new)
