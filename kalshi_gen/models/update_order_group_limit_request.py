from __future__ import annotations

from decimal import Decimal

from ..model import Model
from ..types import UNSET, Unset


class UpdateOrderGroupLimitRequest(Model, kw_only=True):
    """Body of a request to change the limit of an order group; one already exceeded by recent matches
    triggers the group at once.
    """

    contracts_limit: int | Unset = UNSET
    """New limit on contracts the group may match in any 15 seconds, as a whole number of at least 1. It
    must equal `contracts_limit_fp` when both are sent.
    """

    contracts_limit_fp: Decimal | None | Unset = UNSET
    """New limit on contracts the group may match in any 15 seconds, with two decimals at most. It must
    equal `contracts_limit` when both are sent; null counts as not sent.
    """
