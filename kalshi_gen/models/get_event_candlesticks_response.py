from __future__ import annotations

from ..runtime.model import Model


class GetEventCandlesticksResponse(Model, kw_only=True):
    """Candlesticks of every market of one event."""

    market_tickers: list[str]
    """Tickers of the event's markets."""

    market_candlesticks: list[list[MarketCandlestick]]
    """One list of candlesticks for each market of the event."""

    adjusted_end_ts: int
    """End of the range that was served, in Unix seconds. It is moved when the requested range holds more
    candlesticks than the exchange gives in one answer.
    """


from ..models.market_candlestick import MarketCandlestick
