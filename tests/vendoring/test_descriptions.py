from __future__ import annotations

from typing import Any

import pytest

from scripts.vendoring.descriptions import missing
from tests.walking import walked

from . import spec

MARKET = "$.components.schemas.Market"


def described() -> dict[str, Any]:
    """The small spec with every description it needs."""
    document = spec()
    operation = document["paths"]["/markets"]["get"]
    operation |= {"summary": "List markets", "description": "Markets, page by page."}
    limit, status, _ = operation["parameters"]
    limit["description"] = "At most so many (default 100)."
    status["description"] = "Only markets in this status."
    document["components"]["parameters"]["Cursor"]["description"] = "Where the next page begins."
    for schema in document["components"]["schemas"].values():
        schema["description"] = "What it is."
    document["components"]["schemas"]["Dollars"]["format"] = "decimal"
    properties = document["components"]["schemas"]["Market"]["properties"]
    for name in ("side", "price"):
        properties[name] = {"allOf": [properties[name]], "description": "What it is."}
    return document


def with_field(name: str, field: dict[str, Any], **schemas: Any) -> dict[str, Any]:
    document = described()
    document["components"]["schemas"]["Market"]["properties"][name] = field
    document["components"]["schemas"] |= schemas
    return document


def test_a_spec_with_all_descriptions_has_none_missing() -> None:
    assert missing(described()) == []


@pytest.mark.parametrize("key", ["summary", "description"])
@pytest.mark.parametrize("text", [None, ""])
def test_an_operation_needs_a_summary_and_a_description(key: str, text: str | None) -> None:
    document = described()
    operation = document["paths"]["/markets"]["get"]
    operation[key] = text
    if text is None:
        del operation[key]
    assert missing(document) == [f"$.paths['/markets'].get: {key}"]


def test_a_parameter_needs_a_description_wherever_it_is_declared() -> None:
    document = described()
    item = document["paths"]["/markets"]
    del item["get"]["parameters"][1]["description"]
    del document["components"]["parameters"]["Cursor"]["description"]
    item["parameters"] = [{"name": "ticker", "in": "query", "schema": {"type": "string"}}]
    assert missing(document) == [
        "$.paths['/markets'].parameters[?@.name=='ticker']: description",
        "$.paths['/markets'].get.parameters[?@.name=='status']: description",
        "$.components.parameters.Cursor: description",
    ]


@pytest.mark.parametrize(
    ("kind", "text", "key", "fact"),
    [
        ("integer", "Start in Unix seconds.", "x-unix-time", {"unit": "seconds", "round": "down"}),
        ("integer", "End in Unix milliseconds.", "x-unix-time", {"unit": "milliseconds", "round": "up"}),
        ("string", "Tickers, separated by commas.", "x-separator", ","),
    ],
)
def test_what_the_words_of_a_parameter_say_its_schema_says_for_programs(
    kind: str, text: str, key: str, fact: object
) -> None:
    document = described()
    parameter = document["paths"]["/markets"]["get"]["parameters"][1]
    parameter |= {"schema": {"type": kind}, "description": text}
    place = "$.paths['/markets'].get.parameters[?@.name=='status']"
    assert missing(document) == [f"{place}: {key} in its schema, since its description speaks of it"]
    parameter["schema"][key] = fact
    assert missing(document) == []
    parameter["schema"] = {"type": "boolean"}
    assert missing(document) == []


def test_a_schema_needs_a_description() -> None:
    document = described()
    del document["components"]["schemas"]["Side"]["description"]
    assert missing(document) == ["$.components.schemas.Side: description"]


