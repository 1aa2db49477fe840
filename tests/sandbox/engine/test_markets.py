"""Markets, their ticks, statuses and candlesticks; the clock; what listeners get; determinism."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count as counting
from typing import Any

import pytest

from kalshi_sandbox.engine import (
    BookDelta,
    EngineEvent,
    EngineRejection,
    Exchange,
    Filled,
    ManualClock,
    MarketUpdated,
    NewOrder,
    OrderUpdated,
    Placement,
    PositionUpdated,
    RealClock,
    Rules,
    Traded,
    TradingPaused,
)

from .conftest import TICKER, Harness

D = Decimal


@pytest.mark.parametrize(
    ("structure", "price", "is_valid"),
    [
        ("linear_cent", "0.01", True),
        ("linear_cent", "0.99", True),
        ("linear_cent", "0.505", False),
        ("deci_cent", "0.505", True),
        ("deci_cent", "0.001", True),
        ("deci_cent", "0.5055", False),
        ("tapered_deci_cent", "0.095", True),
        ("tapered_deci_cent", "0.1", True),
        ("tapered_deci_cent", "0.105", False),
        ("tapered_deci_cent", "0.895", False),
        ("tapered_deci_cent", "0.905", True),
    ],
)
def test_prices_lie_on_the_ticks_of_the_market(harness: Harness, structure: str, price: str, is_valid: bool) -> None:
    harness.exchange.markets.add("KXT-E-M", price_level_structure=structure)

    def action() -> Placement:
        return harness.place("alice", "bid", "1", price, ticker="KXT-E-M")

    if is_valid:
        assert action().remaining_count == 1
    else:
        assert harness.rejected(action) == (400, "invalid_parameters")


def test_a_market_opens_and_closes_by_the_clock(harness: Harness) -> None:
    now = harness.clock.now()
    harness.exchange.markets.add("KXT-E-M", open_time=now + timedelta(hours=1), close_time=now + timedelta(hours=2))
    statuses = []
    for _ in range(3):
        statuses.append(harness.exchange.markets.get("KXT-E-M").market.status)
        if statuses[-1] == "active":
            harness.place("alice", "bid", "1", "0.5", ticker="KXT-E-M")
        harness.clock.advance(3600)
    assert statuses == ["initialized", "active", "closed"]
    assert harness.resting("alice") == []


def test_settlement_waits_for_its_timer(harness: Harness) -> None:
    harness.exchange.markets.add("KXT-E-M", settlement_timer_seconds=60)
    harness.place("alice", "bid", "10", "0.4", ticker="KXT-E-M")
    harness.place("bob", "ask", "10", "0.4", ticker="KXT-E-M")
    assert harness.exchange.markets.settle("KXT-E-M", "no").status == "determined"
    assert harness.cash("bob") < 100
    harness.clock.advance(60)
    assert harness.exchange.markets.get("KXT-E-M").market.status == "finalized"
    assert harness.cash("bob") == 104 - D("0.168")


def test_only_legal_transitions_are_made(harness: Harness) -> None:
    exchange = harness.exchange
    assert harness.rejected(lambda: exchange.markets.resume(TICKER)) == (409, "illegal_market_transition")
    exchange.markets.pause(TICKER)
    assert harness.rejected(lambda: exchange.markets.pause(TICKER))[0] == 409
    exchange.markets.resume(TICKER)
    exchange.markets.settle(TICKER, "yes")
    for action in (
        lambda: exchange.markets.settle(TICKER, "no"),
        lambda: exchange.markets.close(TICKER),
        lambda: exchange.markets.resume(TICKER),
    ):
        assert harness.rejected(action) == (409, "illegal_market_transition")
    assert harness.rejected(lambda: exchange.markets.settle("NO-SUCH", "no")) == (404, "market_not_found")
    assert harness.rejected(lambda: exchange.markets.settle(TICKER, "maybe")) == (400, "invalid_parameters")  # type: ignore[arg-type]


def test_a_paused_market_cancels_only_the_orders_that_ask_for_it(harness: Harness) -> None:
    harness.place("alice", "bid", "1", "0.4", cancel_order_on_pause=True)
    stays = harness.place("alice", "bid", "1", "0.4").order
    harness.exchange.markets.pause(TICKER)
    assert harness.resting("alice") == [stays.order_id]


def test_series_event_and_market_are_unique_and_come_along(harness: Harness) -> None:
    assert harness.exchange.markets.event("KXBTCD-26DEC31").series_ticker == "KXBTCD"
    for action in (
        lambda: harness.exchange.markets.add(TICKER),
        lambda: harness.exchange.markets.add_event("KXBTCD-26DEC31"),
        lambda: harness.exchange.markets.add_series("KXBTCD"),
        lambda: harness.exchange.accounts.add("alice"),
    ):
        assert harness.rejected(action)[0] == 409


def _trade(harness: Harness, price: str, count: str) -> None:
    harness.place("alice", "bid", count, price)
    harness.place("bob", "ask", count, price)


def test_candlesticks_are_built_from_the_trades(harness: Harness) -> None:
    start = int(harness.clock())
    harness.clock.advance(10)
    for price, count in (("0.5", "2"), ("0.7", "1"), ("0.4", "1")):
        _trade(harness, price, count)
        harness.clock.advance(1)
    harness.clock.advance(100)
    _trade(harness, "0.6", "3")
    first, second = harness.exchange.markets.candlesticks(TICKER, start + 1, start + 180, 1)
    assert first.price is not None
    assert second.price is not None
    prices = first.price
    assert (prices.open, prices.high, prices.low, prices.close) == (D("0.5"), D("0.7"), D("0.4"), D("0.4"))
    assert (first.volume, first.mean, first.previous, first.open_interest) == (4, D("0.525"), None, 4)
    assert (second.end_ts - first.end_ts, second.volume, second.previous) == (60, 3, D("0.4"))
    hour = harness.exchange.markets.candlesticks(TICKER, start + 1, start + 3600, 60)[0]
    day = harness.exchange.markets.candlesticks(TICKER, start + 1, start + 86400, 1440)[0]
    assert (hour.volume, day.volume, day.price and day.price.close) == (7, 7, D("0.6"))


def test_a_candlestick_includes_all_of_its_last_second_and_no_more(harness: Harness) -> None:
    start = int(harness.clock())
    for seconds, count in ((0.999999, "1"), (0.000001, "2"), (59.999999, "4"), (0.000001, "8")):
        harness.clock.advance(seconds)
        _trade(harness, "0.5", count)
    sticks = harness.exchange.markets.candlesticks(TICKER, start, start + 120, 1)
    assert [(stick.end_ts - start, stick.volume) for stick in sticks] == [(0, 1), (60, 6), (120, 8)]


def test_a_candlestick_without_trades_has_quotes_and_the_price_before(harness: Harness) -> None:
    _trade(harness, "0.5", "2")
    harness.place("carol", "bid", "1", "0.3")
    harness.clock.advance(61)
    quiet = harness.exchange.markets.candlesticks(TICKER, int(harness.clock()), int(harness.clock()) + 60, 1)[-1]
    assert (quiet.price, quiet.mean, quiet.volume, quiet.previous) == (None, None, 0, D("0.5"))
    assert (quiet.yes_bid.close, quiet.yes_ask.close) == (D("0.3"), 1)


def test_a_market_shows_what_it_traded_and_what_it_was_a_day_ago(harness: Harness) -> None:
    _trade(harness, "0.5", "2")
    harness.place("carol", "bid", "1", "0.3")
    harness.clock.advance(86_401)
    _trade(harness, "0.6", "3")
    view = harness.exchange.markets.get(TICKER)
    assert (view.last_price, view.previous_price, view.volume, view.volume_24h) == (D("0.6"), D("0.5"), 5, 3)
    assert (view.quote.bid, view.quote.bid_size, view.previous_quote.bid) == (D("0.3"), 1, D("0.3"))


def test_the_manual_clock_fires_timers_in_order_at_their_own_moments() -> None:
    clock = ManualClock(datetime(2026, 1, 1, tzinfo=UTC))
    fired: list[tuple[str, datetime]] = []
    for name, seconds in (("late", 5), ("early", 2), ("also early", 2), ("later", 9)):
        moment = clock.now() + timedelta(seconds=seconds)
        clock.call_at(moment, lambda name=name: fired.append((name, clock.now())))  # type: ignore[misc]
    clock.advance(D("5.5"))
    assert [(name, (at - datetime(2026, 1, 1, tzinfo=UTC)).seconds) for name, at in fired] == [
        ("early", 2),
        ("also early", 2),
        ("late", 5),
    ]
    assert clock.now().microsecond == 500_000
    with pytest.raises(ValueError, match="back"):
        clock.advance(-1)


def test_the_real_clock_never_goes_back_and_fires_when_the_exchange_is_used() -> None:
    moments = iter([5_000_000_000, 3_000_000_000, 9_000_000_000, 9_000_000_000])
    clock = RealClock(lambda: next(moments, 9_000_000_000))
    assert clock.now() == clock.now()
    fired: list[int] = []
    clock.call_at(datetime(1970, 1, 1, 0, 0, 8, tzinfo=UTC), lambda: fired.append(1))
    clock.run_due()
    assert fired == [1]
    assert Exchange(clock).now().second == 9


def test_listeners_get_everything_in_order(harness: Harness) -> None:
    events: list[EngineEvent] = []
    end = harness.exchange.listen(events.append)
    harness.place("alice", "bid", "2", "0.4")
    assert [type(item) for item in events] == [OrderUpdated, BookDelta]
    events.clear()
    harness.place("bob", "ask", "2", "0.4")
    assert [type(item) for item in events] == [
        OrderUpdated,
        Traded,
        Filled,
        PositionUpdated,
        Filled,
        PositionUpdated,
        OrderUpdated,
        BookDelta,
        OrderUpdated,
    ]
    end()
    events.clear()
    harness.exchange.markets.settle(TICKER, "yes")
    assert events == []


def test_listeners_get_that_trading_pauses_and_resumes(harness: Harness) -> None:
    events: list[EngineEvent] = []
    harness.exchange.listen(events.append)
    harness.exchange.pause()
    harness.clock.advance(60)
    harness.exchange.resume()
    now = harness.clock.now()
    assert events == [TradingPaused(False, now - timedelta(seconds=60)), TradingPaused(True, now)]


def test_book_deltas_add_up_to_the_book(harness: Harness) -> None:
    levels: dict[tuple[str, Decimal], Decimal] = {}
    clocks: list[int] = []

    def apply(happening: EngineEvent) -> None:
        if isinstance(happening, BookDelta):
            key = (happening.side, happening.price)
            levels[key] = levels.get(key, D(0)) + happening.change
            clocks.append(happening.clock)

    harness.exchange.listen(apply)
    harness.place("alice", "bid", "5", "0.4")
    harness.place("carol", "bid", "5", "0.3")
    order = harness.place("bob", "ask", "7", "0.4").order
    harness.exchange.orders.decrease("bob", order.order_id, reduce_by=D(1))
    harness.exchange.orders.cancel_all("carol")
    assert {key: count for key, count in levels.items() if count} == {("ask", D("0.4")): D(1)}
    assert clocks == list(range(1, len(clocks) + 1))


def test_a_listener_may_act_on_the_exchange(harness: Harness) -> None:
    def follow(happening: EngineEvent) -> None:
        if isinstance(happening, Filled) and happening.fill.owner.account == "alice":
            harness.place("alice", "ask", str(happening.fill.count), "0.9")

    harness.exchange.listen(follow)
    harness.place("alice", "bid", "2", "0.4")
    harness.place("bob", "ask", "2", "0.4")
    assert harness.exchange.books.get(TICKER).asks == ((D("0.9"), D(2)),)


def test_statuses_are_published(harness: Harness) -> None:
    events: list[Any] = []
    harness.exchange.listen(lambda item: events.append(item) if isinstance(item, MarketUpdated) else None)
    harness.exchange.markets.settle(TICKER, "no")
    assert [item.market.status for item in events] == ["closed", "determined", "finalized"]


def test_all_that_one_operation_does_happens_at_one_moment_of_a_real_clock() -> None:
    moments = counting(1_790_000_000_000_000_000, 1_000_000)
    exchange = Exchange(RealClock(lambda: next(moments)), seed=1)
    exchange.markets.add(TICKER)
    for account in ("alice", "bob"):
        exchange.accounts.add(account, D(100))
    exchange.orders.place("alice", NewOrder(ticker=TICKER, side="bid", count=D(5), price=D("0.4")))
    taken = exchange.orders.place("bob", NewOrder(ticker=TICKER, side="ask", count=D(5), price=D("0.4")))
    (fill,), (maker,) = taken.fills, exchange.orders.of("alice")
    at = {taken.time, taken.order.created_time, taken.order.last_update_time, fill.created_time, maker.last_update_time}
    assert len(at) == 1
    assert maker.created_time < fill.created_time < exchange.now()


def test_a_market_is_on_a_shard_that_there_is() -> None:
    exchange = Exchange(ManualClock(), rules=Rules(shards=3))
    assert exchange.markets.add(TICKER, exchange_index=2).exchange_index == exchange.shards.of(TICKER) == 2
    with pytest.raises(EngineRejection) as rejected:
        exchange.markets.add("KXOTHER-26DEC31-T1", exchange_index=3)
    assert (rejected.value.status, rejected.value.about) == (400, "exchange_index")
    with pytest.raises(ValueError, match="shards"):
        Rules(shards=0)
