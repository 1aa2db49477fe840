"""Filters of lists."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..engine import Market
from ..engine.clock import EPOCH
from ..engine.market import MarketStatus
from ..error_answers import invalid_parameters
from ..validation import CheckedRequest

_MICROSECOND = timedelta(microseconds=1)
_PER_SECOND = 1_000_000
# Statuses of the engine by the status in a request.
STATUSES: dict[str, tuple[MarketStatus, ...]] = {
    "unopened": ("initialized",),
    "open": ("active",),
    "paused": ("inactive",),
    "closed": ("closed", "determined"),
    "settled": ("finalized",),
}
# Statuses that each family of time bounds can be combined with; without a status, any can be used.
_FAMILIES: dict[str, tuple[str, ...]] = {
    "created": ("unopened", "open"),
    "close": ("closed",),
    "settled": ("settled",),
    "updated": (),
}
COLLECTION = "mve_collection_ticker"
"""The field of a market's or an event's terms with the collection of a combo."""
_MULTIVARIATE = {"only": True, "exclude": False}
_NOT_WITH_UPDATED = ("event_ticker", "tickers", "status")


def split(text: str | None) -> list[str]:
    """The values of a comma-separated parameter; none if it isn't given."""
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def between(moment_: datetime, request: CheckedRequest, low: str = "min_ts", high: str = "max_ts") -> bool:
    """Whether a moment is within the given bounds of the request, in Unix seconds, both included."""
    least, most = request.query.get(low), request.query.get(high)
    # In integers, because a bound may be far beyond the calendar.
    at = (moment_ - EPOCH) // _MICROSECOND
    return (least is None or at >= least * _PER_SECOND) and (most is None or at <= most * _PER_SECOND)


def is_within(
    moment: datetime | None, request: CheckedRequest, lower: str, upper: str, *, upper_included: bool = False
) -> bool:
    """Whether a moment is later than one parameter of the request and earlier than another, if they are given.

    Args:
        moment: The moment; None, for something that hasn't happened, is within no bounds.
        lower: Name of the parameter with the lower bound.
        upper: Name of the parameter with the upper bound.
        upper_included: Whether the upper bound itself is within.
    """
    after, before = request.query.get(lower), request.query.get(upper)
    if after is None and before is None:
        return True
    if moment is None:
        return False
    # In integers, because a bound may be far beyond the calendar.
    at = (moment - EPOCH) // _MICROSECOND
    is_late_enough = after is None or at > after * _PER_SECOND
    return is_late_enough and (before is None or at < before * _PER_SECOND + upper_included)


def check_filters(request: CheckedRequest) -> None:
    """Reject filters that can't be combined.

    Raises:
        ErrorAnswer: With 400, naming one of them.
    """
    query = request.query
    if "," in query.get("event_ticker", ""):
        raise invalid_parameters("event_ticker", "one ticker only")
    given = [family for family in _FAMILIES if f"min_{family}_ts" in query or f"max_{family}_ts" in query]
    if len(given) > 1:
        raise invalid_parameters(_given(request, given[1]), f"does not go with {_given(request, given[0])}")
    if not given:
        return
    family, name = given[0], _given(request, given[0])
    if family == "updated":
        _check_updated(request, name)
    elif query.get("status") not in (None, *_FAMILIES[family]):
        words = " or ".join(_FAMILIES[family])
        raise invalid_parameters("status", f"{query['status']} does not go with {name}; {words} does")


def is_multivariate(market: Market) -> bool:
    """Whether a market is a combo of a multivariate event collection."""
    return COLLECTION in market.terms


def is_chosen(market: Market, request: CheckedRequest) -> bool:
    """Whether a market passes the request's filters."""
    query = request.query
    tickers = split(query.get("tickers"))
    return (
        query.get("event_ticker") in (None, "", market.event_ticker)
        and query.get("series_ticker") in (None, "", market.series_ticker)
        and (not tickers or market.ticker in tickers)
        and ("status" not in query or market.status in STATUSES[query["status"]])
        and _MULTIVARIATE.get(query.get("mve_filter") or "", is_multivariate(market)) == is_multivariate(market)
        and is_within(market.created_time, request, "min_created_ts", "max_created_ts")
        and is_within(market.close_time, request, "min_close_ts", "max_close_ts")
        and is_within(market.settlement_time, request, "min_settled_ts", "max_settled_ts")
        and is_within(market.updated_time, request, "min_updated_ts", "max_updated_ts", upper_included=True)
    )


def _check_updated(request: CheckedRequest, name: str) -> None:
    query = request.query
    for other in _NOT_WITH_UPDATED:
        if other in query:
            raise invalid_parameters(other, f"does not go with {name}")
    if query.get("mve_filter") == "only" or ("series_ticker" in query and query.get("mve_filter") != "exclude"):
        raise invalid_parameters("mve_filter", f"must be exclude with {name}")


def _given(request: CheckedRequest, family: str) -> str:
    return next(name for name in (f"min_{family}_ts", f"max_{family}_ts") if name in request.query)
