from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "cash_activity_daily",
    "cash_balance_daily",
    "corporate_action_payments",
    "daily_financial_summary",
    "daily_statement",
    "funding_periods",
    "interest_on_collateral_monthly",
    "maintenance_margin",
    "maintenance_margin_aggregate",
    "market_price_snapshot",
    "position_snapshot",
    "position_transfer_audit",
    "settlement_periods",
    "trade_audit",
]

if TYPE_CHECKING:
    MarginReportReportType: TypeAlias = _Known
    """What is in the file. `daily_statement` is the PDF statement of the end of a day, which sums up the
    account and the other files of its date; all other kinds are CSV.
    """
else:
    MarginReportReportType = open_enum(_Known)
