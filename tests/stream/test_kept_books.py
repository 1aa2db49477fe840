"""Order books between their connections and who reads them, without a socket."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from kalshi_gen.errors import InvalidRequestError
from kalshi_gen.stream.models import OrderbookDelta, OrderbookSnapshot
from kalshi_overlay.errors import KalshiSnapshotTimeoutError, KalshiStreamLostError, KalshiSubscriptionError
from kalshi_overlay.stream.connection import STOPPED
from kalshi_overlay.stream.feeds import API_FEED, Feed, perps_feed
from kalshi_overlay.stream.orderbooks import OrderBook, OrderBooks
from kalshi_overlay.stream.readers import Demand, Reader
from kalshi_overlay.stream.reporting import Hearing
from tests.stream.examples import message

REFUSED = KalshiSubscriptionError(6, "no", channel="orderbook_delta", command="any", market_tickers=())


class Connection:
    """A connection of which a test says what the exchange answers.

    Attributes:
        calls: What was asked of it.
        answer: What an update raises, if anything.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self.hearing = Hearing()
        self.is_closing = False
        self.calls: list[tuple[Any, ...]] = []
        self.answer: BaseException | None = None
        self.reader: Any = None

    def add(self, reader: Reader) -> None:
        self.reader = reader

    def want_snapshots(self, reader: Reader, tickers: Any) -> None:
        self.calls.append(("want", *tickers))

    def change(self, reader: Reader, names: Any, *, is_adding: bool) -> None:
        if names:
            self.calls.append(("change", is_adding, *names))

    async def update(self, reader: Reader, action: str, parameters: dict[str, Any]) -> None:
        self.calls.append((action, *parameters["market_tickers"]))
        if self.answer is not None:
            raise self.answer

    async def remove(self, reader: Reader) -> None:
        self.leave(reader)

    def leave(self, reader: Reader, error: Exception | None = None) -> None:
        self.calls.append(("leave",))
        reader.receiver.on_end(error)

    def taken(self) -> list[tuple[Any, ...]]:
        """What was asked since the last time."""
        calls, self.calls = self.calls, []
        return calls


class Pool:
    """The connections of a stream."""

    def __init__(self, feed: Feed, size: int) -> None:
        self.feed, self.size = feed, size
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.made = [Connection(number) for number in range(size)]

    def connections_for(self, demand: Demand, count: int) -> list[Connection]:
        self.demand = demand
        return self.made[:count]


class Kept:
    """Order books over some connections."""

    def __init__(self, *tickers: str, size: int = 1, feed: Feed = API_FEED, timeout: float = 0.001) -> None:
        pool: Any = Pool(feed, size)
        self.pool = pool
        self.books: OrderBooks[Any] = OrderBooks(pool, tickers, timeout)
        self.connections: list[Connection] = pool.made

    def receiver(self, number: int = 0) -> Any:
        return self.connections[number].reader.receiver

    def snapshot(self, ticker: str, number: int = 0) -> None:
        sent = message(OrderbookSnapshot)
        sent.msg.market_ticker = ticker
        self.receiver(number).receive(sent)

    def delta(self, ticker: str, number: int = 0, **fields: Any) -> None:
        sent = message(OrderbookDelta)
        sent.msg.market_ticker = ticker
        for name, value in fields.items():
            setattr(sent.msg, name, value)
        self.receiver(number).receive(sent)

    def stale(self) -> dict[str, bool]:
        return {ticker: view.is_stale for ticker, view in self.books.items()}

    def taken(self) -> list[list[tuple[Any, ...]]]:
        return [each.taken() for each in self.connections]


def scenario(test: Callable[[], Any]) -> Callable[[], None]:
    """Run a test in an event loop, within a minute."""

    def run() -> None:
        asyncio.run(asyncio.wait_for(test(), 60))

    run.__name__ = test.__name__
    return run


