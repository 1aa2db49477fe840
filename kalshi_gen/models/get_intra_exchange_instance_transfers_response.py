from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, Unset


class GetIntraExchangeInstanceTransfersResponse(Model, kw_only=True):
    """One page of transfers within the account."""

    transfers: list[IntraExchangeInstanceTransfer]
    """Transfers on this page."""

    cursor: str | Unset = UNSET
    """Marker of the next page, to be sent as `cursor`; absent on the last page."""


from ..models.intra_exchange_instance_transfer import IntraExchangeInstanceTransfer
