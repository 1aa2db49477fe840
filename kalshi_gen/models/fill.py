from __future__ import annotations

from decimal import Decimal

from ..models.book_side import BookSide
from ..models.fill_action import FillAction
from ..models.fill_side import FillSide
from ..models.outcome_side import OutcomeSide
from ..runtime.model import Model
from ..types import UNSET, AwareDatetime, Unset


class Fill(Model, kw_only=True):
    """A full or partial execution of one of the user's orders."""

    fill_id: str
    """Identifier of the fill."""

    exchange_index: int
    """Index of the exchange shard on which the fill took place."""

    trade_id: str
    """Older name of `fill_id`, with the same value."""

    order_id: str
    """Identifier of the order that was filled."""

    ticker: str
    """Ticker of the market the fill is in."""

    market_ticker: str
    """Older name of `ticker`, with the same value."""

    side: FillSide | Unset = UNSET
    """Legacy contract side, `yes` or `no`. Deprecated; read `outcome_side` or `book_side`, as it may be
    absent from answers after 14 May 2026.
    """

    action: FillAction | Unset = UNSET
    """Legacy order action, `buy` or `sell`. Deprecated; read `outcome_side` or `book_side`, as it may be
    absent from answers after 14 May 2026.
    """

    outcome_side: OutcomeSide
    """Outcome that the user gains from through the fill: `yes` for buying YES or selling NO, `no` for
    buying NO or selling YES. It states direction only and leaves the price as it is; both parties trade
    at one price.
    """

    book_side: BookSide
    """Side of the YES book the fill was for: `bid` goes with `outcome_side` `yes`, `ask` with
    `outcome_side` `no`.
    """

    count_fp: Decimal
    """Quantity filled, in contracts."""

    yes_price_dollars: Decimal
    """Price of the fill on the YES side, in US dollars per contract between 0 and 1."""

    no_price_dollars: Decimal
    """Price of the fill on the NO side, in US dollars per contract between 0 and 1."""

    is_taker: bool
    """True when the user's order took liquidity from the book, false when it was the maker."""

    created_time: AwareDatetime | Unset = UNSET
    """UTC time at which the fill took place."""

    fee_cost: Decimal
    """Fee charged on the fill, in US dollars."""

    subaccount_number: int | None | Unset = UNSET
    """Subaccount the fill belongs to: 0 is the primary account, 1 to 63 are numbered subaccounts. It is
    sent for direct users; otherwise null or absent.
    """

    ts: int | Unset = UNSET
    """Time of the fill, in Unix seconds; older form of `created_time`."""
