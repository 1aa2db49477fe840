from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, Unset


class CreateSubaccountRequest(Model, kw_only=True):
    """Request to create a subaccount."""

    exchange_index: int | Unset = UNSET
    """Number of the exchange shard to create the subaccount on; the exchange uses 0 when it is left out."""
