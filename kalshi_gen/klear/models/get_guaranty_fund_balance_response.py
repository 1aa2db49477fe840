from __future__ import annotations

from ...runtime.model import Model
from ...types import AwareDatetime


class GetGuarantyFundBalanceResponse(Model, kw_only=True):
    """Contribution to the guaranty fund."""

    user_id: str
    """Id of the clearing member."""

    amount_centicents: int
    """What has been contributed, in centicents (1/10,000 US dollar); 0 before the first contribution."""

    updated_ts: AwareDatetime
    """Time of the latest contribution."""
