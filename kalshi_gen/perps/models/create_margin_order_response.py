from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, Unset


class CreateMarginOrderResponse(Model, kw_only=True):
    """Outcome of one new order: its id, what filled at once and what is left, both in contracts."""

    order_id: str
    """Id that the exchange gave the order."""

    client_order_id: str | Unset = UNSET
    """The caller's own id for the order, as sent in the request."""

    fill_count: Decimal
    """Contracts that traded at once on arrival of the order."""

    remaining_count: Decimal
    """Contracts left after the order arrived. For an immediate-or-cancel order it is the final state, with
    the unfilled part already canceled.
    """

    average_fill_price: Decimal | Unset = UNSET
    """Mean fill price in US dollars for one contract, weighted by volume; absent unless something filled."""

    average_fee_paid: Decimal | Unset = UNSET
    """Mean fee in US dollars for one contract over the fills of this request, weighted by volume; absent
    unless something filled.
    """
