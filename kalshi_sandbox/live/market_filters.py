"""Which markets a request asks for, and which filters go together."""

from __future__ import annotations

from ..engine import Market
from ..engine.market import MarketStatus
from ..refusals import invalid_parameters
from ..validation import CheckedRequest
from .bounds import is_within
from .desk import split

# Statuses of the engine by the word that a request has for them.
STATUSES: dict[str, tuple[MarketStatus, ...]] = {
    "unopened": ("initialized",),
    "open": ("active",),
    "paused": ("inactive",),
    "closed": ("closed", "determined"),
    "settled": ("finalized",),
}
# Status words that each family of time bounds goes with; with no status any does.
_FAMILIES: dict[str, tuple[str, ...]] = {
    "created": ("unopened", "open"),
    "close": ("closed",),
    "settled": ("settled",),
    "updated": (),
}
_MULTIVARIATE = {"only": True, "exclude": False}
_NOT_WITH_UPDATED = ("event_ticker", "tickers", "status")


def check_filters(request: CheckedRequest) -> None:
    """Refuse filters that exclude one another.

    Raises:
        Refusal: With 400, naming the filter that is one too many.
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
    """Whether a market is a combination made from a multivariate event collection."""
    return "mve_collection_ticker" in market.terms


def is_chosen(market: Market, request: CheckedRequest) -> bool:
    """Whether the request's filters keep a market."""
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
