"""What a subscription to a channel can be restricted to, by the table of channels of its spec."""

from __future__ import annotations

from typing import Literal

from kalshi_gen.runtime.stream import Channel

Selection = Literal["market_tickers", "index_ids", "underlying_tickers"]
_SELECTIONS: tuple[Selection, ...] = ("market_tickers", "index_ids", "underlying_tickers")


def selection(channel: Channel) -> Selection | None:
    """The parameter that restricts a subscription to a channel, None if there is none."""
    return next((name for name in _SELECTIONS if name in channel.takes), None)
