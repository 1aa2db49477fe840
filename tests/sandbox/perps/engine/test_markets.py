"""Markets: books, prices, trades, candlesticks and what listeners get."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from kalshi_sandbox.perps.engine import (
    BookDelta,
    Filled,
    ManualClock,
    MarketUpdated,
    OrderUpdated,
    PerpsExchange,
    Placement,
    Span,
    TickerUpdated,
    Traded,
)

from .conftest import TICKER, Harness


def test_a_book_has_one_scale_and_the_best_levels_first(harness: Harness) -> None:
    for price in ("9.8", "9.9", "9.7"):
        harness.place("alice", "bid", "1", price)
    for price in ("10.2", "10.1", "10.1"):
        harness.place("bob", "ask", "2", price)
    book = harness.exchange.markets.book(TICKER, depth=2)
    assert book.bids == ((Decimal("9.9"), 1), (Decimal("9.8"), 1))
    assert book.asks == ((Decimal("10.1"), 4), (Decimal("10.2"), 2))
    assert len(harness.exchange.markets.book(TICKER).bids) == 3


def test_the_mark_is_the_index_moved_to_the_nearer_quote(harness: Harness) -> None:
    marks = []
    harness.place("alice", "bid", "1", "9.9")
    for index in ("9", "10", "11"):
        harness.exchange.markets.set_index(TICKER, Decimal(index))
        marks.append(harness.exchange.markets.get(TICKER).mark_price)
    harness.place("bob", "ask", "1", "10.5")
    for index in ("9", "10", "11"):
        harness.exchange.markets.set_index(TICKER, Decimal(index))
        marks.append(harness.exchange.markets.get(TICKER).mark_price)
    # Without two sides it is the index.
    assert marks == [9, 10, 11, Decimal("9.9"), 10, Decimal("10.5")]


def test_the_index_moves_every_second_as_the_seed_has_it() -> None:
    paths = []
    for seed in (1, 1, 2):
        exchange = PerpsExchange(ManualClock(), seed=seed)
        exchange.markets.add(TICKER, index_price=Decimal(10))
        path = []
        for step in (0, 1, 1, 60, 3_600, 86_400):
            exchange.clock.advance(step)  # type: ignore[attr-defined]
            path.append(exchange.markets.get(TICKER).index_price)
        paths.append(path)
    assert paths[0] == paths[1] != paths[2]
    assert len(set(paths[0])) >= 5
    assert all(Decimal("9.3") < price < Decimal("10.7") for path in paths for price in path)


def test_a_fixed_index_moves_again_from_where_it_is(harness: Harness) -> None:
    harness.exchange.markets.set_index(TICKER, Decimal(40))
    harness.clock.advance(86_400)
    assert harness.exchange.markets.get(TICKER).index_price == 40
    harness.exchange.markets.set_index(TICKER, None)
    assert harness.exchange.markets.get(TICKER).index_price == 40
    harness.clock.advance(3_600)
    assert 36 < harness.exchange.markets.get(TICKER).index_price < 44
    assert harness.exchange.markets.get(TICKER).index_price != 40


@pytest.mark.parametrize("price", ["0", "NaN", "1000000.0001", "1e30"])
def test_an_index_that_no_order_could_have_is_rejected(harness: Harness, price: str) -> None:
    markets = harness.exchange.markets
    assert harness.rejected(lambda: markets.set_index(TICKER, Decimal(price))) == (400, "invalid_parameters")
    add = lambda: markets.add("KXXPERP", index_price=Decimal(price))  # noqa: E731
    assert harness.rejected(add) == (400, "invalid_parameters")


def test_a_market_counts_its_trades_its_open_contracts_and_the_last_day(harness: Harness) -> None:
    harness.trade("alice", "bob", "10", "10")
    harness.clock.advance(timedelta(hours=23))
    harness.trade("carol", "alice", "4", "11")
    view = harness.exchange.markets.get(TICKER)
    assert (view.last_price, view.last_size, view.volume, view.notional) == (11, 4, 14, 144)
    assert (view.volume_24h, view.notional_24h) == (14, 144)
    # Carol has bought what alice has sold.
    assert (view.open_interest, view.open_interest_notional) == (10, 100)
    harness.clock.advance(timedelta(hours=1))
    view = harness.exchange.markets.get(TICKER)
    assert (view.volume_24h, view.notional_24h) == (4, 44)
    harness.trade("bob", "alice", "6", "10")
    assert harness.exchange.markets.get(TICKER).open_interest == 4


def test_trades_are_public_and_listed_by_market(harness: Harness) -> None:
    harness.exchange.markets.add("KXXPERP", index_price=Decimal(10))
    harness.trade("alice", "bob", "3", "10")
    harness.place("alice", "ask", "1", "10", ticker="KXXPERP")
    harness.place("bob", "bid", "1", "10", ticker="KXXPERP")
    (first,) = harness.exchange.markets.trades(TICKER)
    assert (first.price, first.count, first.taker_side, first.open_interest) == (10, 3, "ask", 3)
    assert [trade.taker_side for trade in harness.exchange.markets.trades()] == ["ask", "bid"]
    assert harness.rejected(lambda: harness.exchange.markets.trades("NONE")) == (404, "market_not_found")


@pytest.mark.parametrize(
    "terms",
    [
        {"index_price": Decimal(0)},
        {"tick_size": Decimal(0)},
        {"contract_size": Decimal("NaN")},
        {"maintenance_rate": Decimal(0)},
        {"maintenance_rate": Decimal("0.8")},
    ],
    ids=lambda terms: next(iter(terms)),
)
def test_a_market_needs_sensible_terms(harness: Harness, terms: dict[str, Any]) -> None:
    add = lambda: harness.exchange.markets.add("KXXPERP", **{"index_price": Decimal(10), **terms})  # noqa: E731
    assert harness.rejected(add) == (400, "invalid_parameters")


def test_a_ticker_is_one_market_and_an_inactive_one_has_yet_to_open(harness: Harness) -> None:
    markets = harness.exchange.markets
    assert harness.rejected(lambda: markets.add(TICKER, index_price=Decimal(10))) == (409, "market_exists")
    market = markets.add("KXXPERP", index_price=Decimal(10), status="inactive")
    assert (market.halt_sources, market.version) == (("initial_setup",), 1)
    assert [view.market.ticker for view in markets.all("inactive")] == ["KXXPERP"]
    markets.resume("KXXPERP")
    assert [view.market.ticker for view in markets.all("active")] == [TICKER, "KXXPERP"]


def test_candlesticks_have_quotes_trades_and_what_was_open(harness: Harness) -> None:
    start = int(harness.clock.now().timestamp())
    harness.place("carol", "bid", "9", "9")
    harness.clock.advance(90)
    harness.trade("alice", "bob", "2", "10")
    harness.clock.advance(5)
    harness.trade("alice", "bob", "1", "11.5")
    harness.clock.advance(120)
    first, second, third, fourth = harness.exchange.markets.candlesticks(TICKER, start + 1, start + 240, 1)
    assert (first.end_ts, first.bid, first.ask, first.price) == (start + 60, Span(*[Decimal(9)] * 4), None, None)
    assert second.price == Span(Decimal(10), Decimal(10), Decimal("11.5"), Decimal("11.5"))
    # A bid that was filled at once was no quote.
    assert second.bid == first.bid
    assert (second.mean, second.previous) == (Decimal("10.5"), None)
    assert (second.volume, second.notional, second.open_interest) == (3, Decimal("31.5"), 3)
    assert (third.price, third.mean, third.previous, third.volume) == (None, None, Decimal("11.5"), 0)
    assert (third.open_interest, third.open_interest_notional) == (3, Decimal("34.5"))
    # The period that is running is the last one.
    assert fourth.end_ts == start + 240
    assert list(harness.exchange.markets.candlesticks(TICKER, start + 241, start + 900, 1)) == []


def test_events_of_a_trade_come_in_the_order_of_the_demo_exchange(harness: Harness) -> None:
    harness.place("alice", "bid", "5", "10")
    harness.events.clear()
    harness.place("bob", "ask", "7", "10")
    kinds = [type(event) for event in harness.events]
    assert kinds == [
        BookDelta,
        Traded,
        OrderUpdated,
        Filled,
        BookDelta,
        OrderUpdated,
        Filled,
        TickerUpdated,
    ]
    first, second = (event for event in harness.events if isinstance(event, BookDelta))
    assert (first.side, first.price, first.change, first.seq) == ("bid", 10, -5, 2)
    assert (second.side, second.price, second.change, second.seq) == ("ask", 10, 2, 3)
    maker, taker = (event.order for event in harness.events if isinstance(event, OrderUpdated))
    assert (maker.fill_count, maker.remaining_count, taker.fill_count, taker.remaining_count) == (5, 0, 5, 2)
    fills = [event.fill for event in harness.events if isinstance(event, Filled)]
    assert [(fill.is_taker, fill.post_position) for fill in fills] == [(False, 5), (True, -5)]


def test_deltas_of_each_market_are_numbered_without_gaps(harness: Harness) -> None:
    harness.exchange.markets.add("KXXPERP", index_price=Decimal(10))
    order = harness.place("alice", "bid", "5", "9").order
    harness.place("alice", "bid", "5", "9", ticker="KXXPERP")
    harness.exchange.orders.decrease("alice", order.order_id, reduce_by=Decimal(1))
    harness.exchange.orders.cancel("alice", order.order_id)
    deltas = [event for event in harness.events if isinstance(event, BookDelta)]
    assert [(each.ticker, each.seq, each.change) for each in deltas] == [
        (TICKER, 1, 5),
        ("KXXPERP", 1, 5),
        (TICKER, 2, -1),
        (TICKER, 3, -4),
    ]
    assert [each.order.last_update_reason for each in deltas] == ["", "", "Decrease", "Decrease"]
    assert harness.exchange.markets.book(TICKER).seq == 3


def test_a_listener_ends_and_may_act_on_the_exchange(harness: Harness) -> None:
    heard: list[str] = []
    placed: list[Placement] = []

    def react(event: object) -> None:
        heard.append(type(event).__name__)
        if isinstance(event, MarketUpdated):
            end()
            placed.append(harness.place("alice", "bid", "1", "9"))

    harness.exchange.markets.pause(TICKER)
    end = harness.exchange.listen(react)
    harness.exchange.markets.resume(TICKER)
    assert heard == ["MarketUpdated"]
    assert harness.resting("alice") == [placed[0].order.order_id]
