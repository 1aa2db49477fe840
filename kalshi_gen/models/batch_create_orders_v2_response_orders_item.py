from __future__ import annotations

from decimal import Decimal

from ..runtime.model import Model
from ..types import UNSET, Unset


class BatchCreateOrdersV2ResponseOrdersItem(Model, kw_only=True):
    """One of `orders`."""

    order_id: str | Unset = UNSET
    """Id that the exchange gave the order."""

    client_order_id: str | None | Unset = UNSET
    """The caller's own id for the order, by which an entry can be matched to its request; null when there
    is none.
    """

    fill_count: Decimal | None | Unset = UNSET
    """Contracts that traded at once on arrival of the order; may be null."""

    remaining_count: Decimal | None | Unset = UNSET
    """Contracts left after the order arrived; may be null."""

    average_fill_price: Decimal | None | Unset = UNSET
    """Mean fill price in US dollars per contract, weighted by volume; null or absent unless something
    filled.
    """

    average_fee_paid: Decimal | None | Unset = UNSET
    """Mean fee in US dollars per contract, weighted by volume; null or absent unless something filled."""

    ts_ms: int | None | Unset = UNSET
    """Time of processing by the matching engine, in Unix milliseconds; null or absent when the order
    failed.
    """

    error: ErrorResponse | None | Unset = UNSET
    """Why this order failed; null or absent when it was placed."""


from ..models.error_response import ErrorResponse
