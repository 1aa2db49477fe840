from __future__ import annotations

from ...runtime.model import Model


class EmptyResponse(Model, kw_only=True):
    """Answer without content."""
