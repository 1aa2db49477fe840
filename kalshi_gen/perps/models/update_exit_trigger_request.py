from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from ...runtime.bounds import Decimals, Range, Unit
from ...runtime.field_rules import FieldRule
from ...runtime.model import ExactModel
from ...types import UNSET, Unset


class UpdateExitTriggerRequest(ExactModel, kw_only=True):
    """New prices of a bracket. Give one at least; one that is left out is cleared. Give at least one of
    `stop_loss_price` and `take_profit_price`.
    """

    _field_rules = (FieldRule("at_least_one_of", ("stop_loss_price", "take_profit_price")),)

    stop_loss_price: Annotated[Decimal, Unit("US dollars"), Decimals(6), Range(above=0)] | Unset = UNSET
    """Mark price at which the stop-loss fires, in US dollars for one contract; above zero. It is cleared
    when it is left out.
    """

    take_profit_price: Annotated[Decimal, Unit("US dollars"), Decimals(6), Range(above=0)] | Unset = UNSET
    """Mark price at which the take-profit fires, in US dollars for one contract; above zero. It is cleared
    when it is left out.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            stop_loss_price: Decimal | int | str | None | Unset = UNSET,
            take_profit_price: Decimal | int | str | None | Unset = UNSET,
        ) -> None: ...
