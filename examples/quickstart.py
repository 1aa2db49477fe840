"""A tour of the exchange: markets, an order that somebody fills, its settlement, and two errors.

    python examples/quickstart.py            # only reads
    python examples/quickstart.py --trade    # sends one order for twelve contracts, and cancels what is left of it

--trade runs only on the demo environment (KALSHI_DEMO=true) or on the local exchange, as `make demo` does. The key
comes from KALSHI_API_KEY_ID and KALSHI_PRIVATE_KEY_PATH (or KALSHI_PRIVATE_KEY).
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from time import monotonic, perf_counter, sleep
from typing import TypeVar

from kalshi_gen.api.exchange import get_exchange_status
from kalshi_gen.api.market import get_market, get_markets
from kalshi_gen.api.portfolio import get_balance, get_fills, get_positions, get_settlements
from kalshi_gen.errors import KalshiAuthError, KalshiNotFoundError
from kalshi_gen.models import CreateOrderV2Request, Fill, GetBalanceResponse, Market, Settlement
from kalshi_overlay import KalshiAuthenticatedClient, create_client
from kalshi_overlay.environments import DEMO, environment_of
from kalshi_overlay.orders import cancel, place

try:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table
except ImportError:
    sys.exit('This example needs the extra "sandbox": install it as the README says')

CENT = Decimal("0.01")
COUNT = Decimal(12)
# A market that closes sooner than LEAST_LEFT is not traded; one that closes within SOON is watched until it settles.
LEAST_LEFT, SOON = timedelta(seconds=5), timedelta(seconds=30)
console = Console(highlight=False)
Found = TypeVar("Found")


def is_play_money(client: KalshiAuthenticatedClient) -> bool:
    """Whether the client's exchange is the demo environment or one on this machine."""
    url = client.get_httpx_client().base_url
    return environment_of(url) is DEMO or url.host in ("127.0.0.1", "localhost")


def wait_for(look: Callable[[], Found | None], seconds: float) -> Found | None:
    """Call `look` until it finds something or the time is up; None if it found nothing."""
    until = monotonic() + seconds
    while (found := look()) is None and monotonic() < until:
        sleep(0.25)
    return found


def time_left(market: Market) -> timedelta:
    return market.close_time - datetime.now(UTC)


def show_markets(client: KalshiAuthenticatedClient) -> Market | None:
    """Show the ten markets that close next, and choose the first one with a bid and an ask."""
    page = get_markets.sync(client=client, status="open", mve_filter="exclude", limit=1000)
    markets = sorted(page.markets, key=lambda market: market.close_time)[:10]
    table = Table(title="Markets that close next", box=SIMPLE)
    table.add_column("ticker", no_wrap=True)
    for name in ("yes bid", "yes ask", "volume", "closes (UTC)"):
        table.add_column(name, justify="right", no_wrap=True)
    for market in markets:
        prices = (f"{market.yes_bid_dollars:.4f}", f"{market.yes_ask_dollars:.4f}", str(market.volume_fp))
        table.add_row(market.ticker, *prices, f"{market.close_time:%d %b %H:%M:%S}")
    console.print(table)
    quoted = [market for market in markets if market.yes_bid_dollars and market.yes_ask_dollars < 1]
    return next((market for market in quoted if time_left(market) > LEAST_LEFT), None)


def bid_for(market: Market) -> CreateOrderV2Request:
    """A bid that rests: one cent above the best bid, or at the best bid if the spread is a cent."""
    bid, ask = market.yes_bid_dollars, market.yes_ask_dollars
    return CreateOrderV2Request(
        ticker=market.ticker,
        side="bid",
        count=COUNT,
        price=bid + CENT if ask - bid > CENT else bid,
        time_in_force="good_till_canceled",
        self_trade_prevention_type="taker_at_cross",
        post_only=True,
    )


def cancel_rest(client: KalshiAuthenticatedClient, order_id: str, ticker: str) -> Decimal | None:
    """Cancel an order; returns how many contracts were left, None if the order no longer rested."""
    try:
        # With the ticker the exchange finds the order's shard; by its id alone it looks on shard 0.
        return cancel.sync(order_id, client=client, market_ticker=ticker).reduced_by
    except KalshiNotFoundError:
        return None


