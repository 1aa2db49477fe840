"""What there is to read: for each kind of row its lists, its times, and how live data and archive are joined.

The archive has what happened before the cutoff, and the live data the rest. The cutoff moves while they are read, and
an answer about it may be some seconds old. So the live list is read first and the archive after it, wherever the cutoff
may have come in between: a row that moves meanwhile is in both, and counts once.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Mapping
from datetime import datetime, timedelta
from random import randrange
from typing import Any, ClassVar, Generic, TypeVar

from attrs import field, frozen

from kalshi_gen.api.historical import (
    get_fills_historical,
    get_historical_markets,
    get_historical_orders,
    get_historical_positions,
    get_market_candlesticks_historical,
    get_trades_historical,
)
from kalshi_gen.api.market import get_market_candlesticks, get_markets, get_trades
from kalshi_gen.api.orders import get_orders
from kalshi_gen.api.portfolio import get_fills, get_positions, get_settlements
from kalshi_gen.models.fill import Fill
from kalshi_gen.models.market import Market
from kalshi_gen.models.market_position import MarketPosition
from kalshi_gen.models.order import Order
from kalshi_gen.models.settlement import Settlement
from kalshi_gen.models.trade import Trade
from kalshi_gen.runtime.model import Model
from kalshi_gen.runtime.operation import Operation
from kalshi_overlay.errors import KalshiNotFoundError, UnusableAnswerError
from kalshi_overlay.flow import Flow
from kalshi_overlay.history.reader import STEP, Reader
from kalshi_overlay.history.rows import Candlestick, candlestick
from kalshi_overlay.history.windows import BEGINNING, Window
from kalshi_overlay.pages import PAGE_SIZE, Take, moment, read_rows, text

Row = TypeVar("Row", bound=Model)

# Candlesticks of one request: the exchange refuses more than 5,000.
_CANDLESTICKS = 4_000
_SECOND = timedelta(seconds=1)


@frozen(kw_only=True)
class Source(ABC, Generic[Row]):
    """A kind of row.

    Attributes:
        filters: What the exchange is to keep, as its lists take it.
        length: How long a window is. None if all is read at once, since no list has bounds that are sure.
    """

    kind: ClassVar[str]
    model: ClassVar[type[Model]]
    time_field: ClassVar[str]

    filters: Mapping[str, Any] = field(factory=dict)
    length: timedelta | None = None

    @abstractmethod
    def read(self, reader: Reader, window: Window, take: Take) -> Flow[None]:
        """Read all rows of a window, each once, in any order.

        Raises:
            UnusableAnswerError: It is not certain that these are all rows.
            KalshiError: A request failed.
        """

    def time(self, row: Row) -> datetime:
        """The time by which rows are in a window, and in order; raises `UnusableAnswerError` if it isn't there."""
        return moment(row, self.time_field)


