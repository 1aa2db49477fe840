"""What each policy promises when a queue is full."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalshi_overlay.errors import KalshiConfigError, KalshiStreamError
from kalshi_overlay.stream.queues import BlockingQueue, MessageQueue, new_queue

SIZES = st.integers(1, 5)
OPERATIONS = st.lists(st.none() | st.integers(0, 9), max_size=60)


def queue_of(policy: Any, size: int) -> MessageQueue[int]:
    """A queue whose items have their last digit modulo 3 as key."""
    return new_queue(policy, size, lambda item: item % 3)


@given(size=SIZES, operations=OPERATIONS)
def test_drop_oldest_keeps_the_newest_in_order_and_counts_the_others(size: int, operations: list[int | None]) -> None:
    queue, kept, dropped = queue_of("drop_oldest", size), list[int](), 0
    for item in operations:
        if item is not None:
            assert queue.put(item)
            dropped += len(kept) == size
            kept = [*kept, item][-size:]
        elif kept:
            assert queue.take() == kept.pop(0)
        assert (len(queue), queue.dropped) == (len(kept), dropped)


@given(size=SIZES, operations=OPERATIONS)
@pytest.mark.parametrize("policy", ["error", "block"])
def test_a_queue_that_drops_nothing_says_when_it_is_full(policy: str, size: int, operations: list[int | None]) -> None:
    queue, kept = queue_of(policy, size), list[int]()
    for item in operations:
        if item is not None:
            assert queue.put(item) is (len(kept) < size)
            kept = [*kept, item][:size]
        elif kept:
            assert queue.take() == kept.pop(0)
        assert (len(queue), queue.dropped) == (len(kept), 0)


@given(size=SIZES, operations=OPERATIONS)
def test_latest_keeps_the_newest_of_each_key_in_the_order_of_the_keys(size: int, operations: list[int | None]) -> None:
    queue, kept, dropped = queue_of("latest", size), dict[int, int](), 0
    for item in operations:
        if item is not None:
            assert queue.put(item)
            dropped += item % 3 in kept or len(kept) == size
            if item % 3 not in kept and len(kept) == size:
                del kept[next(iter(kept))]
            kept[item % 3] = item
        elif kept:
            assert queue.take() == kept.pop(next(iter(kept)))
        assert (len(queue), queue.dropped) == (len(kept), dropped)


def test_a_writer_waits_while_the_queue_is_full_and_its_items_keep_their_order() -> None:
    async def scenario() -> None:
        queue = BlockingQueue[int](2)

        async def write() -> None:
            for item in range(20):
                await queue.put_when_free(item)

        writer = asyncio.create_task(write())
        read: list[int] = []
        while len(read) < 20:
            if not len(queue):
                await queue.wait()
            assert len(queue) <= 2
            read.append(queue.take())
        await writer
        assert read == list(range(20))

    asyncio.run(scenario())


def test_a_second_consumer_is_refused() -> None:
    async def scenario() -> None:
        queue = MessageQueue[int](2)
        first = asyncio.create_task(queue.wait())
        await asyncio.sleep(0)
        with pytest.raises(KalshiStreamError, match="one consumer"):
            await queue.wait()
        queue.wake()
        await first

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("policy", "size", "named"),
    [
        ("forget", 10, "when_full"),
        ("error", 0, "queue_size"),
        ("latest", True, "queue_size"),
        ("block", 1.5, "queue_size"),
    ],
)
def test_a_policy_or_size_that_can_not_be_is_refused(policy: Any, size: Any, named: str) -> None:
    with pytest.raises(KalshiConfigError, match=named):
        new_queue(policy, size, hash)
