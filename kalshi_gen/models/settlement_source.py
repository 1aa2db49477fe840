from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, Unset


class SettlementSource(Model, kw_only=True):
    """An official source by which markets are decided."""

    name: str | Unset = UNSET
    """Name of the source."""

    url: str | Unset = UNSET
    """Web address of the source."""
