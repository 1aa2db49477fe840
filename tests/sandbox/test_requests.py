"""Requests that the spec doesn't allow: each is rejected with the fault named."""

from __future__ import annotations

import contextlib
import re
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kalshi_sandbox.error_answers import ErrorAnswer
from kalshi_sandbox.spec import load_spec
from kalshi_sandbox.validation import check_request
from scripts.vendoring.published import operations
from tests.conftest import ROOT
from tests.spec_values import resolved, value

from .conftest import Send
from .test_answers import ORDER

CANDLES = "/series/S/markets/S-E-M/candlesticks"


def details(response: httpx.Response, status: int = 400) -> str:
    assert response.status_code == status, response.text
    assert set(response.json()) == {"code", "message", "details"}
    assert "date" in response.headers
    return str(response.json()["details"])


@pytest.mark.parametrize("path", ["/", "/nothing", "/markets/", "/markets/a/b", "/markets//orderbook"])
def test_an_unknown_path_is_not_found(path: str, http: httpx.Client) -> None:
    assert "no spec has the path" in details(http.get(path), 404)


def test_a_path_outside_the_base_path_is_not_found(http: httpx.Client) -> None:
    assert http.get(str(http.base_url.copy_with(path="/exchange/status"))).status_code == 404


def test_a_method_that_a_path_lacks_is_rejected_with_those_that_it_has(http: httpx.Client) -> None:
    response = http.delete("/portfolio/order_groups/create")
    assert details(response, 405) == "/portfolio/order_groups/create has POST"
    assert response.headers["allow"] == "POST"
    assert http.patch("/portfolio/events/orders").headers["allow"] == "DELETE, POST"


def test_a_literal_path_wins_over_a_parameter(http: httpx.Client) -> None:
    assert "trades" in http.get("/markets/trades").json()


def test_a_percent_encoded_slash_belongs_to_its_segment(http: httpx.Client) -> None:
    assert http.get("/markets/A%2FB-C").json()["market"]["ticker"] == "A/B-C"


def test_a_path_that_is_not_utf8_is_rejected(http: httpx.Client) -> None:
    assert details(http.get("/markets/%ff")) == "ticker: is not UTF-8 when percent-decoded"


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        (
            "/markets?limt=5",
            "limt: no query parameter of this operation; it has: cursor, event_ticker, limit",
        ),
        ("/markets?limit=many", 'limit: "many" is not an integer'),
        ("/markets?limit=", 'limit: "" is not an integer'),
        ("/markets?limit=1.0", 'limit: "1.0" is not an integer'),
        ("/markets?limit=1001", "limit: 1001 is above the maximum of 1000"),
        ("/markets?limit=-1", "limit: -1 is below the minimum of 0"),
        ("/markets?limit=1&limit=2", "limit: given 2 times"),
        ("/markets?status=opened", 'status: "opened" is not one of "unopened", "open"'),
        ("/markets?min_close_ts=9223372036854775808", "is not a 64-bit integer"),
        ("/markets?cursor=%ff", "query string: is not UTF-8"),
        ("/events?with_nested_markets=yes", 'with_nested_markets: "yes" is not a boolean'),
        ("/milestones", "limit: required"),
        ("/milestones?limit=5&minimum_start_date=2026-12-31", "is not an RFC 3339 time"),
        ("/markets/orderbooks", "tickers: required"),
        ("/markets/orderbooks?" + "&".join(["tickers=A"] * 101), "tickers: 101 items are more than the 100"),
        (
            f"/markets/orderbooks?tickers=A&tickers={'B' * 201}",
            "tickers[1]: 201 characters are more than the 200",
        ),
        (f"{CANDLES}?start_ts=1&end_ts=2&period_interval=2", "period_interval: 2 is not one of 1, 60, 1440"),
    ],
)
def test_a_parameter_at_fault_is_named(path: str, fault: str, http: httpx.Client) -> None:
    assert fault in details(http.get(path))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"price": None}, "price: null is not a string"),
        ({"price": 0.56}, "price: 0.56 is not a string"),
        ({"price": "5.6e-1"}, 'price: "5.6e-1" is not a plain decimal number'),
        ({"price": "NaN"}, 'price: "NaN" is not a plain decimal number'),
        ({"price": " 0.56"}, "is not a plain decimal number"),
        ({"price": "0,56"}, "is not a plain decimal number"),
        ({"count": ""}, "count: "),
        ({"side": "yes"}, 'side: "yes" is not one of "bid", "ask"'),
        ({"time_in_force": "gtc"}, "time_in_force: "),
        ({"subaccount": -1}, "subaccount: -1 is below the minimum of 0"),
        ({"subaccount": "0"}, 'subaccount: "0" is not an integer'),
        ({"post_only": "true"}, 'post_only: "true" is not a boolean'),
        ({"expiration_time": 2**63}, "expiration_time: 9223372036854775808 is not a 64-bit integer"),
    ],
)
def test_a_body_field_at_fault_is_named(change: dict[str, Any], fault: str, send: Send) -> None:
    response = send("POST", "/portfolio/events/orders", json={**ORDER, **change})
    assert fault in details(response)
    assert response.json()["code"] == "invalid_parameters"


