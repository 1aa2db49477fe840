from __future__ import annotations

from decimal import Decimal

from ..runtime.model import Model


class EventPosition(Model, kw_only=True):
    """The user's positions in all markets of one event, added up."""

    event_ticker: str
    """Ticker of the event."""

    total_cost_dollars: Decimal
    """Total amount spent in the event, in US dollars."""

    total_cost_shares_fp: Decimal
    """Total quantity traded in the event, YES and NO together, in contracts."""

    event_exposure_dollars: Decimal
    """Cost of the entire position held in the event, in US dollars."""

    realized_pnl_dollars: Decimal
    """Realized profit (positive) or loss (negative), in US dollars."""

    fees_paid_dollars: Decimal
    """Fees charged on fills in the event, in US dollars."""
