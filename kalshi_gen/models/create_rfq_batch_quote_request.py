from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from ..runtime.bounds import Length
from ..runtime.model import Model
from ..types import UNSET, Unset


class CreateRFQBatchQuoteRequest(Model, kw_only=True):
    """Terms of a batch quote, which prices each child of an RFQ batch once. It replaces the maker's
    earlier one on that batch and can win children for 30 seconds after it is sent.
    """

    quotes: Annotated[list[RFQBatchQuoteEntry], Length(minimum=2, maximum=57)]
    """Bids for the children of the batch, 2 to 57: each child has exactly one entry."""

    rest_remainder: bool
    """Whether contracts left over once a child quote has executed stay on the book as resting orders."""

    post_only: bool | Unset = UNSET
    """When true, the maker's resting orders are cancelled where they would otherwise cross and take
    liquidity. The exchange uses false when it is left out.
    """

    subaccount: int | Unset = UNSET
    """Subaccount from which to quote: 0 is the primary account, 1 to 63 are numbered subaccounts."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            quotes: list[RFQBatchQuoteEntry],
            rest_remainder: bool,
            post_only: bool | None | Unset = UNSET,
            subaccount: int | None | Unset = UNSET,
        ) -> None: ...


from ..models.rfq_batch_quote_entry import RFQBatchQuoteEntry
