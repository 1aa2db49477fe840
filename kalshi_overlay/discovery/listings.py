"""Lists of markets and of series, read page by page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from types import ModuleType
from typing import Any, Literal, get_args

from attrs import frozen

from kalshi_gen.api.events import get_event, get_events, get_multivariate_events
from kalshi_gen.api.market import get_markets, get_series, get_series_list
from kalshi_gen.client import Client
from kalshi_gen.models.event_data import EventData
from kalshi_gen.models.market import Market
from kalshi_gen.models.series import Series
from kalshi_overlay import clock
from kalshi_overlay.errors import (
    InvalidRequestError,
    KalshiNotFoundError,
    KalshiValidationError,
    UnusableAnswerError,
)
from kalshi_overlay.flow import Call, Flow
from kalshi_overlay.pages import Pages, read_rows, text

Status = Literal["unopened", "open", "paused", "closed", "settled"]
MveFilter = Literal["exclude", "only"]

# Their tickers have to fit into an address, of which servers take some 8,000 characters.
_EVENTS_AT_ONCE = 100
_LONGEST_PAGE_OF_EVENTS = 200


@frozen
class Listed:
    """A market, and its event if that was asked for."""

    market: Market
    event: EventData | None = None


@frozen
class MarketListing:
    """Markets, as GetMarkets lists them.

    Attributes:
        series_ticker: The series, or None for all.
        status: The status, or None for each.
        mve_filter: Which of combos and other markets, or None for both.
        closes_after: Only markets that close later; goes with no status, or `closed`.
        closes_before: Only markets that close earlier; likewise.
        closes_later: Whether only markets count that close after the moment at which the list is read.
        with_events: Whether their events are read too.
    """

    series_ticker: str | None = None
    status: Status | None = None
    mve_filter: MveFilter | None = "exclude"
    closes_after: datetime | None = None
    closes_before: datetime | None = None
    closes_later: bool = False
    with_events: bool = False

    def pages(self, client: Client) -> MarketPages:
        """Start to read them."""
        return MarketPages(self, client)

    def read(self, client: Client) -> Flow[list[Listed]]:
        """Read all of them."""
        pages, everything = self.pages(client), []
        while (page := (yield from pages.following())) is not None:
            everything += page
        return everything


class MarketPages:
    """The pages of a list of markets. Each market is given once, also if the exchange moves it to a later page."""

    def __init__(self, listing: MarketListing, client: Client) -> None:
        after = now() if listing.closes_later else listing.closes_after
        self._pages = Pages(
            client,
            get_markets.OPERATION,
            series_ticker=listing.series_ticker,
            status=listing.status,
            mve_filter=listing.mve_filter,
            min_close_ts=after,
            max_close_ts=listing.closes_before,
        )
        self._listing, self._client = listing, client
        self._events: dict[str, EventData] = {}
        self._seen: set[str] = set()

    def following(self) -> Flow[list[Listed] | None]:
        """The next page; None after the last."""
        page = yield from self._pages.following()
        if page is None:
            return None
        unseen = {ticker: market for market in page if (ticker := text(market, "ticker")) not in self._seen}
        markets = list(unseen.values())
        self._seen.update(unseen)
        if not self._listing.with_events:
            return [Listed(market) for market in markets]
        yield from self._read_events({text(market, "event_ticker"): None for market in markets})
        return [Listed(market, self._events[market.event_ticker]) for market in markets]

    def _read_events(self, tickers: dict[str, None]) -> Flow[None]:
        """Read the events that are not known yet.

        Raises:
            UnusableAnswerError: The exchange doesn't show one of them, so whether its markets match is not known.
        """
        operations = [] if self._listing.mve_filter == "only" else [get_events]
        operations += [] if self._listing.mve_filter == "exclude" else [get_multivariate_events]
        for operation in operations:
            missing = self._missing(tickers)
            for at in range(0, len(missing), _EVENTS_AT_ONCE):
                wanted = missing[at : at + _EVENTS_AT_ONCE]
                pages = Pages(self._client, operation.OPERATION, limit=_LONGEST_PAGE_OF_EVENTS, tickers=wanted)
                while (page := (yield from pages.following())) is not None:
                    self._events |= {event.event_ticker: event for event in page}
        # The list may lag behind that of the markets.
        for ticker in self._missing(tickers):
            try:
                event = (yield both(get_event, ticker, client=self._client)).event
            except KalshiNotFoundError as error:
                raise UnusableAnswerError(f"{ticker} has markets, and the exchange doesn't show it") from error
            if not isinstance(event, EventData):
                raise UnusableAnswerError(f"GetEvent answered without the event {ticker}")
            self._events[ticker] = event

    def _missing(self, tickers: Iterable[str]) -> list[str]:
        return [ticker for ticker in tickers if ticker not in self._events]


@frozen
class SeriesListing:
    """Series, as GetSeriesList lists them: of a category and with a tag, if they are given."""

    category: str | None = None
    tag: str | None = None

    def read(self, client: Client) -> Flow[list[Series]]:
        """Read all of them."""
        arguments = {"category": self.category, "tags": self.tag}
        _, series = yield from read_rows(client, get_series_list.OPERATION, "series", arguments)
        return series


def check_series(series_ticker: str, client: Client, field: str) -> Flow[None]:
    """Make sure that a series exists of which no market is listed.

    Raises:
        InvalidRequestError: The exchange has no such series; it names this field.
    """
    try:
        yield both(get_series, series_ticker, client=client)
    # Its spec has 400 for this, and no 404.
    except (KalshiNotFoundError, KalshiValidationError) as error:
        raise InvalidRequestError(field, f"the exchange has no series {series_ticker!r}") from error


def check_choice(field: str, value: Any, known: Any) -> None:
    """Refuse what is neither None nor one of the values of a type.

    Raises:
        InvalidRequestError: It is another value.
    """
    if value is not None and value not in get_args(known):
        raise InvalidRequestError(field, f"{value!r} is none of {', '.join(get_args(known))}; None is for all")


def both(operation: ModuleType, *arguments: Any, **named: Any) -> Call:
    """Call a generated operation in either way."""

    def blocking() -> Any:
        return operation.sync(*arguments, **named)

    async def awaited() -> Any:
        return await operation.asyncio(*arguments, **named)

    return Call(blocking, awaited)


def now() -> datetime:
    """The time by this machine's clock."""
    return datetime.fromtimestamp(clock.unix_milliseconds() / 1000, UTC)
