"""The models: a class for each schema of the spec, imported when you first use it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .book_side import BookSide
    from .error_response import ErrorResponse
    from .error_response_data import ErrorResponseData
    from .error_response_data_code import ErrorResponseDataCode
    from .funding_rate import FundingRate
    from .last_update_reason import LastUpdateReason
    from .list_subscriptions_command import ListSubscriptionsCommand
    from .list_subscriptions_response import ListSubscriptionsResponse
    from .list_subscriptions_response_data_item import ListSubscriptionsResponseDataItem
    from .margin_corporate_action import MarginCorporateAction
    from .margin_corporate_action_final_settlement_terms import MarginCorporateActionFinalSettlementTerms
    from .margin_corporate_action_split_terms import MarginCorporateActionSplitTerms
    from .margin_corporate_action_ticker_change_terms import MarginCorporateActionTickerChangeTerms
    from .margin_corporate_action_type import MarginCorporateActionType
    from .margin_corporate_actions_delta import MarginCorporateActionsDelta
    from .margin_corporate_actions_delta_data import MarginCorporateActionsDeltaData
    from .margin_fill import MarginFill
    from .margin_fill_data import MarginFillData
    from .margin_fill_data_order_source import MarginFillDataOrderSource
    from .margin_orderbook_delta import MarginOrderbookDelta
    from .margin_orderbook_delta_data import MarginOrderbookDeltaData
    from .margin_orderbook_snapshot import MarginOrderbookSnapshot
    from .margin_orderbook_snapshot_data import MarginOrderbookSnapshotData
    from .margin_ticker import MarginTicker
    from .margin_ticker_data import MarginTickerData
    from .margin_trade import MarginTrade
    from .margin_trade_data import MarginTradeData
    from .margin_user_order import MarginUserOrder
    from .margin_user_order_data import MarginUserOrderData
    from .margin_user_order_data_order_source import MarginUserOrderDataOrderSource
    from .ok_response import OkResponse
    from .ok_response_data import OkResponseData
    from .order_group_updates import OrderGroupUpdates
    from .order_group_updates_data import OrderGroupUpdatesData
    from .order_group_updates_data_event_type import OrderGroupUpdatesDataEventType
    from .self_trade_prevention_type import SelfTradePreventionType
    from .subscribe_command import SubscribeCommand
    from .subscribe_command_params import SubscribeCommandParams
    from .subscribe_command_params_channels_item import SubscribeCommandParamsChannelsItem
    from .subscribed_response import SubscribedResponse
    from .subscribed_response_data import SubscribedResponseData
    from .ticker_price import TickerPrice
    from .unsubscribe_command import UnsubscribeCommand
    from .unsubscribe_command_params import UnsubscribeCommandParams
    from .unsubscribed_response import UnsubscribedResponse
    from .update_subscription_command import UpdateSubscriptionCommand
    from .update_subscription_command_params import UpdateSubscriptionCommandParams
    from .update_subscription_command_params_action import UpdateSubscriptionCommandParamsAction

__all__ = (
    "BookSide",
    "ErrorResponse",
    "ErrorResponseData",
    "ErrorResponseDataCode",
    "FundingRate",
    "LastUpdateReason",
    "ListSubscriptionsCommand",
    "ListSubscriptionsResponse",
    "ListSubscriptionsResponseDataItem",
    "MarginCorporateAction",
    "MarginCorporateActionFinalSettlementTerms",
    "MarginCorporateActionsDelta",
    "MarginCorporateActionsDeltaData",
    "MarginCorporateActionSplitTerms",
    "MarginCorporateActionTickerChangeTerms",
    "MarginCorporateActionType",
    "MarginFill",
    "MarginFillData",
    "MarginFillDataOrderSource",
    "MarginOrderbookDelta",
    "MarginOrderbookDeltaData",
    "MarginOrderbookSnapshot",
    "MarginOrderbookSnapshotData",
    "MarginTicker",
    "MarginTickerData",
    "MarginTrade",
    "MarginTradeData",
    "MarginUserOrder",
    "MarginUserOrderData",
    "MarginUserOrderDataOrderSource",
    "OkResponse",
    "OkResponseData",
    "OrderGroupUpdates",
    "OrderGroupUpdatesData",
    "OrderGroupUpdatesDataEventType",
    "SelfTradePreventionType",
    "SubscribeCommand",
    "SubscribeCommandParams",
    "SubscribeCommandParamsChannelsItem",
    "SubscribedResponse",
    "SubscribedResponseData",
    "TickerPrice",
    "UnsubscribeCommand",
    "UnsubscribeCommandParams",
    "UnsubscribedResponse",
    "UpdateSubscriptionCommand",
    "UpdateSubscriptionCommandParams",
    "UpdateSubscriptionCommandParamsAction",
)


_MODULES = {
    "BookSide": ".book_side",
    "ErrorResponse": ".error_response",
    "ErrorResponseData": ".error_response_data",
    "ErrorResponseDataCode": ".error_response_data_code",
    "FundingRate": ".funding_rate",
    "LastUpdateReason": ".last_update_reason",
    "ListSubscriptionsCommand": ".list_subscriptions_command",
    "ListSubscriptionsResponse": ".list_subscriptions_response",
    "ListSubscriptionsResponseDataItem": ".list_subscriptions_response_data_item",
    "MarginCorporateAction": ".margin_corporate_action",
    "MarginCorporateActionFinalSettlementTerms": ".margin_corporate_action_final_settlement_terms",
    "MarginCorporateActionSplitTerms": ".margin_corporate_action_split_terms",
    "MarginCorporateActionTickerChangeTerms": ".margin_corporate_action_ticker_change_terms",
    "MarginCorporateActionType": ".margin_corporate_action_type",
    "MarginCorporateActionsDelta": ".margin_corporate_actions_delta",
    "MarginCorporateActionsDeltaData": ".margin_corporate_actions_delta_data",
    "MarginFill": ".margin_fill",
    "MarginFillData": ".margin_fill_data",
    "MarginFillDataOrderSource": ".margin_fill_data_order_source",
    "MarginOrderbookDelta": ".margin_orderbook_delta",
    "MarginOrderbookDeltaData": ".margin_orderbook_delta_data",
    "MarginOrderbookSnapshot": ".margin_orderbook_snapshot",
    "MarginOrderbookSnapshotData": ".margin_orderbook_snapshot_data",
    "MarginTicker": ".margin_ticker",
    "MarginTickerData": ".margin_ticker_data",
    "MarginTrade": ".margin_trade",
    "MarginTradeData": ".margin_trade_data",
    "MarginUserOrder": ".margin_user_order",
    "MarginUserOrderData": ".margin_user_order_data",
    "MarginUserOrderDataOrderSource": ".margin_user_order_data_order_source",
    "OkResponse": ".ok_response",
    "OkResponseData": ".ok_response_data",
    "OrderGroupUpdates": ".order_group_updates",
    "OrderGroupUpdatesData": ".order_group_updates_data",
    "OrderGroupUpdatesDataEventType": ".order_group_updates_data_event_type",
    "SelfTradePreventionType": ".self_trade_prevention_type",
    "SubscribeCommand": ".subscribe_command",
    "SubscribeCommandParams": ".subscribe_command_params",
    "SubscribeCommandParamsChannelsItem": ".subscribe_command_params_channels_item",
    "SubscribedResponse": ".subscribed_response",
    "SubscribedResponseData": ".subscribed_response_data",
    "TickerPrice": ".ticker_price",
    "UnsubscribeCommand": ".unsubscribe_command",
    "UnsubscribeCommandParams": ".unsubscribe_command_params",
    "UnsubscribedResponse": ".unsubscribed_response",
    "UpdateSubscriptionCommand": ".update_subscription_command",
    "UpdateSubscriptionCommandParams": ".update_subscription_command_params",
    "UpdateSubscriptionCommandParamsAction": ".update_subscription_command_params_action",
}


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return getattr(import_module(_MODULES[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
