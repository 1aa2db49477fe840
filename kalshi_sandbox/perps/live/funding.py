"""Funding rates, the payments that they caused, and premiums."""

from __future__ import annotations

from datetime import date
from typing import Any

from ...error_answers import invalid_parameters
from ...live.filters import between
from ...live.formats import dollars, time
from ...validation import CheckedRequest
from .context import PerpsContext, PerpsHandler
from .fields import payment_fields, point_fields, rate_fields

_HOUR = 3_600


def get_history(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetMarginFundingHistory: newest first. A ticker that is no market's has none."""
    first, last = (date.fromisoformat(request.query[name]) for name in ("start_date", "end_date"))
    ticker = request.query.get("ticker") or None
    payments = context.exchange.funding.payments(account, subaccount=context.shared.subaccount_filter(request))
    return {
        "funding_history": [
            payment_fields(payment)
            for payment in reversed(payments)
            if ticker in (None, payment.rate.ticker) and first <= payment.rate.time.date() <= last
        ]
    }


def get_rates(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetMarginHistoricalFundingRates: newest first. A ticker that is no market's has none."""
    ticker = request.query.get("ticker") or None
    return {
        "funding_rates": [
            rate_fields(rate)
            for rate in reversed(context.exchange.funding.rates())
            if ticker in (None, rate.ticker) and between(rate.time, request, "start_ts", "end_ts")
        ]
    }


def get_estimate(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetMarginFundingRateEstimate."""
    estimate = context.exchange.funding.estimate(request.query["ticker"])
    fields: dict[str, Any] = {
        "market_ticker": estimate.market.ticker,
        "computed_time": time(estimate.computed_time),
        "funding_rate": float(estimate.rate),
        "mark_price": dollars(estimate.mark_price),
        "next_funding_time": time(estimate.next_time),
    }
    if estimate.premium is not None:
        fields["premium_index"] = dollars(estimate.premium)
    if estimate.premium_time is not None:
        fields["premium_index_ts"] = time(estimate.premium_time)
    return fields


def get_premiums(context: PerpsContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetMarginPremiumIndex."""
    start, end = request.query["start_ts"], request.query["end_ts"]
    if not start < end <= start + _HOUR:
        raise invalid_parameters("end_ts", f"{end} is not after start_ts by an hour at most")
    points = context.exchange.funding.premiums(request.query["ticker"], start, end)
    return {"points": [point_fields(moment, premium) for moment, premium in points]}


HANDLERS: dict[str, PerpsHandler] = {
    "GetMarginFundingHistory": get_history,
    "GetMarginFundingRateEstimate": get_estimate,
    "GetMarginHistoricalFundingRates": get_rates,
    "GetMarginPremiumIndex": get_premiums,
}
