"""Whose each message is, and whether one is missing: frames as they come, without a socket."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterator
from typing import Any

import msgspec
import pytest
from attrs import define, field

from kalshi_gen.drift import ContractDrift
from kalshi_gen.stream.messages import UnknownMessage
from kalshi_gen.stream.models import ErrorResponse, OrderbookDelta, Trade
from kalshi_overlay.stream.commands import PendingCommands
from kalshi_overlay.stream.counters import Counters
from kalshi_overlay.stream.dispatch import Dispatcher
from kalshi_overlay.stream.merging import is_whole
from kalshi_overlay.stream.wire import WireSubscription
from tests.stream.examples import message


@define
class Notes:
    """A receiver that takes notes."""

    messages: list[Any] = field(factory=list)
    gaps: list[str] = field(factory=list)
    stood: int = 0

    def receive(self, received: Any) -> Awaitable[None] | None:
        self.messages.append(received)
        return None

    def understands(self, received: Any) -> bool:
        return not isinstance(received, UnknownMessage) and is_whole(received)

    def missed(self, reason: str) -> None:
        self.gaps.append(reason)

    def stands(self) -> None:
        self.stood += 1

    def ended(self, error: Exception | None) -> None:
        raise AssertionError("nothing ends here")


class Desk:
    """A dispatcher, and what it tells."""

    def __init__(self, commands: PendingCommands) -> None:
        self.counters = Counters()
        self.commands = commands
        self.errors: list[tuple[str | None, int]] = []
        self.unknown: list[UnknownMessage] = []
        self.drifts: list[ContractDrift] = []
        self.asked: list[str] = []
        self.dispatcher = Dispatcher(
            self.commands,
            self.counters,
            on_gap=lambda subscription, _: self.asked.append(subscription.channel),
            on_error=lambda subscription, error: self.errors.append(
                (subscription.channel if subscription else None, error.msg.code)
            ),
            on_unknown=self.unknown.append,
            on_drift=self.drifts.append,
        )

    def subscribing(self, channel: str) -> tuple[WireSubscription, Notes, int]:
        notes = Notes()
        subscription = WireSubscription(channel, {}, notes)
        command_id, _ = self.commands.begin()
        self.dispatcher.subscribing(command_id, subscription)
        return subscription, notes, command_id

    def standing(self, channel: str, sid: int) -> tuple[WireSubscription, Notes]:
        subscription, notes, command_id = self.subscribing(channel)
        self.take({"type": "subscribed", "id": command_id, "msg": {"channel": channel, "sid": sid}})
        assert subscription.sid == sid
        return subscription, notes

    def take(self, frame: Any) -> Awaitable[None] | None:
        return self.dispatcher.take(frame if isinstance(frame, bytes) else msgspec.json.encode(frame))

    def trade(self, sid: int, seq: int) -> None:
        self.take(message(Trade, seq, sid=sid))


class CommandsOf(PendingCommands):
    """Commands whose answers belong to the loop of a runner."""

    def __init__(self, runner: asyncio.Runner) -> None:
        super().__init__()
        self._runner = runner

    def begin(self) -> tuple[int, asyncio.Future[Any]]:
        begin = super().begin

        async def in_loop() -> tuple[int, asyncio.Future[Any]]:
            return begin()

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
    assert (first.gaps, first.stood, desk.counters.gaps) == ([], 1, 0)


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
    command_id, answer = desk.commands.begin()
    desk.dispatcher.forget(subscription)
    desk.trade(1, 1)
    desk.take({"type": "unsubscribed", "id": command_id, "sid": 1, "seq": 2})
    assert answer.result().sid == 1
    assert notes.messages == []


def test_control_messages_use_up_numbers_and_reach_nobody(desk: Desk) -> None:
    _, notes = desk.standing("trade", 1)
    desk.trade(1, 1)
    desk.take({"type": "ok", "id": 9, "sid": 1, "seq": 2, "msg": {"market_tickers": ["A"]}})
    desk.trade(1, 3)
    assert (seqs(notes), notes.gaps) == ([1, 3], [])


def test_everybody_who_waits_is_told_when_the_connection_breaks(desk: Desk) -> None:
    _, answer = desk.commands.begin()
    desk.commands.fail("the connection broke")
    assert "the connection broke" in str(answer.exception())
    assert not desk.commands
