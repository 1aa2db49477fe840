"""A first look at the exchange: status, markets, a balance, an order, twenty requests at once, and two errors.

    python examples/quickstart.py            # looks, and sends no order
    python examples/quickstart.py --trade    # sends one order of one contract

It reads KALSHI_API_KEY_ID and KALSHI_PRIVATE_KEY_PATH (or KALSHI_PRIVATE_KEY) from the environment.
"""

from __future__ import annotations

import argparse
import asyncio
from decimal import Decimal
from time import perf_counter

from kalshi_gen.api.exchange import get_exchange_status
from kalshi_gen.api.market import get_market, get_markets
from kalshi_gen.api.orders import create_order_v2
from kalshi_gen.api.portfolio import get_balance
from kalshi_gen.errors import KalshiAuthError, KalshiNotFoundError
from kalshi_gen.models import CreateOrderV2Request, Market
from kalshi_overlay import KalshiAuthenticatedClient, create_client


def show_markets(client: KalshiAuthenticatedClient) -> Market:
    markets = get_markets.sync(client=client, status="open", limit=10).markets
    print(f"\n{'ticker':<34}{'yes bid':>9}{'yes ask':>9}{'volume':>12}  closes")
    for market in markets:
        print(
            f"{market.ticker:<34}{market.yes_bid_dollars:>9.4f}{market.yes_ask_dollars:>9.4f}"
            f"{market.volume_fp:>12}  {market.close_time:%Y-%m-%d %H:%M}"
        )
    return markets[0]


def place_order(client: KalshiAuthenticatedClient, market: Market) -> None:
    order = CreateOrderV2Request(
        ticker=market.ticker,
        side="bid",
        count=Decimal("1"),
        price=Decimal("0.01"),
        time_in_force="good_till_canceled",
        self_trade_prevention_type="taker_at_cross",
        post_only=True,
    )
    print("\nOrder:", create_order_v2.sync(client=client, body=order))


async def ask_twenty_times(client: KalshiAuthenticatedClient) -> None:
    started = perf_counter()
    async with client:
        balances = await asyncio.gather(*(get_balance.asyncio(client=client) for _ in range(20)))
    elapsed = perf_counter() - started
    print(f"\n{len(balances)} signed requests at once took {elapsed:.2f} s")


def show_errors(client: KalshiAuthenticatedClient) -> None:
    try:
        get_market.sync("NO-SUCH-MARKET", client=client)
    except KalshiNotFoundError as error:
        print("\nA market that isn't there:", error)
    with create_client(access_key_id="00000000-0000-0000-0000-000000000000") as stranger:
        try:
            get_balance.sync(client=stranger)
        except KalshiAuthError as error:
            print("A key that isn't known:", error)


def main() -> None:
    parser = argparse.ArgumentParser(description="A first look at the exchange.")
    parser.add_argument("--trade", action="store_true", help="send one order: a post-only bid at one cent")
    trade = parser.parse_args().trade

    with create_client() as client:
        status = get_exchange_status.sync(client=client)
        print(f"Exchange active: {status.exchange_active}, trading active: {status.trading_active}")
        market = show_markets(client)
        print(f"\nBalance: ${get_balance.sync(client=client).balance_dollars}")
        if trade:
            place_order(client, market)
        else:
            print("\nNo order sent: --trade sends one")
        asyncio.run(ask_twenty_times(client))
        show_errors(client)


if __name__ == "__main__":
    main()
