"""Hypothesis strategies for valid JSON of any schema of the stream's spec, made without any code of the client."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.spec_values import resolved

from . import Document

_DECIMALS = st.decimals(Decimal(-10000), Decimal(10000), places=4)
_TIMES = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
_FORMATS: dict[str, st.SearchStrategy[str]] = {
    "decimal": _DECIMALS.map(lambda number: format(number, "f")),
    "date-time": _TIMES.map(datetime.isoformat),
    "uuid": st.uuids().map(str),
}


def valid(schema: Any, spec: Document) -> st.SearchStrategy[Any]:
    """Any JSON value that a schema allows."""
    schema = resolved(schema, spec)
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return st.one_of(*(_of_kind(kind, schema, spec) for kind in kinds))


def _of_kind(kind: str, schema: Any, spec: Document) -> st.SearchStrategy[Any]:
    match kind:
        case "null":
            return st.none()
        case "boolean":
            return st.booleans()
        case "integer":
            return st.integers(schema.get("minimum", -(2**53)), schema.get("maximum", 2**53))
        case "number":
            return st.floats(allow_nan=False, allow_infinity=False)
        case "string":
            return _FORMATS.get(schema.get("format", ""), st.text())
        case "array":
            least = schema.get("minItems", 0)
            return st.lists(valid(schema["items"], spec), min_size=least, max_size=schema.get("maxItems", least + 2))
    return _objects(schema, spec)


def _objects(schema: Any, spec: Document) -> st.SearchStrategy[dict[str, Any]]:
    if "properties" not in schema:
        return st.dictionaries(st.text(), st.integers(-(2**63), 2**63 - 1) | st.text(), max_size=2)
    fields = {name: valid(field, spec) for name, field in schema["properties"].items()}
    required = set(schema.get("required", []))
    exclusive = [names for rule in schema.get("x-field-rules", []) for names in rule.values()]
    return st.tuples(*map(st.sampled_from, exclusive)).flatmap(
        lambda chosen: _with_fields(fields, required, set(chosen), set().union(*exclusive) - set(chosen))
    )


def _with_fields(
    fields: dict[str, st.SearchStrategy[Any]], required: set[str], chosen: set[str], gone: set[str]
) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with the required fields; of fields that exclude each other, one is chosen."""
    always = required | chosen
    return st.fixed_dictionaries(
        {name: field for name, field in fields.items() if name in always},
        optional={name: field for name, field in fields.items() if name not in always | gone},
    )
