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
from kalshi_overlay.stream.commands import Pending, PendingCommands
from kalshi_overlay.stream.counters import Counters
from kalshi_overlay.stream.demand import Demand
from kalshi_overlay.stream.dispatch import Dispatcher, Events
from kalshi_overlay.stream.merging import is_complete
from kalshi_overlay.stream.shared import Reader, SharedSubscription
from tests.stream.examples import message


@define
class Notes:
    """A receiver that takes notes."""

    messages: list[Any] = field(factory=list)
    gaps: list[str] = field(factory=list)

    def receive(self, received: Any) -> Awaitable[None] | None:
        self.messages.append(received)
        return None

    def accepts(self, received: Any) -> bool:
        return not isinstance(received, UnknownMessage) and is_complete(received)

    def on_gap(self, reason: str) -> None:
        self.gaps.append(reason)

    def on_subscribed(self) -> None:
        raise AssertionError("the connection says so, not the dispatcher")

    def on_end(self, error: Exception | None) -> None:
        raise AssertionError("nothing ends here")


class Desk:
    """A dispatcher, and what it tells."""

    def __init__(self, commands: PendingCommands) -> None:
        self.counters = Counters()
        self.commands = commands
        self.errors: list[tuple[str | None, int]] = []
        self.unknown: list[UnknownMessage] = []
        self.drifts: list[SpecDrift] = []
        self.asked: list[str] = []
        self.ended: list[str | None] = []
        events = Events(
            on_gap=lambda subscription, _: self.asked.append(subscription.channel),
            on_error=lambda subscription, error: self.errors.append(
                (subscription.channel if subscription else None, error.code)
            ),
            on_ended=lambda subscription, _: self.ended.append(subscription.channel),
            on_doubt=lambda *_: self.ended.append(None),
            on_unknown=self.unknown.append,
            on_drift=self.drifts.append,
        )
        self.dispatcher = Dispatcher(self.commands, self.counters, events)

    def subscribing(self, channel: str) -> tuple[SharedSubscription, Notes, int]:
        notes = Notes()
        demand = Demand.of(channel, {})
        subscription = SharedSubscription(channel, demand)
        subscription.join(Reader(demand, notes))
        command_id = self.commands.begin("subscribe").command_id
        self.dispatcher.subscribing(command_id, subscription)
        return subscription, notes, command_id

    def standing(self, channel: str, sid: int) -> tuple[SharedSubscription, Notes]:
        subscription, notes, command_id = self.subscribing(channel)
        self.take({"type": "subscribed", "id": command_id, "msg": {"channel": channel, "sid": sid}})
        assert subscription.sid == sid
        return subscription, notes

    def take(self, frame: Any) -> Awaitable[None] | None:
        return self.dispatcher.dispatch(frame if isinstance(frame, bytes) else msgspec.json.encode(frame))

    def trade(self, sid: int, seq: int, number: int | None = None) -> None:
        self.take(message(Trade, number or seq, sid=sid, seq=seq))


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
def desk() -> Iterator[Desk]:
    with asyncio.Runner() as runner:
        yield Desk(CommandsOf(runner))


def seqs(notes: Notes) -> list[int]:
    return [each.seq for each in notes.messages]


def test_messages_go_to_the_subscription_of_their_number(desk: Desk) -> None:
    (_, first), (_, second) = desk.standing("trade", 1), desk.standing("trade", 2)
    for sid, seq in ((1, 1), (2, 1), (2, 2), (1, 2)):
        desk.trade(sid, seq)
    assert seqs(first) == seqs(second) == [1, 2]
    assert (first.gaps, desk.counters.gaps) == ([], 0)


