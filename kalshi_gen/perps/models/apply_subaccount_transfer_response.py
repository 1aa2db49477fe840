from __future__ import annotations

from ...runtime.model import Model


class ApplySubaccountTransferResponse(Model, kw_only=True):
    """Empty answer; receiving it means that the transfer was made."""
