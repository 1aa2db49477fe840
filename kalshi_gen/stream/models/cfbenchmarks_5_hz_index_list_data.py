from __future__ import annotations

from ...runtime.model import Model


class Cfbenchmarks5HzIndexListData(Model, kw_only=True):
    """What is on offer."""

    index_ids: list[str]
    """Ids of the indices seen of late."""
