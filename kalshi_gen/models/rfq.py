from __future__ import annotations

from decimal import Decimal

from ..models.rfq_status import RFQStatus
from ..runtime.model import Model
from ..types import UNSET, AwareDatetime, Unset


class RFQ(Model, kw_only=True):
    """A request for quotes on one market, sized in contracts or by a target cost in US dollars."""

    id: str
    """UUID of the RFQ. Keep and send the string exactly as received."""

    creator_id: str
    """Pseudonymous communications ID of the requester. With `obscure_creator_id` set, others see one
    shared placeholder instead (the SHA-256 hex digest of empty input,
    `e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855`) until a quote has executed; the
    requester always sees its own id.
    """

    market_ticker: str
    """Ticker of the market on which quotes are wanted."""

    contracts_fp: Decimal
    """Number of contracts asked for."""

    target_cost_dollars: Decimal | Unset = UNSET
    """Target cost of the RFQ in US dollars, with six decimals at most."""

    target_cost_excludes_fees: bool | Unset = UNSET
    """True where the target cost covers the principal alone: offered sizes don't account for taker fees,
    which come on top.
    """

    status: RFQStatus
    """State of the RFQ: `open` takes quotes, `closed` takes none."""

    created_ts: AwareDatetime
    """UTC time at which the RFQ was made."""

    mve_collection_ticker: str | Unset = UNSET
    """Multivariate event collection from which the market comes, by its ticker; absent for other markets."""

    mve_selected_legs: list[MveSelectedLeg] | Unset = UNSET
    """Legs that make up the combo market within its multivariate event collection; absent for other
    markets.
    """

    rest_remainder: bool | Unset = UNSET
    """Whether contracts left over once the RFQ has executed stay on the book as a resting order."""

    cancellation_reason: str | Unset = UNSET
    """Why the RFQ was cancelled; absent or empty unless it was."""

    creator_user_id: str | Unset = UNSET
    """User id of the requester: a private field, absent where the caller may not see it."""

    creator_subaccount: int | Unset = UNSET
    """Number of the requester's subaccount; only the requester itself sees it."""

    cancelled_ts: AwareDatetime | Unset = UNSET
    """UTC time at which the RFQ was cancelled; absent unless it was."""

    updated_ts: AwareDatetime | Unset = UNSET
    """UTC time of the latest change to the RFQ."""


from ..models.mve_selected_leg import MveSelectedLeg
