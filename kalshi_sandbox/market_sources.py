"""Where the market of a sandbox comes from, if it happened elsewhere: a recording, or another exchange's stream."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime

from attrs import field, frozen, validators

from .engine.recorded_book import Queue


def _tickers(markets: Iterable[str] | None) -> frozenset[str] | None:
    if isinstance(markets, str):
        raise TypeError("markets: must be a list of tickers; write [ticker]")
    return None if markets is None else frozenset(markets)


@frozen(kw_only=True)
class Backtest:
    """How a sandbox replays a recording: `Sandbox(replay=Backtest("data/", queue="volume"))`.

    Args:
        folder: The folder of the recording, or its URL.
        markets: The tickers of the markets that are replayed; None for all.
        queue: How an order waits at its price: `pessimistic`, behind all that rested there when it came; or `volume`,
            behind nothing, so that the traded volume alone limits its fills.
        speed: Seconds of the recording in a second, for a clock that runs by itself; None for one that you move.
        since: The first moment that is replayed, an aware datetime. Markets and books begin as they were then; a market
            whose book was stale trades from its next snapshot on. None for all.
        until: The first moment after the last; None for all.
    """

    folder: str | os.PathLike[str] = field(kw_only=False)
    markets: frozenset[str] | None = field(default=None, converter=_tickers)
    queue: Queue = field(default="pessimistic", validator=validators.in_(("pessimistic", "volume")))
    speed: float | None = field(default=None, validator=validators.optional(validators.gt(0)))
    since: datetime | None = None
    until: datetime | None = None


@frozen(kw_only=True)
class LiveMarkets:
    """Markets that `paper` feeds with what happens elsewhere.

    Args:
        queue: See `Backtest`.
    """

    queue: Queue = field(default="pessimistic", validator=validators.in_(("pessimistic", "volume")))
