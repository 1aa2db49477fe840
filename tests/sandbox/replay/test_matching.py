"""How orders match against what was recorded."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kalshi_sandbox.engine import EngineRejection, Exchange, ManualClock, NewOrder, Placement, Traded
from kalshi_sandbox.engine.order import Order, Side
from kalshi_sandbox.engine.recorded_book import RECORDED, Queue

TICKER = "KXBTCD-26DEC31-T100000"
D = Decimal


class Market:
    """A recorded market, with short ways to say what tests say often.

    Attributes:
        clock: Its clock.
        exchange: Its exchange.
        ms: The exchange's time of the last message.
        printed: The counts of all trades.
    """

    def __init__(self, queue: Queue = "pessimistic") -> None:
        self.clock = ManualClock()
        self.exchange = Exchange(self.clock, seed=1, queue=queue)
        self.exchange.markets.add(TICKER)
        self.exchange.accounts.add("bot", D(1000))
        self.ms = 1000
        self.printed: list[Decimal] = []
        self.exchange.listen(lambda event: self.printed.append(event.trade.count) if type(event) is Traded else None)

    def snapshot(self, bids: dict[str, int], asks: dict[str, int]) -> None:
        """A recorded snapshot."""
        sides = ({D(price): D(count) for price, count in side.items()} for side in (bids, asks))
        self.exchange.recorded.snapshot(TICKER, *sides)

    def change(self, side: Side, price: str, change: int) -> None:
        """A recorded change."""
        self.ms += 10
        self.exchange.recorded.change(TICKER, side, D(price), D(change), self.ms)

    def trade(self, taker_side: Side, price: str, count: int, *, later: int = 10, is_block_trade: bool = False) -> None:
        """A recorded trade."""
        self.ms += later
        self.exchange.recorded.trade(
            TICKER, taker_side, D(price), D(count), self.ms, "recorded", is_block_trade=is_block_trade
        )

    def place(self, side: Side, count: int, price: str, **fields: Any) -> Placement:
        """Place an order of the bot."""
        order = NewOrder(ticker=TICKER, side=side, count=D(count), price=D(price), **fields)
        return self.exchange.orders.place("bot", order)

    def now(self, placed: Placement) -> Order:
        """The order as it is now."""
        return self.exchange.orders.get("bot", placed.order.order_id)

    def filled(self, placed: Placement) -> int:
        """Contracts of an order that have filled."""
        return int(self.now(placed).fill_count)

    def ahead(self, placed: Placement) -> int:
        """Contracts ahead of an order."""
        return int(self.exchange.orders.queue_position("bot", placed.order.order_id))

    def book(self) -> tuple[dict[str, int], dict[str, int]]:
        """The book as everybody sees it."""
        view = self.exchange.books.get(TICKER)
        bids, asks = ({str(price): int(count) for price, count in side} for side in (view.bids, view.asks))
        return bids, asks


@pytest.fixture
def market() -> Market:
    """A recorded market with a book."""
    market = Market()
    market.snapshot({"0.40": 10, "0.39": 20}, {"0.45": 10, "0.46": 20})
    return market


def test_the_book_is_the_recorded_one(market: Market) -> None:
    market.change("bid", "0.41", 5)
    market.change("ask", "0.45", -10)
    market.change("ask", "0.46", -3)
    assert market.book() == ({"0.41": 5, "0.40": 10, "0.39": 20}, {"0.46": 17})


def test_a_taker_pays_the_recorded_prices_and_the_fee(market: Market) -> None:
    placed = market.place("bid", 15, "0.46", time_in_force="immediate_or_cancel")
    assert [(fill.price, fill.count) for fill in placed.fills] == [(D("0.45"), 10), (D("0.46"), 5)]
    assert all(fill.fee > 0 for fill in placed.fills)
    assert market.exchange.imbalance() == 0


def test_what_was_taken_of_a_level_stays_taken(market: Market) -> None:
    market.place("bid", 4, "0.45", time_in_force="immediate_or_cancel")
    assert market.book()[1]["0.45"] == 6
    market.change("ask", "0.45", 5)
    assert market.book()[1]["0.45"] == 11
    market.change("ask", "0.45", -13)
    assert market.book()[1] == {"0.46": 20}
    market.change("ask", "0.45", 1)
    assert market.book()[1]["0.45"] == 1


def test_a_snapshot_brings_nothing_back_that_was_taken(market: Market) -> None:
    market.place("bid", 4, "0.45", time_in_force="immediate_or_cancel")
    market.snapshot({"0.40": 10}, {"0.45": 10})
    assert market.book() == ({"0.40": 10}, {"0.45": 6})


def test_an_order_waits_behind_all_that_rested_when_it_came(market: Market) -> None:
    placed = market.place("bid", 5, "0.40")
    assert market.ahead(placed) == 10
    market.change("bid", "0.40", 100)
    market.change("bid", "0.40", -105)  # cancels, which pessimists expect behind them
    assert market.ahead(placed) == 10
    market.trade("ask", "0.40", 8)
    assert (market.ahead(placed), market.filled(placed)) == (2, 0)
    market.trade("ask", "0.40", 4)
    assert (market.ahead(placed), market.filled(placed)) == (0, 2)
    market.trade("bid", "0.45", 50)
    assert market.filled(placed) == 2
    market.trade("ask", "0.40", 50)
    assert market.now(placed).status == "executed"
    assert market.printed == [8, 2, 2, 50, 3, 47]


def test_by_volume_an_order_waits_behind_nothing() -> None:
    market = Market("volume")
    market.snapshot({"0.40": 10}, {"0.45": 10})
    placed = market.place("bid", 5, "0.40")
    market.trade("ask", "0.40", 3)
    assert market.filled(placed) == 3
    market.trade("ask", "0.41", 9)
    assert market.filled(placed) == 3


def test_a_trade_past_the_price_fills_at_the_orders_own(market: Market) -> None:
    placed = market.place("bid", 5, "0.41")
    market.trade("ask", "0.39", 3)
    (fill,) = market.exchange.orders.fills("bot")
    assert (fill.price, fill.count, fill.is_taker) == (D("0.41"), 3, False)
    assert market.filled(placed) == 3


def test_several_orders_share_a_trade_in_their_order(market: Market) -> None:
    first = market.place("bid", 2, "0.40")
    second = market.place("bid", 2, "0.40")
    better = market.place("bid", 1, "0.41")
    market.trade("ask", "0.40", 12)
    assert [market.filled(each) for each in (better, first, second)] == [1, 1, 0]
    market.trade("ask", "0.40", 2)
    assert [market.filled(each) for each in (first, second)] == [2, 1]


def test_a_trade_that_came_before_an_order_does_not_fill_it(market: Market) -> None:
    market.change("bid", "0.41", 5)
    market.change("bid", "0.41", -5)  # traded, as a trade says that comes later
    placed = market.place("bid", 5, "0.41")
    market.trade("ask", "0.41", 5, later=0)
    assert market.filled(placed) == 0
    market.trade("ask", "0.41", 5)
    assert market.filled(placed) == 5


def test_a_block_trade_fills_nobody(market: Market) -> None:
    placed = market.place("bid", 5, "0.41")
    market.trade("ask", "0.41", 5, is_block_trade=True)
    assert market.filled(placed) == 0
    assert market.printed == [5]


def test_a_recorded_level_that_reaches_an_order_trades_with_it(market: Market) -> None:
    placed = market.place("bid", 5, "0.44")
    market.change("ask", "0.43", 3)
    assert (market.filled(placed), market.book()[1]) == (3, {"0.45": 10, "0.46": 20})
    market.change("ask", "0.43", 3)
    assert (market.filled(placed), market.book()[1]["0.43"]) == (5, 1)
    assert {fill.price for fill in market.exchange.orders.fills("bot")} == {D("0.44")}


def test_in_a_gap_nothing_fills_and_no_order_is_taken(market: Market) -> None:
    placed = market.place("bid", 5, "0.41")
    market.exchange.recorded.lose(TICKER)
    market.change("ask", "0.41", 5)
    market.trade("ask", "0.40", 50)
    assert market.filled(placed) == 0
    with pytest.raises(EngineRejection, match="not active"):
        market.place("bid", 1, "0.46")
    market.exchange.orders.cancel("bot", placed.order.order_id)
    assert market.now(placed).status == "canceled"


def test_after_a_gap_an_order_waits_behind_what_rests_then(market: Market) -> None:
    placed = market.place("bid", 5, "0.40")
    market.exchange.recorded.lose(None)
    market.snapshot({"0.40": 30}, {"0.45": 10})
    assert market.ahead(placed) == 30


def test_the_snapshot_after_a_gap_trades_with_orders_that_it_has_passed(market: Market) -> None:
    placed = market.place("bid", 5, "0.41")
    market.exchange.recorded.lose(TICKER)
    market.snapshot({"0.30": 30}, {"0.38": 3, "0.41": 1, "0.42": 7})
    assert (market.filled(placed), market.book()) == (4, ({"0.41": 1, "0.30": 30}, {"0.42": 7}))


def test_a_market_that_was_paused_trades_again_at_what_is_recorded_then(market: Market) -> None:
    placed = market.place("bid", 5, "0.41")
    market.exchange.recorded.activate(TICKER, is_active=False)
    market.change("ask", "0.41", 5)
    market.change("bid", "0.40", -10)
    assert market.filled(placed) == 0
    market.exchange.recorded.activate(TICKER, is_active=True)
    assert (market.filled(placed), market.book()) == (5, ({"0.39": 20}, {"0.45": 10, "0.46": 20}))


def test_a_market_that_has_yet_to_open_has_its_recorded_book_after_that() -> None:
    market = Market()
    recorded, clock = market.exchange.recorded, market.clock
    for ticker in ("KXLATE-1-A", "KXLATE-1-B"):
        market.exchange.markets.add(ticker, open_time=clock.now() + timedelta(seconds=10))
        recorded.snapshot(ticker, {D("0.40"): D(10)}, {})
        assert market.exchange.markets.get(ticker).market.status == "initialized"
    recorded.activate("KXLATE-1-B", is_active=True)
    assert market.exchange.books.get("KXLATE-1-B").bids == ((D("0.40"), 10),)
    clock.advance(10)
    recorded.change("KXLATE-1-A", "ask", D("0.50"), D(1), 5)
    book = market.exchange.books.get("KXLATE-1-A")
    assert (book.bids, book.asks) == (((D("0.40"), 10),), ((D("0.50"), 1),))


def test_an_order_group_fills_no_more_than_its_limit(market: Market) -> None:
    group = market.exchange.groups.create("bot", D(3))
    first = market.place("bid", 5, "0.42", order_group_id=group.group_id)
    second = market.place("bid", 5, "0.42", order_group_id=group.group_id)
    market.trade("ask", "0.42", 20)
    assert [(market.filled(each), market.now(each).status) for each in (first, second)] == [
        (3, "canceled"),
        (0, "canceled"),
    ]


def test_determination_closes_and_settlement_pays(market: Market) -> None:
    market.place("bid", 10, "0.45", time_in_force="immediate_or_cancel")
    resting = market.place("bid", 1, "0.30")
    before = market.exchange.portfolio.balance("bot").cash
    market.exchange.recorded.determine(TICKER, "yes")
    assert market.now(resting).status == "canceled"
    assert market.book() == ({}, {})
    assert market.exchange.portfolio.balance("bot").cash == before + D("0.30")
    market.exchange.recorded.pay(TICKER)
    market.exchange.recorded.pay(TICKER)
    market.change("bid", "0.40", 5)
    assert market.exchange.portfolio.balance("bot").cash == before + D("10.30")
    assert market.exchange.imbalance() == 0


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("change"), st.sampled_from(["bid", "ask"]), st.integers(30, 60), st.integers(-20, 20)),
        st.tuples(st.just("trade"), st.sampled_from(["bid", "ask"]), st.integers(30, 60), st.integers(1, 20)),
        st.tuples(st.just("place"), st.sampled_from(["bid", "ask"]), st.integers(30, 60), st.integers(1, 20)),
        st.tuples(st.just("lose"), st.just("bid"), st.just(0), st.just(0)),
        st.tuples(st.just("again"), st.just("bid"), st.just(0), st.just(0)),
    ),
    max_size=30,
)


def run(steps: list[Any], queue: Queue) -> tuple[Market, dict[Side, dict[Decimal, Decimal]]]:
    """Run some steps, and keep the recorded book beside them."""
    market = Market(queue)
    recorded: dict[Side, dict[Decimal, Decimal]] = {"bid": {D("0.40"): D(10)}, "ask": {D("0.50"): D(10)}}
    market.exchange.recorded.snapshot(TICKER, recorded["bid"], recorded["ask"])
    is_right = True
    for kind, side, cents, count in steps:
        price = D(cents) / 100
        if kind == "change" and is_right:
            best = [max(recorded["bid"], default=D(0)), min(recorded["ask"], default=D(1))]
            if not (price < best[1] if side == "bid" else price > best[0]):
                continue  # the recorded book never crosses
            levels = recorded[side]
            count = max(count, -int(levels.get(price, 0)))  # no more goes than there is
            levels[price] = levels.get(price, D(0)) + count
            if not levels[price]:
                del levels[price]
            market.change(side, str(price), count)
        elif kind == "trade":
            market.trade(side, str(price), count)
        elif kind == "place" and is_right:
            market.place(side, count, str(price))
        elif kind == "lose":
            is_right = False
            market.exchange.recorded.lose(None)
        elif kind == "again":
            is_right = True
            market.exchange.recorded.snapshot(TICKER, recorded["bid"], recorded["ask"])
    return market, recorded


@settings(max_examples=25)
@given(STEPS)
def test_no_money_appears_and_no_book_crosses(steps: list[Any]) -> None:
    market, recorded = run(steps, "pessimistic")
    exchange = market.exchange
    assert exchange.imbalance() == 0
    assert exchange.portfolio.balance("bot").cash >= -1
    bids, asks = exchange.books.get(TICKER).bids, exchange.books.get(TICKER).asks
    if exchange.markets.get(TICKER).market.status == "active":
        assert not bids or not asks or bids[0][0] < asks[0][0]
        own = exchange.orders.of("bot", status="resting")
        for side, levels in (("bid", bids), ("ask", asks)):
            shown = dict(levels)
            for order in own:
                if order.side == side:
                    shown[order.price] -= order.remaining_count
            # There is never more of a level than was recorded.
            assert all(0 <= count <= recorded[side].get(price, D(0)) for price, count in shown.items())


@settings(max_examples=25)
@given(STEPS)
def test_recorded_levels_are_the_same_whatever_others_do(steps: list[Any]) -> None:
    market, recorded = run(steps, "volume")
    if market.exchange.markets.get(TICKER).market.status == "active":
        book: Any = market.exchange._state.books[TICKER]
        assert book.recorded == recorded
    assert RECORDED.account not in {fill.owner.account for fill in market.exchange.orders.fills("bot")}