class ListSource(Source[Row]):
    """Rows of lists with pages."""

    live: ClassVar[Operation[Any]]
    archive: ClassVar[Operation[Any]]
    cutoff_field: ClassVar[str]

    def read(self, reader: Reader, window: Window, take: Take) -> Flow[None]:
        """Read the live list, and then the archive, where rows of the window may be there."""
        cutoff = yield from reader.cutoff(self.cutoff_field)
        take = self._once(window, take)
        is_live = self.is_live(window, cutoff)
        if is_live:
            yield from reader.pages(self.live, take, **self.filters, **self.live_bounds(window))
        if self.is_archived(window, cutoff):
            # A content network may repeat an answer from before rows have moved: a page of another length is no repeat.
            limit = randrange(PAGE_SIZE // 2, PAGE_SIZE) if is_live else PAGE_SIZE
            yield from reader.pages(self.archive, take, limit=limit, **self.filters, **self.archive_bounds(window))

    def is_live(self, window: Window, cutoff: datetime) -> bool:
        """Whether the live list may have rows of a window."""
        return True

    def is_archived(self, window: Window, cutoff: datetime) -> bool:
        """Whether the archive may have rows of a window by now."""
        return True

    def live_bounds(self, window: Window) -> dict[str, Any]:
        """What keeps the live list to a window, or a little more."""
        return {}

    def archive_bounds(self, window: Window) -> dict[str, Any]:
        """What keeps the archive to a window, or a little more."""
        return self.live_bounds(window)

    def is_in(self, row: Row, window: Window) -> bool:
        """Whether a window has a row."""
        return window.start <= self.time(row) < window.end

    @abstractmethod
    def key(self, row: Row) -> Hashable:
        """What distinguishes a row; None if nothing does."""

    def _once(self, window: Window, take: Take) -> Take:
        """Take the rows of a window alone, and each once."""
        seen = set[Hashable]()

        def take_new(rows: Iterable[Row]) -> None:
            found = [(self.key(row), row) for row in rows if self.is_in(row, window)]
            new = []
            for key, row in found:
                if key is None or key not in seen:
                    seen.add(key)
                    new.append(row)
            take(new)

        return take_new


class _Tape(ListSource[Row]):
    """What moves to the archive by the time by which it is in a window."""

    time_field = "created_time"
    cutoff_field = "trades_created_ts"

    def is_live(self, window: Window, cutoff: datetime) -> bool:
        """Whether a window is not entirely long before the cutoff."""
        return window.end > cutoff - STEP

    def is_archived(self, window: Window, cutoff: datetime) -> bool:
        """Whether a window is not entirely long after the cutoff."""
        return window.start < cutoff + STEP

    def live_bounds(self, window: Window) -> dict[str, Any]:
        """Its time."""
        return _between(window)


class TradeSource(_Tape[Trade]):
    """Public trades, by the time at which they were made."""

    kind = "trades"
    model = Trade
    live = get_trades.OPERATION
    archive = get_trades_historical.OPERATION

    def key(self, row: Trade) -> Hashable:
        """Its id."""
        return text(row, "trade_id")


class FillSource(_Tape[Fill]):
    """Fills, by the time at which they were made."""

    kind = "fills"
    model = Fill
    live = get_fills.OPERATION
    archive = get_fills_historical.OPERATION

    def key(self, row: Fill) -> Hashable:
        """Its id and that of its order: two orders of yours that trade with one another have the same fill id."""
        return text(row, "fill_id"), text(row, "order_id")


class OrderSource(ListSource[Order]):
    """Orders, by the time at which they were created.

    The exchange doesn't say which time of an order its bounds are for. None is before its creation, so the lower one is
    safe.
    """

    kind = "orders"
    model = Order
    time_field = "created_time"
    cutoff_field = "orders_updated_ts"
    live = get_orders.OPERATION
    archive = get_historical_orders.OPERATION

    def is_archived(self, window: Window, cutoff: datetime) -> bool:
        """Whether an order that was created in a window can have ended before the cutoff."""
        return window.start < cutoff + STEP

    def live_bounds(self, window: Window) -> dict[str, Any]:
        """The lower bound."""
        return _after("min_ts", window)

    def key(self, row: Order) -> Hashable:
        """Its id."""
        return text(row, "order_id")


class PositionSource(ListSource[MarketPosition]):
    """Positions, by the time at which they last changed."""

    kind = "positions"
    model = MarketPosition
    time_field = "last_updated_ts"
    # That of positions doesn't say which have moved.
    cutoff_field = "market_settled_ts"
    live = get_positions.OPERATION
    archive = get_historical_positions.OPERATION

    def live_bounds(self, window: Window) -> dict[str, Any]:
        """Settled positions too."""
        return {"settlement_status": "all"}

    def archive_bounds(self, window: Window) -> dict[str, Any]:
        """None: all of them are settled."""
        return {}

    def key(self, row: MarketPosition) -> Hashable:
        """Its market."""
        return text(row, "ticker")


class MarketSource(ListSource[Market]):
    """Markets, by the time in which they are there to trade: one that closes within a span is in it, as others are."""

    kind = "markets"
    model = Market
    time_field = "close_time"
    cutoff_field = "market_settled_ts"
    live = get_markets.OPERATION
    archive = get_historical_markets.OPERATION

    def live_bounds(self, window: Window) -> dict[str, Any]:
        """The earliest close."""
        return _after("min_close_ts", window)

    def archive_bounds(self, window: Window) -> dict[str, Any]:
        """None: the archive takes none."""
        return {}

    def is_in(self, row: Market, window: Window) -> bool:
        """Whether it was there to trade at some time of the window."""
        return moment(row, "open_time") < window.end and moment(row, "close_time") > window.start

    def key(self, row: Market) -> Hashable:
        """Its ticker."""
        return text(row, "ticker")


class SettlementSource(ListSource[Settlement]):
    """Settlements, by their time. There is no archive of them."""

    kind = "settlements"
    model = Settlement
    time_field = "settled_time"
    cutoff_field = "market_settled_ts"
    live = get_settlements.OPERATION

    def read(self, reader: Reader, window: Window, take: Take) -> Flow[None]:
        """Read the live list, and make sure that nothing of the window has left it."""
        yield from reader.pages(self.live, self._once(window, take), **self.filters, **_between(window))
        cutoff = STEP + (yield from reader.cutoff(self.cutoff_field, is_fresh=True))
        if window.start < cutoff:
            problem = f"settlements before {cutoff.isoformat()} may be in no list of the exchange any more"
            raise UnusableAnswerError(f"{problem}; read those since then, and the positions of earlier ones")

    def key(self, row: Settlement) -> Hashable:
        """Nothing: a row doesn't name its subaccount, and two of them may be equal."""
        return None


@frozen(kw_only=True)
class CandlestickSource(Source[Candlestick]):
    """Candlesticks of a market, which is in the live data or in the archive with all of them; by the end of each.

    Attributes:
        ticker: The market.
        minutes: The length of a candlestick.
    """

    kind = "candlesticks"
    model = Candlestick
    time_field = "end_time"

    ticker: str
    minutes: int

    @classmethod
    def of(cls, ticker: str, minutes: int) -> CandlestickSource:
        """The candlesticks of a market."""
        filters = {"ticker": ticker, "period_interval": minutes}
        length = timedelta(minutes=minutes * _CANDLESTICKS)
        return cls(ticker=ticker, minutes=minutes, filters=filters, length=length)

    def read(self, reader: Reader, window: Window, take: Take) -> Flow[None]:
        """Ask the live data, and the archive if the market is not there or nothing is."""

        def read_from(operation: Operation[Any], arguments: dict[str, Any]) -> Flow[list[Candlestick]]:
            _, rows = yield from read_rows(reader.client, operation, "candlesticks", arguments)
            reader.check()
            made = {each.end_time: each for each in (candlestick(self.ticker, self.minutes, row) for row in rows)}
            # One that ends with the window has all of its time in it.
            return [each for end, each in made.items() if window.start < end <= window.end]

        found: list[Candlestick] = []
        span = {"start_ts": window.start, "end_ts": window.end}
        arguments = {**self.filters, **span}
        # A market doesn't name its series. Mostly its ticker begins with it.
        series_ticker = self.ticker.split("-")[0]
        missing: KalshiNotFoundError | None = None
        try:
            live = {**arguments, "series_ticker": series_ticker}
            found = yield from read_from(get_market_candlesticks.OPERATION, live)
        except KalshiNotFoundError as error:
            missing = error
        if not found:
            try:
                found = yield from read_from(get_market_candlesticks_historical.OPERATION, arguments)
            except KalshiNotFoundError as error:
                if missing is not None:
                    where = f"neither the live data of the series {series_ticker} nor the archive has it"
                    error.add_note(f"{where}; its series may be another one than its ticker begins with")
                    raise
        take(found)


def _between(window: Window) -> dict[str, Any]:
    """Bounds of a window: the lower one may exclude its own second, and the upper one is rounded up to its second."""
    return {**_after("min_ts", window), "max_ts": window.end}


def _after(name: str, window: Window) -> dict[str, Any]:
    return {name: window.start - _SECOND} if window.start > BEGINNING else {}
