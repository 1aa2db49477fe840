from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, Unset


class GetRFQsResponse(Model, kw_only=True):
    """One page of RFQs."""

    rfqs: list[RFQ]
    """The RFQs on this page that pass the request's filters."""

    cursor: str | Unset = UNSET
    """Where the next page starts: send it back unchanged as `cursor`. Empty or absent on the last page."""


from ..models.rfq import RFQ
