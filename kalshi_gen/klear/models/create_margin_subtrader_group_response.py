from __future__ import annotations

from uuid import UUID

from ...runtime.model import Model


class CreateMarginSubtraderGroupResponse(Model, kw_only=True):
    """Answer that names a new group."""

    group_id: UUID
    """Id of the group."""
