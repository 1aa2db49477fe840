"""Block trades: one party proposes a trade to another, and it is made once both have accepted."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from attrs import evolve, frozen

from ..engine import EngineRejection, Owner
from ..engine.order import ONE, ZERO
from ..engine.rejection import invalid, not_found
from ..error_answers import ErrorAnswer, invalid_parameters
from ..validation import CheckedRequest
from .context import HandlerContext, LiveHandler
from .formats import time
from .pages import page_newest_first

Status = Literal["open", "executed", "expired", "failed"]

_MAX_SUBACCOUNT = 63
_CENTI_CENTS = Decimal("0.0001")
_CENTICOUNT = Decimal("0.01")


@frozen(kw_only=True)
class Proposal:
    """A proposed block trade at one moment.

    Args:
        proposer: The account that made it.
        price: US dollars for yes.
        count: Contracts.
        maker_side: The outcome whose holder counts as the maker; `yes` is the buyer's.
        order_ids: The buyer's and the seller's order, once executed.
    """

    proposal_id: str
    proposer: str
    buyer: Owner
    seller: Owner
    ticker: str
    price: Decimal
    count: Decimal
    maker_side: Literal["yes", "no"]
    expiration_time: datetime
    created_time: datetime
    updated_time: datetime
    status: Status = "open"
    buyer_accepted_time: datetime | None = None
    seller_accepted_time: datetime | None = None
    executed_time: datetime | None = None
    order_ids: tuple[str, str] = ("", "")


class Proposals:
    """All proposed block trades, by id, oldest first."""

    def __init__(self) -> None:
        self.by_id: dict[str, Proposal] = {}

    def expire(self, now: datetime) -> None:
        """Expire what is still open after its time."""
        for proposal in self.by_id.values():
            if proposal.status == "open" and proposal.expiration_time <= now:
                lapsed = evolve(proposal, status="expired", updated_time=proposal.expiration_time)
                self.by_id[proposal.proposal_id] = lapsed


def propose(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer ProposeBlockTrade.

    Raises:
        EngineRejection: With 400.
        ErrorAnswer: 400, or 403 if the caller is no party.
    """
    body, exchange = request.body, context.exchange
    parties: dict[str, Owner] = {}
    for side in ("buyer", "seller"):
        _check_subaccount(f"{side}_subaccount", body.get(f"{side}_subaccount"))
        if body.get(f"{side}_subtrader_id"):
            raise invalid_parameters(f"{side}_subtrader_id", "is for FCM members only")
        parties[side] = Owner(body[f"{side}_user_id"], body.get(f"{side}_subaccount") or 0)
    if account not in {owner.account for owner in parties.values()}:
        raise ErrorAnswer(403, "forbidden", "forbidden", "the caller is neither the buyer nor the seller")
    known = set(exchange.accounts.owners())
    for side, owner in parties.items():
        if owner not in known:
            raise invalid(f"{side}_user_id", f"{owner.account}, subaccount {owner.subaccount}: no such account")
    if parties["buyer"].account == parties["seller"].account:
        raise invalid("seller_user_id", "is the buyer")
    now = exchange.now()
    try:
        expires = datetime.fromisoformat(body["expiration_ts"])
    except ValueError:
        raise invalid("expiration_ts", f"{body['expiration_ts']} is no moment of the calendar") from None
    if expires <= now:
        raise invalid("expiration_ts", f"{body['expiration_ts']} is not in the future")
    price = body["price_centi_cents"] * _CENTI_CENTS
    if not ZERO < price < ONE:
        raise invalid("price_centi_cents", f"{body['price_centi_cents']} is not between 0 and 10000")
    try:
        exchange.markets.get(body["market_ticker"]).market.check_price(price)
    except EngineRejection as rejection:
        field = "market_ticker" if rejection.status == 404 else "price_centi_cents"
        raise invalid(field, rejection.details) from None
    proposal = Proposal(
        proposal_id=context.new_id(),
        proposer=account,
        buyer=parties["buyer"],
        seller=parties["seller"],
        ticker=body["market_ticker"],
        price=price,
        count=body["centicount"] * _CENTICOUNT,
        maker_side=body["maker_side"],
        expiration_time=expires,
        created_time=now,
        updated_time=now,
    )
    context.store(Proposals).by_id[proposal.proposal_id] = proposal
    return {"block_trade_proposal_id": proposal.proposal_id}


