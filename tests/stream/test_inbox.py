"""A subscription between its connection and its consumer, without a socket."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from kalshi_gen.errors import InvalidRequestError
from kalshi_overlay.errors import KalshiBackpressureError, KalshiStreamError, KalshiStreamLostError
from kalshi_overlay.stream.feeds import API_FEED
from kalshi_overlay.stream.queues import BlockingQueue, LatestQueue, new_queue
from kalshi_overlay.stream.readers import Demand, Reader, subject_of
from kalshi_overlay.stream.reporting import Counters
from kalshi_overlay.stream.subscription import Inbox, Subscription, conflation_key
from kalshi_overlay.stream.tasks import BackgroundTasks, fail
from tests.stream.test_kept_books import scenario
from tests.walking import walked

ERROR = KalshiStreamError("why")


class Connection:
    """A connection that confirms nothing by itself."""

    feed = API_FEED

    def __init__(self) -> None:
        self.updates: list[tuple[str, dict[str, Any]]] = []
        self.left: list[Exception | None] = []

    def add(self, reader: Reader) -> None:
        self.reader = reader

    def leave(self, reader: Reader, error: Exception | None = None) -> None:
        self.left.append(error)
        reader.receiver.on_end(error)

    async def remove(self, reader: Reader) -> None:
        self.leave(reader)

    async def confirmed_in_time(self, confirmation: Any, reader: Reader, command: str) -> Any:
        assert command == "subscribe"
        return await confirmation

    async def update(self, reader: Reader, action: str, parameters: dict[str, Any]) -> str:
        self.updates.append((action, parameters))
        return "the answer"


class Read:
    """A subscription to trades, and what its connection gives it."""

    def __init__(self, policy: Any = "error", size: int = 3) -> None:
        connection: Any = Connection()
        self.connection = connection
        self.counters = Counters()
        self.failures: list[Exception] = []
        self.tasks = BackgroundTasks()
        demand = Demand.of(API_FEED.channels["trade"], {"market_tickers": ["A"]})
        self.inbox = Inbox(connection, demand, new_queue(policy, size, lambda each: each % 10), self.counters)
        self.subscription: Subscription[Any] = Subscription(self.inbox, self.tasks, self.failures.append)


@scenario
async def test_messages_are_read_in_order_and_then_the_end_or_its_error() -> None:
    for error, raised in ((None, StopAsyncIteration), (ERROR, KalshiStreamError)):
        read = Read()
        for number in (1, 2):
            assert read.inbox.receive(number) is None
        assert repr(read.subscription) == "<Subscription trade, 2 messages waiting>"
        read.inbox.on_end(error)
        # What comes afterwards is not read, and the first end counts.
        read.inbox.receive(3)
        read.inbox.on_end(ValueError("later"))
        assert [await anext(read.subscription) for _ in range(2)] == [1, 2]
        for _ in range(2):
            with pytest.raises(raised):
                await anext(read.subscription)


@scenario
async def test_a_reader_that_waits_is_woken_by_a_message_and_by_the_end() -> None:
    read = Read()
    given: list[tuple[Callable[[], Any], int | None]] = [
        (lambda: read.inbox.receive(1), 1),
        (lambda: read.inbox.on_end(None), None),
    ]
    for give, taken in given:
        waiter = asyncio.create_task(anext(read.subscription, None))
        await asyncio.sleep(0)
        assert not waiter.done()
        give()
        assert await waiter == taken


@scenario
async def test_a_full_queue_does_what_its_policy_says() -> None:
    read = Read("error", 2)
    for number in (1, 2, 3):
        assert read.inbox.receive(number) is None
    (error,) = read.connection.left
    assert isinstance(error, KalshiBackpressureError)
    assert read.inbox.error is error
    assert (read.subscription.drops, read.counters.drops) == (0, 0)

    dropping = Read("drop_oldest", 2)
    for number in (1, 2, 3, 4):
        dropping.inbox.receive(number)
    assert (dropping.subscription.drops, dropping.counters.drops) == (2, 2)
    assert [await anext(dropping.subscription) for _ in range(2)] == [3, 4]

    latest = Read("latest", 2)
    for number in (1, 11, 2, 3):
        latest.inbox.receive(number)
    assert (latest.subscription.drops, latest.counters.drops) == (2, 2)
    assert [await anext(latest.subscription) for _ in range(2)] == [2, 3]

    blocking = Read("block", 1)
    assert blocking.inbox.receive(1) is None
    waiting = blocking.inbox.receive(2)
    assert waiting is not None
    writer = asyncio.ensure_future(waiting)
    await asyncio.sleep(0)
    assert not writer.done()
    assert await anext(blocking.subscription) == 1
    await writer
    assert await anext(blocking.subscription) == 2


@scenario
async def test_a_gap_is_counted_and_a_confirmation_awaited() -> None:
    read = Read()
    read.inbox.on_gap("a gap", None)
    assert read.subscription.gaps == 1
    waiter = asyncio.ensure_future(read.subscription)
    await asyncio.sleep(0)
    assert not waiter.done()
    read.inbox.on_subscribed()
    assert await waiter is read.subscription
    read.inbox.on_end(ERROR)
    with pytest.raises(KalshiStreamError, match="why"):
        await read.subscription


@pytest.mark.parametrize("other", ["nobody", "a reader", "a callback", "the exchange"])
def test_who_gives_up_waiting_ends_the_subscription_unless_another_reads_it(other: str) -> None:
    async def giving_up() -> None:
        read = Read()
        others: list[asyncio.Task[Any]] = []
        if other == "a reader":
            others.append(asyncio.create_task(anext(read.subscription, None)))
        elif other == "a callback":
            read.subscription.listen(lambda message: None)
        await asyncio.sleep(0)
        waiter = asyncio.ensure_future(read.subscription)
        await asyncio.sleep(0)
        if other == "the exchange":
            read.inbox.on_subscribed()
        waiter.cancel()
        await asyncio.wait({waiter})
        assert read.connection.left == ([None] if other == "nobody" else [])
        read.inbox.on_end(None)
        await asyncio.gather(*others)
        await read.tasks.end()

    scenario(giving_up)()


@scenario
async def test_a_subscription_is_read_by_one() -> None:
    read = Read()
    read.subscription.listen(lambda message: None)
    with pytest.raises(KalshiStreamError, match="one consumer"):
        await anext(read.subscription)
    with pytest.raises(KalshiStreamError, match="one consumer"):
        read.subscription.listen(print)
    await read.tasks.end()
    other = Read()
    waiter = asyncio.create_task(anext(other.subscription, None))
    await asyncio.sleep(0)
    with pytest.raises(KalshiStreamError, match="one consumer"):
        other.subscription.listen(print)
    other.inbox.on_end(None)
    assert await waiter is None


@scenario
async def test_a_callback_gets_each_message_one_after_the_other_up_to_the_end() -> None:
    read, got = Read(), list[Any]()

    async def take(message: Any) -> None:
        got.append(("begin", message))
        await asyncio.sleep(0)
        got.append(("end", message))
        if message == 1:
            raise ValueError("of the user's")

    logger, logged = logging.getLogger("kalshi"), list[logging.LogRecord]()

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            logged.append(record)

    handler = Keeping()
    logger.addHandler(handler)
    try:
        assert read.subscription.listen(take) is read.subscription
        for number in (1, 2):
            read.inbox.receive(number)
        read.inbox.on_end(None)
        (task,) = read.tasks._tasks
        await task
    finally:
        logger.removeHandler(handler)
    assert got == [("begin", 1), ("end", 1), ("begin", 2), ("end", 2)]
    assert ["trade" in record.getMessage() for record in logged] == [True]
    assert read.failures == []
    await asyncio.sleep(0)
    assert read.tasks._tasks == set()


@scenario
async def test_an_error_behind_a_callback_is_reported_since_nobody_else_learns_it() -> None:
    read = Read()
    read.subscription.listen(lambda message: None)
    read.inbox.on_end(ERROR)
    (task,) = read.tasks._tasks
    await task
    assert read.failures == [ERROR]


@scenario
async def test_an_update_is_one_that_the_channel_has_and_of_a_subscription_that_there_is() -> None:
    read = Read()
    assert read.subscription.channel == "trade"
    assert read.subscription.parameters == {"market_tickers": ["A"]}
    assert await read.subscription.update("add_markets", market_tickers=["B"]) == "the answer"
    with pytest.raises(InvalidRequestError, match="it has add_markets"):
        await read.subscription.update("unknown")
    with pytest.raises(InvalidRequestError, match="market_tickers"):
        await read.subscription.update("add_markets", market_tickers="B")
    assert read.connection.updates == [("add_markets", {"market_tickers": ["B"]})]
    for error, kind in ((None, KalshiStreamLostError), (ERROR, KalshiStreamError)):
        ended = Read()
        if error is None:
            await ended.subscription.unsubscribe()
        else:
            ended.inbox.on_end(error)
        with pytest.raises(kind):
            await ended.subscription.update("add_markets", market_tickers=["B"])
        assert ended.connection.updates == []


@walked(
    ("fields", "key"),
    [
        ({"market_ticker": "A", "ticker": "B"}, "A"),
        ({"ticker": "B", "index_id": "C"}, "B"),
        ({"index_id": "C", "underlying_ticker": "D"}, "C"),
        ({"underlying_ticker": "D"}, "D"),
        ({"market_ticker": 1, "ticker": "B"}, "B"),
        ({"corporate_action": SimpleNamespace(market_ticker="E"), "market_ticker": "A"}, "E"),
        ({"other": "A"}, "the type"),
    ],
)
def test_messages_about_the_same_replace_each_other(fields: dict[str, Any], key: str) -> None:
    sent = SimpleNamespace(type="the type", msg=SimpleNamespace(**fields))
    assert conflation_key(sent) == key
    assert subject_of(SimpleNamespace(a=None, b="x"), ("a", "b")) == "x"


@scenario
async def test_a_queue_wakes_its_consumer_for_what_it_has_not_seen() -> None:
    queue: LatestQueue[int] = LatestQueue(2, lambda item: item % 10)
    assert not queue.is_read
    waiter = asyncio.create_task(queue.wait())
    await asyncio.sleep(0)
    assert queue.is_read
    queue.put(1)
    await waiter
    assert not queue.is_read
    queue.put(11)
    assert (queue.take(), queue.dropped, len(queue)) == (11, 1, 0)
    queue.wake()
    with pytest.raises(LookupError):
        queue.take()
    blocking: BlockingQueue[int] = BlockingQueue(1)
    with pytest.raises(LookupError):
        blocking.take()


@scenario
async def test_tasks_end_together_and_a_future_fails_once() -> None:
    tasks, began = BackgroundTasks(), asyncio.Event()

    async def work() -> None:
        began.set()
        await asyncio.Event().wait()

    task = tasks.start(work())
    await began.wait()
    await tasks.end()
    assert task.cancelled()
    future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    fail(future, ERROR)
    fail(future, ValueError("later"))
    assert future.exception() is ERROR
    done: asyncio.Future[Callable[[], None] | None] = asyncio.get_running_loop().create_future()
    done.set_result(None)
    fail(done, ERROR)
    assert done.result() is None
