"""Markets, order books and trades in the schemas of the spec."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from ..engine import BookView, Market, MarketView, PriceRange, Trade
from ..engine.books import Levels
from ..engine.order import ONE, ZERO
from .formats import count, dollars, time

_UNTIL_EXPECTED_EXPIRATION, _UNTIL_LATEST_EXPIRATION = timedelta(hours=1), timedelta(days=7)


def market_fields(view: MarketView) -> dict[str, Any]:
    """A market as the spec's Market; its `terms` add fields that the engine doesn't have."""
    return {**term_fields(view.market), **_prices(view), **_outcome(view.market)}


def term_fields(market: Market) -> dict[str, Any]:
    """The fields of a market that neither trading nor its outcome changes."""
    return {
        "market_type": "binary",
        "can_close_early": True,
        "notional_value_dollars": dollars(ONE),
        "settlement_bounds_type": "default",
        "expiration_value": "",
        "rules_primary": f"Resolves to Yes if {market.yes_sub_title or market.ticker} comes true.",
        "rules_secondary": "",
        "title": market.yes_sub_title or market.ticker,
        "expected_expiration_time": time(market.close_time + _UNTIL_EXPECTED_EXPIRATION),
        "latest_expiration_time": time(market.close_time + _UNTIL_LATEST_EXPIRATION),
        **market.terms,
        "ticker": market.ticker,
        "event_ticker": market.event_ticker,
        "yes_sub_title": market.yes_sub_title,
        "no_sub_title": market.no_sub_title,
        "created_time": time(market.created_time),
        "updated_time": time(market.updated_time),
        "open_time": time(market.open_time),
        "close_time": time(market.close_time),
        "settlement_timer_seconds": market.settlement_timer_seconds,
        "price_level_structure": market.price_level_structure,
        "price_ranges": [price_range_fields(band) for band in market.price_ranges],
        "exchange_index": market.exchange_index,
    }


def price_range_fields(band: PriceRange) -> dict[str, str]:
    """A price range as the spec's PriceRange."""
    return {"start": dollars(band.start), "end": dollars(band.end), "step": dollars(band.step)}


def _prices(view: MarketView) -> dict[str, str]:
    quote, before = view.quote, view.previous_quote
    return {
        "yes_bid_dollars": dollars(quote.bid),
        "yes_bid_size_fp": count(quote.bid_size),
        "yes_ask_dollars": dollars(quote.ask),
        "yes_ask_size_fp": count(quote.ask_size),
        "no_bid_dollars": dollars(ONE - quote.ask),
        "no_ask_dollars": dollars(ONE - quote.bid),
        "last_price_dollars": dollars(view.last_price or ZERO),
        "previous_yes_bid_dollars": dollars(before.bid),
        "previous_yes_ask_dollars": dollars(before.ask),
        "previous_price_dollars": dollars(view.previous_price or ZERO),
        "volume_fp": count(view.volume),
        "volume_24h_fp": count(view.volume_24h),
        "open_interest_fp": count(view.open_interest),
    }


def _outcome(market: Market) -> dict[str, Any]:
    outcome: dict[str, Any] = {"status": market.status, "result": market.result}
    if market.settlement_value is not None:
        outcome["settlement_value_dollars"] = dollars(market.settlement_value)
    if market.settlement_time is not None:
        outcome["settlement_ts"] = time(market.settlement_time)
    return outcome


def book_fields(book: BookView, *, ascends: bool) -> dict[str, Any]:
    """An order book as the spec's OrderbookCountFp: bids of both sides.

    Args:
        ascends: Whether the best bid is last, otherwise first.
    """
    return {"yes_dollars": _levels(book.yes_bids, ascends), "no_dollars": _levels(book.no_bids, ascends)}


def _levels(levels: Levels, ascends: bool) -> list[list[str]]:
    return [[dollars(price), count(contracts)] for price, contracts in (reversed(levels) if ascends else levels)]


def trade_fields(trade: Trade) -> dict[str, Any]:
    """A trade as the spec's Trade."""
    outcome = "yes" if trade.taker_side == "bid" else "no"
    return {
        "trade_id": trade.trade_id,
        "ticker": trade.ticker,
        "count_fp": count(trade.count),
        "yes_price_dollars": dollars(trade.price),
        "no_price_dollars": dollars(ONE - trade.price),
        "taker_side": outcome,
        "taker_outcome_side": outcome,
        "taker_book_side": trade.taker_side,
        "created_time": time(trade.created_time),
        "is_block_trade": trade.is_block_trade,
    }


def total_volume(views: list[MarketView]) -> Decimal:
    """Contracts traded in several markets together."""
    return sum((view.volume for view in views), ZERO)
