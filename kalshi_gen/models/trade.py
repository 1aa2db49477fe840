from __future__ import annotations

from decimal import Decimal

from ..models.book_side import BookSide
from ..models.trade_taker_outcome_side import TradeTakerOutcomeSide
from ..models.trade_taker_side import TradeTakerSide
from ..runtime.model import Model
from ..types import UNSET, AwareDatetime, Unset


class Trade(Model, kw_only=True):
    """A public trade in a market, without the identities of its parties."""

    trade_id: str
    """Identifier of the trade."""

    ticker: str
    """Ticker of the market traded."""

    count_fp: Decimal
    """Quantity traded, in contracts."""

    yes_price_dollars: Decimal
    """Price of the trade on the YES side, in US dollars per contract between 0 and 1."""

    no_price_dollars: Decimal
    """Price of the trade on the NO side, in US dollars per contract between 0 and 1."""

    taker_side: TradeTakerSide | Unset = UNSET
    """Legacy side of the taker, `yes` or `no`. Deprecated; read `taker_outcome_side` or `taker_book_side`,
    as it may be absent from answers after 14 May 2026.
    """

    taker_outcome_side: TradeTakerOutcomeSide
    """Outcome that the taker gains from: `yes` for buying YES or selling NO, `no` for buying NO or selling
    YES. It states direction only and leaves the price as it is; the maker takes the opposite direction
    at the one trade price.
    """

    taker_book_side: BookSide
    """Side of the YES book the taker traded for: `bid` goes with `taker_outcome_side` `yes`, `ask` with
    `taker_outcome_side` `no`.
    """

    created_time: AwareDatetime
    """UTC time at which the trade took place."""

    is_block_trade: bool
    """True for a block trade agreed away from the book, for example through an RFQ; false when the order
    book matched it.
    """
