"""Every operation of every API, called with the smallest request that its spec allows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import attrs
import httpx
import pytest
import yaml
from openapi_core import Config, OpenAPI
from openapi_core.testing import MockRequest, MockResponse

from kalshi_sandbox import answers
from kalshi_sandbox.spec import (
    APIS,
    FIELD_RULES,
    ApiName,
    Operation,
    Schema,
    Spec,
    Specs,
    load_spec,
    load_specs,
    spec_path,
)
from kalshi_sandbox.validation import check_value
from tests.spec_text import operation_ids
from tests.walking import walk

from .conftest import Send

OPERATIONS = list(load_specs().operations.values())
HOSTS = {"api": "https://external-api.kalshi.com", "klear": "https://api.klear.kalshi.com"}
HOSTS["perps"] = HOSTS["api"]
Judges = dict[ApiName, OpenAPI]


@pytest.fixture(autouse=True)
def _short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a page have a few items: to compose and to judge a hundred of each kind takes most of the time."""
    monkeypatch.setattr(answers, "CATALOGUE_SIZE", 20)


@pytest.fixture(scope="session")
def judges() -> Judges:
    # This does not check whether a spec itself is well made.
    config = Config(spec_validator_cls=None)
    return {api: OpenAPI.from_file_path(str(spec_path(api)), config=config) for api in APIS}


def test_every_operation_of_every_spec_is_here() -> None:
    known = {(operation.method, operation.path) for operation in OPERATIONS}
    for api in APIS:
        stated = load_spec(api).operations
        assert {(operation.method, operation.path) for operation in stated.values()} <= known
        assert set(stated) == operation_ids(str(spec_path(api)))


def test_an_operation_of_two_specs_is_the_same_in_both() -> None:
    event_contracts, perps = load_spec("api").operations, load_spec("perps").operations
    shared = event_contracts.keys() & perps.keys()
    assert shared
    for name in shared:
        first, second = event_contracts[name], perps[name]
        assert load_specs().operations[name] is first
        assert without_words(attrs.asdict(first)) == without_words({**attrs.asdict(second), "api": "api"})


def without_words(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_words(part) for key, part in value.items() if key != "description"}
    return [without_words(part) for part in value] if isinstance(value, list | tuple) else value


def test_two_different_operations_with_one_id_are_refused() -> None:
    with spec_path("perps").open("rb") as file:
        perps = yaml.load(file, yaml.CSafeLoader)
    perps["paths"]["/margin/enabled"]["get"]["operationId"] = "GetBalance"
    with pytest.raises(ValueError, match="GetBalance of perps is another operation in api"):
        Specs([load_spec("api"), Spec(perps, "perps")])


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
    if "pattern" in schema and "format" not in schema:
        return "fund1"
    formats = {
        "date": "2026-10-01",
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
    return send(operation.method, path, api=operation.api, **parts)


def test_the_smallest_request_is_answered_as_the_spec_says_realistically_and_always_the_same(
    send: Send, judges: Judges
) -> None:
    def check(operation: Operation) -> None:
        response = ask(send, operation)

        check_response(operation, response, judges)
        if response.content:
            for owner in objects(response.json()):
                check_tickers(owner)
                check_prices(owner)
                check_times(owner)
        assert ask(send, operation).content == response.content

    walk(load_specs().operations, check)


def check_response(operation: Operation, response: httpx.Response, judges: Judges) -> None:
    assert response.status_code == operation.status, response.text
    assert "date" in response.headers
    if operation.answer is None:
        assert response.content == b""
        return
    assert response.headers["content-type"] == "application/json"
    check_value(operation.answer, "", response.json())
    _, parts = smallest_request(operation)
    request = MockRequest(
        HOSTS[operation.api],
        operation.method.lower(),
        urlsplit(str(response.url)).path,
        args=parts["params"],
    )
    judges[operation.api].validate_response(request, MockResponse(response.content, response.status_code))


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
