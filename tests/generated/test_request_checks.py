"""Every bound in the vendored spec is checked before anything is sent."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from functools import cache
from typing import Annotated, Any
from urllib.parse import parse_qs, urlsplit

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalshi_gen.errors import InvalidRequestError
from kalshi_gen.runtime.bounds import Decimals, Length, Pattern, Range
from kalshi_gen.runtime.encoding import to_wire
from kalshi_gen.types import Secret, Unset, is_secret
from kalshi_sandbox.spec import load_specs
from kalshi_sandbox.validation import check_request
from tests.walking import by_name, walk

from .conftest import Exchange
from .operations import OPERATIONS
from .request_fields import Field, bounds_of, request_fields

BASE_URL = "https://exchange.example/trade-api/v2"


@cache
def bounds() -> list[tuple[Field, str, Any, Any]]:
    """Each bound of each field: the field, the keyword, the last value that it allows and the first that it refuses."""
    return [(place, *bound) for place in request_fields() for bound in bounds_of(place)]


def fields_of(kind: str, value: str) -> list[Field]:
    """The fields whose schema has a certain value for a keyword."""
    return [place for place in request_fields() if place.schema.get(kind) == value]


def named(places: list[Field]) -> dict[str, Field]:
    return by_name(places, lambda place: f"{place.operation_id} {place.name}")


def sent_value(place: Field, target: str, content: bytes) -> Any:
    """The value at a place of a request, as JSON or as the query's text."""
    if place.path[0] == "body":
        found = json.loads(content)
        for part in place.path[1:]:
            found = found[part]
        return found
    texts = parse_qs(urlsplit(target).query)[str(place.path[0])]
    return texts if place.schema.get("type") == "array" else texts[0]


def test_a_bound_lets_its_last_value_pass_and_stops_the_next(exchange: Exchange) -> None:
    def check(bound: tuple[Field, str, Any, Any]) -> None:
        place, _, allowed, refused = bound
        operation = OPERATIONS[place.operation_id]
        exchange.requests.clear()
        operation.sync_detailed(client=client, **place.arguments(allowed))
        with pytest.raises(InvalidRequestError) as caught:
            operation.sync_detailed(client=client, **place.arguments(refused))
        assert caught.value.field == place.name
        (request,) = exchange.requests
        found = sent_value(place, request.target, request.content)
        assert len(found) == len(allowed) if isinstance(allowed, list) else str(found) == str(allowed)

    exchange.answer(500)
    with exchange.signed_client() as client:
        walk(by_name(bounds(), lambda bound: f"{bound[0].operation_id} {bound[0].name} {bound[1]}"), check)


def test_no_kind_of_bound_is_left_out_of_these_tests() -> None:
    schemas = [place.schema for place in request_fields()]
    judged = {"minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"}
    judged |= {"x-decimals", "x-minimum", "x-above", "x-below"}
    unjudged = {"pattern", "multipleOf", "uniqueItems", "minProperties", "maxProperties"}
    assert {keyword for _, keyword, _, _ in bounds()} <= judged
    assert [schema for schema in schemas if unjudged & set(schema)] == []
    assert len(bounds()) > len(schemas) / 10


def test_an_answer_beyond_a_bound_is_still_an_answer() -> None:
    for place, _, _, refused in bounds():
        if place.path[0] == "body" and len(place.path) == 2:
            body = place.arguments(refused)["body"]
            assert getattr(type(body).from_dict(msgspec.to_builtins(body)), str(place.path[1])) == refused


NO_MONEY = [0.5, math.nan, math.inf, True, "0,5", "NaN", *map(Decimal, ("NaN", "sNaN", "Infinity", "-Infinity"))]


def test_money_and_counts_are_exact_finite_and_of_no_more_decimals_than_the_spec_takes() -> None:
    def check(place: Field) -> None:
        build, most = OPERATIONS[place.operation_id].OPERATION.request, place.schema["x-decimals"]
        for wrong in [*NO_MONEY, Decimal(1).scaleb(-most - 1), Decimal("0." + "0" * 50 + "1")]:
            with pytest.raises(InvalidRequestError) as caught:
                build(place.arguments(wrong))
            assert caught.value.field == place.name
        above, below = place.schema.get("x-above", -math.inf), place.schema.get("x-below", math.inf)
        rights = [Decimal(1).scaleb(-most), Decimal("0.5" + "0" * 20), Decimal("1E+2"), Decimal("0E-30")]
        for right in [number for number in rights if above < number < below]:
            for spelt in (right, str(right), *[int(right)] * (right == int(right))):
                text = sent_value(place, "", build(place.arguments(spelt))["content"])
                assert Decimal(text) == right
                assert len(text.partition(".")[2]) <= most

    walk(named(fields_of("format", "decimal")), check)