def trade(client: KalshiAuthenticatedClient, market: Market, bid: CreateOrderV2Request, seconds: float) -> bool:
    """Let a bid rest until somebody fills some of it, then cancel what is left; True if any of it was filled."""
    placed = place.sync(client=client, body=bid)
    order_id = placed.order_id
    console.print(f"\nOrder {order_id} rests: {bid.count} of {bid.ticker} at ${bid.price}")
    console.print(placed)

    def fills() -> list[Fill]:
        return list(get_fills.sync_all(client=client, order_id=order_id))

    try:
        wait_for(lambda: fills() or None, min(seconds, time_left(market).total_seconds()))
    finally:
        left = cancel_rest(client, order_id, bid.ticker)
    if left is not None:
        # Reads may lag behind what has happened.
        filled = bid.count - left
        wait_for(lambda: sum(fill.count_fp for fill in fills()) >= filled or None, 3)
    for fill in fills():
        role = "taker" if fill.is_taker else "maker"
        console.print(f"Filled: {fill.count_fp} at ${fill.yes_price_dollars} as {role}, fee ${fill.fee_cost}")
    console.print("Nothing was left to cancel" if left is None else f"Canceled the rest: {left}")
    if not fills():
        console.print("Nobody filled it in time")
        return False
    for position in get_positions.sync(client=client, ticker=bid.ticker).market_positions:
        console.print(
            f"Position: {position.position_fp} of {position.ticker}, which cost ${position.market_exposure_dollars}"
        )
    return True


def await_settlement(client: KalshiAuthenticatedClient, market: Market) -> None:
    """Wait until the market settles, if that is soon."""
    if time_left(market) > SOON:
        console.print(f"It settles after {market.close_time:%Y-%m-%d %H:%M} UTC")
        return
    console.print(f"It closes in {max(time_left(market).total_seconds(), 0):.0f} s ...")

    def settled() -> Settlement | None:
        return next(iter(get_settlements.sync(client=client, ticker=market.ticker).settlements), None)

    settlement = wait_for(settled, time_left(market).total_seconds() + 5)
    if settlement is None:
        console.print("It closed, but has not settled yet")
    else:
        console.print(f"Settled: {settlement.market_result} won, paid ${Decimal(settlement.revenue) / 100:.2f}")


def show_balances(before: GetBalanceResponse, after: GetBalanceResponse) -> None:
    table = Table("", "before", "after", "change", title="Balance", box=SIMPLE)
    cash = (before.balance_dollars, after.balance_dollars)
    contracts = (Decimal(before.portfolio_value) / 100, Decimal(after.portfolio_value) / 100)
    total = (cash[0] + contracts[0], cash[1] + contracts[1])
    for name, (then, now) in {"cash": cash, "contracts": contracts, "total": total}.items():
        table.add_row(name, f"${then:.4f}", f"${now:.4f}", f"{now - then:+.4f}")
    console.print(table)


async def ask_twenty_times(client: KalshiAuthenticatedClient) -> None:
    started = perf_counter()
    async with client:
        balances = await asyncio.gather(*(get_balance.asyncio(client=client) for _ in range(20)))
    elapsed = perf_counter() - started
    console.print(f"\n{len(balances)} signed requests at once took {elapsed:.2f} s")


def show_errors(client: KalshiAuthenticatedClient) -> None:
    try:
        get_market.sync("NO-SUCH-MARKET", client=client)
    except KalshiNotFoundError as error:
        console.print("An unknown market:", str(error), soft_wrap=True)
    with create_client(access_key_id="00000000-0000-0000-0000-000000000000") as stranger:
        try:
            get_balance.sync(client=stranger)
        except KalshiAuthError as error:
            console.print("An unknown key:", str(error), soft_wrap=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="A tour of the exchange.")
    parser.add_argument("--trade", action="store_true", help=f"send one order: a bid for {COUNT} contracts")
    parser.add_argument("--wait", type=float, default=15, help="seconds to wait for somebody to fill it (default 15)")
    options = parser.parse_args()

    with create_client() as client:
        if options.trade and not is_play_money(client):
            sys.exit("--trade is for the demo environment (KALSHI_DEMO=true) and the local exchange; nothing was sent")
        status = get_exchange_status.sync(client=client)
        console.print(f"Exchange active: {status.exchange_active}, trading active: {status.trading_active}\n")
        market = show_markets(client)
        before = get_balance.sync(client=client)
        console.print(f"\nBalance: ${before.balance_dollars}")
        if market is None:
            console.print("\nNo order sent: none of these markets has both a bid and an ask")
        elif not options.trade:
            bid = bid_for(market)
            console.print(f"\nNo order sent: --trade would bid ${bid.price} for {bid.count} of {bid.ticker}")
        elif trade(client, market, bid_for(market), options.wait):
            await_settlement(client, market)
        if options.trade:
            show_balances(before, get_balance.sync(client=client))
        asyncio.run(ask_twenty_times(client))
        show_errors(client)


if __name__ == "__main__":
    main()
