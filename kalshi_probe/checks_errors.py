"""What is refused, how, and how late a signature may be. Nothing here changes anything."""

from __future__ import annotations

import asyncio
import ssl
import time
from typing import Any

import httpx

from .checking import CAPTURES, Check, NotSeenError, Seen, check_in
from .rest import Answer, Rest, moment, seconds_of_date

CHECKS: list[Check] = []
UNKNOWN_MARKET = "PROBE-NO-SUCH-MARKET"
UNKNOWN_ORDER = "00000000-0000-4000-8000-000000000000"
_LATE = (8, 20, 70)
_MANY_MINUTES = 6000


@check_in(
    CHECKS,
    matters="kalshi_gen.errors",
    source=CAPTURES,
    expected="nested",
)
async def error_body(rest: Rest) -> str:
    """An error's body is nested in `error`."""
    return (await rest.get(f"/portfolio/orders/{UNKNOWN_ORDER}")).shape


@check_in(
    CHECKS,
    matters="kalshi_overlay.orders.reading",
    source=CAPTURES,
    expected="404 not_found",
)
async def unknown_order(rest: Rest) -> str:
    """An unknown order is 404 `not_found`."""
    return (await rest.get(f"/portfolio/orders/{UNKNOWN_ORDER}")).words


@check_in(
    CHECKS,
    matters="kalshi_overlay.orders.reading",
    source=CAPTURES,
    expected="404",
)
async def unknown_market(rest: Rest) -> str:
    """An unknown market is 404."""
    return str((await rest.get(f"/markets/{UNKNOWN_MARKET}")).status)


@check_in(
    CHECKS,
    matters="docs/sandbox-behaviour.md",
    source=CAPTURES,
    expected="200, 0 levels",
)
async def unknown_book(rest: Rest) -> str:
    """The book of an unknown market is 200 with two empty sides."""
    answer = await rest.get(f"/markets/{UNKNOWN_MARKET}/orderbook")
    if answer.status != 200:
        return str(answer.status)
    return f"200, {sum(len(levels or []) for levels in answer.body['orderbook_fp'].values())} levels"


@check_in(
    CHECKS,
    matters="page functions of kalshi_gen",
    source="several independent sources",
    expected="200, page 1",
)
async def garbage_cursor(rest: Rest) -> str:
    """A cursor that the exchange never gave answers page 1 again."""
    answer = await rest.get("/markets", cursor="probe-garbage", limit=2)
    if answer.status != 200:
        return str(answer.status)
    first = await rest.get("/markets", limit=2)
    same = [each["ticker"] for each in answer.body["markets"]] == [each["ticker"] for each in first.body["markets"]]
    return "200, page 1" if same else f"200, {len(answer.body['markets'])} other rows"


@check_in(
    CHECKS,
    matters="kalshi_overlay.orders.reading",
    source=CAPTURES,
    expected="200, 0 rows",
)
async def unknown_order_status(rest: Rest) -> str:
    """GetOrders with an unknown status answers no rows."""
    answer = await rest.get("/portfolio/orders", status="probe", limit=1)
    return f"200, {len(answer.body['orders'] or [])} rows" if answer.status == 200 else str(answer.status)


@check_in(
    CHECKS,
    matters="docs/sandbox-behaviour.md",
    source=CAPTURES,
    expected="400",
)
async def unknown_market_status(rest: Rest) -> str:
    """GetMarkets with an unknown status is 400."""
    return str((await rest.get("/markets", status="probe", limit=1)).status)


@check_in(
    CHECKS,
    matters="page functions of kalshi_gen",
    source=CAPTURES,
    expected="0: 400, 1000: 200, 1001: 400",
)
async def limits_of_orders(rest: Rest) -> str:
    """Lists of orders take a limit of 1 to 1000."""
    return await _limits(rest, "/portfolio/orders", 0, 1000, 1001)


@check_in(
    CHECKS,
    matters="page functions of kalshi_gen",
    source=CAPTURES,
    expected="0: 400, 1000: 200, 1001: 400",
)
async def limits_of_fills(rest: Rest) -> str:
    """Lists of fills take a limit of 1 to 1000."""
    return await _limits(rest, "/portfolio/fills", 0, 1000, 1001)


@check_in(
    CHECKS,
    matters="page functions of kalshi_gen",
    source=CAPTURES,
    expected="0: 200, 5000: 200",
)
async def limits_of_positions(rest: Rest) -> str:
    """Lists of positions take a limit of 0, and of 5000."""
    return await _limits(rest, "/portfolio/positions", 0, 5000)


