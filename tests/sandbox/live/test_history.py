"""What ended before the historical cutoff is only in the historical answers, what came later only in the live ones."""

from __future__ import annotations

from typing import Any

import pytest

from .harness import EVENT, OTHER, TICKER, WEATHER, Harness, tickers


@pytest.fixture
def harness() -> Harness:
    """Two settled markets with trades before the cutoff; after it a trade in the third, and its settlement."""
    harness = Harness()
    harness.trade("0.5", ticker=TICKER)
    harness.trade("0.6", ticker=OTHER)
    harness.place("alice", "bid", "1", "0.2", ticker=WEATHER)
    harness.settle(TICKER, "yes")
    harness.cut_off()
    harness.trade("0.7", ticker=WEATHER)
    harness.settle(OTHER, "no", seconds=5)
    return harness


def test_without_a_cutoff_nothing_is_historical() -> None:
    harness = Harness()
    harness.trade()
    harness.settle(TICKER)
    assert harness.ask("GetHistoricalCutoff", "")["market_settled_ts"] == "1970-01-01T00:00:00Z"
    assert harness.ask("GetHistoricalMarkets", "")["markets"] == []
    assert harness.ask("GetTradesHistorical", "")["trades"] == []
    for operation, field in (("GetFillsHistorical", "fills"), ("GetHistoricalOrders", "orders")):
        assert harness.ask(operation)[field] == []
    assert harness.ask("GetHistoricalPositions")["market_positions"] == []


def test_the_cutoff_is_the_one_that_was_set(harness: Harness) -> None:
    assert set(harness.ask("GetHistoricalCutoff", "").values()) == {"2026-10-01T12:00:01Z"}


def test_a_market_settled_before_the_cutoff_is_only_historical(harness: Harness) -> None:
    assert tickers(harness.ask("GetHistoricalMarkets", "")) == [TICKER]
    assert tickers(harness.ask("GetMarkets", "")) == [OTHER, WEATHER]
    assert harness.ask("GetHistoricalMarket", "", ticker=TICKER)["market"]["result"] == "yes"
    assert "historical" in harness.rejected(404, "GetMarket", "", ticker=TICKER)
    assert "historical" in harness.rejected(404, "GetMarketOrderbook", "", ticker=TICKER)
    assert "historical" in harness.rejected(400, "GetMarketOrderbooks", "", tickers=[TICKER])
    assert tickers(harness.ask("GetEvent", "", event_ticker=EVENT)) == [OTHER]
    assert tickers(harness.ask("GetEvents", "", with_nested_markets=True)["events"][0]) == [OTHER]


def test_a_market_settled_after_the_cutoff_is_only_live(harness: Harness) -> None:
    assert harness.ask("GetMarket", "", ticker=OTHER)["market"]["status"] == "finalized"
    assert "GET /markets" in harness.rejected(404, "GetHistoricalMarket", "", ticker=OTHER)
    assert "market_not_found" in harness.rejected(404, "GetHistoricalMarket", "", ticker="KXNONE")


def test_a_cutoff_that_moves_on_takes_more_along(harness: Harness) -> None:
    harness.cut_off()
    assert tickers(harness.ask("GetHistoricalMarkets", "")) == [TICKER, OTHER]
    assert len(harness.ask("GetTradesHistorical", "")["trades"]) == 3
    assert harness.ask("GetTrades", "")["trades"] == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [({"event_ticker": EVENT}, [TICKER]), ({"series_ticker": "KXHIGHNY"}, []), ({"tickers": f"{TICKER},X"}, [TICKER])],
)
def test_historical_markets_are_filtered(harness: Harness, given: dict[str, Any], expected: list[str]) -> None:
    assert tickers(harness.ask("GetHistoricalMarkets", "", **given)) == expected
    assert tickers(harness.ask("GetHistoricalMarkets", "", mve_filter="exclude", **given)) == expected


def test_filters_of_historical_markets_exclude_one_another(harness: Harness) -> None:
    rejected = harness.rejected(400, "GetHistoricalMarkets", "", event_ticker=EVENT, tickers=TICKER)
    assert "event_ticker: does not go with tickers" in rejected


