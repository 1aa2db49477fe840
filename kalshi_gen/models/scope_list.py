from __future__ import annotations

from ..runtime.model import Model


class ScopeList(Model, kw_only=True):
    """Scopes of one competition."""

    scopes: list[str]
    """Names of the scopes that the competition can be filtered by."""
