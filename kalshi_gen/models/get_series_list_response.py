from __future__ import annotations

from ..runtime.model import Model


class GetSeriesListResponse(Model, kw_only=True):
    """Answer that carries all series that match the filters."""

    series: list[Series]
    """The matching series."""


from ..models.series import Series