def test_candlesticks_of_a_historical_market_are_only_there(harness: Harness) -> None:
    given = {"start_ts": 0, "end_ts": 2**40, "period_interval": 60}
    answer = harness.ask("GetMarketCandlesticksHistorical", "", ticker=TICKER, **given)
    first = answer["candlesticks"][0]
    assert (first["price"]["close"], first["price"]["previous"], first["volume"]) == ("0.5000", None, "10.00")
    assert first["yes_bid"] == {"open": "0.0000", "low": "0.0000", "high": "0.0000", "close": "0.0000"}
    path = {"series_ticker": "KXBTCD", "ticker": TICKER}
    assert "historical" in harness.rejected(404, "GetMarketCandlesticks", "", **path, **given)
    assert "historical" in harness.rejected(400, "BatchGetMarketCandlesticks", "", market_tickers=TICKER, **given)
    assert "cutoff" in harness.rejected(404, "GetMarketCandlesticksHistorical", "", ticker=OTHER, **given)
    event = harness.ask("GetMarketCandlesticksByEvent", "", **{**path, "ticker": EVENT}, **given)
    assert event["market_tickers"] == [OTHER]


@pytest.mark.parametrize(
    ("live", "historical", "field"),
    [
        ("GetTrades", "GetTradesHistorical", "trades"),
        ("GetFills", "GetFillsHistorical", "fills"),
        ("GetOrders", "GetHistoricalOrders", "orders"),
    ],
)
def test_what_was_traded_before_the_cutoff_is_only_historical(
    harness: Harness, live: str, historical: str, field: str
) -> None:
    ids = "order_id" if field == "orders" else "trade_id"
    now, before = harness.ask(live)[field], harness.ask(historical)[field]
    assert [item["ticker"] for item in before] == [OTHER, TICKER]
    assert {item["ticker"] for item in now} == {WEATHER}
    assert not {item[ids] for item in now} & {item[ids] for item in before}


def test_an_order_that_still_rests_is_never_historical(harness: Harness) -> None:
    harness.cut_off()
    resting = harness.ask("GetOrders", "alice", status="resting")["orders"]
    assert [order["yes_price_dollars"] for order in resting] == ["0.2000"]
    assert "resting" not in {order["status"] for order in harness.ask("GetHistoricalOrders")["orders"]}


def test_a_position_settled_before_the_cutoff_is_only_historical(harness: Harness) -> None:
    before = harness.ask("GetHistoricalPositions")
    now = harness.ask("GetPositions", "alice", settlement_status="all")
    assert [position["ticker"] for position in before["market_positions"]] == [TICKER]
    assert [position["event_ticker"] for position in before["event_positions"]] == [EVENT]
    assert before["market_positions"][0]["realized_pnl_dollars"] == "-5.0000"
    assert {position["ticker"] for position in now["market_positions"]} == {OTHER, WEATHER}
    assert harness.ask("GetHistoricalPositions", "alice", ticker=OTHER)["market_positions"] == []
    assert harness.ask("GetHistoricalPositions", "carol")["market_positions"] == []


def test_historical_fills_and_orders_are_the_callers_own(harness: Harness) -> None:
    assert harness.ask("GetFillsHistorical", "carol")["fills"] == []
    assert harness.ask("GetHistoricalOrders", "carol")["orders"] == []
    assert [fill["is_taker"] for fill in harness.ask("GetFillsHistorical", "bob")["fills"]] == [True, True]


def test_historical_fills_and_orders_are_filtered(harness: Harness) -> None:
    for operation, field in (("GetFillsHistorical", "fills"), ("GetHistoricalOrders", "orders")):
        assert [item["ticker"] for item in harness.ask(operation, "alice", ticker=TICKER)[field]] == [TICKER]
        assert harness.ask(operation, "alice", subaccount=1)[field] == []
        assert harness.ask(operation, "alice", min_ts=harness.now())[field] == []
        assert len(harness.ask(operation, "alice", max_ts=harness.now())[field]) == 2


def test_historical_lists_come_in_pages(harness: Harness) -> None:
    for operation, field in (
        ("GetTradesHistorical", "trades"),
        ("GetFillsHistorical", "fills"),
        ("GetHistoricalOrders", "orders"),
    ):
        every = harness.ask(operation)[field]
        first = harness.ask(operation, "alice", limit=1)
        second = harness.ask(operation, "alice", limit=1, cursor=first["cursor"])
        assert first[field] + second[field] == every
        assert second["cursor"] == ""


def test_a_locked_key_sees_the_history_of_its_own_subaccount_only(harness: Harness) -> None:
    harness.exchange.accounts.add_subaccount("alice")
    harness.lock("alice", 1)
    assert harness.ask("GetFillsHistorical")["fills"] == []
    assert harness.ask("GetHistoricalOrders")["orders"] == []
    assert harness.ask("GetHistoricalPositions")["market_positions"] == []
    for operation in ("GetFillsHistorical", "GetHistoricalOrders", "GetHistoricalPositions"):
        assert "locked to subaccount 1" in harness.rejected(403, operation, "alice", subaccount=0)
