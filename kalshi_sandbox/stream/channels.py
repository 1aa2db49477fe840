"""What a subscription to a channel can be narrowed to, by the contract's table of channels."""

from __future__ import annotations

from typing import Literal

from kalshi_gen.stream.channels import CHANNELS, PATH, Channel

__all__ = ["CHANNELS", "PATH", "Channel", "Selection", "selection"]

Selection = Literal["market_tickers", "index_ids", "underlying_tickers"]
_SELECTIONS: tuple[Selection, ...] = ("market_tickers", "index_ids", "underlying_tickers")


def selection(channel: Channel) -> Selection | None:
    """The parameter that narrows a subscription, None where it can't be narrowed.

    Args:
        channel: Its channel.
    """
    return next((name for name in _SELECTIONS if name in channel.takes), None)
