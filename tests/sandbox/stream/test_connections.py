"""Heartbeats, slow readers, many readers, and connections that are ended."""

from __future__ import annotations

import socket
from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from kalshi_sandbox import Sandbox
from kalshi_sandbox.stream_faults import Freeze
from tests.sandbox.small import small_sandbox

from .books_soak import prove_readers
from .conftest import AS_DOCUMENTED, Pings, Place, Read
from .reader import SECONDS, Reader, Signer


def test_a_heartbeat_comes_every_ten_seconds(exchange: Sandbox, reader: Read, pings: Pings) -> None:
    one = reader()
    exchange.clock.advance(9.9)
    one.messages()
    assert pings(one) == []
    exchange.clock.advance(0.1)
    one.messages()
    assert pings(one) == [b"heartbeat"]
    exchange.clock.advance(60)
    one.messages()
    assert len(pings(one)) == 7


def test_a_ping_is_answered(reader: Read) -> None:
    assert reader().socket.ping(b"are you there").wait(SECONDS)


def test_with_a_real_clock_things_happen_at_their_time_though_nobody_asks() -> None:
    with small_sandbox() as exchange, Reader(exchange) as one:
        one.subscribe("pyth_value", underlying_tickers=["Metal.XAU/USD"])
        assert one.read()["msg"]["underlying_ticker"] == "Metal.XAU/USD"


@AS_DOCUMENTED
def test_who_reads_too_slowly_loses_the_subscription_and_nobody_else_does(exchange: Sandbox, reader: Read) -> None:
    exchange.stream.limits.waiting_messages = 50
    hose = exchange.stream.firehose(markets=2)
    slow, quick = reader(), reader()
    for one in (slow, quick):
        one.subscribe("orderbook_delta", market_ticker=hose.tickers[0])
        one.subscribe("orderbook_delta", market_ticker=hose.tickers[1])
    exchange.stream.faults.add(Freeze(5), times=1)
    hose.run(1_000, per_second=1_000_000)
    assert len(quick.messages()) == hose.changes
    view = exchange.stream.connections[0]
    assert view.waiting <= 2 * 50 + 2
    assert view.subscriptions == ()
    exchange.clock.advance(5)
    errors = [each for each in slow.messages() if each["type"] == "error"]
    assert sorted(each["sid"] for each in errors) == [1, 2]
    assert {each["msg"]["code"] for each in errors} == {25}
    (snapshot,) = slow.subscribe("orderbook_delta", market_ticker=hose.tickers[0])
    assert (snapshot["sid"], snapshot["seq"]) == (3, 1)


def test_who_reads_nothing_at_all_takes_only_so_much_memory(exchange: Sandbox, ticker: str) -> None:
    exchange.stream.limits.waiting_messages = 20
    deaf = _deaf_subscriber(exchange, ticker)
    exchange.stream.drain()
    (view,) = exchange.stream.connections
    assert _holds(lambda: bool(view.subscriptions))
    # More than all buffers on the way can take.
    for _ in range(400):
        exchange.stream.publish("orderbook_delta", "orderbook_delta", {"text": "x" * 100_000}, name=ticker)
        assert view.waiting <= 21
    assert view.subscriptions == ()
    deaf.close()


def _holds(fact: Callable[[], bool]) -> bool:
    """Whether something comes true before long."""
    waiting, end = Event(), monotonic() + SECONDS
    while not fact() and monotonic() < end:
        waiting.wait(0.01)
    return fact()


def _deaf_subscriber(exchange: Sandbox, ticker: str) -> socket.socket:
    """A connection that has subscribed and never reads, with small buffers."""
    from websockets.client import ClientProtocol
    from websockets.uri import parse_uri

    uri = parse_uri(exchange.stream_url)
    protocol = ClientProtocol(uri)
    request = protocol.connect()
    request.headers.update(Signer(exchange).headers())
    protocol.send_request(request)
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.connect((uri.host, uri.port))
    raw.sendall(b"".join(protocol.data_to_send()))
    protocol.receive_data(raw.recv(4096))
    names = '["orderbook_delta"]'
    protocol.send_text(
        f'{{"id":1,"cmd":"subscribe","params":{{"channels":{names},"market_ticker":"{ticker}"}}}}'.encode()
    )
    raw.sendall(b"".join(protocol.data_to_send()))
    return raw


