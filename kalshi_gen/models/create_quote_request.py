from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from ..runtime.bounds import Decimals, Unit
from ..runtime.model import ExactModel
from ..types import UNSET, Unset


class CreateQuoteRequest(ExactModel, kw_only=True):
    """Terms of a quote on an RFQ: one bid for YES and one for NO."""

    rfq_id: str
    """UUID of the RFQ to answer, exactly as received. The exchange answers HTTP 400 to a malformed one."""

    yes_bid: Annotated[Decimal, Unit("US dollars"), Decimals(4)]
    """Price to bid for YES in US dollars per contract, between 0 and 1."""

    no_bid: Annotated[Decimal, Unit("US dollars"), Decimals(4)]
    """Price to bid for NO in US dollars per contract, between 0 and 1."""

    rest_remainder: bool
    """Whether contracts left over once the quote has executed stay on the book as a resting order."""

    post_only: bool | Unset = UNSET
    """When true, the maker's resting order is cancelled where it would otherwise cross and take liquidity.
    The exchange uses false when it is left out.
    """

    subaccount: int | Unset = UNSET
    """Subaccount from which to quote: 0 is the primary account, 1 to 63 are numbered subaccounts."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            rfq_id: str,
            yes_bid: Decimal | int | str,
            no_bid: Decimal | int | str,
            rest_remainder: bool,
            post_only: bool | None | Unset = UNSET,
            subaccount: int | None | Unset = UNSET,
        ) -> None: ...
