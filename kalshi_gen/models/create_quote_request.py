from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from ..runtime.bounds import Decimals
from ..runtime.model import Model
from ..types import UNSET, Unset


class CreateQuoteRequest(Model, kw_only=True):
    """Terms of a quote on an RFQ: one bid for YES and one for NO."""

    rfq_id: str
    """UUID of the RFQ to answer, exactly as received. The exchange answers HTTP 400 to a malformed one."""

    yes_bid: Annotated[Decimal, Decimals(4)]
    """Price to bid for YES in US dollars per contract, between 0 and 1."""

    no_bid: Annotated[Decimal, Decimals(4)]
    """Price to bid for NO in US dollars per contract, between 0 and 1."""

    rest_remainder: bool
    """Whether contracts left over once the quote has executed stay on the book as a resting order."""

    post_only: bool | Unset = UNSET
    """When true, the maker's resting order is cancelled where it would otherwise cross and take liquidity.
    The exchange uses false when it is left out.
    """

    subaccount: int | Unset = UNSET
    """Subaccount from which to quote: 0 is the primary account, 1 to 63 are numbered subaccounts."""
