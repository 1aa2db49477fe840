"""What a day has brought: what was realised since midnight UTC, and what the held contracts would bring now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from attrs import frozen

from kalshi_gen.api.portfolio import get_settlements
from kalshi_gen.client import AuthenticatedClient
from kalshi_overlay.account import values
from kalshi_overlay.account.fills import AccountFill, read_fills
from kalshi_overlay.account.positions import AccountPosition
from kalshi_overlay.account.reads import read_all
from kalshi_overlay.books import BestPrices

_ONE, _ZERO = Decimal(1), Decimal(0)
_CENTS_PER_DOLLAR = 100
# The exchange rounds parts of a cost to this.
_COST_STEP = Decimal("0.000001")


def realized_by(fills: Iterable[AccountFill]) -> Decimal:
    """What all fills of a market have realised, in US dollars without fees: contracts net at their mean cost."""
    count = cost = realized = _ZERO
    for fill in fills:
        signed = fill.count if fill.side == "bid" else -fill.count
        price = fill.price if fill.side == "bid" else _ONE - fill.price
        netted = min(fill.count, abs(count)) if count * signed < 0 else _ZERO
        released = cost if netted == abs(count) else (cost * netted / abs(count)).quantize(_COST_STEP)
        realized += netted * (_ONE - price) - released
        cost += price * (fill.count - netted) - released
        count += signed
    return realized


def unrealized(position: AccountPosition, best: BestPrices | None) -> Decimal | None:
    """What selling the held contracts at the best price would add to what they cost, in US dollars without fees.

    Args:
        position: The position.
        best: The best prices of the market; None if they aren't known. If nobody buys, the contracts count as nothing.

    Returns:
        The profit, below 0 for a loss; None if the best prices aren't known.
    """
    if not position.count:
        return _ZERO
    if best is None:
        return None
    if position.count > 0:
        price = best.bid.price if best.bid else _ZERO
    else:
        price = _ONE - best.ask.price if best.ask else _ZERO
    return abs(position.count) * price - position.cost


def settled_profit(row: Any) -> Decimal:
    """The profit of a settled market over its life, in US dollars without fees, from its row of settlements.

    Counts and costs are of all contracts ever bought, of yes and of no: measured from rows of 2026.
    """
    yes, no = values.number(row, "yes_count_fp"), values.number(row, "no_count_fp")
    costs = values.number(row, "yes_total_cost_dollars") + values.number(row, "no_total_cost_dollars")
    return min(yes, no) + Decimal(row.revenue) / _CENTS_PER_DOLLAR - costs


@frozen
class Day:
    """What had been realised when a day began.

    Attributes:
        began: Midnight UTC.
        before: What the markets had realised by then, in US dollars without fees, less what those have realised since
            that were settled before the account was read.
        settled: The tickers of these.
    """

    began: datetime
    before: Decimal
    settled: frozenset[str] = frozenset()


async def read_day(
    client: AuthenticatedClient, began: datetime, positions: Iterable[AccountPosition], subaccount: int
) -> Day:
    """Learn what had been realised at a midnight: of each market that has changed since, from all of its fills.

    Raises:
        KalshiError: The account can't be read.
    """
    held = {position.ticker: position for position in positions}
    rows = await read_all(client, get_settlements, min_ts=began, subaccount=subaccount)
    settled = {values.text(row, "ticker"): row for row in rows}
    before = _ZERO
    for ticker in held.keys() | settled.keys():
        position = held.get(ticker)
        if position is not None and position.time < began:
            before += position.realized_pnl
            continue
        fills = await read_fills(client, None, subaccount=subaccount, ticker=ticker)
        before += realized_by(fill for fill in fills if fill.time < began)
        if position is None:
            before -= settled_profit(settled[ticker])
    return Day(began, before, frozenset(settled.keys() - held.keys()))
