"""The index price of a market, the premium of its book over it, and the mark price.

The index of the underlying is random, but decided by the seed alone: its price at any moment can be computed at any
time. It moves once a second, within about 7 % of its base. A market can also be given a fixed index price.

The premium says how far the book lies above the index, as a fraction of it: best bid minus index if that is above
zero, less index minus best ask if that is above zero. It is zero while the index lies between bid and ask, and there
is none while a side is empty or the market is halted. The mark price is the index, moved to the nearer quote if it
lies outside the spread; without two sides it is the index. The exchange publishes no formula for either.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from kalshi_sandbox.engine.clock import EPOCH
from kalshi_sandbox.engine.order import ZERO

PRICE_STEP = Decimal("0.0001")
_SECOND = timedelta(seconds=1)
_BEGINNING = datetime.min.replace(tzinfo=UTC)
_END = datetime.max.replace(tzinfo=UTC)
_MILLION = 1_000_000
# How the index moves: over so many seconds, by at most so many millionths of its base up or down.
_WAVES = ((86_400, 40_000), (14_400, 20_000), (3_600, 8_000), (600, 3_000), (60, 1_000), (1, 100))
_RATE_STEP = Decimal("1e-10")


class Quote(NamedTuple):
    """Best prices of a market at a moment, in US dollars for one contract; None for a side without orders.

    Args:
        is_trading: Whether the market took orders.
    """

    bid: Decimal | None = None
    ask: Decimal | None = None
    bid_size: Decimal = ZERO
    ask_size: Decimal = ZERO
    is_trading: bool = True

    @property
    def has_premium(self) -> bool:
        """Whether it has a premium over an index: orders on both sides, and they could be traded with."""
        return self.bid is not None and self.ask is not None and self.is_trading


class _Segment(NamedTuple):
    begin: datetime
    base: Decimal
    is_fixed: bool


class IndexPath:
    """The index price of a market, at any moment.

    Args:
        key: The same key gives the same path.
        base: US dollars for one contract, about which the index moves.
    """

    def __init__(self, key: str, base: Decimal) -> None:
        self._key = key
        self._segments = [_Segment(_BEGINNING, base, False)]

    def price(self, at: datetime) -> Decimal:
        """The index price at a moment, in US dollars for one contract, to four decimals."""
        segment = self._segment(at)
        moved = segment.base if segment.is_fixed else segment.base * (_MILLION + self._movement(at)) / _MILLION
        return max(PRICE_STEP, moved.quantize(PRICE_STEP))

    def fixed_until(self, at: datetime) -> datetime:
        """Up to when the index stays as it is at a moment, that one excluded; the moment itself if it moves."""
        if not self._segment(at).is_fixed:
            return at
        return next((segment.begin for segment in self._segments if segment.begin > at), _END)

    def fix(self, at: datetime, price: Decimal) -> None:
        """Keep the index at a price from a moment on."""
        self._segments.append(_Segment(at, price, True))

    def release(self, at: datetime) -> None:
        """Let the index move again from where it is."""
        base = self.price(at) * _MILLION / (_MILLION + self._movement(at))
        self._segments.append(_Segment(at, base, False))

    def scale(self, at: datetime, factor: Decimal) -> None:
        """Multiply the index from a moment on, as a split does."""
        last = self._segments[-1]
        self._segments.append(_Segment(at, last.base * factor, last.is_fixed))

    def _segment(self, at: datetime) -> _Segment:
        last = self._segments[-1]
        return last if last.begin <= at else next(each for each in reversed(self._segments) if each.begin <= at)

    def _movement(self, at: datetime) -> int:
        """How far the index is from its base, in millionths of it."""
        return _movement(self._key, (at - EPOCH) // _SECOND)


@lru_cache(maxsize=65_536)
def _movement(key: str, second: int) -> int:
    """How far an index is from its base, in millionths of it, so many seconds after the beginning of time.

    It is asked again and again: for a rate of funding, for each of the minutes that another rate was computed from.
    """
    total = 0
    for period, most in _WAVES:
        step, into = divmod(second, period)
        noise = _noise(key, period, step)
        if into:
            noise = noise * (period - into) + _noise(key, period, step + 1) * into
            total += most * noise // period // _MILLION
        else:
            total += most * noise // _MILLION
    return total


@lru_cache(maxsize=65_536)
def _noise(key: str, period: int, step: int) -> int:
    """A random number from minus a million to a million."""
    digest = blake2b(f"{key}/{period}/{step}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) % (2 * _MILLION + 1) - _MILLION


def premium(index: Decimal, quote: Quote) -> Decimal | None:
    """How far a book is above the index as a fraction of it, below zero if it is below; None without a book."""
    if quote.bid is None or quote.ask is None or not quote.is_trading:
        return None
    return ((max(ZERO, quote.bid - index) - max(ZERO, index - quote.ask)) / index).quantize(_RATE_STEP)


def mark_price(index: Decimal, quote: Quote) -> Decimal:
    """The mark price in US dollars for one contract: the index, or the quote next to it."""
    if quote.bid is None or quote.ask is None:
        return index
    return min(max(index, quote.bid), quote.ask)
