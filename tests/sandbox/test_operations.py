"""Every operation of the spec, called with the smallest request that it allows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from openapi_core import Config, OpenAPI
from openapi_core.testing import MockRequest, MockResponse

from kalshi_sandbox.spec import FIELD_RULES, Operation, Schema, load_spec, spec_path
from kalshi_sandbox.validation import check_value

from .conftest import Send

OPERATIONS = list(load_spec().operations.values())


@pytest.fixture(scope="session")
def second_judge() -> OpenAPI:
    # This does not check whether the spec itself is well made.
    return OpenAPI.from_file_path(str(spec_path()), config=Config(spec_validator_cls=None))


def chosen(rules: Iterable[Mapping[str, list[str]]]) -> list[str]:
    """The first field of each rule that wants one of several."""
    return [
        fields[0] for rule in rules for kind, fields in rule.items() if kind in ("exactly_one_of", "at_least_one_of")
    ]


def smallest(schema: Schema, name: str = "") -> Any:
    """A value with nothing in it but what the schema requires."""
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            required = [*schema.get("required", ()), *chosen(schema.get(FIELD_RULES, ()))]
            return {key: smallest(schema["properties"][key], key) for key in required}
        case "array":
            return [smallest(schema["items"], name)] * max(1, schema.get("minItems", 0))
        case "integer" | "number":
            return max(1, schema.get("minimum", 1))
        case "boolean":
            return True
    formats = {
        "decimal": "0.56",
        "uuid": "3f2b8c1e-0d5a-4c7e-9b1f-2a6d8e4c0b7a",
        "date-time": "2026-12-31T17:00:00Z",
    }
    return formats.get(schema.get("format", ""), "KXBTCD-26DEC31-T100000" if "ticker" in name else "some-text")


def smallest_request(operation: Operation) -> tuple[str, dict[str, Any]]:
    """The path, and the other parts, of the smallest request."""
    path, query = operation.path, {}
    for parameter in operation.parameters:
        value = smallest(parameter.schema, parameter.name)
        if parameter.place == "path":
            path = path.replace("{" + parameter.name + "}", str(value))
        elif parameter.required or parameter.name in chosen(operation.rules):
            query[parameter.name] = value
    body = {"json": smallest(operation.body or {"type": "object"})} if operation.takes_json else {}
    return path, {"params": query, **body}


def ask(send: Send, operation: Operation) -> httpx.Response:
    path, parts = smallest_request(operation)
    return send(operation.method, path, **parts)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.operation_id)
def test_the_smallest_request_is_answered_as_the_spec_says_realistically_and_always_the_same(
    operation: Operation, send: Send, second_judge: OpenAPI
) -> None:
    response = ask(send, operation)

    check_response(operation, response, second_judge)
    if response.content:
        for owner in objects(response.json()):
            check_tickers(owner)
            check_prices(owner)
            check_times(owner)
    assert ask(send, operation).content == response.content


def check_response(operation: Operation, response: httpx.Response, second_judge: OpenAPI) -> None:
    assert response.status_code == operation.status, response.text
    assert "date" in response.headers
    if operation.answer is None:
        assert response.content == b""
        return
    assert response.headers["content-type"] == "application/json"
    check_value(operation.answer, "", response.json())
    _, parts = smallest_request(operation)
    request = MockRequest(
        "https://external-api.kalshi.com",
        operation.method.lower(),
        urlsplit(str(response.url)).path,
        args=parts["params"],
    )
    second_judge.validate_response(request, MockResponse(response.content, response.status_code))


def objects(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [found for item in value for found in objects(item)]
    if isinstance(value, dict):
        return [value, *(found for item in value.values() for found in objects(item))]
    return []


def check_tickers(owner: dict[str, Any]) -> None:
    series, event = owner.get("series_ticker", ""), owner.get("event_ticker")
    market = owner.get("market_ticker") or (owner.get("ticker") if event else None)
    if market and event:
        assert market.startswith(event + "-")
    if event:
        assert event.startswith(series)


def check_prices(owner: dict[str, Any]) -> None:
    for name, value in owner.items():
        if re.search(r"_(bid|ask|price)_dollars$", name):
            assert re.fullmatch(r"0\.[0-9]{2}00", value), (name, value)
            assert 0.01 <= float(value) <= 0.99
    if {"yes_bid_dollars", "yes_ask_dollars", "no_bid_dollars"} <= owner.keys():
        assert float(owner["yes_bid_dollars"]) < float(owner["yes_ask_dollars"])
        assert float(owner["yes_ask_dollars"]) + float(owner["no_bid_dollars"]) == pytest.approx(1)
    if {"yes_price_dollars", "no_price_dollars"} <= owner.keys():
        assert float(owner["yes_price_dollars"]) + float(owner["no_price_dollars"]) == pytest.approx(1)


def check_times(owner: dict[str, Any]) -> None:
    times = {}
    for name, value in owner.items():
        if isinstance(value, str) and re.match(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}T", value):
            assert value.endswith("Z")
            times[name] = datetime.fromisoformat(value)
        if isinstance(value, int) and name.endswith("_ms"):
            assert value > 1_700_000_000_000
    for earlier, later in (("created", "open"), ("open", "close"), ("created", "updated"), ("start", "end")):
        for end in ("_time", "_ts", "_date", "_datetime"):
            if {earlier + end, later + end} <= times.keys():
                assert times[earlier + end] < times[later + end], (owner, earlier, later)
