from __future__ import annotations

from decimal import Decimal

from ..runtime.model import Model
from ..types import UNSET, Unset


class MveSelectedLeg(Model, kw_only=True):
    """One leg of a combination market: a market of another event and the side taken in it."""

    event_ticker: str | Unset = UNSET
    """Ticker of the leg's event."""

    market_ticker: str | Unset = UNSET
    """Ticker of the leg's market."""

    side: str | Unset = UNSET
    """Side taken in the leg's market, `yes` or `no`."""

    yes_settlement_value_dollars: Decimal | None | Unset = UNSET
    """What one YES contract of the leg's market settles at, in US dollars; null or absent until the leg is
    determined.
    """
