"""How a quote on an RFQ comes about, is accepted, confirmed and executed, or withdrawn."""

from __future__ import annotations

from datetime import timedelta

from attrs import evolve

from ..engine import EngineRejection, Exchange
from ..engine.fees import FeeSchedule
from ..engine.order import ONE, ZERO
from ..engine.rejection import invalid
from .desk import Desk
from .negotiations import Negotiations, check_market
from .quoting import OUTCOMES, Outcome, Quote, offered_count, taker_side, yes_price

# From a maker's confirmation to the trade.
EXECUTION_DELAY = timedelta(seconds=1)
_PRICE_DECIMALS = 6


def create_quote(desk: Desk, asked: Quote) -> Quote:
    """Quote an open RFQ.

    Args:
        asked: Its terms; id, sizes and times are given here.

    Raises:
        EngineRejection: With 400.
    """
    exchange, negotiations = desk.exchange, desk.part(Negotiations)
    with negotiations.turn(exchange) as now:
        exchange.portfolio.balance(asked.owner.account, subaccount=asked.owner.subaccount)
        rfq = negotiations.rfqs.get(asked.rfq_id)
        if rfq is None or rfq.status != "open":
            raise invalid("rfq_id", f"{asked.rfq_id} is {'closed' if rfq else 'no RFQ'}")
        if rfq.owner.account == asked.owner.account:
            raise invalid("rfq_id", f"{asked.rfq_id} is the caller's own RFQ")
        check_market(exchange, rfq.ticker, "rfq_id")
        _check_bids(exchange, rfq.ticker, asked)
        fees = FeeSchedule.of(exchange.markets.series(exchange.markets.get(rfq.ticker).market.series_ticker))
        quote = evolve(
            asked,
            quote_id=desk.new_id(),
            yes_count=offered_count(rfq, asked.yes_bid, fees),
            no_count=offered_count(rfq, asked.no_bid, fees),
            created_time=now,
            updated_time=now,
        )
        if not quote.yes_count and not quote.no_count:
            raise invalid("rfq_id", f"the target cost of {rfq.rfq_id} buys nothing at these bids")
        negotiations.keep(quote)
        return quote


def delete_quote(desk: Desk, account: str, quote_id: str) -> None:
    """Withdraw the caller's quote, unless it is confirmed or at its end.

    Raises:
        EngineRejection: 404, or 400 for one that can't be withdrawn.
    """
    negotiations = desk.part(Negotiations)
    with negotiations.turn(desk.exchange) as now:
        quote = negotiations.quote(account, quote_id)
        _check_maker(quote, account)
        if quote.status not in ("open", "accepted"):
            raise EngineRejection(400, "quote_not_open", "quote is not open", f"{quote_id} is {quote.status}")
        negotiations.cancel(quote, "deleted", now)


def accept_quote(desk: Desk, account: str, quote_id: str, side: Outcome) -> None:
    """Take one side of a quote on the caller's RFQ; the maker must confirm it then.

    Raises:
        EngineRejection: 404, or 400 for one that can't be accepted.
    """
    negotiations = desk.part(Negotiations)
    with negotiations.turn(desk.exchange) as now:
        quote = negotiations.quote(account, quote_id)
        rfq = negotiations.rfqs[quote.rfq_id]
        if rfq.owner.account != account:
            raise EngineRejection(400, "not_your_rfq", "not your rfq", f"{quote_id}: only the requester can accept it")
        if quote.status != "open":
            raise EngineRejection(400, "quote_not_open", "quote is not open", f"{quote_id} is {quote.status}")
        if other := negotiations.taken(rfq):
            details = f"{other.quote_id} on the same RFQ is {other.status}"
            raise EngineRejection(400, "rfq_already_accepted", "another quote is accepted", details)
        if not quote.offered(side):
            raise invalid("accepted_side", f"{quote_id} offers nothing for {side}")
        check_market(desk.exchange, rfq.ticker, "quote_id")
        negotiations.keep(evolve(quote, status="accepted", accepted_side=side, accepted_time=now, updated_time=now))


def confirm_quote(desk: Desk, account: str, quote_id: str) -> None:
    """Stand by the caller's accepted quote; it executes `EXECUTION_DELAY` later.

    Raises:
        EngineRejection: 404, or 400 for one that can't be confirmed.
    """
    exchange, negotiations = desk.exchange, desk.part(Negotiations)
    with negotiations.turn(exchange) as now:
        quote = negotiations.quote(account, quote_id)
        _check_maker(quote, account)
        if quote.status != "accepted":
            raise EngineRejection(400, "quote_not_accepted", "quote is not accepted", f"{quote_id} is {quote.status}")
        negotiations.keep(evolve(quote, status="confirmed", confirmed_time=now, updated_time=now))
        exchange.clock.call_at(now + EXECUTION_DELAY, lambda: _execute(exchange, negotiations, quote_id))


def _execute(exchange: Exchange, negotiations: Negotiations, quote_id: str) -> None:
    """Trade a confirmed quote, the requester as taker; what forbids the trade cancels the quote instead."""
    quote, now = negotiations.quotes[quote_id], exchange.clock.now()
    rfq, side = negotiations.rfqs[quote.rfq_id], quote.accepted_side
    assert side is not None
    price = yes_price(side, quote.bid(side))
    try:
        taken, made = exchange.blocks.trade(
            rfq.owner, quote.owner, rfq.ticker, taker_side(side), price, quote.offered(side)
        )
    except EngineRejection as refused:
        negotiations.cancel(quote, str(refused), now)
        return
    executed = evolve(
        quote,
        status="executed",
        executed_time=now,
        updated_time=now,
        creator_order_id=made.order.order_id,
        rfq_creator_order_id=taken.order.order_id,
    )
    negotiations.keep(executed)
    negotiations.keep(evolve(rfq, status="closed", is_executed=True, updated_time=now))
    for other in negotiations.on(rfq):
        if other.status == "open":
            negotiations.cancel(other, "another quote was executed", now)


def _check_maker(quote: Quote, account: str) -> None:
    if quote.owner.account != account:
        raise EngineRejection(400, "not_your_quote", "not your quote", f"{quote.quote_id}: only its maker can do that")


def _check_bids(exchange: Exchange, ticker: str, quote: Quote) -> None:
    """Refuse bids that are no prices of the market, and a quote without any."""
    market = exchange.markets.get(ticker).market
    for outcome in OUTCOMES:
        bid = quote.bid(outcome)
        if bid == ZERO:
            continue
        if not ZERO < bid < ONE or round(bid, _PRICE_DECIMALS) != bid:
            raise invalid(f"{outcome}_bid", f"{bid} is not between 0 and 1, with {_PRICE_DECIMALS} decimals at most")
        try:
            market.check_price(yes_price(outcome, bid))
        except EngineRejection:
            raise invalid(f"{outcome}_bid", f"{bid} is not on a tick of {ticker}") from None
    if not quote.yes_bid and not quote.no_bid:
        raise invalid("yes_bid", "is 0, and so is no_bid: a quote needs one of them")
