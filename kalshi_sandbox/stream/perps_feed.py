"""The feed of perpetual futures. Nobody has measured where the live one differs from its spec, but for its books."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from kalshi_gen.perps.stream.channels import CHANNELS, PATH

from ..behaviour import Behaviour
from ..engine.order import ZERO, Side
from ..live.formats import count, dollars, milliseconds
from .feed import Feed
from .messages import Message, plain
from .mirror import Levels, apply
from .perps_books import ActionApplied, BookChange, MarketAdded, PerpsEvent

_COUNTS = ("volume", "volume_24h", "open_interest")


class PerpsFeed(Feed):
    """The feed of perpetual futures; see `Feed`.

    Args:
        now: The exchange's time.

    Attributes:
        markets: The book of every market by its ticker.
    """

    path = PATH
    channels = CHANNELS
    markets: dict[str, dict[Side, Levels]]

    def __init__(self, behaviour: Behaviour, now: Callable[[], datetime]) -> None:
        super().__init__(behaviour)
        self._now = now
        self.markets = {}

    def book(self, ticker: str) -> Message[Any] | None:
        """The message of a market's current book; a side without orders is left out, and levels ascend."""
        body: dict[str, Any] = {"market_ticker": ticker}
        for side, levels in self.markets[ticker].items():
            if levels:
                body[side] = [[dollars(price), count(levels[price])] for price in sorted(levels)]
        return plain("orderbook_snapshot", body)

    def ticker(self, ticker: str) -> Message[Any] | None:
        """The message of a market's current quotes; nothing has been traded."""
        bids, asks = self.markets[ticker]["bid"], self.markets[ticker]["ask"]
        bid, ask = max(bids, default=ZERO), min(asks, default=ZERO)
        notional = (f"{name}_notional_value_dollars" for name in _COUNTS)
        prices = {**dict.fromkeys(("price", *notional), ZERO), "bid": bid, "ask": ask}
        counts = dict.fromkeys((*_COUNTS, "last_trade_size_fp"), ZERO)
        counts |= {"bid_size_fp": bids.get(bid, ZERO), "ask_size_fp": asks.get(ask, ZERO)}
        shown = {name: dollars(price) for name, price in prices.items()}
        shown |= {name: count(contracts) for name, contracts in counts.items()}
        return plain("ticker", {"market_ticker": ticker, **shown, "ts_ms": milliseconds(self._now())})

    def handle(self, event: PerpsEvent, sent_ms: int) -> None:
        """Send the messages of an event; see `Feed`."""
        match event:
            case MarketAdded(ticker=ticker):
                self.markets[ticker] = {"bid": {}, "ask": {}}
            case BookChange(ticker=ticker):
                apply(self.markets[ticker], event.side, event.price, event.change)
                body = {
                    "market_ticker": ticker,
                    "price": dollars(event.price),
                    "delta": count(event.change),
                    "side": event.side,
                    "ts_ms": milliseconds(event.time),
                }
                self.publish("orderbook_delta", plain("orderbook_delta", body), sent_ms, ticker)
            case ActionApplied(action=action):
                message = plain("corporate_actions_delta", {"corporate_action": action})
                self.publish("corporate_actions", message, sent_ms, action["market_ticker"])