async def _limits(rest: Rest, path: str, *limits: int) -> str:
    return ", ".join([f"{limit}: {(await rest.get(path, limit=limit)).status}" for limit in limits])


@check_in(
    CHECKS,
    matters="docs/sandbox-behaviour.md",
    source=CAPTURES,
    expected="400",
)
async def most_candlesticks(rest: Rest) -> str:
    """More than 5,000 candlesticks at once are 400."""
    first = time.time() - 60 * _MANY_MINUTES
    old = [each for each in await rest.markets() if moment(each["open_time"]) < first]
    if not old:
        raise NotSeenError("no market has been open for long enough")
    answer = await _candles(rest, old[0], minutes=_MANY_MINUTES)
    if answer.status != 200:
        return str(answer.status)
    count = len(answer.body["candlesticks"])
    if count <= 5000:
        raise NotSeenError(f"the busiest market has {count} only")
    return f"200, {count} candlesticks"


@check_in(
    CHECKS,
    matters="docs/sandbox-behaviour.md",
    source=CAPTURES,
    expected="200",
)
async def series_of_candlesticks(rest: Rest) -> str:
    """The series in the path of candlesticks is not checked."""
    market = (await rest.markets())[0]
    return str((await _candles(rest, market, minutes=60, series="PROBENOSUCHSERIES")).status)


async def _candles(rest: Rest, market: dict[str, Any], minutes: int, series: str | None = None) -> Answer:
    end = int(time.time())
    path = f"/series/{series or market['event_ticker'].split('-')[0]}/markets/{market['ticker']}/candlesticks"
    return await rest.get(path, start_ts=end - 60 * minutes, end_ts=end, period_interval=1)


@check_in(
    CHECKS,
    matters="kalshi_overlay.orders.placing",
    source="production took 10 s and refused 60 s; demo took 5 s and refused 30 s",
    expected="8 s taken, 70 s refused, both ways",
)
async def signature_window(rest: Rest) -> Seen:
    """A signature is accepted for longer than 8 and for less than 70 seconds, before and after its time."""
    taken = {late: (await _signed(rest, late)).status == 200 for each in _LATE for late in (each, -each)}
    past = ", ".join(f"{late} s {'taken' if taken[late] else 'refused'}" for late in _LATE)
    future = ", ".join(f"{late} s {'taken' if taken[-late] else 'refused'}" for late in _LATE)
    as_assumed = taken[8] and taken[-8] and not taken[70] and not taken[-70]
    return Seen(f"past: {past}; future: {future}", as_assumed)


@check_in(
    CHECKS,
    matters="kalshi_gen.errors",
    source="production",
    expected="401 header_timestamp_expired",
)
async def late_signature(rest: Rest) -> str:
    """A signature outside the window is 401 `header_timestamp_expired`."""
    answer = await _signed(rest, 70)
    if answer.status == 200:
        raise NotSeenError("70 s were taken")
    return answer.words


async def _signed(rest: Rest, late: int) -> Answer:
    kept: dict[int, Answer] = rest.memory.setdefault("signed", {})
    if late not in kept:
        # A second more or less is left to the way there and to the Date header's whole seconds.
        kept[late] = await rest.get("/portfolio/orders", late=late, limit=1)
    return kept[late]


@check_in(
    CHECKS,
    matters="kalshi_overlay.auth",
    source="the HTTP specification; how far clocks may differ follows from the signature window",
    expected="less than 5 s",
)
async def clock_difference(rest: Rest) -> Seen:
    """Answers have a Date header, and this machine's clock is within 5 seconds of it."""
    answer = await rest.get("/exchange/status")
    # The header has whole seconds, cut down.
    difference = seconds_of_date(answer) + 0.5 - time.time()
    return Seen(f"{abs(difference):.0f} s {'ahead' if difference > 0 else 'behind'}", abs(difference) < 5)


@check_in(
    CHECKS,
    matters="docs/transport.md",
    source=CAPTURES,
    expected="h2",
)
async def http_version(rest: Rest) -> str:
    """The exchange speaks HTTP/2."""
    if rest.base_url.scheme != "https":
        raise NotSeenError("plain HTTP has no negotiation")
    return await asyncio.to_thread(_negotiated, rest.base_url)


def _negotiated(url: httpx.URL) -> str:
    import socket

    context = ssl.create_default_context()
    context.set_alpn_protocols(["h2", "http/1.1"])
    with (
        socket.create_connection((url.host, url.port or 443), timeout=10) as plain,
        context.wrap_socket(plain, server_hostname=url.host) as secure,
    ):
        return secure.selected_alpn_protocol() or "http/1.1"
