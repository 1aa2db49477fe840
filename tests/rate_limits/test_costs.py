"""What each request costs, and which bucket pays."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from kalshi_gen.routes import ROUTES
from kalshi_overlay.rate_limits.costs import PUBLISHED, Costs, operation_of
from kalshi_sandbox.spec import load_spec
from tests.rate_limits.fakes import BASE_URL, BATCH, batch, get, order

BASE_PATH = "/trade-api/v2"


def test_every_operation_has_its_route() -> None:
    operations = load_spec().operations
    assert {(each.method, each.path): name for name, each in operations.items()} == ROUTES


@pytest.mark.parametrize(("method", "path"), ROUTES, ids=lambda part: part)
def test_a_request_is_known_by_its_route(method: str, path: str) -> None:
    for value in ("KXBTCD-26DEC31-T100000", "a%2Fb", "%7B%7D", "~"):
        assert operation_of(method, re.sub(r"\{[^}]*\}", value, path)) == ROUTES[method, path]
    assert operation_of(method, path) == ROUTES[method, path]
    assert operation_of(method, re.sub(r"\{([^}]*)\}", r":\1", path)) == ROUTES[method, path]


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", ""), ("GET", "/"), ("GET", "/nothing"), ("GET", "/markets//orderbook"), ("BREW", "/markets")],
)
def test_what_is_no_route_is_no_operation(method: str, path: str) -> None:
    assert operation_of(method, path) is None


def test_the_published_costs_are_those_that_the_spec_names(spec: dict[str, Any]) -> None:
    named = {}
    for item in spec["paths"].values():
        for operation in item.values():
            text = " ".join(operation.get("description", "").split()) if isinstance(operation, dict) else ""
            found = re.search(r"costs (\d+) (?:rate-limit )?tokens", text)
            if found and int(found[1]) != PUBLISHED.default_cost:
                named[operation["operationId"]] = int(found[1])
    assert named == PUBLISHED.by_operation


def charged(request: httpx.Request, costs: Costs = PUBLISHED) -> tuple[str, int]:
    charge = costs.charge(request, BASE_PATH)
    return charge.bucket, charge.cost


def test_batches_cost_their_items() -> None:
    costs = Costs(7, {"BatchCancelOrdersV2": 3})
    assert charged(batch(20), costs) == ("write", 140)
    assert charged(batch(20, "DELETE"), costs) == ("write", 60)
    assert charged(batch(0), costs) == ("write", 7)
    assert charged(order(), costs) == ("write", 7)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"orders": 3}', b"{}"])
def test_a_batch_that_can_not_be_read_costs_one_item(body: bytes) -> None:
    assert charged(httpx.Request("POST", BASE_URL + BATCH, content=body)) == ("write", PUBLISHED.default_cost)


def test_a_batch_that_is_a_stream_costs_one_item_and_is_left_unread() -> None:
    request = httpx.Request("POST", BASE_URL + BATCH, content=iter([b"{}"]))
    assert charged(request) == ("write", PUBLISHED.default_cost)
    assert b"".join(request.stream) == b"{}"  # type: ignore[arg-type]


def test_reads_and_the_balance_pay_from_buckets_of_their_own() -> None:
    costs = Costs(10, {"GetOrder": 2})
    assert charged(get("/markets?limit=5"), costs) == ("read", 10)
    assert charged(get("/portfolio/orders/an-id"), costs) == ("read", 2)
    assert charged(get("/portfolio/orders/queue_positions"), costs) == ("read", 10)
    assert charged(get("/portfolio/balance"), costs) == ("balance", 10)
    assert charged(get("/what/the/contract/does/not/know"), costs) == ("read", 10)
    assert charged(httpx.Request("PUT", BASE_URL + "/unknown"), costs) == ("write", 10)


def test_a_charge_names_the_request_without_its_query() -> None:
    charge = PUBLISHED.charge(get("/markets?cursor=secret"), BASE_PATH)
    assert (charge.method, charge.path) == ("GET", "/trade-api/v2/markets")
