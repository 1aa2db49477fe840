from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "exclude",
    "only",
]

if TYPE_CHECKING:
    GetMarketsMveFilter: TypeAlias = _Known
    """How to treat multivariate events (combos): `only` keeps nothing else, `exclude` leaves them out.
    Both kinds are returned without it.
    """
else:
    GetMarketsMveFilter = open_enum(_Known)
