from __future__ import annotations

from ...runtime.model import Model
from ...types import AwareDatetime


class ObligationReceiveInfo(Model, kw_only=True):
    """A receipt that belongs to an obligation."""

    id: str
    """Id of the receipt."""

    type: str
    """Kind of the receipt."""

    amount_centicents: int
    """Amount of the receipt, in centicents (1/10,000 US dollar)."""

    external_reference: str
    """Reference of the receipt in another system."""

    created_ts: AwareDatetime
    """When the receipt was created."""
