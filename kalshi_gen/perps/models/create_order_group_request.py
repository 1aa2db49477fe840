from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from ...runtime.bounds import Decimals, Range, Unit
from ...runtime.field_rules import FieldRule
from ...runtime.model import ExactModel
from ...types import UNSET, Unset


class CreateOrderGroupRequest(ExactModel, kw_only=True):
    """Body of a request to create an order group; the limit is given as an integer or as a decimal string.
    Give at least one of `contracts_limit` and `contracts_limit_fp`. Where more than one of
    `contracts_limit` and `contracts_limit_fp` are given, they must be the same number.
    """

    _field_rules = (
        FieldRule("at_least_one_of", ("contracts_limit", "contracts_limit_fp")),
        FieldRule("equal", ("contracts_limit", "contracts_limit_fp")),
    )

    subaccount: Annotated[int, Range(minimum=0)] | Unset = UNSET
    """Subaccount of the group: 0 is the primary account, 1 to 63 are numbered subaccounts. A key
    restricted to a subaccount must leave it out or pass its own.
    """

    contracts_limit: Annotated[int, Range(minimum=1)] | Unset = UNSET
    """Most contracts the group may match in any 15 seconds, as a whole number of at least 1. It must equal
    `contracts_limit_fp` when both are sent.
    """

    contracts_limit_fp: Annotated[Decimal, Unit("contracts"), Decimals(2)] | None | Unset = UNSET
    """Most contracts the group may match in any 15 seconds, with two decimals at most. It must equal
    `contracts_limit` when both are sent; null counts as not sent. `None` is sent as null.
    """

    exchange_index: int | Unset = UNSET
    """Number of the markets that the group is for: all its orders must be in markets whose
    `exchange_index` is the same. The exchange uses 0 when it is left out.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            subaccount: int | None | Unset = UNSET,
            contracts_limit: int | None | Unset = UNSET,
            contracts_limit_fp: Decimal | int | str | None | Unset = UNSET,
            exchange_index: int | None | Unset = UNSET,
        ) -> None: ...
