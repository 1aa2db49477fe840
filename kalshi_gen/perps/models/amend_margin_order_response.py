from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, Unset


class AmendMarginOrderResponse(Model, kw_only=True):
    """Outcome of an amendment: what it filled and what rests now, in contracts."""

    order_id: str
    """Id of the amended order."""

    client_order_id: str | Unset = UNSET
    """The caller's own id for the order after the amendment, the updated one where one was sent."""

    remaining_count: Decimal | None | Unset = UNSET
    """Contracts that rest after the amendment. Null or absent unless the amendment filled something or
    changed the resting size.
    """

    fill_count: Decimal | None | Unset = UNSET
    """Contracts that traded because the amended order crossed the book. Null or absent unless something
    filled or the remaining size changed.
    """

    average_fill_price: Decimal | None | Unset = UNSET
    """Mean price of the fills that the amendment caused, in US dollars for one contract, weighted by
    volume; null or absent when nothing filled.
    """

    average_fee_paid: Decimal | None | Unset = UNSET
    """Mean fee of the fills that the amendment caused, in US dollars for one contract, weighted by volume;
    null or absent when nothing filled.
    """
