from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, Unset


class GetStructuredTargetResponse(Model, kw_only=True):
    """Answer that holds a single structured target."""

    structured_target: StructuredTarget | Unset = UNSET
    """The structured target asked for."""


from ..models.structured_target import StructuredTarget
