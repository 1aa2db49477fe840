from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, AwareDatetime, Unset


class RfqBatchExecutedData(Model, kw_only=True):
    """The outcome."""

    rfq_batch_id: str
    """Id of the batch of requests."""

    client_batch_id: str | Unset = UNSET
    """The id that you gave to the batch, if any."""

    rfq_creator_id: str
    """Public id of who asked; a shared placeholder for others if it is obscured."""

    executed_rfq_ids: list[str]
    """Ids of the requests that traded."""

    failed_rfq_ids: list[str]
    """Ids of the requests that did not trade."""

    executed_ts: AwareDatetime
    """When it was executed."""

    close_reason: str
    """How it ended: `executed`, `execution failed` or, rarely, `partially executed`."""

    subaccount: int | Unset = UNSET
    """Number of your subaccount, if it was one."""
