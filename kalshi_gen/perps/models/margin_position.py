from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, Unset


class MarginPosition(Model, kw_only=True):
    """A position of one subaccount in one margin market."""

    subaccount: int
    """Number of the subaccount that holds the position: 0 is the primary account, 1 to 63 are numbered
    subaccounts.
    """

    market_ticker: str
    """Ticker of the market that the position is in."""

    position: Decimal
    """Size of the position in contracts: above zero it is long, below zero it is short."""

    entry_price: Decimal
    """Mean price at which the open position was entered, in US dollars for one contract, weighted by size."""

    unrealized_pnl: Decimal
    """Profit, or loss below zero, of the open position at the mark price, in US dollars."""

    margin_used: Decimal | None | Unset = UNSET
    """Capital that the position uses, based on its maintenance margin, in US dollars. Null or absent when
    margin is computed for several positions of an asset class together and can't be divided among them.
    """

    fees: Decimal
    """Fees paid since the position was opened, in US dollars; they begin at 0 again once it has been
    closed completely.
    """

    roe: float | None | Unset = UNSET
    """Return on equity in percent: `unrealized_pnl` over `margin_used`, times 100. Null or absent when
    `margin_used` is 0 or can't be attributed to the position.
    """

    is_portfolio: bool
    """True when the position is hedged within a portfolio, so that it has no `margin_used` and `roe` of
    its own.
    """
