"""Series, events and the exchange's status as they are read."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from .floor import EVENT, OTHER, TICKER, WEATHER, Floor, tickers

MINUTE, HOUR, DAY = 60, 3600, 86400


@pytest.fixture
def floor() -> Floor:
    return Floor()


def test_series_are_listed_by_category_and_tags(floor: Floor) -> None:
    every = floor.ask("GetSeriesList", "")["series"]
    assert [series["ticker"] for series in every] == ["KXHIGHNY", "KXBTCD"]
    assert floor.ask("GetSeriesList", "", category="Climate")["series"] == every[:1]
    assert floor.ask("GetSeriesList", "", tags="Weekly,Daily")["series"] == every[:1]
    assert floor.ask("GetSeriesList", "", category="climate")["series"] == []
    assert floor.ask("GetSeriesList", "", min_updated_ts=floor.now())["series"] == []
    assert floor.ask("GetSeriesFeeChanges", "", series_ticker="KXBTCD")["series_fee_change_arr"] == []


def test_a_series_tells_its_fees_and_on_request_its_volume(floor: Floor) -> None:
    floor.exchange.markets.add_series("KXFEE", fee_type="flat", fee_multiplier=Decimal("0.5"))
    series = floor.ask("GetSeries", "", series_ticker="KXFEE")["series"]
    assert (series["fee_type"], series["fee_multiplier"]) == ("flat", 0.5)
    assert "volume_fp" not in series
    floor.trade()
    floor.trade(ticker=OTHER)
    assert floor.ask("GetSeries", "", series_ticker="KXBTCD", include_volume=True)["series"]["volume_fp"] == "20.00"


def test_events_are_listed_with_their_markets_on_request(floor: Floor) -> None:
    plain = floor.ask("GetEvents", "")
    assert [event["event_ticker"] for event in plain["events"]] == [EVENT, "KXHIGHNY-26DEC31"]
    assert "markets" not in plain["events"][0]
    assert "milestones" not in plain
    nested = floor.ask("GetEvents", "", with_nested_markets=True, with_milestones=True)
    assert tickers(nested["events"][0]) == [TICKER, OTHER]
    assert nested["milestones"] == []


def test_events_are_filtered_by_series_ticker_time_and_status(floor: Floor) -> None:
    def found(**given: Any) -> list[str]:
        return [event["event_ticker"] for event in floor.ask("GetEvents", "", **given)["events"]]

    later = floor.clock.now() + timedelta(hours=1)
    floor.exchange.markets.add("KXLATE-A-1", open_time=later, close_time=later + timedelta(days=90))
    floor.settle(WEATHER)
    floor.exchange.markets.close(TICKER)
    assert found(series_ticker="KXBTCD") == [EVENT]
    assert found(tickers=f"KXLATE-A,{EVENT}") == [EVENT, "KXLATE-A"]
    assert found(min_close_ts=floor.now() + 60 * DAY) == ["KXLATE-A"]
    statuses = {status: found(status=status) for status in ("unopened", "open", "closed", "settled")}
    assert statuses == {"unopened": ["KXLATE-A"], "open": [EVENT], "closed": [], "settled": ["KXHIGHNY-26DEC31"]}
    floor.exchange.markets.close(OTHER)
    assert found(status="closed") == [EVENT]


def test_an_event_has_its_markets_beside_it_inside_it_or_nowhere(floor: Floor, spec: dict[str, Any]) -> None:
    given = spec["paths"]["/events/{event_ticker}"]["get"]["parameters"]
    parameters = [parameter for parameter in given if "name" in parameter]
    beside = floor.ask("GetEvent", "", event_ticker=EVENT)
    inside = floor.ask("GetEvent", "", event_ticker=EVENT, with_nested_markets=True)
    assert tickers(beside) == tickers(inside["event"]) == [TICKER, OTHER]
    assert "markets" not in beside["event"]
    assert inside["markets"] == []
    if "exclude_markets" not in {parameter["name"] for parameter in parameters}:
        return  # an older contract has no such parameter
    nowhere = floor.ask("GetEvent", "", event_ticker=EVENT, exclude_markets=True)
    assert nowhere["markets"] == []
    both = {"exclude_markets": True, "with_nested_markets": True}
    assert "exclude_markets: " in floor.rejected(400, "GetEvent", "", event_ticker=EVENT, **both)


def test_the_metadata_of_an_event_names_its_markets(floor: Floor) -> None:
    metadata = floor.ask("GetEventMetadata", "", event_ticker=EVENT)
    assert [detail["market_ticker"] for detail in metadata["market_details"]] == [TICKER, OTHER]


def test_the_exchange_tells_whether_it_trades(floor: Floor) -> None:
    assert floor.ask("GetExchangeStatus", "")["trading_active"] is True
    floor.exchange.pause()
    status = floor.ask("GetExchangeStatus", "")
    assert (status["exchange_active"], status["trading_active"]) == (True, False)
    assert status["exchange_index_statuses"][0]["trading_active"] is False


def test_the_schedule_covers_every_day(floor: Floor) -> None:
    hours = floor.ask("GetExchangeSchedule", "")["schedule"]["standard_hours"]
    assert all(hours[0][day] for day in ("monday", "saturday", "sunday"))
