"""Markets, order books, trades and candlesticks of perpetual futures over HTTP."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from kalshi_sandbox.perps.engine import CashTerms, FinalSettlementTerms, TickerChangeTerms

from .conftest import TICKER, Harness, opened


def test_the_markets_are_there_from_the_start_with_quotes(harness: Harness) -> None:
    markets = harness.alice.ask("GetMarginMarkets")["markets"]
    assert [market["ticker"] for market in markets] == [TICKER, "KXETHPERP", "KXSOLPERP", "KXGOLDPERP", "KXACMEPERP"]
    market = harness.alice.ask("GetMarginMarket", ticker=TICKER)["market"]
    assert market == markets[0]
    assert (market["bid"], market["ask"], market["tick_size"]) == ("10.2498", "10.2503", "0.0001")
    assert (market["contract_size"], market["market_version"], market["schedule"]) == ("0.000100", 1, None)
    assert market["settlement_mark_price"]["price"] == market["reference_price"]["price"] == "10.2500"
    assert market["leverage_estimate"] == market["leverage_estimates"]["1000"] == 5.9172
    assert (market["funding_deadband"], market["funding_cap"], market["funding_limit_unit"]) == (
        0.01,
        2.0,
        "percentage",
    )
    assert "price" not in market
    assert harness.alice.rejected("GetMarginMarket", ticker="KXNONE") == (404, "market_not_found")
    harness.exchange.perps.markets.pause("KXETHPERP")
    paused = harness.alice.ask("GetMarginMarkets", status="inactive")["markets"]
    assert [(market["ticker"], market["halt_sources"]) for market in paused] == [("KXETHPERP", ["manual"])]


def test_a_book_has_the_best_levels_in_the_order_of_the_behaviour() -> None:
    for behaviour, first in (("documents", "10.2498"), ("measured", "10.2496")):
        with opened(behaviour=behaviour) as harness:
            book = harness.alice.ask("GetMarginMarketOrderbook", ticker=TICKER)["orderbook"]
            assert (len(book["bids"]), len(book["asks"])) == (3, 3)
            assert book["bids"][0][0] == first
            best = harness.alice.ask("GetMarginMarketOrderbook", ticker=TICKER, depth=1)["orderbook"]
            assert [level[0] for level in (*best["bids"], *best["asks"])] == ["10.2498", "10.2503"]


def test_levels_are_aggregated_down_to_a_tick(harness: Harness) -> None:
    book = harness.alice.ask("GetMarginMarketOrderbook", ticker=TICKER)["orderbook"]
    wide = harness.alice.ask("GetMarginMarketOrderbook", ticker=TICKER, aggregation_tick_size="0.1")["orderbook"]
    total = sum(Decimal(count) for _, count in book["asks"])
    # Seen on the demo exchange: the level of asks is below its best ask.
    assert wide["asks"] == [["10.2000", f"{total}"]]
    for narrow in ("0", "-1", f"0.{'0' * 40}1"):
        response = harness.alice.send("GetMarginMarketOrderbook", ticker=TICKER, aggregation_tick_size=narrow)
        assert response.status_code == 400


def test_several_books_come_in_the_order_of_the_request(harness: Harness) -> None:
    books = harness.alice.ask("GetMarginMarketOrderbooks", tickers=f"KXSOLPERP,{TICKER}")["orderbooks"]
    assert [book["ticker"] for book in books] == ["KXSOLPERP", TICKER]
    unknown = harness.alice.rejected("GetMarginMarketOrderbooks", tickers=f"KXNONE,{TICKER}")
    assert unknown == (404, "market_not_found")


def test_trades_and_candlesticks_show_what_was_traded(harness: Harness) -> None:
    start = int(harness.exchange.engine.now().timestamp())
    harness.place(harness.alice, "bid", "10.2503", "2")
    harness.exchange.clock.advance(61)
    harness.place(harness.bob, "ask", "10.2498", "3")
    trades = harness.alice.ask("GetMarginTrades")["trades"]
    assert [(trade["price"], trade["count"], trade["taker_side"]) for trade in trades] == [
        ("10.2498", "3.00", "ask"),
        ("10.2503", "2.00", "bid"),
    ]
    page = harness.alice.ask("GetMarginTrades", limit=1)
    assert harness.alice.ask("GetMarginTrades", limit=1, cursor=page["cursor"])["trades"] == trades[1:]
    assert harness.alice.ask("GetMarginTrades", ticker="KXNONE")["trades"] == []
    answer = harness.alice.ask(
        "GetMarginMarketCandlesticks",
        ticker=TICKER,
        start_ts=start + 1,
        end_ts=start + 120,
        period_interval=1,
        include_latest_before_start="true",
    )
    before, first, second = answer["candlesticks"]
    assert (before["price"]["previous"], before["price"]["close"], before["bid"]["open"]) == ("10.2503", None, None)
    assert (first["price"]["close"], first["volume"], first["price"]["previous"]) == (None, "0.00", "10.2503")
    assert (second["price"]["mean"], second["volume"], second["bid"]["close"]) == ("10.2498", "3.00", "10.2498")
    too_many = harness.alice.send(
        "GetMarginMarketCandlesticks", ticker=TICKER, start_ts=0, end_ts=start, period_interval=1
    )
    assert too_many.status_code == 400


def test_rates_and_parameters_are_those_of_the_engine(harness: Harness) -> None:
    parameters = harness.alice.ask("GetMarginRiskParameters")
    assert parameters["initial_margin_multiplier"][TICKER] == 1.3
    harness.exchange.perps.accounts.set_fee_tier(harness.exchange.account, 1)
    tiers = harness.alice.ask("GetMarginFeeTiers")
    assert (tiers["maker_fee_rates"][TICKER], tiers["taker_fee_rates"][TICKER]) == (0.0004, 0.001)
    rates = harness.alice.ask("GetMarginFeeTierRates")["fee_tier_rates"]
    assert [rate["tier"] for rate in rates] == list(range(11))
    assert rates[1]["taker_fee_rate"] == 0.001


def test_notices_have_the_terms_of_their_kind_and_are_sorted_by_ex_date(harness: Harness) -> None:
    actions, today = harness.exchange.perps.corporate_actions, date(2026, 10, 1)
    later = actions.schedule("KXACMEPERP", CashTerms(cash_per_contract=Decimal("0.01"), ex_date=today + timedelta(9)))
    sooner = actions.schedule("KXACMEPERP", CashTerms(cash_per_contract=Decimal("0.02"), ex_date=today))
    settled = actions.schedule("KXSOLPERP", FinalSettlementTerms(settlement_price_per_contract=Decimal(2)))
    renamed = actions.schedule("KXETHPERP", TickerChangeTerms(new_ticker="KXETHERPERP"))
    actions.cancel(later.action_id)
    notices = harness.alice.ask("GetMarginCorporateActions")["corporate_actions"]
    assert [notice["id"] for notice in notices][:2] == [sooner.action_id, later.action_id]
    by_id = {notice["id"]: notice for notice in notices}
    assert by_id[sooner.action_id]["cash"] == {"cash_per_contract": "0.0200", "ex_date": "2026-10-01"}
    assert by_id[later.action_id]["status"] == "cancelled"
    assert "cash" not in by_id[later.action_id]
    assert by_id[settled.action_id]["final_settlement"] == {
        "reason": "other",
        "settlement_price_per_contract": "2.0000",
    }
    assert by_id[renamed.action_id]["ticker_change"] == {"old_ticker": "KXETHPERP", "new_ticker": "KXETHERPERP"}
    market_id = harness.alice.ask("GetMarginMarket", ticker="KXSOLPERP")["market"]["market_id"]
    only = harness.alice.ask("GetMarginCorporateActions", market_id=market_id)["corporate_actions"]
    assert [notice["id"] for notice in only] == [settled.action_id]
