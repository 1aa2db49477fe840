"""What the orders of an API are placed, changed and read with: all that differs between two APIs."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from types import ModuleType
from typing import Any, NamedTuple

from attrs import frozen

from kalshi_overlay.flow import Flow


class ShownOrder(NamedTuple):
    """An order as a read shows it.

    Attributes:
        order: The order itself.
        status: `resting`, or how it ended: `executed`, `canceled`, or `ended` if the order doesn't show that.
        price: Its limit, in US dollars.
        fill_count: Contracts filled.
        remaining_count: Contracts left.
    """

    order: Any
    status: str
    price: Decimal
    fill_count: Decimal
    remaining_count: Decimal

    @property
    def is_over(self) -> bool:
        """Whether the order is off the book for good."""
        return self.status != "resting"


@frozen(kw_only=True)
class OrdersApi:
    """The operations of an API on orders, by their generated modules, and what its orders show.

    Attributes:
        create: Places an order.
        cancel: Cancels one.
        amend: Amends one.
        decrease: Decreases one.
        get: Reads one.
        list: Lists orders.
        time: Any answer to this has the exchange's time, and `as_of_time` if the API has it.
        read_further: Finds the orders that `list` may lack, as `read_listing` does.
        shown: Makes an order of JSON; raises `msgspec.ValidationError`.
        has_shards: Whether an order shows its shard and subaccount, so that a change can be sent there.
        kept: Seconds for which an order that has ended can surely be found.
    """

    create: ModuleType
    cancel: ModuleType
    amend: ModuleType
    decrease: ModuleType
    get: ModuleType
    list: ModuleType
    time: ModuleType
    read_further: Callable[..., Flow[None]]
    shown: Callable[[dict[str, Any]], ShownOrder]
    has_shards: bool = True
    kept: float = math.inf

    @property
    def has_archive(self) -> bool:
        """Whether an order that has ended can be found for good."""
        return self.kept == math.inf
