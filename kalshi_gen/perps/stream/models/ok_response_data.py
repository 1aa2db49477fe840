from __future__ import annotations

from uuid import UUID

from ....runtime.model import Model
from ....types import UNSET, Unset


class OkResponseData(Model, kw_only=True):
    """The markets of the subscription, unless it asked to leave them out."""

    market_tickers: list[str] | Unset = UNSET
    """Tickers that are subscribed now."""

    market_ids: list[UUID] | Unset = UNSET
    """UUIDs that are subscribed now."""
