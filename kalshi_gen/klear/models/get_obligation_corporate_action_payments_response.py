from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, Unset


class GetObligationCorporateActionPaymentsResponse(Model, kw_only=True):
    """A page of the payments for corporate actions of an obligation."""

    corporate_action_payments: list[CorporateActionPaymentDetail]
    """Payments of the page."""

    cursor: str | Unset = UNSET
    """Cursor of the next page; absent on the last one, which may be empty."""


from ..models.corporate_action_payment_detail import CorporateActionPaymentDetail
