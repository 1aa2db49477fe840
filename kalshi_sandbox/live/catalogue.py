"""What surrounds the markets: tags, milestones, live data, incentives. Most of it is empty, since nobody makes any."""

from __future__ import annotations

from typing import Any

from ..engine.rejection import not_found
from ..error_answers import ErrorAnswer, invalid_parameters
from ..validation import CheckedRequest
from .context import HandlerContext, LiveHandler
from .pages import page


def _no_page(field: str, cursor: str = "cursor") -> LiveHandler:
    """Answer an empty list with a cursor."""

    def answer(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
        nothing: list[Any] = []
        items, following = page(request, nothing)
        return {field: items, cursor: following}

    return answer


def _none_of(kind: str, parameter: str) -> LiveHandler:
    """Reject the look-up of something that there is none of, with 404."""

    def answer(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
        raise not_found(kind, request.path[parameter], f"the sandbox has no {kind.replace('_', ' ')}")

    return answer


def get_tags(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetTagsForSeriesCategories: the tags of the series."""
    tags: dict[str, set[str]] = {}
    for series in context.exchange.markets.all_series():
        tags.setdefault(series.category, set()).update(series.terms.get("tags") or ())
    return {"tags_by_categories": {category: sorted(named) for category, named in sorted(tags.items())}}


def get_sports(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetFiltersForSports."""
    return {"filters_by_sports": {}, "sport_ordering": []}


def get_live_datas(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetLiveDatas: unknown milestones have no entry."""
    return {"live_datas": []}


def get_forecast_history(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetEventForecastPercentilesHistory: the event has no forecast."""
    context.exchange.markets.event(request.path["ticker"])
    return {"forecast_history": []}


def reject_city(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Reject a city, none of which has a temperature index.

    Raises:
        ErrorAnswer: With 400.
    """
    raise invalid_parameters("city", f"{request.path['city']} has no temperature index")


def get_volume_progress(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetAccountApiUsageLevelVolumeProgress: the job that computes it doesn't run here."""
    return {"volume_progress": []}


def upgrade(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer UpgradeAccountApiUsageLevel: it takes an order, and every account has its tier already.

    Raises:
        ErrorAnswer: With 403 if the account has no order.
    """
    if not context.exchange.orders.of(account):
        raise ErrorAnswer(403, "forbidden", "forbidden", "none of the account's latest 100 orders came through the API")


HANDLERS: dict[str, LiveHandler] = {
    "GetAccountApiUsageLevelVolumeProgress": get_volume_progress,
    "GetEventFeeChanges": _no_page("event_fee_changes"),
    "GetEventForecastPercentilesHistory": get_forecast_history,
    "GetEventLiveData": _none_of("live_data", "event_ticker"),
    "GetFiltersForSports": get_sports,
    "GetGameStats": _none_of("milestone", "milestone_id"),
    "GetIncentivePrograms": _no_page("incentive_programs", "next_cursor"),
    "GetLiveData": _none_of("milestone", "milestone_id"),
    "GetLiveDataByMilestone": _none_of("milestone", "milestone_id"),
    "GetLiveDatas": get_live_datas,
    "GetMilestone": _none_of("milestone", "milestone_id"),
    "GetMilestones": _no_page("milestones"),
    "GetStructuredTarget": _none_of("structured_target", "structured_target_id"),
    "GetStructuredTargets": _no_page("structured_targets"),
    "GetTagsForSeriesCategories": get_tags,
    "GetWeatherIndex": reject_city,
    "GetWeatherIndexCalibrations": reject_city,
    "UpgradeAccountApiUsageLevel": upgrade,
}
