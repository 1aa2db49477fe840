"""The channels of the stream: their messages, and the parameters of a subscription."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from ...runtime.stream import Channel as Channel

if TYPE_CHECKING:
    from . import models

    OrderbookDeltaMessage: TypeAlias = models.MarginOrderbookSnapshot | models.MarginOrderbookDelta
    """The order book of each market, bids and asks, as a snapshot and the changes that follow it. Markets
    must be named. `seq` counts the messages of a subscription, and it alone orders the changes. There
    is no clock, so nothing tells which change on one connection is the same as one on another.
    """
    TickerMessage: TypeAlias = models.MarginTicker
    """Last price, best bid and ask, volume, open interest, index and mark prices and funding rate of each
    market. Changes within a second come as one message, with the latest values. Without markets named
    it covers all of them.
    """
    TradeMessage: TypeAlias = models.MarginTrade
    """Every public trade, as it happens. Without markets named it covers all of them."""
    FillMessage: TypeAlias = models.MarginFill
    """Each fill of an order of yours. Without markets named it covers all of them. There is no `seq`, so
    read missed fills over REST after a reconnect.
    """
    UserOrdersMessage: TypeAlias = models.MarginUserOrder
    """Each creation and change of an order of yours. Without markets named it covers all of them. There is
    no `seq`, so read the orders over REST after a reconnect.
    """
    OrderGroupUpdatesMessage: TypeAlias = models.OrderGroupUpdates
    """Each creation, trigger, reset, deletion and change of limit of an order group of yours."""
    CorporateActionsMessage: TypeAlias = models.MarginCorporateActionsDelta
    """Stock splits, final settlements and changes of ticker, each when the exchange applies it to a
    market; cash dividends, special dividends and spin-offs are left out. An action can change your
    position and balance without a fill, and no channel has positions, so read `GET /margin/positions`
    and `GET /margin/balance` again after each message. Nothing is sent at first; `GET
    /margin/corporate_actions` lists recent and coming notices. Without markets named it covers all of
    them, and a market that is named stays so when its ticker changes.
    """

HOST = "external-api-margin-ws.kalshi.com"
"""The host of the server in the spec."""

PATH = "/trade-api/ws/v2/margin"
"""The path of the connection, on any host."""

CHANNELS: dict[str, Channel] = {
    "orderbook_delta": Channel(
        name="orderbook_delta",
        types=frozenset({"orderbook_delta", "orderbook_snapshot"}),
        models=("MarginOrderbookSnapshot", "MarginOrderbookDelta"),
        takes=frozenset({"market_ticker", "market_tickers", "skip_ticker_ack"}),
        needs=frozenset({"market_ticker", "market_tickers"}),
        actions=frozenset({"add_markets", "delete_markets", "get_snapshot"}),
        sequenced=True,
        private=False,
    ),
    "ticker": Channel(
        name="ticker",
        types=frozenset({"ticker"}),
        models=("MarginTicker",),
        takes=frozenset({"market_ticker", "market_tickers", "send_initial_snapshot", "skip_ticker_ack"}),
        needs=frozenset(),
        actions=frozenset({"add_markets", "delete_markets"}),
        sequenced=False,
        private=False,
    ),
    "trade": Channel(
        name="trade",
        types=frozenset({"trade"}),
        models=("MarginTrade",),
        takes=frozenset({"market_ticker", "market_tickers", "skip_ticker_ack"}),
        needs=frozenset(),
        actions=frozenset({"add_markets", "delete_markets"}),
        sequenced=True,
        private=False,
    ),
    "fill": Channel(
        name="fill",
        types=frozenset({"fill"}),
        models=("MarginFill",),
        takes=frozenset({"market_ticker", "market_tickers", "skip_ticker_ack"}),
        needs=frozenset(),
        actions=frozenset({"add_markets", "delete_markets"}),
        sequenced=False,
        private=True,
    ),
    "user_orders": Channel(
        name="user_orders",
        types=frozenset({"user_order"}),
        models=("MarginUserOrder",),
        takes=frozenset({"market_tickers", "skip_ticker_ack"}),
        needs=frozenset(),
        actions=frozenset({"add_markets", "delete_markets"}),
        sequenced=False,
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
    "corporate_actions": Channel(
        name="corporate_actions",
        types=frozenset({"corporate_actions_delta"}),
        models=("MarginCorporateActionsDelta",),
        takes=frozenset({"market_ticker", "market_tickers", "skip_ticker_ack"}),
        needs=frozenset(),
        actions=frozenset({"add_markets", "delete_markets"}),
        sequenced=True,
        private=False,
    ),
}
"""Every channel of the spec, by name."""
