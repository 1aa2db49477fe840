"""Frames of order books as the exchange sends them, for the benchmark of the stream."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

SID = 2
_LEVELS = 20
_BEGAN_MS = 1_790_000_000_000
_CENT = Decimal("0.01")
_REMOVED = 0.3


def tickers_of(markets: int) -> tuple[str, ...]:
    """The tickers of so many markets."""
    return tuple(f"KXBTCD-26DEC31-T{100_000 + number * 1000}" for number in range(markets))


TICKERS = tickers_of(20)


def order_book_frames(deltas: int, seed: int = 1, markets: int = len(TICKERS)) -> list[bytes]:
    """Make the frames of a subscription to the order books of some markets: their snapshots, then changes.

    Args:
        deltas: How many changes.
        seed: Seed of what changes.
        markets: How many markets.

    Returns:
        The frames, in the order of their `seq`. They are consistent: no level ever has a negative size.
    """
    messages = _messages(Random(seed), deltas, tickers_of(markets))
    return [
        json.dumps(
            {"type": kind, "sid": SID, "seq": seq, "msg": msg, "sending_ts_ms": _BEGAN_MS + msg["clock"]},
            separators=(",", ":"),
        ).encode()
        for seq, (kind, msg) in enumerate(messages, start=1)
    ]


def _messages(random: Random, deltas: int, tickers: tuple[str, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Type and `msg` of each frame; both sides are priced as yes."""
    books: list[dict[tuple[str, Decimal], Decimal]] = []
    names = [
        {"market_ticker": ticker, "market_id": str(UUID(int=number))} for number, ticker in enumerate(tickers, start=1)
    ]
    for name in names:
        book = {(side, price): _count(random) for side in ("yes", "no") for price in _prices(side)}
        books.append(book)
        sides = {
            f"{side}_dollars_fp": [[f"{price:.4f}", str(count)] for (of, price), count in book.items() if of == side]
            for side in ("yes", "no")
        }
        yield "orderbook_snapshot", {**name, **sides, "clock": 0}
    for clock in range(1, deltas + 1):
        number, side = random.randrange(len(tickers)), random.choice(("yes", "no"))
        price = random.choice(_prices(side))
        before = books[number].get((side, price), Decimal(0))
        after = Decimal("0.00") if before and random.random() < _REMOVED else _count(random)
        books[number][side, price] = after
        milliseconds = _BEGAN_MS + clock
        yield (
            "orderbook_delta",
            {
                **names[number],
                "clock": clock,
                "price_dollars": f"{price:.4f}",
                "delta_fp": str(after - before),
                "side": side,
                "ts": datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat().replace("+00:00", "Z"),
                "ts_ms": milliseconds,
            },
        )


def _prices(side: str) -> list[Decimal]:
    """The prices at which a side has orders: those nearest to the middle, 50 cents."""
    away = -_CENT if side == "yes" else _CENT
    return [Decimal("0.5") + away * number for number in range(1, _LEVELS + 1)]


def _count(random: Random) -> Decimal:
    return Decimal(random.randint(1, 100_000)) / 100
