from __future__ import annotations

from typing import Any

from ..runtime.model import Model
from ..types import UNSET, AwareDatetime, Unset


class StructuredTarget(Model, kw_only=True):
    """A real-world entity, such as a team or a player, that markets can refer to."""

    id: str | Unset = UNSET
    """Identifier of the structured target."""

    name: str | Unset = UNSET
    """Display name of the structured target."""

    type: str | Unset = UNSET
    """Kind of structured target."""

    details: dict[str, Any] | Unset = UNSET
    """Further data as a free-form JSON object whose keys depend on the type."""

    source_id: str | Unset = UNSET
    """Identifier of the target at an outside data provider; absent where there is none."""

    source_ids: dict[str, str] | Unset = UNSET
    """Identifiers of the target at its data sources, each under a string key; absent where there are none."""

    last_updated_ts: AwareDatetime | Unset = UNSET
    """UTC time of the latest change to the target, as a date-time string despite the `_ts` in its name."""
