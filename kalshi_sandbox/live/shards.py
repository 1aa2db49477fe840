"""Shards: which one a request means, cash that moves between them, and its allocation."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..engine import ShardTransfer
from ..engine.rejection import not_found
from ..error_answers import invalid_parameters
from ..validation import CheckedRequest
from .context import HandlerContext, LiveHandler
from .formats import dollars, seconds
from .lag import drawn
from .pages import page

BY_TICKER = -1
_DEFAULT_SHARD = 0
_CENTICENTS = Decimal("0.0001")
_INSTANCE = "event_contract"
_RESERVATION = "sum"


class Reservations:
    """The `resting_margin_reservation` of each account. It has no effect: collateral is never moved."""

    def __init__(self) -> None:
        self.of_account: dict[str, str] = {}


def check_market_shard(context: HandlerContext, exchange_index: int | None, ticker: str) -> None:
    """Reject a new order that names another shard than its market's. Without a shard, it goes to that of its ticker.

    Raises:
        EngineRejection: With 400 for an unknown shard, 404 for one without the market.
    """
    if exchange_index is None and context.behaviour.new_orders_need_their_shard:
        exchange_index = _DEFAULT_SHARD
    if exchange_index in (None, BY_TICKER):
        return
    assert exchange_index is not None
    context.exchange.shards.check(exchange_index)
    if context.behaviour.wrong_shard_is_not_found and context.exchange.shards.of(ticker) != exchange_index:
        raise not_found("market", ticker, f"there is no such market on shard {exchange_index}")


def shard_of_order(context: HandlerContext, exchange_index: int | None, ticker: str | None) -> int | None:
    """The shard on which to look for an order by its id; None for all.

    Args:
        exchange_index: The shard that the request names; -1 for that of the ticker.
        ticker: The order's market, if the request names it.

    Raises:
        ErrorAnswer: With 400 for -1 without a ticker.
        EngineRejection: With 400 for an unknown shard, 404 for an unknown ticker.
    """
    if exchange_index == BY_TICKER and not ticker:
        raise invalid_parameters("market_ticker", f"required where exchange_index is {BY_TICKER}")
    if exchange_index not in (None, BY_TICKER):
        assert exchange_index is not None
        context.exchange.shards.check(exchange_index)
    if not context.behaviour.wrong_shard_is_not_found:
        return None
    if exchange_index not in (None, BY_TICKER):
        return exchange_index
    return context.exchange.shards.of(ticker) if ticker else _DEFAULT_SHARD


def shard_of_group(context: HandlerContext, exchange_index: int | None) -> int:
    """The shard of an order group: 0 unless the request names one.

    Raises:
        EngineRejection: With 400 for an unknown shard.
    """
    shard = _DEFAULT_SHARD if exchange_index in (None, BY_TICKER) else exchange_index
    assert shard is not None
    context.exchange.shards.check(shard)
    return shard


def transfer_between_shards(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """IntraExchangeInstanceTransfer within the exchange of event contracts.

    The cash leaves a shard immediately and arrives on the other a little later.
    """
    body = request.body
    context.check_unlocked(request)
    transit_time = drawn(
        context.behaviour.transfer_delay, f"{account}/transfer/{len(context.exchange.shards.transfers(account))}"
    )
    transfer_id = context.exchange.shards.transfer(
        account,
        body["amount"] * _CENTICENTS,
        source=(body.get("source_exchange_shard", 0), body.get("source_subaccount", 0)),
        destination=(body.get("destination_exchange_shard", 0), body.get("destination_subaccount", 0)),
        client_transfer_id=body.get("client_transfer_id") or "",
        transit_time=transit_time,
    )
    return {"transfer_id": transfer_id}


def get_transfers(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetIntraExchangeInstanceTransfers: newest first."""
    numbered = list(enumerate(context.exchange.shards.transfers(account)))[::-1]
    items, cursor = page(request, numbered, lambda item: item[0])
    return {"transfers": [_fields(context, made) for _, made in items], "cursor": cursor}


def get_transfer(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetIntraExchangeInstanceTransfer."""
    transfer_id = request.path["transfer_id"]
    made = next((each for each in context.exchange.shards.transfers(account) if each.transfer_id == transfer_id), None)
    if made is None or context.behaviour.transfers_are_not_found:
        raise not_found("transfer", transfer_id)
    return {"transfer": _fields(context, made)}


def get_allocation(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetTargetBalanceAllocation."""
    kept = context.exchange.shards.allocation(account)
    return {
        "allocations": [{"exchange_index": shard, "percent": percent} for shard, percent in kept.items()],
        "resting_margin_reservation": context.store(Reservations).of_account.get(account, _RESERVATION),
    }


def set_allocation(context: HandlerContext, request: CheckedRequest, account: str) -> dict[str, Any]:
    """SetTargetBalanceAllocation."""
    context.check_unlocked(request)
    wanted = request.body["allocations"]
    percentages = {item["exchange_index"]: item["percent"] for item in wanted}
    if len(percentages) < len(wanted):
        raise invalid_parameters("allocations", "a shard is named twice")
    context.exchange.shards.allocate(account, percentages)
    context.store(Reservations).of_account[account] = request.body.get("resting_margin_reservation", _RESERVATION)
    return {}


def _fields(context: HandlerContext, made: ShardTransfer) -> dict[str, Any]:
    fields = {
        "transfer_id": made.transfer_id,
        "source": _INSTANCE,
        "destination": _INSTANCE,
        "source_exchange_shard": made.source_shard,
        "destination_exchange_shard": made.destination_shard,
        "amount": dollars(made.amount),
        "status": "complete" if made.arrival_time <= context.now() else "pending",
        "created_ts": seconds(made.created_time),
    }
    return {**fields, "client_transfer_id": made.client_transfer_id} if made.client_transfer_id else fields


HANDLERS: dict[str, LiveHandler] = {
    "GetIntraExchangeInstanceTransfer": get_transfer,
    "GetIntraExchangeInstanceTransfers": get_transfers,
    "GetTargetBalanceAllocation": get_allocation,
    "IntraExchangeInstanceTransfer": transfer_between_shards,
    "SetTargetBalanceAllocation": set_allocation,
}
