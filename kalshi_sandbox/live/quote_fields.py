"""RFQs and quotes as the contract's schemas have them, each as its reader may see it."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from ..engine.order import ZERO
from .desk import count, dollars, time
from .quoting import RFQ, Quote

# What stands for a requester who doesn't want to be seen.
HIDDEN_ID = sha256(b"").hexdigest()


def communications_id(account: str) -> str:
    """The pseudonym under which others see an account's RFQs and quotes."""
    return sha256(f"communications of {account}".encode()).hexdigest()


def rfq_fields(rfq: RFQ, reader: str) -> dict[str, Any]:
    """An RFQ as the contract's RFQ.

    Args:
        reader: The account that reads it: private fields are for the requester alone.
    """
    is_own = rfq.owner.account == reader
    fields: dict[str, Any] = {
        "id": rfq.rfq_id,
        "creator_id": requester_id(rfq, is_shown=is_own or rfq.is_executed),
        "market_ticker": rfq.ticker,
        "contracts_fp": count(rfq.count or ZERO),
        **_target(rfq, "target_cost_dollars"),
        "status": rfq.status,
        "created_ts": time(rfq.created_time),
        "updated_ts": time(rfq.updated_time),
        "rest_remainder": rfq.rest_remainder,
    }
    if rfq.cancelled_time is not None:
        fields |= {"cancelled_ts": time(rfq.cancelled_time), "cancellation_reason": rfq.cancellation_reason}
    if is_own:
        fields |= {"creator_user_id": rfq.owner.account, "creator_subaccount": rfq.owner.subaccount}
    return fields


def quote_fields(quote: Quote, rfq: RFQ, reader: str) -> dict[str, Any]:
    """A quote as the contract's Quote.

    Args:
        rfq: What it answers.
        reader: The account that reads it: each party has private fields of its own.
    """
    is_requester = rfq.owner.account == reader
    taken = quote.accepted_side
    return {
        "id": quote.quote_id,
        "rfq_id": quote.rfq_id,
        "creator_id": communications_id(quote.owner.account),
        "rfq_creator_id": requester_id(rfq, is_shown=is_requester or quote.status == "executed"),
        "market_ticker": rfq.ticker,
        "contracts_fp": count(quote.offered(taken) if taken else rfq.count or ZERO),
        "yes_bid_dollars": dollars(quote.yes_bid),
        "no_bid_dollars": dollars(quote.no_bid),
        "yes_contracts_fp": count(quote.yes_count),
        "no_contracts_fp": count(quote.no_count),
        **_target(rfq, "rfq_target_cost_dollars"),
        "rest_remainder": quote.rest_remainder,
        **_progress(quote),
        **(_requester_fields(quote, rfq) if is_requester else _maker_fields(quote)),
    }


def _progress(quote: Quote) -> dict[str, Any]:
    """A quote's status, and when it came to each that it has had."""
    times = {
        "accepted_ts": quote.accepted_time,
        "confirmed_ts": quote.confirmed_time,
        "executed_ts": quote.executed_time,
        "cancelled_ts": quote.cancelled_time,
    }
    words = {"accepted_side": quote.accepted_side, "cancellation_reason": quote.cancellation_reason}
    return {
        "status": quote.status,
        "created_ts": time(quote.created_time),
        "updated_ts": time(quote.updated_time),
        **{field: time(moment) for field, moment in times.items() if moment is not None},
        **{field: word for field, word in words.items() if word},
    }


def _requester_fields(quote: Quote, rfq: RFQ) -> dict[str, Any]:
    order = {"rfq_creator_order_id": quote.rfq_creator_order_id} if quote.rfq_creator_order_id else {}
    return {"rfq_creator_user_id": rfq.owner.account, "rfq_creator_subaccount": rfq.owner.subaccount, **order}


def _maker_fields(quote: Quote) -> dict[str, Any]:
    order = {"creator_order_id": quote.creator_order_id} if quote.creator_order_id else {}
    return {
        "creator_user_id": quote.owner.account,
        "creator_subaccount": quote.owner.subaccount,
        "post_only": quote.post_only,
        **order,
    }


def requester_id(rfq: RFQ, *, is_shown: bool) -> str:
    """The pseudonym of who asks.

    Args:
        is_shown: Whether the reader may know it also where the requester doesn't want to be seen.
    """
    return HIDDEN_ID if rfq.obscures_creator and not is_shown else communications_id(rfq.owner.account)


def _target(rfq: RFQ, field: str) -> dict[str, Any]:
    if rfq.target_cost is None:
        return {}
    return {field: dollars(rfq.target_cost), "target_cost_excludes_fees": rfq.target_cost_excludes_fees}
