"""Code that yields its requests and its waits, so that it is written once and runs blocking or not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from functools import partial
from typing import Any, TypeVar

import httpx
from attrs import evolve, frozen

from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import KalshiError
from kalshi_overlay import clock
from kalshi_overlay.client import KalshiClient
from kalshi_overlay.errors import translate

T = TypeVar("T")


@frozen
class Call:
    """A request, by the two functions of a generated module. The client sends it once and retries nothing.

    Args:
        blocking: The one that blocks.
        awaited: The one that doesn't.
        arguments: What both take besides the client.
        seconds: How long the client's rate limiter may hold it back, if the client's own policy is no shorter.
    """

    blocking: Callable[..., Any]
    awaited: Callable[..., Awaitable[Any]]
    arguments: dict[str, Any]
    seconds: float


@frozen
class Wait:
    """A pause, in seconds."""

    seconds: float


Flow = Generator[Call | Wait, Any, T]
"""Code that is sent what each call returned, and thrown the `KalshiError` that it raised."""


def run(flow: Flow[T], client: AuthenticatedClient) -> T:
    """Run a flow, blocking.

    Args:
        flow: The flow.
        client: A signed client.

    Returns:
        What the flow returns.

    Raises:
        KalshiError: What the flow raises.
    """
    resume: Callable[[], Call | Wait] = partial(next, flow)
    while True:
        try:
            step = resume()
        except StopIteration as done:
            result: T = done.value
            return result
        try:
            resume = partial(flow.send, _perform(step, client))
        except (KalshiError, httpx.RequestError) as error:
            resume = partial(flow.throw, _named(error))


async def run_async(flow: Flow[T], client: AuthenticatedClient) -> T:
    """Run a flow without blocking; see `run`."""
    resume: Callable[[], Call | Wait] = partial(next, flow)
    while True:
        try:
            step = resume()
        except StopIteration as done:
            result: T = done.value
            return result
        try:
            resume = partial(flow.send, await _perform_async(step, client))
        except (KalshiError, httpx.RequestError) as error:
            resume = partial(flow.throw, _named(error))


def _perform(step: Call | Wait, client: AuthenticatedClient) -> Any:
    if isinstance(step, Call):
        return step.blocking(client=_once(client, step), **step.arguments)
    clock.sleep(step.seconds)
    return None


async def _perform_async(step: Call | Wait, client: AuthenticatedClient) -> Any:
    if isinstance(step, Call):
        return await step.awaited(client=_once(client, step), **step.arguments)
    await clock.sleep_async(step.seconds)
    return None


def _once(client: AuthenticatedClient, call: Call) -> AuthenticatedClient:
    """The client without retries of its own: they would hide how often the exchange has seen a request."""
    if not isinstance(client, KalshiClient):
        return client
    policy = client.retry_policy
    deadline = call.seconds if policy.total_timeout is None else min(call.seconds, policy.total_timeout)
    return client.with_retry_policy(evolve(policy, total_timeout=deadline, retries=0))


def _named(error: KalshiError | httpx.RequestError) -> KalshiError:
    """Our name for the error; a client that sends by an httpx client of the caller's own raises httpx's."""
    return error if isinstance(error, KalshiError) else translate(error, error.request)
