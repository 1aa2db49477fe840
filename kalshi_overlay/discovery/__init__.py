"""Finding markets: by words, series, category, tags, close time, status and volume.

Each operation is a module with `sync` and `asyncio`, as the generated ones are:

    from kalshi_overlay.discovery import rolling, search, tradeable

    for market in search.sync("bitcoin", client=client, category="Crypto", min_volume_24h=1000):
        print(market.ticker, market.yes_bid_dollars)
    now = rolling.sync("KXBTC15M", client=client).current

Everything here reads public data, so any client will do.
"""

from __future__ import annotations

from kalshi_overlay.discovery.cache import Cache, Refreshing
from kalshi_overlay.discovery.rolling import Rolling, RollingEvent
from kalshi_overlay.discovery.tickers import TickerParts, parse_ticker
from kalshi_overlay.discovery.tradeable import Reason, Tradeable

__all__ = [
    "Cache",
    "Reason",
    "Refreshing",
    "Rolling",
    "RollingEvent",
    "TickerParts",
    "Tradeable",
    "parse_ticker",
]
