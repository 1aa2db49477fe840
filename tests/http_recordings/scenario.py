"""What a bot does in a recording, written once for sync and async clients, and what comes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import attrs
import msgspec

from kalshi_gen.api.exchange import get_exchange_status
from kalshi_gen.api.market import get_market, get_market_orderbook, get_markets
from kalshi_gen.api.orders import create_order_v2, get_order, get_orders
from kalshi_gen.api.portfolio import get_balance, get_fills, get_positions
from kalshi_gen.errors import KalshiError, UnexpectedStatus
from kalshi_gen.models import (
    AmendOrderV2Request,
    BatchCreateOrdersV2Request,
    CreateOrderV2Request,
    DecreaseOrderV2Request,
)
from kalshi_gen.perps.api.market import get_margin_markets
from kalshi_gen.perps.models import CreateMarginOrderRequest
from kalshi_overlay import KalshiAuthenticatedClient
from kalshi_overlay.errors import KalshiTransportError
from kalshi_overlay.flow import Call, Flow, run, run_async
from kalshi_overlay.orders import amend, cancel, decrease, place, place_batch
from kalshi_overlay.orders.perps import cancel as perps_cancel
from kalshi_overlay.orders.perps import place as perps_place
from kalshi_overlay.redaction import Redaction
from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import MEASURED
from kalshi_sandbox.faults import Reset, Status
from tests.stream.examples import TICKER

# The reads of the account lag behind for no time, so that nothing waits for them.
QUICK = attrs.evolve(MEASURED, order_lag=(0.0, 0.0), account_lag=(0.0, 0.0), market_lag=(0.0, 0.0))

MakeClient = Callable[..., KalshiAuthenticatedClient]


def order(price: str = "0.01", **fields: Any) -> CreateOrderV2Request:
    """An order that rests, without an id of its own."""
    return CreateOrderV2Request(
        ticker=TICKER,
        side="bid",
        count=5,
        price=price,
        time_in_force="good_till_canceled",
        self_trade_prevention_type="taker_at_cross",
        **fields,
    )


def plain(value: Any) -> Any:
    """A result as JSON values."""
    if isinstance(value, msgspec.Struct):
        return plain(value.to_dict())  # type: ignore[attr-defined]  # of every model
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, KalshiTransportError):
        name = type(value).__name__
        return [name, value.problem, value.method, value.attempts, value.may_have_reached_exchange]
    if isinstance(value, UnexpectedStatus):
        return [type(value).__name__, value.status_code, value.code, value.message, value.details, value.retry_after]
    if isinstance(value, BaseException):
        return [type(value).__name__, str(value)]
    if attrs.has(type(value)):
        return {each.name: plain(getattr(value, each.name)) for each in attrs.fields(type(value))}
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def comparable(results: list[Any]) -> Any:
    """Results whose ids are numbered in the order in which they come up, as they are whatever they were."""
    redacted = msgspec.json.encode(Redaction().value("", msgspec.json.decode(msgspec.json.encode(plain(results)))))
    # A text with an id in it is a text without one in a recording.
    return msgspec.json.decode(redacted.replace(b'"text-', b'"id-'))


def call(results: list[Any], function: Any, *arguments: Any, client: Any, **named: Any) -> Flow[Any]:
    """Call an operation, and keep its result or its error."""
    given = {"client": client, **named}
    try:
        result = yield Call(partial(function.sync, **given), partial(function.asyncio, **given), arguments)
    except KalshiError as error:
        results.append(error)
        return None
    results.append(result)
    return result


def walk(results: list[Any], function: Any, client: Any, **named: Any) -> Flow[None]:
    """Read all pages of a list, and keep its items."""

    async def read() -> list[Any]:
        return [item async for item in function.asyncio_all(client=client, **named)]

    results.append((yield Call(lambda: [*function.sync_all(client=client, **named)], read)))


def bot(client: KalshiAuthenticatedClient, results: list[Any]) -> Flow[None]:
    """Orders, pages, errors, and reads of the same thing twice."""
    ask = partial(call, results, client=client)
    yield from ask(get_exchange_status)
    yield from ask(get_market, TICKER)
    yield from ask(get_balance)
    # The same body twice is two orders, each with an id that is made up at random.
    first = yield from ask(place, body=order())
    second = yield from ask(place, body=order())
    by_hand = order(client_order_id=f"by-hand-{uuid4().hex}")
    yield from ask(place, body=by_hand)
    yield from ask(create_order_v2, body=by_hand)
    yield from ask(place_batch, body=BatchCreateOrdersV2Request(orders=[order("0.02"), order("0.03")]))
    yield from ask(get_market_orderbook, TICKER)
    yield from ask(get_order, first.order_id)
    yield from ask(amend, first.order_id, body=AmendOrderV2Request(ticker=TICKER, side="bid", price="0.02", count=4))
    yield from ask(decrease, second.order_id, body=DecreaseOrderV2Request(market_ticker=TICKER, reduce_to=2))
    yield from ask(get_order, first.order_id)
    yield from ask(cancel, first.order_id, market_ticker=TICKER)
    yield from ask(cancel, first.order_id, market_ticker=TICKER)
    yield from walk(results, get_orders, client, limit=2)
    yield from walk(results, get_markets, client, limit=1)
    yield from walk(results, get_fills, client, min_ts=datetime.now(UTC) - timedelta(days=1))
    yield from ask(get_positions)
    yield from ask(get_market, "KXNOSUCH-26DEC31-T1")
    yield from ask(place, body=order("0.9999"))
    yield from ask(get_order, "00000000-1111-4222-8333-444444444444")
    yield from ask(get_balance)
    perps_ticker = (yield from ask(get_margin_markets)).markets[0].ticker
    future = CreateMarginOrderRequest(
        ticker=perps_ticker,
        client_order_id="",
        side="bid",
        count=1,
        price="9.00",
        time_in_force="good_till_canceled",
        self_trade_prevention_type="taker_at_cross",
    )
    placed = yield from ask(perps_place, body=future)
    yield from ask(perps_cancel, placed.order_id)


def failing_bot(client: KalshiAuthenticatedClient, results: list[Any]) -> Flow[None]:
    """What a bot does while requests fail: reads are retried, an order whose answer is lost is placed once."""
    ask = partial(call, results, client=client)
    yield from ask(get_balance)
    yield from ask(get_exchange_status)
    yield from ask(get_market, TICKER)
    placed = yield from ask(place, body=order())
    yield from ask(create_order_v2, body=order())
    yield from ask(get_order, placed.order_id)
    yield from ask(cancel, placed.order_id, market_ticker=TICKER)


def add_faults(exchange: Sandbox) -> None:
    """Add the faults that a failing bot meets, each a few times."""
    faults = exchange.faults
    faults.add(Status(503, retry_after=0), operation="GetBalance", times=2)
    faults.add(Status(429), operation="GetExchangeStatus", times=1)
    faults.add(Reset("mid_answer"), operation="GetMarket", times=1)
    faults.add(Reset("before_answering"), operation="CreateOrderV2", nth=1)
    faults.add(Reset("before_acting"), operation="CreateOrderV2", nth=3)
    faults.add(Status(500), operation="GetOrder", nth=1)


def run_bot(what: Callable[..., Flow[None]], make_client: MakeClient, *, run_async_client: bool) -> Any:
    """Run a bot with a client of one kind, and return what came of it."""
    results: list[Any] = []

    async def run_with_async_client() -> None:
        async with make_client() as client:
            await run_async(what(client, results))

    if run_async_client:
        asyncio.run(run_with_async_client())
    else:
        with make_client() as client:
            run(what(client, results))
    return comparable(results)
