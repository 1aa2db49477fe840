"""Bounds are kept beside the generator's types, and only there."""

from __future__ import annotations

import ast
import inspect
from typing import Any

import pytest
from openapi_python_client import schema
from openapi_python_client.parser import properties
from openapi_python_client.parser.errors import PropertyError

from scripts.generation import bounds, property_types
from scripts.generation.bounds import CALLERS, as_argument, without_bounds
from scripts.generation.unsupported import GenerationError
from tests.walking import walked

from .test_property_types import configuration


def made_of(facts: dict[str, Any], **components: Any) -> str:
    """The type that a schema becomes, with what it imports of ours."""
    with property_types.patched_types(), bounds.patched_bounds():
        schemas = properties.build_schemas(
            components={
                schema.UntrustedString(name): schema.Schema.model_validate(each) for name, each in components.items()
            },
            schemas=properties.Schemas(),
            config=configuration(),
        )
        prop, _ = properties.property_from_data(
            name=schema.UntrustedString("value"),
            required=True,
            data=schema.Schema.model_validate(facts),
            schemas=schemas,
            parent_name="Parent",
            config=configuration(),
        )
    assert not isinstance(prop, PropertyError), prop.detail
    return str(prop.get_type_string().as_unembedded_code())


SIZE = {"$ref": "#/components/schemas/Size"}


