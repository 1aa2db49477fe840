from __future__ import annotations

from decimal import Decimal

from ....runtime.model import Model
from ....types import UNSET, Unset
from ..models.book_side import BookSide
from ..models.last_update_reason import LastUpdateReason


class MarginOrderbookDeltaData(Model, kw_only=True):
    """The change."""

    market_ticker: str
    """Ticker of the market."""

    price: Decimal
    """Price of the level, in US dollars per contract."""

    delta: Decimal
    """Contracts added at the price; fewer than zero were taken away."""

    side: BookSide
    """Side of the book that changes, `bid` or `ask`."""

    last_update_reason: LastUpdateReason | Unset = UNSET
    """Why the order behind it changed, if it was yours and there is a reason."""

    client_order_id: str | Unset = UNSET
    """Your id of the order behind it, if it was yours."""

    ts_ms: int | Unset = UNSET
    """When it happened, in Unix milliseconds."""

    subaccount: int | Unset = UNSET
    """Number of your subaccount that has the order behind it, if it was yours."""