def test_messages_that_come_before_the_answer_are_kept_for_it(desk: Desk) -> None:
    _, notes, command_id = desk.subscribing("trade")
    desk.trade(7, 1)
    desk.trade(7, 2)
    desk.trade(8, 1)
    desk.take({"type": "subscribed", "id": command_id, "msg": {"channel": "trade", "sid": 7}})
    desk.trade(7, 3)
    assert (seqs(notes), notes.gaps) == ([1, 2, 3], [])
    desk.trade(8, 2)
    assert seqs(notes) == [1, 2, 3]


def test_a_message_that_comes_twice_is_left_out_and_counted(desk: Desk) -> None:
    _, notes = desk.standing("trade", 1)
    for seq in (1, 2, 2, 1, 3):
        desk.trade(1, seq)
    assert (seqs(notes), notes.gaps, desk.counters.duplicates) == ([1, 2, 3], [], 2)


def test_a_hole_in_the_sequence_is_told_before_the_message_behind_it(desk: Desk) -> None:
    _, notes = desk.standing("trade", 1)
    for seq in (1, 5, 6):
        desk.trade(1, seq)
    assert seqs(notes) == [1, 5, 6]
    assert notes.gaps == ["messages 2 to 4 are missing"]
    assert (desk.asked, desk.counters.gaps) == (["trade"], 1)


@pytest.mark.parametrize("frame", [b"{", b"\xff\xfe", b"[]", b"{}", b'{"type":5}', b"<html>", b'{"type":"trade"', b""])
def test_a_frame_that_can_not_be_read_may_have_been_anybodys(desk: Desk, frame: bytes) -> None:
    (_, first), (_, second) = desk.standing("trade", 1), desk.standing("orderbook_delta", 2)
    desk.take(frame)
    assert len(first.gaps) == len(second.gaps) == 1
    assert (desk.counters.unreadable, desk.counters.gaps) == (1, 2)


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
def test_no_message_however_drifted_ends_the_connection_or_goes_unnoticed(desk: Desk, frame: dict[str, Any]) -> None:
    _, notes = desk.standing("trade", 1)
    desk.trade(1, 1)
    desk.take(frame)
    assert desk.drifts or desk.counters.unreadable
    desk.trade(1, 2)
    assert seqs(notes)[-1] == 2


def test_an_unknown_type_is_told_and_uses_up_its_number(desk: Desk) -> None:
    _, notes = desk.standing("orderbook_delta", 1)
    desk.take({"type": "tomorrow", "sid": 1, "seq": 1, "msg": {}})
    desk.take(message(OrderbookDelta, sid=1, seq=2))
    assert [each.type for each in desk.unknown] == ["tomorrow"]
    assert seqs(notes) == [2]
    assert len(notes.gaps) == 1, "it may have been a change of the book"


def test_a_change_that_lacks_something_is_a_gap_in_a_book(desk: Desk) -> None:
    _, notes = desk.standing("orderbook_delta", 1)
    whole = msgspec.json.decode(msgspec.json.encode(message(OrderbookDelta, sid=1, seq=1)))
    harmless = {**whole, "msg": {**whole["msg"], "market_id": None}}
    broken = {**whole, "seq": 2, "msg": {**whole["msg"], "delta_fp": "much"}}
    desk.take(harmless)
    desk.take(broken)
    assert (seqs(notes), len(notes.gaps), len(desk.drifts)) == ([1], 1, 2)


def test_errors_by_themselves_are_told_with_their_subscription(desk: Desk) -> None:
    desk.standing("trade", 1)
    desk.take(message(ErrorResponse, 10, sid=1, seq=1, id=msgspec.UNSET))
    desk.take({"type": "error", "msg": {"code": 5, "msg": "what?"}})
    assert [code for _, code in desk.errors] == [desk.errors[0][1], 5]
    assert [channel for channel, _ in desk.errors] == ["trade", None]


def test_answers_reach_their_command_even_from_a_subscription_that_was_let_go(desk: Desk) -> None:
    subscription, notes = desk.standing("trade", 1)
    pending = desk.commands.begin("unsubscribe", 1)
    desk.dispatcher.unbind(subscription)
    desk.trade(1, 1)
    desk.take({"type": "unsubscribed", "id": pending.command_id, "sid": 1, "seq": 2})
    assert pending.answer.result().sid == 1
    assert notes.messages == []