def test_a_bool_a_float_or_an_endless_number_is_no_integer() -> None:
    def check(place: Field) -> None:
        for wrong in (True, 1.0, math.nan, "1", Decimal(1), 2**63, 10**5000):
            with pytest.raises(InvalidRequestError) as caught:
                OPERATIONS[place.operation_id].OPERATION.request(place.arguments(wrong))
            assert caught.value.field == place.name

    walk(named(fields_of("type", "integer")), check)


NEAR = {
    "integer": st.integers(-(2**33), 2**33) | st.integers(-2, 110) | st.sampled_from([2**63, 2**63 - 1, -(2**63) - 1]),
    "string": st.integers(0, 300).map(lambda length: "x" * length),
    "array": st.integers(0, 120),
}


def bounded() -> st.SearchStrategy[Field]:
    """A field of a kind that can have a bound."""
    found = [place for place in request_fields() if place.schema.get("type") in NEAR]
    plain = [place for place in found if not place.schema.keys() & {"enum", "format"}]
    return st.sampled_from(
        plain
        + [place for place in fields_of("type", "integer") if "format" in place.schema and "enum" not in place.schema]
    )


@given(data=st.data(), place=st.deferred(bounded))
def test_what_the_checks_let_pass_the_sandbox_does_not_refuse_for_a_bound(data: st.DataObject, place: Field) -> None:
    drawn = data.draw(NEAR[place.schema["type"]])
    value = place.listed(drawn) if place.schema["type"] == "array" else drawn
    try:
        request = OPERATIONS[place.operation_id].OPERATION.request(place.arguments(value))
    except InvalidRequestError:
        return
    wire = httpx.Request(**{**request, "url": BASE_URL + request["url"]})
    operation, path = load_specs().find(wire.method, wire.url.raw_path.decode().partition("?")[0])
    check_request(operation, path, wire.url.query.decode(), wire.headers.get("content-type", ""), wire.content)


@pytest.mark.parametrize(
    ("bound", "words"),
    [
        (Range(minimum=1, maximum=5), "give a number of at least 1 and of at most 5"),
        (Range(above=0, below=9), "give a number above 0 and below 9"),
        (Range(maximum=5), "give a number of at most 5"),
    ],
)
def test_a_number_out_of_range_is_refused_with_the_range(bound: Range, words: str) -> None:
    with pytest.raises(InvalidRequestError, match=rf"^limit: 9 is out of the spec's range; {words}$"):
        to_wire(9, Annotated[int, bound], "limit")
    assert to_wire(4, Annotated[int, bound], "limit") == 4


def test_a_text_of_another_form_is_refused_and_not_shown() -> None:
    declared = Annotated[str, Pattern("^[A-Z]+$"), Length(minimum=2, maximum=4)]
    assert to_wire("ABC", declared, "code") == "ABC"
    for wrong, words in (
        ("abcd", "doesn't have the spec's form"),
        ("A", "at least 2 and at most 4"),
        ("ABCDE", "has 5"),
    ):
        with pytest.raises(InvalidRequestError, match=words) as caught:
            to_wire(wrong, declared, "code")
        assert f"'{wrong}'" not in str(caught.value)


@pytest.mark.parametrize(
    ("length", "wire", "words"),
    [
        (Length(minimum=2), "a", "has 1 characters, which the spec doesn't allow; give at least 2"),
        (Length(maximum=2), "abc", "has 3 characters, which the spec doesn't allow; give at most 2"),
        (Length(maximum=1), ["a", "b"], "has 2 items, which the spec doesn't allow; give at most 1"),
        (Length(minimum=1, maximum=2), [], "has 0 items, which the spec doesn't allow; give at least 1 and at most 2"),
    ],
)
def test_a_length_is_said_in_characters_or_items(length: Length, wire: Any, words: str) -> None:
    with pytest.raises(InvalidRequestError) as refused:
        length.checked(wire, "name")
    assert str(refused.value) == f"name: {words}"


def test_a_secret_with_bounds_is_still_a_secret() -> None:
    declared = Annotated[Secret, Length(maximum=3)]
    assert is_secret(declared)
    assert is_secret(list[declared | Unset])
    with pytest.raises(InvalidRequestError) as caught:
        to_wire("hunter2", declared, "key")
    assert "hunter2" not in str(caught.value)


def test_the_decimals_of_a_value_count_and_not_those_of_its_spelling() -> None:
    declared = Annotated[Decimal, Decimals(2)]
    assert to_wire(Decimal("0.5600000"), declared, "price") == "0.56"
    assert to_wire(Decimal("56E-2"), declared, "price") == "0.56"
    assert to_wire(Decimal("1.5"), declared, "price") == "1.5"
    assert to_wire(Decimal("3.000"), Annotated[Decimal, Decimals(0)], "price") == "3"
    with pytest.raises(InvalidRequestError, match=r"^price: this Decimal has 3 decimals and .* 2 at most.*0\.01"):
        to_wire(Decimal("1E-3"), declared, "price")
