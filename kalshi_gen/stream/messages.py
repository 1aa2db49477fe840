"""The messages that the exchange sends, by their type on the wire, and their classes in `models`."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

from ..runtime.stream import Form as Form
from ..runtime.stream import UnknownMessage as UnknownMessage

if TYPE_CHECKING:
    from . import models

    Message: TypeAlias = (
        "UnknownMessage"
        | models.SubscribedResponse
        | models.UnsubscribedResponse
        | models.ListSubscriptionsResponse
        | models.SubscribedIndicesResponse
        | models.SubscribedUnderlyingsResponse
        | models.OkResponse
        | models.ErrorResponse
        | models.CfbenchmarksValue
        | models.CfbenchmarksIndexList
        | models.CfbenchmarksValue5Hz
        | models.Cfbenchmarks5HzIndexList
        | models.PythValue
        | models.PythUnderlyingList
        | models.OrderbookSnapshot
        | models.OrderbookDelta
        | models.Ticker
        | models.Trade
        | models.Fill
        | models.MarketMetadataUpdated
        | models.MarketLifecycleV2
        | models.MultivariateMarketLifecycle
        | models.EventLifecycle
        | models.EventFeeUpdate
        | models.MarketPosition
        | models.OrderGroupUpdates
        | models.UserOrder
        | models.RfqCreated
        | models.RfqDeleted
        | models.QuoteCreated
        | models.QuoteAccepted
        | models.QuoteExecuted
        | models.RfqBatchCreated
        | models.RfqBatchDeleted
        | models.BatchQuoteCreated
        | models.RfqBatchBestQuotes
        | models.BatchQuoteAccepted
        | models.RfqBatchExecuted
        | models.BatchQuoteExecuted
    )
    """Any message of the exchange."""

FORMS: dict[str, tuple[Form, ...]] = {
    "subscribed": (Form("SubscribedResponse"),),
    "unsubscribed": (Form("UnsubscribedResponse"),),
    "ok": (
        Form("ListSubscriptionsResponse", kind=list),
        Form("SubscribedIndicesResponse", required=frozenset({"index_ids"})),
        Form("SubscribedUnderlyingsResponse", required=frozenset({"underlying_tickers"})),
        Form("OkResponse"),
    ),
    "error": (Form("ErrorResponse"),),
    "cfbenchmarks_value": (Form("CfbenchmarksValue"),),
    "cfbenchmarks_value_indexlist": (Form("CfbenchmarksIndexList"),),
    "cfbenchmarks_value_5hz": (Form("CfbenchmarksValue5Hz"),),
    "cfbenchmarks_value_5hz_indexlist": (Form("Cfbenchmarks5HzIndexList"),),
    "pyth_value": (Form("PythValue"),),
    "pyth_value_underlying_list": (Form("PythUnderlyingList"),),
    "orderbook_snapshot": (Form("OrderbookSnapshot"),),
    "orderbook_delta": (Form("OrderbookDelta"),),
    "ticker": (Form("Ticker"),),
    "trade": (Form("Trade"),),
    "fill": (Form("Fill"),),
    "market_lifecycle_v2": (
        Form("MarketMetadataUpdated", constants={"event_type": "metadata_updated"}),
        Form("MarketLifecycleV2"),
    ),
    "multivariate_market_lifecycle": (Form("MultivariateMarketLifecycle"),),
    "event_lifecycle": (Form("EventLifecycle"),),
    "event_fee_update": (Form("EventFeeUpdate"),),
    "market_position": (Form("MarketPosition"),),
    "order_group_updates": (Form("OrderGroupUpdates"),),
    "user_order": (Form("UserOrder"),),
    "rfq_created": (Form("RfqCreated"),),
    "rfq_deleted": (Form("RfqDeleted"),),
    "quote_created": (Form("QuoteCreated"),),
    "quote_accepted": (Form("QuoteAccepted"),),
    "quote_executed": (Form("QuoteExecuted"),),
    "rfq_batch_created": (Form("RfqBatchCreated"),),
    "rfq_batch_deleted": (Form("RfqBatchDeleted"),),
    "batch_quote_created": (Form("BatchQuoteCreated"),),
    "rfq_batch_best_quotes": (Form("RfqBatchBestQuotes"),),
    "batch_quote_accepted": (Form("BatchQuoteAccepted"),),
    "rfq_batch_executed": (Form("RfqBatchExecuted"),),
    "batch_quote_executed": (Form("BatchQuoteExecuted"),),
}
"""The forms of each type. The last one is used for a message that fits none."""


@cache
def model_of(name: str) -> type:
    """A class of `models`, by name."""
    found: type = getattr(import_module(".models", __package__), name)
    return found
