"""Multivariate events, whose markets are combos: a combo's yes pays if every leg ends as chosen.

A market is a combo if its `terms` name a collection, and the collections are those that markets name. The sandbox
starts without any. Once you have added one, CreateMarketInMultivariateEventCollection makes more in its collection.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, Literal

from ..engine import EngineEvent, Market, MarketUpdated
from ..engine.rejection import not_found
from ..error_answers import invalid_parameters
from ..validation import CheckedRequest
from .context import HandlerContext, LiveHandler
from .filters import COLLECTION, is_multivariate, split
from .formats import time
from .market_fields import market_fields, price_range_fields
from .pages import page_oldest_first
from .series_and_events import event_fields, markets_by_event, nested_markets

LEGS = "mve_selected_legs"
_MIN_LEGS, _MAX_LEGS = 2, 6
_COLLECTION_STATUSES = ("unopened", "open", "closed")


class Settling:
    """Settles combos that the API has made when their legs settle."""

    def __init__(self) -> None:
        self.combos: list[str] = []
        self.is_listening = False


def get_multivariate_events(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetMultivariateEvents, oldest first: events with combos, and no others."""
    query, markets = request.query, markets_by_event(context)
    tickers = split(query.get("tickers"))
    events, cursor = page_oldest_first(
        request,
        context.exchange.markets.events(),
        lambda event: (
            any(is_multivariate(market) for market in markets.get(event.ticker, []))
            and query.get("series_ticker") in (None, "", event.series_ticker)
            and (not tickers or event.ticker in tickers)
            and (
                not query.get("collection_ticker")
                or any(market.terms.get(COLLECTION) == query["collection_ticker"] for market in markets[event.ticker])
            )
        ),
    )
    answer = [event_fields(context, event) for event in events]
    if query.get("with_nested_markets"):
        for fields in answer:
            fields["markets"] = nested_markets(context, markets[fields["event_ticker"]])
    return {"events": answer, "cursor": cursor}