@scenario
async def test_books_ask_each_connection_for_their_markets_by_one_price_scale() -> None:
    kept = Kept("A", "B", size=2)
    assert kept.pool.demand.parameters == {"market_tickers": ["A", "B"], "use_yes_price": True}
    assert len(kept.books) == 2
    assert list(kept.books) == ["A", "B"]
    assert kept.stale() == {"A": True, "B": True}
    kept.snapshot("A", 1)
    assert kept.stale() == {"A": False, "B": True}
    kept.snapshot("X")
    assert kept.taken() == [[], []]


@scenario
async def test_a_delta_that_fits_no_book_asks_for_a_snapshot() -> None:
    kept = Kept("A")
    kept.delta("A")
    assert kept.taken() == [[("want", "A")]]
    kept.snapshot("A")
    kept.delta("A")
    assert kept.taken() == [[]]
    kept.delta("A", delta_fp=Decimal(-1_000_000))
    assert kept.taken() == [[("want", "A")]]
    assert kept.stale() == {"A": True}


@scenario
async def test_a_gap_is_of_one_market_or_of_all() -> None:
    kept = Kept("A", "B")
    kept.snapshot("A")
    kept.snapshot("B")
    kept.receiver().on_gap("a gap", "A")
    assert kept.stale() == {"A": True, "B": False}
    assert kept.books["A"].stale == "a gap"
    kept.receiver().on_gap("another", None)
    assert kept.stale() == {"A": True, "B": True}


@scenario
async def test_where_no_clock_compares_books_each_connection_is_asked_for_a_snapshot_once_one_is_stale() -> None:
    kept = Kept("A", size=2, feed=perps_feed({}))
    assert "use_yes_price" not in kept.pool.demand.parameters
    book = kept.books._books["A"]
    kept.books._changed(book)
    assert kept.taken() == [[("want", "A")], [("want", "A")]]
    book.stale = None
    kept.books._changed(book)
    assert kept.taken() == [[], []]


@scenario
async def test_listeners_hear_each_change_until_they_are_ended_whatever_another_raises() -> None:
    kept, heard = Kept("A"), list[str]()

    def fail(view: Any) -> None:
        raise ValueError("of the user's")

    ends = [kept.books.on_change(each) for each in (fail, lambda view: heard.append(view.ticker))]
    kept.snapshot("A")
    kept.receiver().on_gap("a gap", None)
    assert heard == ["A", "A"]
    ends[0]()
    kept.snapshot("A")
    ends[1]()
    kept.receiver().on_gap("a gap", None)
    assert heard == ["A", "A", "A"]
    assert kept.books._listeners == ()


@scenario
async def test_hearing_shows_each_book_again() -> None:
    kept, heard = Kept("A", "B"), list[str]()
    kept.books.on_change(lambda view: heard.append(view.ticker))
    kept.receiver().on_hearing()
    assert heard == ["A", "B"]


@scenario
async def test_who_reads_gets_the_newest_view_of_each_market_and_none_that_was_removed() -> None:
    kept, read = Kept("A", "B", "C"), list[tuple[str, bool]]()

    async def follow() -> None:
        async for view in kept.books:
            read.append((view.ticker, view.is_stale))

    reader = asyncio.create_task(follow())
    await asyncio.sleep(0)
    for ticker in "ABCA":
        kept.snapshot(ticker)
    kept.receiver().on_gap("a gap", "A")
    await kept.books.remove(["B"])
    await asyncio.sleep(0)
    assert read == [("A", True), ("C", False)]
    await kept.books.close()
    await reader
    # What was right up to the end is shown as stale once more.
    assert read[2:] == [("C", True)]
    assert kept.books._readers == []


@scenario
async def test_who_reads_and_who_waits_get_the_error_by_which_all_connections_have_ended() -> None:
    kept = Kept("A", size=2, timeout=60.0)
    waiter = asyncio.create_task(kept.books._until_right())
    await asyncio.sleep(0)
    kept.connections[0].leave(kept.connections[0].reader, REFUSED)
    await asyncio.sleep(0)
    assert not waiter.done()
    kept.connections[1].leave(kept.connections[1].reader)
    with pytest.raises(KalshiSubscriptionError):
        await waiter
    with pytest.raises(KalshiSubscriptionError):
        await anext(aiter(kept.books))
    # Whoever waits knows, so nothing else need end by it.
    assert not kept.pool.ended.done()
    with pytest.raises(KalshiSubscriptionError):
        await kept.books.add(["B"])


