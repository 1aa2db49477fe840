"""The exchange's live stream: typed messages of every channel, and order books that are right or say why not."""

from __future__ import annotations

from kalshi_overlay.extras import require_extra

require_extra("stream", "websockets")

from kalshi_gen.runtime.stream import Subscribed
from kalshi_overlay.books import Level
from kalshi_overlay.errors import (
    KalshiBackpressureError,
    KalshiConfirmTimeoutError,
    KalshiHandshakeError,
    KalshiSnapshotTimeoutError,
    KalshiStreamError,
    KalshiStreamLostError,
    KalshiSubscriptionError,
)
from kalshi_overlay.stream.book import BookView, OrderBookView, PerpsBookView
from kalshi_overlay.stream.changes import BookSide, ChangedLevel, LevelChange
from kalshi_overlay.stream.orderbooks import OrderBook, OrderBooks
from kalshi_overlay.stream.reporting import Counters, StateChange
from kalshi_overlay.stream.stream import PerpsStream, Stream, connect
from kalshi_overlay.stream.subscription import Subscription

__all__ = [
    "BookSide",
    "BookView",
    "ChangedLevel",
    "Counters",
    "KalshiBackpressureError",
    "KalshiConfirmTimeoutError",
    "KalshiHandshakeError",
    "KalshiSnapshotTimeoutError",
    "KalshiStreamError",
    "KalshiStreamLostError",
    "KalshiSubscriptionError",
    "Level",
    "LevelChange",
    "OrderBook",
    "OrderBookView",
    "OrderBooks",
    "PerpsBookView",
    "PerpsStream",
    "StateChange",
    "Stream",
    "Subscribed",
    "Subscription",
    "connect",
]
