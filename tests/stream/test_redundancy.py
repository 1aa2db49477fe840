"""One book out of several connections, each of which loses what it likes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from attrs import define, field
from hypothesis import given, settings
from hypothesis import strategies as st

from kalshi_gen.perps.stream.models import MarginOrderbookDeltaData, MarginOrderbookSnapshotData
from kalshi_gen.stream.models import (
    OrderbookDelta,
    OrderbookDeltaData,
    OrderbookSnapshot,
    OrderbookSnapshotData,
)
from kalshi_gen.types import UNSET, Unset
from kalshi_overlay.stream.feeds import API_FEED, perps_feed
from kalshi_overlay.stream.merging import MergedBook
from kalshi_overlay.stream.reporting import Hearing

TICKER = "MARKET"
SIDES = ("yes", "no")
Change = tuple[str, Decimal, Decimal]
Book = dict[tuple[str, Decimal], Decimal]


def delta(clock: int | Unset, change: Change) -> OrderbookDeltaData:
    side: Any = change[0]
    _, price, by = change
    return OrderbookDeltaData(
        market_ticker=TICKER, market_id=UUID(int=1), clock=clock, side=side, price_dollars=price, delta_fp=by
    )


def snapshot(clock: int | Unset, book: Book) -> OrderbookSnapshotData:
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
        changed: list[Change] = []
        book = dict(self.books[-1])
        for side, cents, count in changes:
            level = side, Decimal(cents) / 100
            by = Decimal(count) - book.pop(level, Decimal(0))
            if count:
                book[level] = Decimal(count)
            if by:
                changed.append((*level, by))
        if changed:
            self.actions.append((clock, changed))
            self.books.append(book)

    @property
    def clock(self) -> int:
        return self.actions[-1][0] if self.actions else 0


ACTIONS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.lists(st.tuples(st.sampled_from(SIDES), st.integers(1, 3), st.integers(0, 2)), min_size=1, max_size=3),
    ),
    min_size=1,
    max_size=12,
)
STEPS = st.lists(st.tuples(st.sampled_from("ddddddlsk"), st.integers(0, 2)), max_size=80)


# Which connections' messages have a clock, and whether that changes in mid-stream.
CLOCKS = st.lists(st.sampled_from(["always", "never", "from the sixth on", "up to the sixth"]), min_size=3, max_size=3)


def has_clock(when: str, number: int) -> bool:
    return when == "always" or (when == "from the sixth on") == (number >= 6) != (when == "never")


@given(actions=ACTIONS, steps=STEPS, clocks=CLOCKS)
def test_a_merged_book_is_right_whenever_it_says_so(
    actions: list[tuple[int, list[tuple[str, int, int]]]], steps: list[tuple[str, int]], clocks: list[str]
) -> None:
    """Deltas, losses, kills in the midst of a clock, snapshots, with clocks and without: in any order."""
    exchange = Exchange()
    for skipped, changes in actions:
        exchange.act(skipped, changes)
    deltas = [(clock, change) for clock, changes in exchange.actions for change in changes]
    states = states_after(deltas)
    merged = MergedBook(TICKER, API_FEED.book, defaultdict(Hearing))
    reached, right = [0, 0, 0], set[int]()
    for number, (step, source) in enumerate(steps):
        clock = has_clock(clocks[source], number)
        at = reached[source]
        if step == "s":
            # A snapshot holds all of its clock.
            newest = deltas[at - 1][0] if at else 0
            reached[source] = sum(each <= newest for each, _ in deltas)
            merged.snapshot(source, snapshot(newest if clock else UNSET, states[reached[source]]))
            right.add(source)
        elif step == "k":
            merged.on_gap(source, "the connection was lost")
            right.discard(source)
        elif at < len(deltas):
            reached[source] += 1
            if step == "l":
                merged.on_gap(source, "a message is missing")
                right.discard(source)
            else:
                merged.delta(source, delta(deltas[at][0] if clock else UNSET, deltas[at][1]))
        assert (merged.stale is None) == bool(right)
        if right:
            assert book_of(merged) in [states[reached[each]] for each in right]
        if right and all(has_clock(when, each) for when in clocks for each in range(number + 1)):
            assert book_of(merged) == states[max(reached[each] for each in right)], "the one that is ahead is served"


def states_after(deltas: list[tuple[int, Change]]) -> list[Book]:
    """The books after each number of changes."""
    states: list[Book] = [{}]
    for _, (side, price, by) in deltas:
        book = dict(states[-1])
        count = book.pop((side, price), Decimal(0)) + by
        if count:
            book[side, price] = count
        states.append(book)
    return states


@pytest.mark.parametrize("clock", [True, False])
def test_losing_the_connection_that_is_served_switches_to_the_other(clock: bool) -> None:
    merged = MergedBook(TICKER, API_FEED.book, defaultdict(Hearing))
    for source in (0, 1):
        merged.snapshot(source, snapshot(1 if clock else UNSET, {}))
    for source in (0, 1):
        merged.delta(source, delta(2 if clock else UNSET, ("yes", Decimal("0.4"), Decimal(5))))
    merged.on_gap(0, "the connection was lost")
    assert merged.stale is None
    merged.delta(1, delta(3 if clock else UNSET, ("yes", Decimal("0.4"), Decimal(1))))
    assert book_of(merged) == {("yes", Decimal("0.4")): Decimal(6)}
    merged.on_gap(1, "a message is missing")
    assert merged.stale == "a message is missing"
    # The newest reason is why it is still stale.
    merged.on_gap(1, "the connection was lost")
    assert merged.stale == "the connection was lost"


def test_a_connection_on_which_the_clock_restarts_is_ahead_of_one_that_has_not_seen_it() -> None:
    merged = MergedBook(TICKER, API_FEED.book, defaultdict(Hearing))
    before = {("yes", Decimal("0.4")): Decimal(5)}
    for source in (0, 1):
        merged.snapshot(source, snapshot(1000, before))
    merged.delta(1, delta(1001, ("yes", Decimal("0.3"), Decimal(1))))
    assert merged.delta(0, delta(3, ("yes", Decimal("0.6"), Decimal(7))))
    after = {**before, ("yes", Decimal("0.6")): Decimal(7)}
    assert book_of(merged) == after
    # The other one, which may hang, is of before.
    assert merged.delta(1, delta(1002, ("yes", Decimal("0.4"), Decimal(1)))) is False
    assert book_of(merged) == after
    assert merged.delta(1, delta(4, ("yes", Decimal("0.6"), Decimal(1))))
    assert merged.view().clock == 4


def test_a_snapshot_of_a_market_that_the_exchange_does_not_know_makes_no_book() -> None:
    merged = MergedBook(TICKER, API_FEED.book, defaultdict(Hearing))
    unknown: Any = snapshot(UNSET, {})
    unknown.market_id = ""
    merged.snapshot(0, unknown)
    assert merged.stale == "the exchange knows no market of this ticker"


def test_a_delta_that_takes_more_than_there_is_makes_the_book_stale() -> None:
    merged = MergedBook(TICKER, API_FEED.book, defaultdict(Hearing))
    merged.snapshot(0, snapshot(1, {("yes", Decimal("0.4")): Decimal(5)}))
    assert merged.delta(0, delta(2, ("yes", Decimal("0.4"), Decimal(-6)))) is None
    assert merged.stale is not None


def test_a_delta_of_a_side_that_there_is_not_yet_makes_the_book_stale() -> None:
    merged = MergedBook(TICKER, API_FEED.book, defaultdict(Hearing))
    merged.snapshot(0, snapshot(1, {}))
    assert merged.delta(0, delta(2, ("maybe", Decimal("0.4"), Decimal(6)))) is None
    assert merged.stale is not None


def test_what_a_book_is_made_of_must_be_complete() -> None:
    complete = delta(2, ("yes", Decimal("0.4"), Decimal(6)))
    assert API_FEED.book.problem_with(OrderbookDelta(sid=1, seq=1, msg=complete), ()) is None
    for name, value in (("price_dollars", "much"), ("delta_fp", None), ("market_ticker", None)):
        broken = delta(2, ("yes", Decimal("0.4"), Decimal(6)))
        setattr(broken, name, value)
        assert API_FEED.book.problem_with(OrderbookDelta(sid=1, seq=1, msg=broken), ())
    levels = snapshot(2, {("yes", Decimal("0.4")): Decimal(6)})
    assert API_FEED.book.problem_with(OrderbookSnapshot(sid=1, seq=1, msg=levels), ()) is None
    broken_sides: list[Any] = ["levels", [(Decimal("0.4"), None)], [Decimal("0.4")]]
    for side in broken_sides:
        levels.yes_dollars_fp = side
        assert API_FEED.book.problem_with(OrderbookSnapshot(sid=1, seq=1, msg=levels), ())


# Without a clock

PERPS = perps_feed({}).book


def bid_delta(at: int | Unset, change: Change) -> MarginOrderbookDeltaData:
    side: Any = {"yes": "bid", "no": "ask"}[change[0]]
    return MarginOrderbookDeltaData(market_ticker=TICKER, price=change[1], delta=change[2], side=side, ts_ms=at)


def bid_snapshot(book: Book) -> MarginOrderbookSnapshotData:
    bid, ask = ([(price, count) for (each, price), count in book.items() if each == side] for side in SIDES)
    return MarginOrderbookSnapshotData(market_ticker=TICKER, bid=bid or UNSET, ask=ask or UNSET)


# Levels that come and go, so that a book is often what it was before; and two connections that drift apart.
FLICKER = st.lists(st.sampled_from([1, 1, 1, 2]), min_size=12, max_size=12)
FEW_LOSSES = st.lists(st.tuples(st.sampled_from("dddddsk"), st.integers(0, 1)), min_size=16, max_size=16)


@settings(max_examples=300)
@given(flicker=FLICKER, steps=FEW_LOSSES, have_times=st.booleans())
def test_without_a_clock_a_book_never_goes_back_while_it_is_right(
    flicker: list[int], steps: list[tuple[str, int]], have_times: bool
) -> None:
    """Deltas, kills and snapshots, each connection as far as it likes."""
    exchange = Exchange()
    for cents in flicker:
        exchange.act(0, [("yes", cents, int(("yes", Decimal(cents) / 100) not in exchange.books[-1]))])
    changes = [change for _, each in exchange.actions for change in each]
    states = states_after(list(enumerate(changes)))
    merged = MergedBook(TICKER, PERPS, defaultdict(Hearing))
    reached, right = [0, 0], set[int]()
    shown: int | None = None
    for step, source in [("s", 0), ("s", 1), *steps]:
        at = reached[source]
        if step == "s":
            merged.snapshot(source, bid_snapshot(states[at]))
            right.add(source)
        elif step == "k":
            merged.on_gap(source, "the connection was lost")
            right.discard(source)
        elif at < len(changes):
            reached[source] += 1
            # Of changes without times nobody can tell which is which.
            merged.delta(source, bid_delta(at + 1 if have_times else UNSET, changes[at]))
        if merged.stale is not None:
            # All that came before it is forgotten.
            shown, right = None, set()
            continue
        before = -1 if shown is None else shown
        possible = [reached[each] for each in right if states[reached[each]] == book_of(merged)]
        assert possible, "it is the book of a connection that has lost nothing"
        ahead = [position for position in possible if position >= before]
        assert ahead, f"it was {before}, and is {possible}"
        shown = min(ahead)


@pytest.mark.parametrize(
    ("times", "is_taken_over"), [((5, 5), True), ((5, 6), False), ((UNSET, UNSET), False), ((None, None), False)]
)
def test_a_connection_with_the_same_book_takes_over_if_its_newest_change_is_the_same(
    times: tuple[Any, Any], is_taken_over: bool
) -> None:
    merged = MergedBook(TICKER, PERPS, defaultdict(Hearing))
    book = {("yes", Decimal("400")): Decimal(5)}
    for source, at in enumerate(times):
        # None is for no change since the snapshot.
        merged.snapshot(source, bid_snapshot(book if at is None else {}))
        if at is not None:
            merged.delta(source, bid_delta(at, ("yes", Decimal("400"), Decimal(5))))
    assert merged.stale is None
    merged.on_gap(0, "the connection was lost")
    assert (merged.stale is None) == is_taken_over
    merged.delta(1, bid_delta(9, ("yes", Decimal("400"), Decimal(1))))
    assert (merged.stale is None) == is_taken_over
    merged.snapshot(1, bid_snapshot(book))
    assert merged.stale is None


def test_without_a_clock_a_late_connection_is_left_for_one_that_is_not() -> None:
    late, timely = Hearing(max_lag=1), Hearing(max_lag=1)
    merged = MergedBook(TICKER, PERPS, {0: late, 1: timely})
    for source in (0, 1):
        merged.snapshot(source, bid_snapshot({}))
    merged.delta(1, bid_delta(5, ("yes", Decimal("400"), Decimal(5))))
    late.lag_ms = 5000.0
    merged.on_hearing()
    assert "after they were sent" in str(merged.stale)
    assert merged.snapshot(1, bid_snapshot({("yes", Decimal("400")): Decimal(5)}))
    assert merged.view().stale is None
    # What was left is served again only where it is the same.
    assert merged.snapshot(0, bid_snapshot({})) is False
    assert len(merged.view().bids) == 1


def test_without_a_clock_a_late_connection_is_kept_if_the_other_one_is_no_better() -> None:
    hearing = defaultdict(lambda: Hearing(max_lag=1))
    merged = MergedBook(TICKER, PERPS, hearing)
    for source in (0, 1):
        merged.snapshot(source, bid_snapshot({}))
        hearing[source].lag_ms = 5000.0
    merged.on_hearing()
    assert merged.view().stale is not None
    for each in hearing.values():
        each.lag_ms = 0.0
    assert merged.view().stale is None
