"""Messages on markets that anyone may get: changes of order books and trades."""

from __future__ import annotations

from datetime import UTC
from functools import partial
from typing import Any, NamedTuple

from ..engine import BookDelta, Fill, Trade
from ..engine.order import ONE
from ..live.desk import count, dollars, milliseconds, seconds
from .messages import Message, plain
from .mirror import Mirror
from .subscription import Subscription


class Cause(NamedTuple):
    """Whose order changed a book."""

    account: str
    subaccount: int
    client_order_id: str


class _DeltaShape(NamedTuple):
    uses_yes_price: bool
    is_own: bool


def cause_of(delta: BookDelta, taker: Fill | None) -> Cause:
    """Who caused a change of a book.

    Args:
        taker: The fill of whoever took the order, None where the order's own owner changed it.
    """
    owner = taker.owner if taker else delta.order.owner
    return Cause(*owner, (taker or delta.order).client_order_id)


def delta_message(delta: BookDelta, mirror: Mirror, cause: Cause, *, has_clock: bool) -> Message[_DeltaShape]:
    """A change of a book, with what only who caused it gets to know."""
    is_ask = delta.side == "ask"

    def shape_of(reader: Subscription) -> _DeltaShape:
        return _DeltaShape(not is_ask or reader.uses_yes_price, reader.is_for(cause.account, cause.subaccount))

    def body_of(shape: _DeltaShape) -> dict[str, Any]:
        body: dict[str, Any] = {
            "market_ticker": delta.ticker,
            "market_id": mirror.market_id,
            **({"clock": delta.clock} if has_clock else {}),
            "price_dollars": dollars(delta.price if shape.uses_yes_price else ONE - delta.price),
            "delta_fp": count(delta.change),
            "side": "no" if is_ask else "yes",
            "ts": delta.time.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z",
            "ts_ms": milliseconds(delta.time),
        }
        if shape.is_own and cause.client_order_id:
            body["client_order_id"] = cause.client_order_id
        if shape.is_own and cause.subaccount:
            body["subaccount"] = cause.subaccount
        return body

    return Message("orderbook_delta", shape_of, body_of)


def snapshot_message(mirror: Mirror, *, has_clock: bool) -> Message[bool]:
    """A whole book, as it stands now."""
    return Message(
        "orderbook_snapshot", lambda reader: reader.uses_yes_price, partial(mirror.snapshot_body, has_clock=has_clock)
    )


def unknown_snapshot(ticker: str) -> Message[None]:
    """What comes in place of the book of a market that there isn't."""
    return plain("orderbook_snapshot", {"market_ticker": ticker, "market_id": ""})


def trade_body(trade: Trade) -> dict[str, Any]:
    """A trade as the contract's `msg` of it."""
    outcome = "yes" if trade.taker_side == "bid" else "no"
    return {
        "trade_id": trade.trade_id,
        "market_ticker": trade.ticker,
        "yes_price_dollars": dollars(trade.price),
        "no_price_dollars": dollars(ONE - trade.price),
        "count_fp": count(trade.count),
        "taker_side": outcome,
        "taker_outcome_side": outcome,
        "taker_book_side": trade.taker_side,
        "is_block_trade": trade.is_block_trade,
        "ts": seconds(trade.created_time),
        "ts_ms": milliseconds(trade.created_time),
    }
