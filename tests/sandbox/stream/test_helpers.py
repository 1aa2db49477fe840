"""What a test of a client can look at and do to a connection."""

from __future__ import annotations

import time

import pytest

from kalshi_overlay.books import Level
from kalshi_sandbox import Sandbox
from kalshi_sandbox.stream_faults import IgnoreCommand, Renumber, Unsubscribe

from .conftest import Place, Read


def test_commands_are_counted_by_connection_with_their_times_and_parameters(
    exchange: Sandbox, reader: Read, ticker: str
) -> None:
    began = time.monotonic()
    one, two = reader(), reader()
    one.subscribe("orderbook_delta", market_ticker=ticker)
    exchange.clock.advance(5)
    exchange.stream.faults.add(IgnoreCommand(), kind="update_subscription")
    one.update("get_snapshot", market_ticker=ticker)
    two.subscribe("trade")
    first, second = exchange.stream.connections
    subscribe, update = (each for each in first.commands() if each.name != "list_subscriptions")
    assert (subscribe.name, subscribe.id, subscribe.connection) == ("subscribe", 1, first.number)
    assert subscribe.params == {"channels": ["orderbook_delta"], "market_ticker": ticker}
    assert (update.name, update.at - subscribe.at) == ("update_subscription", 5)
    assert began <= subscribe.monotonic <= update.monotonic <= time.monotonic()
    assert [each.params["channels"] for each in second.commands("subscribe")] == [["trade"]]
    one.close()
    exchange.stream.drain()
    # What has left is still counted.
    assert [each.connection for each in exchange.stream.commands("subscribe")] == [1, 2]


def test_a_subscription_that_continues_can_restart_its_sequence(
    exchange: Sandbox, reader: Read, place: Place, ticker: str
) -> None:
    one = reader()
    one.subscribe("orderbook_delta", "ticker", market_ticker=ticker)
    rule = exchange.stream.faults.add(Renumber(), channel="orderbook_delta", nth=2)
    unnumbered = exchange.stream.faults.add(Renumber(), channel="ticker")
    for _ in range(3):
        place("bid", "0.40", 1)
    assert [each["seq"] for each in one.messages() if "seq" in each] == [2, 1, 2]
    assert (rule.fired, unnumbered.fired) == (1, 0)
    (fired,) = exchange.stream.faults.fired
    assert (fired.sid, fired.seq) == (1, 3)
    exchange.stream.connections[0].renumber(1, first=100)
    place("bid", "0.40", 1)
    assert [each["seq"] for each in one.messages() if "seq" in each] == [100]


def test_an_unsubscribed_that_nobody_asked_for_ends_a_subscription(
    exchange: Sandbox, reader: Read, place: Place, ticker: str
) -> None:
    one = reader()
    one.subscribe("orderbook_delta", market_ticker=ticker)
    exchange.stream.faults.add(Unsubscribe(), times=1)
    for _ in range(2):
        place("bid", "0.40", 1)
    (left,) = one.messages()
    assert (left["type"], left["sid"], left["seq"], "id" in left) == ("unsubscribed", 1, 3, False)
    (snapshot,) = one.subscribe("orderbook_delta", market_ticker=ticker)
    assert snapshot["sid"] == 2
    exchange.stream.connections[0].unsubscribe(2)
    (left,) = one.messages()
    assert (left["type"], left["sid"], left["seq"], "id" in left) == ("unsubscribed", 2, 2, False)


def test_an_error_can_end_a_subscription_on_which_nothing_happens(exchange: Sandbox, reader: Read, ticker: str) -> None:
    one = reader()
    one.subscribe("orderbook_delta", "ticker", market_ticker=ticker)
    (view,) = exchange.stream.connections
    view.terminate(1)
    view.terminate(2, code=10)
    overflow, failed = one.messages()
    assert (overflow["msg"]["code"], "sid" in overflow) == (25, False)
    assert (failed["msg"]["code"], failed["sid"]) == (10, 2)
    assert view.subscriptions == ()
    with pytest.raises(KeyError):
        view.terminate(1)


def test_a_history_finds_when_a_book_was_like_this(exchange: Sandbox, place: Place, ticker: str) -> None:
    place("bid", "0.40", 10)
    history = exchange.stream.history()
    begun = history.at(ticker, 0).bids
    assert history.find(ticker, begun, {}) == 0
    order = place("bid", "0.40", 5).order
    exchange.engine.orders.cancel(exchange.account, order.order_id)
    added, removed = history.clocks(ticker)
    assert history.find(ticker, history.at(ticker, added).bids, {}) == added
    levels = [Level(price, count) for price, count in history.at(ticker, added).bids.items()]
    assert history.find(ticker, levels, []) == added
    assert history.find(ticker, begun, {}, after=added) == removed
    assert history.find(ticker, history.at(ticker, added).bids, {}, after=removed) is None
    assert history.find(ticker, {}, begun) is None
