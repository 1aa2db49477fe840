"""Token buckets: what each request costs, the 429 when they are empty, and that they refill on the clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from kalshi_gen.api.account import get_account_api_limits, get_account_endpoint_costs
from kalshi_overlay import RetryPolicy
from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import DOCUMENTS
from kalshi_sandbox.buckets import COSTS, DEFAULT_COST, TIERS, Bucket
from tests.walking import walked

from . import plain
from .small import small_sandbox
from .test_answers import ORDER


@pytest.fixture
def basic() -> Iterator[Sandbox]:
    with small_sandbox(
        tier="basic", clock="manual", live=False, behaviour=evolve(DOCUMENTS, retry_after=True)
    ) as exchange:
        yield exchange


@pytest.fixture
def http(basic: Sandbox) -> Iterator[httpx.Client]:
    # A rejection is what these tests ask for: the client doesn't try again.
    with basic.client(retry_policy=RetryPolicy(retries=0)) as client:
        yield client.get_httpx_client()


def place(http: httpx.Client, count: int = 1) -> httpx.Response:
    # Without an id of the caller's own, an order can be sent any number of times.
    order = {name: value for name, value in ORDER.items() if name != "client_order_id"}
    if count == 1:
        return http.post("/portfolio/events/orders", json=order)
    return http.post("/portfolio/events/orders/batched", json={"orders": [order] * count})


def test_a_spent_bucket_rejects_and_says_when_to_come_back(http: httpx.Client, basic: Sandbox) -> None:
    assert [place(http).status_code for _ in range(11)] == [201] * 10 + [429]
    rejection = place(http)
    assert rejection.json() == {
        "code": "too_many_requests",
        "message": "too many requests",
        "details": "the request costs 10 tokens, and the write bucket has 0; 100 are added each second",
    }
    assert rejection.headers["retry-after"] == "1"
    basic.clock.advance(0.1)
    assert [place(http).status_code for _ in range(2)] == [201, 429]


def test_reads_writes_and_the_balance_have_buckets_of_their_own(http: httpx.Client) -> None:
    for path in ("/portfolio/orders?limit=1", "/portfolio/balance"):
        assert [http.get(path).status_code for _ in range(21)] == [200] * 20 + [429]
    assert place(http).status_code == 201


def test_keys_have_buckets_of_their_own_and_who_does_not_sign_another(http: httpx.Client, basic: Sandbox) -> None:
    while http.get("/portfolio/orders?limit=1").status_code == 200:
        pass
    assert plain.get(f"{basic.base_url}/exchange/status").status_code == 200


def test_a_batch_costs_as_much_as_its_items(http: httpx.Client) -> None:
    assert place(http, 9).status_code == 201
    assert [place(http, 2).status_code, place(http).status_code, place(http).status_code] == [429, 201, 429]


def test_a_request_that_exceeds_every_bucket_has_no_retry_after(http: httpx.Client) -> None:
    rejection = place(http, 11)
    assert rejection.status_code == 429
    assert rejection.json()["details"] == "the request costs 110 tokens, and the write bucket holds 100 at most"
    assert "retry-after" not in rejection.headers


def test_a_request_that_the_contract_does_not_allow_costs_nothing(http: httpx.Client) -> None:
    for _ in range(30):
        assert http.get("/markets?limit=x").status_code == 400
    assert http.get("/markets").status_code == 200


@walked("tier", TIERS)
def test_the_limits_and_costs_in_the_answer_are_the_current_ones(tier: str) -> None:
    with small_sandbox(tier=tier) as exchange, exchange.client() as client:
        limits = get_account_api_limits.sync(client=client)
        assert limits.usage_tier == tier
        assert limits.write.bucket_capacity == limits.write.refill_rate * (1 if tier == "basic" else 2)
        costs = get_account_endpoint_costs.sync(client=client)
    assert costs.default_cost == DEFAULT_COST
    assert len(costs.endpoint_costs) == len(COSTS)


def test_costs_are_those_of_the_spec(spec: dict[str, Any]) -> None:
    named = {}
    for item in spec["paths"].values():
        for operation in item.values():
            text = " ".join(operation.get("description", "").split()) if isinstance(operation, dict) else ""
            found = re.search(r"costs (\d+) (?:rate-limit )?tokens", text)
            if found and int(found[1]) != DEFAULT_COST:
                named[operation["operationId"]] = int(found[1])
    assert named == COSTS


def test_without_a_tier_nothing_is_limited(exchange: Sandbox) -> None:
    with plain.client() as unsigned, exchange.client(retry_policy=RetryPolicy(retries=0)) as signed:
        for http in (unsigned, signed.get_httpx_client()):
            answers = [http.get(f"{exchange.base_url}/exchange/status").status_code for _ in range(50)]
            assert answers == [200] * 50


def test_a_tier_that_there_is_not_is_rejected() -> None:
    with pytest.raises(ValueError, match="tier: 'gold' is not one of basic, advanced"):
        Sandbox(tier="gold")


@given(
    rate=st.integers(1, 100),
    seconds=st.integers(1, 3),
    steps=st.lists(st.tuples(st.floats(0, 2), st.integers(1, 50)), max_size=50),
)
def test_no_window_takes_more_than_the_bucket_and_its_refill(
    rate: int, seconds: int, steps: list[tuple[float, int]]
) -> None:
    bucket, now = Bucket(rate, rate * seconds, rate * seconds, 0.0), 0.0
    taken: list[tuple[float, int]] = []
    for pause, cost in steps:
        now += pause
        wait = bucket.wait_for(cost, now)
        assert (wait == float("inf")) == (cost > bucket.capacity)
        if not wait:
            taken.append((now, cost))
    for first in range(len(taken)):
        spent = sum(cost for _, cost in taken[first:])
        assert spent <= bucket.capacity + rate * (taken[-1][0] - taken[first][0]) + 1e-2


@given(rate=st.integers(1, 100), cost=st.integers(1, 100))
def test_a_client_that_waits_for_retry_after_is_served(rate: int, cost: int) -> None:
    bucket = Bucket(rate, 100, 0.0, 0.0)
    wait = bucket.wait_for(cost, 0.0)
    assert not bucket.wait_for(cost, wait)
