from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from ...runtime.bounds import Decimals, Length, Range, Unit
from ...runtime.field_rules import FieldRule
from ...runtime.model import ExactModel
from ...types import UNSET, Unset
from ..models.exit_trigger_kind import ExitTriggerKind


class SetCrossExitTriggerRequest(ExactModel, kw_only=True):
    """An exit trigger for a position that is not isolated. A bracket takes a stop-loss price, a
    take-profit price or both; a trailing stop takes one distance and needs `kind` set to `trailing`.
    Give at most one of `count` and `anchor_order_id`. Give at most one of `anchor_order_id`,
    `trail_amount` and `trail_bps`. Give at least one of `stop_loss_price`, `take_profit_price`,
    `trail_amount` and `trail_bps`. Give at most one of `stop_loss_price`, `trail_amount` and
    `trail_bps`. Give at most one of `take_profit_price`, `trail_amount` and `trail_bps`.
    """

    _field_rules = (
        FieldRule("at_most_one_of", ("count", "anchor_order_id")),
        FieldRule("at_most_one_of", ("anchor_order_id", "trail_amount", "trail_bps")),
        FieldRule("at_least_one_of", ("stop_loss_price", "take_profit_price", "trail_amount", "trail_bps")),
        FieldRule("at_most_one_of", ("stop_loss_price", "trail_amount", "trail_bps")),
        FieldRule("at_most_one_of", ("take_profit_price", "trail_amount", "trail_bps")),
    )

    count: Annotated[Decimal, Unit("contracts"), Decimals(0)] | Unset = UNSET
    """Contracts that the trigger closes when it fires, a whole number. It covers the entire position when
    it is left out, and is refused then if another trigger covers a part of it.
    """

    anchor_order_id: str | Unset = UNSET
    """Id of an order that the trigger follows: it waits for the first fill, and closes as many contracts
    as the order has filled. For a bracket only. 409 with the code `anchor_order_unavailable` means that
    the order could not be checked and that nothing was written; it is safe to send the request again.
    """

    client_trigger_id: Annotated[str, Length(maximum=64)] | Unset = UNSET
    """The caller's own id for the trigger, at most 64 characters. It must be sent with `count` or
    `anchor_order_id`, and is refused without them. An id that is sent again returns the trigger that it
    made, even a canceled one; for another subaccount or market it gives 409 with the code
    `idempotency_key_already_used`.
    """

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
            count: Decimal | int | str | None | Unset = UNSET,
            anchor_order_id: str | None | Unset = UNSET,
            client_trigger_id: str | None | Unset = UNSET,
            kind: ExitTriggerKind | None | Unset = UNSET,
            stop_loss_price: Decimal | int | str | None | Unset = UNSET,
            take_profit_price: Decimal | int | str | None | Unset = UNSET,
            trail_amount: Decimal | int | str | None | Unset = UNSET,
            trail_bps: int | None | Unset = UNSET,
        ) -> None: ...
