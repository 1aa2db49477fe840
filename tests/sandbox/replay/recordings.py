"""Recordings that say what a test wants, at the times that it wants."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import msgspec
import pyarrow as pa

from kalshi_overlay.recording import Mark
from kalshi_overlay.recording.files import parquet
from kalshi_overlay.recording.folder import Folder, path_of
from kalshi_overlay.recording.tables import ChannelTable, Row
from kalshi_overlay.stream.feeds import API_FEED

BEGIN = 1_795_000_000
"""When a recording begins, in Unix seconds."""
TICKER = "KXRAIN-26DEC31-NYC"
BOOKS = "orderbook_delta"


class Recording:
    """A recording in the making.

    Attributes:
        rows: Its rows.
    """

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def _add(self, at: float, channel: str, kind: str, body: dict[str, Any]) -> None:
        frame = {"type": kind, "sid": 1, "seq": len(self.rows) + 1, "msg": body}
        message, drifts = API_FEED.decode(msgspec.json.encode(frame))
        assert not drifts
        self._put(at, channel, message)

    def _put(self, at: float, channel: str, item: Any) -> None:
        self.rows.append((len(self.rows), round((BEGIN + at) * 1_000_000), item, channel))

    def snapshot(self, at: float, bids: dict[str, str], asks: dict[str, str], *, ticker: str = TICKER) -> None:
        """A snapshot, so many seconds after the begin."""
        sides = {"yes_dollars_fp": list(bids.items()), "no_dollars_fp": list(asks.items())}
        self._add(at, BOOKS, "orderbook_snapshot", {"market_ticker": ticker, "market_id": _id(ticker), **sides})

    def change(self, at: float, side: str, price: str, change: str, *, ticker: str = TICKER) -> None:
        """A change of a level."""
        body = {
            "market_ticker": ticker,
            "market_id": _id(ticker),
            "price_dollars": price,
            "delta_fp": change,
            "side": "yes" if side == "bid" else "no",
            "ts_ms": round((BEGIN + at) * 1000),
        }
        self._add(at, BOOKS, BOOKS, body)

    def trade(self, at: float, taker_side: str, price: str, count: str, *, ticker: str = TICKER) -> None:
        """A trade."""
        outcome = "yes" if taker_side == "bid" else "no"
        body = {
            "trade_id": _id(f"{at}/{len(self.rows)}"),
            "market_ticker": ticker,
            "yes_price_dollars": price,
            "no_price_dollars": price,
            "count_fp": count,
            "taker_side": outcome,
            "taker_outcome_side": outcome,
            "taker_book_side": taker_side,
            "is_block_trade": False,
            "ts": BEGIN + int(at),
            "ts_ms": round((BEGIN + at) * 1000),
        }
        self._add(at, "trade", "trade", body)

    def step(self, at: float, event_type: str, *, ticker: str = TICKER, **fields: Any) -> None:
        """A step of a market's life."""
        body = {"market_ticker": ticker, "event_type": event_type, **fields}
        self._add(at, "market_lifecycle_v2", "market_lifecycle_v2", body)

    def event(self, at: float, event_ticker: str) -> None:
        """A step of an event's life, which comes in the same channel."""
        body = {"event_ticker": event_ticker, **dict.fromkeys(("title", "subtitle", "series_ticker"), "words")}
        self._add(
            at, "market_lifecycle_v2", "event_lifecycle", {**body, "exchange_index": 0, "collateral_return_type": ""}
        )

    def mark(self, at: float, kind: str, reason: str, *, ticker: str | None = None, channel: str = BOOKS) -> None:
        """A mark."""
        self._put(at, channel, Mark(kind, reason, ticker))

    def write(self, folder: Path) -> Path:
        """Write it, and return where."""
        channels = defaultdict[str, list[Row]](list)
        for row in self.rows:
            channels[row[3]].append(row)
        for channel, rows in channels.items():
            batch = ChannelTable(API_FEED, channel).batch(rows)
            content = parquet(pa.Table.from_batches([batch]))
            written = Folder(folder)
            written.open_to_write()
            written.write(path_of(channel, rows[0][0], rows[0][1]), content)
            written.close()
        return folder


def _id(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, name))
