"""What is refused, how, and how late a signature may be. Nothing here changes anything."""

from __future__ import annotations

import asyncio
import ssl
import time
from typing import Any

import httpx

from .check import CAPTURES, Check, NotSeenError, Seen, assumption
from .rest import AHEAD_OF_WINDOW, BEYOND_WINDOW, Answer, Rest, moment

CHECKS: list[Check] = []
UNKNOWN_MARKET = "PROBE-NO-SUCH-MARKET"
UNKNOWN_ORDER = "00000000-0000-4000-8000-000000000000"
_NEAR, _MIDDLE = 8, 20
_MANY_MINUTES = 6000


@assumption(CHECKS, matters="kalshi_gen.errors", source=CAPTURES, expected="nested")
async def error_body(rest: Rest) -> str:
    """An error's body is nested in `error`."""
    return (await rest.get(f"/portfolio/orders/{UNKNOWN_ORDER}")).shape


@assumption(CHECKS, matters="kalshi_overlay.orders.reading", source=CAPTURES, expected="404 not_found")
async def unknown_order(rest: Rest) -> str:
    """An unknown order is 404 `not_found`."""
    return (await rest.get(f"/portfolio/orders/{UNKNOWN_ORDER}")).words


@assumption(CHECKS, matters="kalshi_overlay.orders.reading", source=CAPTURES, expected="404")
async def unknown_market(rest: Rest) -> str:
    """An unknown market is 404."""
    return str((await rest.get(f"/markets/{UNKNOWN_MARKET}")).status)


@assumption(CHECKS, matters="docs/sandbox-behaviour.md", source=CAPTURES, expected="200, 0 levels")
async def unknown_book(rest: Rest) -> str:
    """The book of an unknown market is 200 with two empty sides."""
    answer = await rest.get(f"/markets/{UNKNOWN_MARKET}/orderbook")
    if answer.status != 200:
        return str(answer.status)
    return f"200, {sum(len(levels or []) for levels in answer.body['orderbook_fp'].values())} levels"


@assumption(
    CHECKS, matters="page functions of kalshi_gen", source="several independent sources", expected="200, page 1"
)
async def garbage_cursor(rest: Rest) -> str:
    """A cursor that the exchange never gave answers page 1 again."""
    answer = await rest.get("/markets", cursor="probe-garbage", limit=2)
    if answer.status != 200:
        return str(answer.status)
    first = await rest.get("/markets", limit=2)
    same = [each["ticker"] for each in answer.body["markets"]] == [each["ticker"] for each in first.body["markets"]]
    return "200, page 1" if same else f"200, {len(answer.body['markets'])} other rows"


@assumption(
    CHECKS,
    matters="docs/sandbox-behaviour.md",
    source="users: filters that the specification has dropped are ignored",
    expected="200",
)
async def unknown_parameter(rest: Rest) -> str:
    """A query parameter that the specification doesn't have is ignored."""
    return str((await rest.get("/markets", limit=1, probe_no_such_parameter="x")).status)


@assumption(
    CHECKS,
    matters="docs/sandbox-behaviour.md",
    source="the guide on RFQs; the specification says a UUID",
    expected="200",
)
async def creator_of_quotes(rest: Rest) -> str:
    """The filter of quotes by their creator takes the communications id, which is no UUID."""
    own = await rest.get("/communications/id")
    if own.status != 200:
        raise NotSeenError(f"the look-up of the communications id was {own.status}")
    answer = await rest.get("/communications/quotes", quote_creator_user_id=own.body["communications_id"], limit=1)
    return str(answer.status)


@assumption(CHECKS, matters="kalshi_overlay.orders.reading", source=CAPTURES, expected="200, 0 rows")
async def unknown_order_status(rest: Rest) -> str:
    """GetOrders with an unknown status answers no rows."""
    answer = await rest.get("/portfolio/orders", status="probe", limit=1)
    return f"200, {len(answer.body['orders'] or [])} rows" if answer.status == 200 else str(answer.status)


@assumption(CHECKS, matters="docs/sandbox-behaviour.md", source=CAPTURES, expected="400")
async def unknown_market_status(rest: Rest) -> str:
    """GetMarkets with an unknown status is 400."""
    return str((await rest.get("/markets", status="probe", limit=1)).status)


@assumption(CHECKS, matters="page functions of kalshi_gen", source=CAPTURES, expected="0: 400, 1000: 200, 1001: 400")
async def limits_of_orders(rest: Rest) -> str:
    """Lists of orders take a limit of 1 to 1000."""
    return await _limits(rest, "/portfolio/orders", 0, 1000, 1001)


