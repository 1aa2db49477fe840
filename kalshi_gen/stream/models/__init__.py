"""The models: a class for each schema of the spec, imported when you first use it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .batch_quote_accepted import BatchQuoteAccepted
    from .batch_quote_accepted_data import BatchQuoteAcceptedData
    from .batch_quote_accepted_data_accepted_side import BatchQuoteAcceptedDataAcceptedSide
    from .batch_quote_accepted_data_quotes_item import BatchQuoteAcceptedDataQuotesItem
    from .batch_quote_created import BatchQuoteCreated
    from .batch_quote_created_data import BatchQuoteCreatedData
    from .batch_quote_created_data_quotes_item import BatchQuoteCreatedDataQuotesItem
    from .batch_quote_executed import BatchQuoteExecuted
    from .batch_quote_executed_data import BatchQuoteExecutedData
    from .book_side import BookSide
    from .cfbenchmarks_5_hz_index_list import Cfbenchmarks5HzIndexList
    from .cfbenchmarks_5_hz_index_list_data import Cfbenchmarks5HzIndexListData
    from .cfbenchmarks_avg_data import CfbenchmarksAvgData
    from .cfbenchmarks_index_list import CfbenchmarksIndexList
    from .cfbenchmarks_index_list_data import CfbenchmarksIndexListData
    from .cfbenchmarks_update_subscription_command import CfbenchmarksUpdateSubscriptionCommand
    from .cfbenchmarks_update_subscription_command_params import CfbenchmarksUpdateSubscriptionCommandParams
    from .cfbenchmarks_update_subscription_command_params_action import (
        CfbenchmarksUpdateSubscriptionCommandParamsAction,
    )
    from .cfbenchmarks_value import CfbenchmarksValue
    from .cfbenchmarks_value_5_hz import CfbenchmarksValue5Hz
    from .cfbenchmarks_value_5_hz_data import CfbenchmarksValue5HzData
    from .cfbenchmarks_value_data import CfbenchmarksValueData
    from .error_response import ErrorResponse
    from .error_response_data import ErrorResponseData
    from .error_response_data_code import ErrorResponseDataCode
    from .event_fee_update import EventFeeUpdate
    from .event_fee_update_data import EventFeeUpdateData
    from .event_fee_update_data_fee_type_override import EventFeeUpdateDataFeeTypeOverride
    from .event_lifecycle import EventLifecycle
    from .event_lifecycle_data import EventLifecycleData
    from .event_lifecycle_data_collateral_return_type import EventLifecycleDataCollateralReturnType
    from .fill import Fill
    from .fill_data import FillData
    from .last_update_reason import LastUpdateReason
    from .lifecycle_additional_metadata import LifecycleAdditionalMetadata
    from .lifecycle_price_level_structure import LifecyclePriceLevelStructure
    from .list_subscriptions_command import ListSubscriptionsCommand
    from .list_subscriptions_response import ListSubscriptionsResponse
    from .list_subscriptions_response_data_item import ListSubscriptionsResponseDataItem
    from .market_lifecycle_v2 import MarketLifecycleV2
    from .market_lifecycle_v2_data import MarketLifecycleV2Data
    from .market_lifecycle_v2_data_event_type import MarketLifecycleV2DataEventType
    from .market_lifecycle_v2_data_price_ranges_item import MarketLifecycleV2DataPriceRangesItem
    from .market_metadata_updated import MarketMetadataUpdated
    from .market_metadata_updated_data import MarketMetadataUpdatedData
    from .market_position import MarketPosition
    from .market_position_data import MarketPositionData
    from .market_side import MarketSide
    from .multivariate_market_lifecycle import MultivariateMarketLifecycle
    from .multivariate_market_lifecycle_data import MultivariateMarketLifecycleData
    from .multivariate_market_lifecycle_data_event_type import MultivariateMarketLifecycleDataEventType
    from .ok_response import OkResponse
    from .ok_response_data import OkResponseData
    from .order_action import OrderAction
    from .order_group_updates import OrderGroupUpdates
    from .order_group_updates_data import OrderGroupUpdatesData
    from .order_group_updates_data_event_type import OrderGroupUpdatesDataEventType
    from .orderbook_delta import OrderbookDelta
    from .orderbook_delta_data import OrderbookDeltaData
    from .orderbook_snapshot import OrderbookSnapshot
    from .orderbook_snapshot_data import OrderbookSnapshotData
    from .pyth_underlying_list import PythUnderlyingList
    from .pyth_underlying_list_data import PythUnderlyingListData
    from .pyth_update_subscription_command import PythUpdateSubscriptionCommand
    from .pyth_update_subscription_command_params import PythUpdateSubscriptionCommandParams
    from .pyth_update_subscription_command_params_action import PythUpdateSubscriptionCommandParamsAction
    from .pyth_value import PythValue
    from .pyth_value_data import PythValueData
    from .quote_accepted import QuoteAccepted
    from .quote_accepted_data import QuoteAcceptedData
    from .quote_accepted_data_accepted_side import QuoteAcceptedDataAcceptedSide
    from .quote_created import QuoteCreated
    from .quote_created_data import QuoteCreatedData
    from .quote_executed import QuoteExecuted
    from .quote_executed_data import QuoteExecutedData
    from .rfq_batch_best_quotes import RfqBatchBestQuotes
    from .rfq_batch_best_quotes_data import RfqBatchBestQuotesData
    from .rfq_batch_best_quotes_data_rfqs_item import RfqBatchBestQuotesDataRfqsItem
    from .rfq_batch_created import RfqBatchCreated
    from .rfq_batch_created_data import RfqBatchCreatedData
    from .rfq_batch_created_data_legs_item import RfqBatchCreatedDataLegsItem
    from .rfq_batch_created_data_legs_item_side import RfqBatchCreatedDataLegsItemSide
    from .rfq_batch_created_data_rfqs_item import RfqBatchCreatedDataRfqsItem
    from .rfq_batch_deleted import RfqBatchDeleted
    from .rfq_batch_deleted_data import RfqBatchDeletedData
    from .rfq_batch_executed import RfqBatchExecuted
    from .rfq_batch_executed_data import RfqBatchExecutedData
    from .rfq_created import RfqCreated
    from .rfq_created_data import RfqCreatedData
    from .rfq_created_data_mve_selected_legs_item import RfqCreatedDataMveSelectedLegsItem
    from .rfq_created_data_mve_selected_legs_item_side import RfqCreatedDataMveSelectedLegsItemSide
    from .rfq_deleted import RfqDeleted
    from .rfq_deleted_data import RfqDeletedData
    from .subscribe_command import SubscribeCommand
    from .subscribe_command_params import SubscribeCommandParams
    from .subscribe_command_params_channels_item import SubscribeCommandParamsChannelsItem
    from .subscribe_command_params_user_filter import SubscribeCommandParamsUserFilter
    from .subscribed_indices_response import SubscribedIndicesResponse
    from .subscribed_indices_response_data import SubscribedIndicesResponseData
    from .subscribed_response import SubscribedResponse
    from .subscribed_response_data import SubscribedResponseData
    from .subscribed_underlyings_response import SubscribedUnderlyingsResponse
    from .subscribed_underlyings_response_data import SubscribedUnderlyingsResponseData
    from .ticker import Ticker
    from .ticker_data import TickerData
    from .trade import Trade
    from .trade_data import TradeData
    from .unsubscribe_command import UnsubscribeCommand
    from .unsubscribe_command_params import UnsubscribeCommandParams
    from .unsubscribed_response import UnsubscribedResponse
    from .update_subscription_command import UpdateSubscriptionCommand
    from .update_subscription_command_params import UpdateSubscriptionCommandParams
    from .update_subscription_command_params_action import UpdateSubscriptionCommandParamsAction
    from .user_order import UserOrder
    from .user_order_data import UserOrderData
    from .user_order_data_self_trade_prevention_type import UserOrderDataSelfTradePreventionType
    from .user_order_data_status import UserOrderDataStatus

__all__ = (
    "BatchQuoteAccepted",
    "BatchQuoteAcceptedData",
    "BatchQuoteAcceptedDataAcceptedSide",
    "BatchQuoteAcceptedDataQuotesItem",
    "BatchQuoteCreated",
    "BatchQuoteCreatedData",
    "BatchQuoteCreatedDataQuotesItem",
    "BatchQuoteExecuted",
    "BatchQuoteExecutedData",
    "BookSide",
    "Cfbenchmarks5HzIndexList",
    "Cfbenchmarks5HzIndexListData",
    "CfbenchmarksAvgData",
    "CfbenchmarksIndexList",
    "CfbenchmarksIndexListData",
    "CfbenchmarksUpdateSubscriptionCommand",
    "CfbenchmarksUpdateSubscriptionCommandParams",
    "CfbenchmarksUpdateSubscriptionCommandParamsAction",
    "CfbenchmarksValue",
    "CfbenchmarksValue5Hz",
    "CfbenchmarksValue5HzData",
    "CfbenchmarksValueData",
    "ErrorResponse",
    "ErrorResponseData",
    "ErrorResponseDataCode",
    "EventFeeUpdate",
    "EventFeeUpdateData",
    "EventFeeUpdateDataFeeTypeOverride",
    "EventLifecycle",
    "EventLifecycleData",
    "EventLifecycleDataCollateralReturnType",
    "Fill",
    "FillData",
    "LastUpdateReason",
    "LifecycleAdditionalMetadata",
    "LifecyclePriceLevelStructure",
    "ListSubscriptionsCommand",
    "ListSubscriptionsResponse",
    "ListSubscriptionsResponseDataItem",
    "MarketLifecycleV2",
    "MarketLifecycleV2Data",
    "MarketLifecycleV2DataEventType",
    "MarketLifecycleV2DataPriceRangesItem",
    "MarketMetadataUpdated",
    "MarketMetadataUpdatedData",
    "MarketPosition",
    "MarketPositionData",
    "MarketSide",
    "MultivariateMarketLifecycle",
    "MultivariateMarketLifecycleData",
    "MultivariateMarketLifecycleDataEventType",
    "OkResponse",
    "OkResponseData",
    "OrderAction",
    "OrderbookDelta",
    "OrderbookDeltaData",
    "OrderbookSnapshot",
    "OrderbookSnapshotData",
    "OrderGroupUpdates",
    "OrderGroupUpdatesData",
    "OrderGroupUpdatesDataEventType",
    "PythUnderlyingList",
    "PythUnderlyingListData",
    "PythUpdateSubscriptionCommand",
    "PythUpdateSubscriptionCommandParams",
    "PythUpdateSubscriptionCommandParamsAction",
    "PythValue",
    "PythValueData",
    "QuoteAccepted",
    "QuoteAcceptedData",
    "QuoteAcceptedDataAcceptedSide",
    "QuoteCreated",
    "QuoteCreatedData",
    "QuoteExecuted",
    "QuoteExecutedData",
    "RfqBatchBestQuotes",
    "RfqBatchBestQuotesData",
    "RfqBatchBestQuotesDataRfqsItem",
    "RfqBatchCreated",
    "RfqBatchCreatedData",
    "RfqBatchCreatedDataLegsItem",
    "RfqBatchCreatedDataLegsItemSide",
    "RfqBatchCreatedDataRfqsItem",
    "RfqBatchDeleted",
    "RfqBatchDeletedData",
    "RfqBatchExecuted",
    "RfqBatchExecutedData",
    "RfqCreated",
    "RfqCreatedData",
    "RfqCreatedDataMveSelectedLegsItem",
    "RfqCreatedDataMveSelectedLegsItemSide",
    "RfqDeleted",
    "RfqDeletedData",
    "SubscribeCommand",
    "SubscribeCommandParams",
    "SubscribeCommandParamsChannelsItem",
    "SubscribeCommandParamsUserFilter",
    "SubscribedIndicesResponse",
    "SubscribedIndicesResponseData",
    "SubscribedResponse",
    "SubscribedResponseData",
    "SubscribedUnderlyingsResponse",
    "SubscribedUnderlyingsResponseData",
    "Ticker",
    "TickerData",
    "Trade",
    "TradeData",
    "UnsubscribeCommand",
    "UnsubscribeCommandParams",
    "UnsubscribedResponse",
    "UpdateSubscriptionCommand",
    "UpdateSubscriptionCommandParams",
    "UpdateSubscriptionCommandParamsAction",
    "UserOrder",
    "UserOrderData",
    "UserOrderDataSelfTradePreventionType",
    "UserOrderDataStatus",
)


_MODULES = {
    "BatchQuoteAccepted": ".batch_quote_accepted",
    "BatchQuoteAcceptedData": ".batch_quote_accepted_data",
    "BatchQuoteAcceptedDataAcceptedSide": ".batch_quote_accepted_data_accepted_side",
    "BatchQuoteAcceptedDataQuotesItem": ".batch_quote_accepted_data_quotes_item",
    "BatchQuoteCreated": ".batch_quote_created",
    "BatchQuoteCreatedData": ".batch_quote_created_data",
    "BatchQuoteCreatedDataQuotesItem": ".batch_quote_created_data_quotes_item",
    "BatchQuoteExecuted": ".batch_quote_executed",
    "BatchQuoteExecutedData": ".batch_quote_executed_data",
    "BookSide": ".book_side",
    "Cfbenchmarks5HzIndexList": ".cfbenchmarks_5_hz_index_list",
    "Cfbenchmarks5HzIndexListData": ".cfbenchmarks_5_hz_index_list_data",
    "CfbenchmarksAvgData": ".cfbenchmarks_avg_data",
    "CfbenchmarksIndexList": ".cfbenchmarks_index_list",
    "CfbenchmarksIndexListData": ".cfbenchmarks_index_list_data",
    "CfbenchmarksUpdateSubscriptionCommand": ".cfbenchmarks_update_subscription_command",
    "CfbenchmarksUpdateSubscriptionCommandParams": ".cfbenchmarks_update_subscription_command_params",
    "CfbenchmarksUpdateSubscriptionCommandParamsAction": ".cfbenchmarks_update_subscription_command_params_action",
    "CfbenchmarksValue": ".cfbenchmarks_value",
    "CfbenchmarksValue5Hz": ".cfbenchmarks_value_5_hz",
    "CfbenchmarksValue5HzData": ".cfbenchmarks_value_5_hz_data",
    "CfbenchmarksValueData": ".cfbenchmarks_value_data",
    "ErrorResponse": ".error_response",
    "ErrorResponseData": ".error_response_data",
    "ErrorResponseDataCode": ".error_response_data_code",
    "EventFeeUpdate": ".event_fee_update",
    "EventFeeUpdateData": ".event_fee_update_data",
    "EventFeeUpdateDataFeeTypeOverride": ".event_fee_update_data_fee_type_override",
    "EventLifecycle": ".event_lifecycle",
    "EventLifecycleData": ".event_lifecycle_data",
    "EventLifecycleDataCollateralReturnType": ".event_lifecycle_data_collateral_return_type",
    "Fill": ".fill",
    "FillData": ".fill_data",
    "LastUpdateReason": ".last_update_reason",
    "LifecycleAdditionalMetadata": ".lifecycle_additional_metadata",
    "LifecyclePriceLevelStructure": ".lifecycle_price_level_structure",
    "ListSubscriptionsCommand": ".list_subscriptions_command",
    "ListSubscriptionsResponse": ".list_subscriptions_response",
    "ListSubscriptionsResponseDataItem": ".list_subscriptions_response_data_item",
    "MarketLifecycleV2": ".market_lifecycle_v2",
    "MarketLifecycleV2Data": ".market_lifecycle_v2_data",
    "MarketLifecycleV2DataEventType": ".market_lifecycle_v2_data_event_type",
    "MarketLifecycleV2DataPriceRangesItem": ".market_lifecycle_v2_data_price_ranges_item",
    "MarketMetadataUpdated": ".market_metadata_updated",
    "MarketMetadataUpdatedData": ".market_metadata_updated_data",
    "MarketPosition": ".market_position",
    "MarketPositionData": ".market_position_data",
    "MarketSide": ".market_side",
    "MultivariateMarketLifecycle": ".multivariate_market_lifecycle",
    "MultivariateMarketLifecycleData": ".multivariate_market_lifecycle_data",
    "MultivariateMarketLifecycleDataEventType": ".multivariate_market_lifecycle_data_event_type",
    "OkResponse": ".ok_response",
    "OkResponseData": ".ok_response_data",
    "OrderAction": ".order_action",
    "OrderGroupUpdates": ".order_group_updates",
    "OrderGroupUpdatesData": ".order_group_updates_data",
    "OrderGroupUpdatesDataEventType": ".order_group_updates_data_event_type",
    "OrderbookDelta": ".orderbook_delta",
    "OrderbookDeltaData": ".orderbook_delta_data",
    "OrderbookSnapshot": ".orderbook_snapshot",
    "OrderbookSnapshotData": ".orderbook_snapshot_data",
    "PythUnderlyingList": ".pyth_underlying_list",
    "PythUnderlyingListData": ".pyth_underlying_list_data",
    "PythUpdateSubscriptionCommand": ".pyth_update_subscription_command",
    "PythUpdateSubscriptionCommandParams": ".pyth_update_subscription_command_params",
    "PythUpdateSubscriptionCommandParamsAction": ".pyth_update_subscription_command_params_action",
    "PythValue": ".pyth_value",
    "PythValueData": ".pyth_value_data",
    "QuoteAccepted": ".quote_accepted",
    "QuoteAcceptedData": ".quote_accepted_data",
    "QuoteAcceptedDataAcceptedSide": ".quote_accepted_data_accepted_side",
    "QuoteCreated": ".quote_created",
    "QuoteCreatedData": ".quote_created_data",
    "QuoteExecuted": ".quote_executed",
    "QuoteExecutedData": ".quote_executed_data",
    "RfqBatchBestQuotes": ".rfq_batch_best_quotes",
    "RfqBatchBestQuotesData": ".rfq_batch_best_quotes_data",
    "RfqBatchBestQuotesDataRfqsItem": ".rfq_batch_best_quotes_data_rfqs_item",
    "RfqBatchCreated": ".rfq_batch_created",
    "RfqBatchCreatedData": ".rfq_batch_created_data",
    "RfqBatchCreatedDataLegsItem": ".rfq_batch_created_data_legs_item",
    "RfqBatchCreatedDataLegsItemSide": ".rfq_batch_created_data_legs_item_side",
    "RfqBatchCreatedDataRfqsItem": ".rfq_batch_created_data_rfqs_item",
    "RfqBatchDeleted": ".rfq_batch_deleted",
    "RfqBatchDeletedData": ".rfq_batch_deleted_data",
    "RfqBatchExecuted": ".rfq_batch_executed",
    "RfqBatchExecutedData": ".rfq_batch_executed_data",
    "RfqCreated": ".rfq_created",
    "RfqCreatedData": ".rfq_created_data",
    "RfqCreatedDataMveSelectedLegsItem": ".rfq_created_data_mve_selected_legs_item",
    "RfqCreatedDataMveSelectedLegsItemSide": ".rfq_created_data_mve_selected_legs_item_side",
    "RfqDeleted": ".rfq_deleted",
    "RfqDeletedData": ".rfq_deleted_data",
    "SubscribeCommand": ".subscribe_command",
    "SubscribeCommandParams": ".subscribe_command_params",
    "SubscribeCommandParamsChannelsItem": ".subscribe_command_params_channels_item",
    "SubscribeCommandParamsUserFilter": ".subscribe_command_params_user_filter",
    "SubscribedIndicesResponse": ".subscribed_indices_response",
    "SubscribedIndicesResponseData": ".subscribed_indices_response_data",
    "SubscribedResponse": ".subscribed_response",
    "SubscribedResponseData": ".subscribed_response_data",
    "SubscribedUnderlyingsResponse": ".subscribed_underlyings_response",
    "SubscribedUnderlyingsResponseData": ".subscribed_underlyings_response_data",
    "Ticker": ".ticker",
    "TickerData": ".ticker_data",
    "Trade": ".trade",
    "TradeData": ".trade_data",
    "UnsubscribeCommand": ".unsubscribe_command",
    "UnsubscribeCommandParams": ".unsubscribe_command_params",
    "UnsubscribedResponse": ".unsubscribed_response",
    "UpdateSubscriptionCommand": ".update_subscription_command",
    "UpdateSubscriptionCommandParams": ".update_subscription_command_params",
    "UpdateSubscriptionCommandParamsAction": ".update_subscription_command_params_action",
    "UserOrder": ".user_order",
    "UserOrderData": ".user_order_data",
    "UserOrderDataSelfTradePreventionType": ".user_order_data_self_trade_prevention_type",
    "UserOrderDataStatus": ".user_order_data_status",
}


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return getattr(import_module(_MODULES[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
