from __future__ import annotations

from ..runtime.model import Model


class GetTradesResponse(Model, kw_only=True):
    """One page of public trades."""

    trades: list[Trade]
    """Trades on this page."""

    cursor: str
    """Marker of the next page, to be sent as `cursor`; empty on the last page."""


from ..models.trade import Trade
