"""What the tests of the three changes have in common."""

from __future__ import annotations

from types import ModuleType
from typing import Any, NamedTuple

from attrs import evolve

from kalshi_gen.models.amend_order_v2_request import AmendOrderV2Request
from kalshi_gen.models.decrease_order_v2_request import DecreaseOrderV2Request
from kalshi_overlay.orders import amend, cancel, decrease
from kalshi_sandbox.answers import Answer
from kalshi_sandbox.engine import Order
from kalshi_sandbox.faults import Body, Fault, Reset, Status
from kalshi_sandbox.validation import CheckedRequest
from tests.orders.harness import Harness

ACTED: list[Fault] = [Reset("before_answering"), Body("html"), Status(500, acting=True), Status(429, acting=True)]
NOT_ACTED: list[Fault] = [Reset("before_acting"), Status(503), Status(429)]


class Change(NamedTuple):
    """A change of an order that makes it smaller, or ends it."""

    module: ModuleType
    operation: str

    def arguments(self, order: Order) -> dict[str, Any]:
        """What the call takes besides the order's id."""
        if self.module is amend:
            return {"body": amendment(order, count=order.fill_count + 1)}
        return {"body": DecreaseOrderV2Request.from_dict({"reduce_to": "1"})} if self.module is decrease else {}

    def call(self, harness: Harness, mode: str, order: Order, **arguments: Any) -> Any:
        """Call it."""
        return harness.call(self.module, mode, order_id=order.order_id, **{**self.arguments(order), **arguments})

    def is_applied(self, order: Order) -> bool:
        """Whether an order is as the call asked."""
        return order.status == "canceled" if self.module is cancel else order.remaining_count == 1


CHANGES = {
    "cancel": Change(cancel, "CancelOrderV2"),
    "amend": Change(amend, "AmendOrderV2"),
    "decrease": Change(decrease, "DecreaseOrderV2"),
}


def amendment(order: Order, **changes: Any) -> AmendOrderV2Request:
    """An amendment that changes no more than is given."""
    size = order.fill_count + order.remaining_count
    return AmendOrderV2Request(
        **{"ticker": order.ticker, "side": "bid", "price": order.price, "count": size, **changes}
    )


def answers_with(harness: Harness, operation: str, **changes: Any) -> None:
    """Let an operation act, and answer with other values."""
    handler = harness.exchange.answers.handlers[operation]

    def changed(request: CheckedRequest) -> Answer:
        answer = handler(request)
        return evolve(answer, body={**answer.body, **changes})

    harness.exchange.answers.handlers[operation] = changed
