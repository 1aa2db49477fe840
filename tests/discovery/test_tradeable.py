"""Whether a market can be traded, and why not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kalshi_gen.api.market import get_market
from kalshi_gen.models import Schedule
from kalshi_overlay.discovery import tradeable
from kalshi_overlay.discovery.tradeable import is_outside_hours
from kalshi_overlay.errors import InvalidRequestError, KalshiNotFoundError, KalshiServerError, UnusableAnswerError
from kalshi_sandbox.answers import Answer
from kalshi_sandbox.faults import Status
from tests.discovery.conftest import MODES, Finder

QUOTED = "KXBTCD-26DEC31-T100000"
COMBO = "KXMVECROSS-SHARD1-S1-A"
each_mode = pytest.mark.parametrize("mode", MODES)


@each_mode
def test_a_market_with_quotes_on_both_sides_can_be_traded(finder: Finder, mode: str) -> None:
    verdict = finder.call(tradeable, mode, QUOTED, at=finder.now)
    assert (verdict.is_tradeable, verdict.accepts_orders, verdict.reasons, verdict.until) == (True, True, (), None)
    assert verdict.market.ticker == verdict.ticker == QUOTED
    assert finder.asked == ["/exchange/status", f"/markets/{QUOTED}"]


@each_mode
def test_a_market_that_you_have_is_not_read_again(finder: Finder, mode: str) -> None:
    market = get_market.sync(QUOTED, client=finder.client).market
    finder.asked.clear()
    assert finder.call(tradeable, mode, market, at=finder.now).is_tradeable
    assert finder.asked == ["/exchange/status"]


@each_mode
def test_without_quotes_orders_are_accepted_all_the_same(finder: Finder, mode: str) -> None:
    verdict = finder.call(tradeable, mode, "KXCAFE-26OCT-T3", at=finder.now)
    assert (verdict.reasons, verdict.is_tradeable, verdict.accepts_orders) == (("no_bid", "no_ask"), False, True)
    combo = finder.call(tradeable, mode, COMBO, at=finder.now)
    assert (combo.reasons, combo.accepts_orders) == (("combo", "no_bid", "no_ask"), True)


@each_mode
def test_a_paused_market_and_one_whose_time_is_over_accept_no_orders(finder: Finder, mode: str) -> None:
    paused = finder.call(tradeable, mode, "KXCAFE-26OCT-T5", at=finder.now)
    assert (paused.reasons[0], paused.accepts_orders) == ("market_paused", False)
    # It is shown as active.
    at = finder.now + timedelta(days=365)
    assert finder.call(tradeable, mode, QUOTED, at=at).reasons == ("closed",)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("initialized", "not_open_yet"),
        ("inactive", "market_paused"),
        ("closed", "closed"),
        ("determined", "settled"),
        ("disputed", "settled"),
        ("amended", "settled"),
        ("finalized", "settled"),
        ("one of tomorrow", "status_unknown"),
    ],
)
def test_each_other_status_is_a_reason(finder: Finder, status: Any, reason: str) -> None:
    market = get_market.sync(QUOTED, client=finder.client).market
    market.status = status
    assert finder.call(tradeable, "sync", market, at=finder.now).reasons == (reason,)


@pytest.fixture
def answers(finder: Finder, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the exchange says of itself, which a test may change."""
    bodies: dict[str, Any] = {}
    handlers = finder.exchange.answers.handlers
    for operation in ("GetExchangeStatus", "GetExchangeSchedule"):
        usual = handlers[operation]

        def answer(request: Any, usual: Any = usual, operation: str = operation) -> Answer:
            body = usual(request).body
            return Answer(200, bodies.get(operation, lambda body: body)(body))

        monkeypatch.setitem(handlers, operation, answer)
    return bodies


def paused(body: dict[str, Any]) -> dict[str, Any]:
    """A status without trading."""
    return {**body, "trading_active": False}


