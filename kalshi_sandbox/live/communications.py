"""Live answers on requests for quotes and quotes between two accounts."""

from __future__ import annotations

from typing import Any

from ..engine import Owner
from ..refusals import invalid_parameters
from ..validation import CheckedRequest, check_value
from .bounds import is_within
from .desk import Desk, LiveHandler
from .listing import page_newest_first
from .negotiations import Negotiations
from .quote_fields import communications_id, quote_fields, rfq_fields
from .quote_requests import asked_quote, asked_rfq
from .quotes import accept_quote, confirm_quote, create_quote, delete_quote
from .quoting import RFQ, Quote
from .rfqs import create_rfq, delete_rfq

_UUID = {"type": "string", "format": "uuid"}
_RFQ_STATUSES = ("open", "closed")
_QUOTE_STATUSES = ("open", "accepted", "confirmed", "executed", "cancelled")
_USER_FILTERS = ("user_filter", "rfq_user_filter", "quote_creator_user_id", "rfq_creator_user_id")


def get_communications_id(desk: Desk, request: CheckedRequest, account: str) -> Any:
    """Answer GetCommunicationsID."""
    return {"communications_id": communications_id(account)}


def post_rfq(desk: Desk, request: CheckedRequest, account: str) -> Any:
    """Answer CreateRFQ."""
    owner = Owner(account, desk.subaccount(request, request.body.get("subaccount")))
    asked = asked_rfq(request.body, owner, desk.now())
    return {"id": create_rfq(desk, asked, replaces=request.body.get("replace_existing", False)).rfq_id}


def get_rfqs(desk: Desk, request: CheckedRequest, account: str) -> Any:
    """Answer GetRFQs, the newest first."""
    query, subaccount = request.query, desk.subaccount_filter(request)
    _check_status(request, _RFQ_STATUSES)
    _check_user_ids(desk, request, "creator_user_id")
    negotiations = desk.part(Negotiations)
    with negotiations.turn(desk.exchange):
        rfqs, cursor = page_newest_first(
            request,
            list(negotiations.rfqs.values()),
            lambda rfq: (
                query.get("status") in (None, "", rfq.status)
                and query.get("market_ticker") in (None, "", rfq.ticker)
                and _is_of_event(desk, rfq, query.get("event_ticker"))
                and query.get("creator_user_id") in (None, "", rfq.owner.account)
                and (not query.get("user_filter") or rfq.owner.account == account)
                and (subaccount is None or rfq.owner == Owner(account, subaccount))
            ),
        )
    return {"rfqs": [rfq_fields(rfq, account) for rfq in rfqs], "cursor": cursor}


def get_rfq(desk: Desk, request: CheckedRequest, account: str) -> Any:
    """Answer GetRFQ."""
    negotiations, rfq_id = desk.part(Negotiations), _id(request, "rfq_id")
    with negotiations.turn(desk.exchange):
        return {"rfq": rfq_fields(negotiations.rfq(rfq_id), account)}


def remove_rfq(desk: Desk, request: CheckedRequest, account: str) -> Any:
    """Answer DeleteRFQ."""
    rfq_id = _id(request, "rfq_id")
    _check_lock(desk, request, account, desk.part(Negotiations).rfq(rfq_id).owner)
    delete_rfq(desk, account, rfq_id)


def post_quote(desk: Desk, request: CheckedRequest, account: str) -> Any:
    """Answer CreateQuote."""
    check_value(_UUID, "rfq_id", request.body["rfq_id"])
    owner = Owner(account, desk.subaccount(request, request.body.get("subaccount")))
    return {"id": create_quote(desk, asked_quote(request.body, owner, desk.now())).quote_id}


def get_quotes(desk: Desk, request: CheckedRequest, account: str) -> Any:
    """Answer GetQuotes, the newest first: those that the caller made or got; one of the user filters is needed."""
    _check_quote_filters(desk, request)
    negotiations = desk.part(Negotiations)
    with negotiations.turn(desk.exchange):
        quotes, cursor = page_newest_first(
            request,
            list(negotiations.quotes.values()),
            lambda quote: (
                negotiations.sees(account, quote)
                and _is_asked_for(request, quote, negotiations.rfqs[quote.rfq_id], account)
            ),
        )
        fields = [quote_fields(quote, negotiations.rfqs[quote.rfq_id], account) for quote in quotes]
    return {"quotes": fields, "cursor": cursor}


