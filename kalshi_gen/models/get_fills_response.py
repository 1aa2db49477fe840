from __future__ import annotations

from ..runtime.model import Model


class GetFillsResponse(Model, kw_only=True):
    """One page of the user's fills."""

    fills: list[Fill]
    """Fills on this page."""

    cursor: str
    """Marker of the next page, to be sent as `cursor`; empty on the last page."""


from ..models.fill import Fill