def test_a_missing_body_field_is_named(send: Send) -> None:
    order = {key: value for key, value in ORDER.items() if key != "price"}
    assert details(send("POST", "/portfolio/events/orders", json=order)) == "price: required"
    batch = {"orders": [ORDER, order]}
    assert details(send("POST", "/portfolio/events/orders/batched", json=batch)) == "orders[1].price: required"


def test_a_field_inside_a_list_is_named_with_its_place(send: Send) -> None:
    batch = {"orders": [{**ORDER, "price": "1e-2"}]}
    answered = send("POST", "/portfolio/events/orders/batched", json=batch)
    assert details(answered).startswith("orders[0].price: ")


def test_a_nullable_field_may_be_null(send: Send) -> None:
    body = {"reduce_by": None, "reduce_to": "1"}
    assert send("POST", "/portfolio/events/orders/a/decrease", json=body).status_code == 200


def test_a_list_has_as_many_items_as_the_spec_allows(spec: dict[str, Any], send: Send) -> None:
    rejected = []
    for path, method, operation in operations(spec):
        content = operation.get("requestBody", {}).get("content", {})
        schema = resolved(content.get("application/json", {}).get("schema", {}), spec)
        for name, field in schema.get("properties", {}).items():
            counts = [field["maxItems"] + 1] if "maxItems" in field else []
            counts += [field["minItems"] - 1] if "minItems" in field else []
            for count in counts:
                body = value(schema, spec, full=False)
                body[name] = [value(field["items"], spec, full=False)] * count
                assert f"{name}: " in details(send(method.upper(), re.sub("{.*?}", "b", path), json=body))
                rejected.append(name)
    assert rejected


def test_a_uuid_is_checked(send: Send) -> None:
    body = {"client_transfer_id": "mine", "from_subaccount": 0, "to_subaccount": 1, "amount_cents": 5}
    assert details(send("POST", "/portfolio/subaccounts/transfer", json=body)) == (
        'client_transfer_id: "mine" is not a UUID'
    )


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/portfolio/order_groups/g/reset"),
        ("PUT", "/communications/quotes/q/confirm"),
        ("POST", "/account/api_usage_level/upgrade"),
        ("POST", "/portfolio/subaccounts"),
    ],
)
def test_a_post_or_put_needs_a_json_body_even_where_the_spec_has_none(method: str, path: str, send: Send) -> None:
    assert details(send(method, path)).startswith("Content-Type: must be application/json")
    assert details(send(method, path, content=b"{}")).startswith("Content-Type: ")
    json_type = {"Content-Type": "application/json"}
    assert details(send(method, path, headers=json_type)).startswith("body: empty")
    assert details(send(method, path, headers=json_type, content=b"[]")) == "body: [] is not an object"
    assert send(method, path, headers={"Content-Type": "Application/JSON; charset=utf-8"}, content=b"{}").is_success


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"{", "is not JSON"),
        (b'{"price": NaN}', "NaN is not a JSON number"),
        (b"\xff{}", "is not UTF-8"),
        (b'{"ticker": "\\ud800"}', "is not UTF-8"),
        (b"[" * 100_000, "body: "),
        (b'{"count": ' + b"9" * 5000 + b"}", "is not JSON"),
    ],
)
def test_a_body_that_is_not_json_is_rejected(content: bytes, fault: str, send: Send) -> None:
    headers = {"Content-Type": "application/json"}
    assert fault in details(send("POST", "/portfolio/events/orders", content=content, headers=headers))


