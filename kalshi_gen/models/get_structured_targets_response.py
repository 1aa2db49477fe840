from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, Unset


class GetStructuredTargetsResponse(Model, kw_only=True):
    """One page of structured targets."""

    structured_targets: list[StructuredTarget] | Unset = UNSET
    """Structured targets on this page."""

    cursor: str | Unset = UNSET
    """Marker of the next page, to be sent as `cursor`; empty on the last page."""


from ..models.structured_target import StructuredTarget
