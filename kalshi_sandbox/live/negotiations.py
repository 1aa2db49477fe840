"""Requests for quotes (RFQs) and the quotes on them: what they are, and how they are made, accepted and executed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Literal

from attrs import evolve, frozen

from ..engine import EngineRejection, Exchange, Owner
from ..engine.fees import FeeSchedule
from ..engine.order import ONE, ZERO, Side
from ..engine.rejection import conflict, invalid, not_found
from .context import HandlerContext

RFQStatus = Literal["open", "closed"]
QuoteStatus = Literal["open", "accepted", "confirmed", "executed", "cancelled"]
Outcome = Literal["yes", "no"]
OUTCOMES: tuple[Outcome, ...] = ("yes", "no")

_CONTRACT_STEP = Decimal("0.01")
_OPEN_STATUSES = ("active", "inactive")
MAX_OPEN_RFQS = 100
# From a maker's confirmation to the trade.
EXECUTION_DELAY = timedelta(seconds=1)
_PRICE_DECIMALS = 6


@frozen(kw_only=True)
class RFQ:
    """A request for quotes at one moment. Money is in US dollars.

    Args:
        count: Contracts asked for; None if there is a target cost.
        target_cost: What the requester wants to pay; None if there is a count.
        target_cost_excludes_fees: Whether taker fees are added to the target cost.
        obscures_creator: Whether the requester is hidden from others until a quote has executed.
    """

    rfq_id: str
    owner: Owner
    ticker: str
    count: Decimal | None = None
    target_cost: Decimal | None = None
    target_cost_excludes_fees: bool = False
    obscures_creator: bool = False
    rest_remainder: bool = False
    status: RFQStatus = "open"
    is_executed: bool = False
    created_time: datetime
    updated_time: datetime
    cancelled_time: datetime | None = None
    cancellation_reason: str = ""


@frozen(kw_only=True)
class Quote:
    """A maker's bids on an RFQ at one moment.

    Args:
        yes_bid: What the maker pays for yes in US dollars per contract; 0 for no bid.
        no_bid: What the maker pays for no.
        yes_count: Contracts that the bid for yes offers.
        no_count: Contracts that the bid for no offers.
        creator_order_id: The maker's order, once executed.
        rfq_creator_order_id: The requester's order, once executed.
    """

    quote_id: str
    rfq_id: str
    owner: Owner
    yes_bid: Decimal
    no_bid: Decimal
    yes_count: Decimal
    no_count: Decimal
    rest_remainder: bool = False
    post_only: bool = False
    status: QuoteStatus = "open"
    accepted_side: Outcome | None = None
    created_time: datetime
    updated_time: datetime
    accepted_time: datetime | None = None
    confirmed_time: datetime | None = None
    executed_time: datetime | None = None
    cancelled_time: datetime | None = None
    cancellation_reason: str = ""
    creator_order_id: str = ""
    rfq_creator_order_id: str = ""

    def bid(self, outcome: Outcome) -> Decimal:
        """The bid for an outcome in US dollars."""
        return self.yes_bid if outcome == "yes" else self.no_bid

    def offered(self, outcome: Outcome) -> Decimal:
        """Contracts that the bid for an outcome offers."""
        return self.yes_count if outcome == "yes" else self.no_count


def taker_side(accepted: Outcome) -> Side:
    """The side of a requester who takes a bid: taking the bid for yes is selling yes."""
    return "ask" if accepted == "yes" else "bid"


def yes_price(outcome: Outcome, bid: Decimal) -> Decimal:
    """A bid for an outcome as the price of yes, in US dollars."""
    return bid if outcome == "yes" else ONE - bid


def offered_count(rfq: RFQ, bid: Decimal, fees: FeeSchedule) -> Decimal:
    """Contracts that a bid offers: those asked for, or as many as the target cost pays at 1 minus the bid.

    Args:
        rfq: What the bid answers.
        bid: US dollars per contract for either outcome; 0 offers nothing.
        fees: Fees of the market.
    """
    if not bid:
        return ZERO
    if rfq.count is not None:
        return rfq.count
    assert rfq.target_cost is not None
    price = ONE - bid
    each = price if rfq.target_cost_excludes_fees else price + fees.exact(ONE, price, is_taker=True)
    count = (rfq.target_cost / each).quantize(_CONTRACT_STEP, ROUND_FLOOR)
    if not rfq.target_cost_excludes_fees and count:
        cost = count * price + fees.charge("bid", count, price, is_taker=True).fee
        # Rounding the fee up can cost the last hundredth of a contract.
        count -= _CONTRACT_STEP if cost > rfq.target_cost else ZERO
    return count


class Negotiations:
    """All RFQs and quotes of an exchange, by id, oldest first."""

    def __init__(self) -> None:
        self.rfqs: dict[str, RFQ] = {}
        self.quotes: dict[str, Quote] = {}
        self._listeners: list[Callable[[RFQ | Quote], None]] = []

    def listen(self, listener: Callable[[RFQ | Quote], None]) -> None:
        """Call a listener with each RFQ and quote that is new or has changed, from now on."""
        self._listeners.append(listener)

    def save(self, item: RFQ | Quote) -> None:
        """Store the current state of an RFQ or quote, and call the listeners."""
        if isinstance(item, RFQ):
            self.rfqs[item.rfq_id] = item
        else:
            self.quotes[item.quote_id] = item
        for listener in self._listeners:
            listener(item)

    @contextmanager
    def exclusive(self, exchange: Exchange) -> Iterator[datetime]:
        """Lock the exchange, after everything that was due. RFQs of markets that have closed are closed first.

        Returns:
            The exchange's time.
        """
        with exchange.clock.lock:
            exchange.run_due()
            for rfq in [rfq for rfq in self.rfqs.values() if rfq.status == "open"]:
                market = exchange.markets.get(rfq.ticker).market
                if market.status not in _OPEN_STATUSES:
                    self.close(rfq, f"market is {market.status}", market.updated_time)
            yield exchange.now()

    def rfq(self, rfq_id: str) -> RFQ:
        """An RFQ of any account.

        Raises:
            EngineRejection: With 404.
        """
        if rfq_id not in self.rfqs:
            raise not_found("rfq", rfq_id)
        return self.rfqs[rfq_id]

    def quote(self, account: str, quote_id: str, rfq_id: str | None = None) -> Quote:
        """A quote of which the caller is the maker or the requester.

        Args:
            account: The caller.
            quote_id: Its id.
            rfq_id: The RFQ that it must be on, if the request names one.

        Raises:
            EngineRejection: With 404.
        """
        quote = self.quotes.get(quote_id)
        if quote is None or rfq_id not in (None, quote.rfq_id) or not self.may_see(account, quote):
            raise not_found("quote", quote_id)
        return quote

    def may_see(self, account: str, quote: Quote) -> bool:
        """Whether an account may see a quote, as its maker or requester."""
        return account in (quote.owner.account, self.rfqs[quote.rfq_id].owner.account)

    def on(self, rfq: RFQ) -> list[Quote]:
        """The quotes on an RFQ."""
        return [quote for quote in self.quotes.values() if quote.rfq_id == rfq.rfq_id]

    def taken(self, rfq: RFQ) -> Quote | None:
        """The accepted or confirmed quote on an RFQ, None if there is none."""
        return next((quote for quote in self.on(rfq) if quote.status in ("accepted", "confirmed")), None)

    def close(self, rfq: RFQ, reason: str, now: datetime) -> None:
        """Close an RFQ, and cancel the quotes on it that are not confirmed."""
        self.save(evolve(rfq, status="closed", cancelled_time=now, cancellation_reason=reason, updated_time=now))
        for quote in self.on(rfq):
            if quote.status in ("open", "accepted"):
                self.cancel(quote, f"rfq was closed: {reason}", now)

    def cancel(self, quote: Quote, reason: str, now: datetime) -> None:
        """Cancel a quote."""
        self.save(evolve(quote, status="cancelled", cancelled_time=now, cancellation_reason=reason, updated_time=now))


def create_rfq(context: HandlerContext, asked: RFQ, *, replaces: bool) -> RFQ:
    """Open an RFQ; an account may have one open RFQ per market.

    Args:
        asked: Its terms, still without id and times.
        replaces: Whether the caller's open RFQs are deleted first.

    Raises:
        EngineRejection: 400 for the market or the subaccount, 409 if one is open already, or too many are.
    """
    negotiations = context.store(Negotiations)
    with negotiations.exclusive(context.exchange) as now:
        context.exchange.portfolio.balance(asked.owner.account, subaccount=asked.owner.subaccount)
        check_market(context.exchange, asked.ticker, "market_ticker")
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
        elif len(still_open) >= MAX_OPEN_RFQS:
            raise conflict("too_many_rfqs", "too many rfqs", f"{MAX_OPEN_RFQS} are open, which is the most")
        rfq = evolve(
            asked,
            rfq_id=context.new_id(),
            created_time=now,
            updated_time=now,
        )
        negotiations.save(rfq)
        return rfq


def delete_rfq(context: HandlerContext, account: str, rfq_id: str) -> None:
    """Close the caller's RFQ, and cancel the quotes on it.

    Raises:
        EngineRejection: 404, also for another account's; 400 if it is closed or has a confirmed quote.
    """
    negotiations = context.store(Negotiations)
    with negotiations.exclusive(context.exchange) as now:
        rfq = negotiations.rfq(rfq_id)
        if rfq.owner.account != account:
            raise not_found("rfq", rfq_id, "it is another's")
        if rfq.status != "open":
            raise EngineRejection(400, "rfq_closed", "rfq is closed", rfq_id)
        _check_deletable(negotiations, rfq)
        negotiations.close(rfq, "deleted", now)


def create_quote(context: HandlerContext, asked: Quote) -> Quote:
    """Make a quote on an open RFQ. It replaces the maker's earlier one.

    Args:
        asked: Its terms, still without id, sizes and times.

    Raises:
        EngineRejection: With 400.
    """
    exchange, negotiations = context.exchange, context.store(Negotiations)
    with negotiations.exclusive(exchange) as now:
        exchange.portfolio.balance(asked.owner.account, subaccount=asked.owner.subaccount)
        rfq = negotiations.rfqs.get(asked.rfq_id)
        if rfq is None or rfq.status != "open":
            raise invalid("rfq_id", f"{asked.rfq_id} is {'closed' if rfq else 'no RFQ'}")
        if rfq.owner.account == asked.owner.account:
            raise invalid("rfq_id", f"{asked.rfq_id} is the caller's own RFQ")
        check_market(exchange, rfq.ticker, "rfq_id")
        _check_bids(exchange, rfq.ticker, asked)
        fees = exchange.markets.fees(rfq.ticker)
        quote = evolve(
            asked,
            quote_id=context.new_id(),
            yes_count=offered_count(rfq, asked.yes_bid, fees),
            no_count=offered_count(rfq, asked.no_bid, fees),
            created_time=now,
            updated_time=now,
        )
        if not quote.yes_count and not quote.no_count:
            raise invalid("rfq_id", f"the target cost of {rfq.rfq_id} buys nothing at these bids")
        for earlier in negotiations.on(rfq):
            if earlier.owner.account == quote.owner.account and earlier.status == "open":
                negotiations.cancel(earlier, "replaced by a new quote", now)
        negotiations.save(quote)
        return quote


def delete_quote(context: HandlerContext, account: str, quote_id: str) -> None:
    """Delete the caller's quote, unless it is confirmed or has ended.

    Raises:
        EngineRejection: 404, or 400 if it can't be deleted.
    """
    negotiations = context.store(Negotiations)
    with negotiations.exclusive(context.exchange) as now:
        quote = negotiations.quote(account, quote_id)
        _check_maker(quote, account)
        if quote.status not in ("open", "accepted"):
            raise EngineRejection(400, "quote_not_open", "quote is not open", f"{quote_id} is {quote.status}")
        negotiations.cancel(quote, "deleted", now)


def accept_quote(context: HandlerContext, account: str, quote_id: str, side: Outcome) -> None:
    """Accept one side of a quote on the caller's RFQ. The maker must then confirm it.

    Raises:
        EngineRejection: 404, or 400 if it can't be accepted.
    """
    negotiations = context.store(Negotiations)
    with negotiations.exclusive(context.exchange) as now:
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
        check_market(context.exchange, rfq.ticker, "quote_id")
        negotiations.save(evolve(quote, status="accepted", accepted_side=side, accepted_time=now, updated_time=now))


def confirm_quote(context: HandlerContext, account: str, quote_id: str) -> None:
    """Confirm the caller's accepted quote. It executes `EXECUTION_DELAY` later.

    Raises:
        EngineRejection: 404, or 400 if it can't be confirmed.
    """
    exchange, negotiations = context.exchange, context.store(Negotiations)
    with negotiations.exclusive(exchange) as now:
        quote = negotiations.quote(account, quote_id)
        _check_maker(quote, account)
        if quote.status != "accepted":
            raise EngineRejection(400, "quote_not_accepted", "quote is not accepted", f"{quote_id} is {quote.status}")
        negotiations.save(evolve(quote, status="confirmed", confirmed_time=now, updated_time=now))
        exchange.clock.call_at(now + EXECUTION_DELAY, lambda: _execute(exchange, negotiations, quote_id))


def check_market(exchange: Exchange, ticker: str, field: str) -> None:
    """Reject negotiations in a market that doesn't exist or isn't active.

    Args:
        field: The request's field that names the market.

    Raises:
        EngineRejection: With 400.
    """
    try:
        market = exchange.markets.get(ticker).market
    except EngineRejection as rejection:
        raise invalid(field, rejection.details) from None
    if market.status != "active":
        raise EngineRejection(400, "market_not_active", "market is not active", f"{ticker} is {market.status}")


def _check_deletable(negotiations: Negotiations, rfq: RFQ) -> None:
    taken = negotiations.taken(rfq)
    if taken is not None and taken.status == "confirmed":
        raise EngineRejection(400, "quote_confirmed", "quote is confirmed", f"{taken.quote_id} is about to execute")


def _execute(exchange: Exchange, negotiations: Negotiations, quote_id: str) -> None:
    """Execute a confirmed quote, with the requester as taker. If the trade is rejected, the quote is canceled."""
    quote, now = negotiations.quotes[quote_id], exchange.clock.now()
    rfq, side = negotiations.rfqs[quote.rfq_id], quote.accepted_side
    assert side is not None
    price = yes_price(side, quote.bid(side))
    try:
        taken, made = exchange.blocks.trade(
            rfq.owner, quote.owner, rfq.ticker, taker_side(side), price, quote.offered(side)
        )
    except EngineRejection as rejection:
        negotiations.cancel(quote, str(rejection), now)
        return
    executed = evolve(
        quote,
        status="executed",
        executed_time=now,
        updated_time=now,
        creator_order_id=made.order.order_id,
        rfq_creator_order_id=taken.order.order_id,
    )
    negotiations.save(executed)
    negotiations.save(evolve(rfq, status="closed", is_executed=True, updated_time=now))
    for other in negotiations.on(rfq):
        if other.status == "open":
            negotiations.cancel(other, "another quote was executed", now)


def _check_maker(quote: Quote, account: str) -> None:
    if quote.owner.account != account:
        raise EngineRejection(400, "not_your_quote", "not your quote", f"{quote.quote_id}: only its maker can do that")


def _check_bids(exchange: Exchange, ticker: str, quote: Quote) -> None:
    """Reject bids that are no prices of the market, and a quote without bids."""
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