@pytest.mark.parametrize("size", [(1 << 20) + 1, 8 << 20])
def test_a_body_over_a_mebibyte_is_rejected(size: int, send: Send) -> None:
    headers = {"Content-Type": "application/json"}
    answered = send("POST", "/portfolio/events/orders", content=b" " * size, headers=headers)
    assert details(answered, 413) == "a body has 1048576 bytes at most"


def test_a_delete_with_a_declared_body_needs_it(send: Send) -> None:
    assert details(send("DELETE", "/portfolio/events/orders/batched")).startswith("Content-Type: ")


@settings(max_examples=300, deadline=None)
@given(query=st.text(alphabet=st.characters(codec="ascii"), max_size=40), body=st.binary(max_size=60))
def test_no_request_breaks_the_check(query: str, body: bytes) -> None:
    spec = load_spec()
    for name in ("GetMarkets", "CreateOrderV2"):
        with contextlib.suppress(ErrorAnswer):
            check_request(spec.operations[name], {}, query, "application/json", body)


@pytest.mark.parametrize(
    ("method", "path", "body", "fault"),
    [
        ("POST", "/portfolio/events/orders/x/decrease", {}, "reduce_by: one of reduce_by, reduce_to is required"),
        ("POST", "/portfolio/events/orders/x/decrease", {"reduce_by": "1", "reduce_to": "1"}, "reduce_to: "),
        ("POST", "/portfolio/order_groups/create", {"contracts_limit": None}, "contracts_limit: null"),
        ("POST", "/portfolio/order_groups/create", {"contracts_limit": 2, "contracts_limit_fp": "3"}, "does not agree"),
        ("POST", "/api_keys/generate", {"name": "x", "subaccount": 1, "fcm_subtrader_id": "y"}, "does not go with"),
        (
            "POST",
            "/communications/block-trade-proposals/x/accept",
            {"subaccount": 0, "subtrader_id": "y"},
            "subaccount: does not go with subtrader_id",
        ),
        (
            "POST",
            "/communications/rfq_batches",
            {"children": [{"market_ticker": "A"}, {"market_ticker": "B", "selected_markets": []}]},
            "children[1].selected_markets: does not go with children[1].market_ticker",
        ),
        ("GET", "/communications/quotes", None, "user_filter: one of "),
        ("GET", "/communications/quotes?user_filter=", None, "user_filter: "),
        ("GET", "/events/multivariate?series_ticker=A&collection_ticker=B", None, "collection_ticker: "),
        ("GET", "/live_data/weather/x?last_sec=5&from=7", None, "from: does not go with last_sec"),
    ],
)
def test_fields_that_do_not_go_together_are_rejected(method: str, path: str, body: Any, fault: str, send: Send) -> None:
    assert fault in details(send(method, path, **({} if body is None else {"json": body})))


def test_the_documentation_names_the_operations_whose_body_is_not_declared_but_required(send: Send) -> None:
    text = (ROOT / "docs" / "sandbox.md").read_text(encoding="utf-8")
    start = text.index("The spec declares no body for")
    named = set(re.findall(r"`([A-Z]\w+)`", text[start : text.index("Users report", start)]))
    operations = load_spec().operations.values()
    assert named == {each.operation_id for each in operations if each.takes_json and not each.body_required}
    for each in operations:
        if each.operation_id in named:
            path = re.sub(r"{\w+}", "3f2b8c1e-0d5a-4c7e-9b1f-2a6d8e4c0b7a", each.path)
            assert details(send(each.method, path)).startswith("Content-Type: ")
