"""Markets, order books and trades as they are read."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from kalshi_sandbox.engine import Owner

from .harness import EVENT, OTHER, TICKER, WEATHER, Harness, tickers

MINUTE, HOUR, DAY = 60, 3600, 86400


@pytest.fixture
def harness() -> Harness:
    return Harness()


def test_a_market_tells_its_best_prices_and_what_was_traded(harness: Harness) -> None:
    harness.trade("0.55", "10")
    harness.place("alice", "bid", "3", "0.4")
    harness.place("alice", "bid", "4.5", "0.4")
    harness.place("bob", "ask", "2", "0.62")
    market = harness.ask("GetMarket", "", ticker=TICKER)["market"]
    expected = {
        "status": "active",
        "yes_bid_dollars": "0.4000",
        "yes_bid_size_fp": "7.50",
        "yes_ask_dollars": "0.6200",
        "yes_ask_size_fp": "2.00",
        "no_bid_dollars": "0.3800",
        "no_ask_dollars": "0.6000",
        "last_price_dollars": "0.5500",
        "volume_fp": "10.00",
        "volume_24h_fp": "10.00",
        "open_interest_fp": "10.00",
        "event_ticker": EVENT,
        "price_ranges": [{"start": "0.0000", "end": "1.0000", "step": "0.0100"}],
        "yes_sub_title": "It does",
    }
    assert {field: market[field] for field in expected} == expected
    assert "settlement_ts" not in market


def test_a_market_without_orders_has_no_bid_and_asks_one_dollar(harness: Harness) -> None:
    market = harness.ask("GetMarket", "", ticker=TICKER)["market"]
    prices = [market[field] for field in ("yes_bid_dollars", "yes_ask_dollars", "no_bid_dollars", "no_ask_dollars")]
    assert prices == ["0.0000", "1.0000", "0.0000", "1.0000"]
    assert (market["yes_bid_size_fp"], market["last_price_dollars"]) == ("0.00", "0.0000")


def test_a_settled_market_tells_its_result_value_and_time(harness: Harness) -> None:
    harness.settle(TICKER, "no")
    market = harness.ask("GetMarket", "", ticker=TICKER)["market"]
    assert (market["status"], market["result"]) == ("finalized", "no")
    assert (market["settlement_value_dollars"], market["settlement_ts"]) == ("0.0000", "2026-10-01T12:00:00Z")


def test_terms_of_a_market_add_fields_that_the_engine_does_not_know(harness: Harness) -> None:
    terms = {"strike_type": "greater", "floor_strike": 7, "rules_primary": "Seven or more.", "ticker": "never"}
    harness.exchange.markets.add("KXTERM-A-B", price_level_structure="tapered_deci_cent", terms=terms)
    market = harness.ask("GetMarket", "", ticker="KXTERM-A-B")["market"]
    assert (market["floor_strike"], market["rules_primary"], market["ticker"]) == (7, "Seven or more.", "KXTERM-A-B")
    assert [band["step"] for band in market["price_ranges"]] == ["0.0010", "0.0100", "0.0010"]


@pytest.mark.parametrize(
    ("operation", "given"),
    [
        ("GetMarket", {"ticker": "KXNONE"}),
        ("GetMarketOrderbook", {"ticker": "KXNONE"}),
        ("GetSeries", {"series_ticker": "KXNONE"}),
        ("GetEvent", {"event_ticker": "KXNONE"}),
        ("GetEventMetadata", {"event_ticker": "KXNONE"}),
    ],
)
def test_an_unknown_ticker_is_not_found(harness: Harness, operation: str, given: dict[str, Any]) -> None:
    assert "KXNONE" in harness.rejected(404, operation, "", **given)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, [TICKER, OTHER, WEATHER]),
        ({"event_ticker": EVENT}, [TICKER, OTHER]),
        ({"series_ticker": "KXHIGHNY"}, [WEATHER]),
        ({"tickers": f"{WEATHER},{TICKER}"}, [TICKER, WEATHER]),
        ({"tickers": "KXNONE"}, []),
        ({"mve_filter": "exclude"}, [TICKER, OTHER, WEATHER]),
        ({"mve_filter": "only"}, []),
    ],
)
def test_markets_are_listed_by_event_series_and_ticker(
    harness: Harness, given: dict[str, Any], expected: list[str]
) -> None:
    assert tickers(harness.ask("GetMarkets", "", **given)) == expected


def test_status_words_stand_for_the_statuses_of_markets(harness: Harness) -> None:
    harness.exchange.markets.add("KXS-A-1", open_time=harness.clock.now() + timedelta(hours=1))
    harness.exchange.markets.pause(OTHER)
    harness.exchange.markets.close(WEATHER)
    harness.exchange.markets.add("KXS-A-2", settlement_timer_seconds=60)
    harness.exchange.markets.settle("KXS-A-2", "yes")
    harness.exchange.markets.add("KXS-A-3")
    harness.exchange.markets.settle("KXS-A-3", "yes")
    found = {
        word: tickers(harness.ask("GetMarkets", "", status=word))
        for word in ("unopened", "open", "paused", "closed", "settled")
    }
    assert found == {
        "unopened": ["KXS-A-1"],
        "open": [TICKER],
        "paused": [OTHER],
        "closed": [WEATHER, "KXS-A-2"],
        "settled": ["KXS-A-3"],
    }


def test_time_bounds_of_markets_leave_the_bound_itself_out(harness: Harness) -> None:
    start = harness.now()
    harness.clock.advance(10)
    harness.exchange.markets.add("KXLATE-A-1", close_time=harness.clock.now() + timedelta(hours=1))
    harness.settle(OTHER, "yes", seconds=10)
    assert tickers(harness.ask("GetMarkets", "", min_created_ts=start)) == ["KXLATE-A-1"]
    assert tickers(harness.ask("GetMarkets", "", max_created_ts=start + 10)) == [TICKER, OTHER, WEATHER]
    assert tickers(harness.ask("GetMarkets", "", max_close_ts=start + 2 * HOUR)) == [OTHER, "KXLATE-A-1"]
    assert tickers(harness.ask("GetMarkets", "", min_settled_ts=start + 19, max_settled_ts=start + 21)) == [OTHER]
    assert tickers(harness.ask("GetMarkets", "", min_settled_ts=start + 20)) == []
    assert tickers(harness.ask("GetMarkets", "", min_updated_ts=start + 10, max_updated_ts=start + 20)) == [OTHER]
    assert tickers(harness.ask("GetMarkets", "", min_created_ts=-(2**63), max_created_ts=2**63 - 1))[0] == TICKER


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"event_ticker": f"{EVENT},KXNONE"}, "event_ticker"),
        ({"min_created_ts": 1, "max_close_ts": 1}, "max_close_ts"),
        ({"min_created_ts": 1, "status": "closed"}, "status"),
        ({"max_close_ts": 1, "status": "open"}, "status"),
        ({"min_settled_ts": 1, "status": "paused"}, "status"),
        ({"min_updated_ts": 1, "status": "open"}, "status"),
        ({"min_updated_ts": 1, "event_ticker": EVENT}, "event_ticker"),
        ({"min_updated_ts": 1, "mve_filter": "only"}, "mve_filter"),
        ({"min_updated_ts": 1, "series_ticker": "KXBTCD"}, "mve_filter"),
    ],
)
def test_filters_that_exclude_one_another_are_rejected(harness: Harness, given: dict[str, Any], named: str) -> None:
    assert f"{named}: " in harness.rejected(400, "GetMarkets", "", **given)


def test_markets_come_in_pages_until_the_cursor_is_empty(harness: Harness) -> None:
    first = harness.ask("GetMarkets", "", limit=2)
    rest = harness.ask("GetMarkets", "", limit=2, cursor=first["cursor"])
    assert (tickers(first), tickers(rest), rest["cursor"]) == ([TICKER, OTHER], [WEATHER], "")
    assert "cursor: " in harness.rejected(400, "GetMarkets", "", cursor="made-up")
    assert "cursor: " in harness.rejected(400, "GetEvents", "", cursor=first["cursor"])


def test_a_market_that_closes_between_two_pages_shifts_none(harness: Harness) -> None:
    first = harness.ask("GetMarkets", "", limit=1, status="open")
    harness.exchange.markets.close(TICKER)
    rest = harness.ask("GetMarkets", "", limit=5, status="open", cursor=first["cursor"])
    assert tickers(first) + tickers(rest) == [TICKER, OTHER, WEATHER]


def test_an_order_book_has_bids_of_both_sides_best_first(harness: Harness) -> None:
    for price in ("0.40", "0.42", "0.41"):
        harness.place("alice", "bid", "5", price)
        harness.place("bob", "ask", "7", str(Decimal(price) + Decimal("0.1")))
    book = harness.ask("GetMarketOrderbook", "", ticker=TICKER)["orderbook_fp"]
    assert book["yes_dollars"] == [["0.4200", "5.00"], ["0.4100", "5.00"], ["0.4000", "5.00"]]
    assert book["no_dollars"] == [["0.5000", "7.00"], ["0.4900", "7.00"], ["0.4800", "7.00"]]
    top = harness.ask("GetMarketOrderbook", "", ticker=TICKER, depth=1)["orderbook_fp"]
    assert top == {"yes_dollars": [["0.4200", "5.00"]], "no_dollars": [["0.5000", "7.00"]]}


def test_several_order_books_come_in_the_order_of_the_request(harness: Harness) -> None:
    harness.place("alice", "bid", "5", "0.4", ticker=WEATHER)
    books = harness.ask("GetMarketOrderbooks", "", tickers=[WEATHER, TICKER])["orderbooks"]
    assert [book["ticker"] for book in books] == [WEATHER, TICKER]
    assert books[0]["orderbook_fp"] == {"yes_dollars": [["0.4000", "5.00"]], "no_dollars": []}
    assert "tickers[1]: KXNONE" in harness.rejected(400, "GetMarketOrderbooks", "", tickers=[TICKER, "KXNONE"])


def test_trades_come_newest_first_with_the_takers_side(harness: Harness) -> None:
    harness.trade("0.5")
    harness.clock.advance(1)
    harness.place("bob", "bid", "2", "0.3", ticker=OTHER)
    harness.place("alice", "ask", "1", "0.3", ticker=OTHER)
    trades = harness.ask("GetTrades", "")["trades"]
    assert [(trade["ticker"], trade["taker_book_side"], trade["count_fp"]) for trade in trades] == [
        (OTHER, "ask", "1.00"),
        (TICKER, "bid", "10.00"),
    ]
    assert (trades[0]["yes_price_dollars"], trades[0]["no_price_dollars"]) == ("0.3000", "0.7000")
    assert trades[0]["taker_outcome_side"] == "no"


def test_trades_are_filtered_by_ticker_time_and_kind(harness: Harness) -> None:
    harness.trade("0.5")
    harness.clock.advance(10)
    harness.exchange.blocks.trade(Owner("alice"), Owner("bob"), OTHER, "bid", Decimal("0.3"), Decimal(2))
    block, booked = harness.ask("GetTrades", "")["trades"]
    assert (block["is_block_trade"], booked["is_block_trade"]) == (True, False)
    assert harness.ask("GetTrades", "", ticker=TICKER)["trades"] == [booked]
    assert harness.ask("GetTrades", "", is_block_trade=True)["trades"] == [block]
    assert harness.ask("GetTrades", "", is_block_trade=False)["trades"] == [booked]
    assert harness.ask("GetTrades", "", min_ts=harness.now() - 5)["trades"] == [block]
    assert harness.ask("GetTrades", "", max_ts=harness.now() - 5)["trades"] == [booked]
    assert harness.ask("GetTrades", "", ticker="KXNONE")["trades"] == []


def test_pages_of_trades_neither_repeat_nor_lose_one_while_others_are_made(harness: Harness) -> None:
    for _ in range(5):
        harness.trade()
    every = harness.ask("GetTrades", "")["trades"]
    first = harness.ask("GetTrades", "", limit=2)
    harness.trade()
    second = harness.ask("GetTrades", "", limit=2, cursor=first["cursor"])
    third = harness.ask("GetTrades", "", limit=2, cursor=second["cursor"])
    assert first["trades"] + second["trades"] + third["trades"] == every
    assert third["cursor"] == ""
