"""Code that yields its calls, so that it is written once and runs in a thread or in a task.

A flow is a generator. Whoever runs it makes each call that it yields, sends the result back, and throws into it what
the call raised.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from typing import Any, NamedTuple, TypeVar

from kalshi_overlay import clock

T = TypeVar("T")


class Call(NamedTuple):
    """A call, as a function that blocks and as one that is awaited; both take the arguments."""

    blocking: Callable[..., Any]
    awaited: Callable[..., Awaitable[Any]]
    arguments: tuple[Any, ...] = ()


Flow = Generator[Call, Any, T]
"""Code that yields calls and returns a `T`."""


def sleep(seconds: float) -> Call:
    """Wait for so many seconds."""
    return Call(clock.sleep, clock.sleep_async, (seconds,))


def run(flow: Flow[T]) -> T:
    """Run a flow in this thread, and return or raise what it returns or raises."""
    try:
        call = next(flow)
        while True:
            try:
                result = call.blocking(*call.arguments)
            except BaseException as error:
                call = flow.throw(error)
            else:
                call = flow.send(result)
    except StopIteration as done:
        value: T = done.value
        return value


async def run_async(flow: Flow[T]) -> T:
    """Run a flow in this task; see `run`."""
    try:
        call = next(flow)
        while True:
            try:
                result = await call.awaited(*call.arguments)
            except BaseException as error:
                call = flow.throw(error)
            else:
                call = flow.send(result)
    except StopIteration as done:
        value: T = done.value
        return value
