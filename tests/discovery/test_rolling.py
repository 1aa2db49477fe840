"""The current and the next event of a series."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kalshi_overlay import clock
from kalshi_overlay.discovery import RollingEvent, rolling
from kalshi_overlay.discovery.rolling import rolled
from kalshi_overlay.errors import InvalidRequestError, UnusableAnswerError
from kalshi_sandbox.answers import Answer
from tests.discovery.conftest import MODES, Finder

MIDNIGHT = datetime(2026, 9, 7, tzinfo=UTC)
HOUR = timedelta(hours=1)
each_mode = pytest.mark.parametrize("mode", MODES)


def event(name: str, opens: float, closes: float) -> RollingEvent:
    """An event without its markets, by hours after midnight."""
    return RollingEvent(
        event_ticker=name, open_time=MIDNIGHT + opens * HOUR, close_time=MIDNIGHT + closes * HOUR, markets=()
    )


def names(events: list[RollingEvent], hours: float) -> tuple[str | None, str | None]:
    """The current and the next event at some hours after midnight."""
    found = rolled(events, MIDNIGHT + hours * HOUR)
    return found.current and found.current.event_ticker, found.next and found.next.event_ticker


def test_an_event_is_current_from_its_opening_until_just_before_it_closes() -> None:
    hourly = [event("B", 2, 3), event("A", 1, 2), event("C", 3, 4)]
    assert names(hourly, 0.5) == (None, "A")
    assert names(hourly, 1) == ("A", "B")
    assert names(hourly, 1.999) == ("A", "B")
    assert names(hourly, 2) == ("B", "C")
    assert names(hourly, 3) == ("C", None)
    assert names(hourly, 4) == (None, None)
    assert names([], 1) == (None, None)


def test_of_several_that_trade_the_one_that_closes_first_is_current() -> None:
    daily = event("DAILY", 0, 24)
    assert names([daily, event("A", 1, 2), event("B", 1.5, 3)], 1.75) == ("A", "B")
    assert names([daily, event("A", 1, 2)], 1.75) == ("A", "DAILY")
    # The daily one is current only while no hourly one is, so the next hourly one comes before it closes.
    assert names([daily, event("A", 1, 2), event("C", 4, 5)], 2.5) == ("DAILY", "C")
    # Two that close at once: the one that opened last, then by name.
    assert names([daily, event("SHORT", 23, 24), event("SHORTER", 23, 24)], 23.5) == ("SHORT", None)


def test_the_next_one_is_the_next_that_will_be_current_whatever_overlaps() -> None:
    chance = random.Random(7)
    followed = 0
    for _ in range(200):
        events = []
        for number in range(chance.randint(1, 8)):
            opens = chance.randint(0, 20)
            events.append(event(f"E{number}", opens, opens + chance.randint(1, 6)))
        hours = chance.randint(0, 26)
        current, coming = names(events, hours)
        # All of them open and close on the hour.
        later = (names(events, hour)[0] for hour in range(hours + 1, 28))
        assert coming == next((name for name in later if name not in (None, current)), None)
        followed += coming is not None
    assert followed > 50


@each_mode
def test_a_series_is_read_with_one_request_and_without_combos(finder: Finder, mode: str) -> None:
    found = finder.call(rolling, mode, "KXBTC15M", at=finder.now)
    assert found.current is not None
    assert found.next is not None
    assert [market.ticker for market in found.current.markets] == ["KXBTC15M-26OCT0101-00"]
    assert (found.current.close_time, found.next.close_time) == (finder.now + HOUR, finder.now + 2 * HOUR)
    (asked,) = finder.asked
    assert "series_ticker=KXBTC15M" in asked
    assert "mve_filter=exclude" in asked
    assert f"min_close_ts={int(finder.now.timestamp())}" in asked
    later = finder.call(rolling, mode, "KXBTC15M", at=finder.now + HOUR)
    assert later.current == found.next


@each_mode
def test_now_is_by_the_clock_of_the_machine(finder: Finder, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = finder.now + 1.5 * HOUR
    monkeypatch.setattr(clock, "unix_milliseconds", lambda: int(moment.timestamp() * 1000))
    found = finder.call(rolling, mode, "KXBTC15M")
    assert found.at == moment
    assert found.current.event_ticker == "KXBTC15M-26OCT0102"


@each_mode
def test_markets_of_an_event_come_together_and_a_paused_one_is_among_them(finder: Finder, mode: str) -> None:
    found = finder.call(rolling, mode, "KXCAFE", at=finder.now).current
    assert [market.ticker[-2:] for market in found.markets] == ["T3", "T4", "T5"]
    assert found.close_time == finder.now + timedelta(days=5)


@each_mode
def test_combos_are_looked_at_if_you_ask(finder: Finder, mode: str) -> None:
    assert finder.call(rolling, mode, "KXMVECROSS", at=finder.now).current is None
    found = finder.call(rolling, mode, "KXMVECROSS", at=finder.now, mve_filter="only")
    assert found.current.event_ticker == "KXMVECROSS-SHARD1-S1"


@each_mode
@pytest.mark.parametrize(
    ("series", "named", "problem"),
    [
        ("KXBTC15", {}, "series_ticker: the exchange has no series 'KXBTC15'"),
        ("", {}, "series_ticker: '' is no ticker"),
        ("KXBTC15M", {"at": datetime(2026, 10, 1)}, "at: .* is no datetime with a time zone"),
        ("KXBTC15M", {"mve_filter": "all"}, "mve_filter: 'all' is none of exclude, only; None is for all"),
    ],
)
def test_bad_arguments_are_refused(finder: Finder, mode: str, series: str, named: dict[str, Any], problem: str) -> None:
    with pytest.raises(InvalidRequestError, match=problem):
        finder.call(rolling, mode, series, **named)


@each_mode
def test_what_has_closed_early_is_not_current(finder: Finder, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = finder.exchange.answers.handlers["GetMarkets"]

    def all_closed(request: Any) -> Answer:
        body = answer(request).body
        return Answer(200, {**body, "markets": [{**market, "status": "closed"} for market in body["markets"]]})

    monkeypatch.setitem(finder.exchange.answers.handlers, "GetMarkets", all_closed)
    found = finder.call(rolling, mode, "KXBTC15M", at=finder.now)
    assert (found.current, found.next) == (None, None)


@each_mode
def test_a_market_without_its_times_is_an_error(finder: Finder, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = finder.exchange.answers.handlers["GetMarkets"]

    def without_times(request: Any) -> Answer:
        body = answer(request).body
        return Answer(200, {**body, "markets": [{**market, "open_time": 5} for market in body["markets"]]})

    monkeypatch.setitem(finder.exchange.answers.handlers, "GetMarkets", without_times)
    with pytest.raises(UnusableAnswerError, match="came without the times at which it opens and closes"):
        finder.call(rolling, mode, "KXBTC15M", at=finder.now)
