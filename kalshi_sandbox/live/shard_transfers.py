"""Cash between shards: transfers, their look-up, and the allocation that the exchange keeps to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..engine import ShardTransfer
from ..engine.rejection import not_found
from ..refusals import invalid_parameters
from ..validation import CheckedRequest
from .desk import Desk, LiveHandler, dollars, page, seconds
from .lagging import drawn

_CENTICENTS = Decimal("0.0001")
_INSTANCE = "event_contract"
_RESERVATION = "sum"


class Reservations:
    """What each account wants kept for its resting orders; their collateral is never moved here, whatever that is."""

    def __init__(self) -> None:
        self.of_account: dict[str, str] = {}


def transfer_between_shards(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """IntraExchangeInstanceTransfer: what leaves a shard arrives on the other a little later."""
    body = request.body
    for field in ("source", "destination"):
        if body[field] != _INSTANCE:
            raise invalid_parameters(field, f"there is no {body[field]} exchange here")
    desk.check_unlocked(request)
    takes = drawn(desk.behaviour.transfer_delay, f"{account}/transfer/{len(desk.exchange.shards.transfers(account))}")
    transfer_id = desk.exchange.shards.transfer(
        account,
        body["amount"] * _CENTICENTS,
        source=(body.get("source_exchange_shard", 0), body.get("source_subaccount", 0)),
        destination=(body.get("destination_exchange_shard", 0), body.get("destination_subaccount", 0)),
        client_transfer_id=body.get("client_transfer_id") or "",
        transit_time=takes,
    )
    return {"transfer_id": transfer_id}


def get_transfers(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetIntraExchangeInstanceTransfers: newest first."""
    numbered = list(enumerate(desk.exchange.shards.transfers(account)))[::-1]
    items, cursor = page(request, numbered, lambda item: item[0])
    return {"transfers": [_fields(desk, made) for _, made in items], "cursor": cursor}


def get_transfer(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetIntraExchangeInstanceTransfer."""
    transfer_id = request.path["transfer_id"]
    made = next((each for each in desk.exchange.shards.transfers(account) if each.transfer_id == transfer_id), None)
    if made is None or desk.behaviour.transfers_are_not_found:
        raise not_found("transfer", transfer_id)
    return {"transfer": _fields(desk, made)}


def get_allocation(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetTargetBalanceAllocation."""
    kept = desk.exchange.shards.allocation(account)
    return {
        "allocations": [{"exchange_index": shard, "percent": percent} for shard, percent in kept.items()],
        "resting_margin_reservation": desk.part(Reservations).of_account.get(account, _RESERVATION),
    }


def set_allocation(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """SetTargetBalanceAllocation."""
    desk.check_unlocked(request)
    wanted = request.body["allocations"]
    percents = {item["exchange_index"]: item["percent"] for item in wanted}
    if len(percents) < len(wanted):
        raise invalid_parameters("allocations", "a shard is named twice")
    desk.exchange.shards.allocate(account, percents)
    desk.part(Reservations).of_account[account] = request.body.get("resting_margin_reservation", _RESERVATION)
    return {}


def _fields(desk: Desk, made: ShardTransfer) -> dict[str, Any]:
    fields = {
        "transfer_id": made.transfer_id,
        "source": _INSTANCE,
        "destination": _INSTANCE,
        "source_exchange_shard": made.source_shard,
        "destination_exchange_shard": made.destination_shard,
        "amount": dollars(made.amount),
        "status": "complete" if made.arrival_time <= desk.now() else "pending",
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
