"""Candlesticks of markets and events, built from trades."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from .harness import EVENT, OTHER, TICKER, WEATHER, Harness

MINUTE, HOUR, DAY = 60, 3600, 86400


@pytest.fixture
def harness() -> Harness:
    return Harness()


def candlesticks(harness: Harness, minutes: int, **given: Any) -> list[dict[str, Any]]:
    asked = {"start_ts": harness.now() - DAY, "end_ts": harness.now() + DAY, "period_interval": minutes, **given}
    answer = harness.ask("GetMarketCandlesticks", "", series_ticker="KXBTCD", ticker=TICKER, **asked)
    assert answer["ticker"] == TICKER
    return list(answer["candlesticks"])


def traded_for_an_hour(harness: Harness) -> None:
    """Three trades in one minute, one an hour later."""
    harness.clock.advance(5)
    for price, count in (("0.50", "10"), ("0.60", "20"), ("0.40", "10")):
        harness.trade(price, count)
        harness.clock.advance(5)
    harness.clock.advance(HOUR)
    harness.trade("0.70", "1")


def test_candlesticks_of_a_minute_are_built_from_trades(harness: Harness) -> None:
    first_end = harness.now() + MINUTE
    traded_for_an_hour(harness)
    sticks = candlesticks(harness, 1)
    traded = [stick for stick in sticks if stick["volume_fp"] != "0.00"]
    assert traded[0]["end_period_ts"] == first_end
    assert traded[0]["price"] == {
        "open_dollars": "0.5000",
        "low_dollars": "0.4000",
        "high_dollars": "0.6000",
        "close_dollars": "0.4000",
        "mean_dollars": "0.5250",
        "previous_dollars": None,
    }
    assert (traded[0]["volume_fp"], traded[0]["open_interest_fp"]) == ("40.00", "40.00")
    assert traded[1]["price"]["previous_dollars"] == "0.4000"
    quiet = sticks[2]
    assert (quiet["price"]["open_dollars"], quiet["price"]["previous_dollars"]) == (None, "0.4000")
    ends = [stick["end_period_ts"] for stick in sticks]
    assert ends == list(range(ends[0], ends[-1] + 1, MINUTE))


@pytest.mark.parametrize(("minutes", "volumes"), [(60, ["0.00", "40.00", "1.00"]), (1440, ["41.00"])])
def test_longer_candlesticks_add_up_the_same_trades(harness: Harness, minutes: int, volumes: list[str]) -> None:
    traded_for_an_hour(harness)
    sticks = candlesticks(harness, minutes)
    assert [stick["volume_fp"] for stick in sticks] == volumes
    assert sticks[-1]["price"]["close_dollars"] == "0.7000"


def test_the_range_of_candlesticks_includes_both_its_ends(harness: Harness) -> None:
    harness.clock.advance(10 * MINUTE)
    start = harness.now() - 5 * MINUTE
    end = start + 2 * MINUTE
    for first, last, expected in (
        (start, end, [start, start + MINUTE, end]),
        (start + 1, end, [start + MINUTE, end]),
        (start, end - 1, [start, start + MINUTE]),
    ):
        sticks = candlesticks(harness, 1, start_ts=first, end_ts=last)
        assert [stick["end_period_ts"] for stick in sticks] == expected


def test_a_synthetic_candlestick_carries_the_last_price_from_before_the_start(harness: Harness) -> None:
    traded_for_an_hour(harness)
    harness.clock.advance(10 * MINUTE)
    start = harness.now() - 5 * MINUTE
    plain = candlesticks(harness, 1, start_ts=start)
    led = candlesticks(harness, 1, start_ts=start, include_latest_before_start=True)
    assert led[1:] == plain
    assert led[0]["end_period_ts"] == -(-start // MINUTE) * MINUTE
    assert led[0]["price"] == {
        **dict.fromkeys(("open_dollars", "low_dollars", "high_dollars", "close_dollars", "mean_dollars")),
        "previous_dollars": "0.7000",
    }
    assert led[0]["volume_fp"] == "0.00"


def test_no_synthetic_candlestick_comes_before_anything_has_traded(harness: Harness) -> None:
    harness.clock.advance(10 * MINUTE)
    start = harness.now() - 5 * MINUTE
    assert len(candlesticks(harness, 1, start_ts=start, include_latest_before_start=True)) == 6


def test_candlesticks_of_several_markets_come_in_the_order_of_the_request(harness: Harness) -> None:
    traded_for_an_hour(harness)
    given = {"start_ts": 0, "end_ts": 2**62, "period_interval": 60}
    answer = harness.ask("BatchGetMarketCandlesticks", "", market_tickers=f"{WEATHER},{TICKER}", **given)
    assert [market["market_ticker"] for market in answer["markets"]] == [WEATHER, TICKER]
    assert answer["markets"][1]["candlesticks"] == candlesticks(harness, 60)
    five = harness.ask("BatchGetMarketCandlesticks", "", market_tickers=TICKER, **{**given, "period_interval": 5})
    assert sum(Decimal(stick["volume_fp"]) for stick in five["markets"][0]["candlesticks"]) == 41


def test_too_many_tickers_and_too_many_candlesticks_are_rejected(harness: Harness) -> None:
    given = {"start_ts": 0, "end_ts": 2**62, "period_interval": 1}
    many = ",".join([TICKER] * 101)
    assert "101 tickers" in harness.rejected(400, "BatchGetMarketCandlesticks", "", market_tickers=many, **given)
    unknown = harness.rejected(400, "BatchGetMarketCandlesticks", "", market_tickers="KXNONE", **given)
    assert "market_tickers[0]: KXNONE" in unknown
    harness.clock.advance(6 * DAY)
    both = f"{TICKER},{OTHER}"
    assert "10000 at most" in harness.rejected(400, "BatchGetMarketCandlesticks", "", market_tickers=both, **given)
    path = {"series_ticker": "KXBTCD", "ticker": TICKER}
    backwards = {**given, "start_ts": 10, "end_ts": 9}
    assert "end_ts: " in harness.rejected(400, "GetMarketCandlesticks", "", **path, **backwards)


def test_a_market_of_another_series_is_not_found_under_it(harness: Harness) -> None:
    given = {"start_ts": 0, "end_ts": 1, "period_interval": 1, "series_ticker": "KXHIGHNY"}
    assert "KXBTCD" in harness.rejected(404, "GetMarketCandlesticks", "", ticker=TICKER, **given)
    assert "KXBTCD" in harness.rejected(404, "GetMarketCandlesticksByEvent", "", ticker=EVENT, **given)


def test_candlesticks_of_an_event_come_for_each_of_its_markets(harness: Harness) -> None:
    traded_for_an_hour(harness)
    given = {"series_ticker": "KXBTCD", "ticker": EVENT, "start_ts": 0, "end_ts": harness.now(), "period_interval": 60}
    answer = harness.ask("GetMarketCandlesticksByEvent", "", **given)
    assert answer["market_tickers"] == [TICKER, OTHER]
    assert answer["adjusted_end_ts"] == harness.now()
    assert answer["market_candlesticks"][0] == candlesticks(harness, 60, end_ts=harness.now())


def test_a_range_with_too_many_candlesticks_of_an_event_ends_earlier(harness: Harness) -> None:
    harness.context.behaviour = evolve(harness.context.behaviour, max_candlesticks=100)
    harness.clock.advance(HOUR)
    given = {"series_ticker": "KXBTCD", "ticker": EVENT, "start_ts": 0, "end_ts": harness.now(), "period_interval": 1}
    answer = harness.ask("GetMarketCandlesticksByEvent", "", **given)
    assert [len(sticks) for sticks in answer["market_candlesticks"]] == [50, 50]
    assert answer["adjusted_end_ts"] == answer["market_candlesticks"][0][-1]["end_period_ts"] < harness.now()
