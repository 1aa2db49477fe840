"""The client under a type checker, as users see it: exact types, and an error for each mistake."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from mypy import api

from tests.conftest import ROOT

PROGRAM = """
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Literal, assert_type

from kalshi_gen import AuthenticatedClient, Client
from kalshi_gen.api.exchange import get_exchange_status
from kalshi_gen.api.market import get_market_candlesticks, get_market_orderbook, get_markets
from kalshi_gen.api.milestone import get_milestones
from kalshi_gen.api.order_groups import reset_order_group
from kalshi_gen.api.orders import cancel_all_orders, create_order_v2
from kalshi_gen.errors import ErrorBody
from kalshi_gen.models import (
    AcceptQuoteRequest, CreateOrderV2Request, DecreaseOrderV2Request, ExchangeStatus, GetMarketsResponse, Market,
    PriceRange,
)
from kalshi_gen.types import UNSET, Response, Unset


def exact(client: Client, signed: AuthenticatedClient, market: Market, order: CreateOrderV2Request) -> None:
    assert_type(get_markets.sync(client=client), GetMarketsResponse)
    assert_type(get_markets.sync_detailed(client=client), Response[GetMarketsResponse])
    assert_type(get_markets.sync_detailed(client=client).parsed, GetMarketsResponse | None)
    assert_type(get_markets.sync_detailed(client=client).error, ErrorBody | None)
    assert_type(next(get_markets.sync_all(client=client)), Market)
    assert_type(get_markets.sync_all(client=client).pages(), Iterator[GetMarketsResponse])
    assert_type(aiter(get_markets.asyncio_all(client=client)), AsyncIterator[Market])
    assert_type(get_markets.asyncio_all(client=client).pages(), AsyncIterator[GetMarketsResponse])
    assert_type(cancel_all_orders.sync_detailed(client=signed), Response[None])
    assert_type(client.with_headers({}), Client)
    assert_type(signed.with_headers({}), AuthenticatedClient)
    assert_type(Market.from_dict({}), Market)
    assert_type(market.yes_bid_dollars, Decimal)
    assert_type(market.settlement_value_dollars, Decimal | None | Unset)
    assert_type(market.close_time, datetime)
    assert_type(market.price_ranges[0].step, Decimal)
    assert_type(order.side, Literal["ask", "bid"])
    assert_type(order.price, Decimal)
    assert_type(DecreaseOrderV2Request(reduce_to="1").reduce_to, Decimal | None | Unset)
    book = get_market_orderbook.sync(ticker="KX-1", client=client).orderbook_fp
    assert_type(book.yes_dollars, list[tuple[Decimal, Decimal]])


async def exact_async(client: Client, signed: AuthenticatedClient) -> None:
    assert_type(await get_exchange_status.asyncio(client=client), ExchangeStatus)
    assert_type(await get_exchange_status.asyncio_detailed(client=client), Response[ExchangeStatus])
    async for market in get_markets.asyncio_all(client=client):
        assert_type(market, Market)


def right(signed: AuthenticatedClient) -> None:
    get_markets.sync(client=signed, status="open", limit=5)
    get_markets.sync(client=signed, limit=None, tickers=["KX-1"], min_close_ts=datetime.now(UTC), cursor=UNSET)
    get_milestones.sync_all(client=signed)
    reset_order_group.sync("a-group", client=signed, body=None)
    DecreaseOrderV2Request(reduce_by=None, reduce_to=1)
    create_order_v2.sync(
        client=signed,
        body=CreateOrderV2Request(
            ticker="KX-1",
            side="bid",
            count=Decimal(1),
            price=Decimal("0.56"),
            expiration_time=datetime(2030, 1, 1, tzinfo=UTC),
            time_in_force="immediate_or_cancel",
            self_trade_prevention_type="maker",
        ),
    )
    CreateOrderV2Request(
        ticker="KX-1", side="bid", count=3, price="0.55", time_in_force="fill_or_kill",
        self_trade_prevention_type="maker",
    )
    DecreaseOrderV2Request(reduce_by=None, reduce_to=2)


def wrong(client: Client, signed: AuthenticatedClient, market: Market, order: CreateOrderV2Request) -> None:
    assert_type(get_markets.sync(client=client), GetMarketsResponse | None)  # assert-type
    print(cancel_all_orders.sync(client=signed))  # func-returns-value
    get_markets.sync(client=client, status="opne")  # arg-type
    get_markets.sync(client=client, limit="5")  # arg-type
    get_markets.sync(client=client, min_close_ts="2026-01-01")  # arg-type
    get_markets.sync(client=client, tickers=[1])  # list-item
    get_market_candlesticks.sync("KX", "KX-1", client=client, start_ts=None, end_ts=1, period_interval=1)  # arg-type
    get_markets.sync(client=client, tickerz="KX-1")  # call-arg
    get_markets.sync()  # call-arg
    cancel_all_orders.sync(client=client)  # arg-type
    AcceptQuoteRequest(accepted_side="maybe")  # arg-type
    PriceRange(start=0.01, end=Decimal(1), step=Decimal(1))  # arg-type
    PriceRange(start=Decimal(1))  # call-arg
    DecreaseOrderV2Request(reduce_to=0.5)  # arg-type
    CreateOrderV2Request(count=3, price="0.55")  # call-arg
    market.status == "opne"  # comparison-overlap
    market.yes_bid  # attr-defined
    order.price = 0.5  # assignment
    order.prise = Decimal(1)  # attr-defined
"""


# Without httpx, which takes half of the time; the program uses none of its types.
SETTINGS = """
[mypy]
strict = True
[mypy-httpx.*]
follow_imports = skip
# The bodies of our own functions are checked elsewhere; here what they are declared to take and give counts.
[mypy-kalshi_gen.*]
ignore_errors = True
"""


def test_a_type_checker_sees_exact_types_and_refuses_only_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MYPYPATH", str(ROOT))
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    settings = tmp_path / "mypy.ini"
    settings.write_text(SETTINGS, encoding="utf-8")

    options = [f"--config-file={settings}", f"--cache-dir={os.devnull}"]
    output, trouble, _ = api.run([*options, "--no-error-summary", "--hide-error-context", str(program)])

    assert trouble == ""
    refused = {(int(line), code) for line, code in re.findall(r"program\.py:(\d+): error: .*\[([a-z-]+)\]", output)}
    lines = enumerate(PROGRAM.splitlines(), start=1)
    expected = {(number, line.partition("  # ")[2]) for number, line in lines if "  # " in line}
    assert refused == expected, output