@scenario
async def test_an_error_that_nobody_reads_ends_the_stream() -> None:
    kept = Kept("A")
    kept.connections[0].leave(kept.connections[0].reader, REFUSED)
    assert kept.pool.ended.exception() is REFUSED


@pytest.mark.parametrize("is_closing", [False, True])
def test_books_that_were_closed_say_why(is_closing: bool) -> None:
    async def closing() -> None:
        kept = Kept("A")
        kept.snapshot("A")
        kept.connections[0].is_closing = is_closing
        await kept.books.close()
        assert kept.books["A"].stale == (STOPPED if is_closing else "the subscription was closed")
        assert not kept.pool.ended.done()
        with pytest.raises(KalshiStreamLostError):
            await kept.books
        with pytest.raises(KalshiStreamLostError):
            await kept.books.add(["B"])

    scenario(closing)()


@scenario
async def test_to_wait_for_books_ends_once_all_are_right_or_it_takes_too_long() -> None:
    kept = Kept("A", "B", timeout=60.0)
    waiter = asyncio.create_task(kept.books._until_right())
    await asyncio.sleep(0)
    kept.snapshot("A")
    await asyncio.sleep(0)
    assert not waiter.done()
    kept.snapshot("B")
    assert await waiter is kept.books
    hasty = Kept("A", "B")
    hasty.snapshot("A")
    with pytest.raises(KalshiSnapshotTimeoutError) as raised:
        await hasty.books
    assert "B" in str(raised.value)
    assert hasty.taken() == [[]]


@pytest.mark.parametrize("other", ["nobody", "a reader", "a listener", "a waiter", "one who had them"])
def test_who_gives_up_waiting_closes_the_books_unless_another_uses_them(other: str) -> None:
    async def giving_up() -> None:
        kept = Kept("A", timeout=60.0)
        others: list[asyncio.Task[Any]] = []
        if other == "a listener":
            kept.books.on_change(lambda view: None)
        elif other == "a reader":
            others.append(asyncio.create_task(anext(aiter(kept.books))))  # type: ignore[arg-type]
        elif other == "a waiter":
            others.append(asyncio.create_task(kept.books._until_right()))
        elif other == "one who had them":
            kept.snapshot("A")
            await kept.books
            kept.receiver().on_gap("a gap", None)
        waiter = asyncio.create_task(kept.books._until_right())
        await asyncio.sleep(0)
        waiter.cancel()
        await asyncio.wait({waiter})
        assert kept.taken() == ([[("leave",)]] if other == "nobody" else [[]])
        for each in others:
            each.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    scenario(giving_up)()


@scenario
async def test_markets_are_added_once_on_each_connection() -> None:
    kept = Kept("A", size=2)
    await kept.books.add(["A", "B", "B"])
    assert kept.taken() == [[("add_markets", "B")]] * 2
    await kept.books.add(["A"])
    assert kept.taken() == [[], []]
    assert list(kept.books) == ["A", "B"]
    await kept.books.remove(["X"])
    await kept.books.remove(["B", "X"])
    assert kept.taken() == [[("delete_markets", "B")]] * 2
    assert list(kept.books) == ["A"]
    for wrong in ("A", 5, ["A", 5], None):
        asked: Any = wrong
        with pytest.raises(InvalidRequestError, match="tickers"):
            await kept.books.add(asked)
        with pytest.raises(InvalidRequestError, match="tickers"):
            await kept.books.remove(asked)


