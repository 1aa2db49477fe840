"""The current and the next event of a series that rolls, such as an hourly one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from attrs import frozen

from kalshi_gen.client import Client
from kalshi_gen.models.market import Market
from kalshi_overlay.discovery.cache import Cache, listed
from kalshi_overlay.discovery.listings import Listed, MarketListing, MveFilter, check_choice, check_series, now
from kalshi_overlay.errors import InvalidRequestError, UnusableAnswerError
from kalshi_overlay.flow import Flow, run, run_async
from kalshi_overlay.pages import text

# A market of any other status trades, or may trade later.
_OVER = frozenset({"closed", "determined", "disputed", "amended", "finalized"})


@frozen(kw_only=True)
class RollingEvent:
    """An event of a series that rolls.

    Attributes:
        event_ticker: Ticker of the event.
        open_time: When the first of its markets opens.
        close_time: When the last of its markets closes.
        markets: Those of its markets that are not over, by ticker. Some series have one for each event, such as
            KXBTC15M; others one for each strike, such as KXBTCD: choose by `floor_strike` and `cap_strike`.
    """

    event_ticker: str
    open_time: datetime
    close_time: datetime
    markets: tuple[Market, ...]


@frozen(kw_only=True)
class Rolling:
    """Where a series is.

    Attributes:
        current: The event that trades, by its times; of several, the one that closes first. None if there is none.
        next: The next event that will be current, by the times that are known now: at the latest when the current one
            closes, or earlier if one opens that closes before it. None if none is listed yet.
        at: The moment that this is about.
    """

    current: RollingEvent | None
    next: RollingEvent | None
    at: datetime


def sync(
    series_ticker: str,
    *,
    client: Client,
    at: datetime | None = None,
    mve_filter: MveFilter | None = "exclude",
    cache: Cache | None = None,
) -> Rolling:
    """Find the current and the next event of a series that rolls.

    Times decide, not the status: lists lag by some seconds, and a market that is paused is current all the same. Call
    `tradeable` before you trade it. If several events trade at the same time, as hourly and daily ones of KXBTCD do,
    the current one is the one that closes first; of those, the one that opened last.

    Args:
        series_ticker: Ticker of the series.
        client: Any client.
        at: The moment, if it is not now by this machine's clock. What was over before now is not listed for it.
        mve_filter: `exclude` leaves combos out, `only` looks at nothing else; None looks at both.
        cache: Where lists are kept.

    Returns:
        The two events.

    Raises:
        InvalidRequestError: An argument is not what it should be (nothing was sent), or there is no such series.
        UnusableAnswerError: A market came without its times, its ticker or that of its event.
        KalshiError: The list could not be read.

    Operation: reads `GetMarkets`; `GetSeries` if the series has no markets that close later.
    """
    _check(series_ticker, at, mve_filter)
    return run(_find(series_ticker, client, at, mve_filter, cache))


async def asyncio(
    series_ticker: str,
    *,
    client: Client,
    at: datetime | None = None,
    mve_filter: MveFilter | None = "exclude",
    cache: Cache | None = None,
) -> Rolling:
    """Like `sync`, without blocking."""
    _check(series_ticker, at, mve_filter)
    return await run_async(_find(series_ticker, client, at, mve_filter, cache))


def _check(series_ticker: Any, at: Any, mve_filter: Any) -> None:
    if not isinstance(series_ticker, str) or not series_ticker.strip():
        # The exchange would take an empty one for all series.
        raise InvalidRequestError("series_ticker", f"{series_ticker!r} is no ticker; give one such as 'KXBTCD'")
    if at is not None and not (isinstance(at, datetime) and at.tzinfo is not None):
        raise InvalidRequestError("at", f"{at!r} is no datetime with a time zone; write datetime.now(UTC)")
    check_choice("mve_filter", mve_filter, MveFilter)


def _find(
    series_ticker: str, client: Client, at: datetime | None, mve_filter: MveFilter | None, cache: Cache | None
) -> Flow[Rolling]:
    listing = MarketListing(
        series_ticker=series_ticker, mve_filter=mve_filter, closes_after=at, closes_later=at is None
    )
    markets = yield from listed(listing, client, cache)
    if not markets:
        yield from check_series(series_ticker, client, "series_ticker")
    # The reading may have taken some time.
    return rolled(_events(markets), now() if at is None else at)


def rolled(events: list[RollingEvent], moment: datetime) -> Rolling:
    """Where a series of these events is at a moment."""
    current = _trading(events, moment)
    changes = sorted({time for event in events for time in (event.open_time, event.close_time) if time > moment})
    coming = (_trading(events, change) for change in changes)
    following = next((event for event in coming if event is not None and event is not current), None)
    return Rolling(current=current, next=following, at=moment)


def _events(listed_markets: list[Listed]) -> list[RollingEvent]:
    """The events of those markets that are not over."""
    by_event: dict[str, list[Market]] = {}
    for each in listed_markets:
        market = each.market
        if market.status in _OVER:
            continue
        if not isinstance(market.open_time, datetime) or not isinstance(market.close_time, datetime):
            raise UnusableAnswerError(f"{market.ticker} came without the times at which it opens and closes")
        by_event.setdefault(text(market, "event_ticker"), []).append(market)
    return [
        RollingEvent(
            event_ticker=ticker,
            open_time=min(market.open_time for market in markets),
            close_time=max(market.close_time for market in markets),
            markets=tuple(sorted(markets, key=lambda market: market.ticker)),
        )
        for ticker, markets in by_event.items()
    ]


def _trading(events: list[RollingEvent], moment: datetime) -> RollingEvent | None:
    """Of the events that trade at a moment, the one that closes first; of those, the one that opened last."""
    trading = [event for event in events if event.open_time <= moment < event.close_time]
    return min(
        trading, key=lambda event: (event.close_time, -event.open_time.timestamp(), event.event_ticker), default=None
    )
