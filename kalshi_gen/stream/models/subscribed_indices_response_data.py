from __future__ import annotations

from ...runtime.model import Model


class SubscribedIndicesResponseData(Model, kw_only=True):
    """The indices of the subscription."""

    index_ids: list[str]
    """Indices that are subscribed now; `all` alone for every one."""
