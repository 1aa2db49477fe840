from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, Unset


class GetObligationFundingPaymentsResponse(Model, kw_only=True):
    """A page of the funding payments of an obligation."""

    funding_payments: list[FundingPaymentDetail]
    """Payments of the page."""

    cursor: str | Unset = UNSET
    """Cursor of the next page; absent on the last one."""


from ..models.funding_payment_detail import FundingPaymentDetail