@assumption(CHECKS, matters="page functions of kalshi_gen", source=CAPTURES, expected="0: 400, 1000: 200, 1001: 400")
async def limits_of_fills(rest: Rest) -> str:
    """Lists of fills take a limit of 1 to 1000."""
    return await _limits(rest, "/portfolio/fills", 0, 1000, 1001)


@assumption(CHECKS, matters="page functions of kalshi_gen", source=CAPTURES, expected="0: 200, 5000: 200")
async def limits_of_positions(rest: Rest) -> str:
    """Lists of positions take a limit of 0, and of 5000."""
    return await _limits(rest, "/portfolio/positions", 0, 5000)


async def _limits(rest: Rest, path: str, *limits: int) -> str:
    return ", ".join([f"{limit}: {(await rest.get(path, limit=limit)).status}" for limit in limits])


@assumption(CHECKS, matters="docs/sandbox-behaviour.md", source=CAPTURES, expected="400")
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


@assumption(CHECKS, matters="docs/sandbox-behaviour.md", source=CAPTURES, expected="200")
async def series_of_candlesticks(rest: Rest) -> str:
    """The series in the path of candlesticks is not checked."""
    market = (await rest.markets())[0]
    return str((await _candles(rest, market, minutes=60, series="PROBENOSUCHSERIES")).status)


async def _candles(rest: Rest, market: dict[str, Any], minutes: int, series: str | None = None) -> Answer:
    end = int(time.time())
    path = f"/series/{series or market['event_ticker'].split('-')[0]}/markets/{market['ticker']}/candlesticks"
    return await rest.get(path, start_ts=end - 60 * minutes, end_ts=end, period_interval=1)


@assumption(
    CHECKS,
    matters="kalshi_overlay.orders.reading",
    source="production took 10 s and refused 60 s; demo took 5 s and refused 30 s",
    expected="8 s taken, 60 s refused, both ways",
)
async def signature_window(rest: Rest) -> Seen:
    """A signature is accepted for longer than 8 and for at most 60 seconds, before and after its time."""
    await rest.compare_clocks()
    parts, as_assumed, vague = [], True, ""
    for name, sign, beyond in (("past", 1, BEYOND_WINDOW), ("future", -1, AHEAD_OF_WINDOW)):
        near, middle = await _signed(rest, sign * _NEAR), await _signed(rest, sign * _MIDDLE)
        far = await _signed(rest, sign * beyond)
        try:
            as_assumed = as_assumed and near.is_taken and not far.beyond_window().is_taken
        except NotSeenError as reason:
            vague = str(reason)
        span = f"{far.off[0]:.1f} to {far.off[1]:.1f} s"
        words = ["taken" if each.is_taken else "refused" for each in (near, middle, far)]
        parts.append(f"{name}: {_NEAR} s {words[0]}, {_MIDDLE} s {words[1]}, {span} {words[2]}")
    if as_assumed and vague:
        raise NotSeenError(vague)
    return Seen("; ".join(parts), as_assumed)


@assumption(CHECKS, matters="kalshi_gen.errors", source="production", expected="401 header_timestamp_expired")
async def late_signature(rest: Rest) -> str:
    """A signature outside the window is 401 `header_timestamp_expired`."""
    answer = await _signed(rest, BEYOND_WINDOW)
    if answer.is_taken:
        raise NotSeenError(f"{answer.off[0]:.1f} s were taken")
    return answer.words


async def _signed(rest: Rest, late: float) -> Answer:
    kept: dict[float, Answer] = rest.memory.setdefault("signed", {})
    if late not in kept:
        kept[late] = await rest.get("/portfolio/orders", late=late, limit=1)
    return kept[late]


@assumption(
    CHECKS,
    matters="kalshi_overlay.auth",
    source="the HTTP specification; how far clocks may differ follows from the signature window",
    expected="less than 5 s",
)
async def clock_difference(rest: Rest) -> Seen:
    """Answers have a Date header, and this machine's clock is within 5 seconds of it."""
    await rest.compare_clocks()
    difference = rest.clock.difference
    word = "ahead" if difference > 0 else "behind"
    text = f"{abs(difference):.1f} s {word}, give or take {rest.clock.uncertainty / 2:.1f} s"
    return Seen(text, abs(difference) < 5)


@assumption(CHECKS, matters="docs/transport.md", source=CAPTURES, expected="h2")
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
