from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from ...runtime.model import Model
from ...types import UNSET, AwareDatetime, Unset
from ..models.book_side import BookSide
from ..models.last_update_reason import LastUpdateReason
from ..models.market_side import MarketSide
from ..models.user_order_data_self_trade_prevention_type import UserOrderDataSelfTradePreventionType
from ..models.user_order_data_status import UserOrderDataStatus


class UserOrderData(Model, kw_only=True):
    """The order."""

    order_id: UUID
    """Id of the order."""

    user_id: UUID
    """Your user id."""

    ticker: str
    """Ticker of the market."""

    exchange_index: int
    """Number of the part of the exchange that trades it."""

    status: UserOrderDataStatus | Unset = UNSET
    """State of the order."""

    side: MarketSide
    """Legacy side. Deprecated; read `outcome_side`."""

    is_yes: bool
    """Whether the legacy side is YES. Deprecated; read `outcome_side`."""

    outcome_side: MarketSide
    """Outcome that the user gains from: `yes` for buying YES or selling NO, else `no`. The price is not
    changed by it.
    """

    book_side: BookSide
    """The same in words of the YES book: `bid` goes with `yes`, `ask` with `no`."""

    yes_price_dollars: Decimal
    """Price of YES, in US dollars per contract."""

    fill_count_fp: Decimal
    """Contracts filled so far."""

    remaining_count_fp: Decimal
    """Contracts still resting."""

    initial_count_fp: Decimal
    """Contracts ordered at first."""

    taker_fill_cost_dollars: Decimal
    """Cost of fills as a taker, in US dollars."""

    maker_fill_cost_dollars: Decimal
    """Cost of fills as a maker, in US dollars."""

    taker_fees_dollars: Decimal
    """Fees of fills as a taker, in US dollars."""

    maker_fees_dollars: Decimal
    """Fees of fills as a maker, in US dollars."""

    client_order_id: str
    """The id that you gave to the order."""

    order_group_id: str | Unset = UNSET
    """Id of the order group."""

    self_trade_prevention_type: UserOrderDataSelfTradePreventionType | Unset = UNSET
    """What happens when it would trade with another order of yours."""

    created_time: AwareDatetime | None | Unset = UNSET
    """When it was created. Deprecated; read `created_ts_ms`."""

    last_update_time: AwareDatetime | Unset = UNSET
    """When it changed last. Deprecated; read `last_updated_ts_ms`."""

    expiration_time: AwareDatetime | Unset = UNSET
    """When it expires. Deprecated; read `expiration_ts_ms`."""

    expiration_ts_ms: int | Unset = UNSET
    """When it expires, in Unix milliseconds."""

    created_ts_ms: int | None
    """When it was created, in Unix milliseconds."""

    last_updated_ts_ms: int | Unset = UNSET
    """When it changed last, in Unix milliseconds."""

    last_update_reason: LastUpdateReason | Unset = UNSET
    """Why it changed last."""

    subaccount_number: int | Unset = UNSET
    """Number of the subaccount; 0 is the primary one."""
