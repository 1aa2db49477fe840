"""The sandbox's series, events and markets: consistent tickers, and numbers that are always the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import blake2b
from typing import Any
from uuid import UUID

# Sample answers are always the same, so they have a fixed time.
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
CENT = Decimal("0.01")
_FIRST_CLOSE = datetime(2026, 12, 31, 22, tzinfo=UTC)
# Series, its lowest strike, and the distance between strikes.
_SERIES = (
    ("KXBTCD", 100000, 1000),
    ("KXETHD", 4000, 50),
    ("KXHIGHNY", 40, 1),
    ("KXINX", 6500, 25),
    ("KXNASDAQ100", 24000, 100),
)
_MARKETS_PER_EVENT = 10
_BOOK_LEVELS = 10
_MAX_PERIODS = 100


def number(seed: str, low: int, high: int) -> int:
    """A number between low and high, both included, that is always the same for a seed."""
    return int.from_bytes(blake2b(seed.encode(), digest_size=8).digest(), "big") % (high - low + 1) + low


def identifier(seed: str) -> str:
    """A UUID that is always the same for a seed."""
    return str(UUID(bytes=blake2b(seed.encode(), digest_size=16).digest(), version=4))


def series_ticker(index: int) -> str:
    """The ticker of the index-th series."""
    turn, at = divmod(index, len(_SERIES))
    return _SERIES[at][0] + (f"X{turn}" if turn else "")


def event_ticker(index: int, series: str | None = None) -> str:
    """The ticker of the index-th event, of the series if one is given."""
    days, at = (index, 0) if series else divmod(index, len(_SERIES))
    close = _FIRST_CLOSE + timedelta(days=days)
    return f"{series or _SERIES[at][0]}-{close:%y%b%d}".upper()


def market_ticker(index: int, series: str | None = None, event: str | None = None) -> str:
    """The ticker of the index-th market, of the event or series if one is given."""
    if event is None:
        event = event_ticker(index // _MARKETS_PER_EVENT, series)
        index %= _MARKETS_PER_EVENT
    base, step = next(((low, step) for name, low, step in _SERIES if event.startswith(name)), (100, 1))
    return f"{event}-T{base + index * step}"


def tickers(index: int, known: Mapping[str, Any], level: str) -> dict[str, str]:
    """The tickers of the index-th market, event or series (`level`), consistent with the known ones."""
    series, event = known.get("series_ticker"), known.get("event_ticker")
    market = known.get("ticker") or known.get("market_ticker")
    if market is None and event is None and level == "event":
        event = event_ticker(index, series)
    if series is None and level == "series":
        series = series_ticker(index)
    market = market or market_ticker(index, series, event)
    event = event or (market.rsplit("-", 1)[0] if market.count("-") > 1 else market)
    return {
        "ticker": market,
        "market_ticker": market,
        "event_ticker": event,
        "series_ticker": series or event.split("-")[0],
        "collection_ticker": f"KXMVE-{index:03}",
    }


def prices(market: str) -> dict[str, Decimal]:
    """Prices of a market in dollars, on its one-cent tick: no = 1 - yes, and the bid is below the ask."""
    bid = number(market + "/bid", 5, 90) * CENT
    ask = bid + number(market + "/spread", 1, 3) * CENT
    return {
        "yes_bid": bid,
        "yes_ask": ask,
        "no_bid": 1 - ask,
        "no_ask": 1 - bid,
        "last_price": bid,
        "previous_price": bid - CENT,
        "previous_yes_bid": bid - CENT,
        "previous_yes_ask": ask,
        "yes_price": bid,
        "no_price": 1 - bid,
        "price": bid,
    }


def book_side(best: Decimal, depth: int, seed: str) -> list[list[str]]:
    """Bids of one side of a book, best last and a cent apart, on ten levels or as many as the depth."""
    levels = min(depth or _BOOK_LEVELS, _BOOK_LEVELS, int(best * 100))
    ladder = [(best - at * CENT, number(f"{seed}/{at}", 1, 500)) for at in reversed(range(levels))]
    return [[f"{price:.4f}", f"{count}.00"] for price, count in ladder]


def period_ends(start: int, end: int, seconds: int) -> list[int]:
    """Ends of the periods between two times, in Unix seconds, oldest first: the last hundred of them."""
    last = end // seconds * seconds
    first = max(start, last - (_MAX_PERIODS - 1) * seconds)
    return list(range(last, first - 1, -seconds))[::-1]


def market_times(market: str) -> dict[str, datetime]:
    """Times of a market, in chronological order."""
    close = _close_of(market)
    opened = min(NOW, close) - timedelta(days=30)
    return {
        "created_time": opened - timedelta(days=1),
        "open_time": opened,
        "updated_time": max(opened, min(NOW, close)),
        "close_time": close,
        "occurrence_datetime": close,
        "strike_date": close,
        "expected_expiration_time": close + timedelta(hours=1),
        "expiration_time": close + timedelta(days=7),
        "latest_expiration_time": close + timedelta(days=7),
    }


def strike(market: str) -> float:
    """The strike after the last `-T` of a market's ticker, else 0."""
    stated = re.search(r"-T([0-9]{1,9})$", market, re.ASCII)
    return float(stated[1]) if stated else 0.0


def _close_of(market: str) -> datetime:
    parts = market.split("-")
    try:
        day = datetime.strptime(parts[1], "%y%b%d").replace(tzinfo=UTC)
    except (IndexError, ValueError):
        return _FIRST_CLOSE
    return day + timedelta(hours=22)