def test_control_messages_use_up_numbers_and_reach_nobody(desk: Desk) -> None:
    _, notes = desk.standing("trade", 1)
    desk.trade(1, 1)
    desk.take({"type": "ok", "id": 9, "sid": 1, "seq": 2, "msg": {"market_tickers": ["A"]}})
    desk.trade(1, 3)
    assert (seqs(notes), notes.gaps) == ([1, 3], [])


def test_everybody_who_waits_is_told_when_the_connection_breaks(desk: Desk) -> None:
    pending = desk.commands.begin("list_subscriptions")
    desk.commands.fail("the connection broke")
    assert "the connection broke" in str(pending.answer.exception())
    assert desk.commands.find(message(ErrorResponse, id=pending.command_id)) is None


def test_an_ok_to_a_subscribe_binds_the_subscription_that_the_exchange_had(desk: Desk) -> None:
    subscription, notes, command_id = desk.subscribing("trade")
    ok = {"type": "ok", "id": command_id, "sid": 4, "seq": 108, "msg": {"market_tickers": ["A", "B"]}}
    desk.take(ok)
    assert (subscription.sid, subscription.sequence.expected) == (4, 109)
    desk.trade(4, 109)
    assert (seqs(notes), notes.gaps) == ([109], [])


def test_an_ok_to_a_subscribe_after_one_with_other_options_is_not_trusted(desk: Desk) -> None:
    before, _ = desk.standing("trade", 4)
    before.options["other"] = True
    desk.dispatcher.unbind(before)
    subscription, _, command_id = desk.subscribing("trade")
    desk.take({"type": "ok", "id": command_id, "sid": 4, "seq": 2, "msg": {"market_tickers": ["A", "B"]}})
    assert (subscription.sid, desk.ended) == (None, [None])


def test_a_snapshot_answers_the_command_that_asked_for_it(desk: Desk) -> None:
    desk.standing("orderbook_delta", 1)
    pending = desk.commands.begin("update_subscription", 1, ["A", "B"])
    for ticker in ("C", "B"):
        snapshot = message(OrderbookSnapshot, sid=1, seq=1 if ticker == "C" else 2)
        snapshot.msg.market_ticker = ticker
        assert not pending.answer.done()
        desk.take(snapshot)
    assert pending.answer.result().msg.market_ticker == "B"


def test_an_error_without_an_id_is_of_the_command_about_its_subscription(desk: Desk) -> None:
    desk.standing("trade", 1)
    desk.standing("ticker", 2)
    first, second = desk.commands.begin("update_subscription", 1), desk.commands.begin("update_subscription", 2)
    desk.take({"type": "error", "sid": 2, "seq": 1, "msg": {"code": 14, "msg": "Market Ticker required"}})
    assert second.answer.result().msg.code == 14
    assert not first.answer.done()
    assert desk.errors == []


def test_an_error_without_an_id_and_a_sid_is_of_the_oldest_command(desk: Desk) -> None:
    desk.standing("trade", 1)
    oldest, newest = desk.commands.begin("subscribe"), desk.commands.begin("update_subscription", 1)
    desk.take({"type": "error", "msg": {"code": 8, "msg": "Unknown channel name"}})
    assert oldest.answer.done()
    assert not newest.answer.done()


@pytest.mark.parametrize("sid", [1, None])
def test_an_error_that_ends_a_subscription_answers_no_command(desk: Desk, sid: int | None) -> None:
    desk.standing("trade", 1)
    pending = desk.commands.begin("update_subscription", 1)
    where = {} if sid is None else {"sid": sid, "seq": 1}
    desk.take({"type": "error", **where, "msg": {"code": 25, "msg": "Subscription buffer overflow"}})
    assert not pending.answer.done()
    assert desk.ended == ["trade" if sid else None]