@pytest.mark.parametrize("error", [REFUSED, TimeoutError(), asyncio.CancelledError()])
def test_what_could_not_be_added_on_one_connection_is_kept_on_none(error: BaseException) -> None:
    async def adding() -> None:
        kept = Kept("A", size=2, timeout=60.0)
        kept.connections[1].answer = error
        kept.snapshot("A")
        adding = asyncio.create_task(kept.books.add(["B"]))
        waiter = asyncio.create_task(kept.books._until_right())
        await asyncio.wait({adding})
        # The others are right.
        assert await waiter is kept.books
        assert list(kept.books) == ["A"]
        assert kept.taken() == [[("add_markets", "B"), ("change", False, "B")]] * 2

    scenario(adding)()


@scenario
async def test_a_removal_that_is_refused_leaves_the_books_which_begin_again() -> None:
    kept = Kept("A", "B", size=2)
    for ticker in "AB":
        for number in (0, 1):
            kept.snapshot(ticker, number)
    kept.connections[1].answer = REFUSED
    with pytest.raises(KalshiSubscriptionError):
        await kept.books.remove(["B"])
    assert list(kept.books) == ["A", "B"]
    assert kept.stale() == {"A": False, "B": True}
    assert "its removal was refused" in (kept.books["B"].stale or "")
    assert kept.taken() == [[("delete_markets", "B"), ("change", True, "B")]] * 2


@scenario
async def test_a_removal_that_takes_too_long_goes_on_without_the_books() -> None:
    kept = Kept("A", "B")
    kept.connections[0].answer = TimeoutError()
    with pytest.raises(TimeoutError):
        await kept.books.remove(["B"])
    assert list(kept.books) == ["A"]
    assert kept.taken() == [[("delete_markets", "B"), ("change", False, "B")]]


@scenario
async def test_whoever_waits_goes_on_when_the_book_that_is_not_right_is_removed() -> None:
    kept = Kept("A", "B", timeout=60.0)
    kept.snapshot("A")
    waiter = asyncio.create_task(kept.books._until_right())
    await asyncio.sleep(0)
    await kept.books.remove(["B"])
    assert await waiter is kept.books


@scenario
async def test_a_market_that_one_connection_is_refused_is_kept_by_the_other() -> None:
    kept = Kept("A", "B", size=2, timeout=60.0)
    waiter = asyncio.create_task(kept.books._until_right())
    await asyncio.sleep(0)
    for number in (0, 1):
        kept.snapshot("A", number)
        await asyncio.sleep(0)
        assert not waiter.done()
        kept.connections[number].reader.lose({"B": None})
        kept.receiver(number).on_refused({"B": None}, REFUSED)
    with pytest.raises(KalshiSubscriptionError):
        await waiter
    assert "the exchange refuses it" in (kept.books["B"].stale or "")
    assert not kept.books["A"].is_stale
    # Who asks for it again begins with a new book.
    before = kept.books._books["B"]
    kept.connections[1].answer = REFUSED
    kept.taken()
    with pytest.raises(KalshiSubscriptionError):
        await kept.books.add(["B"])
    assert kept.books._books["B"] is before
    assert list(kept.books._refusals) == ["B"]
    kept.connections[1].answer = None
    await kept.books.add(["B"])
    assert kept.books._books["B"] is not before
    assert kept.books._refusals == {}
    await kept.books.remove(["B"])
    assert kept.books._refusals == {}


@scenario
async def test_a_refusal_that_nobody_waits_for_ends_the_stream() -> None:
    kept = Kept("A")
    kept.connections[0].reader.lose({"A": None})
    kept.receiver().on_refused({"A": None}, REFUSED)
    assert kept.pool.ended.exception() is REFUSED


@scenario
async def test_one_book_is_a_view_of_its_own_books() -> None:
    kept = Kept("A", timeout=60.0)
    book, heard = OrderBook(kept.books, "A"), list[str]()
    end = book.on_change(lambda view: heard.append(view.ticker))
    waiter = asyncio.ensure_future(book)
    await asyncio.sleep(0)
    kept.snapshot("A")
    assert await waiter is book
    end()
    assert (book.view.ticker, book.view.is_stale, heard) == ("A", False, ["A"])
    await book.close()
    assert book.view.is_stale