def get_quote(desk: Desk, request: CheckedRequest, account: str) -> Any:
    """Answer GetQuote and GetRFQQuote."""
    negotiations = desk.part(Negotiations)
    with negotiations.turn(desk.exchange):
        quote = _quote(desk, request, account)
        return {"quote": quote_fields(quote, negotiations.rfqs[quote.rfq_id], account)}


def remove_quote(desk: Desk, request: CheckedRequest, account: str) -> Any:
    """Answer DeleteQuote and DeleteRFQQuote."""
    delete_quote(desk, account, _own_quote(desk, request, account).quote_id)


def put_acceptance(desk: Desk, request: CheckedRequest, account: str) -> Any:
    """Answer AcceptQuote and AcceptRFQQuote."""
    quote = _own_quote(desk, request, account)
    accept_quote(desk, account, quote.quote_id, request.body["accepted_side"])


def put_confirmation(desk: Desk, request: CheckedRequest, account: str) -> Any:
    """Answer ConfirmQuote and ConfirmRFQQuote."""
    confirm_quote(desk, account, _own_quote(desk, request, account).quote_id)


def _quote(desk: Desk, request: CheckedRequest, account: str) -> Quote:
    """The quote that the path names, on the RFQ that it names if it does."""
    rfq_id = _id(request, "rfq_id") if "rfq_id" in request.path else None
    return desk.part(Negotiations).quote(account, _id(request, "quote_id"), rfq_id)


def _own_quote(desk: Desk, request: CheckedRequest, account: str) -> Quote:
    """The same, to act on: a key that is locked to a subaccount must be of the caller's one."""
    quote = _quote(desk, request, account)
    for owner in (quote.owner, desk.part(Negotiations).rfqs[quote.rfq_id].owner):
        _check_lock(desk, request, account, owner)
    return quote


def _check_lock(desk: Desk, request: CheckedRequest, account: str, owner: Owner) -> None:
    if owner.account == account:
        desk.subaccount(request, owner.subaccount)


def _id(request: CheckedRequest, name: str) -> str:
    """An id of the path, which must be a UUID."""
    check_value(_UUID, name, request.path[name])
    return str(request.path[name])


def _is_of_event(desk: Desk, rfq: RFQ, event_ticker: str | None) -> bool:
    return not event_ticker or desk.exchange.markets.get(rfq.ticker).market.event_ticker == event_ticker


def _is_asked_for(request: CheckedRequest, quote: Quote, rfq: RFQ, account: str) -> bool:
    query = request.query
    return (
        query.get("status") in (None, "", quote.status)
        and query.get("rfq_id") in (None, "", quote.rfq_id)
        and (not query.get("user_filter") or quote.owner.account == account)
        and (not query.get("rfq_user_filter") or rfq.owner.account == account)
        and query.get("quote_creator_user_id") in (None, "", quote.owner.account)
        and query.get("rfq_creator_user_id") in (None, "", rfq.owner.account)
        and is_within(quote.updated_time, request, "min_ts", "max_ts")
    )


def _check_quote_filters(desk: Desk, request: CheckedRequest) -> None:
    if not any(request.query.get(name) for name in _USER_FILTERS):
        raise invalid_parameters("user_filter", f"one of {', '.join(_USER_FILTERS)} is required")
    if request.query.get("rfq_creator_subtrader_id"):
        raise invalid_parameters("rfq_creator_subtrader_id", "is for FCM members only")
    if request.query.get("rfq_id"):
        check_value(_UUID, "rfq_id", request.query["rfq_id"])
    _check_status(request, _QUOTE_STATUSES)
    _check_user_ids(desk, request, "quote_creator_user_id", "rfq_creator_user_id")


def _check_status(request: CheckedRequest, statuses: tuple[str, ...]) -> None:
    status = request.query.get("status")
    if status and status not in statuses:
        raise invalid_parameters("status", f"{status} is not one of {', '.join(statuses)}")


def _check_user_ids(desk: Desk, request: CheckedRequest, *names: str) -> None:
    """Refuse a user id that is no UUID, unless there is an account of that name."""
    accounts = {owner.account for owner in desk.exchange.accounts.owners()}
    for name in names:
        if request.query.get(name) and request.query[name] not in accounts:
            check_value(_UUID, name, request.query[name])


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
