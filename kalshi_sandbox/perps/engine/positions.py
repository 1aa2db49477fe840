"""Positions: contracts bought and sold netted against each other, with their cost and profit."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from attrs import evolve, field, frozen

from kalshi_sandbox.engine.order import ZERO, Owner, Side

from .market import Market

# Parts of a cost are rounded to this. The remainder stays in the cost, so that nothing is lost.
_COST_STEP = Decimal("0.000001")


@frozen(kw_only=True)
class Position:
    """What a subaccount holds in a market. Money is in US dollars.

    Args:
        count: Contracts: above zero long, below zero short.
        cost: What the contracts were bought for, below zero for what short ones were sold for.
        fees: Fees since the position was last flat or turned around.
        realized_pnl: Profit of all contracts ever closed, before fees.
    """

    owner: Owner
    market: Market = field(repr=False)
    count: Decimal = ZERO
    cost: Decimal = ZERO
    fees: Decimal = ZERO
    realized_pnl: Decimal = ZERO
    last_update_time: datetime

    @property
    def entry_price(self) -> Decimal:
        """Mean price at which the contracts were bought or sold, to six decimals; 0 if there are none."""
        return (self.cost / self.count).quantize(_COST_STEP) if self.count else ZERO

    def reducible_by(self, side: Side) -> Decimal:
        """How many contracts a fill on this side could close."""
        return max(ZERO, -self.count if side == "bid" else self.count)

    def unrealized_pnl(self, mark: Decimal) -> Decimal:
        """Profit of the open contracts at a mark price."""
        return self.count * mark - self.cost

    def filled(self, side: Side, count: Decimal, price: Decimal, fee: Decimal, now: datetime) -> Position:
        """The position after a fill: it closes opposite contracts first, at their mean price."""
        sign = 1 if side == "bid" else -1
        closed = min(count, self.reducible_by(side))
        released = self._cost_of(closed)
        after = self.count + sign * count
        return evolve(
            self,
            count=after,
            cost=self.cost - released + sign * (count - closed) * price,
            fees=fee + (self.fees if after * self.count > ZERO else ZERO) if after else ZERO,
            realized_pnl=self.realized_pnl - sign * closed * price - released,
            last_update_time=now,
        )

    def _cost_of(self, closed: Decimal) -> Decimal:
        if closed == abs(self.count):
            return self.cost
        return (self.cost * closed / abs(self.count)).quantize(_COST_STEP)


class Positions:
    """Every position on the exchange."""

    def __init__(self) -> None:
        self._of_owner: dict[Owner, dict[Market, Position]] = {}

    def of(self, owner: Owner, market: Market, now: datetime) -> Position:
        """The owner's position in a market, flat if there never was one."""
        found = self._of_owner.get(owner, {}).get(market)
        return found or Position(owner=owner, market=market, last_update_time=now)

    def store(self, position: Position) -> None:
        """Replace a position."""
        self._of_owner.setdefault(position.owner, {})[position.market] = position

    def of_owner(self, owner: Owner) -> list[Position]:
        """The owner's open positions, oldest first."""
        return [position for position in self._of_owner.get(owner, {}).values() if position.count]

    def in_market(self, market: Market) -> list[Position]:
        """All open positions in a market."""
        of_owners = self._of_owner.values()
        return [held[market] for held in of_owners if market in held and held[market].count]

    def total_cost(self) -> Decimal:
        """Cost of all open contracts, long and short together, in US dollars: profit taken before its counterpart."""
        return sum((position.cost for held in self._of_owner.values() for position in held.values()), ZERO)
