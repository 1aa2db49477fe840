"""Do all checks, one area after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

from kalshi_overlay.client import KalshiAuthenticatedClient
from kalshi_overlay.environments import environment_of

from . import checks_orders, checks_reads, checks_refusals, checks_stream
from .check import Check, NotSeenError, Result, judge
from .orders import Orders
from .report import Report
from .rest import Pace, Rest
from .stream import StreamSession


class CouldNotRunError(Exception):
    """The probe could not begin; the message says why."""


async def run(
    client: KalshiAuthenticatedClient, *, trade: bool, pace: Pace, progress: Callable[[str], object]
) -> Report:
    """Check every assumption.

    Args:
        client: Whose key signs; nothing but its address and its key is used.
        trade: Whether to place orders.
        pace: How fast to go.
        progress: Called with what comes next.

    Raises:
        CouldNotRunError: The exchange can't be reached, or refuses the key.
    """
    environment = environment_of(client.get_async_httpx_client().base_url)
    results: dict[str, list[Result]] = {}
    left: list[str] = []
    async with Rest(client, pace) as rest:
        await _begin(rest)
        progress("errors, limits and signatures")
        results["errors, limits and signatures"] = await _judged(checks_refusals.CHECKS, rest)
        progress("the stream")
        results["the stream"] = await _stream(rest)
        if trade:
            progress("orders")
            orders = Orders(rest)
            try:
                await orders.run()
            finally:
                if orders.left:
                    progress(f"these orders may still rest, cancel them by hand: {', '.join(orders.left)}")
            left = orders.left
            results["orders"] = await _judged(checks_orders.CHECKS, orders)
        progress("reads")
        # Last, since its last check looks at all answers.
        results["reads"] = await _judged(checks_reads.CHECKS, rest)
    return Report(environment.name if environment else "another host", trade, results, left)


async def _begin(rest: Rest) -> None:
    """Learn the account's limits, and see that the key is accepted.

    Raises:
        CouldNotRunError: It is not, or there is no answer.
    """
    try:
        answer = await rest.get("/account/limits")
    except NotSeenError as reason:
        raise CouldNotRunError(str(reason)) from None
    except httpx.HTTPError as error:
        raise CouldNotRunError(f"the exchange gave no answer ({type(error).__name__})") from None
    if answer.status != 200:
        raise CouldNotRunError(
            f"GET /account/limits answered {answer.words}; check the key, its environment and this machine's clock"
        )
    try:
        rest.keep_within(answer.body)
    except (LookupError, TypeError, ValueError):
        return


async def _stream(rest: Rest) -> list[Result]:
    session = StreamSession(rest)
    try:
        await session.run()
    except NotSeenError as reason:
        return [Result(check, str(reason), "could not be seen") for check in checks_stream.CHECKS]
    except (httpx.HTTPError, OSError) as error:
        problem = f"no answer ({type(error).__name__})"
        return [Result(check, problem, "could not be seen") for check in checks_stream.CHECKS]
    return await _judged(checks_stream.CHECKS, session)


async def _judged(checks: list[Check], subject: Any) -> list[Result]:
    return [await judge(check, subject) for check in checks]
