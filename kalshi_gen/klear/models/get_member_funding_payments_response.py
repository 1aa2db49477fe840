from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, Unset


class GetMemberFundingPaymentsResponse(Model, kw_only=True):
    """A page of funding payments."""

    payments: list[MemberFundingPayment]
    """Payments of the page."""

    cursor: str | Unset = UNSET
    """Cursor of the next page; absent on the last one."""


from ..models.member_funding_payment import MemberFundingPayment
