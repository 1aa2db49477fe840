"""What a view of an order book says of its prices and depths."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kalshi_overlay.stream import Level, OrderBookView
from tests.walking import walked

D = Decimal
BIDS = {D("0.40"): D(10), D("0.42"): D(5), D("0.10"): D(100)}
ASKS = {D("0.45"): D(7), D("0.50"): D(20), D("0.99"): D(1)}


def view(bids: dict[Decimal, Decimal], asks: dict[Decimal, Decimal]) -> OrderBookView:
    return OrderBookView(ticker="A", clock=None, stale=None, bids=bids, asks=asks)


def test_spread_and_midpoint_are_those_of_the_best_prices() -> None:
    book = view(BIDS, ASKS)
    assert (book.best_bid, book.best_ask) == (Level(D("0.42"), D(5)), Level(D("0.45"), D(7)))
    assert (book.spread, book.midpoint) == (D("0.03"), D("0.435"))


@pytest.mark.parametrize(("bids", "asks"), [(BIDS, {}), ({}, ASKS), ({}, {})], ids=["bids", "asks", "none"])
def test_a_book_without_one_side_has_no_spread_and_no_midpoint(
    bids: dict[Decimal, Decimal], asks: dict[Decimal, Decimal]
) -> None:
    book = view(bids, asks)
    assert (book.spread, book.midpoint) == (None, None)
    assert (book.best_bid is None, book.best_ask is None) == (not bids, not asks)
    assert (book.bid_depth(), book.ask_depth()) == (sum(bids.values()), sum(asks.values()))


@walked(
    ("down_to", "depth"), [("0", 115), ("0.10", 115), ("0.11", 15), ("0.40", 15), ("0.41", 5), ("0.42", 5), ("0.43", 0)]
)
def test_bids_count_down_to_a_price_and_including_it(down_to: str, depth: int) -> None:
    assert view(BIDS, ASKS).bid_depth(D(down_to)) == depth
    assert view(BIDS, ASKS).bid_depth(down_to=D(down_to)) == depth


@walked(
    ("up_to", "depth"), [("1", 28), ("0.99", 28), ("0.98", 27), ("0.50", 27), ("0.49", 7), ("0.45", 7), ("0.44", 0)]
)
def test_asks_count_up_to_a_price_and_including_it(up_to: str, depth: int) -> None:
    assert view(BIDS, ASKS).ask_depth(D(up_to)) == depth
    assert view(BIDS, ASKS).ask_depth(up_to=D(up_to)) == depth


def test_each_side_is_sorted_best_first_and_is_the_others_seen_from_no() -> None:
    book = view(BIDS, ASKS)
    assert [level.price for level in book.bids] == [D("0.42"), D("0.40"), D("0.10")]
    assert [level.price for level in book.asks] == [D("0.45"), D("0.50"), D("0.99")]
    assert book.no_bids == tuple(Level(1 - level.price, level.count) for level in book.asks)
    assert book.no_asks == tuple(Level(1 - level.price, level.count) for level in book.bids)
