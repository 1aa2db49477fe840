"""A market-making bot, tested on a simulated hour: it must earn, and leave no order behind."""

from __future__ import annotations

from decimal import Decimal

from kalshi_gen.api.market import get_market
from kalshi_gen.api.orders import cancel_all_orders, create_order_v2, get_orders
from kalshi_gen.api.portfolio import get_balance, get_positions
from kalshi_gen.models import CreateOrderV2Request
from kalshi_overlay import KalshiAuthenticatedClient
from kalshi_overlay.sandbox import Sandbox

STAKE = 1000  # US dollars that the sandbox's own account has at first
TICKER, TICK, SIZE, MOST_HELD = "KXBTCD-26DEC31-T100000", Decimal("0.01"), Decimal(10), Decimal(50)
TERMS = {"time_in_force": "good_till_canceled", "self_trade_prevention_type": "maker", "post_only": True}


def quote(client: KalshiAuthenticatedClient) -> None:
    cancel_all_orders.sync(client=client)
    market = get_market.sync(TICKER, client=client).market
    held = sum(position.position_fp for position in get_positions.sync(client=client, ticker=TICKER).market_positions)
    bid, ask = market.yes_bid_dollars, market.yes_ask_dollars
    edge = TICK if ask - bid > 2 * TICK else 0
    for side, price, more in (("bid", bid + edge, SIZE), ("ask", ask - edge, -SIZE)):
        if abs(held + more) <= MOST_HELD:
            order = CreateOrderV2Request(ticker=TICKER, side=side, price=price, count=SIZE, **TERMS)
            create_order_v2.sync(client=client, body=order)


def test_an_hour_of_quoting_earns_and_leaves_no_order() -> None:
    with Sandbox(clock="manual", traders=3, seed=1) as exchange, exchange.client() as client:
        for _minute in range(60):
            quote(client)
            exchange.clock.advance(60)
        cancel_all_orders.sync(client=client)
        balance = get_balance.sync(client=client)
        assert balance.balance_dollars + Decimal(balance.portfolio_value) / 100 > STAKE
        assert not get_orders.sync(client=client, status="resting").orders
