from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from ..models.propose_block_trade_request_maker_side import ProposeBlockTradeRequestMakerSide
from ..runtime.bounds import Range
from ..runtime.field_rules import FieldRule
from ..runtime.model import Model
from ..types import UNSET, AwareDatetime, Unset


class ProposeBlockTradeRequest(Model, kw_only=True):
    """Terms of a block trade to propose: both parties, the market, the price, the size and the time at
    which the offer lapses. Give at most one of `buyer_subtrader_id` and `buyer_subaccount`. Give at
    most one of `seller_subtrader_id` and `seller_subaccount`.
    """

    _field_rules = (
        FieldRule("at_most_one_of", ("buyer_subtrader_id", "buyer_subaccount")),
        FieldRule("at_most_one_of", ("seller_subtrader_id", "seller_subaccount")),
    )

    buyer_user_id: str
    """User id of the party that buys."""

    buyer_subtrader_id: str | Unset = UNSET
    """Subtrader id of the party that buys. Excludes `buyer_subaccount`: send at most one of the two."""

    buyer_subaccount: Annotated[int, Range(minimum=0)] | Unset = UNSET
    """Subaccount that buys: 0 is the primary account, 1 to 63 are numbered subaccounts. Excludes
    `buyer_subtrader_id`.
    """

    seller_user_id: str
    """User id of the party that sells."""

    seller_subtrader_id: str | Unset = UNSET
    """Subtrader id of the party that sells. Excludes `seller_subaccount`: send at most one of the two."""

    seller_subaccount: Annotated[int, Range(minimum=0)] | Unset = UNSET
    """Subaccount that sells: 0 is the primary account, 1 to 63 are numbered subaccounts. Excludes
    `seller_subtrader_id`.
    """

    market_ticker: str
    """Ticker of the market in which to trade."""

    price_centi_cents: Annotated[int, Range(minimum=1)]
    """Price per contract in centi-cents (hundredths of a cent), at least 1: 4500 is 45 cents."""

    centicount: Annotated[int, Range(minimum=1)]
    """Size of the trade in hundredths of a contract, at least 1: 1000 is 10 contracts."""

    maker_side: ProposeBlockTradeRequestMakerSide
    """Side that is to count as the maker: `yes` is the YES side, `no` the NO side."""

    expiration_ts: AwareDatetime
    """UTC time at which the proposal is to lapse."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            buyer_user_id: str,
            buyer_subtrader_id: str | None | Unset = UNSET,
            buyer_subaccount: int | None | Unset = UNSET,
            seller_user_id: str,
            seller_subtrader_id: str | None | Unset = UNSET,
            seller_subaccount: int | None | Unset = UNSET,
            market_ticker: str,
            price_centi_cents: int,
            centicount: int,
            maker_side: ProposeBlockTradeRequestMakerSide,
            expiration_ts: AwareDatetime,
        ) -> None: ...
