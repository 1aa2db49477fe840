from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, Date, Unset


class GetLargeTraderPositionsResponse(Model, kw_only=True):
    """Positions of a settlement day that count for large trader reporting."""

    user_id: str | Unset = UNSET
    """Id of the clearing member."""

    report_date: Date | Unset = UNSET
    """Settlement day in New York time."""

    positions: list[GetLargeTraderPositionsResponsePositionsItem] | Unset = UNSET
    """The positions."""


from ..models.get_large_trader_positions_response_positions_item import GetLargeTraderPositionsResponsePositionsItem
