from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "read",
    "read::block_trade_accept",
    "read::portfolio_balance",
    "write",
    "write::block_trade_accept",
    "write::fcm_risk",
    "write::trade",
    "write::transfer",
]

if TYPE_CHECKING:
    ApiKeyScope: TypeAlias = _Known
    """Permission of an API key. The parents `read` and `write` cover all read or write operations; a child
    such as `read::portfolio_balance` or `write::trade` covers only its own group and needs no parent.
    `write::fcm_risk` lets an FCM create subtraders, block their trading and set caps on daily premium
    and on margin.
    """
else:
    ApiKeyScope = open_enum(_Known)
