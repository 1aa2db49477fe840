"""What an account has over HTTP: money, subaccounts, positions, keys, limits, and reads that lag."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from kalshi_gen.api.portfolio import get_balance
from kalshi_sandbox import Sandbox
from kalshi_sandbox.engine import EngineRejection
from kalshi_sandbox.faults import Lag
from tests.sandbox import plain

from .calling import MARKET, Caller, order
from .http_harness import Harness, opened_harness

TRANSFER_ID = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def harness() -> Iterator[Harness]:
    with opened_harness() as harness:
        yield harness


def test_subaccounts_hold_money_of_their_own(harness: Harness) -> None:
    assert harness.alice.ask("CreateSubaccount")["subaccount_number"] == 1
    assert harness.alice.ask("CreateSubaccount")["subaccount_number"] == 2
    move = {"client_transfer_id": TRANSFER_ID, "from_subaccount": 0, "to_subaccount": 2, "amount_cents": 2550}
    harness.exchange.clock.advance(10)
    harness.alice.ask("ApplySubaccountTransfer", move)
    harness.alice.ask("ApplySubaccountTransfer", move)
    balances = harness.alice.ask("GetSubaccountBalances")["subaccount_balances"]
    assert [item["balance"] for item in balances] == ["974.5000", "0.0000", "25.5000"]
    assert harness.alice.ask("GetBalance", subaccount=2)["balance"] == 2550
    (made,) = harness.alice.ask("GetSubaccountTransfers")["transfers"]
    assert (made["amount_cents"], made["to_subaccount"]) == (2550, 2)
    assert harness.alice.rejected("ApplySubaccountTransfer", {**move, "amount_cents": 1}) == (
        400,
        "transfer_already_exists",
    )
    for wrong in ({"amount_cents": 0}, {"amount_cents": 99999999}, {"to_subaccount": 9}, {"exchange_index": 4}):
        other = {**move, "client_transfer_id": TRANSFER_ID[:-1] + "1", **wrong}
        assert harness.alice.rejected("ApplySubaccountTransfer", other)[0] == 400


def test_netting_is_off_until_it_is_turned_on(harness: Harness) -> None:
    harness.alice.ask("CreateSubaccount")
    harness.alice.ask("UpdateSubaccountNetting", {"subaccount_number": 1, "enabled": True})
    settings = harness.alice.ask("GetSubaccountNetting")["netting_configs"]
    assert [item["enabled"] for item in settings] == [False, True]
    assert harness.alice.rejected("UpdateSubaccountNetting", {"subaccount_number": 7, "enabled": True})[0] == 400


def test_positions_are_filtered_and_summed_by_event(harness: Harness) -> None:
    harness.exchange.add_market("KXTEST-26DEC31-T2")
    for ticker in (MARKET, "KXTEST-26DEC31-T2"):
        harness.alice.place("bid", "0.40", "10", ticker=ticker)
        harness.bob.place("ask", "0.40", "10", ticker=ticker)
    harness.alice.place("ask", "0.50", "10")
    harness.bob.place("bid", "0.50", "10")
    answer = harness.alice.ask("GetPositions")
    assert [item["position_fp"] for item in answer["market_positions"]] == ["0.00", "10.00"]
    (event,) = answer["event_positions"]
    assert (event["event_ticker"], event["realized_pnl_dollars"]) == ("KXTEST-26DEC31", "1.0000")
    assert (event["event_exposure_dollars"], event["total_cost_shares_fp"]) == ("4.0000", "30.00")
    (held,) = harness.alice.ask("GetPositions", count_filter="position")["market_positions"]
    assert held["ticker"] == "KXTEST-26DEC31-T2"
    assert len(harness.alice.ask("GetPositions", count_filter="position,total_traded")["market_positions"]) == 2
    assert harness.alice.ask("GetPositions", ticker=MARKET)["market_positions"][0]["realized_pnl_dollars"] == "1.0000"
    assert harness.alice.ask("GetPositions", event_ticker="KXOTHER")["market_positions"] == []
    assert harness.alice.rejected("GetPositions", count_filter="profit")[0] == 400
    first = harness.alice.ask("GetPositions", limit=1)
    second = harness.alice.ask("GetPositions", limit=1, cursor=first["cursor"])
    assert [second["market_positions"][0]["ticker"], second["cursor"]] == ["KXTEST-26DEC31-T2", ""]
    assert harness.alice.rejected("GetPositions", settlement_status="all", cursor=first["cursor"])[0] == 400


def test_fills_and_settlements_are_filtered(harness: Harness) -> None:
    now = int(harness.exchange.clock())
    harness.alice.place("bid", "0.40", "2")
    harness.exchange.clock.advance(10)
    taken = harness.bob.place("ask", "0.40", "1")["order_id"]
    assert len(harness.bob.ask("GetFills", ticker=f"{MARKET},KXOTHER", order_id=taken)["fills"]) == 1
    assert harness.bob.ask("GetFills", max_ts=now)["fills"] == []
    assert (
        harness.bob.ask("GetFills", subaccount=1)["fills"]
        == harness.bob.ask("GetFills", ticker="KXOTHER")["fills"]
        == []
    )
    harness.exchange.settle(MARKET, "no")
    assert len(harness.alice.ask("GetSettlements", event_ticker="KXTEST-26DEC31", min_ts=now)["settlements"]) == 1
    assert harness.alice.ask("GetSettlements", ticker="KXOTHER")["settlements"] == []


def test_what_is_before_the_cutoff_is_not_in_the_live_lists(harness: Harness) -> None:
    harness.alice.place("bid", "0.40", "2")
    harness.bob.place("ask", "0.40", "2")
    harness.exchange.settle(MARKET, "no")
    harness.exchange.clock.advance(60)
    harness.exchange.historical_cutoff = harness.exchange.clock.now()
    assert harness.alice.ask("GetOrders")["orders"] == []
    assert harness.alice.ask("GetFills")["fills"] == []
    assert harness.alice.ask("GetSettlements")["settlements"] == []
    assert harness.alice.ask("GetPositions", settlement_status="all")["market_positions"] == []


def test_the_opening_balance_is_a_deposit(harness: Harness) -> None:
    (deposit,) = harness.bob.ask("GetDeposits")["deposits"]
    assert (deposit["amount_cents"], deposit["status"]) == (100000, "applied")
    assert harness.bob.ask("GetWithdrawals")["withdrawals"] == []


@pytest.mark.parametrize("kind", ["rsa", "ed25519"])
def test_a_generated_key_signs_at_once_and_a_deleted_one_never_again(harness: Harness, kind: str) -> None:
    made = harness.alice.ask("GenerateApiKey", {"name": "second", "key_type": kind})
    assert made["key_type"] == kind
    given = {"access_key_id": made["api_key_id"], "private_key_data": made["private_key"]}
    with harness.exchange.client(**given) as client:
        http = client.get_httpx_client()
        assert http.get("/portfolio/balance").json() == harness.alice.ask("GetBalance")
        assert http.delete(f"/api_keys/{made['api_key_id']}").status_code == 204
        assert http.get("/portfolio/balance").status_code == 401
    assert [key["name"] for key in harness.alice.ask("GetApiKeys")["api_keys"]] == ["sandbox"]


def test_a_created_key_signs_at_once_for_its_account_alone(harness: Harness) -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    made = harness.bob.ask("CreateApiKey", {"name": "mine", "public_key": pem})
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    harness.exchange.engine.accounts.deposit("bob", Decimal(-4))
    with harness.exchange.client(access_key_id=made["api_key_id"], private_key_data=private) as client:
        assert str(get_balance.sync(client=client).balance_dollars) == "996.0000"
    assert harness.alice.rejected("DeleteApiKey", api_key=made["api_key_id"])[0] == 404
    assert harness.alice.rejected("DeleteApiKey", api_key="text")[0] == 400
    assert harness.alice.rejected("CreateApiKey", {"name": "x", "public_key": "no key"})[0] == 400
    assert harness.alice.rejected("CreateApiKey", {"name": "x", "public_key": pem, "scopes": ["write"]})[0] == 400
    assert harness.alice.rejected("CreateApiKey", {"name": "x", "public_key": pem, "fcm_subtrader_id": "u_a"})[0] == 403


def keyed(harness: Harness, **fields: Any) -> Caller:
    made = harness.alice.ask("GenerateApiKey", {"name": "other", "key_type": "ed25519", **fields})
    caller = Caller(harness.exchange)
    caller.client = harness.exchange.client(access_key_id=made["api_key_id"], private_key_data=made["private_key"])
    caller.http = caller.client.get_httpx_client()
    return caller


@pytest.mark.parametrize(
    ("scopes", "allowed"),
    [
        (["read", "write"], ["GetBalance", "GetOrders", "CancelAllOrders"]),
        (["read"], ["GetBalance", "GetOrders"]),
        (["write::trade"], ["CancelAllOrders"]),
        (["read::portfolio_balance"], ["GetBalance"]),
        (["write::transfer"], []),
    ],
)
def test_a_key_may_do_what_its_scopes_cover(harness: Harness, scopes: list[str], allowed: list[str]) -> None:
    caller = keyed(harness, scopes=scopes)
    for operation_id in ("GetBalance", "GetOrders", "CancelAllOrders"):
        if operation_id in allowed:
            caller.ask(operation_id)
        else:
            assert caller.rejected(operation_id) == (401, "insufficient_scope")
    caller.http.close()


def test_a_key_that_is_locked_to_a_subaccount_touches_no_other(harness: Harness) -> None:
    harness.alice.ask("CreateSubaccount")
    locked = keyed(harness, subaccount=1)
    primary = harness.alice.place("bid", "0.40")["order_id"]
    assert locked.ask("GetBalance")["balance"] == 0
    assert locked.ask("GetOrders")["orders"] == []
    for operation_id, named in (("GetOrder", {"order_id": primary}), ("GetBalance", {"subaccount": 0})):
        assert locked.rejected(operation_id, **named) == (401, "forbidden")
    move = {"client_transfer_id": TRANSFER_ID, "from_subaccount": 0, "to_subaccount": 1, "amount_cents": 100}
    assert locked.rejected("ApplySubaccountTransfer", move)[0] == 401
    assert locked.rejected("CreateSubaccount")[0] == 401
    assert locked.rejected("GenerateApiKey", {"name": "x"})[0] == 403
    harness.alice.ask("ApplySubaccountTransfer", move)
    assert locked.place("bid", "0.40", "1")["remaining_count"] == "1.00"
    assert locked.ask("GetOrders")["orders"][0]["subaccount_number"] == 1
    locked.http.close()


def test_limits_and_costs_are_answered(harness: Harness) -> None:
    assert harness.alice.ask("GetAccountApiLimits")["usage_tier"] == "prestige"
    assert harness.alice.ask("GetAccountEndpointCosts")["default_cost"] == 10


def test_reads_that_lag_show_the_account_as_it_was(harness: Harness) -> None:
    reads: list[tuple[str, dict[str, Any]]] = [
        ("GetBalance", {}),
        ("GetOrders", {}),
        ("GetFills", {}),
        ("GetPositions", {}),
        ("GetSubaccountBalances", {}),
        ("GetPortfolioRestingOrderTotalValue", {}),
        ("GetUserDataTimestamp", {}),
    ]

    def seen() -> list[Any]:
        return [harness.alice.ask(name, **query) for name, query in reads]

    states = [seen()]
    harness.exchange.clock.advance(1)
    placed = harness.alice.place("bid", "0.40", "10")["order_id"]
    states.append(seen())
    harness.exchange.clock.advance(1)
    harness.bob.place("ask", "0.40", "4")
    states.append(seen())
    harness.exchange.clock.advance(1)
    harness.alice.ask("CancelOrderV2", order_id=placed)
    states.append(seen())
    for lag in range(4):
        with_lag = harness.exchange.faults.add(Lag(lag))
        assert seen() == states[3 - lag]
        assert with_lag.fired == len(reads)
        harness.exchange.faults.clear()
    harness.exchange.faults.add(Lag(3))
    assert harness.alice.rejected("GetOrder", order_id=placed) == (404, "order_not_found")


def test_the_same_scenario_is_answered_with_the_same_bytes() -> None:
    def played() -> list[bytes]:
        with opened_harness(seed=7) as harness:
            answers = [
                harness.alice.send("CreateOrderV2", order("bid", "0.40")),
                harness.bob.send("CreateOrderV2", order("ask", "0.40", "3")),
                harness.alice.send("CreateOrderGroup", {"contracts_limit": 3}),
                *(harness.alice.send(name) for name in ("GetOrders", "GetFills", "GetBalance", "GetDeposits")),
            ]
            return [answer.content for answer in answers]

    assert played() == played()


def test_a_sandbox_has_open_markets_that_can_be_traded_with_1000_dollars() -> None:
    with Sandbox() as exchange:
        caller = Caller(exchange)
        with caller.client:
            assert caller.ask("GetBalance")["balance_dollars"] == "1000.0000"
            markets = caller.ask("GetMarkets", status="open", limit=1000)["markets"]
            assert len(markets) == 50
            assert all(0 < float(item["yes_bid_dollars"]) < float(item["yes_ask_dollars"]) < 1 for item in markets)
            bought = caller.place(
                "bid", markets[0]["yes_ask_dollars"], "1", ticker=markets[0]["ticker"], time_in_force="fill_or_kill"
            )
            assert bought["fill_count"] == "1.00"


def test_without_live_answers_every_name_is_answered_from_the_spec() -> None:
    with Sandbox(live=False) as exchange:
        assert plain.get(f"{exchange.base_url}/markets/ANYTHING").json()["market"]["ticker"] == "ANYTHING"


def test_an_account_that_was_never_opened_has_no_client(harness: Harness) -> None:
    with pytest.raises(KeyError, match=r"no account carol; .* exchange\.account"):
        harness.exchange.client("carol")
    with pytest.raises(EngineRejection, match=r"account not found: carol: .* exchange\.account"):
        harness.exchange.engine.orders.of("carol")
