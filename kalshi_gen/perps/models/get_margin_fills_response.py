from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, Unset


class GetMarginFillsResponse(Model, kw_only=True):
    """One page of your fills on margin markets."""

    fills: list[MarginFill]
    """Fills of this page."""

    cursor: str | None | Unset = UNSET
    """Cursor of the next page. On the last page it is empty, null or absent."""


from ..models.margin_fill import MarginFill
