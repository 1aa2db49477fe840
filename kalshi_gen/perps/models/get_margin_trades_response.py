from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, Unset


class GetMarginTradesResponse(Model, kw_only=True):
    """One page of public trades on margin markets."""

    trades: list[MarginTrade]
    """Trades of this page."""

    cursor: str | None | Unset = UNSET
    """Cursor of the next page. On the last page it is empty, null or absent."""


from ..models.margin_trade import MarginTrade
