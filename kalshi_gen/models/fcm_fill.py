from __future__ import annotations

from decimal import Decimal

from ..models.outcome_side import OutcomeSide
from ..runtime.model import Model
from ..types import UNSET, AwareDatetime, Unset


class FcmFill(Model, kw_only=True):
    """A fill in which a subtrader of the FCM was maker, taker or both; details of a party outside the FCM
    are absent.
    """

    fill_id: str
    """Identifier of the fill."""

    exchange_index: int
    """Index of the exchange shard on which the fill took place."""

    ticker: str
    """Ticker of the market the fill is in."""

    taker_outcome_side: OutcomeSide
    """Outcome that the taker gains from, `yes` or `no`; the maker has the other one."""

    count_fp: Decimal
    """Quantity filled, in contracts."""

    yes_price_dollars: Decimal
    """Price of the fill on the YES side, in US dollars per contract between 0 and 1."""

    created_time: AwareDatetime | Unset = UNSET
    """UTC time at which the fill took place."""

    maker_order_id: str | Unset = UNSET
    """Identifier of the maker's order; present only if that order is the FCM's."""

    maker_subtrader_id: str | Unset = UNSET
    """Identifier of the maker's subtrader; present only if the maker's order is the FCM's."""

    maker_fee_cost: Decimal | Unset = UNSET
    """Fee charged to the maker, in US dollars; present only if the maker's order is the FCM's."""

    taker_order_id: str | Unset = UNSET
    """Identifier of the taker's order; present only if that order is the FCM's."""

    taker_subtrader_id: str | Unset = UNSET
    """Identifier of the taker's subtrader; present only if the taker's order is the FCM's."""

    taker_fee_cost: Decimal | Unset = UNSET
    """Fee charged to the taker, in US dollars; present only if the taker's order is the FCM's."""
