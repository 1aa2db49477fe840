"""Markets that live for seconds, so that a demo can see one settle."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Literal

from .engine import Exchange

SERIES = "KXCOIN"
LIFE = timedelta(seconds=16)
# Two overlap: one of them always has time left to trade.
APART = timedelta(seconds=8)
_RESULTS: tuple[Literal["yes"], Literal["no"]] = ("yes", "no")


class CoinTosses:
    """A market every eight seconds on a coin that is tossed sixteen seconds later.

    Args:
        exchange: Where they are listed.
        random: Tosses.
    """

    def __init__(self, exchange: Exchange, random: Random) -> None:
        self._exchange = exchange
        self._random = random

    def start(self) -> None:
        """List the first, and each after it in its time."""
        self._exchange.markets.add_series(SERIES, title="A coin toss", frequency="custom")
        self._list()

    def _list(self) -> None:
        clock = self._exchange.clock
        tossed = clock.now() + LIFE
        event = f"{SERIES}-{tossed:%y%b%d%H%M%S}".upper()
        ticker = f"{event}-HEADS"
        self._exchange.markets.add_event(event, series_ticker=SERIES, title=f"Toss at {tossed:%H:%M:%S} UTC")
        self._exchange.markets.add(ticker, yes_sub_title="Heads", no_sub_title="Tails", close_time=tossed)

        def toss() -> None:
            self._exchange.markets.settle(ticker, self._random.choice(_RESULTS))

        clock.call_at(tossed, toss)
        clock.call_at(tossed - LIFE + APART, self._list)
