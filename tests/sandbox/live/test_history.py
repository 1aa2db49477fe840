"""What ended before the historical cutoff is only in the historical answers, what came later only in the live ones."""

from __future__ import annotations

from typing import Any

import pytest

from .floor import EVENT, OTHER, TICKER, WEATHER, Floor, tickers


@pytest.fixture
def floor() -> Floor:
    """Two settled markets with trades before the cutoff; after it a trade in the third, and its settlement."""
    floor = Floor()
    floor.trade("0.5", ticker=TICKER)
    floor.trade("0.6", ticker=OTHER)
    floor.place("alice", "bid", "1", "0.2", ticker=WEATHER)
    floor.settle(TICKER, "yes")
    floor.cut_off()
    floor.trade("0.7", ticker=WEATHER)
    floor.settle(OTHER, "no", seconds=5)
    return floor


def test_without_a_cutoff_nothing_is_historical() -> None:
    floor = Floor()
    floor.trade()
    floor.settle(TICKER)
    assert floor.ask("GetHistoricalCutoff", "")["market_settled_ts"] == "1970-01-01T00:00:00Z"
    assert floor.ask("GetHistoricalMarkets", "")["markets"] == []
    assert floor.ask("GetTradesHistorical", "")["trades"] == []
    for operation, field in (("GetFillsHistorical", "fills"), ("GetHistoricalOrders", "orders")):
        assert floor.ask(operation)[field] == []
    assert floor.ask("GetHistoricalPositions")["market_positions"] == []


def test_the_cutoff_is_the_one_that_was_set(floor: Floor) -> None:
    assert set(floor.ask("GetHistoricalCutoff", "").values()) == {"2026-10-01T12:00:01Z"}


def test_a_market_settled_before_the_cutoff_is_only_historical(floor: Floor) -> None:
    assert tickers(floor.ask("GetHistoricalMarkets", "")) == [TICKER]
    assert tickers(floor.ask("GetMarkets", "")) == [OTHER, WEATHER]
    assert floor.ask("GetHistoricalMarket", "", ticker=TICKER)["market"]["result"] == "yes"
    assert "historical" in floor.rejected(404, "GetMarket", "", ticker=TICKER)
    assert "historical" in floor.rejected(404, "GetMarketOrderbook", "", ticker=TICKER)
    assert "historical" in floor.rejected(400, "GetMarketOrderbooks", "", tickers=[TICKER])
    assert tickers(floor.ask("GetEvent", "", event_ticker=EVENT)) == [OTHER]
    assert tickers(floor.ask("GetEvents", "", with_nested_markets=True)["events"][0]) == [OTHER]


def test_a_market_settled_after_the_cutoff_is_only_live(floor: Floor) -> None:
    assert floor.ask("GetMarket", "", ticker=OTHER)["market"]["status"] == "finalized"
    assert "GET /markets" in floor.rejected(404, "GetHistoricalMarket", "", ticker=OTHER)
    assert "market_not_found" in floor.rejected(404, "GetHistoricalMarket", "", ticker="KXNONE")


def test_a_cutoff_that_moves_on_takes_more_along(floor: Floor) -> None:
    floor.cut_off()
    assert tickers(floor.ask("GetHistoricalMarkets", "")) == [TICKER, OTHER]
    assert len(floor.ask("GetTradesHistorical", "")["trades"]) == 3
    assert floor.ask("GetTrades", "")["trades"] == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [({"event_ticker": EVENT}, [TICKER]), ({"series_ticker": "KXHIGHNY"}, []), ({"tickers": f"{TICKER},X"}, [TICKER])],
)
def test_historical_markets_are_filtered(floor: Floor, given: dict[str, Any], expected: list[str]) -> None:
    assert tickers(floor.ask("GetHistoricalMarkets", "", **given)) == expected
    assert tickers(floor.ask("GetHistoricalMarkets", "", mve_filter="exclude", **given)) == expected


def test_filters_of_historical_markets_exclude_one_another(floor: Floor) -> None:
    rejected = floor.rejected(400, "GetHistoricalMarkets", "", event_ticker=EVENT, tickers=TICKER)
    assert "event_ticker: does not go with tickers" in rejected


