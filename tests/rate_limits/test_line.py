"""A line lets threads and tasks through one by one, and nobody who has gone holds it up."""

from __future__ import annotations

import asyncio
import math

import pytest

from kalshi_overlay.rate_limits.line import Line, TurnNeverCameError


def test_a_task_whose_loop_was_closed_holds_nobody_up() -> None:
    line, loop = Line(), asyncio.new_event_loop()

    async def stand() -> None:
        async with line.turn_async(5, math.inf):
            raise AssertionError("it was never the first")

    with line.turn(1, math.inf):
        task = loop.create_task(stand())
        loop.run_until_complete(asyncio.sleep(0))
        assert (len(line), line.cost) == (2, 6)
        # Nobody sees to its task any more.
        loop.close()
    assert (len(line), line.cost) == (0, 0)
    with line.turn(1, 0.0):
        assert len(line) == 1
    task._log_destroy_pending = False  # type: ignore[attr-defined]
    coroutine = task.get_coro()
    assert coroutine is not None
    coroutine.close()
    assert (len(line), line.cost) == (0, 0)


def test_whoever_is_late_leaves() -> None:
    line = Line()
    with line.turn(1, math.inf):
        with pytest.raises(TurnNeverCameError), line.turn(2, 0.0):
            raise AssertionError("it was never the first")
        assert (len(line), line.cost) == (1, 1)


def test_an_error_in_its_turn_leaves_the_line() -> None:
    line = Line()
    with pytest.raises(ZeroDivisionError), line.turn(1, math.inf):
        raise ZeroDivisionError
    assert (len(line), line.cost) == (0, 0)


def test_what_is_served_is_not_waited_for_twice() -> None:
    line = Line()
    with line.turn(9, math.inf) as place:
        line.served(place)
        line.served(place)
        assert (len(line), line.cost) == (1, 0)
    assert line.cost == 0
