"""When what is asked for again is asked for: snapshots, commands and connections, by a clock that a test moves."""

from __future__ import annotations

import asyncio

import pytest

from kalshi_overlay.stream import commands, connection, reporting, sequence, snapshots
from kalshi_overlay.stream.commands import CommandPacer
from kalshi_overlay.stream.reporting import Counters, Hearing
from kalshi_overlay.stream.sequence import REPEATED, Sequence
from kalshi_overlay.stream.snapshots import SnapshotRequests


class Clock:
    """A clock that a test moves, in the place of the module `time`."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now

    time = monotonic


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock()
    for module in (commands, reporting, sequence, snapshots):
        monkeypatch.setattr(module, "time", moved)
    return moved


def asked_at(requests: SnapshotRequests, clock: Clock, count: int) -> list[float]:
    """After how many seconds each of the next requests goes out if none is answered."""
    began, times = clock.now, []
    for _ in range(count):
        wait = requests.due_in()
        assert wait is not None
        if wait:
            clock.now += wait - 0.001
            assert requests.take_due() == []
            clock.now += 0.001
        assert requests.take_due()
        times.append(round(clock.now - began, 3))
    return times


def test_a_snapshot_that_does_not_come_is_asked_for_after_waits_that_double_up_to_half_a_minute(clock: Clock) -> None:
    requests = SnapshotRequests()
    assert requests.due_in() is None
    assert requests.want(["A"])
    assert requests.due_in() == 0.0
    assert asked_at(requests, clock, 9) == [0, 1, 3, 7, 15, 31, 61, 91, 121]


def test_the_wait_for_a_snapshot_stays_at_half_a_minute_however_long_it_lasts(clock: Clock) -> None:
    requests = SnapshotRequests()
    requests.want(["A"])
    # A float has no such power of two.
    assert asked_at(requests, clock, 1100)[-1] == 31 + 30 * 1094


def test_a_market_whose_snapshots_come_and_are_wanted_again_is_asked_for_three_times_and_then_once_a_second(
    clock: Clock,
) -> None:
    requests, began = SnapshotRequests(), clock.now
    times: list[float] = []
    while len(times) < 6:
        requests.want(["A"])
        times += [round(clock.now - began, 1)] * len(requests.take_due())
        requests.forget(["A"])
        clock.now += 0.1
    assert times == pytest.approx([0.0, 0.1, 0.2, 1.0, 2.0, 3.0])


def test_a_pause_lets_a_market_be_asked_for_three_times_in_a_row_again(clock: Clock) -> None:
    requests = SnapshotRequests()

    def burst() -> int:
        for count in range(9):
            requests.want(["A"])
            if requests.take_due() == []:
                return count
            requests.forget(["A"])
        raise AssertionError("nothing held it up")

    assert burst() == 3
    clock.now += 60.0
    assert burst() == 3


def test_one_market_that_waits_holds_up_no_other(clock: Clock) -> None:
    requests = SnapshotRequests()
    for _ in range(4):
        requests.want(["A"])
        requests.take_due()
        requests.forget(["A"])
    assert requests.want(["A", "B"])
    assert requests.take_due() == ["B"]


def test_a_snapshot_that_is_wanted_earlier_is_due_earlier_unless_it_was_asked_for(clock: Clock) -> None:
    requests = SnapshotRequests()
    assert requests.want(["A"], after=2.0)
    assert requests.due_in() == 2.0
    assert not requests.want(["A"], after=2.0)
    assert not requests.want(["A"], after=3.0)
    assert requests.due_in() == 2.0
    assert requests.want(["A", "B"], after=1.0)
    assert requests.due_in() == 1.0
    clock.now += 1.0
    assert requests.take_due() == ["A", "B"]
    clock.now += 0.5
    assert not requests.want(["A"])
    assert requests.due_in() == 0.5


def test_what_has_come_and_what_has_ended_is_not_asked_for(clock: Clock) -> None:
    requests = SnapshotRequests()
    requests.want(["A", "B", "C"])
    requests.forget(["A", "unknown"])
    assert requests.take_due() == ["B", "C"]
    requests.clear()
    assert requests.due_in() is None
    clock.now += 60.0
    assert requests.take_due() == []


def test_a_request_that_is_overdue_is_due_in_no_seconds_and_takes_a_hundred_markets_at_once(clock: Clock) -> None:
    requests = SnapshotRequests()
    requests.want(map(str, range(250)))
    clock.now += 5.0
    assert requests.due_in() == 0.0
    assert [len(requests.take_due()) for _ in range(4)] == [100, 100, 50, 0]


def test_twenty_commands_pass_at_once_and_then_ten_a_second(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    async def sleep(seconds: float) -> None:
        assert seconds > 0
        clock.now += seconds

    monkeypatch.setattr(asyncio, "sleep", sleep)

    def passed(pacer: CommandPacer, count: int) -> list[float]:
        began, times = clock.now, []
        for _ in range(count):
            asyncio.run(pacer.wait())
            times.append(round(clock.now - began, 6))
        return times

    pacer = CommandPacer()
    in_step = [0.0] * 20 + [0.1, 0.2, 0.3, 0.4, 0.5]
    assert passed(pacer, 25) == in_step
    clock.now += 0.5
    assert passed(pacer, 7) == [0.0] * 5 + [0.1, 0.2]
    clock.now += 3600.0
    assert passed(pacer, 25) == in_step


def test_the_wait_for_a_connection_doubles_from_a_quarter_of_a_second_up_to_a_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connection, "_WAIT_MAX", 20.0)
    waits = [connection._longest_wait(attempt) for attempt in (0, 1, 2, 3, 4, 5, 6, 7, 8, 5000)]
    assert waits == [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 20.0, 20.0, 20.0]


@pytest.mark.parametrize(
    ("lag", "silence", "lag_ms", "silent", "problem"),
    [
        (None, None, 1e9, 1e9, None),
        (2.0, None, None, None, None),
        (2.0, None, 2000.0, 1e9, None),
        (2.0, None, 2001.0, 0.0, "messages come 2.0 s after they were sent (max_lag is 2 s)"),
        (None, 3.0, 1e9, None, None),
        (None, 3.0, 1e9, 3.0, None),
        (None, 3.0, None, 3.5, "no message has come for 3.5 s (max_silence is 3 s)"),
        (2.5, 3.0, 2600.0, 3.5, "messages come 2.6 s after they were sent (max_lag is 2.5 s)"),
        (2.5, 3.0, 2500.0, 3.5, "no message has come for 3.5 s (max_silence is 3 s)"),
    ],
)
def test_a_connection_hears_too_late_beyond_a_limit_and_not_at_it(
    clock: Clock,
    lag: float | None,
    silence: float | None,
    lag_ms: float | None,
    silent: float | None,
    problem: str | None,
) -> None:
    hearing = Hearing(lag, silence)
    assert hearing.is_limited is (lag is not None or silence is not None)
    assert hearing.problem() is None
    hearing.lag_ms, hearing.at = lag_ms, None if silent is None else clock.now - silent
    assert hearing.problem() == problem


def test_a_stream_has_counted_nothing_at_first() -> None:
    counters = Counters()
    counted = (counters.messages, counters.bytes, counters.gaps, counters.duplicates, counters.unreadable)
    assert (*counted, counters.reconnects, counters.drops, counters.most_lag_ms) == (0,) * 8
    assert counters.lag_ms is None


# Numbers


def frame(seq: int) -> bytes:
    return b'{"seq": %d, "ts_ms": 1}' % seq


def followed(expected: int, *numbers: int) -> Sequence:
    numbered = Sequence()
    numbered.restart(expected)
    for number in numbers:
        numbered.follow(number, frame(number))
    return numbered


def test_a_frame_is_a_repetition_within_the_last_sixty_four_and_none_before() -> None:
    for back, is_repeated in ((1, True), (2, True), (63, True), (64, True), (65, False)):
        numbered = followed(1, *range(1, 101))
        assert (numbered.follow(101 - back, frame(101 - back)) is REPEATED) is is_repeated


@pytest.mark.parametrize(("seconds", "is_late"), [(0.0, True), (1.0, True), (1.001, False)])
def test_a_number_of_a_gap_is_late_for_a_second(clock: Clock, seconds: float, is_late: bool) -> None:
    numbered = followed(1, 1, 5)
    clock.now += seconds
    assert (numbered.follow(3, frame(3)) is REPEATED) is is_late


@pytest.mark.parametrize(("more", "is_late"), [(0, True), (63, True), (64, False)])
def test_a_number_of_a_gap_is_late_for_sixty_four_messages(clock: Clock, more: int, is_late: bool) -> None:
    # The message that shows the gap is one of them.
    numbered = followed(1, 1, *range(5, 6 + more))
    assert (numbered.follow(4, frame(4)) is REPEATED) is is_late


@pytest.mark.parametrize("number", [2, 3, 4])
def test_every_number_of_a_gap_can_be_late_and_no_other(clock: Clock, number: int) -> None:
    assert followed(1, 1, 5).follow(number, frame(number)) is REPEATED
    assert followed(1, 1, 5).follow(1, b"another") == "the exchange numbers its messages from 1 again"


def test_a_message_without_a_number_uses_one_up_once_one_is_known() -> None:
    numbered = Sequence()
    numbered.skip(b"first")
    assert numbered.expected is None
    assert numbered.follow(7, frame(7)) is None
    numbered.skip(b"second")
    assert numbered.expected == 9
    assert numbered.follow(7, frame(7)) is REPEATED
    assert numbered.follow(12, frame(12)) == "messages 9 to 11 are missing"
    assert numbered.expected == 13
