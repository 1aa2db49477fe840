from __future__ import annotations

from ..runtime.model import Model


class UpdateSubaccountNettingRequest(Model, kw_only=True):
    """Request to switch netting on or off for one subaccount."""

    subaccount_number: int
    """Number of the subaccount: 0 is the primary account, 1 to 63 are the numbered ones."""

    enabled: bool
    """True to switch netting on, false to switch it off."""
