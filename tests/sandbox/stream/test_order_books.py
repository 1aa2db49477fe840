"""Order books: a snapshot, then every change, each with its number and its clock."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kalshi_sandbox import Sandbox
from kalshi_sandbox.engine import Owner
from tests.sandbox.small import small_sandbox

from .books_soak import prove_books
from .conftest import AS_DOCUMENTED, Place, Read
from .reader import Signer


@AS_DOCUMENTED
def test_a_snapshot_comes_first_and_then_each_change(
    exchange: Sandbox, reader: Read, place: Place, ticker: str, other: str
) -> None:
    place("bid", "0.40", 10)
    place("ask", "0.60", 5)
    one = reader()
    (snapshot,) = one.subscribe("orderbook_delta", market_ticker=ticker)
    assert snapshot["type"] == "orderbook_snapshot"
    assert snapshot["msg"]["yes_dollars_fp"] == [["0.4000", "10.00"]]
    assert snapshot["msg"]["no_dollars_fp"] == [["0.4000", "5.00"]]
    place("bid", "0.40", 1)
    place("ask", "0.40", "3.50", other)
    first, second = one.messages()
    assert [each["seq"] for each in (snapshot, first, second)] == [1, 2, 3]
    assert snapshot["msg"]["clock"] < first["msg"]["clock"] < second["msg"]["clock"]
    assert (first["msg"]["side"], first["msg"]["price_dollars"], first["msg"]["delta_fp"]) == ("yes", "0.4000", "1.00")
    assert second["msg"]["delta_fp"] == "-3.50"
    assert second["msg"]["ts_ms"] == second["sending_ts_ms"] == exchange.clock.now().timestamp() * 1000


@AS_DOCUMENTED
def test_an_empty_side_has_no_key_and_a_market_without_changes_the_clock_0(
    reader: Read, place: Place, ticker: str
) -> None:
    one = reader()
    (empty,) = one.subscribe("orderbook_delta", market_ticker=ticker)
    assert empty["msg"].keys() == {"market_ticker", "market_id", "clock"}
    assert empty["msg"]["clock"] == 0
    place("ask", "0.70", 1)
    (snapshot,) = reader().subscribe("orderbook_delta", market_ticker=ticker)
    assert "yes_dollars_fp" not in snapshot["msg"]
    assert snapshot["msg"]["no_dollars_fp"] == [["0.3000", "1.00"]]


def test_the_no_side_has_prices_of_yes_if_one_wishes(reader: Read, place: Place, ticker: str) -> None:
    place("ask", "0.70", 1)
    one = reader()
    (snapshot,) = one.subscribe("orderbook_delta", market_ticker=ticker, use_yes_price=True)
    assert snapshot["msg"]["no_dollars_fp"] == [["0.7000", "1.00"]]
    place("ask", "0.80", 1)
    (delta,) = one.of("orderbook_delta")
    assert (delta["side"], delta["price_dollars"]) == ("no", "0.8000")


def test_only_who_caused_a_change_sees_the_order_behind_it(
    exchange: Sandbox, reader: Read, place: Place, ticker: str, other: str
) -> None:
    mine, theirs = reader(), reader(other)
    for one in (mine, theirs):
        one.subscribe("orderbook_delta", market_ticker=ticker)
    exchange.engine.accounts.add_subaccount(other)
    exchange.engine.accounts.transfer(other, "1", 0, 1, Decimal(100))
    resting = place("bid", "0.40", 10, client_order_id="mine")
    place("ask", "0.40", 4, other, client_order_id="theirs", subaccount=1)
    exchange.engine.orders.cancel(exchange.account, resting.order.order_id)
    assert [each.get("client_order_id") for each in mine.of("orderbook_delta")] == ["mine", None, "mine"]
    messages = theirs.of("orderbook_delta")
    # The taker caused the second change, of the other's order.
    assert [each.get("client_order_id") for each in messages] == [None, "theirs", None]
    assert [each.get("subaccount") for each in messages] == [None, 1, None]


@AS_DOCUMENTED
def test_a_snapshot_can_be_asked_for_and_changes_nothing(reader: Read, place: Place, ticker: str) -> None:
    place("bid", "0.40", 10)
    one = reader()
    one.subscribe("orderbook_delta", market_ticker=ticker)
    asked = one.send("update_subscription", {"sid": 1, "action": "get_snapshot", "market_tickers": [ticker]})
    (snapshot,) = one.messages()
    assert (snapshot["type"], snapshot["id"], snapshot["seq"]) == ("orderbook_snapshot", asked, 2)
    place("bid", "0.40", 10)
    (delta,) = one.messages()
    assert delta["seq"] == 3


def test_markets_that_are_added_begin_with_a_snapshot_and_those_removed_fall_silent(
    exchange: Sandbox, reader: Read, place: Place, ticker: str
) -> None:
    second = exchange.add_market("KXTEST-26DEC31-2").ticker
    one = reader()
    one.subscribe("orderbook_delta", market_ticker=ticker)
    answer, snapshot = one.update("add_markets", market_tickers=[second, ticker])
    assert answer["msg"]["market_tickers"] == [ticker, second]
    assert (snapshot["type"], snapshot["msg"]["market_ticker"]) == ("orderbook_snapshot", second)
    assert [answer["seq"], snapshot["seq"]] == [2, 3]
    one.update("delete_markets", market_ticker=ticker)
    place("bid", "0.40", 1)
    place("bid", "0.40", 1, ticker=second)
    (delta,) = one.messages()
    assert (delta["msg"]["market_ticker"], delta["seq"]) == (second, 5)


def test_two_readers_get_the_same_in_the_same_order(exchange: Sandbox, reader: Read) -> None:
    hose = exchange.stream.firehose(markets=3)
    readers = [reader(), reader()]
    for one in readers:
        one.subscribe("orderbook_delta", market_tickers=list(hose.tickers))
    hose.run(100)
    first, second = ([each["msg"] for each in one.messages()] for one in readers)
    assert first == second
    assert len(first) == hose.changes


@pytest.mark.parametrize("uses_yes_price", [False, True])
def test_a_book_put_together_is_the_exchange_s_own_at_every_clock(uses_yes_price: bool) -> None:
    prove_books(200, uses_yes_price=uses_yes_price)


def test_a_history_knows_the_books_of_its_beginning(exchange: Sandbox, place: Place, ticker: str) -> None:
    place("bid", "0.40", 10)
    history = exchange.stream.history()
    assert history.at(ticker, 0).bids == {Decimal("0.40"): Decimal(10)}
    place("bid", "0.40", 5)
    (clock,) = history.clocks(ticker)
    assert history.at(ticker, clock - 1).bids == {Decimal("0.40"): Decimal(10)}
    assert history.at(ticker, clock + 7).bids == {Decimal("0.40"): Decimal(15)}
    history.close()
    place("bid", "0.40", 5)
    assert history.clocks(ticker) == (clock,)


def test_a_firehose_of_a_seed_makes_the_same_changes_at_its_pace_or_not(exchange: Sandbox) -> None:
    hose = exchange.stream.firehose(markets=2, seed=5)
    hose.run(200, per_second=100_000)
    with small_sandbox(clock="manual", seed=3) as second:
        same = second.stream.firehose(markets=2, seed=5)
        same.run(200)
        assert [second.engine.books.get(ticker) for ticker in same.tickers] == [
            exchange.engine.books.get(ticker) for ticker in hose.tickers
        ]


def test_a_level_that_is_set_is_real_and_trades(exchange: Sandbox, place: Place, ticker: str, other: str) -> None:
    from kalshi_sandbox.engine import EngineRejection

    owner = Owner(other)
    exchange.engine.books.set_level(owner, ticker, "ask", Decimal("0.60"), Decimal(10))
    assert place("bid", "0.60", 10).fill_count == 10
    assert exchange.engine.books.get(ticker).asks == ()
    exchange.engine.books.set_level(owner, ticker, "ask", Decimal("0.60"), Decimal(4))
    exchange.engine.books.set_level(owner, ticker, "ask", Decimal("0.60"), Decimal(3))
    assert exchange.engine.books.get(ticker).asks == ((Decimal("0.60"), Decimal(3)),)
    with pytest.raises(EngineRejection, match="would cross"):
        exchange.engine.books.set_level(owner, ticker, "bid", Decimal("0.60"), Decimal(1))
    exchange.engine.books.set_level(owner, ticker, "ask", Decimal("0.60"), Decimal(0))
    assert exchange.engine.books.get(ticker).asks == ()
    assert exchange.engine.imbalance() == 0


def test_a_key_of_one_subaccount_sees_its_own_orders_only(
    exchange: Sandbox, reader: Read, place: Place, ticker: str, other: str
) -> None:
    exchange.engine.accounts.add_subaccount(other)
    signer = Signer(exchange, other)
    exchange._keys.register(signer.access_key_id, signer.public_pem, account=other, subaccount=1)
    one = reader(signer=signer)
    one.subscribe("orderbook_delta", "user_orders", market_ticker=ticker)
    place("bid", "0.40", 1, other, client_order_id="of the primary")
    (delta,) = one.messages()
    assert "client_order_id" not in delta["msg"]
