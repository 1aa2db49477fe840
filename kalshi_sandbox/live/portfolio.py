"""An account's balance, positions, fills and settlements, and the value of its resting orders."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ..engine import Balance, Fill, Position
from ..error_answers import invalid_parameters
from ..validation import CheckedRequest
from .context import HandlerContext, LiveHandler
from .filters import between, split
from .formats import cents, dollars, seconds
from .pages import page
from .portfolio_fields import event_position_fields, fill_fields, position_fields, settlement_fields

ZERO, ONE = Decimal(0), Decimal(1)
_COUNT_FILTERS = {"position": "count", "total_traded": "total_traded"}
_MAX_TICKERS = 100
_ALL_SHARDS = -1


def get_balance(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetBalance."""
    subaccount = context.subaccount(request, request.query.get("subaccount"))
    balance = context.portfolio(request).balance(account, subaccount=subaccount)
    wanted = request.query.get("exchange_index", _ALL_SHARDS)
    reported = enumerate(reported_on(context, balance))
    cash = {shard: each for shard, each in reported if wanted in (_ALL_SHARDS, shard)}
    total = sum(cash.values(), ZERO)
    in_cents = cash[0] if wanted == _ALL_SHARDS and context.behaviour.balance_is_of_shard_0 else total
    answer: dict[str, Any] = {
        "balance": cents(in_cents),
        "balance_dollars": dollars(total),
        "portfolio_value": cents(sum((balance.portfolio_value_on[shard] for shard in cash), ZERO)),
        "updated_ts": seconds(balance.updated_time),
    }
    if context.keys.subaccount_of(request.access_key_id) is None:
        answer["balance_breakdown"] = _by_shard(cash)
    return answer


def reported_on(context: HandlerContext, balance: Balance) -> tuple[Decimal, ...]:
    """The balance that is reported of each shard."""
    return balance.cash_on if context.behaviour.resting_orders_reduce_balance else balance.total_on


def get_positions(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetPositions: a page of market positions, with their events."""
    query = request.query
    status = query.get("settlement_status", "unsettled")
    fields = _count_filter(query.get("count_filter"))
    events = split(query.get("event_ticker"))
    if len(events) > 1:
        raise invalid_parameters("event_ticker", "one ticker only")
    subaccount = context.subaccount(request, query.get("subaccount"))
    markets = {market.ticker: market for market in context.exchange.markets.all()}

    def is_wanted(position: Position) -> bool:
        market = markets[position.ticker]
        is_settled = market.status == "finalized"
        return (
            (status == "all" or is_settled == (status == "settled"))
            and query.get("ticker") in (None, "", position.ticker)
            and (not events or market.event_ticker == events[0])
            and (not fields or any(getattr(position, field) for field in fields))
            and not (is_settled and context.is_historical(position.last_update_time))
            and query.get("exchange_index") in (None, market.exchange_index)
        )

    positions = context.portfolio(request).positions(account, subaccount=subaccount)
    wanted = [item for item in positions if is_wanted(item)]
    if status != "unsettled":
        wanted.sort(key=lambda position: (markets[position.ticker].event_ticker, position.ticker))
    items, cursor = page(request, wanted, listing=f"/{status}")
    by_event: dict[str, list[Position]] = {}
    for position in items:
        by_event.setdefault(markets[position.ticker].event_ticker, []).append(position)
    return {
        "market_positions": [position_fields(position, markets[position.ticker].exchange_index) for position in items],
        "event_positions": [event_position_fields(event, held) for event, held in by_event.items()],
        "cursor": cursor,
    }


def get_fills(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetFills: newest first; without those before the historical cutoff."""
    query = request.query
    tickers, subaccount = split(query.get("ticker")), context.subaccount_filter(request)
    if len(tickers) > _MAX_TICKERS:
        raise invalid_parameters("ticker", f"more than {_MAX_TICKERS} tickers")

    def is_wanted(fill: Fill) -> bool:
        return (
            (not tickers or fill.ticker in tickers)
            and query.get("order_id") in (None, "", fill.order_id)
            and subaccount in (None, fill.owner.subaccount)
            and between(fill.created_time, request)
            and not context.is_historical(fill.created_time)
            and query.get("exchange_index") in (None, context.exchange.shards.of(fill.ticker))
        )

    # The number of a fill never changes, so that a page begins where the last one ended.
    fills = context.orders(request).fills(account)
    numbered = [(at, fill) for at, fill in enumerate(fills) if is_wanted(fill)]
    items, cursor = page(request, numbered[::-1], lambda item: item[0])
    names_trade = context.behaviour.fills_name_the_trade
    return {
        "fills": [
            fill_fields(fill, context.exchange.shards.of(fill.ticker), names_trade=names_trade) for _, fill in items
        ],
        "cursor": cursor,
    }


def get_settlements(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetSettlements: newest first; without those before the historical cutoff."""
    query = request.query
    events, subaccount = split(query.get("event_ticker")), context.subaccount_filter(request)
    if len(events) > 1:
        raise invalid_parameters("event_ticker", "one ticker only")
    numbered = [
        (at, item)
        for at, item in enumerate(context.portfolio(request).settlements(account))
        if query.get("ticker") in (None, "", item.ticker)
        and (not events or item.event_ticker == events[0])
        and subaccount in (None, item.owner.subaccount)
        and between(item.settled_time, request)
        and not context.is_historical(item.settled_time)
    ]
    items, cursor = page(request, numbered[::-1], lambda item: item[0])
    return {
        "settlements": [settlement_fields(item, context.exchange.shards.of(item.ticker)) for _, item in items],
        "cursor": cursor,
    }


def get_resting_order_value(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetPortfolioRestingOrderTotalValue: each order at its limit, yes for a bid and no for an ask."""
    subaccount = context.subaccount_filter(request)
    values = dict.fromkeys(range(context.exchange.shards.count), ZERO)
    for order in context.orders(request).of(account, status="resting", subaccount=subaccount):
        price = order.price if order.side == "bid" else ONE - order.price
        values[context.exchange.shards.of(order.ticker)] += price * order.remaining_count
    return {
        "total_resting_order_value": cents(sum(values.values(), ZERO)),
        "resting_order_value_breakdown": _by_shard(values),
    }


def _by_shard(amounts: Mapping[int, Decimal]) -> list[dict[str, Any]]:
    return [{"exchange_index": shard, "balance": dollars(amount)} for shard, amount in amounts.items()]


def _count_filter(text: str | None) -> list[str]:
    """The fields of a position of which one must differ from zero."""
    names = split(text)
    for name in names:
        if name not in _COUNT_FILTERS:
            raise invalid_parameters("count_filter", f"{name} is not one of {', '.join(_COUNT_FILTERS)}")
    return [_COUNT_FILTERS[name] for name in names]


HANDLERS: dict[str, LiveHandler] = {
    "GetBalance": get_balance,
    "GetFills": get_fills,
    "GetPortfolioRestingOrderTotalValue": get_resting_order_value,
    "GetPositions": get_positions,
    "GetSettlements": get_settlements,
}
