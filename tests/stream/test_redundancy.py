"""One book out of several connections, each of which loses what it likes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from attrs import define, field
from hypothesis import given, settings
from hypothesis import strategies as st

from kalshi_gen.stream.models import (
    OrderbookDelta,
    OrderbookDeltaData,
    OrderbookSnapshot,
    OrderbookSnapshotData,
)
from kalshi_overlay.stream.merging import MergedBook, is_whole

TICKER = "MARKET"
SIDES = ("yes", "no")
Change = tuple[str, Decimal, Decimal]
Book = dict[tuple[str, Decimal], Decimal]


def delta(clock: int, change: Change) -> OrderbookDeltaData:
    side: Any = change[0]
    _, price, by = change
    return OrderbookDeltaData(
        market_ticker=TICKER, market_id=UUID(int=1), clock=clock, side=side, price_dollars=price, delta_fp=by
    )


def snapshot(clock: int, book: Book) -> OrderbookSnapshotData:
    yes, no = ([(price, count) for (each, price), count in book.items() if each == side] for side in SIDES)
    given = {name: levels for name, levels in (("yes_dollars_fp", yes), ("no_dollars_fp", no)) if levels}
    return OrderbookSnapshotData(market_ticker=TICKER, market_id=UUID(int=1), clock=clock, **given)


def book_of(merged: MergedBook) -> Book:
    view = merged.view()
    bids = {("yes", level.price): level.count for level in view.bids}
    return bids | {("no", level.price): level.count for level in view.asks}


@define
class Exchange:
    """A market's changes, grouped by clock, and the books that they make."""

    actions: list[tuple[int, list[Change]]] = field(factory=list)
    books: list[Book] = field(factory=lambda: [{}])

    def act(self, skipped: int, changes: Sequence[tuple[str, int, int]]) -> None:
        """Change some levels to these counts in one action."""
        clock = self.clock + 1 + skipped
        told: list[Change] = []
        book = dict(self.books[-1])
        for side, cents, count in changes:
            level = side, Decimal(cents) / 100
            by = Decimal(count) - book.pop(level, Decimal(0))
            if count:
                book[level] = Decimal(count)
            if by:
                told.append((*level, by))
        if told:
            self.actions.append((clock, told))
            self.books.append(book)

    @property
    def clock(self) -> int:
        return self.actions[-1][0] if self.actions else 0

    def states(self, clock: int) -> list[Book]:
        """The books that there were at a clock, one after each change that shares it."""
        done = [number for number, (each, _) in enumerate(self.actions) if each <= clock]
        if not done or self.actions[done[-1]][0] != clock:
            return [self.books[len(done)]] if clock == 0 else []
        states, book = [], dict(self.books[done[-1]])
        for side, price, by in self.actions[done[-1]][1]:
            count = book.pop((side, price), Decimal(0)) + by
            if count:
                book[side, price] = count
            states.append(dict(book))
        return states


ACTIONS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.lists(st.tuples(st.sampled_from(SIDES), st.integers(1, 3), st.integers(0, 2)), min_size=1, max_size=3),
    ),
    min_size=1,
    max_size=12,
)
STEPS = st.lists(st.tuples(st.sampled_from("ddddddlsk"), st.integers(0, 2)), max_size=80)


@settings(deadline=None)
@given(actions=ACTIONS, steps=STEPS)
def test_a_merged_book_is_right_whenever_it_says_so(
    actions: list[tuple[int, list[tuple[str, int, int]]]], steps: list[tuple[str, int]]
) -> None:
    """Deltas, losses that are noticed at the next message, kills in the midst of a clock, snapshots: in any order."""
    exchange = Exchange()
    for skipped, changes in actions:
        exchange.act(skipped, changes)
    deltas = [(clock, change) for clock, changes in exchange.actions for change in changes]
    merged = MergedBook(TICKER)
    reached = [0, 0, 0]
    for step, source in steps:
        at = reached[source]
        if step == "s":
            # A snapshot holds all of its clock, and is never of before what the book held when it was asked for.
            clock = max(deltas[at - 1][0] if at else 0, merged.clock)
            reached[source] = sum(each <= clock for each, _ in deltas)
            done = sum(each <= clock for each, _ in exchange.actions)
            merged.snapshot(source, snapshot(exchange.actions[done - 1][0] if done else 0, exchange.books[done]))
        elif step == "k":
            merged.missed(source, "the connection was lost")
        elif at < len(deltas):
            reached[source] += 1
            if step == "l":
                merged.missed(source, "a message is missing")
            else:
                clock, change = deltas[at]
                merged.delta(source, delta(clock, change))
        if merged.stale is None:
            assert book_of(merged) in exchange.states(merged.clock)


