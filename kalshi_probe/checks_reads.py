"""What reads show: books, markets, shards, money and time. Nothing here changes anything."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any

from .check import CAPTURES, Check, NotSeenError, Seen, assumption
from .rest import Rest, in_path, items, moment, seconds_of_date

CHECKS: list[Check] = []


@assumption(
    CHECKS,
    matters="kalshi_overlay.stream.orderbooks",
    source="the guide and many captures; the specification says best first",
    expected="ascending",
)
async def order_of_book_levels(rest: Rest) -> str:
    """Levels of an order book ascend; the best is the last."""
    sides = [[Decimal(level[0]) for level in levels] for levels in (await _book(rest)).values() if len(levels) > 1]
    return " and ".join(sorted({_direction(prices) for prices in sides}))


@assumption(CHECKS, matters="kalshi_overlay.stream.orderbooks", source=CAPTURES, expected="ascending, with the best")
async def order_with_depth(rest: Rest) -> str:
    """They ascend with `depth` as well, and the best ones are given."""
    book = await _book(rest)
    side = max(book, key=lambda name: len(book[name]))
    answer = await rest.get(f"/markets/{rest.memory['book ticker']}/orderbook", depth=2)
    prices = [Decimal(level[0]) for level in answer.body["orderbook_fp"][side] or []]
    if len(prices) < 2:
        raise NotSeenError("the book had fewer than two levels by then")
    every = [Decimal(level[0]) for level in book[side]]
    # Books move between two reads, so one of the two best is enough.
    best = {*sorted(every)[-2:]} & {*prices}
    return f"{_direction(prices)}, {'with' if best else 'without'} the best"


def _direction(prices: list[Decimal]) -> str:
    if prices == sorted(prices):
        return "ascending"
    return "descending" if prices == sorted(prices, reverse=True) else "in no order"


async def _book(rest: Rest) -> dict[str, list[Any]]:
    """The book of a busy market that has a side with two levels."""
    if "book" not in rest.memory:
        for market in (await rest.markets())[:5]:
            answer = await rest.get(f"/markets/{market['ticker']}/orderbook")
            if answer.status != 200:
                continue
            book = {side: levels or [] for side, levels in answer.body["orderbook_fp"].items()}
            if max(map(len, book.values()), default=0) > 1:
                rest.memory["book"], rest.memory["book ticker"] = book, market["ticker"]
                break
        else:
            raise NotSeenError("no book of the five busiest markets has two levels on a side")
    kept: dict[str, list[Any]] = rest.memory["book"]
    return kept


@assumption(
    CHECKS,
    matters="kalshi_overlay.orders.cancel",
    source="the guide on sharding; production since August 2026",
    expected="several shards",
)
async def shards_of_the_exchange(rest: Rest) -> Seen:
    """GET /exchange/status lists the shards, several of them."""
    answer = await rest.get("/exchange/status")
    shards = {each["exchange_index"] for each in answer.body.get("exchange_index_statuses") or []}
    return Seen(f"{len(shards)} shards" if shards else "no list", len(shards) > 1)


@assumption(CHECKS, matters="kalshi_overlay.orders.cancel", source="the guide on sharding", expected="on every market")
async def shard_of_a_market(rest: Rest) -> str:
    """Each market says which shard it is on."""
    lacking = [each for each in await rest.markets() if not isinstance(each.get("exchange_index"), int)]
    return f"missing on {len(lacking)} markets" if lacking else "on every market"


@assumption(CHECKS, matters="docs/sandbox-behaviour.md", source=CAPTURES, expected="they add up")
async def balance_breakdown(rest: Rest) -> str:
    """The parts of `balance_breakdown` add up to `balance_dollars`."""
    balance = await rest.balance()
    parts = sum((Decimal(each["balance"]) for each in balance["balance_breakdown"]), Decimal(0))
    return "they add up" if parts == Decimal(balance["balance_dollars"]) else "they don't add up"


@assumption(
    CHECKS,
    matters="docs/sandbox-behaviour.md",
    source="captures; that it is shard 0's is our reading of them",
    expected="shard 0's",
)
async def integer_balance(rest: Rest) -> str:
    """The integer `balance` is not the account's total but the cash of shard 0."""
    balance = await rest.balance()
    cents = {
        "the total": int(Decimal(balance["balance_dollars"]) * 100),
        "shard 0's": sum(
            int(Decimal(each["balance"]) * 100) for each in balance["balance_breakdown"] if each["exchange_index"] == 0
        ),
    }
    if cents["the total"] == cents["shard 0's"]:
        raise NotSeenError("the account has no cash on other shards")
    return next((what for what, value in cents.items() if value == balance["balance"]), "neither")


@assumption(
    CHECKS,
    matters="kalshi_gen.api.portfolio.get_intra_exchange_instance_transfer",
    source="one account; the specification has the look-up",
    expected="404",
)
async def look_up_of_a_transfer(rest: Rest) -> str:
    """The look-up of one transfer between shards is 404, also for one that is in the list."""
    path = "/portfolio/intra_exchange_instance_transfers"
    made = items(await rest.get(path, limit=1), "transfers")
    if not made:
        raise NotSeenError("the account has made no transfer between shards")
    return str((await rest.get(f"{path}/{in_path(made[0]['transfer_id'])}")).status)


