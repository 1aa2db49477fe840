from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from ....runtime.model import Model
from ....types import UNSET, Unset
from ..models.book_side import BookSide
from ..models.last_update_reason import LastUpdateReason
from ..models.margin_user_order_data_order_source import MarginUserOrderDataOrderSource
from ..models.self_trade_prevention_type import SelfTradePreventionType


class MarginUserOrderData(Model, kw_only=True):
    """The order."""

    order_id: UUID
    """Id of the order."""

    user_id: UUID
    """Your user id."""

    client_order_id: str
    """The id that you gave to the order."""

    ticker: str
    """The market's ticker."""

    side: BookSide
    """Side of your order: `bid` buys, `ask` sells."""

    price: Decimal
    """Limit price of the order, in US dollars per contract."""

    fill_count: Decimal
    """Contracts filled so far."""

    remaining_count: Decimal
    """Contracts still resting."""

    self_trade_prevention_type: SelfTradePreventionType | Unset = UNSET
    """What happens when it would trade with another order of yours."""

    order_group_id: str | Unset = UNSET
    """Id of the order group that it is in, if any."""

    expiration_ts_ms: int | Unset = UNSET
    """When it expires, in Unix milliseconds; absent if it does not."""

    created_ts_ms: int | None
    """When it was created, in Unix milliseconds; it can be null."""

    last_updated_ts_ms: int | Unset = UNSET
    """When it changed last, in Unix milliseconds."""

    last_update_reason: LastUpdateReason | Unset = UNSET
    """Why it changed last, if there is a reason."""

    subaccount_number: int | Unset = UNSET
    """Number of the subaccount; 0 is the primary one."""

    order_source: MarginUserOrderDataOrderSource
    """Who made the order: `system` for a liquidation, an exit trigger or a trailing stop, `user` for any
    other.
    """
