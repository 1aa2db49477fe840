from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "active",
    "all",
    "closed",
    "paid_out",
    "upcoming",
]

if TYPE_CHECKING:
    GetIncentiveProgramsStatus: TypeAlias = _Known
    """Status to keep: `upcoming` programs have yet to start, `active` ones run now, `closed` ones have
    ended, `paid_out` ones have paid their rewards, and `all` keeps everything. The exchange uses `all`
    when it is left out.
    """
else:
    GetIncentiveProgramsStatus = open_enum(_Known)
