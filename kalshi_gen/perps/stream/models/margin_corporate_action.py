from __future__ import annotations

from ....runtime.model import Model
from ....types import UNSET, Unset
from ..models.margin_corporate_action_type import MarginCorporateActionType


class MarginCorporateAction(Model, kw_only=True):
    """A corporate action that the exchange has applied to a market, with the terms of its kind alone."""

    id: str
    """Id of the notice, which `GET /margin/corporate_actions` gives as `id` too."""

    market_id: str
    """UUID of the market; a change of ticker does not change it."""

    market_ticker: str
    """Ticker of the market; after a change of ticker, the new one."""

    type: MarginCorporateActionType
    """Kind of the action: `stock_split` has its terms in `split`, `final_settlement` and `ticker_change`
    in the field of their name.
    """

    ts_ms: int
    """When the exchange applied it, in Unix milliseconds."""

    split: MarginCorporateActionSplitTerms | Unset = UNSET
    """Terms of a stock split; absent for other kinds."""

    final_settlement: MarginCorporateActionFinalSettlementTerms | Unset = UNSET
    """Terms of a final settlement; absent for other kinds."""

    ticker_change: MarginCorporateActionTickerChangeTerms | Unset = UNSET
    """Terms of a change of ticker; absent for other kinds."""


from ..models.margin_corporate_action_final_settlement_terms import MarginCorporateActionFinalSettlementTerms
from ..models.margin_corporate_action_split_terms import MarginCorporateActionSplitTerms
from ..models.margin_corporate_action_ticker_change_terms import MarginCorporateActionTickerChangeTerms
