from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openapi_spec_validator import validate

from scripts.documents import dump
from scripts.vendoring.normalise import normalise, wrap_reference_siblings
from tests.walking import walked

from . import spec

WORDS = ("description", "summary", "title", "example", "examples", "externalDocs", "x-go-type")
REFERENCE = {"$ref": "#/components/schemas/Side"}


def schema_after(schema: dict[str, Any]) -> Any:
    document = spec()
    document["components"]["schemas"]["Subject"] = schema
    return normalise(document)["components"]["schemas"]["Subject"]


def test_a_document_of_facts_alone_stays_as_it_is() -> None:
    document = spec()
    before = copy.deepcopy(document)
    assert normalise(document) == before
    assert document == before


@walked("word", WORDS)
def test_texts_are_dropped_wherever_they_are(word: str) -> None:
    document = spec()
    plain = normalise(document)
    operation = document["paths"]["/markets"]["get"]
    market = document["components"]["schemas"]["Market"]
    for node in (
        document,
        document["info"],
        document["paths"]["/markets"],
        operation,
        operation["parameters"][0],
        operation["parameters"][0]["schema"],
        operation["responses"]["200"]["content"]["application/json"],
        market,
        market["properties"]["ticker"],
        document["components"],
    ):
        node[word] = "Words that are not ours."
    assert dump(normalise(document)) == dump(plain)


@walked("name", [*WORDS, "enum", "default", "required", "properties", "parameters", "$ref"])
def test_a_property_with_the_name_of_a_keyword_survives(name: str) -> None:
    schema = {"type": "object", "required": [name], "properties": {name: {"type": "string", "title": "Gone"}}}
    assert schema_after(schema) == {
        "type": "object",
        "required": [name],
        "properties": {name: {"type": "string"}},
    }


@pytest.mark.parametrize("name", ["title", "x-api-key"])
def test_names_chosen_by_the_author_survive_outside_schemas_too(name: str) -> None:
    document = spec(security=[{name: []}])
    document["components"]["securitySchemes"] = {name: {"type": "apiKey", "name": "k", "in": "header"}}
    response = document["paths"]["/markets"]["get"]["responses"]["200"]
    response["headers"] = {name: {"schema": {"type": "string"}}}
    facts = normalise(document)
    assert facts["security"] == [{name: []}]
    assert list(facts["components"]["securitySchemes"]) == [name]
    assert list(facts["paths"]["/markets"]["get"]["responses"]["200"]["headers"]) == [name]


def test_values_are_facts_even_where_they_look_like_words() -> None:
    schema = {"enum": ["title", "example"], "default": {"title": "a", "x-b": 1}, "required": ["description"]}
    assert schema_after(schema) == schema


def test_extensions_among_paths_and_responses_go() -> None:
    document = spec()
    plain = normalise(document)
    document["paths"]["x-note"] = {"get": "nothing"}
    document["paths"]["/markets"]["get"]["responses"]["x-note"] = {"a": 1}
    assert normalise(document) == plain


@pytest.mark.parametrize(
    ("key", "value"),
    [("nullable", True), ("default", "yes"), ("type", "string"), ("deprecated", True), ("enum", ["yes"])],
)
def test_a_fact_beside_a_reference_is_kept_by_way_of_all_of(key: str, value: object) -> None:
    assert schema_after({**REFERENCE, key: value}) == {"allOf": [REFERENCE], key: value}
    nested = schema_after({"type": "array", "items": {"properties": {"side": {key: value, **REFERENCE}}}})
    assert nested["items"]["properties"]["side"] == {"allOf": [REFERENCE], key: value}


def test_words_beside_a_reference_go_from_upstream_and_stay_when_they_are_ours() -> None:
    ours = {**REFERENCE, "description": "The side."}
    assert schema_after(ours) == REFERENCE
    assert wrap_reference_siblings(ours) == {"allOf": [REFERENCE], "description": "The side."}


def test_words_beside_a_reference_to_a_parameter_stay_there() -> None:
    ours = {"$ref": "#/components/parameters/Side", "description": "The side of this operation."}
    assert wrap_reference_siblings(ours) == ours


def test_a_reference_beside_all_of_joins_it() -> None:
    assert wrap_reference_siblings({**REFERENCE, "allOf": [{"nullable": True}]}) == {
        "allOf": [REFERENCE, {"nullable": True}]
    }


def test_a_reference_alone_stays_a_reference() -> None:
    assert schema_after({"properties": {"side": REFERENCE}}) == {"properties": {"side": REFERENCE}}


