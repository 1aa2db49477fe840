from __future__ import annotations

from ..model import Model
from ..types import UNSET, Unset


class AcceptBlockTradeProposalRequest(Model, kw_only=True):
    """Names the subtrader or the subaccount that accepts a block trade proposal."""

    subtrader_id: str | Unset = UNSET
    """Subtrader on whose behalf to accept. Excludes `subaccount`: send at most one of the two."""

    subaccount: int | Unset = UNSET
    """Subaccount on whose behalf to accept: 0 is the primary account, 1 to 63 are numbered subaccounts.
    Excludes `subtrader_id`.
    """
