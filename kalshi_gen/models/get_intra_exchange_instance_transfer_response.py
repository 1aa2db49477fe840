from __future__ import annotations

from ..runtime.model import Model


class GetIntraExchangeInstanceTransferResponse(Model, kw_only=True):
    """Answer that holds a single transfer."""

    transfer: IntraExchangeInstanceTransfer
    """The transfer asked for."""


from ..models.intra_exchange_instance_transfer import IntraExchangeInstanceTransfer
