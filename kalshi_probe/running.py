"""Carry out the checks, one area after the other."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import httpx

from kalshi_overlay.client import KalshiAuthenticatedClient
from kalshi_overlay.environments import environment_of

from . import checks_errors, checks_messages, checks_reads, checks_stream, checks_trades
from .checking import Check, NotSeenError, Result, judge
from .conversation import Conversation
from .report import Report
from .rest import Pace, Rest, seconds_of_date
from .trading import Orders

# A signature check is exact to a second anyhow.
_SAME_TIME = 2.0


class CouldNotRunError(Exception):
    """The probe could not begin; the message says why."""


async def run(
    client: KalshiAuthenticatedClient, *, trade: bool, pace: Pace, progress: Callable[[str], object]
) -> Report:
    """Hold every assumption against the exchange.

    Args:
        client: Whose key signs; nothing but its address and its key is used.
        trade: Whether to place orders.
        pace: How fast to go.
        progress: Is told what comes next.

    Raises:
        CouldNotRunError: The exchange can't be reached, or refuses the key.
    """
    environment = environment_of(client.get_async_httpx_client().base_url)
    results: dict[str, list[Result]] = {}
    left: list[str] = []
    async with Rest(client, pace) as rest:
        await _begin(rest)
        progress("errors, limits and signatures")
        results["errors, limits and signatures"] = await _judged(checks_errors.CHECKS, rest)
        progress("the stream")
        results["the stream"] = await _stream(rest)
        if trade:
            progress("orders")
            orders = Orders(rest)
            try:
                await orders.carry_out()
            finally:
                if orders.left:
                    progress(f"these orders may still rest, cancel them by hand: {', '.join(orders.left)}")
            left = orders.left
            results["orders"] = await _judged(checks_trades.CHECKS, orders)
        progress("reads")
        # Last, since its last check looks at all answers.
        results["reads"] = await _judged(checks_reads.CHECKS, rest)
    return Report(environment.name if environment else "another host", trade, results, left)


async def _begin(rest: Rest) -> None:
    """Learn the account's limits, and see that the key is taken.

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
        difference = seconds_of_date(answer) + 0.5 - time.time()
    except (LookupError, TypeError, ValueError, NotSeenError):
        return
    if abs(difference) > _SAME_TIME:
        rest.clock_difference = difference


async def _stream(rest: Rest) -> list[Result]:
    checks = [*checks_stream.CHECKS, *checks_messages.CHECKS]
    talk = Conversation(rest)
    try:
        await talk.hold()
    except NotSeenError as reason:
        return [Result(check, str(reason), "could not be seen") for check in checks]
    except (httpx.HTTPError, OSError) as error:
        return [Result(check, f"no answer ({type(error).__name__})", "could not be seen") for check in checks]
    return await _judged(checks, talk)


async def _judged(checks: list[Check], subject: Any) -> list[Result]:
    return [await judge(check, subject) for check in checks]
