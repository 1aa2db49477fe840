"""The best prices of a REST order book, whichever end its levels start from."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from kalshi_gen.api.market import get_market_orderbook
from kalshi_gen.models import OrderbookCountFp
from kalshi_gen.perps.api.market import get_margin_market_orderbook
from kalshi_gen.perps.models import MarginOrderbookCount
from kalshi_gen.types import UNSET
from kalshi_overlay.books import BestPrices, Depth, Level, best, depth
from kalshi_overlay.errors import InvalidRequestError
from kalshi_sandbox.behaviour import BehaviourName
from tests.sandbox.small import small_sandbox
from tests.walking import walked

Levels = list[tuple[Decimal, Decimal]]


def level(price: str, count: str) -> tuple[Decimal, Decimal]:
    return Decimal(price), Decimal(count)


YES: Levels = [level("0.10", "5"), level("0.40", "7"), level("0.41", "2")]
NO: Levels = [level("0.20", "1"), level("0.55", "9")]


@walked("yes", [YES, YES[::-1], [YES[1], YES[2], YES[0]]])
@walked("no", [NO, NO[::-1]])
def test_the_best_prices_are_found_in_any_order(yes: Levels, no: Levels) -> None:
    found = best(OrderbookCountFp(yes_dollars=yes, no_dollars=no))
    assert found == BestPrices(Level(*level("0.41", "2")), Level(*level("0.45", "9")))


@walked("yes", [YES, YES[::-1], [YES[1], YES[2], YES[0]]])
@walked("no", [NO, NO[::-1]])
def test_the_depth_is_sorted_best_first_from_any_order(yes: Levels, no: Levels) -> None:
    found = depth(OrderbookCountFp(yes_dollars=[*yes, level("0.99", "0")], no_dollars=no))
    bids = Level(*level("0.41", "2")), Level(*level("0.40", "7")), Level(*level("0.10", "5"))
    assert found == Depth(bids, (Level(*level("0.45", "9")), Level(*level("0.80", "1"))))
    assert found.best == best(OrderbookCountFp(yes_dollars=yes, no_dollars=no))


def test_a_side_without_contracts_has_no_best_price() -> None:
    assert best(OrderbookCountFp(yes_dollars=[], no_dollars=[])) == BestPrices(None, None)
    emptied = OrderbookCountFp(yes_dollars=[*YES, level("0.99", "0")], no_dollars=[level("0.3", "0")])
    assert best(emptied) == BestPrices(Level(*level("0.41", "2")), None)


@pytest.mark.parametrize("behaviour", ["measured", "documents"])
def test_the_helper_agrees_with_the_market_whatever_the_order_of_its_book(behaviour: BehaviourName) -> None:
    with small_sandbox(clock="manual", behaviour=behaviour) as exchange, exchange.client() as client:
        market = exchange.engine.markets.all()[0]
        quote = exchange.engine.markets.get(market.ticker).quote
        found = best(get_market_orderbook.sync(market.ticker, client=client).orderbook_fp)
        assert found == BestPrices(Level(quote.bid, quote.bid_size), Level(quote.ask, quote.ask_size))


@pytest.mark.parametrize("behaviour", ["measured", "documents"])
def test_a_book_of_perpetual_futures_has_best_prices_in_whichever_order_it_came(behaviour: BehaviourName) -> None:
    with small_sandbox(clock="manual", behaviour=behaviour) as exchange, exchange.client() as client:
        held = exchange.perps.markets.book("KXBTCPERP")
        found = best(get_margin_market_orderbook.sync("KXBTCPERP", client=client).orderbook)
        assert len(held.bids) > 1
        assert len(held.asks) > 1
        assert found == BestPrices(Level(*held.bids[0]), Level(*held.asks[0]))
        levels = depth(get_margin_market_orderbook.sync("KXBTCPERP", client=client).orderbook)
        assert levels.bids == tuple(Level(*each) for each in held.bids)
        assert levels.asks == tuple(Level(*each) for each in held.asks)


def test_a_book_of_perpetual_futures_may_lack_a_side_but_not_the_field() -> None:
    book = MarginOrderbookCount(bids=[level("62050", "0")], asks=[level("62060", "1"), level("62055", "2")])
    assert best(book) == BestPrices(None, Level(*level("62055", "2")))
    book.asks = None  # type: ignore[assignment]
    with pytest.raises(InvalidRequestError, match=r"^asks: .* unknown"):
        best(book)


@walked(
    ("side", "field"),
    [
        (None, "yes_dollars"),
        (UNSET, "yes_dollars"),
        ([*YES, None], r"yes_dollars\[3\]"),
        ([("NaN", "1")], r"yes_dollars\[0\]"),
        ([level("NaN", "1")], r"yes_dollars\[0\]"),
        ([level("0.4", "Infinity")], r"yes_dollars\[0\]"),
        ([(Decimal("0.4"), None)], r"yes_dollars\[0\]"),
    ],
)
def test_a_book_that_is_not_complete_has_no_best_price_that_could_be_wrong(side: Any, field: str) -> None:
    book = OrderbookCountFp(yes_dollars=YES, no_dollars=NO)
    book.yes_dollars = side
    with pytest.raises(InvalidRequestError, match=f"^{field}: .* unknown"):
        best(book)
