"""What each request costs, and which bucket pays."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from kalshi_gen.perps.routes import ROUTES as PERPS_ROUTES
from kalshi_gen.routes import ROUTES
from kalshi_overlay.rate_limits.costs import PERPS_OPERATIONS, PUBLISHED, Costs, operation_of
from kalshi_sandbox.spec import load_spec
from scripts import documents, specs
from scripts.vendoring.published import operations
from tests.rate_limits.fakes import BASE_URL, BATCH, batch, get, order

BASE_PATH = "/trade-api/v2"
ALL_ROUTES = {**PERPS_ROUTES, **ROUTES}


def test_every_operation_has_its_route() -> None:
    operations = load_spec().operations
    assert {(each.method, each.path): name for name, each in operations.items()} == ROUTES


def test_a_request_is_known_by_its_route() -> None:
    for (method, path), operation in ALL_ROUTES.items():
        for value in ("KXBTCD-26DEC31-T100000", "a%2Fb", "%7B%7D", "~"):
            assert operation_of(method, re.sub(r"\{[^}]*\}", value, path)) == operation
        assert operation_of(method, path) == operation
        assert operation_of(method, re.sub(r"\{([^}]*)\}", r":\1", path)) == operation


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", ""), ("GET", "/"), ("GET", "/nothing"), ("GET", "/markets//orderbook"), ("BREW", "/markets")],
)
def test_what_is_no_route_is_no_operation(method: str, path: str) -> None:
    assert operation_of(method, path) is None


def described() -> Iterator[tuple[str, str]]:
    """The id and the description of each operation that an API key opens."""
    for ours in (each for each in specs.REGISTER if each.name in ("api", "perps")):
        for _, _, operation in operations(documents.load(ours.path.read_bytes())):
            yield operation["operationId"], " ".join(operation.get("description", "").split())


def test_the_published_costs_are_those_that_the_specs_name() -> None:
    found = {name: re.search(r"costs (\d+) (?:rate-limit )?tokens", text) for name, text in described()}
    named = {name: int(cost[1]) for name, cost in found.items() if cost is not None}
    assert {name: cost for name, cost in named.items() if cost != PUBLISHED.default_cost} == PUBLISHED.by_operation


def test_a_cost_that_depends_on_a_parameter_is_that_of_the_spec() -> None:
    found = {name: re.search(r"costs (\d+) tokens, or (\d+) with `(\w+)=true`", text) for name, text in described()}
    named = {name: cost.groups() for name, cost in found.items() if cost is not None}
    assert named == {"GetMarginBalance": ("5", "50", "compute_available_balance")}
    path = "/margin/balance"
    assert charged(get(path)) == ("perps_read", 5)
    assert charged(get(f"{path}?compute_available_balance=false")) == ("perps_read", 5)
    assert charged(get(f"{path}?compute_available_balance=true")) == ("perps_read", 50)
    assert charged(get(f"{path}?compute_available_balance=1")) == ("perps_read", 50)
    listed = Costs(10, {"GetMarginBalance": 7})
    assert charged(get(path), listed) == ("perps_read", 7)
    assert charged(get(f"{path}?compute_available_balance=true"), listed) == ("perps_read", 50)


def test_perps_pay_from_buckets_of_their_own() -> None:
    for (method, path), operation in PERPS_ROUTES.items():
        bucket = "perps_read" if method == "GET" else "perps_write"
        shared = operation in ROUTES.values()
        assert (operation in PERPS_OPERATIONS) is not shared
        assert charged(httpx.Request(method, BASE_URL + path))[0] == ("write" if shared else bucket)
    assert {name for name in PERPS_ROUTES.values() if name in ROUTES.values()} == {"IntraExchangeInstanceTransfer"}
    for method, path in ROUTES:
        assert "perps" not in charged(httpx.Request(method, BASE_URL + path))[0]


def test_a_request_to_klear_is_no_operation_of_the_others() -> None:
    url = "http://127.0.0.1:9/klear-api/v1/margin/obligation_history"
    assert charged(httpx.Request("GET", url)) == ("read", 10)
    assert charged(httpx.Request("GET", "http://127.0.0.1:9/klear-api/v1/margin/fills")) == ("read", 10)


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
