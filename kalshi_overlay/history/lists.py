"""The histories that there are: one function for each kind of row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from kalshi_gen.client import AuthenticatedClient, Client
from kalshi_gen.errors import InvalidRequestError
from kalshi_gen.models.fill import Fill
from kalshi_gen.models.market import Market
from kalshi_gen.models.market_position import MarketPosition
from kalshi_gen.models.order import Order
from kalshi_gen.models.settlement import Settlement
from kalshi_gen.models.trade import Trade
from kalshi_overlay.history.history import History
from kalshi_overlay.history.progress import OnProgress
from kalshi_overlay.history.rows import Candlestick
from kalshi_overlay.history.sources import (
    CandlestickSource,
    FillSource,
    MarketSource,
    OrderSource,
    PositionSource,
    SettlementSource,
    TradeSource,
)

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
AT_ONCE: Final = 4
"""How many windows are read side by side by default."""

_SETTLEMENTS = timedelta(days=30)
_MINUTES = (1, 60, 1440)


def trades(
    *,
    client: Client,
    since: datetime,
    until: datetime | None = None,
    ticker: str | None = None,
    window: timedelta | None = None,
    at_once: int = AT_ONCE,
    progress: OnProgress | None = None,
) -> History[Trade]:
    """Public trades of one market or of all, by the time at which they were made.

    Args:
        client: Any client; with a public one it costs your account nothing.
        since: The first moment, an aware datetime.
        until: The first moment after the last, at least a minute ago by the exchange's clock; that minute by default.
        ticker: The market; None for all.
        window: How long the time is that is read at once; a day by default, and an hour for all markets. At least a
            second. Rows of `at_once` windows are in memory.
        at_once: How many windows are read side by side.
        progress: Gets a `Progress` after each window, such as `show_progress`; by default it is logged at INFO.

    Returns:
        A history, which you iterate over or `save`; these raise what `save` says.

    Raises:
        InvalidRequestError: An argument is none of those above; nothing was sent.

    Operation: `GetTrades`, `GetTradesHistorical`, `GetHistoricalCutoff`.
    """
    length = _length(window, HOUR if ticker is None else DAY)
    source = TradeSource(filters=_given(ticker=ticker), length=length)
    return History(source, client, _required(since), until, at_once, progress)


def fills(
    *,
    client: AuthenticatedClient,
    since: datetime,
    until: datetime | None = None,
    ticker: str | None = None,
    subaccount: int | None = None,
    window: timedelta | None = None,
    at_once: int = AT_ONCE,
    progress: OnProgress | None = None,
) -> History[Fill]:
    """Your fills, by the time at which they were made.

    Args:
        client: A signed client.
        since: As for `trades`.
        until: As for `trades`.
        ticker: The market; None for all.
        subaccount: The number of one subaccount; None for all.
        window: How long the time is that is read at once, at least a second; a day by default.
        at_once: As for `trades`.
        progress: As for `trades`.

    Returns:
        A history, which you iterate over or `save`; these raise what `save` says.

    Raises:
        InvalidRequestError: An argument is none of those above; nothing was sent.

    Operation: `GetFills`, `GetFillsHistorical`, `GetHistoricalCutoff`.
    """
    source = FillSource(filters=_given(ticker=ticker, subaccount=subaccount), length=_length(window, DAY))
    return History(source, client, _required(since), until, at_once, progress)


def settlements(
    *,
    client: AuthenticatedClient,
    since: datetime,
    until: datetime | None = None,
    ticker: str | None = None,
    subaccount: int | None = None,
    at_once: int = AT_ONCE,
    progress: OnProgress | None = None,
) -> History[Settlement]:
    """Your settlements, by their time.

    The exchange has no archive of them. A span that begins before a week after the cutoff raises `UnusableAnswerError`
    where it is read, since some may be missing; `positions` has what is archived. Settlements that you have saved stay.

    Args:
        client: A signed client.
        since: As for `trades`.
        until: As for `trades`.
        ticker: The market; None for all.
        subaccount: The number of one subaccount; None for all.
        at_once: As for `trades`.
        progress: As for `trades`.

    Returns:
        A history, which you iterate over or `save`; these raise what `save` says.

    Raises:
        InvalidRequestError: An argument is none of those above; nothing was sent.

    Operation: `GetSettlements`, `GetHistoricalCutoff`.
    """
    source = SettlementSource(filters=_given(ticker=ticker, subaccount=subaccount), length=_SETTLEMENTS)
    return History(source, client, _required(since), until, at_once, progress)


def candlesticks(
    ticker: str,
    *,
    client: Client,
    period_interval: Literal[1, 60, 1440],
    since: datetime,
    until: datetime | None = None,
    at_once: int = AT_ONCE,
    progress: OnProgress | None = None,
) -> History[Candlestick]:
    """Candlesticks of a market that end within a span, by their ends.

    Args:
        ticker: The market.
        client: As for `trades`.
        period_interval: The length of a candlestick in minutes: 1, 60 or 1440.
        since: As for `trades`.
        until: As for `trades`; a candlestick that ends then is in the span.
        at_once: As for `trades`.
        progress: As for `trades`.

    Returns:
        A history, which you iterate over or `save`; these raise what `save` says. Its rows are the same for live and
        archived markets.

    Raises:
        InvalidRequestError: An argument is none of those above; nothing was sent.

    Operation: `GetMarketCandlesticks`, `GetMarketCandlesticksHistorical`, `GetHistoricalCutoff`.
    """
    if not isinstance(ticker, str) or not ticker:
        raise InvalidRequestError("ticker", f"must be the ticker of a market, not {ticker!r}")
    if period_interval not in _MINUTES:
        raise InvalidRequestError("period_interval", f"must be 1, 60 or 1440 minutes, not {period_interval!r}")
    source = CandlestickSource.of(ticker, period_interval)
    return History(source, client, _required(since), until, at_once, progress)


def orders(
    *,
    client: AuthenticatedClient,
    since: datetime | None = None,
    until: datetime | None = None,
    ticker: str | None = None,
    subaccount: int | None = None,
    progress: OnProgress | None = None,
) -> History[Order]:
    """Your orders as they are now, by the time at which they were created.

    Args:
        client: A signed client.
        since: The first moment, an aware datetime; None for all.
        until: The first moment after the last; None for all that are shown.
        ticker: The market; None for all.
        subaccount: The number of one subaccount; None for all.
        progress: As for `trades`.

    Returns:
        A history, which you iterate over or `save`; these raise what `save` says. It is read at once.

    Raises:
        InvalidRequestError: An argument is none of those above; nothing was sent.

    Operation: `GetOrders`, `GetHistoricalOrders`, `GetHistoricalCutoff`.
    """
    source = OrderSource(filters=_given(ticker=ticker, subaccount=subaccount))
    return History(source, client, since, until, 1, progress)


def positions(
    *,
    client: AuthenticatedClient,
    since: datetime | None = None,
    until: datetime | None = None,
    ticker: str | None = None,
    subaccount: int | None = None,
    progress: OnProgress | None = None,
) -> History[MarketPosition]:
    """Your positions as they are now, of settled markets too, by the time at which they last changed.

    Args:
        client: A signed client.
        since: The first moment, an aware datetime; None for all.
        until: The first moment after the last; None for all that are shown.
        ticker: The market; None for all.
        subaccount: The number of the subaccount; None for the primary one, or that of your key.
        progress: As for `trades`.

    Returns:
        A history, which you iterate over or `save`; these raise what `save` says. It is read at once.

    Raises:
        InvalidRequestError: An argument is none of those above; nothing was sent.

    Operation: `GetPositions`, `GetHistoricalPositions`, `GetHistoricalCutoff`.
    """
    source = PositionSource(filters=_given(ticker=ticker, subaccount=subaccount))
    return History(source, client, since, until, 1, progress)


def markets(
    *,
    client: Client,
    since: datetime | None = None,
    until: datetime | None = None,
    tickers: Sequence[str] | None = None,
    event_ticker: str | None = None,
    series_ticker: str | None = None,
    progress: OnProgress | None = None,
) -> History[Market]:
    """Markets as they are now that were there to trade at some time of a span, by their close.

    All of them are very many. Give one of `tickers`, `event_ticker` and `series_ticker` if you can.

    Args:
        client: As for `trades`.
        since: The first moment, an aware datetime; None for all.
        until: The first moment after the last; None for all.
        tickers: The markets.
        event_ticker: Their event.
        series_ticker: Their series.
        progress: As for `trades`.

    Returns:
        A history, which you iterate over or `save`; these raise what `save` says. It is read at once.

    Raises:
        InvalidRequestError: An argument is none of those above, or more than one of the three is given; nothing was
            sent.

    Operation: `GetMarkets`, `GetHistoricalMarkets`, `GetHistoricalCutoff`.
    """
    listed = list(tickers) if isinstance(tickers, Iterable) and not isinstance(tickers, str) else tickers
    if listed is not None and not (isinstance(listed, list) and listed):
        raise InvalidRequestError("tickers", f"must be a list of tickers, not {tickers!r}")
    filters = _given(tickers=listed, event_ticker=event_ticker, series_ticker=series_ticker)
    if len(filters) > 1:
        raise InvalidRequestError("tickers", "give one of tickers, event_ticker and series_ticker")
    return History(MarketSource(filters=filters), client, since, until, 1, progress)


def _given(**filters: Any) -> dict[str, Any]:
    """The filters that are not left out."""
    given = {name: value for name, value in filters.items() if value is not None}
    for name, value in given.items():
        if value == "":
            raise InvalidRequestError(name, "must not be empty; leave it out for all")
        if name.endswith("ticker") and not isinstance(value, str):
            raise InvalidRequestError(name, f"must be a ticker, not {value!r}")
        if name == "subaccount" and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
            raise InvalidRequestError(name, f"must be a number from 0, not {value!r}")
    return given


def _required(since: datetime) -> datetime:
    if since is None:
        raise InvalidRequestError("since", "must be given")
    return since


def _length(given: timedelta | None, otherwise: timedelta) -> timedelta:
    # Bounds of lists are in seconds. Far shorter windows would be more than fit into memory.
    if given is not None and (not isinstance(given, timedelta) or given < timedelta(seconds=1)):
        raise InvalidRequestError("window", f"must be a timedelta of at least a second, not {given!r}")
    return given or otherwise
