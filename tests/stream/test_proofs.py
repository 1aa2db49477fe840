"""The proofs at a small size; each says how it is run at its full one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from kalshi_overlay.stream.merging import MergedBook
from tests.stream import book_proof, day_proof, kill_proof, restart_proof, slow_proof
from tests.stream.running import run, until


@pytest.mark.parametrize(("connections", "seed"), [(1, 1), (1, 2), (2, 3)])
def test_a_book_is_right_whenever_it_says_so_while_everything_goes_wrong(connections: int, seed: int) -> None:
    async def scenario() -> None:
        result = await book_proof.prove(deltas=2000, seed=seed, markets=4, connections=connections, times=6)
        assert result.wrong == []
        assert result.right > 0
        assert len(result.fired) > 10

    run(scenario())


def test_the_proof_notices_a_book_that_goes_on_after_a_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    def go_on(book: MergedBook, source: int, reason: str) -> bool:
        return False

    monkeypatch.setattr(MergedBook, "missed", go_on)
    monkeypatch.setattr(book_proof, "catch_up", lambda *_: asyncio.sleep(0))

    async def scenario() -> None:
        result = await book_proof.prove(deltas=4000, seed=1, markets=2, times=40)
        assert result.wrong

    run(scenario())


def test_no_book_is_ever_stale_while_two_connections_are_killed_in_turn() -> None:
    async def scenario() -> None:
        result = await kill_proof.prove(kills=6, pause=kill_proof.until_it_is_back, markets=5)
        assert (result.stale, result.wrong, result.snapshots_asked) == ([], [], 0)
        assert result.reconnects == 6
        assert result.steps > 0

    run(scenario())


def test_fifty_subscriptions_come_back_as_they_stood() -> None:
    async def while_attempts_are_refused(refused: Callable[[], int]) -> None:
        await until(lambda: refused() >= 3)

    async def scenario() -> None:
        result = await restart_proof.prove(subscriptions=50, away=while_attempts_are_refused)
        assert result.after == result.before
        assert result.listed_after == result.listed_before
        assert result.parameters_after == result.parameters_before
        assert (result.twice, result.missing) == (0, 0)
        assert result.before.total() == 50

    run(scenario())


def test_each_policy_keeps_its_promise_when_nobody_reads() -> None:
    async def scenario() -> None:
        result = await slow_proof.prove(messages=2000, size=100, markets=5)
        assert result.kept == dict.fromkeys(result.kept, True)

    run(scenario())


def test_hours_go_by_without_tasks_that_stay() -> None:
    async def scenario() -> None:
        result = await day_proof.prove(periods=2, minutes=3, traders=1, is_traced=False)
        assert not result.grows
        assert result.wrong == 0
        assert result.messages[-1] > result.messages[0] > 0

    run(scenario())
