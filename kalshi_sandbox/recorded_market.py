"""A market that happened elsewhere: what a stream says of it becomes what the sandbox's exchange does."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, Final

from attrs import define

from kalshi_overlay.recording.marks import INCOMPLETE, Mark
from kalshi_overlay.stream.feeds import API_FEED, BOOKS, SNAPSHOT

from .engine import TICK_STRUCTURES, EngineRejection, Exchange
from .engine.fees import CENT
from .engine.order import Side

TRADES: Final = "trade"
LIFECYCLE: Final = "market_lifecycle_v2"
_SIDES: Final[dict[str, Side]] = {"yes": "bid", "no": "ask"}
CHANNELS: Final = (BOOKS, TRADES, LIFECYCLE)
"""What is read of a stream."""

_log = logging.getLogger("kalshi")


@define
class Gap:
    """A time in which a market, or all, did not trade here, since nobody knows what happened.

    Attributes:
        began: When it began.
        ended: When the book was right again, or heard in time again; in other channels, when their messages came
            again. None if that was not. A gap of all markets ends with the first of them.
        market_ticker: The market; None for all.
        channel: The channel whose messages are missing. Without those of `trade`, markets trade on, and orders that
            rest may miss fills.
        reason: Why, in words.
    """

    began: datetime
    ended: datetime | None
    market_ticker: str | None
    channel: str
    reason: str


class RecordedMarket:
    """Gives an exchange the books, the trades and the steps of life that a stream tells.

    Args:
        exchange: The exchange.
        tickers: The markets; None for all.

    Attributes:
        gaps: When markets did not trade, since messages are missing.
    """

    def __init__(self, exchange: Exchange, tickers: Iterable[str] | None = None) -> None:
        self.gaps: list[Gap] = []
        # Those of them that last.
        self._lasting: list[Gap] = []
        # The one in which what comes is late: no snapshot ends it.
        self._late: Gap | None = None
        self._tickers = None if tickers is None else frozenset(tickers)
        self._shown: set[str] = set()
        self._exchange = exchange
        self._known: set[str] = set()
        # What has happened to markets before their first snapshots.
        self._earlier = defaultdict[str, list[Any]](list)
        self._takers: dict[str, Callable[[Any], None]] = {
            SNAPSHOT: self._take_snapshot,
            BOOKS: self._take_change,
            TRADES: self._take_trade,
            LIFECYCLE: self._take_step,
        }

    @property
    def awaits_snapshots(self) -> bool:
        """Whether the first snapshot of a market has yet to come."""
        return self._tickers is not None and not self._tickers <= self._shown

    def begin(self) -> None:
        """Let the markets that there are wait for their first snapshots."""
        self._known.update(market.ticker for market in self._exchange.markets.all())
        self._exchange.recorded.lose(None)

    def take(self, channel: str, item: Any) -> bool:
        """Take a message or a mark of a channel; returns whether it was understood."""
        if type(item) is Mark:
            self._take_mark(channel, item)
            return True
        body = getattr(item, "msg", None)
        ticker = getattr(body, "market_ticker", None)
        problem = API_FEED.book.problem_with(item, ()) if channel == BOOKS else None
        taker = self._takers.get(item.type)
        if channel != BOOKS:
            self._end_gaps(channel, ticker)
        if problem is None and taker is not None and (self._tickers is None or ticker in self._tickers):
            try:
                taker(body)
            except (EngineRejection, AttributeError, LookupError, TypeError, ValueError, ArithmeticError) as error:
                problem = f"{item.type} can't be taken: {error!r}"
        if problem is not None:
            self._lose(channel, problem, ticker if isinstance(ticker, str) else None)
        return problem is None

    def _take_mark(self, channel: str, mark: Mark) -> None:
        if mark.kind in INCOMPLETE:
            self._lose(channel, mark.reason or mark.kind, mark.market_ticker, is_meant=mark.kind == "stopped")
        elif mark.kind == "subscribed" and channel != BOOKS:
            self._end_gaps(channel, None)
        elif channel == BOOKS and mark.kind in ("late", "heard"):
            if self._late is not None:
                self._late.ended = self._exchange.clock.now()
            self._late = self._new_gap(channel, mark.reason or mark.kind, None) if mark.kind == "late" else None
            self._exchange.recorded.hear(is_late=mark.kind == "late")

    def _lose(self, channel: str, reason: str, ticker: str | None, *, is_meant: bool = False) -> None:
        level = logging.INFO if is_meant else logging.WARNING
        _log.log(level, "messages of %s are missing (%s): %s", ticker or "all markets", channel, reason)
        self._lasting.append(self._new_gap(channel, reason, ticker))
        if channel == BOOKS:
            self._exchange.recorded.lose(ticker)

    def _new_gap(self, channel: str, reason: str, ticker: str | None) -> Gap:
        self.gaps.append(Gap(self._exchange.clock.now(), None, ticker, channel, reason))
        return self.gaps[-1]

    def _end_gaps(self, channel: str, ticker: Any) -> None:
        """End the gaps of a channel that are about a market, or about all."""
        for gap in [gap for gap in self._lasting if gap.channel == channel and gap.market_ticker in (None, ticker)]:
            gap.ended = self._exchange.clock.now()
            self._lasting.remove(gap)

    def _take_snapshot(self, body: Any) -> None:
        ticker, exchange = body.market_ticker, self._exchange
        if ticker not in self._known:
            self._known.add(ticker)
            self._add(ticker, self._earlier.pop(ticker, []))
        self._shown.add(ticker)
        self._end_gaps(BOOKS, ticker)
        exchange.recorded.snapshot(ticker, dict(body.yes_dollars_fp or ()), dict(body.no_dollars_fp or ()))

    def _take_change(self, body: Any) -> None:
        side = _SIDES[body.side]
        at_ms = body.ts_ms
        self._exchange.recorded.change(
            body.market_ticker, side, body.price_dollars, body.delta_fp, at_ms if isinstance(at_ms, int) else None
        )

    def _take_trade(self, body: Any) -> None:
        if body.taker_book_side not in ("bid", "ask") or not isinstance(body.is_block_trade, bool):
            raise ValueError("it doesn't say who took, or whether it is a block trade")
        self._exchange.recorded.trade(
            body.market_ticker,
            body.taker_book_side,
            body.yes_price_dollars,
            body.count_fp,
            body.ts_ms,
            str(body.trade_id),
            is_block_trade=body.is_block_trade,
        )

    # Steps of life

    def _add(self, ticker: str, steps: list[Any]) -> None:
        """Add a market with the steps of its life until now."""
        created = next((step for step in steps if step.event_type == "created"), None)
        if created is None:
            self._exchange.markets.add(ticker)
        else:
            self._add_as_created(ticker, created)
        for step in steps:
            self._take_step(step)

    def _add_as_created(self, ticker: str, created: Any) -> None:
        markets, now = self._exchange.markets, self._exchange.clock.now()
        metadata, close_time = created.additional_metadata, _moment(created.close_ts)
        event, structure = getattr(metadata, "event_ticker", None), created.price_level_structure
        shard = created.exchange_index
        markets.add(
            ticker,
            event_ticker=event if isinstance(event, str) and event else None,
            yes_sub_title=_text(getattr(metadata, "yes_sub_title", "")),
            no_sub_title=_text(getattr(metadata, "no_sub_title", "")),
            price_level_structure=structure if structure in TICK_STRUCTURES else "linear_cent",
            close_time=close_time if close_time is not None and close_time > now else None,
            exchange_index=shard if isinstance(shard, int) and shard < self._exchange.shards.count else 0,
        )

    def _take_step(self, body: Any) -> None:
        ticker, recorded = body.market_ticker, self._exchange.recorded
        if ticker not in self._known:
            self._earlier[ticker].append(body)
            return
        match body.event_type:
            case "activated" | "deactivated":
                recorded.activate(ticker, is_active=body.event_type == "activated")
            case "close_date_updated":
                recorded.change_terms(ticker, close_time=_moment(body.close_ts))
            case "price_level_structure_updated":
                recorded.change_terms(ticker, price_level_structure=body.price_level_structure)
            case "determined" if body.result in ("yes", "no"):
                recorded.determine(ticker, body.result)
            case "determined":
                recorded.determine(ticker, "scalar", body.settlement_value.quantize(CENT))
            case "settled":
                recorded.pay(ticker)


def _moment(seconds: Any) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
