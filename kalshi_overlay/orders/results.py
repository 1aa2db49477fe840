"""What is known of an order, whether the exchange answered it or it was read back."""

from __future__ import annotations

from decimal import Decimal

from attrs import frozen

from kalshi_gen.models.amend_order_v2_response import AmendOrderV2Response
from kalshi_gen.models.batch_create_orders_v2_response_orders_item import BatchCreateOrdersV2ResponseOrdersItem
from kalshi_gen.models.cancel_order_v2_response import CancelOrderV2Response
from kalshi_gen.models.create_order_v2_response import CreateOrderV2Response
from kalshi_gen.models.decrease_order_v2_response import DecreaseOrderV2Response
from kalshi_gen.models.order import Order
from kalshi_gen.models.order_status import OrderStatus


@frozen(kw_only=True)
class PlacedOrder:
    """An order that the exchange has accepted.

    Attributes:
        order_id: The exchange's id.
        client_order_id: The caller's id.
        fill_count: Contracts filled: on arrival if it was answered, at the time of reading if it was read back.
        remaining_count: Contracts left at the same moment.
        answer: The exchange's answer, or the order's entry in the answer to a batch; None if it was read back.
        order: The order as it was read back; None if it was answered.
    """

    order_id: str
    client_order_id: str
    fill_count: Decimal
    remaining_count: Decimal
    answer: CreateOrderV2Response | BatchCreateOrdersV2ResponseOrdersItem | None = None
    order: Order | None = None


@frozen(kw_only=True)
class CanceledOrder:
    """An order that no longer rests.

    Attributes:
        order_id: The exchange's id.
        status: `canceled`, also if it expired, or `executed` if it was filled completely.
        fill_count: Contracts filled in all; None if the cancel was answered, since the answer doesn't say.
        reduced_by: Contracts that the cancel took off the book; None if the order was read back, since an order
            doesn't show what it had left.
        answer: The exchange's answer; None if the order was read back.
        order: The order as it was read back; None if it was answered.
    """

    order_id: str
    status: OrderStatus
    fill_count: Decimal | None = None
    reduced_by: Decimal | None = None
    answer: CancelOrderV2Response | None = None
    order: Order | None = None


@frozen(kw_only=True)
class AmendedOrder:
    """An order that is as the amendment asked.

    Attributes:
        order_id: The exchange's id.
        remaining_count: Contracts that rest; None if the exchange's answer leaves it out, because the amendment
            changed no count.
        answer: The exchange's answer; None if the order was read back.
        order: The order as it was read back; None if it was answered.
    """

    order_id: str
    remaining_count: Decimal | None = None
    answer: AmendOrderV2Response | None = None
    order: Order | None = None


@frozen(kw_only=True)
class DecreasedOrder:
    """An order that was decreased as asked.

    Attributes:
        order_id: The exchange's id.
        remaining_count: Contracts left: after the decrease, or at the time of reading if it was read back.
        answer: The exchange's answer; None if the order was read back.
        order: The order as it was read back; None if it was answered.
    """

    order_id: str
    remaining_count: Decimal
    answer: DecreaseOrderV2Response | None = None
    order: Order | None = None
