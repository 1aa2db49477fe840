"""Perpetual futures over HTTP: what is live, what keys may do, what requests cost, and whose errors they get."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kalshi_overlay import RetryPolicy
from kalshi_sandbox import Sandbox
from kalshi_sandbox.answers import Answer
from kalshi_sandbox.buckets import TIERS
from kalshi_sandbox.faults import Status
from kalshi_sandbox.live import HANDLERS as API_HANDLERS
from kalshi_sandbox.perps.live import HANDLERS
from kalshi_sandbox.spec import load_spec
from tests.sandbox import plain
from tests.sandbox.small import small_sandbox
from tests.walking import walked

from .calling import Caller
from .http_harness import Harness, opened_harness
from .test_account import keyed

SPEC = load_spec("perps")
ORDER = {
    "ticker": "KXBTCPERP",
    "client_order_id": "mine",
    "side": "bid",
    "count": "2",
    "price": "10.25",
    "time_in_force": "good_till_canceled",
    "self_trade_prevention_type": "maker",
}


@pytest.fixture
def harness() -> Iterator[Harness]:
    with opened_harness() as harness:
        yield harness


def test_only_operations_of_the_spec_are_live_and_each_once() -> None:
    assert HANDLERS.keys() <= SPEC.operations.keys()
    assert not HANDLERS.keys() & API_HANDLERS.keys()


def test_every_operation_has_a_handler_which_can_be_replaced(harness: Harness) -> None:
    handlers = harness.exchange.answers.handlers
    assert SPEC.operations.keys() <= handlers.keys()
    handlers["GetMarginOrder"] = lambda request: Answer(200, {"order": {"order_id": request.path["order_id"]}})
    response = harness.alice.send("GetMarginOrder", order_id="x")
    assert response.json() == {"order": {"order_id": "x"}}


def test_the_margin_exchange_is_paused_and_maintained_with_the_other(harness: Harness) -> None:
    assert harness.alice.ask("GetMarginExchangeStatus") == {"exchange_active": True, "trading_active": True}
    harness.exchange.pause()
    assert harness.alice.ask("GetMarginExchangeStatus") == {"exchange_active": True, "trading_active": False}
    harness.exchange.resume()
    with harness.exchange.maintenance():
        down = harness.alice.send("GetMarginExchangeStatus")
        assert (down.status_code, down.json()) == (503, {"exchange_active": False, "trading_active": False})
        assert harness.alice.rejected("GetMarginMarkets") == (503, "service_unavailable")
    assert harness.alice.ask("GetMarginEnabled") == {"enabled": True}


@pytest.mark.parametrize(
    ("operation_id", "body", "named"),
    [
        ("CreateMarginFCMSubtrader", {"subtrader_suffix": "a", "require_category_cap": False}, {}),
        ("GetFCMSubtraderRiskControls", None, {}),
        ("UpdateFCMSubtraderRiskControls", {"subtrader_id": "a", "im_cap": "1"}, {}),
        ("DeleteFCMSubtraderRiskControls", None, {"subtrader_id": "a"}),
        ("UpdateFCMNotionalRiskLimit", {"notional_value_risk_limit": "1"}, {}),
        ("DeleteFCMNotionalRiskLimit", None, {}),
    ],
)
def test_no_account_is_an_fcm_s(operation_id: str, body: Any, named: dict[str, str], harness: Harness) -> None:
    assert harness.alice.rejected(operation_id, body, **named) == (403, "forbidden")


@pytest.mark.parametrize(
    ("scopes", "allowed"),
    [
        (["read", "write"], {"GetMarginBalance", "GetMarginOrders", "CancelAllMarginOrders"}),
        (["read"], {"GetMarginBalance", "GetMarginOrders"}),
        (["write::trade"], {"CancelAllMarginOrders"}),
        (["read::portfolio_balance"], {"GetMarginBalance"}),
        (["write::transfer"], set()),
    ],
)
def test_a_key_may_do_what_its_scopes_cover(harness: Harness, scopes: list[str], allowed: set[str]) -> None:
    caller = keyed(harness, scopes=scopes)
    for operation_id in ("GetMarginBalance", "GetMarginOrders", "CancelAllMarginOrders"):
        status = caller.send(operation_id).status_code
        assert (status < 300) == (operation_id in allowed), (operation_id, status)
    caller.http.close()


@pytest.fixture
def basic() -> Iterator[Caller]:
    with small_sandbox(tier="basic", clock="manual", behaviour="documents") as exchange:
        caller = Caller(exchange)
        caller.client = exchange.client(retry_policy=RetryPolicy(retries=0))
        with caller.client:
            caller.http = caller.client.get_httpx_client()
            yield caller


def served(caller: Caller, operation_id: str, body: Any = None, **named: Any) -> int:
    """How often an operation is answered before its bucket is empty."""
    for count in range(1000):
        if caller.send(operation_id, body, **named).status_code == 429:
            return count
    raise AssertionError("the bucket is never empty")


def test_perps_have_buckets_of_their_own(basic: Caller) -> None:
    assert served(basic, "GetMarginPositions") == 40
    assert served(basic, "CreateMarginOrder", ORDER) == 10
    assert served(basic, "GetOrders") == 20
    assert served(basic, "CancelAllOrders") == 50


def test_the_balance_costs_5_or_50_tokens(basic: Caller) -> None:
    assert served(basic, "GetMarginBalance", compute_available_balance="true") == 8


def test_the_plain_balance_costs_5_tokens(basic: Caller) -> None:
    assert served(basic, "GetMarginBalance") == 80


@walked("tier", TIERS)
def test_the_limits_in_the_answer_are_the_current_ones(tier: str) -> None:
    with small_sandbox(tier=tier) as exchange:
        caller = Caller(exchange)
        with caller.client:
            limits = caller.ask("GetPerpsAccountApiLimits")
    assert limits["usage_tier"] == tier
    assert limits["read"]["refill_rate"] == 2 * TIERS[tier].read_rate
    assert limits["write"]["refill_rate"] == TIERS[tier].write_rate


def test_errors_are_those_of_the_exchange_for_perps_and_those_of_the_spec_for_klear() -> None:
    with small_sandbox(live=False) as exchange:
        caller = Caller(exchange)
        bearer = {"Authorization": f"Bearer {exchange.klear_admin_user_id}:{exchange.klear_access_token}"}
        with caller.client:
            missing = caller.send("GetMarginOrder", order_id="NO-SUCH-ORDER")
            invalid = caller.send("GetMarginOrders", limit=0)
            exchange.faults.add(Status(503))
            failed = caller.send("GetMarginOrders")
        klear = plain.get(f"{exchange.klear_base_url}/margin/active_obligations", headers=bearer)
        exchange.faults.clear()
        unknown = plain.get(f"{exchange.klear_base_url}/nothing", headers=bearer)
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "not_found")
    assert (invalid.status_code, invalid.json()) == (
        400,
        {"msg": "Parameter validation failed: limit: 0 is below the minimum of 1"},
    )
    assert (failed.status_code, failed.json()["error"]["code"]) == (503, "service_unavailable")
    for response, code in ((klear, "service_unavailable"), (unknown, "not_found")):
        assert response.json().keys() == {"code", "message", "details"}
        assert response.json()["code"] == code


def test_a_fault_hits_the_operation_of_any_api_and_says_which(harness: Harness) -> None:
    exchange: Sandbox = harness.exchange
    exchange.faults.add(Status(500), operation="GetMarginMarkets")
    assert harness.alice.send("GetMarkets").status_code == 200
    assert harness.alice.send("GetMarginMarkets").status_code == 500
    assert {fired.operation for fired in exchange.faults.fired} == {"GetMarginMarkets"}
