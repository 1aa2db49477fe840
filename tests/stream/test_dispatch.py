"""Whose each message is, and whether one is missing: frames as they come, without a socket."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterable, Iterator
from typing import Any

import msgspec
import pytest
from attrs import define, field

from kalshi_gen.runtime.drift import SpecDrift
from kalshi_gen.stream.messages import UnknownMessage
from kalshi_gen.stream.models import ErrorResponse, OrderbookDelta, OrderbookSnapshot, Trade
from kalshi_overlay.stream.commands import Pending, PendingCommands, subscription_error
from kalshi_overlay.stream.dispatch import Dispatcher, Events
from kalshi_overlay.stream.feeds import API_FEED
from kalshi_overlay.stream.readers import Demand, Reader
from kalshi_overlay.stream.reporting import Hooks
from kalshi_overlay.stream.shared import SharedSubscription
from tests.stream.examples import message


@define
class FakeReceiver:
    """A receiver that keeps what it gets."""

    messages: list[Any] = field(factory=list)
    gaps: list[str] = field(factory=list)

    def receive(self, received: Any) -> Awaitable[None] | None:
        self.messages.append(received)
        return None

    def problem_with(self, received: Any, drifts: Iterable[SpecDrift]) -> str | None:
        return API_FEED.book.problem_with(received, drifts)

    def on_gap(self, reason: str, ticker: str | None) -> None:
        self.gaps.append(reason)

    def on_refused(self, names: Any, error: Exception) -> None:
        raise AssertionError("nothing is refused here")

    def on_hearing(self) -> None:
        raise AssertionError("nobody watches here")

    def on_subscribed(self) -> None:
        raise AssertionError("the connection reports this, not the dispatcher")

    def on_end(self, error: Exception | None) -> None:
        raise AssertionError("nothing ends here")


class Harness:
    """A dispatcher, and what it reports."""

    def __init__(self, commands: PendingCommands) -> None:
        self.commands = commands
        self.errors: list[tuple[str | None, int]] = []
        self.unknown: list[UnknownMessage] = []
        self.drifts: list[SpecDrift] = []
        self.gaps: list[str] = []
        self.ended: list[str | None] = []
        hooks = Hooks(
            on_state=print, on_unknown=self.unknown.append, on_drift=self.drifts.append, on_corporate_action=print
        )
        events = Events(
            on_state=self._on_state,
            on_ended=lambda subscription, _: self.ended.append(subscription.channel),
            on_unsure=lambda *_: self.ended.append(None),
        )
        self.counters = hooks.counters
        self.dispatcher = Dispatcher(API_FEED, self.commands, hooks, events)

    def _on_state(self, state: str, subscription: SharedSubscription | None, _: str, error: Any) -> None:
        channel = subscription.channel if subscription is not None else None
        if state == "gap":
            assert channel is not None
            self.gaps.append(channel)
        else:
            self.errors.append((channel, error.code))

    def subscribing(self, channel: str) -> tuple[SharedSubscription, FakeReceiver, int]:
        receiver = FakeReceiver()
        demand = Demand.of(API_FEED.channels[channel], {})
        subscription = SharedSubscription(demand, print)
        subscription.join(Reader(demand, receiver))
        command_id = self.commands.begin("subscribe").command_id
        self.dispatcher.subscribing(command_id, subscription)
        return subscription, receiver, command_id

    def subscribed(self, channel: str, sid: int) -> tuple[SharedSubscription, FakeReceiver]:
        subscription, receiver, command_id = self.subscribing(channel)
        self.receive({"type": "subscribed", "id": command_id, "msg": {"channel": channel, "sid": sid}})
        assert subscription.sid == sid
        return subscription, receiver

    def receive(self, frame: Any) -> Awaitable[None] | None:
        return self.dispatcher.dispatch(frame if isinstance(frame, bytes) else msgspec.json.encode(frame))

    def trade(self, sid: int, seq: int, number: int | None = None) -> None:
        self.receive(message(Trade, number or seq, sid=sid, seq=seq))


class CommandsOf(PendingCommands):
    """Commands whose answers belong to the loop of a runner."""

    def __init__(self, runner: asyncio.Runner) -> None:
        super().__init__()
        self._runner = runner

    def begin(self, name: str, sid: int | None = None, snapshots: Iterable[str] = ()) -> Pending:
        begin = super().begin

        async def in_loop() -> Pending:
            return begin(name, sid, snapshots)

        return self._runner.run(in_loop())


@pytest.fixture
def harness() -> Iterator[Harness]:
    with asyncio.Runner() as runner:
        yield Harness(CommandsOf(runner))


def seqs(receiver: FakeReceiver) -> list[int]:
    return [each.seq for each in receiver.messages]


def test_messages_go_to_the_subscription_of_their_number(harness: Harness) -> None:
    (_, first), (_, second) = harness.subscribed("trade", 1), harness.subscribed("trade", 2)
    for sid, seq in ((1, 1), (2, 1), (2, 2), (1, 2)):
        harness.trade(sid, seq)
    assert seqs(first) == seqs(second) == [1, 2]
    assert (first.gaps, harness.counters.gaps) == ([], 0)


def test_messages_that_come_before_the_answer_are_kept_for_it(harness: Harness) -> None:
    _, receiver, command_id = harness.subscribing("trade")
    harness.trade(7, 1)
    harness.trade(7, 2)
    harness.trade(8, 1)
    harness.receive({"type": "subscribed", "id": command_id, "msg": {"channel": "trade", "sid": 7}})
    harness.trade(7, 3)
    assert (seqs(receiver), receiver.gaps) == ([1, 2, 3], [])
    harness.trade(8, 2)
    assert seqs(receiver) == [1, 2, 3]


@pytest.mark.parametrize("sid", ["7", 7.0])
def test_a_confirmation_whose_number_is_text_binds_the_subscription_to_it(harness: Harness, sid: Any) -> None:
    subscription, receiver, command_id = harness.subscribing("trade")
    harness.receive({"type": "subscribed", "id": command_id, "msg": {"channel": "trade", "sid": sid}})
    harness.trade(7, 1)
    assert (subscription.sid, seqs(receiver), harness.ended) == (7, [1], [])


@pytest.mark.parametrize("msg", [{"channel": "trade", "sid": sid} for sid in (None, "", "x", True)] + [{}, None, "ok"])
def test_a_confirmation_without_a_number_is_not_trusted(harness: Harness, msg: Any) -> None:
    subscription, _, command_id = harness.subscribing("trade")
    harness.receive({"type": "subscribed", "id": command_id, "msg": msg})
    assert (subscription.sid, harness.ended, harness.counters.unreadable) == (None, [None], 0)


def test_a_list_of_subscriptions_has_numbers_where_they_came_as_text(harness: Harness) -> None:
    pending = harness.commands.begin("list_subscriptions")
    harness.receive({"type": "ok", "id": pending.command_id, "msg": [{"channel": "trade", "sid": "7"}]})
    assert [each.sid for each in pending.answer.result().msg] == [7]


def test_the_id_of_an_rfq_stays_text(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeReceiver, "problem_with", lambda *_: None)
    _, receiver = harness.subscribed("communications", 1)
    harness.receive({"type": "rfq_created", "sid": "1", "msg": {"id": "17"}})
    assert [each.msg.id for each in receiver.messages] == ["17"]


def test_a_message_that_comes_twice_is_left_out_and_counted(harness: Harness) -> None:
    _, receiver = harness.subscribed("trade", 1)
    for seq in (1, 2, 2, 1, 3):
        harness.trade(1, seq)
    assert (seqs(receiver), receiver.gaps, harness.counters.duplicates) == ([1, 2, 3], [], 2)


def test_a_gap_in_the_sequence_is_reported_before_the_message_behind_it(harness: Harness) -> None:
    _, receiver = harness.subscribed("trade", 1)
    for seq in (1, 5, 6):
        harness.trade(1, seq)
    assert seqs(receiver) == [1, 5, 6]
    assert receiver.gaps == ["messages 2 to 4 are missing"]
    assert (harness.gaps, harness.counters.gaps) == (["trade"], 1)


@pytest.mark.parametrize("frame", [b"{", b"\xff\xfe", b"[]", b"{}", b'{"type":5}', b"<html>", b'{"type":"trade"', b""])
def test_a_frame_that_can_not_be_read_may_have_been_anybodys(harness: Harness, frame: bytes) -> None:
    (_, first), (_, second) = harness.subscribed("trade", 1), harness.subscribed("orderbook_delta", 2)
    harness.receive(frame)
    assert len(first.gaps) == len(second.gaps) == 1
    assert (harness.counters.unreadable, harness.counters.gaps) == (1, 2)


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "trade", "sid": [1], "seq": 1, "msg": {}},
        {"type": "trade", "sid": 1, "seq": "next", "msg": {}},
        {"type": "trade", "sid": 1, "seq": 1, "msg": {}, "sending_ts_ms": "now"},
        {"type": "error", "sid": 1, "seq": 1},
        {"type": "error", "sid": 1, "seq": 1, "msg": [10]},
        {"type": "subscribed", "id": 1, "msg": None},
    ],
)
def test_no_message_however_drifted_ends_the_connection_or_goes_unnoticed(
    harness: Harness, frame: dict[str, Any]
) -> None:
    _, receiver = harness.subscribed("trade", 1)
    harness.trade(1, 1)
    harness.receive(frame)
    assert harness.drifts or harness.counters.unreadable
    harness.trade(1, 2)
    assert seqs(receiver)[-1] == 2


def test_an_unknown_type_is_reported_and_uses_up_its_number(harness: Harness) -> None:
    _, receiver = harness.subscribed("orderbook_delta", 1)
    harness.receive({"type": "tomorrow", "sid": 1, "seq": 1, "msg": {}})
    harness.receive(message(OrderbookDelta, sid=1, seq=2))
    assert [each.type for each in harness.unknown] == ["tomorrow"]
    assert seqs(receiver) == [2]
    assert len(receiver.gaps) == 1, "it may have been a change of the book"


def test_a_change_that_lacks_something_is_a_gap_in_a_book(harness: Harness) -> None:
    _, receiver = harness.subscribed("orderbook_delta", 1)
    complete = msgspec.json.decode(msgspec.json.encode(message(OrderbookDelta, sid=1, seq=1)))
    harmless = {**complete, "msg": {**complete["msg"], "market_id": None}}
    broken = {**complete, "seq": 2, "msg": {**complete["msg"], "delta_fp": "much"}}
    harness.receive(harmless)
    harness.receive(broken)
    assert (seqs(receiver), len(receiver.gaps), len(harness.drifts)) == ([1], 1, 2)


def test_errors_that_answer_nothing_are_reported_with_their_subscription(harness: Harness) -> None:
    harness.subscribed("trade", 1)
    harness.receive(message(ErrorResponse, 10, sid=1, seq=1, id=msgspec.UNSET))
    harness.receive({"type": "error", "msg": {"code": 5, "msg": "what?"}})
    assert [code for _, code in harness.errors] == [harness.errors[0][1], 5]
    assert [channel for channel, _ in harness.errors] == ["trade", None]


def test_answers_reach_their_command_even_from_a_subscription_that_was_let_go(harness: Harness) -> None:
    subscription, receiver = harness.subscribed("trade", 1)
    pending = harness.commands.begin("unsubscribe", 1)
    harness.dispatcher.unbind(subscription)
    harness.trade(1, 1)
    harness.receive({"type": "unsubscribed", "id": pending.command_id, "sid": 1, "seq": 2})
    assert pending.answer.result().sid == 1
    assert receiver.messages == []


def test_control_messages_use_up_numbers_and_reach_nobody(harness: Harness) -> None:
    _, receiver = harness.subscribed("trade", 1)
    harness.trade(1, 1)
    harness.receive({"type": "ok", "id": 9, "sid": 1, "seq": 2, "msg": {"market_tickers": ["A"]}})
    harness.trade(1, 3)
    assert (seqs(receiver), receiver.gaps) == ([1, 3], [])


def test_every_command_that_waits_fails_when_the_connection_breaks(harness: Harness) -> None:
    pending = harness.commands.begin("list_subscriptions")
    harness.commands.fail("the connection broke")
    assert "the connection broke" in str(pending.answer.exception())
    assert harness.commands.find(message(ErrorResponse, id=pending.command_id)) is None


def test_an_ok_to_a_subscribe_binds_the_subscription_that_the_exchange_had(harness: Harness) -> None:
    subscription, receiver, command_id = harness.subscribing("trade")
    ok = {"type": "ok", "id": command_id, "sid": 4, "seq": 108, "msg": {"market_tickers": ["A", "B"]}}
    harness.receive(ok)
    assert (subscription.sid, subscription.sequence.expected) == (4, 109)
    harness.trade(4, 109)
    assert (seqs(receiver), receiver.gaps) == ([109], [])


@pytest.mark.parametrize("was_confirmed", [True, False])
def test_an_ok_to_a_subscribe_after_one_with_other_options_is_not_trusted(
    harness: Harness, was_confirmed: bool
) -> None:
    if was_confirmed:
        before, _ = harness.subscribed("trade", 4)
    else:
        before, _, command_id = harness.subscribing("trade")
        harness.receive({"type": "error", "id": command_id, "msg": {"code": 18, "msg": "Command timeout"}})
    before.options["other"] = True
    harness.dispatcher.unbind(before)
    subscription, _, command_id = harness.subscribing("trade")
    harness.receive({"type": "ok", "id": command_id, "sid": 4, "seq": 2, "msg": {"market_tickers": ["A", "B"]}})
    assert (subscription.sid, harness.ended) == (None, [None])


def test_a_snapshot_answers_the_command_that_asked_for_it(harness: Harness) -> None:
    harness.subscribed("orderbook_delta", 1)
    pending = harness.commands.begin("update_subscription", 1, ["A", "B"])
    for ticker in ("C", "B"):
        snapshot = message(OrderbookSnapshot, sid=1, seq=1 if ticker == "C" else 2)
        snapshot.msg.market_ticker = ticker
        assert not pending.answer.done()
        harness.receive(snapshot)
    assert pending.answer.result().msg.market_ticker == "B"


def test_an_error_without_an_id_is_of_the_command_about_its_subscription(harness: Harness) -> None:
    harness.subscribed("trade", 1)
    harness.subscribed("ticker", 2)
    first, second = harness.commands.begin("update_subscription", 1), harness.commands.begin("update_subscription", 2)
    harness.receive({"type": "error", "sid": 2, "seq": 1, "msg": {"code": 14, "msg": "Market Ticker required"}})
    assert second.answer.result().msg.code == 14
    assert not first.answer.done()
    assert harness.errors == []


def test_an_error_without_an_id_and_a_sid_is_of_the_oldest_command(harness: Harness) -> None:
    harness.subscribed("trade", 1)
    oldest, newest = harness.commands.begin("subscribe"), harness.commands.begin("update_subscription", 1)
    harness.receive({"type": "error", "msg": {"code": 8, "msg": "Unknown channel name"}})
    assert oldest.answer.done()
    assert not newest.answer.done()


@pytest.mark.parametrize("code", [7, "7"])
def test_an_error_about_the_number_of_a_subscription_is_of_no_command_without_one(harness: Harness, code: Any) -> None:
    oldest, newest = harness.commands.begin("subscribe"), harness.commands.begin("update_subscription", 1)
    harness.receive({"type": "error", "msg": {"code": code, "msg": "Unknown subscription ID"}})
    assert newest.answer.result().msg.code == 7
    harness.receive({"type": "error", "msg": {"code": code, "msg": "Unknown subscription ID"}})
    assert not oldest.answer.done()
    assert harness.errors == [(None, 7)]


def test_an_error_that_comes_late_is_of_no_command_that_is_waited_for(harness: Harness) -> None:
    """A request for a snapshot is waited for for a second; the exchange may end its subscription meanwhile."""
    error = {"type": "error", "msg": {"code": 1, "msg": "Unable to process message"}}
    late = harness.commands.begin("update_subscription", 1, ["A"])
    harness.commands.expect_late(late)
    subscribe = harness.commands.begin("subscribe")
    harness.receive(error)
    assert not subscribe.answer.done()
    assert harness.errors == [(None, 1)]
    harness.receive(error)
    assert subscribe.answer.result().msg.code == 1


@pytest.mark.parametrize("is_snapshot", [True, False])
def test_nothing_comes_late_once_something_newer_was_answered(harness: Harness, is_snapshot: bool) -> None:
    harness.subscribed("orderbook_delta", 1)
    late = harness.commands.begin("update_subscription", 1, ["A"])
    harness.commands.expect_late(late)
    if is_snapshot:
        snapshot = message(OrderbookSnapshot, sid=1, seq=1)
        snapshot.msg.market_ticker = "A"
        harness.receive(snapshot)
    else:
        asked = harness.commands.begin("list_subscriptions")
        harness.receive({"type": "ok", "id": asked.command_id, "msg": []})
    subscribe = harness.commands.begin("subscribe")
    harness.receive({"type": "error", "msg": {"code": 1, "msg": "Unable to process message"}})
    assert subscribe.answer.done()
    assert harness.errors == []


@pytest.mark.parametrize("code", [25, "25", 25.0])
@pytest.mark.parametrize("sid", [1, None])
def test_an_error_that_ends_a_subscription_answers_no_command(harness: Harness, sid: int | None, code: Any) -> None:
    harness.subscribed("trade", 1)
    pending = harness.commands.begin("update_subscription", 1)
    where = {} if sid is None else {"sid": sid, "seq": 1}
    harness.receive({"type": "error", **where, "msg": {"code": code, "msg": "Subscription buffer overflow"}})
    assert not pending.answer.done()
    assert harness.ended == ["trade" if sid else None]


def test_an_error_of_a_subscription_that_was_let_go_ends_no_other(harness: Harness) -> None:
    subscription, _ = harness.subscribed("trade", 1)
    harness.subscribed("ticker", 2)
    harness.dispatcher.unbind(subscription)
    harness.receive({"type": "error", "sid": 1, "seq": 5, "msg": {"code": 10, "msg": "channel error"}})
    assert (harness.ended, harness.errors) == ([], [])


def test_an_unsubscribed_that_nobody_asked_for_ends_the_subscription(harness: Harness) -> None:
    harness.subscribed("trade", 1)
    pending = harness.commands.begin("update_subscription", 1)
    harness.receive({"type": "unsubscribed", "sid": 1, "seq": 1})
    assert harness.ended == ["trade"]
    assert not pending.answer.done()


def test_a_count_that_begins_again_is_a_gap_at_its_first_message(harness: Harness) -> None:
    _, receiver = harness.subscribed("trade", 1)
    for seq in (1, 2, 3):
        harness.trade(1, seq)
    harness.receive(message(Trade, 99, sid=1, seq=1))
    harness.receive(message(Trade, 98, sid=1, seq=2))
    assert seqs(receiver) == [1, 2, 3, 1, 2]
    assert receiver.gaps == ["the exchange numbers its messages from 1 again"]
    assert harness.counters.duplicates == 0


def test_a_message_that_comes_after_its_gap_is_late_and_left_out(harness: Harness) -> None:
    _, receiver = harness.subscribed("trade", 1)
    for seq in (1, 3, 2, 4):
        harness.trade(1, seq)
    assert seqs(receiver) == [1, 3, 4]
    assert receiver.gaps == ["messages 2 to 2 are missing"]
    assert harness.counters.duplicates == 1


def test_numbers_of_a_gap_are_not_late_for_ever(harness: Harness) -> None:
    _, receiver = harness.subscribed("trade", 1)
    harness.trade(1, 1)
    for seq in range(200, 300):
        harness.trade(1, seq)
    harness.trade(1, 50)
    harness.trade(1, 51)
    assert seqs(receiver)[-2:] == [50, 51]
    assert receiver.gaps[1:] == ["the exchange numbers its messages from 50 again"]


def test_a_number_of_a_gap_is_late_no_longer_than_a_moment(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kalshi_overlay.stream.sequence._LATE_SECONDS", 0.0)
    _, receiver = harness.subscribed("trade", 1)
    for seq in (1, 9, 5):
        harness.trade(1, seq)
    assert (seqs(receiver), len(receiver.gaps)) == ([1, 9, 5], 2)


def test_a_number_of_a_gap_is_late_once(harness: Harness) -> None:
    _, receiver = harness.subscribed("trade", 1)
    for seq in (1, 9, 5):
        harness.trade(1, seq)
    harness.trade(1, 5, 77)
    assert (seqs(receiver), len(receiver.gaps)) == ([1, 9, 5], 2)


def test_numbers_that_follow_each_other_inside_a_gap_are_a_new_count(harness: Harness) -> None:
    _, receiver = harness.subscribed("trade", 1)
    for seq in (1, 9, 5, 6, 7):
        harness.trade(1, seq)
    assert (seqs(receiver), len(receiver.gaps)) == ([1, 9, 6, 7], 2)


def test_no_number_of_a_gap_is_late_once_a_snapshot_has_come(harness: Harness) -> None:
    """A delta that is left out after a snapshot would make the book wrong."""
    _, receiver = harness.subscribed("orderbook_delta", 1)
    harness.receive(message(OrderbookDelta, sid=1, seq=1))
    harness.receive(message(OrderbookDelta, sid=1, seq=9))
    harness.receive(message(OrderbookSnapshot, sid=1, seq=10))
    harness.receive(message(OrderbookDelta, sid=1, seq=5))
    assert (seqs(receiver), len(receiver.gaps)) == ([1, 9, 10, 5], 2)


@pytest.mark.parametrize(
    ("sent", "code", "words"),
    [
        ({"code": 9, "message": "auth"}, 9, "auth"),
        ({"msg": "unauthorized"}, 0, "unauthorized"),
        ({"msg": {"msg": "auth"}}, 0, "auth"),
        ({"msg": {"code": "8", "message": "no such channel"}}, 8, "no such channel"),
        ({"msg": {"code": 8, "msg": {"message": "no such channel"}}}, 8, "no such channel"),
        ({"msg": {"code": 8, "msg": "m", "market_tickers": 5, "market_ticker": []}}, 8, "m"),
        ({"error": {"code": "9", "message": "auth"}}, 0, "auth"),
        ({"msg": ["auth"]}, 0, "auth"),
        ({"msg": None}, 0, ""),
        ({}, 0, ""),
    ],
)
def test_an_error_of_any_form_answers_its_command_with_the_words_there_are(
    harness: Harness, sent: dict[str, Any], code: int, words: str
) -> None:
    _, receiver = harness.subscribed("orderbook_delta", 1)
    pending = harness.commands.begin("update_subscription", 1)
    harness.receive({"type": "error", "id": pending.command_id, **sent})
    error = subscription_error(pending.answer.result(), "add_markets", "orderbook_delta")
    assert (error.code, error.message, harness.counters.unreadable, receiver.gaps) == (code, words, 0, [])
    assert words in str(error)
    assert "error 0" not in str(error)


def test_an_error_without_a_code_that_answers_nothing_may_have_ended_its_subscription(harness: Harness) -> None:
    (_, first), (_, second) = harness.subscribed("orderbook_delta", 1), harness.subscribed("trade", 2)
    harness.receive({"type": "error", "sid": 1, "msg": "overflow"})
    assert (harness.errors, len(first.gaps), len(second.gaps)) == ([("orderbook_delta", 0)], 1, 0)
    harness.receive({"type": "error", "msg": "overflow"})
    assert (len(first.gaps), len(second.gaps)) == (2, 1)
