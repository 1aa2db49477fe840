"""A perps bot and its test on the local exchange: it quotes both sides, sees a fill, and leaves no order."""

from __future__ import annotations

import asyncio
from decimal import Decimal

from kalshi_gen.perps.api.funding import get_margin_funding_rate_estimate
from kalshi_gen.perps.api.market import get_margin_market
from kalshi_gen.perps.api.orders import cancel_all_margin_orders, get_margin_orders
from kalshi_gen.perps.api.portfolio import get_margin_balance
from kalshi_gen.perps.models import BookSide, CreateMarginOrderRequest
from kalshi_gen.perps.stream import channels
from kalshi_overlay import KalshiAuthenticatedClient
from kalshi_overlay.orders.perps import place
from kalshi_overlay.stream import OrderBook, PerpsBookView, Subscribed, connect
from kalshi_sandbox import Sandbox

TICKER, SIZE = "KXBTCPERP", Decimal(2)


async def rest(client: KalshiAuthenticatedClient, side: BookSide, price: Decimal) -> str:
    order = CreateMarginOrderRequest(
        ticker=TICKER,
        client_order_id="",  # it gets a new UUID
        side=side,
        price=price,
        count=SIZE,
        time_in_force="good_till_canceled",
        self_trade_prevention_type="maker",
        post_only=True,
    )
    return (await place.asyncio(client=client, body=order)).order_id


async def quote_until_filled(client: KalshiAuthenticatedClient) -> channels.FillMessage:
    market = (await get_margin_market.asyncio(TICKER, client=client)).market
    async with connect(client, feed="perps", contract_sizes={TICKER: market.contract_size}) as stream:
        fills: Subscribed[channels.FillMessage] = await stream.subscribe("fill", market_tickers=[TICKER])
        book: OrderBook[PerpsBookView] = await stream.orderbook(TICKER)
        try:
            bid, ask = book.view.best_bid, book.view.best_ask
            assert bid is not None
            assert ask is not None
            quotes = {await rest(client, "bid", bid.price), await rest(client, "ask", ask.price)}
            # The stream's ids are UUIDs, those of REST are text.
            return await anext(fill async for fill in fills if str(fill.msg.order_id) in quotes)
        finally:
            # It may cancel orders placed within the next minute too, so use it at the end only.
            await cancel_all_margin_orders.asyncio(client=client)


async def report(client: KalshiAuthenticatedClient) -> None:
    balance = await get_margin_balance.asyncio(client=client, compute_available_balance=True)
    for each in balance.subaccount_balances:
        print(f"equity ${each.account_equity}, margin ${each.initial_margin}, available ${each.available_balance}")
    funding = await get_margin_funding_rate_estimate.asyncio(client=client, ticker=TICKER)
    print(f"funding of {funding.funding_rate:.4%} at {funding.next_funding_time}")


async def buy_all_asks(exchange: Sandbox) -> None:
    """Trade with the bot, as another account."""
    async with exchange.client("taker") as client:
        while len(exchange.perps.orders.of(exchange.account)) < 2:
            await asyncio.sleep(0.01)
        order = CreateMarginOrderRequest(
            ticker=TICKER,
            client_order_id="",
            side="bid",
            price="10.3",
            count=1000,
            time_in_force="immediate_or_cancel",
            self_trade_prevention_type="taker_at_cross",
        )
        await place.asyncio(client=client, body=order)


async def run_the_bot() -> None:
    with Sandbox(behaviour="simple") as exchange:
        exchange.add_account("taker", balance=100_000)
        async with exchange.client() as client, asyncio.timeout(20):
            fill, _ = await asyncio.gather(quote_until_filled(client), buy_all_asks(exchange))
            print(f"sold {fill.msg.count} at ${fill.msg.price}, fee ${fill.msg.fee_cost}")
            assert fill.msg.side == "ask"
            assert fill.msg.post_position == -SIZE
            await report(client)
            assert [each async for each in get_margin_orders.asyncio_all(client=client) if each.remaining_count] == []


def test_a_fill_is_seen_and_no_order_left() -> None:
    asyncio.run(run_the_bot())


if __name__ == "__main__":
    asyncio.run(run_the_bot())
