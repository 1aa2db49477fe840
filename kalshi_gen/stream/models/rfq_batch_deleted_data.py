from __future__ import annotations

from ...runtime.model import Model
from ...types import AwareDatetime


class RfqBatchDeletedData(Model, kw_only=True):
    """The batch."""

    id: str
    """Id of the batch."""

    creator_id: str
    """Public id of who asked; a shared placeholder for others if it is obscured."""

    rfq_ids: list[str]
    """Ids of its requests."""

    deleted_ts: AwareDatetime
    """When it was closed."""
