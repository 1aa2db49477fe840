from __future__ import annotations

from ..runtime.model import Model


class SportFilterDetails(Model, kw_only=True):
    """Scopes and competitions that one sport can be filtered by."""

    scopes: list[str]
    """Names of the scopes that the sport can be filtered by."""

    competitions: dict[str, ScopeList]
    """Scopes by competition: each key is the name of a competition of the sport."""


from ..models.scope_list import ScopeList
