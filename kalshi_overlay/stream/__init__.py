"""The exchange's live stream: typed messages of every channel, and order books that are right or say why not."""

from __future__ import annotations

from importlib.util import find_spec

if find_spec("websockets") is None:
    raise ModuleNotFoundError(
        'the stream needs the extra "stream": pip install "kalshi-client[stream]"', name="websockets"
    )

from kalshi_overlay.stream.book import Level, OrderBookView
from kalshi_overlay.stream.counters import Counters, StateChange
from kalshi_overlay.stream.errors import (
    KalshiBackpressureError,
    KalshiHandshakeError,
    KalshiStreamError,
    KalshiStreamLostError,
    KalshiSubscriptionError,
)
from kalshi_overlay.stream.orderbooks import OrderBook, OrderBooks
from kalshi_overlay.stream.stream import Stream, connect
from kalshi_overlay.stream.subscription import Subscription

__all__ = [
    "Counters",
    "KalshiBackpressureError",
    "KalshiHandshakeError",
    "KalshiStreamError",
    "KalshiStreamLostError",
    "KalshiSubscriptionError",
    "Level",
    "OrderBook",
    "OrderBookView",
    "OrderBooks",
    "StateChange",
    "Stream",
    "Subscription",
    "connect",
]
