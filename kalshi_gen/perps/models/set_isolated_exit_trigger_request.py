from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from ...runtime.bounds import Decimals, Range, Unit
from ...runtime.field_rules import FieldRule
from ...runtime.model import ExactModel
from ...types import UNSET, Unset
from ..models.exit_trigger_kind import ExitTriggerKind


class SetIsolatedExitTriggerRequest(ExactModel, kw_only=True):
    """An exit trigger for an isolated position. A bracket takes a stop-loss price, a take-profit price or
    both; a trailing stop takes one distance and needs `kind` set to `trailing`. Give at least one of
    `stop_loss_price`, `take_profit_price`, `trail_amount` and `trail_bps`. Give at most one of
    `stop_loss_price`, `trail_amount` and `trail_bps`. Give at most one of `take_profit_price`,
    `trail_amount` and `trail_bps`.
    """

    _field_rules = (
        FieldRule("at_least_one_of", ("stop_loss_price", "take_profit_price", "trail_amount", "trail_bps")),
        FieldRule("at_most_one_of", ("stop_loss_price", "trail_amount", "trail_bps")),
        FieldRule("at_most_one_of", ("take_profit_price", "trail_amount", "trail_bps")),
    )

    kind: ExitTriggerKind | Unset = UNSET
    """Kind of the trigger: `bracket` or `trailing`. The exchange uses `bracket` when it is left out."""

    stop_loss_price: Annotated[Decimal, Unit("US dollars"), Decimals(6), Range(above=0)] | Unset = UNSET
    """Mark price at which the stop-loss fires, in US dollars for one contract; above zero. For a bracket
    only.
    """

    take_profit_price: Annotated[Decimal, Unit("US dollars"), Decimals(6), Range(above=0)] | Unset = UNSET
    """Mark price at which the take-profit fires, in US dollars for one contract; above zero. For a bracket
    only.
    """

    trail_amount: Annotated[Decimal, Unit("US dollars"), Decimals(6)] | Unset = UNSET
    """Distance of a trailing stop, in US dollars for one contract. For a trailing stop only, which takes
    this or `trail_bps`.
    """

    trail_bps: Annotated[int, Range(minimum=1, maximum=9999)] | Unset = UNSET
    """Distance of a trailing stop, in basis points (1/10,000) of the best mark seen since it was set, not
    of the entry price: 1 to 9999. For a trailing stop only, which takes this or `trail_amount`.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            kind: ExitTriggerKind | None | Unset = UNSET,
            stop_loss_price: Decimal | int | str | None | Unset = UNSET,
            take_profit_price: Decimal | int | str | None | Unset = UNSET,
            trail_amount: Decimal | int | str | None | Unset = UNSET,
            trail_bps: int | None | Unset = UNSET,
        ) -> None: ...
