"""Requests for quotes (RFQs) and quotes between two accounts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from ..engine import Owner
from ..engine.order import ZERO, check_count
from ..error_answers import invalid_parameters
from ..validation import CheckedRequest, check_value
from .context import HandlerContext, LiveHandler
from .filters import is_within
from .formats import count, dollars, time
from .negotiations import (
    RFQ,
    Negotiations,
    Quote,
    accept_quote,
    confirm_quote,
    create_quote,
    create_rfq,
    delete_quote,
    delete_rfq,
)
from .pages import page_newest_first

_UUID = {"type": "string", "format": "uuid"}
_RFQ_STATUSES = ("open", "closed")
_QUOTE_STATUSES = ("open", "accepted", "confirmed", "executed", "cancelled")
_CENTI_CENTS = Decimal("0.0001")
_COST_STEP = Decimal("0.000001")
_MAX_DOLLARS = Decimal(1_000_000_000)
# The pseudonym of a hidden requester.
HIDDEN_ID = sha256(b"").hexdigest()


def get_communications_id(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetCommunicationsID."""
    return {"communications_id": communications_id(account)}


def post_rfq(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer CreateRFQ."""
    owner = Owner(account, context.subaccount(request, request.body.get("subaccount")))
    asked = asked_rfq(request.body, owner, context.now())
    return {"id": create_rfq(context, asked, replaces=request.body.get("replace_existing", False)).rfq_id}


def get_rfqs(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetRFQs, newest first."""
    query, subaccount = request.query, context.subaccount_filter(request)
    _check_status(request, _RFQ_STATUSES)
    _check_user_ids(context, request, "creator_user_id")
    negotiations = context.store(Negotiations)
    with negotiations.exclusive(context.exchange):
        rfqs, cursor = page_newest_first(
            request,
            list(negotiations.rfqs.values()),
            lambda rfq: (
                query.get("status") in (None, "", rfq.status)
                and query.get("market_ticker") in (None, "", rfq.ticker)
                and _is_of_event(context, rfq, query.get("event_ticker"))
                and _is_created_by(
                    context, query.get("creator_user_id"), rfq.owner.account, _requester_id(rfq, account)
                )
                and (not query.get("user_filter") or rfq.owner.account == account)
                and (subaccount is None or rfq.owner == Owner(account, subaccount))
            ),
        )
    return {"rfqs": [rfq_fields(rfq, account) for rfq in rfqs], "cursor": cursor}


def get_rfq(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetRFQ."""
    negotiations, rfq_id = context.store(Negotiations), _id(request, "rfq_id")
    with negotiations.exclusive(context.exchange):
        return {"rfq": rfq_fields(negotiations.rfq(rfq_id), account)}


def remove_rfq(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer DeleteRFQ."""
    rfq_id = _id(request, "rfq_id")
    _check_lock(context, request, account, context.store(Negotiations).rfq(rfq_id).owner)
    delete_rfq(context, account, rfq_id)


def post_quote(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer CreateQuote."""
    check_value(_UUID, "rfq_id", request.body["rfq_id"])
    owner = Owner(account, context.subaccount(request, request.body.get("subaccount")))
    return {"id": create_quote(context, asked_quote(request.body, owner, context.now())).quote_id}


def get_quotes(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetQuotes, newest first: those of which the caller is the maker or the requester."""
    _check_quote_filters(context, request)
    negotiations = context.store(Negotiations)
    with negotiations.exclusive(context.exchange):
        quotes, cursor = page_newest_first(
            request,
            list(negotiations.quotes.values()),
            lambda quote: (
                negotiations.may_see(account, quote)
                and _is_asked_for(context, request, quote, negotiations.rfqs[quote.rfq_id], account)
            ),
        )
        fields = [quote_fields(quote, negotiations.rfqs[quote.rfq_id], account) for quote in quotes]
    return {"quotes": fields, "cursor": cursor}


def get_quote(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetQuote and GetRFQQuote."""
    negotiations = context.store(Negotiations)
    with negotiations.exclusive(context.exchange):
        quote = _quote(context, request, account)
        return {"quote": quote_fields(quote, negotiations.rfqs[quote.rfq_id], account)}


def remove_quote(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer DeleteQuote and DeleteRFQQuote."""
    delete_quote(context, account, _own_quote(context, request, account).quote_id)


def put_acceptance(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer AcceptQuote and AcceptRFQQuote."""
    quote = _own_quote(context, request, account)
    accept_quote(context, account, quote.quote_id, request.body["accepted_side"])


def put_confirmation(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer ConfirmQuote and ConfirmRFQQuote."""
    confirm_quote(context, account, _own_quote(context, request, account).quote_id)


def _quote(context: HandlerContext, request: CheckedRequest, account: str) -> Quote:
    """The quote of the path, which must be on the RFQ of the path if there is one."""
    rfq_id = _id(request, "rfq_id") if "rfq_id" in request.path else None
    return context.store(Negotiations).quote(account, _id(request, "quote_id"), rfq_id)


def _own_quote(context: HandlerContext, request: CheckedRequest, account: str) -> Quote:
    """The quote of the path, for a change: the key must not be locked to another subaccount."""
    quote = _quote(context, request, account)
    for owner in (quote.owner, context.store(Negotiations).rfqs[quote.rfq_id].owner):
        _check_lock(context, request, account, owner)
    return quote


def _check_lock(context: HandlerContext, request: CheckedRequest, account: str, owner: Owner) -> None:
    if owner.account == account:
        context.subaccount(request, owner.subaccount)


def _id(request: CheckedRequest, name: str) -> str:
    """An id of the path, which must be a UUID."""
    check_value(_UUID, name, request.path[name])
    return str(request.path[name])


def _is_of_event(context: HandlerContext, rfq: RFQ, event_ticker: str | None) -> bool:
    return not event_ticker or context.exchange.markets.get(rfq.ticker).market.event_ticker == event_ticker


def _is_created_by(context: HandlerContext, wanted: str | None, account: str, shown_id: str) -> bool:
    """Whether a filter by creator lets an item pass.

    Args:
        wanted: The filter, if there is one.
        account: The creator.
        shown_id: The creator's communications id as the caller sees it.
    """
    by_communications_id = context.behaviour.creator_filters_take_communications_ids
    return not wanted or wanted == (shown_id if by_communications_id else account)


def _is_asked_for(context: HandlerContext, request: CheckedRequest, quote: Quote, rfq: RFQ, account: str) -> bool:
    query, maker = request.query, quote.owner.account
    return (
        query.get("status") in (None, "", quote.status)
        and query.get("rfq_id") in (None, "", quote.rfq_id)
        and (not query.get("user_filter") or maker == account)
        and (not query.get("rfq_user_filter") or rfq.owner.account == account)
        and _is_created_by(context, query.get("quote_creator_user_id"), maker, communications_id(maker))
        and _is_created_by(context, query.get("rfq_creator_user_id"), rfq.owner.account, _requester_id(rfq, account))
        and is_within(quote.updated_time, request, "min_ts", "max_ts")
    )


def _check_quote_filters(context: HandlerContext, request: CheckedRequest) -> None:
    if request.query.get("rfq_creator_subtrader_id"):
        raise invalid_parameters("rfq_creator_subtrader_id", "is for FCM members only")
    if request.query.get("rfq_id"):
        check_value(_UUID, "rfq_id", request.query["rfq_id"])
    _check_status(request, _QUOTE_STATUSES)
    _check_user_ids(context, request, "quote_creator_user_id", "rfq_creator_user_id")


def _check_status(request: CheckedRequest, statuses: tuple[str, ...]) -> None:
    status = request.query.get("status")
    if status and status not in statuses:
        raise invalid_parameters("status", f"{status} is not one of {', '.join(statuses)}")


def _check_user_ids(context: HandlerContext, request: CheckedRequest, *names: str) -> None:
    """Reject a user id that is no UUID, unless an account has that name; a communications id may be any text."""
    if context.behaviour.creator_filters_take_communications_ids:
        return
    accounts = {owner.account for owner in context.exchange.accounts.owners()}
    for name in names:
        if request.query.get(name) and request.query[name] not in accounts:
            check_value(_UUID, name, request.query[name])


def asked_rfq(body: Mapping[str, Any], owner: Owner, now: datetime) -> RFQ:
    """The RFQ of a CreateRFQRequest, with either a number of contracts or a target cost.

    Raises:
        EngineRejection: With 400.
        ErrorAnswer: With 400.
    """
    if body.get("subtrader_id"):
        raise invalid_parameters("subtrader_id", "is for FCM members only")
    contracts, target = _contracts(body), _target(body)
    if (contracts is None) == (target is None):
        fault = "required, or target_cost_dollars" if target is None else "does not go with a target cost"
        raise invalid_parameters("contracts_fp", fault)
    if contracts is not None:
        check_count("contracts_fp", contracts)
        if "target_cost_excludes_fees" in body:
            raise invalid_parameters("target_cost_excludes_fees", "needs a target cost")
    return RFQ(
        rfq_id="",
        owner=owner,
        ticker=body["market_ticker"],
        count=contracts,
        target_cost=target,
        target_cost_excludes_fees=body.get("target_cost_excludes_fees", False),
        obscures_creator=body.get("obscure_creator_id", False),
        rest_remainder=body["rest_remainder"],
        created_time=now,
        updated_time=now,
    )


def asked_quote(body: Mapping[str, Any], owner: Owner, now: datetime) -> Quote:
    """The quote of a CreateQuoteRequest."""
    return Quote(
        quote_id="",
        rfq_id=body["rfq_id"],
        owner=owner,
        yes_bid=Decimal(body["yes_bid"]),
        no_bid=Decimal(body["no_bid"]),
        yes_count=ZERO,
        no_count=ZERO,
        rest_remainder=body["rest_remainder"],
        post_only=body.get("post_only", False),
        created_time=now,
        updated_time=now,
    )


def _contracts(body: Mapping[str, Any]) -> Decimal | None:
    return _consistent(
        contracts=None if body.get("contracts") is None else Decimal(body["contracts"]),
        contracts_fp=None if body.get("contracts_fp") is None else Decimal(body["contracts_fp"]),
    )


def _target(body: Mapping[str, Any]) -> Decimal | None:
    centi_cents, dollars = body.get("target_cost_centi_cents"), body.get("target_cost_dollars")
    target = _consistent(
        target_cost_centi_cents=None if centi_cents is None else centi_cents * _CENTI_CENTS,
        target_cost_dollars=None if dollars is None else Decimal(dollars),
    )
    if target is not None:
        if not ZERO < target <= _MAX_DOLLARS:
            raise invalid_parameters("target_cost_dollars", f"{target} is not above 0 and at most {_MAX_DOLLARS}")
        if target % _COST_STEP:
            raise invalid_parameters("target_cost_dollars", f"{target} has more than six decimals")
    return target


def _consistent(**fields: Decimal | None) -> Decimal | None:
    """The value of one or both of two fields.

    Raises:
        ErrorAnswer: With 400 if they differ.
    """
    given = {name: value for name, value in fields.items() if value is not None}
    if len(set(given.values())) > 1:
        first, second = given
        raise invalid_parameters(second, f"{given[second]} does not agree with {first} {given[first]}")
    return next(iter(given.values()), None)


def communications_id(account: str) -> str:
    """The pseudonym of an account, with which others see its RFQs and quotes."""
    return sha256(f"communications of {account}".encode()).hexdigest()


def rfq_fields(rfq: RFQ, reader: str) -> dict[str, Any]:
    """An RFQ as the spec's RFQ.

    Args:
        reader: The account that reads it; only the requester sees private fields.
    """
    is_own = rfq.owner.account == reader
    fields: dict[str, Any] = {
        "id": rfq.rfq_id,
        "creator_id": _requester_id(rfq, reader),
        "market_ticker": rfq.ticker,
        "contracts_fp": count(rfq.count or ZERO),
        **_target_fields(rfq, "target_cost_dollars"),
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
    """A quote as the spec's Quote.

    Args:
        rfq: The RFQ that it answers.
        reader: The account that reads it; each party has private fields of its own.
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
        **_target_fields(rfq, "rfq_target_cost_dollars"),
        "rest_remainder": quote.rest_remainder,
        **_progress(quote),
        **(_requester_fields(quote, rfq) if is_requester else _maker_fields(quote)),
    }


def _progress(quote: Quote) -> dict[str, Any]:
    """A quote's status, and the time of each status that it has had."""
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


def _requester_id(rfq: RFQ, reader: str) -> str:
    """The pseudonym of the requester as an account reads it in an RFQ."""
    return requester_id(rfq, is_shown=rfq.owner.account == reader or rfq.is_executed)


def requester_id(rfq: RFQ, *, is_shown: bool) -> str:
    """The pseudonym of the requester.

    Args:
        is_shown: Whether the reader sees it even if the requester wants to be hidden.
    """
    return HIDDEN_ID if rfq.obscures_creator and not is_shown else communications_id(rfq.owner.account)


def _target_fields(rfq: RFQ, field: str) -> dict[str, Any]:
    if rfq.target_cost is None:
        return {}
    return {field: dollars(rfq.target_cost), "target_cost_excludes_fees": rfq.target_cost_excludes_fees}


HANDLERS: dict[str, LiveHandler] = {
    "GetCommunicationsID": get_communications_id,
    "CreateRFQ": post_rfq,
    "GetRFQs": get_rfqs,
    "GetRFQ": get_rfq,
    "DeleteRFQ": remove_rfq,
    "CreateQuote": post_quote,
    "GetQuotes": get_quotes,
    "GetQuote": get_quote,
    "GetRFQQuote": get_quote,
    "DeleteQuote": remove_quote,
    "DeleteRFQQuote": remove_quote,
    "AcceptQuote": put_acceptance,
    "AcceptRFQQuote": put_acceptance,
    "ConfirmQuote": put_confirmation,
    "ConfirmRFQQuote": put_confirmation,
}
