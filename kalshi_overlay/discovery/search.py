"""Search for markets by words, series, category, tags, close time, status and volume."""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from attrs import frozen

from kalshi_gen.client import Client
from kalshi_gen.models.event_data import EventData
from kalshi_gen.models.market import Market
from kalshi_gen.runtime.amounts import exact
from kalshi_overlay import clock
from kalshi_overlay.discovery.cache import Cache
from kalshi_overlay.discovery.listings import Listed, MarketListing, MveFilter, Status, check_choice, check_series
from kalshi_overlay.discovery.series import checked_category, checked_tags, series_of
from kalshi_overlay.discovery.words import folded_words, has_words
from kalshi_overlay.errors import InvalidRequestError, UnusableAnswerError
from kalshi_overlay.flow import Call, sleep

# So many series are listed one by one; for more it is quicker to list all markets, some thousand of which are open.
_FEW_SERIES = 20
# Markets of a kept list that are compared at once.
_PAGE = 1000


def sync(
    words: str | None = None,
    *,
    client: Client,
    series: str | Sequence[str] | None = None,
    category: str | None = None,
    tags: str | Sequence[str] | None = None,
    closes_after: datetime | None = None,
    closes_before: datetime | None = None,
    status: Status | None = "open",
    min_volume: Decimal | int | str | None = None,
    min_volume_24h: Decimal | int | str | None = None,
    mve_filter: MveFilter | None = "exclude",
    cache: Cache | None = None,
) -> Iterator[Market]:
    """Search for markets; what you leave out is no condition.

    The exchange filters by series, status, combos and, where it can, close time; the rest is compared here. Markets
    come page by page, in the exchange's order within each series, each once. If a page can't be read, you get the
    error after the markets before it: a search that ends without an error is complete.

    Args:
        words: Words that must all be in the market's ticker, title or subtitles or in those of its event, in any order
            and as parts of words, without regard to case and accents.
        client: Any client.
        series: Ticker of a series, or several. With `category` or `tags`, only those of them that have these.
        category: A category of series as the exchange writes it, such as `Crypto`.
        tags: A tag of series, or several of which a series needs one.
        closes_after: Only markets that close later than this time.
        closes_before: Only markets that close earlier than this time.
        status: `unopened`, `open`, `paused`, `closed` or `settled`; None for every status. Markets that settled before
            the historical cutoff are not among them.
        min_volume: The least number of contracts that were traded so far.
        min_volume_24h: The least number of contracts that were traded in the last 24 hours.
        mve_filter: `exclude` leaves combos out, `only` gives nothing else; None gives both.
        cache: Where lists are kept; they are those of the exchange, so searches with other words share them.

    Returns:
        An iterator over the markets.

    Raises:
        InvalidRequestError: An argument is not what it should be (at once, nothing was sent); or no series has the
            category or one of the tags, or there is no such series (when the iteration gets there).
        UnusableAnswerError: A response lacks what a market has to be compared by.
        KalshiError: A page could not be read.

    Operation: reads `GetMarkets`; `GetEvents` for words, category and tags, `GetMultivariateEvents` for combos then,
        and `GetEvent` for an event that neither lists; `GetSeriesList` for category and tags, and
        `GetTagsForSeriesCategories` if no series has them; `GetSeries` for a series without such markets.
    """
    query = _query(
        words, series, category, tags, closes_after, closes_before, status, min_volume, min_volume_24h, mve_filter
    )
    return _iterate(_search(query, client, cache))


def asyncio(
    words: str | None = None,
    *,
    client: Client,
    series: str | Sequence[str] | None = None,
    category: str | None = None,
    tags: str | Sequence[str] | None = None,
    closes_after: datetime | None = None,
    closes_before: datetime | None = None,
    status: Status | None = "open",
    min_volume: Decimal | int | str | None = None,
    min_volume_24h: Decimal | int | str | None = None,
    mve_filter: MveFilter | None = "exclude",
    cache: Cache | None = None,
) -> AsyncIterator[Market]:
    """Like `sync`, without blocking: use it with `async for`."""
    query = _query(
        words, series, category, tags, closes_after, closes_before, status, min_volume, min_volume_24h, mve_filter
    )
    return _iterate_async(_search(query, client, cache))


@frozen
class _Query:
    words: tuple[str, ...]
    series: tuple[str, ...]
    category: str | None
    tags: tuple[str, ...]
    closes_after: datetime | None
    closes_before: datetime | None
    status: Status | None
    min_volume: Decimal | None
    min_volume_24h: Decimal | None
    mve_filter: MveFilter | None

    @property
    def is_about_series(self) -> bool:
        """Whether a market's series has to be looked up."""
        return bool(self.category or self.tags)

    def listing(self, series_ticker: str | None) -> MarketListing:
        """What the exchange lists for it."""
        # It refuses bounds of the close time together with any other status.
        has_window = self.status in (None, "closed")
        return MarketListing(
            series_ticker=series_ticker,
            status=self.status,
            mve_filter=self.mve_filter,
            closes_after=self.closes_after if has_window else None,
            closes_before=self.closes_before if has_window else None,
            with_events=bool(self.words) or (self.is_about_series and series_ticker is None),
        )

    def matches(self, listed: Listed, series: set[str] | None) -> bool:
        """Whether a market is wanted; of these series, if they are given."""
        market, event = listed.market, listed.event
        if series is not None and event is not None and _known(event, "series_ticker", str) not in series:
            return False
        if self.closes_after is not None and _known(market, "close_time", datetime) <= self.closes_after:
            return False
        if self.closes_before is not None and _known(market, "close_time", datetime) >= self.closes_before:
            return False
        if self.min_volume is not None and _known(market, "volume_fp", Decimal) < self.min_volume:
            return False
        if self.min_volume_24h is not None and _known(market, "volume_24h_fp", Decimal) < self.min_volume_24h:
            return False
        return has_words(self.words, _texts(listed))


