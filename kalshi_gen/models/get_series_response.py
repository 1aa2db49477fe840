from __future__ import annotations

from ..runtime.model import Model


class GetSeriesResponse(Model, kw_only=True):
    """Answer that carries one series."""

    series: Series
    """The series asked for."""


from ..models.series import Series
