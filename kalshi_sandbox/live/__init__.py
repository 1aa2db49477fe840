"""HTTP answers of the live exchange: operations that the engine answers, in the formats of the spec."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TypeVar

from ..answers import Answer, Handler
from ..engine import EngineRejection
from ..validation import CheckedRequest
from . import (
    account,
    block_trades,
    candlesticks,
    catalogue,
    combos,
    communications,
    exchange_status,
    fcm,
    groups,
    history,
    keys,
    market_data,
    orders,
    portfolio,
    rfq_batches,
    series_and_events,
    shards,
)
from .context import HandlerContext, LiveHandler, as_error_answer
from .keys import check_scope
from .market_cache import MarketCache

AnyHandler = TypeVar("AnyHandler")


def collected(tables: Iterable[Mapping[str, AnyHandler]]) -> dict[str, AnyHandler]:
    """Merge the tables; an operation must only be in one."""
    handlers: dict[str, AnyHandler] = {}
    for table in tables:
        twice = handlers.keys() & table.keys()
        if twice:
            raise ValueError(f"two live handlers of {', '.join(sorted(twice))}")
        handlers.update(table)
    return handlers


_MODULES = (
    account,
    block_trades,
    candlesticks,
    catalogue,
    combos,
    communications,
    exchange_status,
    fcm,
    groups,
    history,
    keys,
    market_data,
    orders,
    portfolio,
    rfq_batches,
    series_and_events,
    shards,
)
HANDLERS = collected(module.HANDLERS for module in _MODULES)


def live_handlers(context: HandlerContext, seed: int = 0) -> dict[str, Handler]:
    """The handlers of all live operations, for `Answers.handlers`.

    Args:
        context: What they share.
        seed: Seed of how long market data is repeated.
    """
    cache = MarketCache(context.behaviour, seed)
    return {name: answering(context, handler, cache) for name, handler in HANDLERS.items()}


def answering(context: HandlerContext, handler: LiveHandler, cache: MarketCache | None = None) -> Handler:
    """Wrap a live handler: it gets the exchange to itself, and rejections become error answers.

    Args:
        context: What handlers share.
        handler: The handler.
        cache: Repeats its answers, None for always new ones.
    """

    def answer(request: CheckedRequest) -> Answer:
        key = context.keys.keys.get(request.access_key_id or "")
        if key is not None:
            check_scope(key, request.operation)
        with context.exchange.clock.lock:
            try:
                if cache is None or request.account in context.without_lag:
                    return Answer(request.operation.status, handler(context, request, request.account))
                make = partial(handler, context, request, request.account)
                return Answer(request.operation.status, cache.answer(request, context.now(), make))
            except EngineRejection as rejection:
                raise as_error_answer(rejection) from None

    return answer


__all__ = ["HANDLERS", "HandlerContext", "LiveHandler", "answering", "collected", "live_handlers"]
