from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, AwareDatetime, Unset
from ..models.exit_trigger_kind import ExitTriggerKind
from ..models.exit_trigger_leg import ExitTriggerLeg
from ..models.exit_trigger_reason import ExitTriggerReason
from ..models.exit_trigger_status import ExitTriggerStatus


class ExitTrigger(Model, kw_only=True):
    """An exit trigger on a position: a bracket or a trailing stop, with its prices, its state and what it
    has closed.
    """

    id: str
    """Id of the trigger."""

    ticker: str
    """Ticker of the market of the position."""

    kind: ExitTriggerKind
    """Kind of the trigger: `bracket` or `trailing`."""

    status: ExitTriggerStatus
    """State of the trigger: `pending_on_entry`, `active`, `filled`, `failed`, `canceled` or `unknown`."""

    status_reason: ExitTriggerReason | Unset = UNSET
    """Why the trigger ended; absent while it has not."""

    triggered_leg: ExitTriggerLeg | Unset = UNSET
    """Half of the bracket that fired last: `stop_loss` or `take_profit`; absent until one has."""

    triggered_order_id: str | Unset = UNSET
    """Id of the order that the trigger placed when it fired last. A trigger that follows an order keeps it
    when it goes back to waiting, so it does not mean that the trigger is done.
    """

    anchor_order_id: str | Unset = UNSET
    """Id of the order that the trigger follows. It is cleared once that order has ended; tell triggers
    apart by `client_trigger_id`.
    """

    client_trigger_id: str | Unset = UNSET
    """The caller's own id, as sent when the trigger was added."""

    stop_loss_price: Decimal | Unset = UNSET
    """Mark price at which the stop-loss fires, in US dollars for one contract. Brackets only."""

    take_profit_price: Decimal | Unset = UNSET
    """Mark price at which the take-profit fires, in US dollars for one contract. Brackets only."""

    trail_amount: Decimal | Unset = UNSET
    """Distance of the trailing stop, in US dollars for one contract. Trailing stops only."""

    trail_bps: int | Unset = UNSET
    """Distance of the trailing stop, in basis points (1/10,000) of `watermark_price`. Trailing stops only."""

    watermark_price: Decimal | Unset = UNSET
    """Best liquidation mark since the trigger was set, in US dollars for one contract: the highest for a
    long position, the lowest for a short one. Trailing stops only.
    """

    effective_stop_price: Decimal | Unset = UNSET
    """Mark at which the trailing stop fires, in US dollars for one contract: `watermark_price` less the
    distance for a long position, plus the distance for a short one. Trailing stops only.
    """

    count: Decimal
    """Contracts that the trigger closes when it fires; 0 means the entire position."""

    filled_count: Decimal
    """Contracts that the trigger has closed so far, over all the times that it fired."""

    created_time: AwareDatetime
    """UTC time at which the trigger was created."""

    updated_time: AwareDatetime
    """UTC time of the latest change of the trigger."""
