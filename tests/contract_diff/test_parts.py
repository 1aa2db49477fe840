"""What a schema says in total, when two parameters are one, and what changes in Python: each by the smallest case."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.contract_diff import surface
from scripts.contract_diff.changes import Change, merged
from scripts.contract_diff.markdown import as_markdown, escaped
from scripts.contract_diff.reports import as_text, tally
from scripts.contract_diff.schema_values import value_differences
from scripts.contract_diff.schema_view import (
    ALL_TYPES,
    BOUNDS,
    NULL_IN_DOUBT,
    VARIANTS,
    SchemaView,
    component_name,
    follow,
    is_bare,
    reference_of,
    target_of,
    variants_of,
    view,
)
from scripts.contract_diff.sources import Side
from scripts.contract_diff.surface import SurfaceChange, compare_surfaces
from scripts.contract_diff.surface_reading import Argument, Function, Surface
from scripts.contract_diff.values import canonical
from scripts.contract_diff.verdict import Comparison
from tests.walking import walked

from . import Document, ids, one, only

A, B = {"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}
DOCUMENT: Document = {
    "components": {
        "schemas": {
            "A": {"type": "string", "maxLength": 9, "description": "One."},
            "B": {"$ref": "#/components/schemas/A"},
            "C": {"$ref": "#/components/schemas/C"},
            "L": [{"type": "boolean"}, {"type": "integer"}],
            "D": {"allOf": [{"$ref": "#/components/schemas/D"}, {"type": "object"}]},
            "E": {"oneOf": [{"type": "string"}, {"type": "null"}]},
        }
    }
}
STRING, INTEGER, NUMBER = frozenset({"string"}), frozenset({"integer"}), frozenset({"number", "integer"})


# What a schema says


VIEWS: dict[str, tuple[Any, dict[str, Any]]] = {
    "nothing": ({}, {}),
    "true": (True, {}),
    "none": (None, {}),
    "false": (False, {"types": frozenset()}),
    "a type": ({"type": "string"}, {"types": STRING, "is_typed": True}),
    "a number may be an integer": ({"type": "number"}, {"types": NUMBER, "is_typed": True}),
    "a list of types with null": (
        {"type": ["string", "null"]},
        {"types": STRING, "is_typed": True, "nullable": True},
    ),
    "nullable": ({"type": "string", "nullable": True}, {"types": STRING, "is_typed": True, "nullable": True}),
    "not nullable": ({"type": ["string", "null"], "nullable": False}, {"types": STRING, "is_typed": True}),
    "a constant": ({"const": 1}, {"types": INTEGER, "enum": (1,)}),
    "a constant of no value": ({"const": None}, {"types": frozenset(), "nullable": True, "enum": ()}),
    "values": ({"enum": ["a", 1]}, {"types": STRING | INTEGER, "enum": ("a", 1)}),
    "values that are numbers": ({"enum": [1.5]}, {"types": NUMBER, "enum": (1.5,)}),
    "truths": ({"enum": [True]}, {"types": frozenset({"boolean"}), "enum": (True,)}),
    "values with null": (
        {"type": ["string", "null"], "enum": ["a", None]},
        {"types": STRING, "is_typed": True, "nullable": True, "enum": ("a",)},
    ),
    "null in the values alone": (
        {"type": "string", "enum": ["a", None]},
        {
            "types": STRING,
            "is_typed": True,
            "nullable": True,
            "enum": ("a",),
            "keywords": {NULL_IN_DOUBT: "in the values alone"},
        },
    ),
    "null in the type alone": (
        {"type": "string", "nullable": True, "enum": ["a"]},
        {
            "types": STRING,
            "is_typed": True,
            "nullable": True,
            "enum": ("a",),
            "keywords": {NULL_IN_DOUBT: "in the type alone"},
        },
    ),
    "values in two parts": (
        {"allOf": [{"enum": ["a", "b"]}, {"enum": ["b", "c"]}]},
        {"types": STRING, "enum": ("b",)},
    ),
    "types in two parts": (
        {"allOf": [{"type": "number"}, {"type": "integer"}]},
        {"types": INTEGER, "is_typed": True},
    ),
    "a reference": (
        A,
        {"types": STRING, "is_typed": True, "bounds": {"maxLength": 9}, "texts": {"description": "One."}},
    ),
    "a reference that leads to itself": ({"$ref": "#/components/schemas/C"}, {}),
    "a part that leads back": ({"$ref": "#/components/schemas/D"}, {"types": frozenset({"object"}), "is_typed": True}),
    "one variant and null": (
        {"$ref": "#/components/schemas/E"},
        {"types": STRING, "is_typed": True, "nullable": True},
    ),
    "variants of types alone": (
        {"anyOf": [{"type": "string"}, {"type": "integer"}]},
        {"types": STRING | INTEGER, "is_typed": True},
    ),
    "several variants": (
        {"anyOf": [{"type": "string", "maxLength": 1}, {"type": "integer"}]},
        {
            "variants": ({"type": "string", "maxLength": 1}, {"type": "integer"}),
            "keywords": {VARIANTS: "anyOf"},
        },
    ),
    "several variants of one": (
        {"oneOf": [A, {"type": "integer"}, {"enum": [None]}]},
        {"variants": (A, {"type": "integer"}), "keywords": {VARIANTS: "oneOf"}, "nullable": True},
    ),
    "a variant that is null by its constant": ({"oneOf": [{"const": None}]}, {"nullable": True}),
    "a variant that is null by its types": ({"oneOf": [{"type": ["null"]}]}, {"nullable": True}),
    "a lower bound": ({"minimum": 1}, {"bounds": {"minimum": 1}}),
    "a lower bound of nothing": ({"minimum": 0}, {"bounds": {"minimum": 0}}),
    "a size from nothing on": ({"minLength": 0, "minItems": 0, "uniqueItems": False, "minProperties": 0}, {}),
    "a size of nothing": ({"maxLength": 0}, {"bounds": {"maxLength": 0}}),
    "an exclusive bound by a flag": (
        {"minimum": 1, "exclusiveMinimum": True, "maximum": 5, "exclusiveMaximum": False},
        {"bounds": {"exclusiveMinimum": 1, "maximum": 5}},
    ),
    "an exclusive bound by its number": ({"exclusiveMaximum": 0}, {"bounds": {"exclusiveMaximum": 0}}),
    "a flag without a bound": ({"exclusiveMinimum": True}, {}),
    "lower bounds in two parts": ({"minimum": 1, "allOf": [{"minimum": 3}]}, {"bounds": {"minimum": 3}}),
    "upper bounds in two parts": ({"maximum": 9, "allOf": [{"maximum": 5}]}, {"bounds": {"maximum": 5}}),
    "a wider bound in a part": ({"maximum": 5, "allOf": [{"maximum": 9}]}, {"bounds": {"maximum": 5}}),
    "a lower bound in a part": ({"minLength": 3, "allOf": [{"minLength": 1}]}, {"bounds": {"minLength": 3}}),
    "states": (
        {"deprecated": True, "readOnly": True, "writeOnly": False},
        {"states": frozenset({"deprecated", "readOnly"})},
    ),
    "a state that is taken back": (
        {"allOf": [{"deprecated": True, "readOnly": True}], "deprecated": False},
        {"states": frozenset({"readOnly"})},
    ),
    "a default": ({"default": None}, {"default": (None,)}),
    "a default of a part": (
        {"allOf": [{"default": 1, "format": "int32", "pattern": "a"}]},
        {"default": (1,), "format": "int32", "pattern": "a"},
    ),
    "its own default": (
        {"allOf": [{"default": 1, "format": "int32"}], "default": 2, "format": "int64"},
        {"default": (2,), "format": "int64"},
    ),
    "fields": (
        {"properties": {"a": A}, "required": ["a"], "additionalProperties": {}},
        {"properties": {"a": A}, "required": frozenset("a")},
    ),
    "fields that are closed": ({"additionalProperties": False}, {"additional": False}),
    "fields in two parts": (
        {"allOf": [{"properties": {"a": A}, "required": ["a"]}], "properties": {"a": {"maxLength": 1}, "b": B}},
        {"properties": {"a": {"allOf": [A, {"maxLength": 1}]}, "b": B}, "required": frozenset("a")},
    ),
    "a field twice": ({"allOf": [{"properties": {"a": A}}], "properties": {"a": A}}, {"properties": {"a": A}}),
    "items": ({"items": A}, {"items": A}),
    "items in two parts": ({"allOf": [{"items": A}], "items": B}, {"items": {"allOf": [A, B]}}),
    "keywords": ({"not": {}, "x-own": 1, "title": "T"}, {"keywords": {"not": {}}, "texts": {"title": "T"}}),
}


@walked("name", VIEWS)
def test_a_schema_says_in_total_what_its_parts_say(name: str) -> None:
    schema, says = VIEWS[name]
    assert view(schema, DOCUMENT) == SchemaView(**says)


@walked(
    ("schema", "reference", "bare"),
    [
        (A, A["$ref"], True),
        ({**A, "description": "One.", "title": "T"}, A["$ref"], True),
        ({**A, "nullable": True}, A["$ref"], False),
        ({**A, "properties": {}}, None, False),
        ({**A, "x-own": 1}, None, False),
        ({"allOf": [A]}, A["$ref"], True),
        ({"allOf": [{"allOf": [A]}], "description": "One."}, A["$ref"], True),
        ({"allOf": [A], "maxLength": 3}, A["$ref"], False),
        ({"allOf": [A, B]}, None, True),
        ({"type": "string"}, None, False),
        ({"$ref": 1}, None, True),
        (None, None, False),
    ],
)
def test_a_reference_may_have_beside_it_what_gives_it_no_structure(
    schema: Any, reference: str | None, bare: bool
) -> None:
    assert reference_of(schema) == reference
    assert is_bare(schema) is bare


def test_a_reference_leads_to_its_target_or_to_nothing() -> None:
    assert follow(B, DOCUMENT) == DOCUMENT["components"]["schemas"]["A"]
    assert follow({"$ref": "#/components/schemas/C"}, DOCUMENT) == {}
    for reference in (
        "#/components/schemas/X",
        "http://localhost/a",
        "#/components/schemas/L/2",
        "#/components/schemas/L/x",
    ):
        assert follow({"$ref": reference}, DOCUMENT) == {}
    assert follow(None, DOCUMENT) == {}
    assert follow({"type": "string"}, DOCUMENT) == {"type": "string"}
    assert target_of("#/components/schemas/L/0", DOCUMENT) == {"type": "boolean"}
    assert target_of("#/components/schemas/L/1", DOCUMENT) == {"type": "integer"}
    assert target_of("#/components/schemas/X/y", DOCUMENT) is None
    assert [component_name(each) for each in (A["$ref"], "#/info")] == ["A", "info"]


def test_variants_are_a_schemas_own_without_null() -> None:
    assert variants_of({"oneOf": [A, {"type": "null"}], "anyOf": [B]}, DOCUMENT) == [A, B]
    assert variants_of({"$ref": "#/components/schemas/E"}, DOCUMENT) == [{"type": "string"}]
    assert variants_of({"$ref": "#/components/schemas/L"}, DOCUMENT) == []
    assert variants_of(A, DOCUMENT) == []


# What differs between two values


def kinds(old: SchemaView, new: SchemaView) -> list[tuple[str, str]]:
    return [
        (each.id.removeprefix("response-body-"), each.text)
        for each in value_differences(old, new, "response-body", "x")
    ]


def typed(*names: str, **fields: Any) -> SchemaView:
    return SchemaView(types=frozenset(names), is_typed=True, **fields)


@walked(
    ("old", "new", "kind", "text"),
    [
        (typed("string"), typed("string", "boolean"), "type-widened", "the type was string and is boolean or string"),
        (typed("string", "boolean"), typed("string"), "type-narrowed", "the type was boolean or string and is string"),
        (typed("string"), typed("boolean"), "type-changed", "the type was string and is boolean"),
        (typed("integer"), typed("number", "integer"), "type-widened", "the type was integer and is number"),
        (typed(*ALL_TYPES), typed("string"), "type-narrowed", "the type was any and is string"),
        (typed(), typed("string"), "type-widened", "the type was null and is string"),
        (SchemaView(), typed(*ALL_TYPES), "type-restated", "the type any is also named"),
        (typed("string"), SchemaView(types=STRING), "type-restated", "the type string is no longer named"),
        (SchemaView(), SchemaView(nullable=True), "became-nullable", "it may be null"),
        (SchemaView(nullable=True), SchemaView(), "became-not-nullable", "it is never null"),
        (SchemaView(format="int32"), SchemaView(), "format-widened", "the format was int32 and is none"),
        (SchemaView(), SchemaView(format="int32"), "format-narrowed", "the format was none and is int32"),
        (SchemaView(format="int64"), SchemaView(), "format-restated", "the format was int64 and is none"),
        (
            SchemaView(format="float"),
            SchemaView(format="double"),
            "format-widened",
            "the format was float and is double",
        ),
        (
            SchemaView(format="double"),
            SchemaView(format="float"),
            "format-narrowed",
            "the format was double and is float",
        ),
        (SchemaView(format="int32"), SchemaView(format="float"), "format-changed", "the format was int32 and is float"),
        (SchemaView(), SchemaView(format="date"), "format-added", "the format was none and is date"),
        (SchemaView(format="date"), SchemaView(), "format-removed", "the format was date and is none"),
        (SchemaView(), SchemaView(pattern="a"), "pattern-added", "the pattern is added"),
        (SchemaView(pattern="a"), SchemaView(), "pattern-removed", "the pattern is removed"),
        (SchemaView(pattern="a"), SchemaView(pattern="b"), "pattern-changed", "the pattern is changed"),
        (SchemaView(), SchemaView(default=(None,)), "default-changed", "the default was none and is null"),
        (SchemaView(default=(0,)), SchemaView(default=(False,)), "default-changed", "the default was 0 and is false"),
        (SchemaView(), SchemaView(keywords={"not": {}}), "keyword-changed", "not changed"),
        (SchemaView(), SchemaView(keywords={NULL_IN_DOUBT: "x"}), "keyword-changed", "null changed"),
        (SchemaView(), SchemaView(states=frozenset({"deprecated"})), "deprecated", "it is deprecated"),
        (SchemaView(states=frozenset({"readOnly"})), SchemaView(), "became-writable", "it is not readOnly"),
        (SchemaView(states=frozenset({"writeOnly"})), SchemaView(), "became-readable", "it is not writeOnly"),
        (SchemaView(enum=(1,)), SchemaView(), "enum-lifted", "it is no longer limited to a list of values"),
        (SchemaView(), SchemaView(enum=()), "became-enum", "it is limited to a list of values"),
        (SchemaView(enum=(1,)), SchemaView(enum=(1, True)), "enum-value-added", "there is a further value true"),
        (SchemaView(enum=(1, "1")), SchemaView(enum=(1.0,)), "enum-value-removed", 'the value "1" is gone'),
    ],
)
def test_one_difference_of_a_value_is_one_kind_in_words(old: SchemaView, new: SchemaView, kind: str, text: str) -> None:
    assert kinds(old, new) == [(kind, text)]
    assert kinds(old, old) == kinds(new, new) == []


def test_what_another_rule_reports_is_no_keyword() -> None:
    doubt = {NULL_IN_DOUBT: "in the values alone"}
    assert kinds(SchemaView(), SchemaView(nullable=True, keywords=doubt)) == [("became-nullable", "it may be null")]
    one, other = {VARIANTS: "oneOf"}, {VARIANTS: "anyOf"}
    assert kinds(SchemaView(keywords=one, variants=(A, B)), SchemaView(keywords=other, variants=(A, B))) == [
        ("keyword-changed", "oneOf or anyOf changed")
    ]
    assert kinds(SchemaView(keywords=one, variants=(A, B)), SchemaView()) == []
    assert kinds(SchemaView(), SchemaView(keywords=one, variants=(A, B))) == []


@walked("keyword", BOUNDS)
def test_a_bound_that_allows_more_is_looser_whichever_it_is(keyword: str) -> None:
    def kind(before: Any, after: Any) -> list[str]:
        bounds = [SchemaView(bounds={} if each is None else {keyword: each}) for each in (before, after)]
        return [each for each, _ in kinds(*bounds)]

    loosened, tightened = ["bound-loosened"], ["bound-tightened"]
    assert kind(4, None) == loosened
    assert kind(None, 4) == tightened
    assert kind(4, 4) == []
    # Every multiple of 4 is one of 2.
    assert kind(2, 4) == (loosened if BOUNDS[keyword] else tightened)
    assert kind(4, 2) == (tightened if BOUNDS[keyword] else loosened)
    if keyword == "multipleOf":
        assert kind(4, 3) == kind(3, 4) == tightened


@walked(
    ("one", "other", "is_same"),
    [
        (1, 1.0, True),
        (0, False, False),
        (1.5, 1.25, False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        ([1, 2], [2, 1], False),
        ((1, 2.0), [1, 2], True),
        (float("inf"), float("inf"), True),
        (float("inf"), float("-inf"), False),
        ("1", 1, False),
        (None, False, False),
    ],
)
def test_values_are_compared_as_json_does(one: Any, other: Any, is_same: bool) -> None:
    assert (canonical(one) == canonical(other)) is is_same


# Parameters


def parameter(name: str = "limit", where: str = "query", schema: Any = None, **fields: Any) -> Document:
    return {"name": name, "in": where, "schema": schema or {"type": "integer"}, **fields}


LIST, TEXT = {"type": "array", "items": {"type": "string"}}, {"type": "string"}
PARAMETERS: dict[str, tuple[list[Document], list[Document], list[str]]] = {
    "renamed in its place": ([parameter("a"), parameter("b")], [parameter("a"), parameter("c")], ["renamed"]),
    "another name in another place": (
        [parameter("a"), parameter("b")],
        [parameter("c"), parameter("a")],
        ["removed", "added"],
    ),
    "another name and type": ([parameter("a")], [parameter("b", schema=TEXT)], ["removed", "added"]),
    "another name and values": (
        [parameter("a", schema={"type": "string", "enum": ["x"]})],
        [parameter("b", schema={"type": "string", "enum": ["y"]})],
        ["removed", "added"],
    ),
    "moved": ([parameter("a")], [parameter("a", "header")], ["moved"]),
    "one of two moved": (
        [parameter("a")],
        [parameter("a", "header"), parameter("a", "cookie")],
        ["moved", "added"],
    ),
    "two that became one": (
        [parameter("a"), parameter("a", "header")],
        [parameter("a", "cookie")],
        ["moved", "removed"],
    ),
    "the same style in words": ([parameter("a")], [parameter("a", style="form", explode=True)], []),
    "lists that are not repeated": (
        [parameter("a", schema=LIST)],
        [parameter("a", schema=LIST, explode=False)],
        ["style-changed"],
    ),
    "numbers that are not repeated": ([parameter("a")], [parameter("a", explode=False)], ["style-restated"]),
    "another style": ([parameter("a")], [parameter("a", style="spaceDelimited")], ["style-changed"]),
    "a header in its own style": (
        [parameter("a", "header")],
        [parameter("a", "header", style="simple", explode=False)],
        [],
    ),
    "a cookie in its own style": (
        [parameter("a", "cookie")],
        [parameter("a", "cookie", style="form", explode=True)],
        [],
    ),
    "another keyword": ([parameter("a")], [parameter("a", allowReserved=True)], ["keyword-changed"]),
    "a keyword of somebody's own": ([parameter("a")], [{**parameter("a"), "x-own": 1}], []),
    "deprecated": ([parameter("a")], [parameter("a", deprecated=True)], ["deprecated"]),
    "not deprecated, in words": ([parameter("a")], [parameter("a", deprecated=False, required=False)], []),
}


@walked("name", PARAMETERS)
def test_parameters_are_paired_by_name_then_by_place(name: str) -> None:
    before, after, expected = PARAMETERS[name]
    found = ids(only(parameters=before), only(parameters=after))
    assert sorted(each.removeprefix("request-parameter-") for each in found) == sorted(expected)


def test_a_renamed_parameter_is_reported_at_its_operation_by_its_new_name() -> None:
    change = one(only(parameters=[parameter("old_name")]), only(parameters=[parameter("new_name")]))
    assert change.location.startswith("GET /markets ")
    assert change.location.endswith(" new_name")
    assert (change.before, change.after) == ("old_name in query", "new_name in query")


# Python


def function(*arguments: str, returns: str = "A", **keywords: str) -> Function:
    """A function; a keyword argument whose type ends in `= UNSET` may be left out."""
    positional = [Argument(name, "str", True, False) for name in arguments]
    named = [
        Argument(name, declared.removesuffix(" = UNSET"), not declared.endswith(" = UNSET"), True)
        for name, declared in keywords.items()
    ]
    return Function({each.name: each for each in [*positional, *named]}, returns)


def python(
    functions: dict[str, Function] | None = None,
    fields: dict[str, dict[str, str]] | None = None,
    literals: dict[str, list[Any]] | None = None,
    *,
    made: str = "",
    given: str = "",
    paths: dict[str, str] | None = None,
) -> Surface:
    functions = functions or {}
    return Surface(
        "models",
        fields or {},
        literals or {},
        frozenset({made}),
        frozenset({given}),
        {name: {"sync": each} for name, each in functions.items()},
        {name: ("id of " + name, (paths or {}).get(name, "GET /" + name)) for name in functions},
    )


def changed(
    monkeypatch: pytest.MonkeyPatch, old: Surface, new: Surface
) -> list[tuple[str, str, str, str | None, str | None]]:
    monkeypatch.setattr(surface, "read_surface", lambda document, package: document[package])
    found = compare_surfaces({"p": old, "x": 0}, {"p": new, "x": 1}, "p")
    return [(each.level, each.kind, each.name, each.before, each.after) for each in found]


INFO, BREAKING, WARNING = "info", "breaking", "warning"
FUNCTIONS: dict[str, tuple[Function, Function, list[tuple[str, str, str]]]] = {
    "the same": (function("a", b="int"), function("a", b="int"), []),
    "an argument more": (function(), function(a="int = UNSET"), [(INFO, "argument-added", "m(a)")]),
    "an argument more that is required": (
        function(),
        function(a="int"),
        [(BREAKING, "required-argument-added", "m(a)")],
    ),
    "an argument less": (function("a"), function(), [(BREAKING, "argument-removed", "m(a)")]),
    "an argument by its name": (function("a"), function(a="str"), [(BREAKING, "argument-moved", "m(a)")]),
    "an argument that is required now": (
        function(a="int = UNSET"),
        function(a="int"),
        [(BREAKING, "argument-became-required", "m(a)")],
    ),
    "an argument that may be left out": (
        function(a="int"),
        function(a="int = UNSET"),
        [(INFO, "argument-became-optional", "m(a)")],
    ),
    "an argument that takes more": (
        function(a="int"),
        function(a="int | str"),
        [(INFO, "argument-type-changed", "m(a)")],
    ),
    "an argument that takes less": (
        function(a="int | str"),
        function(a="int"),
        [(BREAKING, "argument-type-changed", "m(a)")],
    ),
    "an argument that takes another": (
        function(a="int"),
        function(a="str"),
        [(BREAKING, "argument-type-changed", "m(a)")],
    ),
    "an argument that may be left out in words": (
        function(a="int | Unset | None = UNSET"),
        function(a="int = UNSET"),
        [],
    ),
    "another client": (
        function(client="AuthenticatedClient"),
        function(client="AuthenticatedClient | Client"),
        [(INFO, "argument-type-changed", "m(client)")],
    ),
    "any client": (
        function(client="AuthenticatedClient"),
        function(client="Client"),
        [(INFO, "argument-type-changed", "m(client)")],
    ),
    "a signed client": (
        function(client="Client"),
        function(client="AuthenticatedClient"),
        [(BREAKING, "argument-type-changed", "m(client)")],
    ),
    "another argument of such a type": (
        function(other="AuthenticatedClient"),
        function(other="Client"),
        [(BREAKING, "argument-type-changed", "m(other)")],
    ),
    "arguments in another order": (function("a", "b"), function("b", "a"), [(BREAKING, "arguments-reordered", "m")]),
    "named arguments in another order": (function(a="int", b="int"), function(b="int", a="int"), []),
    "another answer": (function(), function(returns="B"), [(BREAKING, "return-type-changed", "m.sync")]),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_breaks_by_what_its_callers_must_change(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    old, new, expected = FUNCTIONS[name]
    assert [each[:3] for each in changed(monkeypatch, python({"m": old}), python({"m": new}))] == expected


def test_functions_come_and_go_and_modules_move(monkeypatch: pytest.MonkeyPatch) -> None:
    old = python({"api.a": function("x"), "api.b": function()}, paths={"api.a": "GET /a"})
    new = python({"api.c": function("x", "y"), "api.d": function()}, paths={"api.c": "GET /a"})
    assert changed(monkeypatch, old, new) == [
        (BREAKING, "module-moved", "api.a", "api.a: a.sync(x)", "api.c: c.sync(x, y)"),
        (BREAKING, "module-removed", "api.b", "b.sync()", None),
        (BREAKING, "required-argument-added", "api.c(y)", "a.sync(x)", "c.sync(x, y)"),
        (INFO, "module-added", "api.d", None, "d.sync()"),
    ]
    plain, paged = python({"m": function("x")}), python({"m": function("x")})
    paged.functions["m"]["sync_all"] = function("x")
    assert changed(monkeypatch, plain, paged) == [(INFO, "function-added", "m.sync_all", None, "m.sync_all(x)")]
    assert changed(monkeypatch, paged, plain) == [(BREAKING, "function-removed", "m.sync_all", "m.sync_all(x)", None)]


OPTIONAL = " = UNSET"


@pytest.mark.parametrize(
    ("old", "new", "used", "level"),
    [
        ("int", "int | str", "sent", INFO),
        ("int", "int | str", "read", BREAKING),
        ("int | str", "int", "sent", BREAKING),
        ("int | str", "int", "read", INFO),
        ("int | str", "int", "both", BREAKING),
        ("int", "int | str", "both", BREAKING),
        ("int", "str", "neither", INFO),
        ("int", "int = UNSET", "both", None),
        ("int", "int", "both", None),
    ],
)
def test_a_field_breaks_who_makes_it_by_less_and_who_reads_it_by_more(
    monkeypatch: pytest.MonkeyPatch, old: str, new: str, used: str, level: str | None
) -> None:
    made, given = "M" * (used in ("sent", "both")), "list[M]" * (used in ("read", "both"))
    before, after = (python(fields={"M": {"a": each}}, made=made, given=given) for each in (old, new))
    found = changed(monkeypatch, before, after)
    change = (level, "field-type-changed", "models.M.a", f"a: {old}", f"a: {new}")
    assert found == ([change] if level else [])


def test_models_fields_and_enums_come_and_go(monkeypatch: pytest.MonkeyPatch) -> None:
    bare, full = {"M": {"a": "int"}}, {"M": {"a": "int", "b": "N", "c": "int = UNSET"}, "N": {"d": "E"}}
    for made, level, kind in (("M", BREAKING, "required-field-added"), ("", INFO, "field-added")):
        found = changed(monkeypatch, python(fields=bare, made=made), python(fields=full, made=made))
        required = ("M(a=...)", "M(a=..., b=...)") if made else (None, "b: N")
        assert found == sorted(
            [
                (level, kind, "models.M.b", *required),
                (INFO, "field-added", "models.M.c", None, "c: int = UNSET"),
                (INFO, "model-added", "models.N", None, "N(d=...)"),
            ],
            key=lambda each: (each[0] != BREAKING, each[1], each[2]),
        )
    assert changed(monkeypatch, python(fields=full), python(fields=bare)) == [
        (BREAKING, "field-removed", "models.M.b", "b: N", None),
        (BREAKING, "field-removed", "models.M.c", "c: int = UNSET", None),
        (BREAKING, "model-removed", "models.N", "N(d=...)", None),
    ]


@pytest.mark.parametrize(("given", "level"), [("M", WARNING), ("", INFO)])
def test_a_further_value_is_a_warning_where_it_is_read(monkeypatch: pytest.MonkeyPatch, given: str, level: str) -> None:
    fields = {"M": {"a": "list[N]"}, "N": {"b": "E"}}
    old = python(fields=fields, literals={"E": ["x", "y"]}, given=given)
    new = python(fields=fields, literals={"E": ["y", "z"], "F": [1]}, given=given)
    assert changed(monkeypatch, old, new) == [
        (BREAKING, "literal-removed", "models.E", "'x'", None),
        *sorted(
            [
                (INFO, "enum-added", "models.F", None, "Literal[1]"),
                (level, "literal-added", "models.E", None, "'z'"),
            ],
            key=lambda each: (each[0] == INFO, each[1]),
        ),
    ]
    assert changed(monkeypatch, new, old)[0] == (BREAKING, "enum-removed", "models.F", "Literal[1]", None)


def test_specs_that_are_the_same_are_not_generated() -> None:
    assert compare_surfaces({"a": 1}, {"a": 1}, "p") == []


# Pages


def side(version: str, facts: str) -> Side:
    return Side(f"{version}.yaml", version, "s" * 64, facts * 64, {}, {})


def comparison(*changes: Change, python: list[SurfaceChange] | None, versions: str = "12") -> Comparison:
    return Comparison(side(versions[0], "f"), side(versions[1], "g" if changes else "f"), list(changes), python)


ADDED = Change("operation-added", "GET /a", "there is a new operation", None, "A", ("A",))
GONE = Change("schema-removed", "S", "the schema is gone", "S", None)
SHARED = Change("server-removed", "servers", "it is gone", "x", None, ("A", "B"))
BROKEN = SurfaceChange(BREAKING, "argument-removed", "m(a)", "m.sync(a=...)", None)
NEWS = SurfaceChange(INFO, "module-added", "n", None, "n.sync()")


def test_the_text_has_each_change_under_its_level_and_what_breaks_in_python() -> None:
    said = as_text(comparison(SHARED, ADDED, python=[BROKEN, NEWS])).splitlines()
    assert said == [
        "semver: major (1 breaking on the wire, 1 in Python)",
        f"old: 1  source {'s' * 12}  facts {'f' * 12}  1.yaml",
        f"new: 2  source {'s' * 12}  facts {'g' * 12}  2.yaml",
        "",
        "breaking (1)",
        "  servers: it is gone  [server-removed]  (2 operations)",
        "info (1)",
        "  GET /a: there is a new operation  [operation-added]",
        "python breaking: m(a): argument-removed",
        "    before: m.sync(a=...)",
        "    after:  (gone)",
        "python: 1 breaking, 0 warning, 1 info",
    ]


def test_the_page_has_each_change_under_its_operation_and_what_breaks_in_python() -> None:
    page = as_markdown(comparison(SHARED, ADDED, python=[BROKEN, NEWS], versions="11"))
    assert page.splitlines()[:4] == ["# Spec 1 → 1: major", "", "1 breaking on the wire, 1 in Python.", ""]
    assert "> The content changed although the version number is still 1." in page
    assert f"| old | 1 | `{'s' * 16}` | `{'f' * 16}` |\n| new | 1 | `{'s' * 16}` | `{'g' * 16}` |\n\n" in page
    assert "## What breaks on the wire (1)\n\n| level |" in page
    assert "## What breaks in Python (1)\n\n| name | what | before | after |\n|---|---|---|---|\n" in page
    assert "| <code>m(a)</code> | argument-removed | <code>m.sync(a=...)</code> | <code>gone</code> |\n\nIn all" in page
    headings = [line for line in page.splitlines() if line.startswith("<summary>")]
    assert [each.split(":")[0] for each in headings] == ["<summary>several operations", "<summary>A"]
    assert "it is gone (2 operations: A, B) | `server-removed` |" in page
    assert "there is a new operation | `operation-added` |" in page


def test_a_page_without_changes_says_nothing_breaks() -> None:
    page = as_markdown(comparison(python=[]))
    assert "## What breaks on the wire (0)\n\nNothing.\n\n## What breaks in Python (0)\n\nNothing.\n\nIn all: 0" in page
    assert "although" not in page
    assert "Python" not in as_markdown(comparison(python=None)).split("##", 1)[1]


@walked(
    ("changes", "python_changes", "semver"),
    [
        ([], [], "none"),
        ([], None, "none"),
        ([ADDED], [], "minor"),
        ([], [NEWS], "minor"),
        ([ADDED], [BROKEN], "major"),
        ([SHARED], [], "major"),
        ([Change("version-changed", "info", "the version", "1", "2")], [], "patch"),
    ],
)
def test_the_release_is_as_large_as_its_largest_change(
    changes: list[Change], python_changes: list[SurfaceChange] | None, semver: str
) -> None:
    assert comparison(*changes, python=python_changes).semver == semver


def test_changes_that_differ_in_their_operations_are_one_and_the_worst_comes_first() -> None:
    other = ADDED.reaching("B")
    assert merged([ADDED, GONE, other, SHARED]) == [
        SHARED,
        *sorted(
            [GONE, Change(ADDED.id, ADDED.location, ADDED.text, None, "A", ("A", "B"))], key=lambda each: each.location
        ),
    ]
    assert tally(["info", "breaking", "info"]) == "1 breaking, 0 warning, 2 info"
    assert escaped("<a@b>|`") == "&#60;a@\u200bb&#62;&#124;&#96;"


# Keywords, wherever they are


def answering(**parts: Any) -> Document:
    return only(responses={"200": {"description": "OK", **parts}})


def with_header(**parts: Any) -> Document:
    return answering(headers={"X": {"schema": TEXT, **parts}})


def with_body(**parts: Any) -> Document:
    return only(method="post", requestBody={"content": {"application/json": {"schema": TEXT, **parts}}})


def with_answer(**parts: Any) -> Document:
    return answering(content={"application/json": {"schema": TEXT, **parts}})


@pytest.mark.parametrize(
    ("make", "keyword", "rule"),
    [
        (answering, "links", "response-body-keyword-changed"),
        (with_header, "explode", "response-header-keyword-changed"),
        (with_body, "encoding", "request-body-keyword-changed"),
        (with_answer, "encoding", "response-body-keyword-changed"),
        (only, "servers", "operation-keyword-changed"),
    ],
)
def test_a_keyword_that_nothing_else_looks_at_is_compared_unless_it_is_somebodys_own(
    make: Any, keyword: str, rule: str
) -> None:
    assert ids(make(), make(**{keyword: {"a": 1}})) == [rule]
    assert ids(make(**{keyword: {"a": 1}}), make()) == [rule]
    assert ids(make(**{keyword: {"a": 1}}), make(**{keyword: {"a": 1.0}})) == []
    if make is not only:
        assert ids(make(), make(**{"x-own": 1})) == []


PATH = {"name": "id", "in": "path", "required": True, "schema": TEXT}


@pytest.mark.parametrize(
    ("old", "new", "is_renamed"),
    [
        ("/a/{id}", "/a/{ticker}", True),
        ("/{id}/a", "/{ticker}/a", True),
        ("/a/{id}.json", "/a/{ticker}.json", True),
        ("/a/{id}/b", "/a/b/{ticker}", False),
        ("/a/b/{id}", "/a/{ticker}/b", False),
    ],
)
def test_a_parameter_of_a_path_is_renamed_in_its_segment(old: str, new: str, is_renamed: bool) -> None:
    before, after = only(old, parameters=[PATH]), only(new, parameters=[{**PATH, "name": "ticker"}])
    found = [each for each in ids(before, after) if each.startswith("request-")]
    expected = ["request-parameter-renamed"]
    assert found == (expected if is_renamed else ["request-parameter-removed", "request-required-parameter-added"])


def test_a_change_of_a_component_is_not_said_again_where_something_is_beside_its_reference() -> None:
    def schemas(longest: int, **beside: Any) -> Document:
        content = {"application/json": {"schema": {"allOf": [A], **beside}}}
        return {
            **answering(content=content),
            "components": {"schemas": {"A": {"type": "string", "maxLength": longest}}},
        }

    once = ["response-body-bound-tightened"]
    assert ids(schemas(9, nullable=True), schemas(8, nullable=True)) == once
    both = ids(schemas(9, nullable=True), schemas(8))
    assert sorted(both) == ["response-body-became-not-nullable", *once]
    assert ids(schemas(9, nullable=True), schemas(9, nullable=True)) == []
    assert ids(schemas(9), schemas(9, maxLength=7)) == once


def test_an_argument_that_goes_with_a_move_is_shown_with_the_old_call(monkeypatch: pytest.MonkeyPatch) -> None:
    old = python({"api.a": function("x", "z")}, paths={"api.a": "GET /a"})
    new = python({"api.c": function("x")}, paths={"api.c": "GET /a"})
    assert changed(monkeypatch, old, new) == [
        (BREAKING, "argument-removed", "api.c(z)", "a.sync(x, z)", "c.sync(x)"),
        (BREAKING, "module-moved", "api.a", "api.a: a.sync(x, z)", "api.c: c.sync(x)"),
    ]
