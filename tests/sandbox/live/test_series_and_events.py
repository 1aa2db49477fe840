"""Series, events and the exchange's status as they are read."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from .harness import EVENT, OTHER, TICKER, WEATHER, Harness, tickers

MINUTE, HOUR, DAY = 60, 3600, 86400


@pytest.fixture
def harness() -> Harness:
    return Harness()


def test_series_are_listed_by_category_and_tags(harness: Harness) -> None:
    every = harness.ask("GetSeriesList", "")["series"]
    assert [series["ticker"] for series in every] == ["KXHIGHNY", "KXBTCD"]
    assert harness.ask("GetSeriesList", "", category="Climate")["series"] == every[:1]
    assert harness.ask("GetSeriesList", "", tags="Weekly,Daily")["series"] == every[:1]
    assert harness.ask("GetSeriesList", "", category="climate")["series"] == []
    assert harness.ask("GetSeriesList", "", min_updated_ts=harness.now())["series"] == []
    assert harness.ask("GetSeriesFeeChanges", "", series_ticker="KXBTCD")["series_fee_change_arr"] == []


def test_a_series_tells_its_fees_and_on_request_its_volume(harness: Harness) -> None:
    harness.exchange.markets.add_series("KXFEE", fee_type="flat", fee_multiplier=Decimal("0.5"))
    series = harness.ask("GetSeries", "", series_ticker="KXFEE")["series"]
    assert (series["fee_type"], series["fee_multiplier"]) == ("flat", 0.5)
    assert "volume_fp" not in series
    harness.trade()
    harness.trade(ticker=OTHER)
    assert harness.ask("GetSeries", "", series_ticker="KXBTCD", include_volume=True)["series"]["volume_fp"] == "20.00"


def test_events_are_listed_with_their_markets_on_request(harness: Harness) -> None:
    plain = harness.ask("GetEvents", "")
    assert [event["event_ticker"] for event in plain["events"]] == [EVENT, "KXHIGHNY-26DEC31"]
    assert "markets" not in plain["events"][0]
    assert "milestones" not in plain
    nested = harness.ask("GetEvents", "", with_nested_markets=True, with_milestones=True)
    assert tickers(nested["events"][0]) == [TICKER, OTHER]
    assert nested["milestones"] == []


def test_events_are_filtered_by_series_ticker_time_and_status(harness: Harness) -> None:
    def found(**given: Any) -> list[str]:
        return [event["event_ticker"] for event in harness.ask("GetEvents", "", **given)["events"]]

    later = harness.clock.now() + timedelta(hours=1)
    harness.exchange.markets.add("KXLATE-A-1", open_time=later, close_time=later + timedelta(days=90))
    harness.settle(WEATHER)
    harness.exchange.markets.close(TICKER)
    assert found(series_ticker="KXBTCD") == [EVENT]
    assert found(tickers=f"KXLATE-A,{EVENT}") == [EVENT, "KXLATE-A"]
    assert found(min_close_ts=harness.now() + 60 * DAY) == ["KXLATE-A"]
    statuses = {status: found(status=status) for status in ("unopened", "open", "closed", "settled")}
    assert statuses == {"unopened": ["KXLATE-A"], "open": [EVENT], "closed": [], "settled": ["KXHIGHNY-26DEC31"]}
    harness.exchange.markets.close(OTHER)
    assert found(status="closed") == [EVENT]


def test_an_event_has_its_markets_beside_it_inside_it_or_nowhere(harness: Harness, spec: dict[str, Any]) -> None:
    given = spec["paths"]["/events/{event_ticker}"]["get"]["parameters"]
    parameters = [parameter for parameter in given if "name" in parameter]
    beside = harness.ask("GetEvent", "", event_ticker=EVENT)
    inside = harness.ask("GetEvent", "", event_ticker=EVENT, with_nested_markets=True)
    assert tickers(beside) == tickers(inside["event"]) == [TICKER, OTHER]
    assert "markets" not in beside["event"]
    assert inside["markets"] == []
    if "exclude_markets" not in {parameter["name"] for parameter in parameters}:
        return  # an older spec has no such parameter
    nowhere = harness.ask("GetEvent", "", event_ticker=EVENT, exclude_markets=True)
    assert nowhere["markets"] == []
    both = {"exclude_markets": True, "with_nested_markets": True}
    assert "exclude_markets: " in harness.rejected(400, "GetEvent", "", event_ticker=EVENT, **both)


def test_the_metadata_of_an_event_names_its_markets(harness: Harness) -> None:
    metadata = harness.ask("GetEventMetadata", "", event_ticker=EVENT)
    assert [detail["market_ticker"] for detail in metadata["market_details"]] == [TICKER, OTHER]


def test_the_exchange_tells_whether_it_trades(harness: Harness) -> None:
    assert harness.ask("GetExchangeStatus", "")["trading_active"] is True
    harness.exchange.pause()
    status = harness.ask("GetExchangeStatus", "")
    assert (status["exchange_active"], status["trading_active"]) == (True, False)
    assert status["exchange_index_statuses"][0]["trading_active"] is False


def test_the_schedule_covers_every_day(harness: Harness) -> None:
    hours = harness.ask("GetExchangeSchedule", "")["schedule"]["standard_hours"]
    assert all(hours[0][day] for day in ("monday", "saturday", "sunday"))
