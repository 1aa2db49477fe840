from __future__ import annotations

from ...runtime.model import Model


class IntraExchangeInstanceTransferResponse(Model, kw_only=True):
    """Answer that names the new transfer."""

    transfer_id: str
    """Identifier the exchange gave the new transfer."""
