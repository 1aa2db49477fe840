"""The soak tests at their small size, and with a fault that each must find."""

from __future__ import annotations

import asyncio
import re
from random import Random
from typing import Any, get_args

import pytest

from kalshi_overlay.stream import stream
from kalshi_overlay.stream.merging import MergedBook, _ConnectionBook
from kalshi_overlay.stream.queues import MessageQueue, new_queue
from kalshi_overlay.stream.readers import Reader
from kalshi_overlay.stream.shared import SharedSubscription
from kalshi_sandbox import Sandbox, trading
from kalshi_sandbox.stream_faults import Reorder, StreamFault
from tests.abandoned import LEAVES_CONNECTIONS_OPEN
from tests.stream import (
    book_soak,
    day_soak,
    frames_soak,
    kill_soak,
    perps_book_soak,
    restart_soak,
    sharing_soak,
    slow_soak,
)
from tests.stream.oracle import BookOracle

pytestmark = LEAVES_CONNECTIONS_OPEN


@pytest.fixture(autouse=True)
def _few_markets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start each exchange with the ten markets of one event: the soak tests add their own."""
    monkeypatch.setattr(trading, "_SERIES", 1)


@pytest.fixture
def no_book_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BookOracle, "is_right", lambda *_: False)


@pytest.mark.parametrize(
    ("connections", "seed", "behaviour"),
    [(1, 1, "clocks"), (1, 2, "measured"), (2, 3, "measured"), (2, 4, "documents")],
)
def test_a_book_is_right_whenever_it_says_so_while_everything_goes_wrong(
    connections: int, seed: int, behaviour: str
) -> None:
    more = ["--connections", str(connections), "--seed", str(seed), "--behaviour", behaviour]
    assert book_soak.main([*book_soak.SIZES["small"], *more]) == 0


def test_the_soak_test_notices_a_book_that_goes_on_after_a_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    def go_on(book: MergedBook, source: int, reason: str) -> bool:
        return False

    monkeypatch.setattr(MergedBook, "on_gap", go_on)
    monkeypatch.setattr(book_soak, "catch_up", lambda *_: asyncio.sleep(0))
    assert book_soak.main(["--deltas", "20000", "--markets", "2", "--times", "200"]) == 1


def test_a_book_of_perpetual_futures_is_right_whenever_it_says_so_while_everything_goes_wrong() -> None:
    assert perps_book_soak.main(perps_book_soak.SIZES["small"]) == 0


def test_the_soak_test_notices_a_connection_that_takes_over_with_another_book(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_ConnectionBook, "is_same_as", lambda *_: True)
    monkeypatch.setattr(book_soak, "catch_up", lambda *_: asyncio.sleep(0))
    more = ["--markets", "1", "--times", "200", "--connections", "2"]
    assert perps_book_soak.main(["--deltas", "20000", *more]) == 1


def test_the_soak_test_notices_a_fault_that_has_not_happened(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(book_soak, "ON_MESSAGES", [each for each in book_soak.ON_MESSAGES if each[0] != Reorder()])
    more = ["--connections", "1", "--every-fault"]
    assert perps_book_soak.main(["--deltas", "500", "--markets", "2", "--times", "60", *more]) == 1
    (missing,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith("of these faults none"))
    assert "Reorder" in missing


def test_every_fault_of_the_stream_is_among_those_of_the_soak_test(exchange: Sandbox) -> None:
    book_soak.add_faults(exchange.perps_stream, 1000, 100, Random(1))
    kinds = {type(rule.fault) for rule in exchange.perps_stream.faults._rules}
    exchange.perps_stream.faults.clear()
    assert kinds == set(get_args(StreamFault))


def test_no_book_is_ever_stale_while_two_connections_are_killed_in_turn() -> None:
    assert kill_soak.main(kill_soak.SIZES["small"]) == 0


def test_the_soak_test_notices_a_book_that_is_stale_with_one_connection_left(monkeypatch: pytest.MonkeyPatch) -> None:
    missed = MergedBook.on_gap

    def all_missed(book: MergedBook, source: int, reason: str) -> bool:
        missed(book, source, reason)
        book.stale = reason
        return True

    monkeypatch.setattr(MergedBook, "on_gap", all_missed)
    assert kill_soak.main(["--kills", "1", "--markets", "2"]) == 1


@pytest.mark.usefixtures("no_book_is_right")
def test_the_soak_test_notices_a_book_that_is_wrong_after_a_connection_was_killed() -> None:
    assert kill_soak.main(["--kills", "1", "--markets", "2"]) == 1


def test_fifty_subscriptions_come_back_as_they_were() -> None:
    assert restart_soak.main(restart_soak.SIZES["small"]) == 0


def test_the_soak_test_notices_subscriptions_that_come_back_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    unbind = SharedSubscription.unbind

    def forget(subscription: SharedSubscription) -> None:
        unbind(subscription)
        for reader in subscription.readers:
            last = dict.fromkeys(list(reader.demand.names)[-1:])
            reader.demand = reader.confirmed = reader.demand.with_change(last, is_adding=False)

    monkeypatch.setattr(SharedSubscription, "unbind", forget)
    assert restart_soak.main(["--attempts", "1", "--subscriptions", "6"]) == 1


def test_each_policy_keeps_its_promise_when_nobody_reads() -> None:
    assert slow_soak.main(slow_soak.SIZES["small"]) == 0


def test_the_soak_test_notices_a_queue_that_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    def longer(policy: Any, size: int, key: Any) -> MessageQueue[Any]:
        return new_queue(policy, size + 1, key)

    monkeypatch.setattr(stream, "new_queue", longer)
    assert slow_soak.main(["--messages", "250", "--size", "20", "--markets", "5", "--rate", "5000"]) == 1


def test_each_of_many_readers_gets_exactly_its_own() -> None:
    assert sharing_soak.main(sharing_soak.SIZES["small"]) == 0


def test_the_soak_test_notices_a_reader_that_gets_what_is_anothers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def everybody(subscription: SharedSubscription, message: Any) -> tuple[Reader, ...]:
        return tuple(subscription.readers)

    monkeypatch.setattr(SharedSubscription, "readers_of", everybody)
    assert sharing_soak.main(sharing_soak.SIZES["small"]) == 1
    assert "a foreign " in capsys.readouterr().out


def test_the_soak_test_notices_commands_that_come_too_fast(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("kalshi_overlay.stream.commands._BURST", 400)
    # Many readers, and few messages, so that a busy machine sends no fewer commands a second.
    many = ["--made", "80", "--rounds", "2", "--readers", "30", "--markets", "20", "--rate", "100", "--pause", "0.05"]
    assert sharing_soak.main(many) == 1
    (beyond,) = re.findall(r"beyond ten a second: ([\d.]+) at most", capsys.readouterr().out)
    assert float(beyond) > sharing_soak.AT_ONE_TIME + sharing_soak.LATENESS * sharing_soak.A_SECOND


def test_hours_go_by_without_tasks_that_stay() -> None:
    assert day_soak.main(day_soak.SIZES["small"]) == 0


@pytest.mark.usefixtures("no_book_is_right")
def test_the_soak_test_notices_a_book_that_is_wrong_in_an_hour() -> None:
    assert day_soak.main(["--hours", "1", "--minutes", "2", "--traders", "1", "--untraced"]) == 1


def test_no_frame_makes_a_book_right_and_wrong_at_once_or_ends_a_connection() -> None:
    assert frames_soak.main(frames_soak.SIZES["small"]) == 0


@pytest.mark.parametrize(
    ("owner", "name", "does", "notices"),
    [
        ("merging.MergedBook", "on_gap", lambda *_: False, "instead of"),
        ("sequence.Sequence", "follow", lambda *_: None, "instead of"),
        ("feeds.BookFormat", "problem_with", lambda *_: None, "instead of"),
        ("feeds.BookFormat", "renamed_sides", lambda *_: (), "instead of"),
        ("snapshots.SnapshotRequests", "_allowed", lambda *_: 0.0, "were asked for in"),
    ],
)
def test_the_soak_test_notices_each_guard_that_is_missing(
    owner: str, name: str, does: Any, notices: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(f"kalshi_overlay.stream.{owner}.{name}", does)
    # By another seed, a book may need many times the frames to be wrong.
    assert frames_soak.main(["--frames", "1500", "--seed", "3"]) == 1
    assert notices in capsys.readouterr().out
