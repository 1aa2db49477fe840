"""The overlay's rules over several fields are checked before anything is sent."""

from __future__ import annotations

import itertools
import typing
from decimal import Decimal
from typing import Any

import pytest

import kalshi_gen.models
from kalshi_gen.api.orders import decrease_order_v2
from kalshi_gen.errors import InvalidRequestError
from kalshi_gen.models import CreateRFQRequest, DecreaseOrderV2Request
from kalshi_gen.runtime.decoding import field_types, from_wire
from kalshi_gen.runtime.encoding import to_wire
from kalshi_gen.runtime.field_rules import FieldRule
from kalshi_gen.runtime.model import Model
from kalshi_gen.types import UNSET, Unset
from scripts.generation.operations import parameters_of
from scripts.vendoring.published import operations
from tests import vendored
from tests.spec_values import Schema, value
from tests.walking import by_name, walk

from .conftest import Exchange
from .operations import OPERATIONS, hints_of, smallest_arguments

Rule = tuple[str, list[str]]


def rules_of(holder: Schema) -> list[Rule]:
    """The kind and the fields of each rule."""
    return [(kind, names) for rule in holder.get("x-field-rules", []) for kind, names in rule.items()]


def of_models() -> dict[str, tuple[str, Rule]]:
    """Each rule of each schema."""
    schemas: Schema = vendored.rest()["components"]["schemas"]
    rules = [(name, rule) for name, schema in schemas.items() for rule in rules_of(schema)]
    return by_name(rules, lambda case: f"{case[0]}, {case[1]}")


def of_operations() -> dict[str, tuple[str, Schema, Rule]]:
    """Each rule of each operation."""
    found = [(path, each, rule) for path, _, each in operations(vendored.rest()) for rule in rules_of(each)]
    return by_name(found, lambda case: f"{case[1]['operationId']}, {case[2]}")


def breaking(kind: str, given: dict[str, Any], names: list[str]) -> list[dict[str, Any]]:
    """Every way to break a rule, as the values of its fields; each way gives none of them or two."""
    none = dict.fromkeys(names, UNSET)
    pairs = [{**none, **{name: given[name] for name in pair}} for pair in itertools.combinations(names, 2)]
    return {"exactly_one_of": [none, *pairs], "at_least_one_of": [none], "at_most_one_of": pairs, "equal": pairs}[kind]


def test_a_model_that_breaks_a_rule_is_refused_with_all_its_fields() -> None:
    def check(case: tuple[str, Rule]) -> None:
        name, (kind, names) = case
        model = getattr(kalshi_gen.models, name)
        if not set(names) <= set(model.__struct_fields__):
            return
        properties = vendored.rest()["components"]["schemas"][name]["properties"]
        given = {
            field: from_wire(value(properties[field], vendored.rest(), full=False), present(field_types(model)[field]))
            for field in names
        }
        least = value({"$ref": f"#/components/schemas/{name}"}, vendored.rest(), full=False)
        model.from_dict(least).to_dict()
        for broken in breaking(kind, given, names):
            body = model.from_dict(least)
            for field, chosen in broken.items():
                setattr(body, field, chosen)
            with pytest.raises(InvalidRequestError) as caught:
                body.to_dict()
            assert caught.value.field == ", ".join(names)

    walk(of_models(), check)


def present(declared: Any) -> Any:
    """The type of a field's values when it is given."""
    return next(member for member in typing.get_args(declared) if member not in (Unset, type(None)))


def test_parameters_that_break_a_rule_are_refused_and_nothing_is_sent(exchange: Exchange) -> None:
    def check(case: tuple[str, Schema, Rule]) -> None:
        path, operation, (kind, names) = case
        module = OPERATIONS[operation["operationId"]]
        schemas = {each["name"]: each["schema"] for each in parameters_of(vendored.rest(), path, operation)}
        if not set(names) <= set(schemas):
            return
        hints = hints_of(module)
        spelt = {name: name if name in hints else f"{name}_" for name in names}
        given = {
            name: from_wire(value(schemas[name], vendored.rest(), full=False), present(hints[spelt[name]]))
            for name in names
        }
        for broken in breaking(kind, given, names):
            arguments = {**smallest_arguments(module), **{spelt[name]: chosen for name, chosen in broken.items()}}
            with exchange.signed_client() as client, pytest.raises(InvalidRequestError) as caught:
                module.sync_detailed(client=client, **arguments)
            assert caught.value.field == ", ".join(names)
        assert exchange.requests == []

    exchange.answer(500)
    walk(of_operations(), check)


def test_the_error_names_the_fields_what_is_given_and_the_remedy(exchange: Exchange) -> None:
    exchange.answer(500)
    body = DecreaseOrderV2Request(reduce_by=Decimal(1), reduce_to=Decimal(1))
    words = r"^reduce_by, reduce_to: reduce_by and reduce_to given; give exactly one of them and leave the others out$"
    with exchange.signed_client() as client, pytest.raises(InvalidRequestError, match=words):
        decrease_order_v2.sync(client=client, order_id="an-id", body=body)
    with pytest.raises(InvalidRequestError, match=r"^reduce_by, reduce_to: none given; give exactly one of them"):
        DecreaseOrderV2Request().to_dict()
    assert exchange.requests == []


def test_a_null_counts_as_not_given() -> None:
    wire = DecreaseOrderV2Request(reduce_by=None, reduce_to=Decimal("2.5")).to_dict()
    assert wire == {"reduce_by": None, "reduce_to": "2.5"}


class Leg(Model, kw_only=True):
    """A model with a rule, as generation writes it."""

    _field_rules = (FieldRule("exactly_one_of", ("ticker", "tickers")),)

    ticker: str | Unset = UNSET
    tickers: list[str] | Unset = UNSET


def test_a_rule_within_a_list_names_the_place() -> None:
    with pytest.raises(InvalidRequestError, match=r"^legs\[1\]\.ticker, legs\[1\]\.tickers: none given"):
        to_wire([Leg(ticker="KX-1"), Leg()], list[Leg], "legs")


def test_two_spellings_of_one_number_may_both_be_given() -> None:
    body = CreateRFQRequest(market_ticker="KX-1", rest_remainder=False, contracts=2, contracts_fp=Decimal("2.00"))
    assert (body.to_dict()["contracts"], body.to_dict()["contracts_fp"]) == (2, "2.00")
    body.contracts_fp = Decimal("2.01")
    with pytest.raises(InvalidRequestError, match=r"^contracts, contracts_fp: .*they differ; give one of them"):
        body.to_dict()


def test_a_docstring_says_the_rules() -> None:
    words = " ".join(str(DecreaseOrderV2Request.__doc__).split())
    assert "Give exactly one of `reduce_by` and `reduce_to`." in words
