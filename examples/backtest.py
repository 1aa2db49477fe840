"""A backtest: a bot that quotes both sides trades in what examples/recorder.py has recorded.

    python examples/backtest.py FOLDER TICKER [SECONDS_BETWEEN_QUOTES]

It runs on the local exchange: the recording is its market, and no order can leave this machine. Replace `quote` by what
your bot does. docs/backtest.md has the rules by which orders fill. Nobody reacts to yours, and there is no latency: a
profit here is no promise. What is held in the end counts at the best price of others, without the fee of selling it.
"""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import NamedTuple

from kalshi_gen.api.market import get_market
from kalshi_gen.api.orders import get_orders
from kalshi_gen.api.portfolio import get_balance, get_fills, get_positions
from kalshi_overlay import KalshiAuthenticatedClient
from kalshi_overlay.errors import KalshiError
from kalshi_overlay.orders import cancel, place
from kalshi_overlay.pricing import Outcome, PriceGrid, order
from kalshi_sandbox import Sandbox

SIZE, MOST_HELD = Decimal(10), Decimal(50)


class Result(NamedTuple):
    fills: int
    held: Decimal  # contracts of yes; below 0 of no
    profit: Decimal  # US dollars, after fees


def position(client: KalshiAuthenticatedClient, ticker: str) -> Decimal:
    rows = get_positions.sync(client=client, ticker=ticker).market_positions
    return sum((each.position_fp or Decimal(0) for each in rows), Decimal(0))


def cancel_quotes(client: KalshiAuthenticatedClient, ticker: str) -> None:
    for each in get_orders.sync_all(client=client, ticker=ticker, status="resting"):
        cancel.sync(each.order_id, client=client, market_ticker=ticker)


def quote(client: KalshiAuthenticatedClient, ticker: str) -> None:
    cancel_quotes(client, ticker)
    market, held = get_market.sync(ticker, client=client).market, position(client, ticker)
    bid, ask, grid = market.yes_bid_dollars, market.yes_ask_dollars, PriceGrid.of(market)
    if not 0 < bid < ask < 1:
        return
    if grid.steps(bid, ask) > 2:
        bid, ask = grid.next(bid), grid.previous(ask)
    quotes: list[tuple[Outcome, Decimal, Decimal]] = [("yes", bid, held), ("no", 1 - ask, -held)]
    for outcome, price, more in quotes:
        if more + SIZE <= MOST_HELD:
            place.sync(client=client, body=order(market, buy=outcome, price=price, count=SIZE, post_only=True))


def backtest(exchange: Sandbox, ticker: str, seconds: float = 1) -> Result:
    with exchange.client() as client:
        start = get_balance.sync(client=client).balance_dollars
        for now in exchange.backtest.steps(seconds):
            try:
                quote(client, ticker)
            except KalshiError as error:  # such as while the market is paused after a gap
                print(f"{now:%H:%M:%S}", error)
        cancel_quotes(client, ticker)  # their prices are nobody's else
        market, held = get_market.sync(ticker, client=client).market, position(client, ticker)
        value = held * market.yes_bid_dollars if held > 0 else -held * (1 - market.yes_ask_dollars)
        fills = len(list(get_fills.sync_all(client=client, ticker=ticker)))
        return Result(fills, held, get_balance.sync(client=client).balance_dollars + value - start)


def main(folder: str, ticker: str, seconds: str = "1") -> None:
    with Sandbox(replay=folder, behaviour="simple") as exchange:
        print(backtest(exchange, ticker, float(seconds)), exchange.backtest.gaps)


if __name__ == "__main__":
    main(*sys.argv[1:])