@assumption(
    CHECKS,
    matters="page functions of kalshi_gen",
    source="captures: a page may be empty with a cursor",
    expected="an empty one with a cursor",
)
async def empty_pages(rest: Rest) -> str:
    """A page may be empty although the list goes on."""
    count = 0
    for path, name in (("/markets/trades", "trades"), ("/markets", "markets"), ("/events", "events")):
        first = await rest.get(path, limit=1)
        if items(first, name) and first.body.get("cursor"):
            second = await rest.get(path, limit=1, cursor=first.body["cursor"])
            if not items(second, name) and second.body.get("cursor"):
                return "an empty one with a cursor"
            count += 1
    raise NotSeenError(f"none of {count} second pages was empty, which does not say that none ever is")


@assumption(CHECKS, matters="page functions of kalshi_gen", source=CAPTURES, expected="included")
async def min_ts_of_trades(rest: Rest) -> str:
    """`min_ts` of trades includes its own second."""
    trades = items(await rest.get("/markets/trades", limit=1), "trades")
    if not trades:
        raise NotSeenError("there is no trade")
    second = _second(trades[0])
    answer = await rest.get("/markets/trades", limit=1000, ticker=trades[0]["ticker"], min_ts=second, max_ts=second + 1)
    found = any(each["trade_id"] == trades[0]["trade_id"] for each in items(answer, "trades"))
    return "included" if found else "left out"


@assumption(CHECKS, matters="page functions of kalshi_gen", source=CAPTURES, expected="included")
async def min_ts_of_fills(rest: Rest) -> str:
    """`min_ts` of fills includes its own second."""
    fills = items(await rest.get("/portfolio/fills", limit=1), "fills")
    if not fills:
        raise NotSeenError("the account has no fill")
    answer = await rest.get("/portfolio/fills", limit=1000, min_ts=_second(fills[0]))
    found = any(each["fill_id"] == fills[0]["fill_id"] for each in items(answer, "fills"))
    return "included" if found else "left out"


def _second(row: dict[str, Any]) -> int:
    return int(moment(row["created_time"]))


@assumption(CHECKS, matters="docs/orders.md", source=CAPTURES, expected="none")
async def client_order_id_of_fills(rest: Rest) -> str:
    """Fills have no `client_order_id`."""
    fills = items(await rest.get("/portfolio/fills", limit=1), "fills")
    if not fills:
        raise NotSeenError("the account has no fill")
    return "one" if "client_order_id" in fills[0] else "none"


@assumption(CHECKS, matters="docs/sandbox-behaviour.md", source=CAPTURES, expected="missing")
async def candlestick_without_trades(rest: Rest) -> str:
    """A candlestick without trades has no `price.close`."""
    ticker = await rest.untraded_market()
    now = int(seconds_of_date(await rest.get("/exchange/status")))
    path = f"/series/{ticker.split('-')[0]}/markets/{ticker}/candlesticks"
    answer = await rest.get(path, start_ts=now - 7200, end_ts=now + 60, period_interval=1)
    empty = [each for each in items(answer, "candlesticks") if not float(each.get("volume_fp") or 0)]
    if not empty:
        raise NotSeenError("there is no candlestick without trades")
    price = empty[-1].get("price") or {}
    kept = {"close", "close_dollars"} & price.keys()
    return "missing" if not kept else "null" if all(price[name] is None for name in kept) else "a price"


@assumption(
    CHECKS,
    matters="kalshi_overlay.orders.reading",
    source="the specification; nobody has shown what it covers or how often it moves",
    expected="moves, not ahead",
)
async def user_data_timestamp(rest: Rest) -> str:
    """`user_data_timestamp` moves on, and is never ahead of the exchange's clock."""
    before = moment((await rest.get("/exchange/user_data_timestamp")).body["as_of_time"])
    # It doesn't move for as long as reads lag.
    for _ in range(2):
        await asyncio.sleep(rest.pace.between_reads)
        second = await rest.get("/exchange/user_data_timestamp")
        after = moment(second.body["as_of_time"])
        if after != before:
            break
    moves = "moves" if after > before else "does not move" if after == before else "moves back"
    # The Date header is cut down to whole seconds.
    ahead = after > seconds_of_date(second) + 1.5
    return f"{moves}, {'ahead' if ahead else 'not ahead'}"


@assumption(
    CHECKS,
    matters="docs/sandbox-behaviour.md",
    source="captures: the content network caches them for 15 s",
    expected="cached",
)
async def cache_of_market_lists(rest: Rest) -> str:
    """Lists of markets are cached for some seconds."""

    async def read(limit: int) -> list[Any]:
        return items(await rest.get("/markets", status="open", limit=limit), "markets")

    fresh, before = 0, await read(200)
    for limit in range(199, 195, -1):
        await asyncio.sleep(rest.pace.between_reads)
        # Another limit is another entry of a cache.
        other, after = await read(limit), await read(200)
        if before == after and other != before[:limit]:
            return "cached"
        fresh, before = fresh + (before != after), after
        # Once, what was cached may have expired.
        if fresh == 2:
            return "fresh each time"
    raise NotSeenError("the markets of the list changed too little")


@assumption(CHECKS, matters="kalshi_overlay.rate_limits", source="the guide and captures", expected="none")
async def rate_limit_headers(rest: Rest) -> str:
    """No answer has a Retry-After or a rate limit header. (The probe never provokes a 429.)"""
    return ", ".join(sorted(rest.limit_headers)) or "none"
