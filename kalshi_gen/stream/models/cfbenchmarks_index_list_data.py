from __future__ import annotations

from ...runtime.model import Model


class CfbenchmarksIndexListData(Model, kw_only=True):
    """What is on offer."""

    index_ids: list[str]
    """Ids of the indices on offer."""
