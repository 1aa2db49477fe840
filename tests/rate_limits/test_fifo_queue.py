"""A queue lets threads and tasks through one by one, and nobody who is gone holds it up."""

from __future__ import annotations

import asyncio
import math

import pytest

from kalshi_overlay.flow import run, run_async
from kalshi_overlay.rate_limits.fair_bucket import FifoQueue, QueueTimeoutError


def test_a_task_whose_loop_was_closed_holds_nobody_up() -> None:
    queue, loop = FifoQueue(), asyncio.new_event_loop()

    async def enter() -> None:
        await run_async(queue.enter(5, math.inf))
        raise AssertionError("it was never the first")

    first = run(queue.enter(1, math.inf))
    task = loop.create_task(enter())
    loop.run_until_complete(asyncio.sleep(0))
    assert (len(queue), queue.cost) == (2, 6)
    # Nobody sees to its task any more.
    loop.close()
    queue.leave(first)
    assert (len(queue), queue.cost) == (0, 0)
    other = run(queue.enter(1, 0.0))
    assert len(queue) == 1
    queue.leave(other)
    task._log_destroy_pending = False  # type: ignore[attr-defined]
    coroutine = task.get_coro()
    assert coroutine is not None
    coroutine.close()
    assert (len(queue), queue.cost) == (0, 0)


def test_whoever_is_late_leaves() -> None:
    queue = FifoQueue()
    run(queue.enter(1, math.inf))
    with pytest.raises(QueueTimeoutError):
        run(queue.enter(2, 0.0))
    assert (len(queue), queue.cost) == (1, 1)


def test_a_turn_that_comes_before_anybody_waits_for_it_is_not_missed() -> None:
    queue = FifoQueue()
    first = run(queue.enter(1, math.inf))
    entering = queue.enter(2, math.inf)
    call = next(entering)
    queue.leave(first)
    assert call.blocking(*call.arguments) is True
    with pytest.raises(StopIteration) as done:
        entering.send(True)
    queue.leave(done.value.value)
    assert (len(queue), queue.cost) == (0, 0)


def test_an_error_while_it_waits_leaves_the_queue() -> None:
    queue = FifoQueue()
    run(queue.enter(1, math.inf))
    entering = queue.enter(2, math.inf)
    next(entering)
    with pytest.raises(ZeroDivisionError):
        entering.throw(ZeroDivisionError())
    assert (len(queue), queue.cost) == (1, 1)


def test_what_is_served_is_not_waited_for_twice() -> None:
    queue = FifoQueue()
    waiter = run(queue.enter(9, math.inf))
    queue.mark_served(waiter)
    queue.mark_served(waiter)
    assert (len(queue), queue.cost) == (1, 0)
    queue.leave(waiter)
    assert queue.cost == 0
