from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from ..runtime.bounds import Range
from ..runtime.field_rules import FieldRule
from ..runtime.model import Model
from ..types import UNSET, Unset


class AcceptBlockTradeProposalRequest(Model, kw_only=True):
    """Names the subtrader or the subaccount that accepts a block trade proposal. Give at most one of
    `subtrader_id` and `subaccount`.
    """

    _field_rules = (FieldRule("at_most_one_of", ("subtrader_id", "subaccount")),)

    subtrader_id: str | Unset = UNSET
    """Subtrader on whose behalf to accept. Excludes `subaccount`: send at most one of the two."""

    subaccount: Annotated[int, Range(minimum=0)] | Unset = UNSET
    """Subaccount on whose behalf to accept: 0 is the primary account, 1 to 63 are numbered subaccounts.
    Excludes `subtrader_id`.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            subtrader_id: str | None | Unset = UNSET,
            subaccount: int | None | Unset = UNSET,
        ) -> None: ...
