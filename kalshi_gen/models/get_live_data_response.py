from __future__ import annotations

from ..runtime.model import Model


class GetLiveDataResponse(Model, kw_only=True):
    """Live data of one milestone."""

    live_data: LiveData
    """Live data of the requested milestone."""


from ..models.live_data import LiveData
