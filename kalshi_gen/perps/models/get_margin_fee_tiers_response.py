from __future__ import annotations

from ...runtime.model import Model


class GetMarginFeeTiersResponse(Model, kw_only=True):
    """Fee rates that you pay now, by market."""

    maker_fee_rates: dict[str, float]
    """Fee rate of a maker by market ticker, as a fraction of notional value: 0.0005 is 0.05 %, or 5 basis
    points. Times the notional value in US dollars it gives the fee.
    """

    taker_fee_rates: dict[str, float]
    """Fee rate of a taker by market ticker, as a fraction of notional value: 0.0012 is 0.12 %, or 12 basis
    points. Times the notional value in US dollars it gives the fee.
    """
