"""Work that yields its requests and its waits, so that it is written once and runs blocking or not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from functools import partial
from typing import Any, TypeVar

import httpx
from attrs import evolve, frozen

from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import KalshiError
from kalshi_overlay import clock
from kalshi_overlay.base_client import KalshiClient
from kalshi_overlay.errors import translate

T = TypeVar("T")


@frozen
class Call:
    """A request, by the two functions of a generated module.

    Args:
        blocking: The one that blocks.
        awaited: The one that doesn't.
        arguments: What both take besides the client.
        seconds: How long the client may wait and try again, if its own policy is no shorter.
        is_once: Whether it may not try again at all.
    """

    blocking: Callable[..., Any]
    awaited: Callable[..., Awaitable[Any]]
    arguments: dict[str, Any]
    seconds: float
    is_once: bool


@frozen
class Wait:
    """A pause, in seconds."""

    seconds: float


Steps = Generator[Call | Wait, Any, T]
"""Work that is sent what each call returned, and thrown the `KalshiError` that it raised."""


def run(steps: Steps[T], client: AuthenticatedClient) -> T:
    """Do the work, blocking.

    Args:
        steps: The work.
        client: A signed client.

    Returns:
        What the work returns.

    Raises:
        KalshiError: What the work raises.
    """
    resume: Callable[[], Call | Wait] = partial(next, steps)
    while True:
        try:
            step = resume()
        except StopIteration as done:
            result: T = done.value
            return result
        try:
            resume = partial(steps.send, _carried_out(step, client))
        except (KalshiError, httpx.RequestError) as error:
            resume = partial(steps.throw, _named(error))


async def run_async(steps: Steps[T], client: AuthenticatedClient) -> T:
    """Do the work without blocking; see `run`."""
    resume: Callable[[], Call | Wait] = partial(next, steps)
    while True:
        try:
            step = resume()
        except StopIteration as done:
            result: T = done.value
            return result
        try:
            resume = partial(steps.send, await _carried_out_async(step, client))
        except (KalshiError, httpx.RequestError) as error:
            resume = partial(steps.throw, _named(error))


def _carried_out(step: Call | Wait, client: AuthenticatedClient) -> Any:
    if isinstance(step, Call):
        return step.blocking(client=_bounded(client, step), **step.arguments)
    clock.sleep(step.seconds)
    return None


async def _carried_out_async(step: Call | Wait, client: AuthenticatedClient) -> Any:
    if isinstance(step, Call):
        return await step.awaited(client=_bounded(client, step), **step.arguments)
    await clock.sleep_async(step.seconds)
    return None


def _bounded(client: AuthenticatedClient, call: Call) -> AuthenticatedClient:
    """The client, keeping to the call's time and to how often it may be sent."""
    if not isinstance(client, KalshiClient):
        return client
    policy = client.retry_policy
    deadline = call.seconds if policy.deadline is None else min(call.seconds, policy.deadline)
    return client.with_retry_policy(evolve(policy, deadline=deadline, retries=0 if call.is_once else policy.retries))


def _named(error: KalshiError | httpx.RequestError) -> KalshiError:
    """Our name for the error; a client that sends by an httpx client of the caller's own raises httpx's."""
    return error if isinstance(error, KalshiError) else translate(error, error.request)
