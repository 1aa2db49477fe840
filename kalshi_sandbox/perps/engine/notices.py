"""Notices of corporate actions, and their terms. Money is in US dollars."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from attrs import field, frozen

from .market import Market

ActionType = Literal[
    "cash_dividend", "special_dividend", "spin_off", "stock_split", "final_settlement", "ticker_change"
]
ActionStatus = Literal["scheduled", "cancelled", "applied", "lapsed"]


@frozen(kw_only=True)
class CashTerms:
    """Cash for each contract: above zero, long positions receive it and short ones pay it."""

    cash_per_contract: Decimal
    cash_per_share: Decimal | None = None
    ex_date: date | None = None
    kind: Literal["cash_dividend", "special_dividend", "spin_off"] = "cash_dividend"


@frozen(kw_only=True)
class SplitTerms:
    """`ratio_old` shares become `ratio_new`."""

    ratio_old: Decimal
    ratio_new: Decimal
    ex_date: date | None = None
    kind: Literal["stock_split"] = field(default="stock_split", init=False)


@frozen(kw_only=True)
class FinalSettlementTerms:
    """All positions are closed at a price for one contract."""

    settlement_price_per_contract: Decimal
    settlement_price_per_share: Decimal | None = None
    reason: Literal["bankruptcy", "merger", "delisting", "other"] = "other"
    ex_date: date | None = field(default=None, init=False)
    kind: Literal["final_settlement"] = field(default="final_settlement", init=False)


@frozen(kw_only=True)
class TickerChangeTerms:
    """The market gets another ticker."""

    new_ticker: str
    ex_date: date | None = field(default=None, init=False)
    kind: Literal["ticker_change"] = field(default="ticker_change", init=False)


Terms = CashTerms | SplitTerms | FinalSettlementTerms | TickerChangeTerms


@frozen(kw_only=True)
class CorporateAction:
    """A notice of a corporate action.

    Args:
        ticker: Ticker of the market when the notice was last updated.
        old_ticker: Ticker of the market when the notice was first given.
        execution_time: When it is due; None if it is applied by hand.
    """

    action_id: str
    market: Market = field(repr=False)
    ticker: str
    old_ticker: str
    terms: Terms
    status: ActionStatus
    updated_time: datetime
    execution_time: datetime | None
