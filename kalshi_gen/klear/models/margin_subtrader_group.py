from __future__ import annotations

from uuid import UUID

from ...runtime.model import Model


class MarginSubtraderGroup(Model, kw_only=True):
    """A group of subtraders that are margined as one portfolio."""

    group_id: UUID
    """Id of the group."""

    member_subtrader_ids: list[str]
    """Ids of its subtraders."""
