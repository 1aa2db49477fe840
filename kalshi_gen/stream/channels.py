"""The channels of the stream: their messages, and the parameters of a subscription."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from ..runtime.stream import Channel as Channel

if TYPE_CHECKING:
    from . import models

    OrderbookDeltaMessage: TypeAlias = models.OrderbookSnapshot | models.OrderbookDelta
    """The order book of each market as a snapshot and the changes that follow it. Markets must be named.
    `seq` counts the messages of a subscription; `clock` does not depend on the connection, so that
    redundant connections can be merged. Changes of one exchange action share a clock and keep their
    order; after a snapshot only higher clocks follow. Clocks skip values, mean nothing across markets,
    and may restart in maintenance. Without clocks, which is how the live exchange was seen, `seq` alone
    orders the changes.
    """
    TickerMessage: TypeAlias = models.Ticker
    """Last price, best quotes, volume and open interest of each market, sent when any of them changes.
    Without markets named it covers all of them.
    """
    TradeMessage: TypeAlias = models.Trade
    """Every public trade, as it happens. Without markets named it covers all of them."""
    FillMessage: TypeAlias = models.Fill
    """Each fill of an order of yours. Without markets named it covers all of them. There is no `seq`, so
    read missed fills over REST after a reconnect.
    """
    MarketPositionsMessage: TypeAlias = models.MarketPosition
    """Your position in a market, each time a trade or a settlement changes it. Without markets named it
    covers all of them; markets are named by ticker only.
    """
    MarketLifecycleV2Message: TypeAlias = (
        models.MarketLifecycleV2 | models.MarketMetadataUpdated | models.EventLifecycle | models.EventFeeUpdate
    )
    """Creation, pausing, closing, determination and settlement of every market, new events, and changes of
    metadata, price levels and event fees. It can't be narrowed to markets.
    """
    MultivariateMarketLifecycleMessage: TypeAlias = models.MultivariateMarketLifecycle | models.EventLifecycle
    """The life of the markets of multivariate events, from creation to settlement. It can't be narrowed to
    markets.
    """
    CommunicationsMessage: TypeAlias = (
        models.RfqCreated
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
    """Requests for quotes and batches of them from all users (or only yours, see `user_filter`), and the
    quotes that you gave or were given. It can be spread over several connections by shards; batch
    events are sharded by the id of the batch, all others by market.
    """
    OrderGroupUpdatesMessage: TypeAlias = models.OrderGroupUpdates
    """Each creation, trigger, reset, deletion and change of limit of an order group of yours."""
    UserOrdersMessage: TypeAlias = models.UserOrder
    """Each creation and change of an order of yours. Without markets named it covers all of them. There is
    no `seq`, so read the orders over REST after a reconnect.
    """
    CfbenchmarksValueMessage: TypeAlias = models.CfbenchmarksValue | models.CfbenchmarksIndexList
    """Values of CF Benchmarks indices about once a second, with averages. Without indices named nothing
    flows until they are added; `all` stands for every index.
    """
    CfbenchmarksValue5hzMessage: TypeAlias = models.CfbenchmarksValue5Hz | models.Cfbenchmarks5HzIndexList
    """Values of a few CF Benchmarks indices up to five times a second, without averages. Without indices
    named nothing flows until they are added; `all` stands for every index.
    """
    PythValueMessage: TypeAlias = models.PythValue | models.PythUnderlyingList
    """Prices and Treasury yields from Pyth. Without tickers named nothing flows until they are added;
    `all` stands for every one. The exchange charges for this feed.
    """

HOST = "external-api-ws.kalshi.com"
"""The host of the server in the spec."""

PATH = "/trade-api/ws/v2"
"""The path of the connection, on any host."""

CHANNELS: dict[str, Channel] = {
    "orderbook_delta": Channel(
        name="orderbook_delta",
        types=frozenset({"orderbook_delta", "orderbook_snapshot"}),
        models=("OrderbookSnapshot", "OrderbookDelta"),
        takes=frozenset({"market_ticker", "market_tickers", "skip_ticker_ack", "use_yes_price"}),
        needs=frozenset({"market_ticker", "market_tickers"}),
        actions=frozenset({"add_markets", "delete_markets", "get_snapshot"}),
        sequenced=True,
        private=False,
    ),
    "ticker": Channel(
        name="ticker",
        types=frozenset({"ticker"}),
        models=("Ticker",),
        takes=frozenset(
            {"market_id", "market_ids", "market_ticker", "market_tickers", "send_initial_snapshot", "skip_ticker_ack"}
        ),
        needs=frozenset(),
        actions=frozenset({"add_markets", "delete_markets"}),
        sequenced=False,
        private=False,
    ),
    "trade": Channel(
        name="trade",
        types=frozenset({"trade"}),
        models=("Trade",),
        takes=frozenset({"market_ticker", "market_tickers", "skip_ticker_ack"}),
        needs=frozenset(),
        actions=frozenset({"add_markets", "delete_markets"}),
        sequenced=True,
        private=False,
    ),
    "fill": Channel(
        name="fill",
        types=frozenset({"fill"}),
        models=("Fill",),
        takes=frozenset({"market_ticker", "market_tickers", "skip_ticker_ack"}),
        needs=frozenset(),
        actions=frozenset({"add_markets", "delete_markets"}),
        sequenced=False,
        private=True,
    ),
    "market_positions": Channel(
        name="market_positions",
        types=frozenset({"market_position"}),
        models=("MarketPosition",),
        takes=frozenset({"market_ticker", "market_tickers", "skip_ticker_ack"}),
        needs=frozenset(),
        actions=frozenset({"add_markets", "delete_markets"}),
        sequenced=False,
        private=True,
    ),
    "market_lifecycle_v2": Channel(
        name="market_lifecycle_v2",
        types=frozenset({"event_fee_update", "event_lifecycle", "market_lifecycle_v2"}),
        models=("MarketLifecycleV2", "MarketMetadataUpdated", "EventLifecycle", "EventFeeUpdate"),
        takes=frozenset(),
        needs=frozenset(),
        actions=frozenset(),
        sequenced=True,
        private=False,
    ),
    "multivariate_market_lifecycle": Channel(
        name="multivariate_market_lifecycle",
        types=frozenset({"event_lifecycle", "multivariate_market_lifecycle"}),
        models=("MultivariateMarketLifecycle", "EventLifecycle"),
        takes=frozenset(),
        needs=frozenset(),
        actions=frozenset(),
        sequenced=True,
        private=False,
    ),
    "communications": Channel(
        name="communications",
        types=frozenset(
            {
                "batch_quote_accepted",
                "batch_quote_created",
                "batch_quote_executed",
                "quote_accepted",
                "quote_created",
                "quote_executed",
                "rfq_batch_best_quotes",
                "rfq_batch_created",
                "rfq_batch_deleted",
                "rfq_batch_executed",
                "rfq_created",
                "rfq_deleted",
            }
        ),
        models=(
            "RfqCreated",
            "RfqDeleted",
            "QuoteCreated",
            "QuoteAccepted",
            "QuoteExecuted",
            "RfqBatchCreated",
            "RfqBatchDeleted",
            "BatchQuoteCreated",
            "RfqBatchBestQuotes",
            "BatchQuoteAccepted",
            "RfqBatchExecuted",
            "BatchQuoteExecuted",
        ),
        takes=frozenset({"shard_factor", "shard_key", "user_filter"}),
        needs=frozenset(),
        actions=frozenset(),
        sequenced=True,
        private=True,
    ),
    "order_group_updates": Channel(
        name="order_group_updates",
        types=frozenset({"order_group_updates"}),
        models=("OrderGroupUpdates",),
        takes=frozenset(),
        needs=frozenset(),
        actions=frozenset(),
        sequenced=True,
        private=True,
    ),
    "user_orders": Channel(
        name="user_orders",
        types=frozenset({"user_order"}),
        models=("UserOrder",),
        takes=frozenset({"market_tickers", "skip_ticker_ack"}),
        needs=frozenset(),
        actions=frozenset({"add_markets", "delete_markets"}),
        sequenced=False,
        private=True,
    ),
    "cfbenchmarks_value": Channel(
        name="cfbenchmarks_value",
        types=frozenset({"cfbenchmarks_value", "cfbenchmarks_value_indexlist"}),
        models=("CfbenchmarksValue", "CfbenchmarksIndexList"),
        takes=frozenset({"index_ids"}),
        needs=frozenset(),
        actions=frozenset({"indexlist", "subscribe_indices", "unsubscribe_indices"}),
        sequenced=True,
        private=False,
    ),
    "cfbenchmarks_value_5hz": Channel(
        name="cfbenchmarks_value_5hz",
        types=frozenset({"cfbenchmarks_value_5hz", "cfbenchmarks_value_5hz_indexlist"}),
        models=("CfbenchmarksValue5Hz", "Cfbenchmarks5HzIndexList"),
        takes=frozenset({"index_ids"}),
        needs=frozenset(),
        actions=frozenset({"indexlist", "subscribe_indices", "unsubscribe_indices"}),
        sequenced=True,
        private=False,
    ),
    "pyth_value": Channel(
        name="pyth_value",
        types=frozenset({"pyth_value", "pyth_value_underlying_list"}),
        models=("PythValue", "PythUnderlyingList"),
        takes=frozenset({"underlying_tickers"}),
        needs=frozenset(),
        actions=frozenset({"subscribe_underlyings", "underlying_list", "unsubscribe_underlyings"}),
        sequenced=True,
        private=False,
    ),
}
"""Every channel of the spec, by name."""
