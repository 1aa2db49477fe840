from __future__ import annotations

from typing import Any

from ..runtime.model import Model


class LiveData(Model, kw_only=True):
    """Live data of one milestone."""

    type: str
    """Kind of live data, which decides the shape of `details`."""

    details: dict[str, Any]
    """Live data itself, as a free-form object."""

    milestone_id: str
    """Id of the milestone that the live data belongs to."""
