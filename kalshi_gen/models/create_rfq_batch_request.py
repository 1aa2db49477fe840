from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from ..runtime.bounds import Decimals, Length, Unit
from ..runtime.field_rules import FieldRule
from ..runtime.model import ExactModel
from ..types import UNSET, Unset


class CreateRFQBatchRequest(ExactModel, kw_only=True):
    """Terms of a new RFQ batch of 2 to 57 combos. Every child is sized in the same way: in contracts or by
    target cost. Give at most one of `contracts_fp` and `target_cost_dollars`.
    """

    _field_rules = (FieldRule("at_most_one_of", ("contracts_fp", "target_cost_dollars")),)

    children: Annotated[list[CreateRFQBatchChild], Length(minimum=2, maximum=57)]
    """The combos to be quoted, 2 to 57 and all different; each becomes a child RFQ."""

    mve_collection_ticker: str | Unset = UNSET
    """Ticker of the collection in which to find or create the combos named by legs. Needed as soon as one
    child uses `selected_markets`.
    """

    contracts_fp: Annotated[Decimal, Unit("contracts"), Decimals(2)] | None | Unset = UNSET
    """Size in contracts, for children without one of their own. Excludes `target_cost_dollars`; one of the
    two is needed unless all children are sized. Null counts as not set. `None` is sent as null.
    """

    target_cost_dollars: Annotated[Decimal, Unit("US dollars"), Decimals(6)] | Unset = UNSET
    """Target cost in US dollars per child, for children without a size of their own. Excludes
    `contracts_fp`; one of the two is needed unless all children are sized.
    """

    target_cost_excludes_fees: bool | Unset = UNSET
    """Whether each child's target cost is principal alone, with taker fees on top, as in
    `CreateRFQRequest`. Needs children that are sized by target cost.
    """

    rest_remainder: bool | Unset = UNSET
    """Has to be false, since the batch executes as a single fill-or-kill and leaves nothing to rest. The
    exchange uses false when it is left out.
    """

    replace_existing: bool | Unset = UNSET
    """Whether the exchange may close the caller's oldest open RFQ batches in favor of this one; it never
    closes single RFQs for that. The exchange uses false when it is left out.
    """

    obscure_creator_id: bool | Unset = UNSET
    """Whether others see a placeholder in place of the requester's communications ID, on the batch and on
    all children, as in `CreateRFQRequest`. The exchange uses false when it is left out.
    """

    client_batch_id: Annotated[str, Length(maximum=64)] | Unset = UNSET
    """The caller's own key for the batch, 64 characters at most. It must differ from those of the caller's
    other batches, including any closed in the past seven days; a repeated key gets HTTP 409.
    """

    subtrader_id: str | Unset = UNSET
    """Subtrader for whom to ask, meant for FCM members alone. They may not create RFQ batches for now."""

    subaccount: int | Unset = UNSET
    """Subaccount for which to ask, for direct members only: 0 is the primary account, 1 to 63 are numbered
    subaccounts.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            children: list[CreateRFQBatchChild],
            mve_collection_ticker: str | None | Unset = UNSET,
            contracts_fp: Decimal | int | str | None | Unset = UNSET,
            target_cost_dollars: Decimal | int | str | None | Unset = UNSET,
            target_cost_excludes_fees: bool | None | Unset = UNSET,
            rest_remainder: bool | None | Unset = UNSET,
            replace_existing: bool | None | Unset = UNSET,
            obscure_creator_id: bool | None | Unset = UNSET,
            client_batch_id: str | None | Unset = UNSET,
            subtrader_id: str | None | Unset = UNSET,
            subaccount: int | None | Unset = UNSET,
        ) -> None: ...


from ..models.create_rfq_batch_child import CreateRFQBatchChild