@walked(
    ("facts", "code"),
    [
        ({"type": "integer", "minimum": 0, "maximum": 9}, "Annotated[int, Range(minimum=0, maximum=9)]"),
        ({"type": "integer", "minimum": 0, "exclusiveMinimum": True}, "Annotated[int, Range(above=0)]"),
        ({"type": "integer", "maximum": 9, "exclusiveMaximum": False}, "Annotated[int, Range(maximum=9)]"),
        ({"type": "number", "exclusiveMaximum": 0.5}, "Annotated[float, Range(below=0.5)]"),
        ({"type": "integer", "format": "int32"}, "Annotated[int, INT32]"),
        (
            {"type": "integer", "format": "int32", "minimum": 1},
            "Annotated[int, Range(minimum=1, maximum=2147483647)]",
        ),
        ({"type": "integer", "format": "int64"}, "int"),
        (
            {"type": "string", "maxLength": 3, "pattern": "^[A|B]$"},
            "Annotated[str, Length(maximum=3), Pattern('^[A|B]$')]",
        ),
        ({"type": "string", "format": "password", "minLength": 1}, "Annotated[Secret, Length(minimum=1)]"),
        ({"type": "string", "format": "decimal", "x-decimals": 2, "maxLength": 9}, "Annotated[Decimal, Decimals(2)]"),
        (
            {"type": "string", "format": "decimal", "x-decimals": 4, "x-above": 0, "x-below": 1},
            "Annotated[Decimal, Decimals(4), Range(above=0, below=1)]",
        ),
        (
            {"type": "string", "format": "decimal", "x-decimals": 2, "x-unit": "contracts"},
            "Annotated[Decimal, Unit('contracts'), Decimals(2)]",
        ),
        ({"type": "string", "format": "decimal", "x-unit": "US dollars"}, "Annotated[Decimal, Unit('US dollars')]"),
        ({"type": "string", "format": "date-time", "maxLength": 30}, "AwareDatetime"),
        ({"type": "integer", "x-unix-time": {"unit": "seconds", "round": "down"}}, "UnixSeconds"),
        ({"type": "integer", "x-unix-time": {"unit": "milliseconds", "round": "up"}}, "UnixMillisecondsUp"),
        (
            {"type": "integer", "minimum": 0, "nullable": True, "x-unix-time": {"unit": "seconds", "round": "up"}},
            "Annotated[UnixSecondsUp, Range(minimum=0)] | None",
        ),
        ({"type": "string", "x-separator": ",", "maxLength": 9}, "Annotated[CommaJoined, Length(maximum=9)]"),
        ({"type": "string", "x-unix-time": {"unit": "seconds", "round": "down"}}, "str"),
        ({"type": "integer", "x-separator": ","}, "int"),
        (
            {"type": "array", "maxItems": 2, "items": {"type": "string", "maxLength": 3}},
            "Annotated[list[Annotated[str, Length(maximum=3)]], Length(maximum=2)]",
        ),
        ({"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "boolean"}}, "tuple[bool, bool]"),
        ({"type": "integer", "minimum": 1, "nullable": True}, "Annotated[int, Range(minimum=1)] | None"),
        ({"allOf": [SIZE]}, "Annotated[int, Range(minimum=1)]"),
        ({"allOf": [SIZE], "minimum": 5, "maximum": 7}, "Annotated[int, Range(minimum=5, maximum=7)]"),
        ({"type": "object", "additionalProperties": SIZE}, "dict[str, Annotated[int, Range(minimum=1)]]"),
    ],
)
def test_bounds_are_beside_their_type(facts: dict[str, Any], code: str) -> None:
    made = made_of(facts, Size={"type": "integer", "minimum": 1})
    assert sorted(made.split(" | ")) == sorted(code.split(" | "))


def test_a_nullable_reference_keeps_the_bounds_of_both() -> None:
    made = made_of({"allOf": [SIZE], "nullable": True, "maximum": 7}, Size={"type": "integer", "minimum": 1})
    assert set(made.split(" | ")) == {"None", "Annotated[int, Range(minimum=1, maximum=7)]"}


def test_bounds_can_be_taken_out_of_a_type() -> None:
    code = "Annotated[list[Annotated[str, Pattern(' | ')]], Length(maximum=2)] | dict[str, X] | None"
    assert ast.unparse(without_bounds(ast.parse(code, mode="eval").body)) == "list[str] | dict[str, X] | None"


def test_the_modules_that_we_patch_are_those_that_build_what_is_sent_and_are_put_back() -> None:
    before = [vars(module)["property_from_data"] for module in CALLERS]
    with bounds.patched_bounds():
        assert all(vars(module)["property_from_data"] not in before for module in CALLERS)
    with pytest.raises(RuntimeError, match="half way"), bounds.patched_bounds():
        raise RuntimeError("half way")
    assert [vars(module)["property_from_data"] for module in CALLERS] == before
    assert "data" in inspect.signature(properties.property_from_data).parameters
    for module in CALLERS[1:]:
        calls = [node for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Call)]
        ours = [call for call in calls if ast.unparse(call.func) == "property_from_data"]
        assert ours
        assert all(not call.args for call in ours)


@walked(
    "facts",
    [
        {"type": "integer", "x-unix-time": "seconds"},
        {"type": "integer", "x-unix-time": {"unit": "seconds"}},
        {"type": "integer", "x-unix-time": {"unit": "minutes", "round": "down"}},
        {"type": "integer", "x-unix-time": {"unit": "seconds", "round": "down", "zone": "UTC"}},
        {"type": "string", "x-separator": ";"},
        {"type": "string", "x-separator": [","]},
    ],
)
def test_what_the_overlay_says_of_a_time_or_a_separator_must_be_known(facts: dict[str, Any]) -> None:
    with pytest.raises(GenerationError, match=r"^x-(unix-time|separator): .* is not known; write "):
        made_of(facts)


def test_a_function_takes_more_than_is_sent() -> None:
    def taken(code: str) -> str:
        return ast.unparse(as_argument(ast.parse(code, mode="eval").body))

    assert taken("Annotated[UnixSecondsUp, Range(minimum=0)]") == "int | AwareDatetime"
    assert taken("UnixMilliseconds") == "int | AwareDatetime"
    assert taken("Annotated[CommaJoined, Length(maximum=9)]") == "str | list[str]"
    assert taken("list[Annotated[int, Range(minimum=0)]]") == "list[int]"