@settings(deadline=None)
@given(actions=ACTIONS, deaths=st.lists(st.tuples(st.integers(0, 1), st.integers(0, 2)), min_size=12, max_size=12))
def test_a_connection_that_dies_in_the_midst_of_a_clock_takes_nothing_with_it(
    actions: list[tuple[int, list[tuple[str, int, int]]]], deaths: list[tuple[int, int]]
) -> None:
    exchange = Exchange()
    for skipped, changes in actions:
        exchange.act(skipped, changes)
    merged = MergedBook(TICKER)
    for source in (0, 1):
        merged.snapshot(source, snapshot(0, {}))
    for (clock, told), after, (killed, moment) in zip(exchange.actions, exchange.books[1:], deaths, strict=False):
        for number, change in enumerate(told):
            if number == moment:
                merged.missed(killed, "the connection was lost")
            for source in (0, 1):
                if merged.is_fed_by(source):
                    merged.delta(source, delta(clock, change))
            assert merged.stale is None
        assert book_of(merged) == after
        merged.snapshot(killed, snapshot(clock, after))
        assert book_of(merged) == after


def test_a_clock_that_restarts_makes_the_book_stale_until_a_snapshot_of_the_new_one() -> None:
    merged = MergedBook(TICKER)
    before = {("yes", Decimal("0.4")): Decimal(5)}
    after = {("yes", Decimal("0.6")): Decimal(7)}
    merged.snapshot(0, snapshot(1000, before))
    merged.snapshot(1, snapshot(1000, before))
    assert merged.delta(0, delta(3, ("yes", Decimal("0.6"), Decimal(7)))) is None
    assert merged.stale is None, "the other connection may still go on"
    assert merged.snapshot(0, snapshot(3, after)) is None
    assert merged.stale is not None
    assert merged.snapshot(0, snapshot(3, after))
    assert merged.stale is None
    assert book_of(merged) == after
    # The other connection, which has yet to hear of it, is of before.
    assert merged.delta(1, delta(1001, ("yes", Decimal("0.4"), Decimal(1)))) is False
    assert book_of(merged) == after


def test_a_delta_that_takes_more_than_there_is_makes_the_book_stale() -> None:
    merged = MergedBook(TICKER)
    merged.snapshot(0, snapshot(1, {("yes", Decimal("0.4")): Decimal(5)}))
    assert merged.delta(0, delta(2, ("yes", Decimal("0.4"), Decimal(-6)))) is None
    assert merged.stale is not None


def test_a_delta_of_a_side_that_there_is_not_yet_makes_the_book_stale() -> None:
    merged = MergedBook(TICKER)
    merged.snapshot(0, snapshot(1, {}))
    assert merged.delta(0, delta(2, ("maybe", Decimal("0.4"), Decimal(6)))) is None
    assert merged.stale is not None


def test_what_a_book_is_made_of_must_be_whole() -> None:
    whole = delta(2, ("yes", Decimal("0.4"), Decimal(6)))
    assert is_whole(OrderbookDelta(sid=1, seq=1, msg=whole))
    for name, value in (("clock", "2"), ("price_dollars", "much"), ("delta_fp", None), ("market_ticker", None)):
        broken = delta(2, ("yes", Decimal("0.4"), Decimal(6)))
        setattr(broken, name, value)
        assert not is_whole(OrderbookDelta(sid=1, seq=1, msg=broken))
    levels = snapshot(2, {("yes", Decimal("0.4")): Decimal(6)})
    assert is_whole(OrderbookSnapshot(sid=1, seq=1, msg=levels))
    broken_sides: list[Any] = ["levels", [(Decimal("0.4"), None)], [Decimal("0.4")]]
    for side in broken_sides:
        levels.yes_dollars_fp = side
        assert not is_whole(OrderbookSnapshot(sid=1, seq=1, msg=levels))
