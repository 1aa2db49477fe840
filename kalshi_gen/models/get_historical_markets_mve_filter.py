from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal["exclude",]

if TYPE_CHECKING:
    GetHistoricalMarketsMveFilter: TypeAlias = _Known
    """How to treat multivariate events (combos): `exclude` leaves their markets out. They are included
    when it is null or left out.
    """
else:
    GetHistoricalMarketsMveFilter = open_enum(_Known)
