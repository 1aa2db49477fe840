from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "cancelled",
    "failed",
    "pending",
    "processed",
    "processing",
]

if TYPE_CHECKING:
    GetSettlementBalanceWithdrawalResponseStatus: TypeAlias = _Known
    """State of the withdrawal: `pending` and `processing` are under way; `processed`, `failed` and
    `cancelled` have ended.
    """
else:
    GetSettlementBalanceWithdrawalResponseStatus = open_enum(_Known)