@walked(
    ("name", "field"),
    [
        ("price", {"type": "string", "format": "decimal"}),
        ("price", {"$ref": "#/components/schemas/Dollars"}),
        ("price", {"allOf": [{"$ref": "#/components/schemas/Dollars"}], "nullable": True}),
        ("price", {"$ref": "#/components/schemas/Alias"}),
        ("price", {"$ref": "#/components/schemas/Deep/properties/inner"}),
        ("amount_cents", {"type": "integer"}),
        ("balance", {"type": "integer", "format": "int64"}),
        ("contract_count", {"type": "integer"}),
        ("level", {"type": "array", "items": {"type": "string", "format": "decimal"}}),
        ("levels", {"type": "array", "items": {"$ref": "#/components/schemas/Pair"}}),
        ("created", {"type": "string", "format": "date-time"}),
        ("created_time", {"type": "integer"}),
        ("created_ts", {"type": "integer"}),
        ("updated_ts_ms", {"type": "integer"}),
        ("ts", {"type": "integer"}),
        ("price_ranges", {"type": "array", "items": {"type": "object"}}),
        ("price_level_structure", {"type": "string"}),
        ("side", {"type": "string", "enum": ["yes", "no"]}),
        ("side", {"$ref": "#/components/schemas/Side"}),
        ("sides", {"type": "array", "items": {"$ref": "#/components/schemas/Side"}}),
    ],
)
def test_a_money_count_time_price_range_or_enum_field_needs_a_description(name: str, field: dict[str, Any]) -> None:
    schemas: dict[str, Any] = {
        "Alias": {"description": "x", "allOf": [{"$ref": "#/components/schemas/Dollars"}]},
        "Pair": {"description": "x", "type": "array", "items": {"type": "string", "format": "decimal"}},
        "Deep": {
            "description": "x",
            "properties": {"inner": {"type": "string", "format": "decimal", "description": "x"}},
        },
    }
    assert missing(with_field(name, field, **schemas)) == [f"{MARKET}.properties.{name}: description"]
    assert missing(with_field(name, {**field, "description": "With its unit."}, **schemas)) == []


@pytest.mark.parametrize(
    "field",
    [{"type": "string"}, {"type": "boolean"}, {"type": "integer"}, {"$ref": "#/components/schemas/Market"}],
)
def test_any_other_field_may_go_without(field: dict[str, Any]) -> None:
    assert missing(with_field("other", field)) == []


@walked(
    ("schema", "place"),
    [
        ({"properties": {"a": {"properties": {"ts": {"type": "integer"}}}}}, "properties.a.properties.ts"),
        (
            {"properties": {"a": {"items": {"properties": {"ts": {"type": "integer"}}}}}},
            "properties.a.items.properties.ts",
        ),
        ({"items": {"properties": {"ts": {"type": "integer"}}}}, "items.properties.ts"),
        (
            {"additionalProperties": {"properties": {"ts": {"type": "integer"}}}},
            "additionalProperties.properties.ts",
        ),
        ({"allOf": [{}, {"properties": {"ts": {"type": "integer"}}}]}, "allOf[1].properties.ts"),
        ({"oneOf": [{"properties": {"ts": {"type": "integer"}}}]}, "oneOf[0].properties.ts"),
    ],
)
def test_a_field_is_found_at_any_depth(schema: dict[str, Any], place: str) -> None:
    document = described()
    document["components"]["schemas"]["Deep"] = {"description": "x", **schema}
    assert missing(document) == [f"$.components.schemas.Deep.{place}: description"]


@walked(
    ("default", "description", "named"),
    [
        (100, "At most so many.", False),
        (100, "At most so many, 100 unless you say so.", True),
        (100, "Between 1 and 1000.", False),
        (100, "Default: 100.", True),
        (0, "From 0.5 to 10.", False),
        (0, "From 0 on", True),
        (False, "Whether to.", False),
        (False, "Whether to (default `false`).", True),
        ("open", "Which; Open unless given.", True),
        ("open", "Which have been opened.", False),
        (None, "Nothing to name.", True),
    ],
)
def test_a_default_must_be_named(default: object, description: str, named: bool) -> None:
    expected = [] if named else [f"the default {str(default).lower()!r} in its description"]
    document = described()
    limit = document["paths"]["/markets"]["get"]["parameters"][0]
    limit |= {"schema": {"default": default}, "description": description}
    assert missing(document) == [f"$.paths['/markets'].get.parameters[?@.name=='limit']: {each}" for each in expected]
    field = {"type": "string", "default": default, "description": description}
    assert missing(with_field("other", field)) == [f"{MARKET}.properties.other: {each}" for each in expected]


def test_a_deprecation_must_be_named() -> None:
    expected = "the word 'deprecated' in its description"
    document = with_field("old", {"type": "string", "deprecated": True, "description": "Of no use."})
    document["paths"]["/markets"]["get"]["deprecated"] = True
    document["paths"]["/markets"]["get"]["parameters"][1]["deprecated"] = True
    document["components"]["schemas"]["Side"]["deprecated"] = True
    assert missing(document) == [
        f"$.paths['/markets'].get: {expected}",
        f"$.paths['/markets'].get.parameters[?@.name=='status']: {expected}",
        f"{MARKET}.properties.old: {expected}",
        f"$.components.schemas.Side: {expected}",
    ]
    document["components"]["schemas"]["Side"]["description"] = "Deprecated: a side."
    assert len(missing(document)) == 3
