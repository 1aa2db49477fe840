from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "cfbenchmarks_value",
    "cfbenchmarks_value_5hz",
    "communications",
    "fill",
    "market_lifecycle_v2",
    "market_positions",
    "multivariate_market_lifecycle",
    "order_group_updates",
    "orderbook_delta",
    "pyth_value",
    "ticker",
    "trade",
    "user_orders",
]

if TYPE_CHECKING:
    SubscribeCommandParamsChannelsItem: TypeAlias = _Known
else:
    SubscribeCommandParamsChannelsItem = open_enum(_Known)
