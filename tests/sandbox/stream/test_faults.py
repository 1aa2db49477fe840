"""What can go wrong with the stream."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from kalshi_sandbox import Sandbox
from kalshi_sandbox.faults import Reset
from kalshi_sandbox.stream_drifts import DRIFTS
from kalshi_sandbox.stream_faults import (
    Close,
    Corrupt,
    Drift,
    Drop,
    Duplicate,
    Freeze,
    IgnoreCommand,
    RejectCommand,
    RejectHandshake,
    Reorder,
    SkipSequence,
    Slow,
    StreamFault,
    Terminate,
)
from tests.conftest import ROOT

from .conftest import AS_DOCUMENTED, Place, Read
from .reader import SECONDS, Reader


def sequence(messages: list[dict[str, Any]]) -> list[int]:
    return [each["seq"] for each in messages]


def test_a_dropped_message_uses_up_its_number(exchange: Sandbox, reader: Read, place: Place, ticker: str) -> None:
    one = reader()
    one.subscribe("orderbook_delta", market_ticker=ticker)
    rule = exchange.stream.faults.add(Drop(), channel="orderbook_delta", nth=2)
    for _ in range(3):
        place("bid", "0.40", 1)
    assert sequence(one.messages()) == [2, 4]
    assert (rule.calls, rule.fired) == (3, 1)
    (fired,) = exchange.stream.faults.fired
    assert (fired.channel, fired.kind, fired.sid, fired.seq) == ("orderbook_delta", "orderbook_delta", 1, 3)


def test_numbers_can_be_skipped(exchange: Sandbox, reader: Read, place: Place, ticker: str) -> None:
    one = reader()
    one.subscribe("orderbook_delta", "ticker", market_ticker=ticker)
    exchange.stream.faults.add(SkipSequence(3), times=1, channel="orderbook_delta")
    # A channel without numbers has none to skip.
    on_ticker = exchange.stream.faults.add(SkipSequence(), channel="ticker")
    for _ in range(2):
        place("bid", "0.40", 1)
    assert [each["seq"] for each in one.messages() if "seq" in each] == [5, 6]
    assert (on_ticker.calls, on_ticker.fired) == (2, 0)


def test_a_message_can_come_twice(exchange: Sandbox, reader: Read, place: Place, ticker: str) -> None:
    one = reader()
    one.subscribe("orderbook_delta", market_ticker=ticker)
    exchange.stream.faults.add(Duplicate(), nth=1)
    for _ in range(2):
        place("bid", "0.40", 1)
    assert sequence(one.messages()) == [2, 2, 3]


def test_messages_can_change_places(exchange: Sandbox, reader: Read, place: Place, ticker: str) -> None:
    one = reader()
    one.subscribe("orderbook_delta", market_ticker=ticker)
    exchange.stream.faults.add(Reorder(), nth=1)
    for _ in range(3):
        place("bid", "0.40", 1)
    assert sequence(one.messages()) == [3, 2, 4]


@pytest.mark.parametrize("form", ["truncated", "garbage"])
def test_a_message_can_be_no_json(exchange: Sandbox, reader: Read, place: Place, ticker: str, form: Any) -> None:
    one = reader()
    one.subscribe("orderbook_delta", market_ticker=ticker)
    exchange.stream.faults.add(Corrupt(form), times=1)
    place("bid", "0.40", 1)
    with pytest.raises(json.JSONDecodeError):
        one.read()
    place("bid", "0.40", 1)
    assert sequence(one.messages()) == [3]


@pytest.mark.parametrize("form", ["not_utf8", "half_frame"])
def test_a_frame_can_be_broken(exchange: Sandbox, reader: Read, place: Place, ticker: str, form: Any) -> None:
    one = reader()
    one.subscribe("orderbook_delta", market_ticker=ticker)
    exchange.stream.faults.add(Corrupt(form), times=1)
    place("bid", "0.40", 1)
    with pytest.raises(ConnectionClosed) as caught:
        one.socket.recv(timeout=SECONDS)
    # The reader itself ends a connection on which text is no text.
    assert (caught.value.sent is not None and caught.value.sent.code == 1007) == (form == "not_utf8")


@pytest.mark.parametrize("code", [1000, 1001, 1005, 1006, 1008, 1011, 1012, 1013, 4000])
def test_the_connection_can_end_with_any_code(
    exchange: Sandbox, reader: Read, place: Place, ticker: str, code: int
) -> None:
    one = reader()
    one.subscribe("orderbook_delta", market_ticker=ticker)
    exchange.stream.faults.add(Close(code), nth=2)
    place("bid", "0.40", 1)
    place("bid", "0.40", 1)
    # Messages from before are still sent.
    assert one.read()["seq"] == 2
    with pytest.raises(ConnectionClosed):
        one.read()
    assert one.socket.close_code == code


@AS_DOCUMENTED
@pytest.mark.parametrize("code", [10, 25])
def test_an_error_can_end_a_subscription_and_no_other(
    exchange: Sandbox, reader: Read, place: Place, ticker: str, code: int
) -> None:
    one = reader()
    one.subscribe("orderbook_delta", "ticker", market_ticker=ticker)
    exchange.stream.faults.add(Terminate(code), channel="orderbook_delta", times=1)
    for _ in range(2):
        place("bid", "0.40", 1)
    messages = one.messages()
    assert [each["type"] for each in messages] == ["error", "ticker", "ticker"]
    assert (messages[0]["sid"], messages[0]["msg"]["code"]) == (1, code)
    assert [each.channel for each in exchange.stream.connections[0].subscriptions] == ["ticker"]
    # It can be subscribed to again, under a new number.
    (snapshot,) = one.subscribe("orderbook_delta", market_ticker=ticker)
    assert (snapshot["sid"], snapshot["seq"]) == (3, 1)


def test_a_frozen_connection_is_silent_until_the_clock_says_so(
    exchange: Sandbox, reader: Read, place: Place, ticker: str
) -> None:
    one, beside = reader(), reader()
    for each in (one, beside):
        each.subscribe("orderbook_delta", market_ticker=ticker)
    exchange.stream.faults.add(Freeze(30), times=1)
    place("bid", "0.40", 1)
    exchange.stream.drain()
    pong = one.socket.ping()
    exchange.clock.advance(15)
    place("bid", "0.40", 1)
    # The other reader has received and answered everything; none of it has come here.
    assert sequence(beside.messages()) == [2, 3]
    assert exchange.stream.connections[0].waiting >= 2
    assert not pong.is_set()
    exchange.clock.advance(15)
    assert sequence([one.read(), one.read()]) == [2, 3]
    assert pong.wait(SECONDS)


def test_a_slow_connection_still_answers_pings(exchange: Sandbox, reader: Read, place: Place, ticker: str) -> None:
    one = reader()
    one.subscribe("orderbook_delta", market_ticker=ticker)
    exchange.stream.faults.add(Slow(1))
    for _ in range(2):
        place("bid", "0.40", 1)
    exchange.stream.drain()
    assert one.socket.ping().wait(SECONDS)
    assert exchange.stream.connections[0].waiting == 3
    exchange.clock.advance(1)
    exchange.stream.drain()
    assert one.read()["seq"] == 2
    exchange.clock.advance(1)
    assert one.read()["seq"] == 3


@pytest.mark.parametrize("name", DRIFTS)
def test_every_drift_changes_a_message_that_it_is_about(
    exchange: Sandbox, place: Place, ticker: str, name: str
) -> None:
    with Reader(exchange, checks=False) as one:
        rule = exchange.stream.faults.add(Drift(name))
        one.subscribe("orderbook_delta", "user_orders", market_tickers=[ticker])
        placed = place("bid", "0.40", 2)
        exchange.engine.orders.decrease(exchange.account, placed.order.order_id, reduce_by=Decimal(1))
        messages = one.messages()
        assert len(messages) == 4
        assert 0 < rule.fired <= rule.calls


def test_chances_of_a_seed_are_the_same_each_time(exchange: Sandbox, reader: Read) -> None:
    def gaps() -> list[int]:
        exchange.stream.faults.clear()
        exchange.stream.faults.add(Drop(), probability=0.3, seed=9)
        hose.run(50)
        exchange.stream.faults.clear()
        return sequence(one.messages())

    hose = exchange.stream.firehose(markets=1)
    one = reader()
    one.subscribe("orderbook_delta", market_tickers=list(hose.tickers))
    first, second = gaps(), gaps()
    assert len(first) < 50
    missing = [set(range(each[0], each[-1])) - set(each) for each in (first, second)]
    assert missing[0]
    assert {seq - first[0] for seq in missing[0]} == {seq - second[0] for seq in missing[1]}


def test_a_rule_hits_only_what_it_names(exchange: Sandbox, reader: Read, place: Place, ticker: str) -> None:
    one = reader()
    exchange.stream.faults.add(Drop(), kind="orderbook_snapshot")
    exchange.stream.faults.add(Drop(), channel="ticker")
    assert one.subscribe("orderbook_delta", "ticker", market_ticker=ticker, send_initial_snapshot=True) == []
    place("bid", "0.40", 1)
    assert [each["type"] for each in one.messages()] == ["orderbook_delta"]
    assert len(exchange.stream.faults.rules) == 2
    exchange.stream.faults.clear()
    assert exchange.stream.faults.rules == exchange.stream.faults.fired == ()


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (lambda: Close(999), "no close code"),
        (lambda: Terminate(7), "code: 7 is not one of"),
        (lambda: Corrupt("rotten"), "form: 'rotten' is not one of"),
        (lambda: Freeze(-1), "no number of seconds"),
        (lambda: Drift("continental"), "name: 'continental' is not one of"),
    ],
)
def test_a_fault_that_makes_no_sense_is_rejected(make: Any, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        make()


@pytest.mark.parametrize(
    ("fault", "arguments", "complaint"),
    [
        (Drop(), {"channel": "gossip"}, "channel: 'gossip' is not one of"),
        (Drop(), {"kind": "orderbok_delta"}, "kind: 'orderbok_delta' is not a message; give .*orderbook_delta"),
        (Drop(), {"kind": "subscribe"}, "kind: 'subscribe' is not a message"),
        (Drop(), {"channel": "trade", "kind": "ticker"}, "kind: 'ticker' is not a message of trade; give trade, or"),
        (IgnoreCommand(), {"kind": "orderbook_delta"}, "kind: 'orderbook_delta' is not a command; give subscribe"),
        (RejectCommand(18), {"channel": "trade"}, r"channel: 'trade' can't be; RejectCommand\(code=18\) hits no"),
        (RejectHandshake(503), {"kind": "subscribe"}, "kind: 'subscribe' can't be; a handshake has no kind"),
    ],
)
def test_a_rule_that_never_hits_is_rejected(
    exchange: Sandbox, fault: StreamFault, arguments: Any, complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        exchange.stream.faults.add(fault, **arguments)
    assert exchange.stream.faults.rules == ()


@pytest.mark.parametrize(
    ("fault", "complaint"),
    [
        (Reset("mid_answer"), r"fault: Reset\(when='mid_answer'\) hits requests.*exchange\.faults\.add"),
        (Reset, r"fault: .*Reset.* hits requests.*exchange\.faults\.add"),
        (Drop, r"fault: Drop is a class; give an object of it: Drop\(\.\.\.\)"),
        ("drop", r"fault: 'drop' is not one of Drop\(\.\.\.\)"),
    ],
)
def test_what_is_no_fault_of_the_stream_is_rejected(exchange: Sandbox, fault: Any, complaint: str) -> None:
    with pytest.raises(TypeError, match=complaint):
        exchange.stream.faults.add(fault)
    assert exchange.stream.faults.rules == ()


def test_the_documentation_lists_the_drifts_as_the_code_has_them() -> None:
    rows = [
        f"| `{name}` | {each.what} | {'reported' if each.is_reported else 'made up'} |" for name, each in DRIFTS.items()
    ]
    table = "\n".join(["| drift | what the message is like | live exchange |", "|---|---|---|", *rows])
    text = (ROOT / "docs" / "sandbox-stream.md").read_text(encoding="utf-8")
    assert table in text, f"docs/sandbox-stream.md is stale; its table of drifts is:\n{table}"