@each_mode
def test_the_schedule_says_why_there_is_no_trading(finder: Finder, mode: str, answers: dict[str, Any]) -> None:
    answers["GetExchangeStatus"] = paused
    assert finder.call(tradeable, mode, QUOTED, at=finder.now).reasons == ("trading_paused",)
    window = {
        "start_datetime": (finder.now - timedelta(hours=1)).isoformat(),
        "end_datetime": (finder.now + timedelta(hours=1)).isoformat(),
    }
    answers["GetExchangeSchedule"] = lambda body: {"schedule": {**body["schedule"], "maintenance_windows": [window]}}
    verdict = finder.call(tradeable, mode, QUOTED, at=finder.now)
    assert (verdict.reasons, verdict.until) == (("maintenance",), finder.now + timedelta(hours=1))
    assert not verdict.accepts_orders
    # Noon in UTC is 08:00 in New York.
    session = [{"open_time": "08:01", "close_time": "23:59"}]
    answers["GetExchangeSchedule"] = lambda body: {"schedule": with_sessions(body["schedule"], session)}
    assert finder.call(tradeable, mode, QUOTED, at=finder.now).reasons == ("outside_hours",)


def with_sessions(schedule: dict[str, Any], sessions: list[dict[str, str]]) -> dict[str, Any]:
    """A schedule whose days all have these sessions."""
    weeks = [
        {name: sessions if name.endswith("day") else value for name, value in week.items()}
        for week in schedule["standard_hours"]
    ]
    return {**schedule, "standard_hours": weeks}


@each_mode
def test_an_inactive_exchange_says_when_it_expects_to_be_back(
    finder: Finder, mode: str, answers: dict[str, Any]
) -> None:
    back = finder.now + timedelta(minutes=5)
    answers["GetExchangeStatus"] = lambda body: {
        **paused(body),
        "exchange_active": False,
        "exchange_estimated_resume_time": back.isoformat(),
    }
    verdict = finder.call(tradeable, mode, QUOTED, at=finder.now)
    assert (verdict.reasons, verdict.until) == (("exchange_inactive",), back)


@each_mode
def test_in_maintenance_nothing_but_the_status_can_be_read(finder: Finder, mode: str) -> None:
    with finder.exchange.maintenance():
        verdict = finder.call(tradeable, mode, QUOTED, at=finder.now)
    assert (verdict.ticker, verdict.market, verdict.reasons) == (QUOTED, None, ("exchange_inactive",))


@each_mode
def test_a_market_is_judged_by_its_own_shard(finder: Finder, mode: str, answers: dict[str, Any]) -> None:
    market = get_market.sync(QUOTED, client=finder.client).market
    market.exchange_index = 2
    # Shard 0 doesn't trade, the market's does.
    other = {
        "exchange_index": 2,
        "description": "crypto",
        "exchange_active": True,
        "trading_active": True,
        "intra_exchange_transfers_active": True,
    }
    answers["GetExchangeStatus"] = lambda body: {**paused(body), "exchange_index_statuses": [other]}
    assert finder.call(tradeable, mode, market, at=finder.now).is_tradeable
    answers["GetExchangeStatus"] = lambda body: {**body, "exchange_index_statuses": [paused(other)]}
    assert finder.call(tradeable, mode, market, at=finder.now).reasons == ("trading_paused",)
    answers["GetExchangeStatus"] = lambda body: {**body, "exchange_index_statuses": []}
    verdict = finder.call(tradeable, mode, market, at=finder.now)
    assert (verdict.reasons, verdict.accepts_orders) == (("shard_status_unknown",), False)


@each_mode
def test_a_status_that_says_nothing_is_an_error(finder: Finder, mode: str, answers: dict[str, Any]) -> None:
    answers["GetExchangeStatus"] = lambda body: {**body, "trading_active": "yes"}
    with pytest.raises(UnusableAnswerError, match="answered 200 without saying whether the exchange is active"):
        finder.call(tradeable, mode, QUOTED)


@each_mode
def test_a_market_that_can_not_be_read_is_an_error(finder: Finder, mode: str) -> None:
    with pytest.raises(KalshiNotFoundError):
        finder.call(tradeable, mode, "KXBTCD-26DEC31-T5")
    finder.exchange.faults.add(Status(500), operation="GetMarket", nth=1)
    with pytest.raises(KalshiServerError):
        finder.call(tradeable, mode, QUOTED)
    finder.exchange.faults.clear()
    with pytest.raises(InvalidRequestError, match="market: '' is neither a market nor the ticker of one"):
        finder.call(tradeable, mode, "")
    with pytest.raises(InvalidRequestError, match=r"at: .* is no datetime with a time zone"):
        finder.call(tradeable, mode, QUOTED, at=datetime(2026, 10, 1))


DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def schedule(**sessions: list[tuple[str, str]]) -> Schedule:
    """A schedule for October 2026 with the sessions of some days."""
    week = {
        day: [dict(zip(("open_time", "close_time"), each, strict=True)) for each in sessions.get(day, [])]
        for day in DAYS
    }
    bounds = {"start_time": "2026-10-01T00:00:00Z", "end_time": "2026-11-01T00:00:00Z"}
    return Schedule.from_dict({"standard_hours": [{**week, **bounds}], "maintenance_windows": []})


@pytest.mark.parametrize(
    ("sessions", "local", "is_outside"),
    [
        # 2026-10-05 is a Monday.
        ({"monday": [("08:00", "16:00")]}, (5, 7, 59), True),
        ({"monday": [("08:00", "16:00")]}, (5, 8, 0), False),
        ({"monday": [("08:00", "16:00")]}, (5, 16, 0), True),
        ({"monday": [("08:00", "16:00")]}, (6, 12, 0), True),
        ({"monday": [("00:00", "03:00"), ("05:00", "23:59")]}, (5, 4, 0), True),
        ({"monday": [("00:00", "03:00"), ("05:00", "23:59")]}, (5, 23, 59), False),
        # Until the next day.
        ({"monday": [("08:00", "03:00")]}, (5, 23, 0), False),
        ({"monday": [("08:00", "03:00")]}, (6, 2, 59), False),
        ({"monday": [("08:00", "03:00")]}, (6, 3, 0), True),
        ({"monday": [("00:00", "00:00")]}, (5, 0, 0), False),
        ({"monday": [("00:00", "00:00")]}, (6, 0, 0), True),
    ],
)
def test_hours_are_those_of_new_york(
    sessions: dict[str, list[tuple[str, str]]], local: tuple[int, int, int], is_outside: bool
) -> None:
    day, hour, minute = local
    # Four hours behind UTC in October.
    moment = datetime(2026, 10, day, hour, minute, 30, tzinfo=UTC) + timedelta(hours=4)
    assert is_outside_hours(schedule(**sessions), moment) is is_outside


def test_nothing_is_outside_the_hours_of_a_week_that_has_none() -> None:
    assert not is_outside_hours(schedule(), datetime(2026, 12, 1, tzinfo=UTC))
    assert is_outside_hours(schedule(), datetime(2026, 10, 6, tzinfo=UTC))


@each_mode
@pytest.mark.parametrize("body", [{"market": None}, {"market": 5}])
def test_an_answer_without_the_market_is_an_error_and_never_a_market_to_trade(
    finder: Finder, mode: str, monkeypatch: pytest.MonkeyPatch, body: dict[str, Any]
) -> None:
    monkeypatch.setitem(finder.exchange.answers.handlers, "GetMarket", lambda request: Answer(200, body))
    with pytest.raises(UnusableAnswerError, match=f"GetMarket answered without the market {QUOTED}"):
        finder.call(tradeable, mode, QUOTED, at=finder.now)


@each_mode
@pytest.mark.parametrize(
    "shards",
    [
        None,
        5,
        [None],
        [{"exchange_index": 2}],
        [{"exchange_index": 2, "exchange_active": "false", "trading_active": "false"}],
    ],
)
def test_a_shard_whose_status_cannot_be_read_is_not_known(
    finder: Finder, mode: str, answers: dict[str, Any], shards: Any
) -> None:
    market = get_market.sync(QUOTED, client=finder.client).market
    market.exchange_index = 2
    answers["GetExchangeStatus"] = lambda body: {**body, "exchange_index_statuses": shards}
    verdict = finder.call(tradeable, mode, market, at=finder.now)
    assert (verdict.reasons, verdict.accepts_orders) == (("shard_status_unknown",), False)


@each_mode
@pytest.mark.parametrize("lists", [None, 5, [None], ["monday"]])
def test_a_schedule_that_cannot_be_read_explains_nothing(
    finder: Finder, mode: str, answers: dict[str, Any], lists: Any
) -> None:
    answers["GetExchangeStatus"] = paused
    answers["GetExchangeSchedule"] = lambda body: {
        "schedule": {"maintenance_windows": lists, "standard_hours": lists} if lists else 5
    }
    assert finder.call(tradeable, mode, QUOTED, at=finder.now).reasons == ("trading_paused",)
