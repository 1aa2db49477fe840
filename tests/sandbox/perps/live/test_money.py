"""Positions, balances, risk, funding and transfers of perpetual futures over HTTP."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

from kalshi_sandbox.perps.engine import SplitTerms

from .conftest import TICKER, Harness, opened


def test_a_position_shows_in_positions_balance_risk_and_limits(harness: Harness) -> None:
    alice = harness.alice
    harness.place(alice, "bid", "10.2503", "10")
    harness.place(alice, "bid", "10.2", "5")
    (position,) = alice.ask("GetMarginPositions")["positions"]
    assert (position["market_ticker"], position["position"], position["entry_price"]) == (
        TICKER,
        "10.00",
        "10.2503",
    )
    # Bought at 10.2503, with the mark at 10.25: 102.50 of notional value, 13 % of it maintenance margin.
    assert (position["unrealized_pnl"], position["margin_used"], position["fees"]) == ("-0.0030", "13.3250", "0.1231")
    assert position["roe"] == float(Decimal("-0.003") / Decimal("13.325") * 100)
    plain = alice.ask("GetMarginBalance")
    (balance,) = plain["subaccount_balances"]
    assert plain["settled_funds"] == "999.8769"
    assert (balance["account_equity"], balance["maintenance_margin"]) == ("999.8739", "13.3250")
    assert (balance["initial_margin"], balance["position_value"]) == ("17.3225", "102.5000")
    assert (balance["available_balance"], balance["resting_orders_margin"]) == ("0.0000", "0.0000")
    (balance,) = alice.ask("GetMarginBalance", compute_available_balance="true")["subaccount_balances"]
    assert (balance["resting_orders_margin"], balance["available_balance"]) == ("8.6190", "973.9324")
    risk = alice.ask("GetMarginRisk")
    assert (risk["total_position_notional"], risk["total_maintenance_margin"]) == ("102.5000", "13.3250")
    assert risk["account_leverage"] == risk["positions"][0]["position_leverage"] == 7.6923
    assert "estimated_liquidation_price" not in risk["positions"][0]
    limits = alice.ask("GetMarginNotionalRiskLimit")
    assert limits["current_usage_by_market_ticker"] == {TICKER: "153.5000"}
    assert alice.ask("GetMarginPositions", ticker="KXETHPERP")["positions"] == []
    empty = harness.bob.ask("GetMarginRisk")
    assert empty == {"total_position_notional": "0.0000", "total_maintenance_margin": "0.0000", "positions": []}


def test_funding_is_paid_and_listed(harness: Harness) -> None:
    alice, exchange = harness.alice, harness.exchange
    harness.place(alice, "bid", "10.2503", "10")
    # The book is 0.5 % above its index now.
    exchange.perps.markets.set_index(TICKER, Decimal("10.1987"))
    exchange.clock.advance(3_600)
    estimate = alice.ask("GetMarginFundingRateEstimate", ticker=TICKER)
    assert estimate["next_funding_time"] == "2026-10-01T20:00:00Z"
    assert estimate["funding_rate"] == float(estimate["premium_index"]) == 0.0050104425
    assert estimate["premium_index_ts"] == "2026-10-01T12:59:59Z"
    points = alice.ask("GetMarginPremiumIndex", ticker=TICKER, start_ts=1_790_856_000, end_ts=1_790_856_003)["points"]
    assert [point["second_ts"] for point in points] == [f"2026-10-01T12:00:0{second}Z" for second in range(3)]
    exchange.clock.advance(7 * 3_600)
    (rate,) = alice.ask("GetMarginHistoricalFundingRates", ticker=TICKER)["funding_rates"]
    assert (rate["funding_time"], rate["funding_rate"], rate["mark_price"]) == (
        "2026-10-01T20:00:00Z",
        0.0050104425,
        "10.2498",
    )
    (paid,) = alice.ask("GetMarginFundingHistory", start_date="2026-10-01", end_date="2026-10-01")["funding_history"]
    assert (paid["funding_amount"], paid["quantity"], paid["subaccount_number"]) == ("-0.5136", "10.00", 0)
    assert alice.ask("GetMarginFundingHistory", start_date="2026-10-02", end_date="2026-10-09") == {
        "funding_history": []
    }
    assert len(alice.ask("GetMarginHistoricalFundingRates")["funding_rates"]) == 5


def test_subaccounts_have_balances_of_their_own(harness: Harness) -> None:
    alice = harness.alice
    assert alice.ask("CreateMarginSubaccount") == {"subaccount_number": 1}
    transfer = {
        "client_transfer_id": str(uuid4()),
        "from_subaccount": 0,
        "to_subaccount": 1,
        "amount_cents": 25_050,
    }
    alice.ask("ApplyMarginSubaccountTransfer", transfer)
    assert alice.rejected("ApplyMarginSubaccountTransfer", transfer)[1] == "transfer_already_applied"
    balance = alice.ask("GetMarginBalance")
    assert [each["account_equity"] for each in balance["subaccount_balances"]] == ["749.5000", "250.5000"]
    assert balance["settled_funds"] == "1000.0000"
    harness.place(alice, "bid", "10.2503", "1", subaccount=1)
    assert alice.ask("GetMarginPositions", subaccount=0)["positions"] == []
    assert alice.ask("GetMarginPositions", subaccount=1)["positions"][0]["subaccount"] == 1
    assert len(alice.ask("GetMarginFills", subaccount=1)["fills"]) == 1


def test_funds_move_between_the_exchanges() -> None:
    with opened(behaviour="simple") as harness:
        alice, account = harness.alice, harness.exchange.account

        def balances() -> tuple[Decimal, Decimal]:
            events = harness.exchange.engine.portfolio.balance(account).cash
            return events, harness.exchange.perps.portfolio.balance(account).settled_funds

        body = {
            "client_transfer_id": str(uuid4()),
            "source": "event_contract",
            "destination": "margined",
            "amount": 1_234_500,
        }
        assert alice.ask("IntraExchangeInstanceTransfer", body)["transfer_id"]
        harness.exchange.clock.advance(0)
        assert balances() == (Decimal("876.55"), Decimal("1123.45"))
        again = alice.send("IntraExchangeInstanceTransfer", body)
        assert (again.status_code, again.json()["error"]["code"]) == (409, "transfer_already_exists")
        back = {"source": "margined", "destination": "event_contract", "amount": 23_450_000}
        assert alice.send("IntraExchangeInstanceTransfer", back).status_code == 400
        alice.ask("IntraExchangeInstanceTransfer", {**back, "amount": 1_234_500})
        harness.exchange.clock.advance(0)
        assert balances() == (1000, 1000)
        for wrong in ({"destination": "margined"}, {"source_subaccount": 1}, {"amount": 0}, {"amount": 150}):
            assert alice.send("IntraExchangeInstanceTransfer", {**back, **wrong}).status_code == 400
        assert balances() == (1000, 1000)
        assert harness.exchange.engine.imbalance() == 0


def test_funds_are_in_transit_for_a_while() -> None:
    with opened(behaviour="measured") as harness:
        body = {"source": "margined", "destination": "event_contract", "amount": 1_000_000}
        harness.alice.ask("IntraExchangeInstanceTransfer", body)
        account = harness.exchange.account
        assert harness.exchange.perps.portfolio.balance(account).settled_funds == 900
        assert harness.exchange.engine.portfolio.balance(account).cash == 1000
        harness.exchange.clock.advance(3)
        assert harness.exchange.engine.portfolio.balance(account).cash == 1100


def test_a_pause_is_of_both_exchanges(harness: Harness) -> None:
    harness.place(harness.alice, "bid", "10.2", cancel_order_on_pause=True)
    harness.exchange.pause()
    assert harness.alice.ask("GetMarginExchangeStatus") == {"exchange_active": True, "trading_active": False}
    assert harness.alice.ask("GetMarginOrders", status="resting")["orders"] == []
    assert harness.alice.rejected("CreateMarginOrder", harness.order("bid", "10.2"))[1] == "trading_paused"
    harness.exchange.resume()
    harness.place(harness.alice, "bid", "10.2")


def test_corporate_actions_are_noticed_and_applied(harness: Harness) -> None:
    harness.place(harness.alice, "bid", "1.8403", "4", ticker="KXACMEPERP")
    actions = harness.exchange.perps.corporate_actions
    notice = actions.schedule("KXACMEPERP", SplitTerms(ratio_old=Decimal(1), ratio_new=Decimal(2)))
    (listed,) = harness.alice.ask("GetMarginCorporateActions", ticker="KXACMEPERP")["corporate_actions"]
    assert (listed["id"], listed["type"], listed["status"]) == (notice.action_id, "stock_split", "scheduled")
    assert listed["split"] == {"ratio_old": "1", "ratio_new": "2"}
    actions.apply(notice.action_id)
    assert harness.alice.ask("GetMarginPositions")["positions"][0]["position"] == "8.00"
    market = harness.alice.ask("GetMarginMarket", ticker="KXACMEPERP")["market"]
    assert (market["market_version"], market["reference_price"]["price"]) == (2, "0.9200")
    harness.exchange.clock.advance(8 * 86_400)
    assert harness.alice.ask("GetMarginCorporateActions")["corporate_actions"] == []
