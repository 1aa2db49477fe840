from __future__ import annotations

from typing import Any

from ..runtime.model import Model
from ..types import UNSET, Unset


class PlayByPlayPeriodsItem(Model, kw_only=True):
    """One of `periods`."""

    events: list[dict[str, Any]] | Unset = UNSET
    """Events of the period, each a free-form object."""
