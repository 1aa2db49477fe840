"""Positions: yes netted against no, their cost and profit, and how they are settled."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from attrs import evolve, frozen

from .market import MarketResult
from .order import ONE, ZERO, Owner, Side, unit_cost

# Parts of a cost basis are rounded to this. The remainder stays in the basis, so that nothing is lost.
_COST_STEP = Decimal("0.000001")


@frozen(kw_only=True)
class Position:
    """What a subaccount holds in a market. Money is in US dollars.

    Args:
        count: Contracts: above zero yes, below zero no.
        exposure: Cost of the contracts held now.
        realized_profit: Profit (or loss, below zero) of contracts netted or settled, before fees.
        fees_paid: Fees of all fills.
        yes_traded: All yes contracts ever bought; to sell no is to buy yes.
        yes_cost: What they cost.
        no_traded: All no contracts ever bought; to sell yes is to buy no.
        no_cost: What they cost.
    """

    owner: Owner
    ticker: str
    count: Decimal = ZERO
    exposure: Decimal = ZERO
    realized_profit: Decimal = ZERO
    fees_paid: Decimal = ZERO
    yes_traded: Decimal = ZERO
    yes_cost: Decimal = ZERO
    no_traded: Decimal = ZERO
    no_cost: Decimal = ZERO
    last_update_time: datetime

    @property
    def total_traded(self) -> Decimal:
        """Cost of all contracts ever bought, yes or no."""
        return self.yes_cost + self.no_cost

    @property
    def contracts_traded(self) -> Decimal:
        """All contracts ever bought, yes and no together."""
        return self.yes_traded + self.no_traded

    def netted_by(self, side: Side, count: Decimal) -> Decimal:
        """How many held contracts a fill on this side would pair with, each pair being worth $1."""
        return min(count, max(ZERO, -self.count if side == "bid" else self.count))

    def filled(self, side: Side, count: Decimal, price: Decimal, fee: Decimal, now: datetime) -> Position:
        """The position after a fill: opposite contracts are netted first, at their mean cost."""
        cost = unit_cost(side, price)
        netted = self.netted_by(side, count)
        released = self._cost_of(netted)
        yes, no = (count, ZERO) if side == "bid" else (ZERO, count)
        return evolve(
            self,
            count=self.count + (count if side == "bid" else -count),
            exposure=self.exposure - released + cost * (count - netted),
            realized_profit=self.realized_profit + netted * (ONE - cost) - released,
            fees_paid=self.fees_paid + fee,
            yes_traded=self.yes_traded + yes,
            yes_cost=self.yes_cost + cost * yes,
            no_traded=self.no_traded + no,
            no_cost=self.no_cost + cost * no,
            last_update_time=now,
        )

    def settled(self, payout: Decimal, now: datetime) -> Position:
        """The position after its contracts were paid out."""
        profit = self.realized_profit + payout - self.exposure
        return evolve(self, count=ZERO, exposure=ZERO, realized_profit=profit, last_update_time=now)

    def _cost_of(self, count: Decimal) -> Decimal:
        if count == abs(self.count):
            return self.exposure
        return (self.exposure * count / abs(self.count)).quantize(_COST_STEP)


@frozen(kw_only=True)
class Settlement:
    """How one subaccount's position in a market was paid out. Money is in US dollars, counts are in contracts.

    Counts and costs are of what was held; on some exchanges of all that was ever bought, and a flat position has a
    settlement too.

    Args:
        revenue: What was paid out, in whole cents.
        fee_cost: Fees of all fills that led to the position.
        value: What one yes contract paid.
    """

    owner: Owner
    ticker: str
    event_ticker: str
    market_result: MarketResult
    yes_count: Decimal
    yes_total_cost: Decimal
    no_count: Decimal
    no_total_cost: Decimal
    revenue: Decimal
    fee_cost: Decimal
    value: Decimal
    settled_time: datetime


class Positions:
    """Every position on the exchange."""

    def __init__(self) -> None:
        self._of_owner: dict[Owner, dict[str, Position]] = {}
        self._owners: dict[str, dict[Owner, None]] = {}

    def of(self, owner: Owner, ticker: str, now: datetime) -> Position:
        """The owner's position in a market, empty if there never was one."""
        found = self._of_owner.get(owner, {}).get(ticker)
        return found or Position(owner=owner, ticker=ticker, last_update_time=now)

    def store(self, position: Position) -> None:
        """Replace a position."""
        self._of_owner.setdefault(position.owner, {})[position.ticker] = position
        self._owners.setdefault(position.ticker, {})[position.owner] = None

    def of_owner(self, owner: Owner) -> list[Position]:
        """The owner's positions, including flat ones, oldest first."""
        return list(self._of_owner.get(owner, {}).values())

    def in_market(self, ticker: str) -> list[Position]:
        """All positions in a market, including flat ones."""
        return [self._of_owner[owner][ticker] for owner in self._owners.get(ticker, ())]
