"""Samples of perpetual futures and of Klear: no answer contradicts itself, or the request."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from .conftest import Send

ASSET_CLASSES = {"Crypto", "Metals", "Equities"}


def perps(send: Send, path: str, **query: Any) -> Any:
    response = send("GET", path, api="perps", params=query)
    assert response.status_code == 200, response.text
    return response.json()


def klear(send: Send, path: str, **query: Any) -> Any:
    response = send("GET", path, api="klear", params=query)
    assert response.status_code == 200, response.text
    return response.json()


def decimals(levels: list[list[str]]) -> list[Decimal]:
    return [Decimal(price) for price, _ in levels]


def test_a_perps_book_has_the_best_last_on_both_sides_around_the_market_s_quotes(send: Send) -> None:
    market = perps(send, "/margin/markets/KXBTCPERP")["market"]
    book = perps(send, "/margin/markets/KXBTCPERP/orderbook", depth=3)["orderbook"]
    bids, asks = decimals(book["bids"]), decimals(book["asks"])
    assert len(bids) == len(asks) == 3
    assert bids == sorted(bids)
    assert asks == sorted(asks, reverse=True)
    assert (bids[-1], asks[-1]) == (Decimal(market["bid"]), Decimal(market["ask"]))
    assert bids[-1] < asks[-1]
    assert all(price % Decimal(market["tick_size"]) == 0 for price in bids + asks)


def test_a_perps_market_is_the_same_alone_and_in_a_list(send: Send) -> None:
    for market in perps(send, "/margin/markets")["markets"]:
        assert perps(send, f"/margin/markets/{market['ticker']}")["market"] == market


def test_only_a_market_with_trading_hours_has_a_schedule(send: Send) -> None:
    assert perps(send, "/margin/markets/KXBTCPERP")["market"]["schedule"] is None
    assert perps(send, "/margin/markets/KXACMEPERP")["market"]["schedule"]["next_open_ts"] is None


def test_candlesticks_lie_in_the_range_and_have_null_prices_where_nothing_traded(send: Send) -> None:
    query = {"start_ts": 1_700_000_000, "end_ts": 1_700_180_000, "period_interval": 60}
    answer = perps(send, "/margin/markets/KXBTCPERP/candlesticks", **query)
    candles = answer["candlesticks"]
    assert answer["ticker"] == "KXBTCPERP"
    assert len(candles) == 50
    assert query["start_ts"] <= candles[0]["end_period_ts"] < candles[-1]["end_period_ts"] <= query["end_ts"]
    quiet = [candle for candle in candles if Decimal(candle["volume"]) == 0]
    assert 0 < len(quiet) < len(candles)
    for candle in candles:
        traded = [candle["price"][name] for name in ("open", "low", "high", "close", "mean")]
        assert (traded == [None] * 5) == (candle in quiet)
        assert candle["price"]["previous"] is not None
        assert Decimal(candle["bid"]["low"]) <= Decimal(candle["bid"]["high"]) < Decimal(candle["ask"]["high"])


def test_positions_their_risks_and_the_balance_agree(send: Send) -> None:
    positions = perps(send, "/margin/positions")["positions"]
    risk, balance = perps(send, "/margin/risk"), perps(send, "/margin/balance")
    of_market = {each["market_ticker"]: each for each in risk["positions"]}
    assert len(positions) == len(of_market) == 3
    for position in positions:
        same = of_market[position["market_ticker"]]
        assert position["position"] == same["position"]
        assert position["margin_used"] == same["maintenance_margin_required"]
    margin = sum(Decimal(each["margin_used"]) for each in positions)
    assert Decimal(risk["total_maintenance_margin"]) == margin
    (of_subaccount,) = balance["subaccount_balances"]
    assert Decimal(of_subaccount["maintenance_margin"]) == margin
    profit = sum(Decimal(each["unrealized_pnl"]) for each in positions)
    assert Decimal(of_subaccount["account_equity"]) == Decimal(balance["settled_funds"]) + profit


def test_the_available_balance_is_0_unless_it_is_asked_for(send: Send) -> None:
    def available(**query: Any) -> Decimal:
        (balance,) = perps(send, "/margin/balance", **query)["subaccount_balances"]
        return Decimal(balance["available_balance"])

    assert available() == available(compute_available_balance="false") == 0
    assert available(compute_available_balance="true") > 0


def test_a_ticker_has_one_position(send: Send) -> None:
    positions = perps(send, "/margin/positions", ticker="KXETHPERP")["positions"]
    assert [each["market_ticker"] for each in positions] == ["KXETHPERP"]


@pytest.mark.parametrize(
    ("status", "reason", "remains"), [("resting", "", True), ("executed", "Trade", False), ("canceled", None, False)]
)
def test_orders_have_counts_of_the_status_that_is_asked_for(
    status: str, reason: str | None, remains: bool, send: Send
) -> None:
    for order in perps(send, "/margin/orders", status=status, limit=5)["orders"]:
        assert order["last_update_reason"] == ("MarginCancel" if reason is None else reason)
        assert (Decimal(order["remaining_count"]) > 0) == remains


def test_a_trigger_has_what_its_kind_has(send: Send) -> None:
    path = "/margin/cross/positions/KXBTCPERP/exit_trigger"
    (bracket,) = perps(send, path)["exit_triggers"]
    (trailing,) = perps(send, path, kind="trailing")["exit_triggers"]
    assert {"stop_loss_price", "take_profit_price"} <= bracket.keys()
    assert not {"trail_bps", "watermark_price", "effective_stop_price"} & bracket.keys()
    assert {"trail_bps", "watermark_price", "effective_stop_price"} <= trailing.keys()
    assert not {"stop_loss_price", "take_profit_price"} & trailing.keys()


def test_a_set_trigger_has_the_prices_of_the_request_alone(send: Send) -> None:
    path = "/margin/cross/positions/KXBTCPERP/exit_trigger"
    sent = {"stop_loss_price": "9.5", "count": "3", "client_trigger_id": "mine"}
    trigger = send("PUT", path, api="perps", json=sent).json()
    assert (trigger["stop_loss_price"], trigger["count"], trigger["client_trigger_id"]) == ("9.5000", "3.00", "mine")
    assert "take_profit_price" not in trigger
    trigger = send("PUT", path, api="perps", json={"kind": "trailing", "trail_amount": "0.5"}).json()
    assert Decimal(trigger["watermark_price"]) - Decimal(trigger["effective_stop_price"]) == Decimal("0.5")
    assert "trail_bps" not in trigger


def test_corporate_actions_have_the_terms_of_their_type_unless_cancelled(send: Send) -> None:
    actions = perps(send, "/margin/corporate_actions")["corporate_actions"]
    terms = {"stock_split": "split", "cash_dividend": "cash"}
    for action in actions:
        expected = set() if action["status"] == "cancelled" else {terms[action["type"]]}
        assert {"cash", "split", "final_settlement", "ticker_change"} & action.keys() == expected
    assert {action["status"] for action in actions} == {"scheduled", "cancelled"}
    named = perps(send, "/margin/corporate_actions", ticker="KXSOLPERP")["corporate_actions"]
    assert {action["market_ticker"] for action in named} == {"KXSOLPERP"}


def test_funding_is_at_midnight_8_and_16_in_new_york(send: Send) -> None:
    rates = perps(send, "/margin/funding_rates/historical", start_ts=0, end_ts=1)["funding_rates"]
    times = [datetime.fromisoformat(rate["funding_time"]) for rate in rates]
    # In October New York is four hours behind UTC.
    assert {moment.astimezone(UTC).hour for moment in times} <= {4, 12, 20}
    assert len(set(times)) == len(times) == 3


def test_an_order_of_perps_rests_or_fills_as_its_time_in_force_says(send: Send) -> None:
    order = {
        "ticker": "KXBTCPERP",
        "client_order_id": "mine",
        "side": "bid",
        "count": "2",
        "price": "10.25",
        "time_in_force": "good_till_canceled",
        "self_trade_prevention_type": "maker",
    }
    rests = send("POST", "/margin/orders", api="perps", json=order).json()
    fills = send("POST", "/margin/orders", api="perps", json={**order, "time_in_force": "fill_or_kill"}).json()
    assert (rests["client_order_id"], rests["fill_count"], rests["remaining_count"]) == ("mine", "0.00", "2.00")
    assert "average_fill_price" not in rests
    assert (fills["fill_count"], fills["remaining_count"], fills["average_fill_price"]) == ("2.00", "0.00", "10.2500")


def test_an_obligation_is_the_sum_of_its_rows(send: Send) -> None:
    obligations = klear(send, "/margin/obligation_history")["obligations"]
    assert {each["asset_class"] for each in obligations} == ASSET_CLASSES
    for each in obligations:
        rows, margins = each["settlement_details"], each["maintenance_margin_details"]
        profit = sum(row["pnl_centicents"] for row in rows)
        fees = sum(row["total_fees_centicents"] for row in rows)
        delta = sum(row["maintenance_margin_delta_centicents"] for row in margins)
        assert (each["pnl_centicents"], each["fees_centicents"]) == (profit, fees)
        assert each["amount_centicents"] == profit - fees - delta
        assert bool(each["corporate_action_payments"]) == (each["asset_class"] == "Equities")
        assert all("settlement_execution_time" not in payment for payment in each["funding_payments"])


def test_an_estimate_of_a_member_is_the_sum_of_its_subtraders_and_groups(send: Send) -> None:
    for path, name in (
        ("/margin/settlement_estimate_by_asset_class", "total_amount_centicents"),
        ("/margin/funding_estimate_by_asset_class", "funding_amount_centicents"),
    ):
        for estimate in klear(send, path)["estimates"].values():
            parts = [*estimate["subtrader_breakdowns"].values(), *estimate["group_breakdowns"].values()]
            assert estimate["user_breakdown"][name] == sum(part[name] for part in parts)
            assert all(part["positions"] for part in parts)


def test_a_report_is_of_the_range_that_is_asked_for(send: Send) -> None:
    reports = klear(send, "/margin/reports", start_date="2026-03-01", end_date="2026-03-02")["reports"]
    assert [report["date"] for report in reports] == ["2026-03-02", "2026-03-01", "2026-03-01"]
    first = klear(send, "/margin/reports", start_date="0001-01-01", end_date="0001-01-01")["reports"]
    assert {report["date"] for report in first} == {"0001-01-01"}


@pytest.mark.parametrize("date", ["2026-3-1", "2026-W10-7", "20260301", "2026-02-30", "yesterday", ""])
def test_what_is_no_date_is_rejected(date: str, send: Send) -> None:
    response = send("GET", "/margin/reports", api="klear", params={"start_date": date, "end_date": "2026-03-02"})
    assert response.status_code == 400
    assert response.json()["details"] == f'start_date: "{date}" is not a date, such as 2026-12-31'


def test_the_matrices_have_a_column_for_each_market(send: Send) -> None:
    metadata = klear(send, "/margin/estimate_maintenance_margin/metadata", asset_class="Metals", date="2026-03-01")
    assert metadata["asset_class"] == "Metals"
    for matrix in metadata["matrices"].values():
        assert {len(row) for row in matrix["returns"]} == {len(matrix["market_tickers"])}


def test_a_generated_key_is_an_rsa_key(send: Send) -> None:
    sent = {"name": "First", "fcm_subtrader_id": "x"}
    answer = send("POST", "/fcm/margin/api_keys/generate", api="klear", json=sent).json()
    assert isinstance(load_pem_private_key(answer["private_key"].encode(), None), RSAPrivateKey)


@pytest.mark.parametrize("limit", [-1, 101])
def test_a_page_size_of_klear_is_bounded(limit: int, send: Send) -> None:
    response = send("GET", "/margin/obligation_history", api="klear", params={"limit": limit})
    assert response.status_code == 400
    assert response.json()["details"].startswith("limit: ")
