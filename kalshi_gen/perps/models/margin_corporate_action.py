from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, AwareDatetime, Unset
from ..models.margin_corporate_action_status import MarginCorporateActionStatus
from ..models.margin_corporate_action_type import MarginCorporateActionType


class MarginCorporateAction(Model, kw_only=True):
    """A notice of a corporate action on the underlying of a margin market. Unless it is cancelled it has
    one object of terms: `cash` for a dividend or spin-off, `split`, `final_settlement` or
    `ticker_change`.
    """

    id: str
    """Id of the notice, which does not change; a cancellation has the id of what it cancels. In the
    clearing API it is the id of the review.
    """

    market_id: str
    """UUID of the market, which a new ticker does not change."""

    market_ticker: str
    """Ticker of the market that the notice is for."""

    type: MarginCorporateActionType
    """Kind of the corporate action: `cash_dividend`, `special_dividend`, `spin_off`, `stock_split`,
    `final_settlement` or `ticker_change`.
    """

    status: MarginCorporateActionStatus
    """Status of the notice: `scheduled`, `cancelled`, `applied` or `lapsed`."""

    updated_ts: AwareDatetime
    """UTC time of the latest update by clearing."""

    execution_time: AwareDatetime | None | Unset = UNSET
    """UTC time at which the corporate action is due to be executed; null or absent where there is none, as
    in a cancelled notice.
    """

    cash: MarginCorporateActionCashTerms | None | Unset = UNSET
    """Terms of a cash dividend, a special dividend or a cash spin-off; absent from other notices."""

    split: MarginCorporateActionSplitTerms | None | Unset = UNSET
    """Terms of a split; absent from other notices."""

    final_settlement: MarginCorporateActionFinalSettlementTerms | None | Unset = UNSET
    """Terms of a final settlement; absent from other notices."""

    ticker_change: MarginCorporateActionTickerChangeTerms | None | Unset = UNSET
    """Terms of a change of ticker; absent from other notices."""


from ..models.margin_corporate_action_cash_terms import MarginCorporateActionCashTerms
from ..models.margin_corporate_action_final_settlement_terms import MarginCorporateActionFinalSettlementTerms
from ..models.margin_corporate_action_split_terms import MarginCorporateActionSplitTerms
from ..models.margin_corporate_action_ticker_change_terms import MarginCorporateActionTickerChangeTerms
