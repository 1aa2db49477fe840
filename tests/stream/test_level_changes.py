"""What each change of an order book was, against a slow reference book, for event contracts and perpetual futures."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from attrs import define, field

from kalshi_gen.perps.stream.models import MarginOrderbookDelta, MarginOrderbookSnapshot
from kalshi_gen.stream.models import OrderbookDelta, OrderbookSnapshot
from kalshi_overlay.errors import KalshiStreamError
from kalshi_overlay.stream import ChangedLevel, Level, LevelChange
from kalshi_overlay.stream.feeds import API_FEED, Feed, perps_feed
from tests.stream.examples import message
from tests.stream.test_kept_books import Kept

Levels = dict[tuple[str, Decimal], Decimal]
FEEDS = {"events": API_FEED, "perpetual futures": perps_feed({})}
D = Decimal


@define
class Exchange:
    """A book's changes, and the slow book after each of them.

    Attributes:
        feed: The feed whose messages it sends.
        changes: Side, price and the contracts added.
        books: The book before the first change, and after each.
    """

    feed: Feed
    changes: list[tuple[str, Decimal, Decimal]] = field(factory=list)
    books: list[Levels] = field(factory=lambda: [{}])

    def change(self, side: str, price: str, count: int) -> None:
        """Let so many contracts rest at a price."""
        book, level = dict(self.books[-1]), (side, D(price))
        added = D(count) - book.pop(level, D(0))
        if count:
            book[level] = D(count)
        self.changes.append((side, D(price), added))
        self.books.append(book)

    def delta(self, number: int) -> Any:
        """The message of a change, from 1."""
        side, price, added = self.changes[number - 1]
        if self.feed is API_FEED:
            sent = message(OrderbookDelta)
            sent.msg.price_dollars, sent.msg.delta_fp, sent.msg.clock = price, added, number
            sent.msg.side = {"bid": "yes", "ask": "no"}[side]
        else:
            sent = message(MarginOrderbookDelta)
            sent.msg.price, sent.msg.delta, sent.msg.side, sent.msg.ts_ms = price, added, side, number
        sent.msg.market_ticker = "A"
        return sent

    def snapshot(self, number: int) -> Any:
        """The message of the book after a change."""
        bids, asks = (
            [(price, count) for (of, price), count in self.books[number].items() if of == side]
            for side in ("bid", "ask")
        )
        if self.feed is API_FEED:
            sent = message(OrderbookSnapshot)
            sent.msg.yes_dollars_fp, sent.msg.no_dollars_fp, sent.msg.clock = bids, asks, number
        else:
            sent = message(MarginOrderbookSnapshot)
            sent.msg.bid, sent.msg.ask = bids, asks
        sent.msg.market_ticker = "A"
        return sent


def levels_of(view: Any) -> Levels:
    bids = {("bid", level.price): level.count for level in view.bids}
    return bids | {("ask", level.price): level.count for level in view.asks}


def best_of(book: Levels, side: str) -> Level | None:
    prices = [price for of, price in book if of == side]
    if not prices:
        return None
    best = max(prices) if side == "bid" else min(prices)
    return Level(best, book[side, best])


def moved(feed: Feed, random: Random, changes: int) -> Exchange:
    """An exchange whose book changes near its best prices, each side often emptied."""
    exchange = Exchange(feed)
    for _ in range(changes):
        side = random.choice(("bid", "ask"))
        price = D("0.5") + (-1 if side == "bid" else 1) * D(random.randint(1, 4)) / 100
        exchange.change(side, f"{price:.4f}", random.choice((0, 0, 1, 2)))
    return exchange


@pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)
@pytest.mark.parametrize("size", [1, 2])
def test_whoever_follows_the_levels_has_the_book_after_each_change(feed: Feed, size: int) -> None:
    """Changes, gaps and snapshots of each connection at its own pace; what is kept stays right, or says it isn't."""
    random = Random(size)
    exchange = moved(feed, random, 1500)
    counted = dict.fromkeys(("one level", "begun again", "stale", "outdated", "kept"), 0)

    async def run() -> None:
        kept = Kept("A", size=size, feed=feed)
        followed: Levels = {}
        unread: list[LevelChange[Any]] = []
        read: list[tuple[LevelChange[Any], Any, Levels]] = []

        def follow(change: LevelChange[Any]) -> None:
            nonlocal followed
            now = levels_of(kept.books["A"])
            level = change.level
            if level is None:
                followed = levels_of(change.view)
                counted["begun again"] += 1
            else:
                counted["one level"] += 1
                followed.pop((level.side, level.price), None)
                if level.count:
                    followed[level.side, level.price] = level.count
            assert followed == now
            assert change.is_stale or now in [exchange.books[each] for each in reached]
            assert change.stale == kept.books["A"].stale
            assert change.is_stale == (change.stale is not None)
            counted["stale"] += change.is_stale
            assert not change.is_outdated
            what = random.randrange(3)
            if what == 0 and level is not None:
                unread.append(change)
            elif what == 1:
                assert change.best_bid == best_of(now, "bid")
                assert change.best_ask == best_of(now, "ask")
            else:
                read.append((change, change.view, now))

        reached = [0] * size
        kept.books.on_level_change(follow)
        for number in range(size):
            kept.receiver(number).receive(exchange.snapshot(0))
        while min(reached) < len(exchange.changes):
            number = random.randrange(size)
            step = random.randrange(40)
            if step == 0:
                kept.receiver(number).on_gap("messages are missing", None)
            elif step < 3:
                kept.receiver(number).receive(exchange.snapshot(reached[number]))
            elif reached[number] < len(exchange.changes):
                reached[number] += 1
                kept.receiver(number).receive(exchange.delta(reached[number]))
        for change in unread[:-1]:
            assert change.is_outdated
            for name in ("view", "best_bid", "best_ask"):
                with pytest.raises(KalshiStreamError, match="has changed since"):
                    getattr(change, name)
            counted["outdated"] += 1
        for change, view, then in read:
            assert change.view is view
            assert levels_of(view) == then
            counted["kept"] += 1

    asyncio.run(run())
    assert min(counted.values()) >= 20, counted


@pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)
def test_a_change_says_which_level_has_how_many_contracts_now(feed: Feed) -> None:
    exchange = Exchange(feed)
    for change in [("bid", "0.4", 5), ("ask", "0.6", 7), ("bid", "0.41", 2), ("bid", "0.41", 0), ("ask", "0.6", 9)]:
        exchange.change(*change)

    async def run() -> list[Any]:
        kept, heard = Kept("A", feed=feed), list[Any]()
        kept.books.on_level_change(lambda change: heard.append((change.level, change.best_bid, change.best_ask)))
        kept.receiver().receive(exchange.snapshot(2))
        for number in (3, 4, 5):
            kept.receiver().receive(exchange.delta(number))
        return heard

    bid, ask = Level(D("0.4"), D(5)), Level(D("0.6"), D(7))
    assert asyncio.run(run()) == [
        (None, bid, ask),
        (ChangedLevel("bid", D("0.41"), D(2)), Level(D("0.41"), D(2)), ask),
        (ChangedLevel("bid", D("0.41"), D(0)), bid, ask),
        (ChangedLevel("ask", D("0.6"), D(9)), bid, Level(D("0.6"), D(9))),
    ]


@pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)
def test_levels_are_copied_for_nobody_who_asks_for_none(feed: Feed) -> None:
    exchange = Exchange(feed)
    exchange.change("bid", "0.4", 5)
    exchange.change("bid", "0.41", 5)

    async def run() -> None:
        kept = Kept("A", feed=feed)
        kept.books.on_level_change(lambda change: change.best_bid)
        kept.receiver().receive(exchange.snapshot(1))
        levels = bids_of(kept)
        kept.receiver().receive(exchange.delta(2))
        assert bids_of(kept) is levels
        view = kept.books["A"]
        exchange.change("bid", "0.41", 0)
        kept.receiver().receive(exchange.delta(3))
        assert bids_of(kept) is not levels, "a view that somebody may hold is left as it is"
        assert view.best_bid == Level(D("0.41"), D(5))

    asyncio.run(run())


def bids_of(kept: Kept) -> dict[Decimal, Decimal]:
    book = kept.books._books["A"]
    levels = book.served.bids.levels
    assert isinstance(levels, dict)
    return levels


def test_a_function_that_fails_or_has_ended_keeps_no_other_from_its_changes(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def run() -> list[str]:
        kept, heard = Kept("A"), list[str]()
        exchange = Exchange(API_FEED)

        def fail(_: Any) -> None:
            raise RuntimeError("mine")

        end = kept.books.on_level_change(fail)
        kept.books.on_level_change(lambda change: heard.append(change.ticker))
        kept.books.on_change(lambda view: heard.append(f"view of {view.ticker}"))
        kept.receiver().receive(exchange.snapshot(0))
        end()
        kept.receiver().receive(exchange.snapshot(0))
        return heard

    assert asyncio.run(run()) == ["A", "view of A"] * 2
    assert [record.message for record in caplog.records] == ["a listener of the order book of A failed"]


def test_a_change_shows_what_it_says_and_reads_no_book_for_it() -> None:
    async def run() -> None:
        kept, heard = Kept("A"), list[LevelChange[Any]]()
        exchange = Exchange(API_FEED)
        exchange.change("bid", "0.4", 5)
        kept.books.on_level_change(heard.append)
        kept.receiver().receive(exchange.snapshot(0))
        kept.receiver().receive(exchange.delta(1))
        kept.receiver().on_gap("the connection was lost", None)
        assert [change.clock for change in heard] == [0, 1, 1]
        assert [change.stale for change in heard] == [None, None, "the connection was lost"]
        shown = "level=ChangedLevel(side='bid', price=Decimal('0.4'), count=Decimal('5'))"
        assert repr(heard[1]) == f"LevelChange(ticker='A', stale=None, clock=1, {shown})"

    asyncio.run(run())


def test_a_change_is_outdated_by_the_next_one_though_nobody_listens_any_more() -> None:
    async def run() -> None:
        kept, heard = Kept("A"), list[LevelChange[Any]]()
        exchange = Exchange(API_FEED)
        exchange.change("bid", "0.4", 5)
        for next_one in (
            lambda: kept.receiver().receive(exchange.delta(1)),
            lambda: kept.receiver().receive(exchange.snapshot(1)),
            lambda: kept.receiver().on_gap("the connection was lost", None),
        ):
            end = kept.books.on_level_change(heard.append)
            kept.receiver().receive(exchange.snapshot(0))
            end()
            assert not heard[-1].is_outdated
            next_one()
            assert heard[-1].is_outdated

    asyncio.run(run())
