"""Validates the parameters and the body of a request against the spec, and names the field at fault.

`openapi-core` validates the same, but takes half a second to load this spec and 5 ms for the smallest request; this
takes a fraction of one. So the values are read here, and validated by the library below it (`openapi-schema-validator`,
on `jsonschema`). The tests compare the results with those of openapi-core.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast
from urllib.parse import parse_qsl

from attrs import frozen
from jsonschema import FormatChecker
from jsonschema.exceptions import ValidationError
from openapi_schema_validator import OAS30Validator

from .behaviour import DOCUMENTS, Behaviour
from .error_answers import ErrorAnswer, invalid_parameters
from .spec import FIELD_RULES, Operation, Parameter, Schema

_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_INTEGER = re.compile(r"-?[0-9]{1,40}")
_NUMBER = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_WORDS = {
    "decimal": "a plain decimal number in a string, such as 0.56",
    "uuid": "a UUID",
    "date": "a date, such as 2026-12-31",
    "date-time": "an RFC 3339 time with an offset, such as 2026-12-31T17:00:00Z",
    "int32": "a 32-bit integer",
    "int64": "a 64-bit integer",
}

_ANY_OBJECT: Schema = {"type": "object"}

_formats = FormatChecker(formats=())
_formats.checkers["date-time"] = FormatChecker.checkers["date-time"]


@_formats.checks("decimal")
def _is_decimal(value: object) -> bool:
    return not isinstance(value, str) or _DECIMAL.fullmatch(value) is not None


@_formats.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    # The pattern is first, because `fromisoformat` also reads weeks and dates without hyphens.
    return not isinstance(value, str) or (_DATE.fullmatch(value) is not None and bool(date.fromisoformat(value)))


@_formats.checks("uuid")
def _is_uuid(value: object) -> bool:
    return not isinstance(value, str) or _UUID.fullmatch(value) is not None


@_formats.checks("int32")
def _is_int32(value: object) -> bool:
    return not isinstance(value, int) or -(1 << 31) <= value < 1 << 31


@_formats.checks("int64")
def _is_int64(value: object) -> bool:
    return not isinstance(value, int) or -(1 << 63) <= value < 1 << 63


@frozen
class CheckedRequest:
    """A request that the spec allows: the operation, its parameters as typed values, and its body.

    Args:
        operation: The operation of the request.
        path: Path parameters by name.
        query: The given query parameters by name.
        body: The parsed body, None for none.
        access_key_id: The key that signed it, None for an unsigned request.
        account: The account of that key, empty for an unsigned request.
        as_of: The time whose state a read is to show, in Unix seconds; None for now.
        behaviour: What is done where the live exchange and its documents differ.
    """

    operation: Operation
    path: dict[str, Any]
    query: dict[str, Any]
    body: Any
    access_key_id: str | None = None
    account: str = ""
    as_of: float | None = None
    behaviour: Behaviour = DOCUMENTS


# By identity: a schema is a dict, and those of a spec exist as long as the process. Storing the schema beside its
# validator keeps its identity from being reused.
_validators: dict[int, tuple[Schema, Any]] = {}


def validator_of(schema: Schema) -> Any:
    """The validator of a schema, with the formats of the spec, made once."""
    known = _validators.get(id(schema))
    if known is None:
        known = _validators[id(schema)] = (schema, OAS30Validator(schema, format_checker=_formats))
    return known[1]


def check_request(
    operation: Operation,
    path: Mapping[str, str],
    query: str,
    content_type: str,
    body: bytes,
    *,
    strict_parameters: bool = True,
) -> CheckedRequest:
    """Validate a request, and convert its values to the types of the spec.

    Args:
        operation: The operation of the request.
        path: Path parameters, percent-decoded.
        query: Query string as received.
        content_type: The request's content type, empty when it has none.
        body: The body's bytes.
        strict_parameters: Whether a query parameter that the spec doesn't have is rejected, otherwise ignored.

    Raises:
        ErrorAnswer: With 400, naming the first field that the spec doesn't allow.
    """
    return CheckedRequest(
        operation=operation,
        path=_check_path(operation, path),
        query=_check_query(operation, query, strict=strict_parameters),
        body=_check_body(operation, content_type, body),
    )


def _check_path(operation: Operation, path: Mapping[str, str]) -> dict[str, Any]:
    stated = {parameter.name: parameter for parameter in operation.parameters if parameter.place == "path"}
    return {name: _typed(stated[name], name, text) if name in stated else text for name, text in path.items()}


def _check_query(operation: Operation, query: str, *, strict: bool) -> dict[str, Any]:
    stated = {parameter.name: parameter for parameter in operation.parameters if parameter.place == "query"}
    given: dict[str, list[str]] = {}
    for name, text in _pairs(query):
        if name not in stated:
            if not strict:
                continue
            known = ", ".join(sorted(stated)) or "none"
            raise invalid_parameters(name[:100], f"no query parameter of this operation; it has: {known}")
        given.setdefault(name, []).append(text)
    for name, parameter in stated.items():
        if parameter.required and name not in given:
            raise invalid_parameters(name, "required")
    values = {name: _query_value(stated[name], texts) for name, texts in given.items()}
    # An empty parameter counts as not given.
    _check_rules(operation.rules, {name: value for name, value in values.items() if value != ""}, "")
    return values


def _pairs(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query, keep_blank_values=True, errors="strict")
    except ValueError:
        raise invalid_parameters("query string", "is not UTF-8 when percent-decoded") from None


def _query_value(parameter: Parameter, texts: list[str]) -> Any:
    if parameter.schema.get("type") != "array":
        if len(texts) > 1:
            raise invalid_parameters(parameter.name, f"given {len(texts)} times")
        return _typed(parameter, parameter.name, texts[0])
    if not parameter.explode:
        texts = [part for text in texts for part in text.split(",")]
    items = parameter.schema["items"]
    values = [_converted(items, f"{parameter.name}[{at}]", text) for at, text in enumerate(texts)]
    check_value(parameter.schema, parameter.name, values)
    return values


def _typed(parameter: Parameter, name: str, text: str) -> Any:
    value = _converted(parameter.schema, name, text)
    check_value(parameter.schema, name, value)
    return value


def _converted(schema: Schema, name: str, text: str) -> Any:
    """Convert a parameter's text to the type of its schema."""
    match schema.get("type"):
        case "integer" if _INTEGER.fullmatch(text):
            return int(text)
        case "number" if _NUMBER.fullmatch(text):
            return float(text)
        case "boolean" if text in ("true", "false"):
            return text == "true"
        case ("integer" | "number" | "boolean") as kind:
            raise invalid_parameters(name, f"{_shown(text)} is not {_article(kind)}")
    return text


