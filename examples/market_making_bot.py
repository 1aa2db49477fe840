"""A market-making bot and its test on the local exchange: in half a simulated hour it earns, and leaves no order."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from kalshi_gen.api.market import get_market
from kalshi_gen.api.orders import get_orders
from kalshi_gen.api.portfolio import get_balance, get_positions
from kalshi_gen.models import BookSide, CreateOrderV2Request
from kalshi_overlay import KalshiAuthenticatedClient
from kalshi_overlay.orders import cancel, place
from kalshi_sandbox import Sandbox

TICKER, TICK, SIZE, MOST_HELD = "KXBTCD-26DEC31-T100000", Decimal("0.01"), Decimal(10), Decimal(50)
Order = partial(
    CreateOrderV2Request, time_in_force="good_till_canceled", self_trade_prevention_type="maker", post_only=True
)


def cancel_quotes(client: KalshiAuthenticatedClient) -> None:
    for order in get_orders.sync_all(client=client, ticker=TICKER, status="resting"):
        # An order that has filled in the meantime comes back as it is.
        cancel.sync(order.order_id, client=client, market_ticker=TICKER)


def quote(client: KalshiAuthenticatedClient) -> None:
    cancel_quotes(client)
    market = get_market.sync(TICKER, client=client).market
    held = sum(each.position_fp or 0 for each in get_positions.sync(client=client, ticker=TICKER).market_positions)
    bid, ask = market.yes_bid_dollars, market.yes_ask_dollars
    edge = TICK if ask - bid > 2 * TICK else 0
    sides: list[tuple[BookSide, Decimal, Decimal]] = [("bid", bid + edge, SIZE), ("ask", ask - edge, -SIZE)]
    for side, price, more in sides:
        if abs(held + more) <= MOST_HELD:
            place.sync(client=client, body=Order(ticker=TICKER, side=side, price=price, count=SIZE))


def test_half_an_hour_of_quoting_earns_and_leaves_no_order() -> None:
    with Sandbox(clock="manual", traders=3, seed=1, behaviour="simple") as exchange, exchange.client() as client:
        before = get_balance.sync(client=client).balance_dollars
        for _minute in range(30):
            quote(client)
            exchange.clock.advance(60)
        cancel_quotes(client)
        balance = get_balance.sync(client=client)
        assert balance.balance_dollars + Decimal(balance.portfolio_value) / 100 > before
        assert not get_orders.sync(client=client, status="resting").orders
