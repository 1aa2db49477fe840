"""`kalshi doctor`: what is wrong with a set-up, and what to do about it."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any, Literal

from kalshi_cli.common import Listing, Place
from kalshi_cli.output import Row
from kalshi_cli.program import DONE, FAILED
from kalshi_gen.api.account import get_account_api_limits
from kalshi_gen.api.exchange import get_exchange_status
from kalshi_gen.errors import http_date
from kalshi_overlay import KalshiPublicClient, RetryPolicy, clock, create_public_client
from kalshi_overlay.client import KalshiClient
from kalshi_overlay.errors import (
    KalshiAuthError,
    KalshiConfigError,
    KalshiError,
    KalshiStreamError,
    KalshiTimeoutError,
    KalshiTransportError,
    UnusableAnswerError,
)
from kalshi_overlay.shards import balances

_COLUMNS = ("check", "result", "finding", "what_to_do")
# A signature is as old as the clock is behind, and the exchange has refused those that were off by half a minute.
_CLOCK_BAD, _CLOCK_DOUBTFUL = timedelta(seconds=10), timedelta(seconds=3)
_STREAM_TIMEOUT = 10.0
_ONCE = RetryPolicy(retries=0)
_MAKE_A_KEY = (
    "Make a key in your settings at Kalshi (demo has keys of its own), and set KALSHI_API_KEY_ID and "
    "KALSHI_PRIVATE_KEY_PATH to it."
)
_NOT_THE_EXCHANGE = "Correct KALSHI_API_BASE_URL or --sandbox=URL, or the proxy that answers in its place."

Result = Literal["ok", "warning", "wrong"]


@dataclass(frozen=True)
class Finding:
    """What a check has found.

    Attributes:
        check: What was checked.
        result: `ok`, `warning` for what may cost you orders, or `wrong`.
        finding: What there is.
        what_to_do: The remedy; empty if it is ok.
    """

    check: str
    result: Result
    finding: str
    what_to_do: str = ""


def doctor(*, place: Place = Place(), listing: Listing = Listing()) -> int:
    """Check your set-up: settings, host, clock, key, limits, shards and stream.

    Nothing is changed at the exchange. A check that rests on one that failed is left out.

    Returns:
        1 if something is wrong, else 0.
    """
    results = set[str]()

    def rows() -> Iterator[Row]:
        results.clear()
        for finding in _findings(place):
            results.add(finding.result)
            yield vars(finding)

    listing.print(rows, _COLUMNS)
    return FAILED if "wrong" in results else DONE


def _findings(place: Place) -> Iterator[Finding]:
    with ExitStack() as stack:
        noted = stack.enter_context(warnings.catch_warnings(record=True))
        warnings.simplefilter("always")
        signed, key_problem = None, None
        try:
            signed = stack.enter_context(place.client())
        except KalshiConfigError as error:
            key_problem = str(error)
        try:
            public = stack.enter_context(place.client(is_signed=False) if signed is None else _public(place, signed))
        except KalshiConfigError as error:
            yield Finding("settings", "wrong", str(error), "Correct the option or the variable that it names.")
            return
        yield Finding("settings", "ok", f"the exchange is {public.get_httpx_client().base_url}")
        if key_problem is not None:
            yield Finding("key", "wrong", key_problem, _MAKE_A_KEY)
        for each in noted:
            yield Finding("key file", "warning", str(each.message), "Let nobody but you read it: chmod 600 FILE")
        # What is wrong is to be seen at once. A wrong key is not to blame for what is wrong with the host.
        is_there = yield from _host(public.with_retry_policy(_ONCE))
        if is_there and signed is not None:
            yield from _account(signed.with_retry_policy(_ONCE))


def _public(place: Place, signed: KalshiClient) -> KalshiPublicClient:
    base_url = str(signed.get_httpx_client().base_url).rstrip("/")
    return create_public_client(base_url=base_url, demo=place.demo or None, allow_unknown_host=True)


def _host(client: Any) -> Generator[Finding, None, bool]:
    """Check the host and the clock; whether to go on."""
    try:
        answer = get_exchange_status.sync_detailed(client=client)
    except KalshiTransportError as error:
        yield Finding("host", "wrong", str(error), _reach(error))
        return False
    except KalshiError as error:
        yield Finding("host", "wrong", str(error), _NOT_THE_EXCHANGE)
        return False
    if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        finding = f"the exchange answers {int(answer.status_code)}: it may be in maintenance"
        yield Finding(
            "host", "wrong", finding, "Try again later; maintenance is on Thursdays, 03:00 to 05:00 New York time."
        )
        return False
    status = answer.parsed
    if status is None:
        yield Finding(
            "host", "wrong", f"what answers is not the exchange: {int(answer.status_code)}", _NOT_THE_EXCHANGE
        )
        return False
    if status.exchange_active and status.trading_active:
        yield Finding("host", "ok", "the exchange is trading")
    else:
        what = "trading is paused" if status.exchange_active else "the exchange is paused"
        yield Finding("host", "warning", what, "Wait: orders are refused until it resumes.")
    yield _clock(http_date(answer.headers.get("date")))
    return True


def _clock(exchange_time: datetime | None) -> Finding:
    if exchange_time is None:
        return Finding(
            "clock", "warning", "the exchange did not say its time", "Check that your clock is synchronised."
        )
    own_time = datetime.fromtimestamp(clock.unix_milliseconds() / 1000, UTC)
    difference = own_time - exchange_time
    seconds = abs(difference.total_seconds())
    if seconds <= _CLOCK_DOUBTFUL.total_seconds():
        return Finding("clock", "ok", f"within {_CLOCK_DOUBTFUL.total_seconds():.0f} s of the exchange's")
    where = "ahead of" if difference > timedelta(0) else "behind"
    result: Result = "wrong" if seconds > _CLOCK_BAD.total_seconds() else "warning"
    return Finding(
        "clock", result, f"{seconds:.0f} s {where} the exchange's", "Synchronise it: timedatectl set-ntp true"
    )


def _account(client: Any) -> Iterator[Finding]:
    try:
        limits = get_account_api_limits.sync(client=client)
    except KalshiAuthError as error:
        yield Finding("key", "wrong", str(error), _auth_remedy(error))
        return
    except KalshiError as error:
        yield Finding(
            "key", "wrong", str(error), "Try again; if it stays so, show this line to the exchange's support."
        )
        return
    yield Finding("key", "ok", "the exchange accepts its signature")
    tokens = f"{limits.read.refill_rate} tokens a second to read, {limits.write.refill_rate} to write"
    yield Finding("limits", "ok", f"tier {limits.usage_tier}: {tokens}")
    yield _shards(client)
    yield asyncio.run(_stream(client))


def _shards(client: Any) -> Finding:
    try:
        cash = balances.sync(client=client)
    except UnusableAnswerError as error:
        return Finding("shards", "warning", str(error), "Ask with a key of the primary account.")
    except KalshiError as error:
        return Finding("shards", "wrong", str(error), "Try again; orders need cash on their market's shard.")
    shown = ", ".join(f"{shard}: ${amount:f}" for shard, amount in sorted(cash.items()))
    if not any(cash.values()):
        return Finding(
            "shards", "warning", f"there is no cash ({shown})", "Deposit some; every order is refused until then."
        )
    empty = [str(shard) for shard, amount in sorted(cash.items()) if not amount]
    if empty:
        finding = f"no cash on shard {', '.join(empty)} ({shown})"
        return Finding(
            "shards", "warning", finding, "Move some with kalshi_overlay.shards.transfer: its orders are refused."
        )
    return Finding("shards", "ok", shown)


async def _stream(client: Any) -> Finding:
    try:
        from kalshi_overlay.stream import connect

        async with connect(client, open_timeout=_STREAM_TIMEOUT):
            return Finding("stream", "ok", "it opens")
    except KalshiStreamError as error:
        remedy = "Let WebSockets pass your proxy and firewall; REST works."
        return Finding("stream", "wrong", str(error), remedy)
    except KalshiConfigError as error:
        return Finding("stream", "wrong", str(error), "Correct what it names.")


def _reach(error: KalshiTransportError) -> str:
    text = error.problem.lower()
    if "certificate" in text or "ssl" in text:
        return "Correct the certificates or the proxy that breaks TLS up; don't turn the check off."
    if "refused" in text:
        return "Nothing listens there: correct the port in KALSHI_API_BASE_URL or --sandbox=URL, or start the exchange."
    if isinstance(error, KalshiTimeoutError):
        return "Check your connection, proxy (HTTPS_PROXY) and firewall."
    return "Check the host's name, your connection and your proxy (HTTPS_PROXY)."


def _auth_remedy(error: KalshiAuthError) -> str:
    if error.clock_difference is not None:
        return "Synchronise the clock: timedatectl set-ntp true"
    if error.status_code == HTTPStatus.FORBIDDEN:
        return "Give the key the scope that it lacks, or make another."
    return (
        "Check that the id and the private key belong together, and that the key is of this environment: demo and "
        "production share none. --demo chooses demo."
    )
