from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from ..runtime.bounds import Decimals, Range, Unit
from ..runtime.field_rules import FieldRule
from ..runtime.model import ExactModel
from ..types import UNSET, Unset


class UpdateOrderGroupLimitRequest(ExactModel, kw_only=True):
    """Body of a request to change the limit of an order group; one already exceeded by recent matches
    triggers the group at once. Give at least one of `contracts_limit` and `contracts_limit_fp`. Where
    more than one of `contracts_limit` and `contracts_limit_fp` are given, they must be the same number.
    """

    _field_rules = (
        FieldRule("at_least_one_of", ("contracts_limit", "contracts_limit_fp")),
        FieldRule("equal", ("contracts_limit", "contracts_limit_fp")),
    )

    contracts_limit: Annotated[int, Range(minimum=1)] | Unset = UNSET
    """New limit on contracts the group may match in any 15 seconds, as a whole number of at least 1. It
    must equal `contracts_limit_fp` when both are sent.
    """

    contracts_limit_fp: Annotated[Decimal, Unit("contracts"), Decimals(2)] | None | Unset = UNSET
    """New limit on contracts the group may match in any 15 seconds, with two decimals at most. It must
    equal `contracts_limit` when both are sent; null counts as not sent. `None` is sent as null.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            contracts_limit: int | None | Unset = UNSET,
            contracts_limit_fp: Decimal | int | str | None | Unset = UNSET,
        ) -> None: ...
