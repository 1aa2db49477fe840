from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import AwareDatetime


class MarginPremiumIndexPoint(Model, kw_only=True):
    """Premium of a market in one second."""

    second_ts: AwareDatetime
    """UTC time of the second that was measured."""

    premium_index: Decimal
    """How far the book was above the index price, or below it if negative, as a fraction of the index
    price: 0.0001 is 1 basis point. It is 0 when nothing could be measured, and may differ from what
    funding is computed with.
    """
