from __future__ import annotations

from ..runtime.model import Model


class CreateFCMPositionTransferResponse(Model, kw_only=True):
    """Answer with the id of the transfer that was made."""

    position_transfer_id: str
    """Identifier of the transfer. Keep it, for past transfers cannot be listed later."""
