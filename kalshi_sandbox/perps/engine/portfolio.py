"""Reading what accounts have: positions, balances, risk and notional value."""

from __future__ import annotations

from decimal import Decimal

from attrs import frozen

from kalshi_sandbox.engine.operation import operation
from kalshi_sandbox.engine.order import ONE, ZERO, Owner

from .margin import Margin, margin_of, notional_usage
from .positions import Position
from .state import State

_PRICE_STEP = Decimal("0.0001")


@frozen(kw_only=True)
class PositionView:
    """An open position with what it is worth. Money is in US dollars, prices are for one contract.

    Args:
        mark_price: Mark price of the market.
        notional: Contracts without a sign, times the mark price.
        unrealized_pnl: Profit at the mark price.
        maintenance_margin: Maintenance margin that it needs.
        liquidation_price: Mark price at which the equity of its subaccount would equal its maintenance margin, if no
            other price changed; None if there is none above zero.
    """

    position: Position
    mark_price: Decimal
    notional: Decimal
    unrealized_pnl: Decimal
    maintenance_margin: Decimal
    liquidation_price: Decimal | None

    @property
    def leverage(self) -> Decimal:
        """Notional value over maintenance margin, to four decimals."""
        return (self.notional / self.maintenance_margin).quantize(_PRICE_STEP)

    @property
    def return_on_equity(self) -> Decimal:
        """Unrealised profit over maintenance margin, in percent."""
        return self.unrealized_pnl / self.maintenance_margin * 100


@frozen(kw_only=True)
class Balance:
    """Money of a subaccount, in US dollars.

    Args:
        settled_funds: Deposits and realised profit, less fees and funding.
        margin: Equity and margin.
    """

    owner: Owner
    settled_funds: Decimal
    margin: Margin


@frozen(kw_only=True)
class NotionalUsage:
    """Notional value of an account, in US dollars, and its limit in each market.

    Args:
        usage: By ticker, for markets with a position or resting orders.
    """

    limit: Decimal
    usage: dict[str, Decimal]

    @property
    def total(self) -> Decimal:
        """Notional value in all markets together."""
        return sum(self.usage.values(), ZERO)


@frozen(eq=False)
class Portfolio:
    """What each account has. An unknown account is rejected with 404."""

    _state: State

    @operation
    def positions(
        self, account: str, *, ticker: str | None = None, subaccount: int | None = None
    ) -> list[PositionView]:
        """Open positions of an account, by subaccount (GetMarginPositions, GetMarginRisk)."""
        state = self._state
        market = None if ticker is None else state.market(ticker)
        views = []
        for owner in state.account(account).owners:
            if subaccount not in (None, owner.subaccount):
                continue
            margin = margin_of(state, owner)
            held = state.positions.of_owner(owner)
            views += [self._view(position, margin) for position in held if market in (None, position.market)]
        return views

    @operation
    def balances(self, account: str) -> list[Balance]:
        """Money of all subaccounts of an account, the primary one first (GetMarginBalance)."""
        return [self._balance(owner) for owner in self._state.account(account).owners]

    @operation
    def balance(self, account: str, *, subaccount: int = 0) -> Balance:
        """Money of a subaccount."""
        return self._balance(self._state.owner(account, subaccount))

    @operation
    def notional(self, account: str) -> NotionalUsage:
        """Notional value of an account (GetMarginNotionalRiskLimit)."""
        usage = {market.ticker: value for market, value in notional_usage(self._state, account).items()}
        return NotionalUsage(limit=self._state.account(account).notional_limit, usage=usage)

    def _balance(self, owner: Owner) -> Balance:
        cash = self._state.ledger.wallets[owner].cash
        return Balance(owner=owner, settled_funds=cash, margin=margin_of(self._state, owner))

    def _view(self, position: Position, margin: Margin) -> PositionView:
        market, mark = position.market, self._state.mark(position.market)
        notional = abs(position.count) * mark
        maintenance = notional * market.maintenance_rate
        # The equity that is left above the maintenance margin of the others, with this position at a mark of zero.
        rest = margin.equity - (margin.maintenance - maintenance) - position.count * mark
        rate = market.maintenance_rate if position.count > ZERO else -market.maintenance_rate
        liquidation = (-rest / (position.count * (ONE - rate))).quantize(_PRICE_STEP)
        return PositionView(
            position=position,
            mark_price=mark,
            notional=notional,
            unrealized_pnl=position.unrealized_pnl(mark),
            maintenance_margin=maintenance,
            liquidation_price=liquidation if liquidation > ZERO else None,
        )
