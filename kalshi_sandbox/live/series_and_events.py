"""Series and events."""

from __future__ import annotations

from typing import Any

from ..engine import Event, Market, Series
from ..error_answers import invalid_parameters
from ..validation import CheckedRequest
from .archive import is_archived_market
from .context import HandlerContext, LiveHandler
from .filters import is_multivariate, is_within, split
from .formats import count, time
from .market_fields import market_fields, total_volume
from .pages import page_oldest_first

_COLOR = "#0AC285"


def get_series(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetSeries."""
    series = context.exchange.markets.series(request.path["series_ticker"])
    return {"series": _series_fields(context, request, series)}


def get_series_list(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetSeriesList; `tags` is comma-separated, and a series needs one of them."""
    category, tags = request.query.get("category"), set(split(request.query.get("tags")))
    chosen = [
        series
        for series in context.exchange.markets.all_series()
        if (not category or category in _categories(series))
        and (not tags or tags & set(series.terms.get("tags") or ()))
        and is_within(series.created_time, request, "min_updated_ts", "")
    ]
    return {"series": [_series_fields(context, request, series) for series in chosen]}


def get_series_fee_changes(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetSeriesFeeChanges: the fees of a series never change here."""
    return {"series_fee_change_arr": []}


def get_events(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetEvents, oldest first."""
    query, markets = request.query, markets_by_event(context)
    events, cursor = page_oldest_first(
        request,
        context.exchange.markets.events(),
        lambda event: _is_wanted(event, markets.get(event.ticker, []), request),
    )
    answer: dict[str, Any] = {
        "events": [event_fields(context, event) for event in events],
        "cursor": cursor,
    }
    if query.get("with_nested_markets"):
        for fields in answer["events"]:
            fields["markets"] = nested_markets(context, markets.get(fields["event_ticker"], []))
    if query.get("with_milestones"):
        answer["milestones"] = []
    return answer


def get_event(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetEvent; its markets are beside it, inside it or left out."""
    is_nested, is_excluded = request.query.get("with_nested_markets"), request.query.get("exclude_markets")
    if is_nested and is_excluded:
        raise invalid_parameters("exclude_markets", "does not go with with_nested_markets=true")
    event = context.exchange.markets.event(request.path["event_ticker"])
    all_markets = markets_by_event(context).get(event.ticker, [])
    fields = event_fields(context, event)
    markets = [] if is_excluded else nested_markets(context, all_markets)
    if is_nested:
        return {"event": {**fields, "markets": markets}, "markets": []}
    return {"event": fields, "markets": markets}


def get_event_metadata(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetEventMetadata."""
    event = context.exchange.markets.event(request.path["event_ticker"])
    return {
        "image_url": f"/images/{event.ticker}.webp",
        "settlement_sources": event.terms.get("settlement_sources") or [],
        "market_details": [
            {"market_ticker": market.ticker, "image_url": f"/images/{market.ticker}.webp", "color_code": _COLOR}
            for market in markets_by_event(context).get(event.ticker, [])
        ],
    }


def _series_fields(context: HandlerContext, request: CheckedRequest, series: Series) -> dict[str, Any]:
    """A series as the spec's Series; its `terms` add fields that the engine doesn't have."""
    markets = [market for market in context.exchange.markets.all() if market.series_ticker == series.ticker]
    fields: dict[str, Any] = {
        "tags": [],
        "settlement_sources": [],
        "contract_url": "",
        "contract_terms_url": "",
        "additional_prohibitions": [],
        **series.terms,
        "ticker": series.ticker,
        "frequency": series.frequency,
        "title": series.title,
        "category": series.category,
        "categories": _categories(series),
        "fee_type": series.fee_type,
        "fee_multiplier": float(series.fee_multiplier),
        "last_updated_ts": time(series.created_time),
        "exchange_index": _first_shard(markets),
    }
    if request.operation.operation_id == "GetSeriesList" and not request.query.get("include_product_metadata"):
        fields.pop("product_metadata", None)
    if request.query.get("include_volume"):
        fields["volume_fp"] = count(total_volume([context.exchange.markets.get(market.ticker) for market in markets]))
    return fields


def _first_shard(markets: list[Market]) -> int:
    """The shard of the first market: a shard belongs to a market, so that of a series is only approximate."""
    return markets[0].exchange_index if markets else 0


def _categories(series: Series) -> list[str]:
    return list(series.terms.get("categories") or [series.category])


def event_fields(context: HandlerContext, event: Event) -> dict[str, Any]:
    """An event as the spec's EventData; its `terms` add fields that the engine doesn't have."""
    return {
        "sub_title": "",
        "collateral_return_type": "",
        "mutually_exclusive": False,
        "settlement_sources": [],
        **event.terms,
        "event_ticker": event.ticker,
        "series_ticker": event.series_ticker,
        "title": event.title,
        "category": context.exchange.markets.series(event.series_ticker).category,
        "last_updated_ts": time(event.created_time),
        "exchange_index": event.exchange_index,
    }


def nested_markets(context: HandlerContext, markets: list[Market]) -> list[dict[str, Any]]:
    """Those of an event's markets that are not historical, as the spec's Market."""
    live = [market for market in markets if not is_archived_market(context, market)]
    return [market_fields(context.exchange.markets.get(market.ticker)) for market in live]


def markets_by_event(context: HandlerContext) -> dict[str, list[Market]]:
    """The markets of each event that has any."""
    markets: dict[str, list[Market]] = {}
    for market in context.exchange.markets.all():
        markets.setdefault(market.event_ticker, []).append(market)
    return markets


def _is_wanted(event: Event, markets: list[Market], request: CheckedRequest) -> bool:
    """Whether an event passes the filters of GetEvents; multivariate events have an operation of their own."""
    query, tickers = request.query, split(request.query.get("tickers"))
    return (
        query.get("series_ticker") in (None, "", event.series_ticker)
        and (not tickers or event.ticker in tickers)
        and query.get("status") in (None, _status(markets))
        and _closes_late_enough(markets, request)
        and is_within(event.created_time, request, "min_updated_ts", "")
        and not any(is_multivariate(market) for market in markets)
    )


def _status(markets: list[Market]) -> str:
    """An event's status: that of its most active market, `unopened` without markets."""
    statuses = {market.status for market in markets}
    if statuses & {"active", "inactive"}:
        return "open"
    if not statuses or "initialized" in statuses:
        return "unopened"
    return "closed" if statuses & {"closed", "determined"} else "settled"


def _closes_late_enough(markets: list[Market], request: CheckedRequest) -> bool:
    """Whether one of the event's markets closes later than the request's bound, if there is one."""
    if "min_close_ts" not in request.query:
        return True
    return any(is_within(market.close_time, request, "min_close_ts", "") for market in markets)


HANDLERS: dict[str, LiveHandler] = {
    "GetSeries": get_series,
    "GetSeriesList": get_series_list,
    "GetSeriesFeeChanges": get_series_fee_changes,
    "GetEvents": get_events,
    "GetEvent": get_event,
    "GetEventMetadata": get_event_metadata,
}