@frozen
class _Found:
    """Markets that a search has found, which it yields between its calls."""

    markets: list[Market]


_Walk = Generator[Call | _Found, Any, None]


def _search(query: _Query, client: Client, cache: Cache | None) -> _Walk:
    wanted, is_few = query.series, True
    if query.is_about_series:
        every = yield from series_of(client, query.category, query.tags, cache)
        tickers = [series.ticker for series in every]
        wanted = tuple(ticker for ticker in query.series if ticker in tickers) if query.series else tuple(tickers)
        is_few = bool(query.series) or len(wanted) <= _FEW_SERIES
        if not wanted:
            problem = f"none of {', '.join(query.series)} has this category and one of these tags"
            raise InvalidRequestError("series", f"{problem}; leave one of the two out")
    series = set(wanted) if wanted else None
    for ticker in wanted if wanted and is_few else (None,):
        listing = query.listing(ticker)
        kept = None if cache is None else cache.get(client, listing)
        if kept is not None:
            for at in range(0, len(kept), _PAGE):
                # Other tasks run between the pages, as they do while one is read.
                yield sleep(0)
                yield _Found(_chosen(query, kept[at : at + _PAGE], series))
            continue
        read_at, pages, everything = clock.now(), listing.pages(client), list[Listed]()
        is_empty = True
        while (page := (yield from pages.following())) is not None:
            is_empty = is_empty and not page
            if cache is not None:
                everything += page
            yield _Found(_chosen(query, page, series))
        if is_empty and ticker is not None:
            yield from check_series(ticker, client, "series")
        if cache is not None:
            cache.keep(client, listing, everything, read_at)


def _chosen(query: _Query, page: list[Listed], series: set[str] | None) -> list[Market]:
    return [each.market for each in page if query.matches(each, series)]


def _texts(listed: Listed) -> Iterator[Any]:
    market, event = listed.market, listed.event
    yield from (market.ticker, market.title, market.subtitle, market.yes_sub_title, market.no_sub_title)
    if event is not None:
        yield from (event.event_ticker, event.title, event.sub_title, event.series_ticker)


def _known(item: Market | EventData, name: str, kind: type[Any]) -> Any:
    value = getattr(item, name)
    if not isinstance(value, kind):
        ticker = item.ticker if isinstance(item, Market) else item.event_ticker
        raise UnusableAnswerError(f"{ticker} came without {name}, so whether it matches is not known")
    return value


def _iterate(walk: _Walk) -> Iterator[Market]:
    try:
        step = next(walk)
        while True:
            if isinstance(step, _Found):
                yield from step.markets
                step = next(walk)
                continue
            try:
                result = step.blocking(*step.arguments)
            except BaseException as error:
                step = walk.throw(error)
            else:
                step = walk.send(result)
    except StopIteration:
        return


async def _iterate_async(walk: _Walk) -> AsyncIterator[Market]:
    try:
        step = next(walk)
        while True:
            if isinstance(step, _Found):
                for market in step.markets:
                    yield market
                step = next(walk)
                continue
            try:
                result = await step.awaited(*step.arguments)
            except BaseException as error:
                step = walk.throw(error)
            else:
                step = walk.send(result)
    except StopIteration:
        return


def _query(
    words: Any,
    series: Any,
    category: Any,
    tags: Any,
    closes_after: Any,
    closes_before: Any,
    status: Any,
    min_volume: Any,
    min_volume_24h: Any,
    mve_filter: Any,
) -> _Query:
    for name, moment in (("closes_after", closes_after), ("closes_before", closes_before)):
        if moment is not None and not (isinstance(moment, datetime) and moment.tzinfo is not None):
            raise InvalidRequestError(name, f"{moment!r} is no datetime with a time zone; write datetime.now(UTC)")
    if closes_after is not None and closes_before is not None and closes_after >= closes_before:
        problem = f"{closes_before} is not after closes_after, {closes_after}, so no market could match"
        raise InvalidRequestError("closes_before", problem)
    check_choice("status", status, Status)
    check_choice("mve_filter", mve_filter, MveFilter)
    return _Query(
        folded_words(words),
        _tickers(series),
        checked_category(category),
        checked_tags(tags),
        closes_after,
        closes_before,
        status,
        None if min_volume is None else exact(min_volume, "min_volume", "contracts", 2),
        None if min_volume_24h is None else exact(min_volume_24h, "min_volume_24h", "contracts", 2),
        mve_filter,
    )


def _tickers(series: Any) -> tuple[str, ...]:
    if series is None:
        return ()
    given = (series,) if isinstance(series, str) else tuple(series)
    if not given or not all(isinstance(ticker, str) and ticker.strip() for ticker in given):
        raise InvalidRequestError("series", f"{series!r} has no ticker; give one such as 'KXBTCD', or leave it out")
    return tuple(dict.fromkeys(given))
