from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "ach",
    "apm",
    "crypto",
    "debit",
    "wire",
]

if TYPE_CHECKING:
    DepositType: TypeAlias = _Known
    """Payment method: `ach` bank transfer, `wire` transfer, `crypto` payment, `debit` card, or `apm`
    (alternative payment method).
    """
else:
    DepositType = open_enum(_Known)
