"""The route of each operation, to find the operation of a request."""

from __future__ import annotations

ROUTES = {
    ("GET", "/margin/reports"): "GetMarginReports",
    ("GET", "/margin/active_obligations"): "GetActiveMarginObligations",
    ("GET", "/margin/obligation_history"): "GetObligationHistory",
    ("GET", "/margin/obligations/{obligation_id}/settlement_details"): "GetObligationSettlementDetails",
    ("GET", "/margin/obligations/{obligation_id}/funding_payments"): "GetObligationFundingPayments",
    ("GET", "/margin/obligations/{obligation_id}/corporate_action_payments"): "GetObligationCorporateActionPayments",
    ("GET", "/margin/obligations/{obligation_id}/maintenance_margin_details"): "GetObligationMaintenanceMarginDetails",
    ("GET", "/margin/funding_payments"): "GetMemberFundingPayments",
    ("GET", "/margin/large_trader_positions"): "GetLargeTraderPositions",
    ("POST", "/margin/estimate_maintenance_margin"): "EstimatePortfolioMaintenanceMargin",
    ("GET", "/margin/estimate_maintenance_margin/metadata"): "GetMaintenanceMarginMetadata",
    ("GET", "/margin/settlement_estimate_by_asset_class"): "GetSettlementEstimateByAssetClass",
    ("GET", "/margin/funding_estimate_by_asset_class"): "GetFundingEstimateByAssetClass",
    ("GET", "/margin/funding_schedule"): "GetMarginFundingSchedule",
    ("GET", "/margin/settlement_prices"): "GetSettlementPrices",
    ("GET", "/margin/settlement_balance"): "GetSettlementBalance",
    ("GET", "/margin/guaranty_fund_balance"): "GetGuarantyFundBalance",
    ("GET", "/margin/settlement_balance_history"): "GetSettlementBalanceHistory",
    ("POST", "/margin/withdraw_settlement_balance"): "WithdrawSettlementBalance",
    ("GET", "/margin/settlement_balance_withdrawal"): "GetSettlementBalanceWithdrawal",
    ("GET", "/fcm/margin/subtrader_groups"): "GetMarginSubtraderGroups",
    ("POST", "/fcm/margin/subtrader_groups"): "CreateMarginSubtraderGroup",
    ("PUT", "/fcm/margin/subtrader_groups/{group_id}"): "UpdateMarginSubtraderGroup",
    ("DELETE", "/fcm/margin/subtrader_groups/{group_id}"): "DeleteMarginSubtraderGroup",
    ("POST", "/fcm/margin/api_keys"): "CreateMarginFcmApiKey",
    ("GET", "/fcm/margin/api_keys"): "ListMarginFcmApiKeys",
    ("POST", "/fcm/margin/api_keys/generate"): "GenerateMarginFcmApiKey",
    ("DELETE", "/fcm/margin/api_keys/{api_key_id}"): "DeleteMarginFcmApiKey",
}
"""The id of each operation, by HTTP method and by path without the base path."""