def test_an_error_of_a_subscription_that_was_let_go_ends_no_other(desk: Desk) -> None:
    subscription, _ = desk.standing("trade", 1)
    desk.standing("ticker", 2)
    desk.dispatcher.unbind(subscription)
    desk.take({"type": "error", "sid": 1, "seq": 5, "msg": {"code": 10, "msg": "channel error"}})
    assert (desk.ended, desk.errors) == ([], [])


def test_an_unsubscribed_that_nobody_asked_for_ends_the_subscription(desk: Desk) -> None:
    desk.standing("trade", 1)
    pending = desk.commands.begin("update_subscription", 1)
    desk.take({"type": "unsubscribed", "sid": 1, "seq": 1})
    assert desk.ended == ["trade"]
    assert not pending.answer.done()


def test_a_sequence_that_is_numbered_anew_is_a_gap_at_its_first_message(desk: Desk) -> None:
    _, notes = desk.standing("trade", 1)
    for seq in (1, 2, 3):
        desk.trade(1, seq)
    desk.take(message(Trade, 99, sid=1, seq=1))
    desk.take(message(Trade, 98, sid=1, seq=2))
    assert seqs(notes) == [1, 2, 3, 1, 2]
    assert notes.gaps == ["the exchange numbers its messages from 1 again"]
    assert desk.counters.duplicates == 0


def test_a_message_that_comes_after_its_gap_is_late_and_left_out(desk: Desk) -> None:
    _, notes = desk.standing("trade", 1)
    for seq in (1, 3, 2, 4):
        desk.trade(1, seq)
    assert seqs(notes) == [1, 3, 4]
    assert notes.gaps == ["messages 2 to 2 are missing"]
    assert desk.counters.duplicates == 1


def test_numbers_of_a_gap_are_not_late_for_ever(desk: Desk) -> None:
    _, notes = desk.standing("trade", 1)
    desk.trade(1, 1)
    for seq in range(200, 300):
        desk.trade(1, seq)
    desk.trade(1, 50)
    desk.trade(1, 51)
    assert seqs(notes)[-2:] == [50, 51]
    assert notes.gaps[1:] == ["the exchange numbers its messages from 50 again"]


def test_a_number_of_a_gap_is_late_no_longer_than_a_moment(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kalshi_overlay.stream.sequence._LATE_SECONDS", 0.0)
    _, notes = desk.standing("trade", 1)
    for seq in (1, 9, 5):
        desk.trade(1, seq)
    assert (seqs(notes), len(notes.gaps)) == ([1, 9, 5], 2)


def test_a_number_of_a_gap_is_late_once(desk: Desk) -> None:
    _, notes = desk.standing("trade", 1)
    for seq in (1, 9, 5):
        desk.trade(1, seq)
    desk.trade(1, 5, 77)
    assert (seqs(notes), len(notes.gaps)) == ([1, 9, 5], 2)


def test_numbers_that_follow_each_other_inside_a_gap_are_a_new_count(desk: Desk) -> None:
    _, notes = desk.standing("trade", 1)
    for seq in (1, 9, 5, 6, 7):
        desk.trade(1, seq)
    assert (seqs(notes), len(notes.gaps)) == ([1, 9, 6, 7], 2)


def test_no_number_of_a_gap_is_late_once_a_snapshot_has_come(desk: Desk) -> None:
    """A delta that is left out after a snapshot would make the book wrong."""
    _, notes = desk.standing("orderbook_delta", 1)
    desk.take(message(OrderbookDelta, sid=1, seq=1))
    desk.take(message(OrderbookDelta, sid=1, seq=9))
    desk.take(message(OrderbookSnapshot, sid=1, seq=10))
    desk.take(message(OrderbookDelta, sid=1, seq=5))
    assert (seqs(notes), len(notes.gaps)) == ([1, 9, 10, 5], 2)
