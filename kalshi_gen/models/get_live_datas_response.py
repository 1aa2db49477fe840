from __future__ import annotations

from ..runtime.model import Model


class GetLiveDatasResponse(Model, kw_only=True):
    """Live data of several milestones."""

    live_datas: list[LiveData]
    """Live data of the requested milestones, one entry each."""


from ..models.live_data import LiveData
