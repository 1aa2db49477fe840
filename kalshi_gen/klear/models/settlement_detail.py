from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model


class SettlementDetail(Model, kw_only=True):
    """Settlement of one market for one subtrader."""

    id: str
    """Id of the row."""

    market_ticker: str
    """The market's ticker."""

    subtrader_id: str
    """Id of the subtrader."""

    position_quantity_fp: Decimal
    """Position at settlement, in contracts; below zero for a short one."""

    pnl_centicents: int
    """Profit or loss over the settlement period, the net funding of the market included, in centicents
    (1/10,000 US dollar).
    """

    total_fees_centicents: int
    """All fees, in centicents (1/10,000 US dollar)."""

    total_amount_centicents: int
    """Amount of the row in total, in centicents (1/10,000 US dollar)."""
