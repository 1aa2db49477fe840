from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, AwareDatetime, Unset
from ..models.asset_class import AssetClass


class ObligationEntry(Model, kw_only=True):
    """An obligation with what it consists of. Each list except `receives` has at most 1000 rows."""

    id: str
    """Id of the obligation."""

    user_id: str
    """Id of the clearing member."""

    amount_centicents: int
    """Net amount of profit and loss, fees and the change of maintenance margin, in centicents (1/10,000 US
    dollar). Below zero you pay it, above zero you receive it.
    """

    fees_centicents: int
    """Trading fees of the settlement period, in centicents (1/10,000 US dollar)."""

    maintenance_margin_centicents: int
    """Maintenance margin that is required now for the obligation, in centicents (1/10,000 US dollar)."""

    pnl_centicents: int
    """Profit or loss of the settlement period over all settlement details, in centicents (1/10,000 US
    dollar).
    """

    execution_time: AwareDatetime
    """Time of the settlement cycle."""

    last_updated_ts: AwareDatetime
    """When the status of the obligation changed last."""

    asset_class: AssetClass
    """Asset class that it settles."""

    receives: list[ObligationReceiveInfo]
    """Receipts that belong to the obligation."""

    settlement_details: list[SettlementDetail]
    """Settlement by market and subtrader. Its form may change when the method of margining does."""

    maintenance_margin_details: list[MaintenanceMarginDetail]
    """Maintenance margin, and its change since the settlement before, by subtrader or group."""

    funding_payments: list[FundingPaymentDetail]
    """Funding payments by market, subtrader and funding period."""

    corporate_action_payments: list[CorporateActionPaymentDetail]
    """Payments for corporate actions, which are in the profit and loss already; empty if there are none."""

    corporate_action_payments_truncated: bool | Unset = UNSET
    """Whether `corporate_action_payments` leaves out rows; read them all by their own operation."""

    settlement_details_truncated: bool | Unset = UNSET
    """Whether `settlement_details` leaves out rows; read them all by their own operation."""

    maintenance_margin_details_truncated: bool | Unset = UNSET
    """Whether `maintenance_margin_details` leaves out rows; read them all by their own operation."""

    funding_payments_truncated: bool | Unset = UNSET
    """Whether `funding_payments` leaves out rows; read them all by their own operation."""


from ..models.corporate_action_payment_detail import CorporateActionPaymentDetail
from ..models.funding_payment_detail import FundingPaymentDetail
from ..models.maintenance_margin_detail import MaintenanceMarginDetail
from ..models.obligation_receive_info import ObligationReceiveInfo
from ..models.settlement_detail import SettlementDetail
