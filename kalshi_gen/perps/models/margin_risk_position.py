from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, Unset


class MarginRiskPosition(Model, kw_only=True):
    """Leverage and margin of a position of one subaccount in one margin market."""

    subaccount: int
    """Number of the subaccount that holds the position: 0 is the primary account, 1 to 63 are numbered
    subaccounts.
    """

    market_ticker: str
    """Ticker of the market that the position is in."""

    position: Decimal
    """Size of the position in contracts: above zero it is long, below zero it is short."""

    mark_price: Decimal
    """Present mark price of the market, in US dollars for one contract."""

    position_notional: Decimal
    """Notional value of the position, in US dollars: its size without a sign, times `mark_price`."""

    maintenance_margin_required: Decimal | None | Unset = UNSET
    """Maintenance margin that the position needs, in US dollars. Null or absent when the exchange has no
    margin rates for the market, or can't attribute it to the position.
    """

    position_leverage: float | None | Unset = UNSET
    """Leverage of the position: `position_notional` over `maintenance_margin_required`. Null or absent
    when that margin is 0 or not known.
    """

    estimated_liquidation_price: Decimal | None | Unset = UNSET
    """Mark price at which the position would be liquidated, in US dollars for one contract, estimated with
    the other positions of the subaccount in view. Null or absent when there is none.
    """

    is_portfolio: bool
    """True when the position is hedged within a portfolio, so that it has no margin, leverage and
    liquidation price of its own.
    """