def get_collections(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetMultivariateEventCollections, oldest first."""
    query = request.query
    if query.get("status") not in (None, "", *_COLLECTION_STATUSES):
        raise invalid_parameters("status", f"{query['status']} is none of {', '.join(_COLLECTION_STATUSES)}")
    chosen = [
        fields
        for ticker, markets in _collections(context).items()
        if query.get("series_ticker") in (None, "", markets[0].series_ticker)
        and query.get("status") in (None, "", _status(markets))
        and (fields := _collection_fields(context, ticker, markets))
        and query.get("associated_event_ticker") in (None, "", *fields["associated_event_tickers"])
    ]
    items, cursor = page_oldest_first(request, chosen, lambda fields: True)
    return {"multivariate_contracts": items, "cursor": cursor}


def get_collection(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetMultivariateEventCollection."""
    ticker = request.path["collection_ticker"]
    markets = _collections(context).get(ticker)
    if markets is None:
        raise not_found("collection", ticker)
    return {"multivariate_contract": _collection_fields(context, ticker, markets)}


def create_market(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer CreateMarketInMultivariateEventCollection: the combo of these legs, new or not.

    Raises:
        ErrorAnswer: With 400.
    """
    ticker = request.path["collection_ticker"]
    markets = _collections(context).get(ticker)
    if markets is None:
        raise invalid_parameters("collection_ticker", f"there is no collection {ticker}")
    legs = request.body["selected_markets"]
    _check_legs(context, legs)
    wanted = _identity(legs)
    market = next((each for each in markets if _identity(each.terms.get(LEGS) or []) == wanted), None)
    if market is None:
        market = _new_combo(context, ticker, markets[0], legs)
    answer: dict[str, Any] = {"event_ticker": market.event_ticker, "market_ticker": market.ticker}
    if request.body.get("with_market_payload"):
        answer["market"] = market_fields(context.exchange.markets.get(market.ticker))
    return answer


def _collections(context: HandlerContext) -> dict[str, list[Market]]:
    """The combos of each collection, oldest first."""
    found: dict[str, list[Market]] = {}
    for market in context.exchange.markets.all():
        if is_multivariate(market):
            found.setdefault(str(market.terms[COLLECTION]), []).append(market)
    return found


def _status(markets: list[Market]) -> str:
    statuses = {market.status for market in markets}
    if statuses & {"active", "inactive"}:
        return "open"
    return "unopened" if "initialized" in statuses else "closed"


def _collection_fields(context: HandlerContext, ticker: str, markets: list[Market]) -> dict[str, Any]:
    """A collection as the spec's MultivariateEventCollection."""
    first = markets[0]
    events = sorted({str(leg["event_ticker"]) for market in markets for leg in market.terms.get(LEGS) or ()})
    return {
        "collection_ticker": ticker,
        "series_ticker": first.series_ticker,
        "exchange_index": first.exchange_index,
        "title": context.exchange.markets.series(first.series_ticker).title or ticker,
        "description": "Combinations of markets.",
        "open_date": time(min(market.open_time for market in markets)),
        "close_date": time(max(market.close_time for market in markets)),
        "associated_events": [
            {"ticker": event, "is_yes_only": False, "size_min": None, "size_max": None, "active_quoters": []}
            for event in events
        ],
        "associated_event_tickers": events,
        "is_ordered": False,
        "is_single_market_per_event": False,
        "is_all_yes": False,
        "size_min": _MIN_LEGS,
        "size_max": _MAX_LEGS,
        "functional_description": "Yes if every leg ends on the chosen side.",
        "price_level_structure": first.price_level_structure,
        "price_ranges": [price_range_fields(band) for band in first.price_ranges],
    }


def _identity(legs: list[dict[str, Any]]) -> frozenset[tuple[str, str]]:
    return frozenset((str(leg["market_ticker"]), str(leg["side"])) for leg in legs)


def _check_legs(context: HandlerContext, legs: list[dict[str, Any]]) -> None:
    if not _MIN_LEGS <= len(legs) <= _MAX_LEGS:
        raise invalid_parameters("selected_markets", f"{len(legs)} are not {_MIN_LEGS} to {_MAX_LEGS}")
    if len({leg["market_ticker"] for leg in legs}) < len(legs):
        raise invalid_parameters("selected_markets", "a market is named twice")
    known = {market.ticker: market for market in context.exchange.markets.all()}
    for at, leg in enumerate(legs):
        field, market = f"selected_markets[{at}].market_ticker", known.get(leg["market_ticker"])
        if market is None or is_multivariate(market):
            raise invalid_parameters(field, f"{leg['market_ticker']} is no market that can be a leg")
        if market.status != "active":
            raise invalid_parameters(field, f"{market.ticker} is {market.status}")
        if market.event_ticker != leg["event_ticker"]:
            raise invalid_parameters(f"selected_markets[{at}].event_ticker", f"{market.event_ticker} is the market's")


def _new_combo(context: HandlerContext, collection: str, like: Market, legs: list[dict[str, Any]]) -> Market:
    markets = context.exchange.markets
    name = "/".join(sorted(f"{leg['market_ticker']}={leg['side']}" for leg in legs))
    digest = blake2b(f"{collection}/{name}".encode(), digest_size=8).hexdigest().upper()
    event = f"{like.series_ticker}-S{digest[:11]}"
    title = ", ".join(f"{leg['side']} {leg['market_ticker']}" for leg in legs)
    terms = {COLLECTION: collection}
    markets.add_event(
        event, series_ticker=like.series_ticker, title=title, exchange_index=like.exchange_index, terms=terms
    )
    combo = markets.add(
        f"{event}-{digest[11:]}",
        event_ticker=event,
        yes_sub_title=title,
        no_sub_title=title,
        price_level_structure=like.price_level_structure,
        close_time=max(markets.get(leg["market_ticker"]).market.close_time for leg in legs),
        exchange_index=like.exchange_index,
        terms={**terms, LEGS: [dict(leg) for leg in legs]},
    )
    settling = context.store(Settling)
    settling.combos.append(combo.ticker)
    if not settling.is_listening:
        settling.is_listening = True
        context.exchange.listen(lambda change: _settle_combos(context, change))
    return combo


def _settle_combos(context: HandlerContext, change: EngineEvent) -> None:
    """Settle the combos that a determined market decides."""
    if not isinstance(change, MarketUpdated) or change.market.status != "determined":
        return
    markets = context.exchange.markets
    for ticker in context.store(Settling).combos:
        combo = markets.get(ticker).market
        sides = {leg["market_ticker"]: leg["side"] for leg in combo.terms[LEGS]}
        if change.market.ticker not in sides or combo.status in ("determined", "finalized"):
            continue
        results = {leg: markets.get(leg).market.result for leg in sides}
        result: Literal["yes", "no"] | None = None
        if any(results[leg] not in ("", "scalar", side) for leg, side in sides.items()):
            result = "no"
        elif all(results[leg] == side for leg, side in sides.items()):
            result = "yes"
        if result is not None:
            markets.settle(ticker, result)


HANDLERS: dict[str, LiveHandler] = {
    "CreateMarketInMultivariateEventCollection": create_market,
    "GetMultivariateEventCollection": get_collection,
    "GetMultivariateEventCollections": get_collections,
    "GetMultivariateEvents": get_multivariate_events,
}
