from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, Unset


class GetDepositsResponse(Model, kw_only=True):
    """One page of the member's deposit history."""

    deposits: list[Deposit]
    """Deposits on this page."""

    cursor: str | Unset = UNSET
    """Marker of the next page, to be sent as `cursor`; empty or absent on the last page."""


from ..models.deposit import Deposit
