"""What is known of an order of perpetual futures; the attributes are those of `kalshi_overlay.orders.results`."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from attrs import frozen

from kalshi_gen.perps.models.amend_margin_order_response import AmendMarginOrderResponse
from kalshi_gen.perps.models.cancel_margin_order_response import CancelMarginOrderResponse
from kalshi_gen.perps.models.create_margin_order_response import CreateMarginOrderResponse
from kalshi_gen.perps.models.decrease_margin_order_response import DecreaseMarginOrderResponse
from kalshi_gen.perps.models.margin_order import MarginOrder


@frozen(kw_only=True)
class PlacedOrder:
    """An order that the exchange has accepted."""

    order_id: str
    client_order_id: str
    fill_count: Decimal
    remaining_count: Decimal
    answer: CreateMarginOrderResponse | None = None
    order: MarginOrder | None = None


@frozen(kw_only=True)
class CanceledOrder:
    """An order that no longer rests.

    Attributes:
        status: `canceled` if the cancel was answered; `ended` if the order was read back, since an order shows neither
            a status nor its size: it was filled or canceled, or it expired. `fill_count` says what was filled.
    """

    order_id: str
    status: Literal["canceled", "ended"]
    fill_count: Decimal | None = None
    reduced_by: Decimal | None = None
    answer: CancelMarginOrderResponse | None = None
    order: MarginOrder | None = None


@frozen(kw_only=True)
class AmendedOrder:
    """An order that is as the amendment asked."""

    order_id: str
    remaining_count: Decimal | None = None
    answer: AmendMarginOrderResponse | None = None
    order: MarginOrder | None = None


@frozen(kw_only=True)
class DecreasedOrder:
    """An order that was decreased as asked."""

    order_id: str
    remaining_count: Decimal
    answer: DecreaseMarginOrderResponse | None = None
    order: MarginOrder | None = None
