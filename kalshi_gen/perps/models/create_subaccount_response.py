from __future__ import annotations

from ...runtime.model import Model


class CreateSubaccountResponse(Model, kw_only=True):
    """Number of a new subaccount."""

    subaccount_number: int
    """Number of the new subaccount, counted up from 1 to at most 63."""