def test_many_readers_of_many_markets_get_everything() -> None:
    assert prove_readers(60, readers=4) >= 240


def test_a_reader_in_another_process_gets_all_that_is_measured() -> None:
    from .throughput import carry

    assert carry(100, subscriptions=2).messages == 200


def test_connections_can_be_looked_at_and_ended_one_by_one(
    exchange: Sandbox, reader: Read, ticker: str, other: str
) -> None:
    mine, theirs = reader(), reader(other)
    mine.subscribe("orderbook_delta", market_ticker=ticker)
    first, second = exchange.stream.connections
    assert [first.account, second.account] == [exchange.account, other]
    assert [(each.sid, each.channel, each.names) for each in first.subscriptions] == [(1, "orderbook_delta", (ticker,))]
    second.close(1013, "later")
    with pytest.raises(ConnectionClosed):
        theirs.read()
    assert (theirs.socket.close_code, theirs.socket.close_reason) == (1013, "later")
    first.kill()
    with pytest.raises(ConnectionClosed):
        mine.read()
    assert mine.socket.close_code == 1006
    assert [first.account, first.subscriptions] == ["", ()]


def test_the_exchange_can_go_away_and_come_back_at_the_same_place(
    exchange: Sandbox, reader: Read, place: Place, ticker: str
) -> None:
    one, url = reader(), exchange.stream_url
    one.subscribe("orderbook_delta", market_ticker=ticker)
    with exchange.refusing_connections():
        # An open stream stays open.
        place("bid", "0.40", 1)
        assert one.read()["seq"] == 2
        exchange.stream.kill()
        with pytest.raises(ConnectionClosed):
            one.read()
        with pytest.raises(ConnectionRefusedError):
            reader()
        assert exchange.stream.connections == ()
    assert exchange.stream_url == url
    (snapshot,) = reader().subscribe("orderbook_delta", market_ticker=ticker)
    assert snapshot["seq"] == 1


def test_all_can_be_closed_at_once(exchange: Sandbox, reader: Read) -> None:
    readers = [reader() for _ in range(3)]
    exchange.stream.close()
    for one in readers:
        with pytest.raises(ConnectionClosed):
            one.read()
        assert one.socket.close_code == 1012


def test_a_frozen_connection_can_be_closed(exchange: Sandbox, reader: Read, place: Place, ticker: str) -> None:
    one = reader()
    one.subscribe("orderbook_delta", market_ticker=ticker)
    exchange.stream.faults.add(Freeze(3600))
    place("bid", "0.40", 1)
    exchange.stream.drain()
    exchange.stream.close(1001)
    with pytest.raises(ConnectionClosed):
        one.read()
    assert one.socket.close_code == 1001


def test_a_reader_that_leaves_is_forgotten(exchange: Sandbox, place: Place, ticker: str) -> None:
    with Reader(exchange) as one:
        one.subscribe("orderbook_delta", market_ticker=ticker)
        (view,) = exchange.stream.connections
    exchange.stream.drain()
    assert not view.is_open
    place("bid", "0.40", 1)
    exchange.clock.advance(20)
    assert exchange.stream.connections == ()


@AS_DOCUMENTED
def test_orders_from_many_threads_are_sent_in_one_order(exchange: Sandbox, reader: Read, ticker: str) -> None:
    from concurrent.futures import ThreadPoolExecutor
    from decimal import Decimal

    from kalshi_sandbox.engine import NewOrder

    def trade(price: int) -> None:
        for _ in range(10):
            order = NewOrder(ticker=ticker, side="bid", count=Decimal(1), price=Decimal(price) / 100)
            exchange.engine.orders.place(exchange.account, order)

    one = reader()
    one.subscribe("orderbook_delta", market_ticker=ticker)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(trade, range(10, 14)))
    messages: list[dict[str, Any]] = one.messages()
    clocks = [each["msg"]["clock"] for each in messages]
    assert clocks == sorted(clocks)
    assert len(clocks) == 40
