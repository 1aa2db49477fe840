from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from ..runtime.model import Model
from ..types import UNSET, Unset


class ApplySubaccountTransferRequest(Model, kw_only=True):
    """Request to move cash between two subaccounts of the user."""

    client_transfer_id: UUID
    """UUID chosen by the caller that makes the transfer idempotent; repeat it when retrying the same
    transfer.
    """

    from_subaccount: int
    """Subaccount that pays: 0 is the primary account, 1 to 63 are the numbered ones."""

    to_subaccount: int
    """Subaccount that receives: 0 is the primary account, 1 to 63 are the numbered ones."""

    amount_cents: int
    """Amount to move, in cents."""

    exchange_index: int | Unset = UNSET
    """Number of the exchange shard to make the transfer on; the exchange uses 0 when it is left out."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            client_transfer_id: UUID,
            from_subaccount: int,
            to_subaccount: int,
            amount_cents: int,
            exchange_index: int | None | Unset = UNSET,
        ) -> None: ...
