from __future__ import annotations

from ..runtime.model import Model


class GetSeriesFeeChangesResponse(Model, kw_only=True):
    """Answer that carries fee changes of series."""

    series_fee_change_arr: list[SeriesFeeChange]
    """The fee changes."""


from ..models.series_fee_change import SeriesFeeChange
