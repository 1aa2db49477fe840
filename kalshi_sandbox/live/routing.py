"""To which shard of the exchange a request goes."""

from __future__ import annotations

from ..engine.rejection import not_found
from ..refusals import invalid_parameters
from .desk import Desk

BY_TICKER = -1
_DEFAULT_SHARD = 0


def check_market_shard(desk: Desk, exchange_index: int | None, ticker: str) -> None:
    """Refuse a new order that names another shard than its market's; without one it goes where its ticker says.

    Raises:
        EngineRejection: With 400 for a shard that there isn't, 404 for one without the market.
    """
    if exchange_index is None and desk.behaviour.new_orders_need_their_shard:
        exchange_index = _DEFAULT_SHARD
    if exchange_index in (None, BY_TICKER):
        return
    assert exchange_index is not None
    desk.exchange.shards.check(exchange_index)
    if desk.behaviour.wrong_shard_is_not_found and desk.exchange.shards.of(ticker) != exchange_index:
        raise not_found("market", ticker, f"there is no such market on shard {exchange_index}")


def shard_of_order(desk: Desk, exchange_index: int | None, ticker: str | None) -> int | None:
    """The shard on which an order is looked for that a request names by its id; None for all.

    Args:
        exchange_index: What the request names; -1 to go where the ticker says.
        ticker: The order's market, if the request names it.

    Raises:
        Refusal: With 400 for -1 without a ticker.
        EngineRejection: With 400 for a shard that there isn't, 404 for an unknown ticker.
    """
    if exchange_index == BY_TICKER and not ticker:
        raise invalid_parameters("market_ticker", f"required where exchange_index is {BY_TICKER}")
    if exchange_index not in (None, BY_TICKER):
        assert exchange_index is not None
        desk.exchange.shards.check(exchange_index)
    if not desk.behaviour.wrong_shard_is_not_found:
        return None
    if exchange_index not in (None, BY_TICKER):
        return exchange_index
    return desk.exchange.shards.of(ticker) if ticker else _DEFAULT_SHARD


def shard_of_group(desk: Desk, exchange_index: int | None) -> int:
    """The shard on which an order group lives or is looked for: 0 unless the request names one.

    Raises:
        EngineRejection: With 400 for a shard that there isn't.
    """
    shard = _DEFAULT_SHARD if exchange_index in (None, BY_TICKER) else exchange_index
    assert shard is not None
    desk.exchange.shards.check(shard)
    return shard
