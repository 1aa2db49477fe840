from __future__ import annotations

from typing import Annotated

from ..runtime.bounds import Range
from ..runtime.model import Model


class CreateFCMPositionTransferRequest(Model, kw_only=True):
    """Body of a request that moves one market position from a subtrader to the FCM's error account."""

    source_subtrader_id: str
    """Full identifier of the subtrader that loses the position, as `GET /fcm/subtraders` lists it."""

    target_subtrader_id: str
    """Subtrader of the FCM's error account that gets the position, written `{error_account_id}_{suffix}`;
    the suffix has 1 to 16 letters or digits. The exchange creates it on first use.
    """

    market_ticker: str
    """Ticker of the market in which the position is moved."""

    position_centicount: int
    """Signed quantity to move, in hundredths of a contract: above zero it is YES, below zero it is NO. It
    must be a multiple of 100 other than zero; -500 moves 5 NO contracts.
    """

    price_centicents: Annotated[int, Range(minimum=0, maximum=10000)]
    """YES price of the transfer, in centi-cents per contract (10,000 to the US dollar), from 0 to 10000 in
    whole cents. It is the YES price for NO positions too; 4500 means $0.45.
    """
