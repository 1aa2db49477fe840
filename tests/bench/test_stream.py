"""The benchmark of the stream measures what it says: sound frames, and consumers that get all of them."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator

import pytest

from kalshi_gen.stream.codec import decode
from kalshi_gen.stream.models import OrderbookDelta, OrderbookSnapshot
from kalshi_overlay.stream.feeds import API_FEED
from kalshi_overlay.stream.merging import MergedBook
from kalshi_overlay.stream.reporting import Hearing
from scripts.bench.stream import latencies_of, percentile_99
from scripts.bench.stream_consumers import Consumer, bare_loop, every_change, order_books, subscription
from scripts.bench.stream_frames import TICKERS, order_book_frames
from scripts.bench.stream_server import Serving, serving

DELTAS = 200


def test_the_frames_follow_the_spec_and_are_numbered_without_a_gap() -> None:
    decoded = [decode(frame) for frame in order_book_frames(DELTAS)]
    assert [drifts for _, drifts in decoded if drifts] == []
    messages = [message for message, _ in decoded if isinstance(message, OrderbookSnapshot | OrderbookDelta)]
    assert [message.seq for message in messages] == list(range(1, DELTAS + len(TICKERS) + 1))
    assert {message.msg.market_ticker for message in messages} == set(TICKERS)


def test_the_frames_make_books_that_never_go_stale_nor_cross() -> None:
    books = {ticker: MergedBook(ticker, API_FEED.book, defaultdict(Hearing)) for ticker in TICKERS}
    for message, _ in map(decode, order_book_frames(DELTAS)):
        if isinstance(message, OrderbookSnapshot):
            assert books[message.msg.market_ticker].snapshot(0, message.msg)
        elif isinstance(message, OrderbookDelta):
            assert books[message.msg.market_ticker].delta(0, message.msg)
    for book in books.values():
        spread = book.view().spread
        assert spread is not None
        assert spread > 0


@pytest.fixture(scope="module")
def paced() -> Iterator[Serving]:
    with serving(DELTAS, per_second=5000) as server:
        yield server


@pytest.mark.parametrize("consumer", [bare_loop, subscription, every_change])
def test_who_looks_at_each_delta_gets_each_after_it_was_sent(paced: Serving, consumer: Consumer) -> None:
    received = asyncio.run(consumer(paced.url, DELTAS)).received
    sent = paced.sent()
    assert len(sent) == DELTAS
    assert all(came >= began for began, came in zip(sent, received[1:], strict=True))


def test_who_looks_at_the_newest_views_gets_the_last_delta() -> None:
    with serving(DELTAS) as server:
        reading = asyncio.run(order_books(server.url, DELTAS))
    assert reading.received[DELTAS] > 0
    assert reading.cpu > 0


def test_a_delta_that_came_with_the_next_is_as_late_as_that() -> None:
    assert latencies_of(sent=[1.0, 2.0, 3.0], received=[0.5, 0.0, 4.0, 5.0]) == [2.0, 2.0, 3.0]


def test_one_value_in_a_hundred_may_exceed_the_percentile() -> None:
    assert percentile_99([*[1.0] * 198, 9.0]) == 1.0
