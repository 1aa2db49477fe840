from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from ...runtime.bounds import Decimals, Range, Unit
from ...runtime.model import ExactModel
from ...types import UNSET, Unset


class EstimatePortfolioMaintenanceMarginPosition(ExactModel, kw_only=True):
    """A position of the portfolio to estimate."""

    market_ticker: str
    """Ticker of the market, which must be of the asset class of the request."""

    quantity: int
    """Position in whole contracts, below zero for a short one; not 0."""

    price: Annotated[Decimal, Unit("US dollars"), Decimals(4), Range(above=0)] | Unset = UNSET
    """Price in US dollars per contract, above 0 and with four decimals at most. When it is left out, it is
    the mark price of the latest settlement, before the end of `date` if that is given; without one the
    request gives 400.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            market_ticker: str,
            quantity: int,
            price: Decimal | int | str | None | Unset = UNSET,
        ) -> None: ...