def _check_body(operation: Operation, content_type: str, body: bytes) -> Any:
    media_type = content_type.split(";")[0].strip().lower()
    if not operation.takes_json and not (operation.body and body):
        return None
    if media_type != "application/json":
        raise invalid_parameters(
            "Content-Type",
            f"must be application/json, and the body a JSON object, at least {{}}; got {media_type!r}",
        )
    if not body.strip():
        raise invalid_parameters("body", "empty; a JSON object is required, at least {}")
    value = _parsed(body)
    check_value(operation.body or _ANY_OBJECT, "", value)
    _check_fields(operation.body or _ANY_OBJECT, value, "")
    return value


def _check_fields(schema: Schema, value: Any, name: str) -> None:
    """Check the rules of an object, and of the objects in it; the value must fit the schema."""
    if isinstance(value, list):
        for at, item in enumerate(value):
            _check_fields(schema.get("items", {}), item, f"{name}[{at}]")
    elif isinstance(value, dict):
        prefix = f"{name}." if name else ""
        _check_rules(schema.get(FIELD_RULES, ()), value, prefix)
        for key, part in schema.get("properties", {}).items():
            if key in value:
                _check_fields(part, value[key], prefix + key)


def _check_rules(rules: Iterable[Mapping[str, list[str]]], values: Mapping[str, Any], prefix: str) -> None:
    for rule in rules:
        for kind, fields in rule.items():
            given = [field for field in fields if values.get(field) is not None]
            if kind in ("exactly_one_of", "at_most_one_of") and len(given) > 1:
                raise invalid_parameters(prefix + given[1], f"does not go with {prefix}{given[0]}")
            if kind in ("exactly_one_of", "at_least_one_of") and not given:
                raise invalid_parameters(prefix + fields[0], f"one of {', '.join(fields)} is required")
            if kind == "equal" and len({Decimal(str(values[field])) for field in given}) > 1:
                first, second = given[:2]
                raise invalid_parameters(
                    prefix + second, f"{values[second]} does not agree with {first} {values[first]}"
                )


def _parsed(body: bytes) -> Any:
    try:
        value = json.loads(body.decode(), parse_constant=_no_constant)
        # A lone surrogate parses, but no answer can have it in UTF-8.
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeError:
        raise invalid_parameters("body", "is not UTF-8 text") from None
    except RecursionError:
        raise invalid_parameters("body", "is nested too deeply") from None
    except ValueError as error:
        raise invalid_parameters("body", f"is not JSON: {error}") from None
    return value


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON number")


def check_value(schema: Schema, name: str, value: Any) -> None:
    """Reject a value that the schema doesn't allow.

    Args:
        schema: A schema of the spec.
        name: The field of the value; empty for the body itself.
        value: The parsed value.

    Raises:
        ErrorAnswer: With 400, naming the field at fault and what is wrong with it.
    """
    error = next(validator_of(schema).iter_errors(value), None)
    if error is not None:
        raise _rejection(name, error)


def _rejection(name: str, error: ValidationError) -> ErrorAnswer:
    field = name
    for part in error.absolute_path:
        field += f"[{part}]" if isinstance(part, int) else f".{part}" if field else str(part)
    if error.validator == "required":
        instance, required = (
            cast("Mapping[str, Any]", error.instance),
            cast("list[str]", error.validator_value),
        )
        missing = next(key for key in required if key not in instance)
        return invalid_parameters(f"{field}.{missing}" if field else missing, "required")
    return invalid_parameters(field or "body", _fault(error))


def _fault(error: ValidationError) -> str:
    value: Any = error.instance
    limit: Any = error.validator_value
    match error.validator:
        case "type":
            return f"{_shown(value)} is not {_article(limit)}"
        case "format":
            return f"{_shown(value)} is not {_WORDS.get(limit, limit)}"
        case "enum":
            return f"{_shown(value)} is not one of {', '.join(json.dumps(choice) for choice in limit)}"
        case "minimum":
            return f"{_shown(value)} is below the minimum of {limit}"
        case "maximum":
            return f"{_shown(value)} is above the maximum of {limit}"
        case "minItems":
            return f"{len(value)} items are fewer than the {limit} at least"
        case "maxItems":
            return f"{len(value)} items are more than the {limit} at most"
        case "maxLength":
            return f"{len(value)} characters are more than the {limit} at most"
    return error.message[:200]


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else text[:77] + "..."
