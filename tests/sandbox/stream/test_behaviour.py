"""What people measured of the live exchange's stream, fact by fact, and what the documents say instead."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import attrs
import pytest
from websockets.client import ClientProtocol
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect
from websockets.uri import parse_uri

from kalshi_sandbox import Sandbox, stream
from kalshi_sandbox.behaviour import Behaviour
from kalshi_sandbox.stream_faults import Freeze, RejectCommand, RejectHandshake, Terminate
from tests.conftest import ROOT

from .books import Books
from .conftest import AS_DOCUMENTED, Pings, Place, Read
from .reader import SECONDS, Reader, Signer

Message = dict[str, Any]


@pytest.fixture
def second(exchange: Sandbox) -> str:
    """Another market that nobody quotes."""
    return exchange.add_market("KXTEST-26DEC31-2").ticker


def bare(message: Message) -> Message:
    """A message without the time of its sending."""
    return {name: value for name, value in message.items() if name != "sending_ts_ms"}


def answers(reader: Reader, cmd: str, **params: Any) -> tuple[int, list[Message]]:
    """Send a command: its id, and everything that came until the exchange had answered."""
    command_id = reader.send(cmd, params)
    return command_id, reader.messages()


def levels(message: Message, side: str) -> list[list[str]]:
    found: list[list[str]] = message["msg"][f"{side}_dollars_fp"]
    return found


# One subscription per channel and connection.


def test_the_first_subscribe_of_a_channel_is_answered_by_subscribed_without_a_number(reader: Read, ticker: str) -> None:
    command_id, (answer, _) = answers(reader(), "subscribe", channels=["orderbook_delta"], market_ticker=ticker)
    assert bare(answer) == {
        "type": "subscribed",
        "id": command_id,
        "msg": {"channel": "orderbook_delta", "sid": 1},
    }


def test_a_later_subscribe_is_answered_by_ok_with_all_markets_and_new_ones_get_a_snapshot(
    reader: Read, place: Place, ticker: str, second: str
) -> None:
    place("bid", "0.40", 1, ticker=second)
    one = reader()
    one.subscribe("orderbook_delta", market_ticker=ticker)
    command_id, messages = answers(one, "subscribe", channels=["orderbook_delta"], market_tickers=[second, ticker])
    ok, snapshot = messages
    # What was there gets nothing.
    assert bare(ok) == {
        "type": "ok",
        "id": command_id,
        "sid": 1,
        "seq": 2,
        "msg": {"market_tickers": [ticker, second]},
    }
    assert (snapshot["type"], snapshot["sid"], snapshot["seq"]) == ("orderbook_snapshot", 1, 3)
    assert snapshot["msg"]["market_ticker"] == second
    place("bid", "0.30", 1)
    place("bid", "0.30", 1, ticker=second)
    assert [(each["sid"], each["seq"]) for each in one.messages()] == [(1, 4), (1, 5)]


def test_a_later_subscribe_with_nothing_new_is_answered_by_ok_alone(reader: Read, ticker: str) -> None:
    one = reader()
    one.subscribe("orderbook_delta", market_ticker=ticker)
    _, (ok,) = answers(one, "subscribe", channels=["orderbook_delta"], market_ticker=ticker)
    assert (ok["type"], ok["seq"], ok["msg"]) == ("ok", 2, {"market_tickers": [ticker]})


def test_one_subscribe_of_several_channels_has_one_answer_each_under_one_id(reader: Read, ticker: str) -> None:
    one = reader()
    one.subscribe("trade", market_ticker=ticker)
    command_id, messages = answers(one, "subscribe", channels=["ticker", "trade", "fill"], market_ticker=ticker)
    assert [(each["type"], each["id"]) for each in messages] == [
        ("subscribed", command_id),
        ("ok", command_id),
        ("subscribed", command_id),
    ]
    assert [messages[0]["msg"]["sid"], messages[1]["sid"], messages[2]["msg"]["sid"]] == [2, 1, 3]


def test_every_channel_has_one_subscription(exchange: Sandbox, reader: Read, ticker: str) -> None:
    from kalshi_gen.stream.channels import CHANNELS

    one = reader()
    one.subscribe(*CHANNELS, market_ticker=ticker)
    _, messages = answers(one, "subscribe", channels=list(CHANNELS), market_ticker=ticker)
    assert [(each["type"], each["sid"]) for each in messages] == [("ok", sid) for sid in range(1, len(CHANNELS) + 1)]
    assert len(exchange.stream.connections[0].subscriptions) == len(CHANNELS)


def test_a_channel_that_is_named_twice_in_one_subscribe_is_one_subscription(reader: Read) -> None:
    _, messages = answers(reader(), "subscribe", channels=["trade", "trade"])
    assert [each["type"] for each in messages] == ["subscribed", "ok"]


def test_the_options_of_the_first_subscribe_stay_whatever_later_ones_say(
    reader: Read, place: Place, ticker: str, second: str
) -> None:
    place("ask", "0.70", 1, ticker=second)
    one = reader()
    one.subscribe("orderbook_delta", market_ticker=ticker)
    one.subscribe("ticker", market_ticker=ticker, send_initial_snapshot=True)
    _, messages = answers(
        one, "subscribe", channels=["orderbook_delta"], market_ticker=second, use_yes_price=True, skip_ticker_ack=True
    )
    assert messages[0]["msg"] == {"market_tickers": [ticker, second]}
    assert levels(messages[1], "no") == [["0.3000", "1.00"]]
    _, messages = answers(one, "subscribe", channels=["ticker"], market_ticker=second)
    assert [each["type"] for each in messages] == ["ok", "ticker"]
    assert messages[1]["msg"]["market_ticker"] == second


def test_a_later_subscribe_without_markets_makes_it_one_of_all_for_good(
    exchange: Sandbox, reader: Read, place: Place, ticker: str, second: str, other: str
) -> None:
    one = reader()
    one.subscribe("trade", market_ticker=ticker)
    for params in ({}, {"market_ticker": ticker}):
        _, (ok,) = answers(one, "subscribe", channels=["trade"], **params)
        assert (ok["type"], ok["msg"]) == ("ok", {})
        place("bid", "0.40", 1, ticker=second)
        place("ask", "0.40", 1, other, ticker=second)
        assert [each["market_ticker"] for each in one.of("trade")] == [second]
    assert exchange.stream.connections[0].subscriptions[0].names == ()


def test_a_later_subscribe_of_an_index_adds_it(exchange: Sandbox, reader: Read) -> None:
    one = reader()
    one.subscribe("cfbenchmarks_value", index_ids=["BRTI"])
    _, (ok,) = answers(one, "subscribe", channels=["cfbenchmarks_value"], index_ids=["ETHUSD_RTI"])
    assert (ok["type"], ok["msg"]) == ("ok", {"index_ids": ["BRTI", "ETHUSD_RTI"]})
    exchange.clock.advance(1)
    assert [each["index_id"] for each in one.of("cfbenchmarks_value")] == ["BRTI", "ETHUSD_RTI"]


def test_markets_of_all_subscribes_together_are_held_to_the_bound(exchange: Sandbox, reader: Read) -> None:
    exchange.stream.limits.markets = 2
    tickers = [market.ticker for market in exchange.engine.markets.all()[:3]]
    one = reader()
    one.subscribe("trade", market_tickers=tickers[:2])
    command_id, (rejected,) = answers(one, "subscribe", channels=["ticker", "trade"], market_ticker=tickers[2])
    assert (rejected["id"], rejected["msg"]["code"]) == (command_id, 26)
    assert [each.channel for each in exchange.stream.connections[0].subscriptions] == ["trade"]


def test_unsubscribe_ends_the_channel_for_all_markets(reader: Read, place: Place, ticker: str, second: str) -> None:
    one = reader()
    for name in (ticker, second):
        one.send("subscribe", {"channels": ["orderbook_delta"], "market_ticker": name})
    one.messages()
    command_id, (left,) = answers(one, "unsubscribe", sids=[1])
    assert bare(left) == {"type": "unsubscribed", "id": command_id, "sid": 1, "seq": 4}
    place("bid", "0.40", 1)
    place("bid", "0.40", 1, ticker=second)
    assert one.messages() == []


def test_one_market_goes_by_delete_markets(reader: Read, place: Place, ticker: str, second: str) -> None:
    one = reader()
    for name in (ticker, second):
        one.send("subscribe", {"channels": ["orderbook_delta"], "market_ticker": name})
    one.messages()
    (ok,) = one.update("delete_markets", market_ticker=ticker)
    assert ok["msg"] == {"market_tickers": [second]}
    place("bid", "0.40", 1)
    place("bid", "0.40", 1, ticker=second)
    assert [each["market_ticker"] for each in one.of("orderbook_delta")] == [second]


def test_after_unsubscribe_a_subscribe_gets_a_new_sid_and_counts_from_one(reader: Read, ticker: str) -> None:
    one = reader()
    one.subscribe("orderbook_delta", market_ticker=ticker)
    answers(one, "unsubscribe", sids=[1])
    (snapshot,) = one.subscribe("orderbook_delta", market_ticker=ticker)
    assert (snapshot["sid"], snapshot["seq"]) == (2, 1)


def test_sids_begin_at_one_on_each_connection(reader: Read, ticker: str) -> None:
    for one in (reader(), reader()):
        (snapshot,) = one.subscribe("orderbook_delta", market_ticker=ticker)
        assert snapshot["sid"] == 1


@AS_DOCUMENTED
def test_by_the_documents_each_subscribe_has_a_sid_of_its_own(
    reader: Read, place: Place, ticker: str, second: str
) -> None:
    one = reader()
    for sid, name in enumerate((ticker, second, ticker), start=1):
        _, messages = answers(one, "subscribe", channels=["orderbook_delta"], market_ticker=name)
        assert messages[0]["msg"] == {"channel": "orderbook_delta", "sid": sid}
        assert (messages[1]["sid"], messages[1]["seq"]) == (sid, 1)
    place("bid", "0.40", 1)
    assert [each["sid"] for each in one.messages()] == [1, 3]


# Numbers.


def test_seq_counts_all_that_a_sid_says_answers_and_errors_too(
    reader: Read, place: Place, ticker: str, second: str
) -> None:
    one = reader()
    messages = one.subscribe("orderbook_delta", market_ticker=ticker)
    place("bid", "0.40", 1)
    messages += answers(one, "subscribe", channels=["orderbook_delta"], market_ticker=second)[1]
    place("bid", "0.40", 1, ticker=second)
    messages += one.update("get_snapshot", market_ticker=second)
    messages += one.update("get_snapshot")
    messages += one.update("delete_markets", market_ticker=second)
    place("bid", "0.40", 1)
    messages += answers(one, "unsubscribe", sids=[1])[1]
    assert [(each["seq"], each["type"]) for each in messages] == [
        (1, "orderbook_snapshot"),
        (2, "orderbook_delta"),
        (3, "ok"),
        (4, "orderbook_snapshot"),
        (5, "orderbook_delta"),
        (6, "ok"),
        (7, "orderbook_snapshot"),
        (8, "error"),
        (9, "ok"),
        (10, "orderbook_delta"),
        (11, "unsubscribed"),
    ]
    assert {each["sid"] for each in messages} == {1}


def test_seq_is_on_books_trades_lifecycle_groups_and_indices_and_not_on_tickers_fills_and_orders(
    exchange: Sandbox, reader: Read, place: Place, ticker: str, other: str
) -> None:
    one = reader()
    one.subscribe("orderbook_delta", "trade", "ticker", "fill", "user_orders", market_tickers=[ticker])
    one.subscribe("market_lifecycle_v2", "order_group_updates")
    one.subscribe("cfbenchmarks_value", index_ids=["BRTI"])
    place("bid", "0.40", 1)
    place("ask", "0.40", 1, other)
    exchange.engine.groups.create(exchange.account, Decimal(10))
    exchange.add_market("KXNEW-26DEC31-1")
    exchange.clock.advance(1)
    messages = one.messages()
    market = {"orderbook_delta", "trade", "market_lifecycle_v2", "event_lifecycle"}
    with_seq = {each["type"] for each in messages if "seq" in each}
    assert with_seq == {*market, "order_group_updates", "cfbenchmarks_value"}
    assert {each["type"] for each in messages if "seq" not in each} == {"ticker", "fill", "user_order"}


# get_snapshot.


def test_get_snapshot_is_answered_by_ok_and_then_by_the_snapshots(
    reader: Read, place: Place, ticker: str, second: str
) -> None:
    place("bid", "0.40", 10)
    one = reader()
    one.subscribe("orderbook_delta", market_tickers=[ticker, second])
    command_id, (ok, *snapshots) = answers(
        one, "update_subscription", sid=1, action="get_snapshot", market_tickers=[second, ticker]
    )
    assert bare(ok) == {
        "type": "ok",
        "id": command_id,
        "sid": 1,
        "seq": 3,
        "msg": {"market_tickers": [ticker, second]},
    }
    assert [(each["type"], each["seq"], each["msg"]["market_ticker"]) for each in snapshots] == [
        ("orderbook_snapshot", 4, second),
        ("orderbook_snapshot", 5, ticker),
    ]
    assert not any("id" in each for each in snapshots)
    place("bid", "0.40", 10)
    (delta,) = one.messages()
    assert delta["seq"] == 6


@pytest.mark.parametrize(
    ("code", "params"),
    [
        (7, {"market_ticker": "named"}),
        (12, {}),
        (12, {"sids": [1, 2], "market_ticker": "named"}),
        (12, {"sid": 1, "sids": [1], "market_ticker": "named"}),
        (14, {"sid": 1}),
    ],
)
def test_get_snapshot_takes_exactly_one_sid_and_markets(
    reader: Read, ticker: str, code: int, params: dict[str, Any]
) -> None:
    one = reader()
    one.subscribe("orderbook_delta", "trade", market_ticker=ticker)
    if "market_ticker" in params:
        params = params | {"market_ticker": ticker}
    _, (error,) = answers(one, "update_subscription", action="get_snapshot", **params)
    assert (error["type"], error["msg"]["code"]) == ("error", code)


@AS_DOCUMENTED
def test_by_the_documents_get_snapshot_is_answered_by_the_snapshots_alone(
    reader: Read, ticker: str, second: str
) -> None:
    one = reader()
    one.subscribe("orderbook_delta", market_tickers=[ticker, second])
    command_id, messages = answers(
        one, "update_subscription", sid=1, action="get_snapshot", market_tickers=[second, ticker]
    )
    assert [(each["type"], each["id"], each["seq"]) for each in messages] == [
        ("orderbook_snapshot", command_id, 3),
        ("orderbook_snapshot", command_id, 4),
    ]


@AS_DOCUMENTED
def test_by_the_documents_an_update_without_a_sid_lacks_one(reader: Read, ticker: str) -> None:
    one = reader()
    one.subscribe("orderbook_delta", market_ticker=ticker)
    command_id, (error,) = answers(one, "update_subscription", action="get_snapshot", market_ticker=ticker)
    assert (error["id"], error["msg"]["code"]) == (command_id, 12)


# Errors.


def test_an_error_about_a_subscription_has_its_sid_and_seq_and_no_id(reader: Read, ticker: str) -> None:
    one = reader()
    one.subscribe("orderbook_delta", market_ticker=ticker)
    _, (error,) = answers(one, "update_subscription", sid=1, action="get_snapshot")
    assert bare(error) == {"type": "error", "sid": 1, "seq": 2, "msg": {"code": 14, "msg": "Market Ticker required"}}


def test_an_error_about_an_update_of_no_subscription_has_neither_sid_nor_id(reader: Read) -> None:
    _, (error,) = answers(reader(), "update_subscription", sids=[1, 2], action="add_markets")
    assert error.keys() == {"type", "msg", "sending_ts_ms"}
    assert error["msg"]["code"] == 12


def test_an_error_about_another_command_has_its_id(reader: Read) -> None:
    command_id, (error,) = answers(reader(), "subscribe", channels=["gossip"])
    assert bare(error) == {"type": "error", "id": command_id, "msg": {"code": 8, "msg": "Unknown channel name"}}
    command_id, (error,) = answers(reader(), "unsubscribe", sids=[7])
    assert (error["id"], error["msg"]["code"]) == (command_id, 7)


def test_a_fault_rejects_an_update_as_the_exchange_does(exchange: Sandbox, reader: Read, ticker: str) -> None:
    one = reader()
    one.subscribe("orderbook_delta", market_ticker=ticker)
    exchange.stream.faults.add(RejectCommand(27), kind="update_subscription", times=1)
    (error,) = one.update("get_snapshot", market_ticker=ticker)
    assert (error["sid"], error["seq"], error["msg"]["code"], "id" in error) == (1, 2, 27, False)


@AS_DOCUMENTED
def test_by_the_documents_every_error_about_a_command_has_its_id(reader: Read, ticker: str) -> None:
    one = reader()
    one.subscribe("orderbook_delta", market_ticker=ticker)
    command_id, (error,) = answers(one, "update_subscription", sid=1, action="get_snapshot")
    assert (error["id"], error["sid"], error["seq"], error["msg"]["code"]) == (command_id, 1, 2, 14)


def test_an_overflow_names_no_subscription_and_leaves_it_dead_on_an_open_connection(
    exchange: Sandbox, reader: Read, place: Place, ticker: str
) -> None:
    one = reader()
    one.subscribe("orderbook_delta", "ticker", market_ticker=ticker)
    exchange.stream.faults.add(Terminate(25), channel="orderbook_delta", times=1)
    for _ in range(3):
        place("bid", "0.40", 1)
    messages = one.messages()
    assert bare(messages[0]) == {"type": "error", "msg": {"code": 25, "msg": "Subscription buffer overflow"}}
    # Other channels live on.
    assert [each["type"] for each in messages[1:]] == ["ticker"] * 3
    _, (rejected,) = answers(one, "unsubscribe", sids=[1])
    assert rejected["msg"]["code"] == 7
    (snapshot,) = one.subscribe("orderbook_delta", market_ticker=ticker)
    assert (snapshot["sid"], snapshot["seq"]) == (3, 1)


def test_after_an_overflow_on_the_channel_of_rfqs_the_connection_stays_open_and_silent(
    exchange: Sandbox, reader: Read, pings: Pings
) -> None:
    one = reader()
    one.subscribe("communications")
    connection = exchange.stream.connections[0]
    connection.terminate(1)
    assert [bare(each) for each in one.messages()] == [
        {"type": "error", "msg": {"code": 25, "msg": "Subscription buffer overflow"}}
    ]
    for _ in range(80):
        exchange.stream.publish("communications", "rfq_deleted", {})
        exchange.clock.advance(60)
        assert one.messages() == []
    assert connection.is_open
    # It does not look dead: pings come.
    assert len(pings(one)) == 80 * 6


def test_a_reader_that_is_too_slow_gets_an_overflow_without_a_sid(exchange: Sandbox, reader: Read) -> None:
    exchange.stream.limits.waiting_messages = 50
    hose = exchange.stream.firehose(markets=2)
    one = reader()
    one.subscribe("orderbook_delta", market_tickers=list(hose.tickers))
    exchange.stream.faults.add(Freeze(5), times=1)
    hose.run(500, per_second=1_000_000)
    assert exchange.stream.connections[0].subscriptions == ()
    exchange.clock.advance(5)
    (error,) = [bare(each) for each in one.messages() if each["type"] == "error"]
    assert error == {"type": "error", "msg": {"code": 25, "msg": "Subscription buffer overflow"}}


def test_the_channel_s_own_error_names_its_subscription(
    exchange: Sandbox, reader: Read, place: Place, ticker: str
) -> None:
    one = reader()
    one.subscribe("orderbook_delta", market_ticker=ticker)
    exchange.stream.faults.add(Terminate(10), times=1)
    place("bid", "0.40", 1)
    (error,) = one.messages()
    assert (error["sid"], error["msg"]["code"]) == (1, 10)


# What messages are like.


def test_books_have_no_clock(reader: Read, place: Place, ticker: str) -> None:
    place("bid", "0.40", 10)
    place("ask", "0.60", 5)
    one = reader()
    (snapshot,) = one.subscribe("orderbook_delta", market_ticker=ticker)
    # Nor has a snapshot any time but that of its sending.
    assert snapshot.keys() == {"type", "sid", "seq", "msg", "sending_ts_ms"}
    assert snapshot["msg"].keys() == {"market_ticker", "market_id", "yes_dollars_fp", "no_dollars_fp"}
    place("bid", "0.40", 1)
    (delta,) = one.messages()
    assert delta["msg"].keys() == {
        "market_ticker",
        "market_id",
        "price_dollars",
        "delta_fp",
        "side",
        "ts",
        "ts_ms",
    }


@AS_DOCUMENTED
def test_by_the_documents_books_have_clocks(reader: Read, place: Place, ticker: str) -> None:
    place("bid", "0.40", 10)
    one = reader()
    (snapshot,) = one.subscribe("orderbook_delta", market_ticker=ticker)
    place("bid", "0.40", 1)
    (delta,) = one.messages()
    assert 0 < snapshot["msg"]["clock"] < delta["msg"]["clock"]


def test_an_empty_side_has_no_key_and_an_empty_book_neither(reader: Read, place: Place, ticker: str) -> None:
    (empty,) = reader().subscribe("orderbook_delta", market_ticker=ticker)
    assert empty["msg"].keys() == {"market_ticker", "market_id"}
    place("ask", "0.70", 1)
    (snapshot,) = reader().subscribe("orderbook_delta", market_ticker=ticker)
    assert snapshot["msg"].keys() == {"market_ticker", "market_id", "no_dollars_fp"}


def test_a_delta_has_its_time_to_the_microsecond_and_in_milliseconds(
    exchange: Sandbox, reader: Read, place: Place, ticker: str
) -> None:
    one = reader()
    one.subscribe("orderbook_delta", market_ticker=ticker)
    exchange.clock.advance(0.123456)
    place("bid", "0.40", 1)
    (delta,) = one.of("orderbook_delta")
    now = exchange.clock.now()
    assert now.microsecond % 1000
    assert delta["ts"] == f"{now:%Y-%m-%dT%H:%M:%S.%f}Z"
    assert delta["ts_ms"] == int(datetime.fromisoformat(delta["ts"]).timestamp() * 1000)
    exchange.clock.advance(1 - now.microsecond / 1_000_000)
    place("bid", "0.40", 1)
    assert one.of("orderbook_delta")[0]["ts"].endswith(".000000Z")


def test_the_ts_of_a_ticker_is_in_whole_seconds(exchange: Sandbox, reader: Read, place: Place, ticker: str) -> None:
    one = reader()
    one.subscribe("ticker", market_ticker=ticker)
    exchange.clock.advance(0.75)
    place("bid", "0.40", 1)
    (message,) = one.of("ticker")
    assert message["ts"] == int(exchange.clock.now().timestamp())
    assert message["ts_ms"] == exchange.clock.now().timestamp() * 1000


def test_the_price_of_a_market_without_trades_is_an_empty_text(
    reader: Read, place: Place, ticker: str, other: str
) -> None:
    one = reader()
    (first,) = one.subscribe("ticker", market_ticker=ticker, send_initial_snapshot=True)
    assert first["msg"]["price_dollars"] == ""
    place("bid", "0.40", 2)
    place("ask", "0.40", 1, other)
    prices = [each["price_dollars"] for each in one.of("ticker")]
    assert (prices[0], prices[-1]) == ("", "0.4000")


@AS_DOCUMENTED
def test_by_the_documents_the_price_of_a_market_without_trades_is_a_number(reader: Read, ticker: str) -> None:
    (first,) = reader().subscribe("ticker", market_ticker=ticker, send_initial_snapshot=True)
    assert first["msg"]["price_dollars"] == "0.0000"


def test_every_frame_ends_in_a_newline(reader: Read, place: Place, ticker: str) -> None:
    one, kinds = reader(), []
    for channel, count in (("orderbook_delta", 2), ("gossip", 1)):
        one.send("subscribe", {"channels": [channel], "market_ticker": ticker})
        kinds += [kind_of_line(one) for _ in range(count)]
    place("bid", "0.40", 1)
    assert [*kinds, kind_of_line(one)] == ["subscribed", "orderbook_snapshot", "error", "orderbook_delta"]


def kind_of_line(reader: Reader) -> str:
    """The type of the next message, which ends in a newline."""
    text = reader.socket.recv(timeout=SECONDS)
    assert isinstance(text, str)
    assert text.endswith("}\n")
    kind: str = json.loads(text)["type"]
    return kind


def test_every_message_says_when_it_was_sent(exchange: Sandbox, reader: Read, ticker: str) -> None:
    _, messages = answers(reader(), "subscribe", channels=["orderbook_delta"], market_ticker=ticker)
    assert [each["sending_ts_ms"] for each in messages] == [exchange.clock.now().timestamp() * 1000] * 2


def test_levels_ascend_on_both_sides(reader: Read, place: Place, ticker: str) -> None:
    for price in ("0.40", "0.20", "0.30"):
        place("bid", price, 1)
    for price in ("0.80", "0.60", "0.70"):
        place("ask", price, 1)
    (snapshot,) = reader().subscribe("orderbook_delta", market_ticker=ticker)
    assert [price for price, _ in levels(snapshot, "yes")] == ["0.2000", "0.3000", "0.4000"]
    assert [price for price, _ in levels(snapshot, "no")] == ["0.2000", "0.3000", "0.4000"]


def test_with_use_yes_price_the_no_ladder_is_on_the_scale_of_yes(reader: Read, place: Place, ticker: str) -> None:
    for price in ("0.80", "0.60", "0.70"):
        place("ask", price, 1)
    one = reader()
    (snapshot,) = one.subscribe("orderbook_delta", market_ticker=ticker, use_yes_price=True)
    assert [price for price, _ in levels(snapshot, "no")] == ["0.6000", "0.7000", "0.8000"]
    place("ask", "0.90", 1)
    (delta,) = one.of("orderbook_delta")
    assert (delta["side"], delta["price_dollars"]) == ("no", "0.9000")


@pytest.mark.parametrize("uses_yes_price", [False, True])
def test_a_book_put_together_by_seq_alone_is_one_that_the_exchange_had(
    exchange: Sandbox, reader: Read, uses_yes_price: bool
) -> None:
    hose = exchange.stream.firehose(markets=4, seed=11)
    history, books = exchange.stream.history(), Books(uses_yes_price=uses_yes_price)
    one, moments = reader(), dict.fromkeys(hose.tickers, 0)
    given: dict[str, Any] = {"market_tickers": list(hose.tickers), "use_yes_price": uses_yes_price}
    messages = one.subscribe("orderbook_delta", **given)
    hose.run(800)
    messages += one.messages()
    assert [each["seq"] for each in messages] == list(range(1, len(messages) + 1))
    for message in messages:
        ticker = books.apply(message)
        moment = history.find(ticker, *books.sides(ticker), after=moments[ticker])
        assert moment is not None
        moments[ticker] = moment
    assert moments == {ticker: history.clocks(ticker)[-1] for ticker in hose.tickers}


def test_a_message_tells_the_shard_of_its_market(exchange: Sandbox, reader: Read, place: Place, other: str) -> None:
    one = reader()
    one.subscribe("fill", "user_orders", "market_lifecycle_v2")
    ticker = exchange.add_market("KXSHARD-26DEC31-1", exchange_index=2).ticker
    place("bid", "0.40", 1, ticker=ticker)
    place("ask", "0.40", 1, other, ticker=ticker)
    messages = [each for each in one.messages() if "market_ticker" in each["msg"] or "ticker" in each["msg"]]
    shards = {each["type"]: each["msg"]["exchange_index"] for each in messages if "exchange_index" in each["msg"]}
    assert shards == {"market_lifecycle_v2": 2, "user_order": 2, "fill": 2}


# Settled and unknown markets.


def test_a_settled_market_subscribes_cleanly_and_streams_nothing(
    exchange: Sandbox, reader: Read, ticker: str, second: str
) -> None:
    exchange.settle(ticker, "yes")
    one = reader()
    _, (answer,) = answers(one, "subscribe", channels=["orderbook_delta"], market_ticker=ticker)
    assert answer["type"] == "subscribed"
    assert one.subscribe("ticker", market_ticker=ticker, send_initial_snapshot=True) == []
    (ok,) = one.update("get_snapshot", market_ticker=ticker)
    assert ok["type"] == "ok"
    _, messages = answers(one, "subscribe", channels=["orderbook_delta"], market_tickers=[ticker, second])
    assert [(each["type"], each["msg"].get("market_ticker")) for each in messages] == [
        ("ok", None),
        ("orderbook_snapshot", second),
    ]


@AS_DOCUMENTED
def test_by_the_documents_a_settled_market_has_an_empty_book(exchange: Sandbox, reader: Read, ticker: str) -> None:
    exchange.settle(ticker, "yes")
    (snapshot,) = reader().subscribe("orderbook_delta", market_ticker=ticker)
    assert snapshot["type"] == "orderbook_snapshot"
    assert snapshot["msg"].keys() == {"market_ticker", "market_id", "clock"}


def test_determined_and_settled_are_sent_and_a_close_by_time_is_not(exchange: Sandbox, reader: Read) -> None:
    ticker = exchange.add_market("KXSOON-26DEC31-1", close_time=exchange.clock.now() + timedelta(minutes=10)).ticker
    one = reader()
    one.subscribe("market_lifecycle_v2")
    exchange.clock.advance(601)
    assert exchange.engine.markets.get(ticker).market.status == "closed"
    one.of("market_lifecycle_v2")
    announced_by_time = [each for each in one.of("market_lifecycle_v2") if each["market_ticker"] == ticker]
    exchange.settle(ticker, "yes")
    messages = [each["event_type"] for each in one.of("market_lifecycle_v2") if each["market_ticker"] == ticker]
    assert (announced_by_time, messages) == ([], ["determined", "settled"])


def test_an_unknown_market_subscribes_with_an_empty_snapshot_and_an_empty_id(exchange: Sandbox, place: Place) -> None:
    # An empty id is none by the specification.
    with Reader(exchange, checks=False) as one:
        (snapshot,) = one.subscribe("orderbook_delta", market_ticker="KXLATER-26DEC31-1")
        assert snapshot["msg"] == {"market_ticker": "KXLATER-26DEC31-1", "market_id": ""}
        assert one.subscribe("ticker", market_ticker="KXLATER-26DEC31-1", send_initial_snapshot=True) == []
        ok, snapshot = one.update("get_snapshot", market_ticker="KXNEVER-26DEC31-1")
        assert (ok["type"], snapshot["msg"]["market_id"]) == ("ok", "")
        # Once the market exists, its messages are sent.
        exchange.add_market("KXLATER-26DEC31-1")
        place("bid", "0.40", 1, ticker="KXLATER-26DEC31-1")
        assert [each["type"] for each in one.messages()] == ["orderbook_delta", "ticker"]


def test_an_unknown_market_can_not_be_named_by_its_id(reader: Read) -> None:
    nobody = "00000000-0000-4000-8000-000000000000"
    for channel, code in (("ticker", 11), ("orderbook_delta", 14)):
        command_id, (error,) = answers(reader(), "subscribe", channels=[channel], market_id=nobody)
        assert (error["id"], error["msg"]["code"]) == (command_id, code)


# Limits, as documented.


def test_an_account_has_two_hundred_connections_and_no_more(exchange: Sandbox, reader: Read, other: str) -> None:
    assert exchange.stream.limits.connections == 200
    signer = Signer(exchange)
    readers = [reader(signer=signer) for _ in range(200)]
    with pytest.raises(InvalidStatus) as rejected:
        reader(signer=signer)
    assert rejected.value.response.status_code == 429
    assert json.loads(rejected.value.response.body or b"")["error"]["code"] == "too_many_requests"
    assert reader(other).messages() == []
    readers[0].socket.close()
    assert holds(lambda: len(exchange.stream.connections) == 200)
    assert reader(signer=signer).messages() == []


def test_a_connection_takes_half_a_million_markets_on_all_channels_together(exchange: Sandbox, reader: Read) -> None:
    assert exchange.stream.limits.markets == 500_000
    exchange.stream.limits.markets = 20
    one = reader()
    for start, channel in ((0, "trade"), (5, "ticker")):
        names = [f"KXMANY-{number}" for number in range(start, start + 9)]
        one.subscribe(channel, market_tickers=names, skip_ticker_ack=True)
    (ok,) = one.update("add_markets", sid=1, market_tickers=["KXMORE-1", "KXMORE-2", "KXMANY-0"])
    assert ok["type"] == "ok"
    _, (error,) = answers(one, "subscribe", channels=["fill"], market_ticker="KXMORE-1")
    assert error["msg"]["code"] == 26
    (error,) = one.update("add_markets", sid=2, market_ticker="KXMORE-1")
    assert error["msg"]["code"] == 26
    assert one.update("delete_markets", sid=1, market_ticker="KXMORE-1")[0]["type"] == "ok"
    assert one.update("add_markets", sid=2, market_ticker="KXMORE-1")[0]["type"] == "ok"


def test_ten_thousand_commands_a_second_are_taken(exchange: Sandbox, reader: Read, ticker: str) -> None:
    assert exchange.stream.limits.commands_a_second == 10_000
    exchange.stream.limits.commands_a_second = 100
    one = reader()
    one.subscribe("trade", market_ticker=ticker)
    for _ in range(2):
        for _ in range(101):
            one.send("update_subscription", {"sid": 1, "action": "add_markets", "market_ticker": ticker})
        messages = one.messages()
        assert [each["type"] for each in messages] == ["ok"] * 100 + ["error"]
        assert messages[-1]["msg"]["code"] == 27
        exchange.clock.advance(1)


def test_a_message_may_have_64_mebibytes(exchange: Sandbox, reader: Read) -> None:
    one, most = reader(), 1 << 26
    one.socket.send(b" " * most)
    assert one.read()["msg"]["code"] == 1
    with silent_reader(exchange) as raw:
        # Nobody waits for so much: the length at its beginning is enough.
        raw.sendall(b"\x82\xff" + (most + 1).to_bytes(8) + bytes(4))
        closing = raw.recv(4096)
    assert (closing[0], int.from_bytes(closing[2:4])) == (0x88, 1009)


def test_compression_is_optional(exchange: Sandbox, ticker: str) -> None:
    offered = connect(exchange.stream_url, additional_headers=Signer(exchange).headers(), compression="deflate")
    with offered as socket:
        assert "permessage-deflate" in socket.request.headers["Sec-WebSocket-Extensions"]
        assert "Sec-WebSocket-Extensions" not in socket.response.headers
        socket.send(json.dumps({"id": 1, "cmd": "subscribe", "params": {"channels": ["trade"]}}))
        assert json.loads(socket.recv(timeout=SECONDS))["type"] == "subscribed"


# Connections.


def test_a_key_that_may_only_read_may_have_tickers_trades_lifecycle_and_books(
    exchange: Sandbox, reader: Read, ticker: str
) -> None:
    signer = Signer(exchange)
    exchange._keys.register(signer.access_key_id, signer.public_pem, account=exchange.account, scopes=("read",))
    one = reader(signer=signer)
    (snapshot,) = one.subscribe("ticker", "trade", "market_lifecycle_v2", "orderbook_delta", market_ticker=ticker)
    assert snapshot["type"] == "orderbook_snapshot"


def test_a_busy_connection_gets_no_pings_and_a_quiet_one_does(
    exchange: Sandbox, reader: Read, place: Place, ticker: str, pings: Pings
) -> None:
    busy, quiet = reader(), reader()
    busy.subscribe("orderbook_delta", market_ticker=ticker)
    for _ in range(75):
        exchange.clock.advance(1)
        place("bid", "0.40", 1)
        exchange.stream.drain()
    for one in (busy, quiet):
        one.messages()
    assert (pings(busy), pings(quiet)) == ([], [b"heartbeat"] * 7)
    exchange.clock.advance(10)
    busy.messages()
    assert pings(busy) == [b"heartbeat"]


@AS_DOCUMENTED
def test_by_the_documents_a_busy_connection_gets_pings(
    exchange: Sandbox, reader: Read, place: Place, ticker: str, pings: Pings
) -> None:
    busy = reader()
    busy.subscribe("orderbook_delta", market_ticker=ticker)
    for _ in range(20):
        exchange.clock.advance(1)
        place("bid", "0.40", 1)
    busy.messages()
    assert len(pings(busy)) == 2


def test_a_connection_is_reset_without_a_close_frame_and_then_rejected_with_502(
    exchange: Sandbox, reader: Read
) -> None:
    one = reader()
    exchange.stream.kill()
    with pytest.raises(ConnectionClosed) as closed:
        one.read()
    assert closed.value.rcvd is None
    exchange.stream.faults.add(RejectHandshake(502), times=1)
    with pytest.raises(InvalidStatus) as rejected:
        reader()
    assert rejected.value.response.status_code == 502
    assert reader().messages() == []


def silent_reader(exchange: Sandbox) -> socket.socket:
    """A connection that answers nothing, pings neither."""
    uri = parse_uri(exchange.stream_url)
    protocol = ClientProtocol(uri)
    request = protocol.connect()
    request.headers.update(Signer(exchange).headers())
    protocol.send_request(request)
    raw = socket.create_connection((uri.host, uri.port), timeout=SECONDS)
    raw.sendall(b"".join(protocol.data_to_send()))
    raw.recv(4096)
    return raw


def read_to_its_end(raw: socket.socket) -> None:
    """Read until there is no more to come."""
    while raw.recv(4096):
        pass


def holds(fact: Callable[[], bool]) -> bool:
    """Whether something comes true before long."""
    waiting, end = Event(), monotonic() + SECONDS
    while not fact() and monotonic() < end:
        waiting.wait(0.01)
    return fact()


def test_a_reader_that_leaves_pings_unanswered_is_dropped(exchange: Sandbox, reader: Read) -> None:
    exchange.stream.limits.pong_seconds = 0.001
    with silent_reader(exchange) as silent:
        assert holds(lambda: len(exchange.stream.connections) == 1)
        one = reader()
        for _ in range(3):
            exchange.clock.advance(10)
            # By its answer it has got the ping and sent its pong.
            one.messages()
            Event().wait(0.01)
        assert [each.number for each in exchange.stream.connections] == [2]
        with pytest.raises(ConnectionResetError):
            read_to_its_end(silent)


@AS_DOCUMENTED
def test_by_the_documents_a_reader_that_leaves_pings_unanswered_stays(exchange: Sandbox) -> None:
    exchange.stream.limits.pong_seconds = 0.001
    with silent_reader(exchange):
        assert holds(lambda: len(exchange.stream.connections) == 1)
        for _ in range(3):
            exchange.clock.advance(10)
            exchange.stream.drain()
            Event().wait(0.01)
        assert len(exchange.stream.connections) == 1


def test_the_documentation_lists_the_differences_of_the_stream() -> None:
    text = (ROOT / "docs" / "sandbox-stream.md").read_text(encoding="utf-8")
    table = text.partition("## What is measured")[2].partition("These facts have no switch")[0]
    switches = [row.split("|")[2].strip(" `") for row in table.splitlines() if row.startswith("| ")][1:]
    source = "".join(each.read_text(encoding="utf-8") for each in Path(stream.__file__).parent.glob("*.py"))
    read = set(re.findall(r"behaviour\.([a-z_]+)", source)) & {each.name for each in attrs.fields(Behaviour)}
    assert sorted(switches) == sorted(read)
