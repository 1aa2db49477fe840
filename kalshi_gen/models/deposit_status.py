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
    DepositStatus: TypeAlias = _Known
    """Progress of the deposit: `pending` is still in process, `applied` is credited to the balance,
    `failed` did not go through, `returned` was sent back.
    """
else:
    DepositStatus = open_enum(_Known)