def test_candlesticks_of_a_historical_market_are_only_there(floor: Floor) -> None:
    given = {"start_ts": 0, "end_ts": 2**40, "period_interval": 60}
    answer = floor.ask("GetMarketCandlesticksHistorical", "", ticker=TICKER, **given)
    first = answer["candlesticks"][0]
    assert (first["price"]["close"], first["price"]["previous"], first["volume"]) == ("0.5000", None, "10.00")
    assert first["yes_bid"] == {"open": "0.0000", "low": "0.0000", "high": "0.0000", "close": "0.0000"}
    path = {"series_ticker": "KXBTCD", "ticker": TICKER}
    assert "historical" in floor.rejected(404, "GetMarketCandlesticks", "", **path, **given)
    assert "historical" in floor.rejected(400, "BatchGetMarketCandlesticks", "", market_tickers=TICKER, **given)
    assert "cutoff" in floor.rejected(404, "GetMarketCandlesticksHistorical", "", ticker=OTHER, **given)
    event = floor.ask("GetMarketCandlesticksByEvent", "", **{**path, "ticker": EVENT}, **given)
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
    floor: Floor, live: str, historical: str, field: str
) -> None:
    ids = "order_id" if field == "orders" else "trade_id"
    now, before = floor.ask(live)[field], floor.ask(historical)[field]
    assert [item["ticker"] for item in before] == [OTHER, TICKER]
    assert {item["ticker"] for item in now} == {WEATHER}
    assert not {item[ids] for item in now} & {item[ids] for item in before}


def test_an_order_that_still_rests_is_never_historical(floor: Floor) -> None:
    floor.cut_off()
    resting = floor.ask("GetOrders", "alice", status="resting")["orders"]
    assert [order["yes_price_dollars"] for order in resting] == ["0.2000"]
    assert "resting" not in {order["status"] for order in floor.ask("GetHistoricalOrders")["orders"]}


def test_a_position_settled_before_the_cutoff_is_only_historical(floor: Floor) -> None:
    before = floor.ask("GetHistoricalPositions")
    now = floor.ask("GetPositions", "alice", settlement_status="all")
    assert [position["ticker"] for position in before["market_positions"]] == [TICKER]
    assert [position["event_ticker"] for position in before["event_positions"]] == [EVENT]
    assert before["market_positions"][0]["realized_pnl_dollars"] == "-5.0000"
    assert {position["ticker"] for position in now["market_positions"]} == {OTHER, WEATHER}
    assert floor.ask("GetHistoricalPositions", "alice", ticker=OTHER)["market_positions"] == []
    assert floor.ask("GetHistoricalPositions", "carol")["market_positions"] == []


def test_historical_fills_and_orders_are_the_callers_own(floor: Floor) -> None:
    assert floor.ask("GetFillsHistorical", "carol")["fills"] == []
    assert floor.ask("GetHistoricalOrders", "carol")["orders"] == []
    assert [fill["is_taker"] for fill in floor.ask("GetFillsHistorical", "bob")["fills"]] == [True, True]


def test_historical_fills_and_orders_are_filtered(floor: Floor) -> None:
    for operation, field in (("GetFillsHistorical", "fills"), ("GetHistoricalOrders", "orders")):
        assert [item["ticker"] for item in floor.ask(operation, "alice", ticker=TICKER)[field]] == [TICKER]
        assert floor.ask(operation, "alice", subaccount=1)[field] == []
        assert floor.ask(operation, "alice", min_ts=floor.now())[field] == []
        assert len(floor.ask(operation, "alice", max_ts=floor.now())[field]) == 2


def test_historical_lists_come_in_pages(floor: Floor) -> None:
    for operation, field in (
        ("GetTradesHistorical", "trades"),
        ("GetFillsHistorical", "fills"),
        ("GetHistoricalOrders", "orders"),
    ):
        every = floor.ask(operation)[field]
        first = floor.ask(operation, "alice", limit=1)
        second = floor.ask(operation, "alice", limit=1, cursor=first["cursor"])
        assert first[field] + second[field] == every
        assert second["cursor"] == ""


def test_a_locked_key_sees_the_history_of_its_own_subaccount_only(floor: Floor) -> None:
    floor.exchange.accounts.add_subaccount("alice")
    floor.lock("alice", 1)
    assert floor.ask("GetFillsHistorical")["fills"] == []
    assert floor.ask("GetHistoricalOrders")["orders"] == []
    assert floor.ask("GetHistoricalPositions")["market_positions"] == []
    for operation in ("GetFillsHistorical", "GetHistoricalOrders", "GetHistoricalPositions"):
        assert "locked to subaccount 1" in floor.rejected(403, operation, "alice", subaccount=0)
