"""How a request for quotes comes about and is deleted."""

from __future__ import annotations

from attrs import evolve

from ..engine import EngineRejection
from ..engine.rejection import conflict, not_found
from .desk import Desk
from .negotiations import Negotiations, check_market
from .quoting import RFQ

MOST_OPEN_RFQS = 100


def create_rfq(desk: Desk, asked: RFQ, *, replaces: bool) -> RFQ:
    """Open an RFQ; an account may have one open RFQ a market.

    Args:
        asked: Its terms; id and times are given here.
        replaces: Whether the caller's open RFQs are deleted first.

    Raises:
        EngineRejection: 400 for the market or the subaccount, 409 for one that is open already, or too many.
    """
    negotiations = desk.part(Negotiations)
    with negotiations.turn(desk.exchange) as now:
        desk.exchange.portfolio.balance(asked.owner.account, subaccount=asked.owner.subaccount)
        check_market(desk.exchange, asked.ticker, "market_ticker")
        still_open = [
            rfq
            for rfq in negotiations.rfqs.values()
            if rfq.owner.account == asked.owner.account and rfq.status == "open"
        ]
        if replaces:
            for rfq in still_open:
                _check_deletable(negotiations, rfq)
            for rfq in still_open:
                negotiations.close(rfq, "replaced", now)
        elif same := next((rfq for rfq in still_open if rfq.ticker == asked.ticker), None):
            raise conflict("rfq_already_exists", "rfq already exists", f"{same.rfq_id} is open on {same.ticker}")
        elif len(still_open) >= MOST_OPEN_RFQS:
            raise conflict("too_many_rfqs", "too many rfqs", f"{MOST_OPEN_RFQS} are open, which is the most")
        rfq = evolve(
            asked,
            rfq_id=desk.new_id(),
            created_time=now,
            updated_time=now,
        )
        negotiations.keep(rfq)
        return rfq


def delete_rfq(desk: Desk, account: str, rfq_id: str) -> None:
    """Close the caller's RFQ and cancel the quotes on it.

    Raises:
        EngineRejection: 404, also for another's; 400 for one that is closed, or has a confirmed quote.
    """
    negotiations = desk.part(Negotiations)
    with negotiations.turn(desk.exchange) as now:
        rfq = negotiations.rfq(rfq_id)
        if rfq.owner.account != account:
            raise not_found("rfq", rfq_id, "it is another's")
        if rfq.status != "open":
            raise EngineRejection(400, "rfq_closed", "rfq is closed", rfq_id)
        _check_deletable(negotiations, rfq)
        negotiations.close(rfq, "deleted", now)


def _check_deletable(negotiations: Negotiations, rfq: RFQ) -> None:
    taken = negotiations.taken(rfq)
    if taken is not None and taken.status == "confirmed":
        raise EngineRejection(400, "quote_confirmed", "quote is confirmed", f"{taken.quote_id} is about to execute")
