"""The requests of an operation on an order, in code that is written once and runs blocking or not.

See `kalshi_overlay.flow`; here an `ApiCall` is made with the client, and every error becomes a `KalshiError`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from functools import partial
from typing import Any, TypeVar

import httpx
from attrs import evolve, frozen

from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import KalshiError
from kalshi_overlay import flow
from kalshi_overlay.client import KalshiClient
from kalshi_overlay.errors import translate

T = TypeVar("T")


@frozen
class ApiCall:
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


Flow = Generator[ApiCall | flow.Call, Any, T]
"""Code that is sent what each call returned, and thrown the `KalshiError` that it raised."""


def run(steps: Flow[T], client: AuthenticatedClient) -> T:
    """Run a flow, blocking.

    Args:
        steps: The flow.
        client: A signed client.

    Returns:
        What the flow returns.

    Raises:
        KalshiError: What the flow raises.
    """
    return flow.run(_with_client(steps, client))


async def run_async(steps: Flow[T], client: AuthenticatedClient) -> T:
    """Run a flow without blocking; see `run`."""
    return await flow.run_async(_with_client(steps, client))


def _with_client(steps: Flow[T], client: AuthenticatedClient) -> flow.Flow[T]:
    resume: Callable[[], ApiCall | flow.Call] = partial(next, steps)
    while True:
        try:
            call = resume()
        except StopIteration as done:
            result: T = done.value
            return result
        if isinstance(call, ApiCall):
            arguments = {**call.arguments, "client": _once(client, call)}
            call = flow.Call(partial(call.blocking, **arguments), partial(call.awaited, **arguments))
        try:
            resume = partial(steps.send, (yield call))
        except (KalshiError, httpx.RequestError) as error:
            resume = partial(steps.throw, _named(error))


def _once(client: AuthenticatedClient, call: ApiCall) -> AuthenticatedClient:
    """The client without retries of its own: they would hide how often the exchange has seen a request."""
    if not isinstance(client, KalshiClient):
        return client
    policy = client.retry_policy
    timeout = call.seconds if policy.total_timeout is None else min(call.seconds, policy.total_timeout)
    return client.with_retry_policy(evolve(policy, total_timeout=timeout, retries=0))


def _named(error: KalshiError | httpx.RequestError) -> KalshiError:
    """Our error for it; a client that sends by an httpx client of the caller's own raises httpx's."""
    return error if isinstance(error, KalshiError) else translate(error, error.request)
