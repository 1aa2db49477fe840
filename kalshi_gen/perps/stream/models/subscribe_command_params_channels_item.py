from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ....types import open_enum

_Known = Literal[
    "corporate_actions",
    "fill",
    "order_group_updates",
    "orderbook_delta",
    "ticker",
    "trade",
    "user_orders",
]

if TYPE_CHECKING:
    SubscribeCommandParamsChannelsItem: TypeAlias = _Known
else:
    SubscribeCommandParamsChannelsItem = open_enum(_Known)
