"""What an account has over HTTP: money, subaccounts, positions, keys, limits, and reads that lag."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from kalshi_gen.api.portfolio import get_balance
from kalshi_sandbox import Sandbox
from kalshi_sandbox.faults import Lag
from tests.sandbox import plain

from .calling import MARKET, Caller, order
from .trading_floor import Floor, opened_floor

TRANSFER_ID = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def floor() -> Iterator[Floor]:
    with opened_floor() as floor:
        yield floor


def test_subaccounts_hold_money_of_their_own(floor: Floor) -> None:
    assert floor.alice.ask("CreateSubaccount")["subaccount_number"] == 1
    assert floor.alice.ask("CreateSubaccount")["subaccount_number"] == 2
    move = {"client_transfer_id": TRANSFER_ID, "from_subaccount": 0, "to_subaccount": 2, "amount_cents": 2550}
    floor.exchange.clock.advance(10)
    floor.alice.ask("ApplySubaccountTransfer", move)
    floor.alice.ask("ApplySubaccountTransfer", move)
    balances = floor.alice.ask("GetSubaccountBalances")["subaccount_balances"]
    assert [item["balance"] for item in balances] == ["974.5000", "0.0000", "25.5000"]
    assert floor.alice.ask("GetBalance", subaccount=2)["balance"] == 2550
    (made,) = floor.alice.ask("GetSubaccountTransfers")["transfers"]
    assert (made["amount_cents"], made["to_subaccount"]) == (2550, 2)
    assert floor.alice.rejected("ApplySubaccountTransfer", {**move, "amount_cents": 1})[0] == 409
    for wrong in ({"amount_cents": 0}, {"amount_cents": 99999999}, {"to_subaccount": 9}, {"exchange_index": 4}):
        other = {**move, "client_transfer_id": TRANSFER_ID[:-1] + "1", **wrong}
        assert floor.alice.rejected("ApplySubaccountTransfer", other)[0] == 400


def test_netting_is_off_until_it_is_turned_on(floor: Floor) -> None:
    floor.alice.ask("CreateSubaccount")
    floor.alice.ask("UpdateSubaccountNetting", {"subaccount_number": 1, "enabled": True})
    settings = floor.alice.ask("GetSubaccountNetting")["netting_configs"]
    assert [item["enabled"] for item in settings] == [False, True]
    assert floor.alice.rejected("UpdateSubaccountNetting", {"subaccount_number": 7, "enabled": True})[0] == 400


def test_positions_are_filtered_and_summed_by_event(floor: Floor) -> None:
    floor.exchange.add_market("KXTEST-26DEC31-T2")
    for ticker in (MARKET, "KXTEST-26DEC31-T2"):
        floor.alice.place("bid", "0.40", "10", ticker=ticker)
        floor.bob.place("ask", "0.40", "10", ticker=ticker)
    floor.alice.place("ask", "0.50", "10")
    floor.bob.place("bid", "0.50", "10")
    answer = floor.alice.ask("GetPositions")
    assert [item["position_fp"] for item in answer["market_positions"]] == ["0.00", "10.00"]
    (event,) = answer["event_positions"]
    assert (event["event_ticker"], event["realized_pnl_dollars"]) == ("KXTEST-26DEC31", "1.0000")
    assert (event["event_exposure_dollars"], event["total_cost_shares_fp"]) == ("4.0000", "30.00")
    (held,) = floor.alice.ask("GetPositions", count_filter="position")["market_positions"]
    assert held["ticker"] == "KXTEST-26DEC31-T2"
    assert len(floor.alice.ask("GetPositions", count_filter="position,total_traded")["market_positions"]) == 2
    assert floor.alice.ask("GetPositions", ticker=MARKET)["market_positions"][0]["realized_pnl_dollars"] == "1.0000"
    assert floor.alice.ask("GetPositions", event_ticker="KXOTHER")["market_positions"] == []
    assert floor.alice.rejected("GetPositions", count_filter="profit")[0] == 400
    first = floor.alice.ask("GetPositions", limit=1)
    second = floor.alice.ask("GetPositions", limit=1, cursor=first["cursor"])
    assert [second["market_positions"][0]["ticker"], second["cursor"]] == ["KXTEST-26DEC31-T2", ""]
    assert floor.alice.rejected("GetPositions", settlement_status="all", cursor=first["cursor"])[0] == 400


def test_fills_and_settlements_are_filtered(floor: Floor) -> None:
    now = int(floor.exchange.clock())
    floor.alice.place("bid", "0.40", "2")
    floor.exchange.clock.advance(10)
    taken = floor.bob.place("ask", "0.40", "1")["order_id"]
    assert len(floor.bob.ask("GetFills", ticker=f"{MARKET},KXOTHER", order_id=taken)["fills"]) == 1
    assert floor.bob.ask("GetFills", max_ts=now)["fills"] == []
    assert (
        floor.bob.ask("GetFills", subaccount=1)["fills"] == floor.bob.ask("GetFills", ticker="KXOTHER")["fills"] == []
    )
    floor.exchange.settle(MARKET, "no")
    assert len(floor.alice.ask("GetSettlements", event_ticker="KXTEST-26DEC31", min_ts=now)["settlements"]) == 1
    assert floor.alice.ask("GetSettlements", ticker="KXOTHER")["settlements"] == []


def test_what_is_before_the_cutoff_is_not_in_the_live_lists(floor: Floor) -> None:
    floor.alice.place("bid", "0.40", "2")
    floor.bob.place("ask", "0.40", "2")
    floor.exchange.settle(MARKET, "no")
    floor.exchange.clock.advance(60)
    floor.exchange.historical_cutoff = floor.exchange.clock.now()
    assert floor.alice.ask("GetOrders")["orders"] == []
    assert floor.alice.ask("GetFills")["fills"] == []
    assert floor.alice.ask("GetSettlements")["settlements"] == []
    assert floor.alice.ask("GetPositions", settlement_status="all")["market_positions"] == []


def test_the_opening_balance_is_a_deposit(floor: Floor) -> None:
    (deposit,) = floor.bob.ask("GetDeposits")["deposits"]
    assert (deposit["amount_cents"], deposit["status"]) == (100000, "applied")
    assert floor.bob.ask("GetWithdrawals")["withdrawals"] == []


@pytest.mark.parametrize("kind", ["rsa", "ed25519"])
def test_a_generated_key_signs_at_once_and_a_deleted_one_never_again(floor: Floor, kind: str) -> None:
    made = floor.alice.ask("GenerateApiKey", {"name": "second", "key_type": kind})
    assert made["key_type"] == kind
    given = {"access_key_id": made["api_key_id"], "private_key_data": made["private_key"]}
    with floor.exchange.client(**given) as client:
        http = client.get_httpx_client()
        assert http.get("/portfolio/balance").json() == floor.alice.ask("GetBalance")
        assert http.delete(f"/api_keys/{made['api_key_id']}").status_code == 204
        assert http.get("/portfolio/balance").status_code == 401
    assert [key["name"] for key in floor.alice.ask("GetApiKeys")["api_keys"]] == ["sandbox"]


def test_a_created_key_signs_at_once_for_its_account_alone(floor: Floor) -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    made = floor.bob.ask("CreateApiKey", {"name": "mine", "public_key": pem})
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    floor.bob.place("bid", "0.40")
    with floor.exchange.client(access_key_id=made["api_key_id"], private_key_data=private) as client:
        assert str(get_balance.sync(client=client).balance_dollars) == "996.0000"
    assert floor.alice.rejected("DeleteApiKey", api_key=made["api_key_id"])[0] == 404
    assert floor.alice.rejected("DeleteApiKey", api_key="text")[0] == 400
    assert floor.alice.rejected("CreateApiKey", {"name": "x", "public_key": "no key"})[0] == 400
    assert floor.alice.rejected("CreateApiKey", {"name": "x", "public_key": pem, "scopes": ["write"]})[0] == 400
    assert floor.alice.rejected("CreateApiKey", {"name": "x", "public_key": pem, "fcm_subtrader_id": "u_a"})[0] == 403


def keyed(floor: Floor, **fields: Any) -> Caller:
    made = floor.alice.ask("GenerateApiKey", {"name": "other", "key_type": "ed25519", **fields})
    caller = Caller(floor.exchange)
    caller.client = floor.exchange.client(access_key_id=made["api_key_id"], private_key_data=made["private_key"])
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
def test_a_key_may_do_what_its_scopes_cover(floor: Floor, scopes: list[str], allowed: list[str]) -> None:
    caller = keyed(floor, scopes=scopes)
    for operation_id in ("GetBalance", "GetOrders", "CancelAllOrders"):
        if operation_id in allowed:
            caller.ask(operation_id)
        else:
            assert caller.rejected(operation_id) == (403, "insufficient_scope")
    caller.http.close()


def test_a_key_that_is_locked_to_a_subaccount_touches_no_other(floor: Floor) -> None:
    floor.alice.ask("CreateSubaccount")
    locked = keyed(floor, subaccount=1)
    primary = floor.alice.place("bid", "0.40")["order_id"]
    assert locked.ask("GetBalance")["balance"] == 0
    assert locked.ask("GetOrders")["orders"] == []
    for operation_id, named in (("GetOrder", {"order_id": primary}), ("GetBalance", {"subaccount": 0})):
        assert locked.rejected(operation_id, **named) == (403, "forbidden")
    move = {"client_transfer_id": TRANSFER_ID, "from_subaccount": 0, "to_subaccount": 1, "amount_cents": 100}
    assert locked.rejected("ApplySubaccountTransfer", move)[0] == 403
    assert locked.rejected("CreateSubaccount")[0] == locked.rejected("GenerateApiKey", {"name": "x"})[0] == 403
    floor.alice.ask("ApplySubaccountTransfer", move)
    assert locked.place("bid", "0.40", "1")["remaining_count"] == "1.00"
    assert locked.ask("GetOrders")["orders"][0]["subaccount_number"] == 1
    locked.http.close()


def test_limits_and_costs_are_answered(floor: Floor) -> None:
    assert floor.alice.ask("GetAccountApiLimits")["usage_tier"] == "prestige"
    assert floor.alice.ask("GetAccountEndpointCosts")["default_cost"] == 10


def test_reads_that_lag_show_the_account_as_it_was(floor: Floor) -> None:
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
        return [floor.alice.ask(name, **query) for name, query in reads]

    states = [seen()]
    floor.exchange.clock.advance(1)
    placed = floor.alice.place("bid", "0.40", "10")["order_id"]
    states.append(seen())
    floor.exchange.clock.advance(1)
    floor.bob.place("ask", "0.40", "4")
    states.append(seen())
    floor.exchange.clock.advance(1)
    floor.alice.ask("CancelOrderV2", order_id=placed)
    states.append(seen())
    for lag in range(4):
        with_lag = floor.exchange.faults.add(Lag(lag))
        assert seen() == states[3 - lag]
        assert with_lag.fired == len(reads)
        floor.exchange.faults.clear()
    floor.exchange.faults.add(Lag(3))
    assert floor.alice.rejected("GetOrder", order_id=placed) == (404, "order_not_found")


def test_the_same_scenario_is_answered_with_the_same_bytes() -> None:
    def played() -> list[bytes]:
        with opened_floor(seed=7) as floor:
            answers = [
                floor.alice.send("CreateOrderV2", order("bid", "0.40")),
                floor.bob.send("CreateOrderV2", order("ask", "0.40", "3")),
                floor.alice.send("CreateOrderGroup", {"contracts_limit": 3}),
                *(floor.alice.send(name) for name in ("GetOrders", "GetFills", "GetBalance", "GetDeposits")),
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


def test_without_live_answers_every_name_is_answered_from_the_contract() -> None:
    with Sandbox(live=False) as exchange:
        assert plain.get(f"{exchange.base_url}/markets/ANYTHING").json()["market"]["ticker"] == "ANYTHING"


def test_an_account_that_was_never_opened_has_no_client(floor: Floor) -> None:
    with pytest.raises(KeyError, match="carol"):
        floor.exchange.client("carol")
