from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "applied",
    "failed",
    "pending",
    "returned",
]

if TYPE_CHECKING:
    WithdrawalStatus: TypeAlias = _Known
    """Progress of the withdrawal: `pending` is still in process, `applied` is debited from the balance,
    `failed` did not go through, `returned` was sent back.
    """
else:
    WithdrawalStatus = open_enum(_Known)