def get_proposals(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetBlockTradeProposals: those of which the caller is a party, newest first."""
    proposals, query = context.store(Proposals), request.query
    proposals.expire(context.exchange.now())
    items, cursor = page_newest_first(
        request,
        list(proposals.by_id.values()),
        lambda proposal: (
            account in (proposal.buyer.account, proposal.seller.account)
            and query.get("market_ticker") in (None, "", proposal.ticker)
            and query.get("status") in (None, "", proposal.status)
        ),
    )
    return {"block_trade_proposals": [_fields(proposal, account) for proposal in items], "cursor": cursor}


def accept(context: HandlerContext, request: CheckedRequest, account: str) -> None:
    """Answer AcceptBlockTradeProposal: the trade is made when the second party accepts.

    Raises:
        EngineRejection: 404, or 400 if it can't be accepted or the trade can't be made.
        ErrorAnswer: With 400.
    """
    proposals, exchange = context.store(Proposals), context.exchange
    now = exchange.now()
    proposals.expire(now)
    subaccount = request.body.get("subaccount")
    _check_subaccount("subaccount", subaccount)
    if request.body.get("subtrader_id"):
        raise invalid_parameters("subtrader_id", "is for FCM members only")
    proposal_id = request.path["block_trade_proposal_id"]
    proposal = proposals.by_id.get(proposal_id)
    if proposal is None or account not in (proposal.buyer.account, proposal.seller.account):
        raise not_found("block_trade_proposal", proposal_id)
    if proposal.status != "open":
        raise EngineRejection(400, "proposal_not_open", "proposal is not open", f"{proposal_id} is {proposal.status}")
    is_buyer = account == proposal.buyer.account
    owner = proposal.buyer if is_buyer else proposal.seller
    if subaccount not in (None, owner.subaccount):
        raise invalid("subaccount", f"the proposal is for subaccount {owner.subaccount}")
    if is_buyer:
        proposal = evolve(proposal, buyer_accepted_time=proposal.buyer_accepted_time or now, updated_time=now)
    else:
        proposal = evolve(proposal, seller_accepted_time=proposal.seller_accepted_time or now, updated_time=now)
    if proposal.buyer_accepted_time and proposal.seller_accepted_time:
        proposal = _executed(context, proposal, now)
    proposals.by_id[proposal_id] = proposal


def _executed(context: HandlerContext, proposal: Proposal, now: datetime) -> Proposal:
    """The proposal after its trade.

    Raises:
        EngineRejection: With 400 if the trade can't be made; the proposal stays open.
    """
    takes_yes = proposal.maker_side == "no"
    taker, maker = (proposal.buyer, proposal.seller) if takes_yes else (proposal.seller, proposal.buyer)
    side: Literal["bid", "ask"] = "bid" if takes_yes else "ask"
    try:
        taken, made = context.exchange.blocks.trade(taker, maker, proposal.ticker, side, proposal.price, proposal.count)
    except EngineRejection as rejection:
        raise EngineRejection(400, rejection.code, rejection.message, rejection.details, rejection.about) from None
    buyers, sellers = (taken, made) if takes_yes else (made, taken)
    return evolve(
        proposal,
        status="executed",
        executed_time=now,
        order_ids=(buyers.order.order_id, sellers.order.order_id),
    )


def _check_subaccount(field: str, subaccount: int | None) -> None:
    if subaccount is not None and subaccount > _MAX_SUBACCOUNT:
        raise invalid_parameters(field, f"{subaccount} is above the maximum of {_MAX_SUBACCOUNT}")


def _fields(proposal: Proposal, reader: str) -> dict[str, Any]:
    """A proposal as the spec's BlockTradeProposal; each party sees only itself."""
    is_buyer, is_seller = reader == proposal.buyer.account, reader == proposal.seller.account
    times = {
        "buyer_accepted_ts": proposal.buyer_accepted_time,
        "seller_accepted_ts": proposal.seller_accepted_time,
        "executed_ts": proposal.executed_time,
    }
    orders = {}
    if proposal.executed_time is not None:
        buyers, sellers = proposal.order_ids
        orders = {"buyer_order_id": buyers} if is_buyer else {"seller_order_id": sellers}
    return {
        "id": proposal.proposal_id,
        "proposer_user_id": proposal.proposer,
        "buyer_user_id": reader if is_buyer else "",
        "seller_user_id": reader if is_seller else "",
        "market_ticker": proposal.ticker,
        "price_centi_cents": int(proposal.price / _CENTI_CENTS),
        "centicount": int(proposal.count / _CENTICOUNT),
        "maker_side": proposal.maker_side,
        "expiration_ts": time(proposal.expiration_time),
        "status": proposal.status,
        "created_ts": time(proposal.created_time),
        "updated_ts": time(proposal.updated_time),
        "buyer_accepted": proposal.buyer_accepted_time is not None,
        "seller_accepted": proposal.seller_accepted_time is not None,
        **{field: time(moment) for field, moment in times.items() if moment is not None},
        **orders,
    }


HANDLERS: dict[str, LiveHandler] = {
    "AcceptBlockTradeProposal": accept,
    "GetBlockTradeProposals": get_proposals,
    "ProposeBlockTrade": propose,
}