def test_the_order_is_upstreams() -> None:
    document = spec()
    document["components"]["schemas"] = {
        name: {"type": "object", "properties": {key: {"type": "string"} for key in "zmab"}} for name in "QCXA"
    }
    document["paths"]["/markets"]["get"].pop("responses")
    document["paths"]["/markets"]["get"]["responses"] = {
        "404": {"description": "x"},
        "200": {"description": "x"},
    }
    facts = normalise(document)
    assert list(facts) == list(document)
    assert list(facts["components"]["schemas"]) == list("QCXA")
    assert list(facts["components"]["schemas"]["X"]["properties"]) == list("zmab")
    assert list(facts["paths"]["/markets"]["get"]["responses"]) == ["404", "200"]


@walked(
    ("status", "phrase"),
    [
        ("200", "OK"),
        ("404", "Not Found"),
        ("503", "Service Unavailable"),
        ("default", "Any other status"),
        ("5XX", "Any other status"),
        ("599", "Any other status"),
    ],
)
def test_a_response_has_a_neutral_description(status: str, phrase: str) -> None:
    document = spec()
    document["paths"]["/markets"]["get"]["responses"] = {status: {"description": "Upstream's sentence."}}
    assert normalise(document)["paths"]["/markets"]["get"]["responses"] == {status: {"description": phrase}}


def test_responses_by_reference_and_in_components_are_valid_too() -> None:
    document = spec()
    document["components"]["responses"] = {"Refused": {"description": "Upstream's sentence."}}
    document["paths"]["/markets"]["get"]["responses"]["400"] = {"$ref": "#/components/responses/Refused"}
    facts = normalise(document)
    assert facts["components"]["responses"] == {"Refused": {"description": "Refused"}}
    assert facts["paths"]["/markets"]["get"]["responses"]["400"] == {"$ref": "#/components/responses/Refused"}
    validate(facts)


def test_the_responses_of_a_callback_are_described_as_well() -> None:
    document = spec()
    answered = {"post": {"operationId": "Notified", "responses": {"200": {"description": "Upstream's."}}}}
    document["paths"]["/markets"]["get"]["callbacks"] = {"notified": {"{$request.query.url}": answered}}
    facts = normalise(document)
    notified = facts["paths"]["/markets"]["get"]["callbacks"]["notified"]["{$request.query.url}"]["post"]
    assert notified["responses"] == {"200": {"description": "OK"}}
    validate(facts)


def test_info_keeps_the_version_and_a_neutral_title() -> None:
    info = {"title": "Upstream's", "version": "9.9.9", "description": "x", "contact": {"name": "x"}}
    assert normalise(spec(info=info))["info"] == {"title": "Kalshi API", "version": "9.9.9"}


_NAMES = st.sampled_from(["ticker", "title", "description", "x-a", "properties", "enum", "$defs", "$ref", "items"])
_ASIDE = st.fixed_dictionaries(
    {},
    optional={
        "description": st.just("words"),
        "title": st.just("words"),
        "example": st.just({"title": 1}),
        "x-go": st.just(1),
        "nullable": st.booleans(),
        "default": st.sampled_from(["a", None, {"title": "b"}]),
        "enum": st.just(["yes", "no"]),
    },
)
_LEAVES = _ASIDE | _ASIDE.map(lambda aside: {**REFERENCE, **aside}) | _ASIDE.map(lambda a: {"type": "string", **a})


def _containers(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    parts = st.fixed_dictionaries(
        {},
        optional={
            "properties": st.dictionaries(_NAMES, inner, max_size=3),
            "items": inner,
            "additionalProperties": inner,
            "allOf": st.lists(inner, min_size=1, max_size=3),
            "$ref": st.just(REFERENCE["$ref"]),
        },
    )
    return st.tuples(parts, _ASIDE).map(lambda pair: {**pair[0], **pair[1]})


SCHEMAS = st.recursive(_LEAVES, _containers, max_leaves=8)


@given(st.dictionaries(_NAMES, SCHEMAS, max_size=4), SCHEMAS)
def test_to_normalise_twice_is_to_normalise_once(schemas: dict[str, Any], schema: dict[str, Any]) -> None:
    document = spec()
    document["components"]["schemas"] |= schemas
    content = document["paths"]["/markets"]["get"]["responses"]["200"]["content"]
    content["application/json"]["schema"] = schema
    once = normalise(document)
    assert dump(normalise(once)) == dump(once)
    assert list(once["components"]["schemas"]) == list(document["components"]["schemas"])


@given(SCHEMAS)
def test_no_reference_keeps_a_sibling(schema: dict[str, Any]) -> None:
    def check(node: Any) -> None:
        if isinstance(node, dict):
            assert not isinstance(node.get("$ref"), str) or len(node) == 1
        for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            check(inner)

    check(schema_after(schema))
