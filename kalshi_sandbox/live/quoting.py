"""Requests for quotes and the quotes on them: what they are, and what they come to in contracts."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_FLOOR, Decimal
from typing import Literal

from attrs import frozen

from ..engine import Owner
from ..engine.fees import FeeSchedule, rounded_up
from ..engine.order import ONE, ZERO, Side

RFQStatus = Literal["open", "closed"]
QuoteStatus = Literal["open", "accepted", "confirmed", "executed", "cancelled"]
Outcome = Literal["yes", "no"]
OUTCOMES: tuple[Outcome, ...] = ("yes", "no")

_CONTRACT_STEP = Decimal("0.01")


@frozen(kw_only=True)
class RFQ:
    """A request for quotes as it stands at one moment. Money is in US dollars.

    Args:
        count: Contracts asked for; None where the target cost sizes it.
        target_cost: What the requester wants to pay; None where the count sizes it.
        target_cost_excludes_fees: Whether taker fees come on top of the target cost.
        obscures_creator: Whether others don't see whose it is until a quote has executed.
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
    """A maker's bids on an RFQ as they stand at one moment.

    Args:
        yes_bid: What the maker pays for yes in US dollars a contract; 0 for no bid.
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
    """The side on which a requester trades who takes a bid: to take the bid for yes is to sell yes."""
    return "ask" if accepted == "yes" else "bid"


def yes_price(outcome: Outcome, bid: Decimal) -> Decimal:
    """A bid for an outcome as the price of yes, in US dollars."""
    return bid if outcome == "yes" else ONE - bid


def offered_count(rfq: RFQ, bid: Decimal, fees: FeeSchedule) -> Decimal:
    """Contracts that a bid offers: those asked for, or as many as the target cost pays at 1 minus the bid.

    Args:
        rfq: What the bid answers.
        bid: US dollars a contract for either outcome; 0 offers nothing.
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
        cost = count * price + rounded_up(fees.exact(count, price, is_taker=True))
        # Rounding the fee up can cost the last hundredth of a contract.
        count -= _CONTRACT_STEP if cost > rfq.target_cost else ZERO
    return count
