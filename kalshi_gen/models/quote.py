from __future__ import annotations

from decimal import Decimal

from ..models.quote_accepted_side import QuoteAcceptedSide
from ..models.quote_status import QuoteStatus
from ..runtime.model import Model
from ..types import UNSET, AwareDatetime, Unset


class Quote(Model, kw_only=True):
    """A maker's answer to an RFQ: a bid for YES, a bid for NO and the size that each offers. The requester
    accepts one side and the maker then confirms.
    """

    id: str
    """UUID of the quote. Keep and send the string exactly as received."""

    rfq_id: str
    """UUID of the RFQ that the quote answers."""

    creator_id: str
    """Public communications ID of the maker who sent the quote."""

    rfq_creator_id: str
    """Pseudonymous communications ID of the requester. With `obscure_creator_id` set on the RFQ, others
    see one shared placeholder instead (the SHA-256 hex digest of empty input,
    `e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855`); the counterparty sees the real
    id once this quote has executed.
    """

    market_ticker: str
    """Ticker of the market that the quote prices."""

    contracts_fp: Decimal
    """Size of the quote in contracts."""

    yes_bid_dollars: Decimal
    """Price bid for YES in US dollars per contract, between 0 and 1."""

    no_bid_dollars: Decimal
    """Price bid for NO in US dollars per contract, between 0 and 1."""

    created_ts: AwareDatetime
    """UTC time at which the quote was made."""

    updated_ts: AwareDatetime
    """UTC time of the latest change to the quote."""

    status: QuoteStatus
    """State of the quote: `open` can be accepted, `accepted` waits for the maker to confirm, `confirmed`
    waits for execution, `executed` has executed, `cancelled` is withdrawn or void.
    """

    accepted_side: QuoteAcceptedSide | Unset = UNSET
    """Side that the requester accepted: `yes` takes the YES bid, `no` the NO bid. Absent until a side is
    accepted.
    """

    accepted_ts: AwareDatetime | Unset = UNSET
    """UTC time at which the requester accepted; absent until then."""

    confirmed_ts: AwareDatetime | Unset = UNSET
    """UTC time at which the maker confirmed; absent until then."""

    executed_ts: AwareDatetime | Unset = UNSET
    """UTC time at which the quote executed; absent until then."""

    cancelled_ts: AwareDatetime | Unset = UNSET
    """UTC time at which the quote was cancelled; absent unless it was."""

    rest_remainder: bool | Unset = UNSET
    """Whether contracts left over once the quote has executed stay on the book as a resting order."""

    post_only: bool | Unset = UNSET
    """Whether the maker's order may only add liquidity; only the maker itself sees it."""

    cancellation_reason: str | Unset = UNSET
    """Why the quote was cancelled; absent or empty unless it was."""

    creator_user_id: str | Unset = UNSET
    """User id of the maker: a private field, absent where the caller may not see it."""

    rfq_creator_user_id: str | Unset = UNSET
    """User id of the requester: a private field, absent where the caller may not see it."""

    rfq_target_cost_dollars: Decimal | Unset = UNSET
    """Target cost that the RFQ asks for in US dollars, with six decimals at most."""

    target_cost_excludes_fees: bool | Unset = UNSET
    """True where the target cost of the RFQ covers the principal alone: the offered sizes don't account
    for taker fees, which come on top.
    """

    rfq_creator_order_id: str | Unset = UNSET
    """Id of the requester's order: a private field, absent where the caller may not see it."""

    creator_order_id: str | Unset = UNSET
    """Id of the maker's order: a private field, absent where the caller may not see it."""

    creator_subaccount: int | Unset = UNSET
    """Number of the maker's subaccount; only the maker itself sees it."""

    rfq_creator_subaccount: int | Unset = UNSET
    """Number of the requester's subaccount; only the requester itself sees it."""

    yes_contracts_fp: Decimal | Unset = UNSET
    """Size that the YES bid offers in contracts."""

    no_contracts_fp: Decimal | Unset = UNSET
    """Size that the NO bid offers in contracts."""
