"""Live answers: the operations that the engine answers, in the wire formats of the contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from ..answers import Answer, Handler
from ..engine import EngineRejection
from ..validation import CheckedRequest
from . import (
    account,
    candlesticks,
    communications,
    exchange_status,
    groups,
    history,
    keys,
    limits,
    market_data,
    order_reads,
    orders,
    portfolio,
    series_and_events,
    shard_transfers,
)
from .desk import Desk, LiveHandler, refusal
from .market_cache import MarketCache
from .scopes import check_scope


def _collected(tables: Iterable[Mapping[str, LiveHandler]]) -> dict[str, LiveHandler]:
    """All tables in one; an operation that stands in two is a mistake."""
    handlers: dict[str, LiveHandler] = {}
    for table in tables:
        twice = handlers.keys() & table.keys()
        if twice:
            raise ValueError(f"two live handlers of {', '.join(sorted(twice))}")
        handlers.update(table)
    return handlers


_MODULES = (
    account,
    candlesticks,
    communications,
    exchange_status,
    groups,
    history,
    keys,
    limits,
    market_data,
    order_reads,
    orders,
    portfolio,
    series_and_events,
    shard_transfers,
)
HANDLERS = _collected(module.HANDLERS for module in _MODULES)


def live_handlers(desk: Desk, seed: int = 0) -> dict[str, Handler]:
    """What answers each live operation, for `Answers.handlers`.

    Args:
        desk: What they work on.
        seed: Seed of how long market data is repeated.
    """
    cache = MarketCache(desk.behaviour, seed)
    return {name: _answering(desk, handler, cache) for name, handler in HANDLERS.items()}


def _answering(desk: Desk, handler: LiveHandler, cache: MarketCache) -> Handler:
    """A live handler that answers while nothing else happens on the exchange, and refuses as the contract does."""

    def answer(request: CheckedRequest) -> Answer:
        key = desk.keys.keys.get(request.access_key_id or "")
        if key is not None:
            check_scope(key, request.operation)
        with desk.exchange.clock.lock:
            try:
                if request.account in desk.spared:
                    return Answer(request.operation.status, handler(desk, request, request.account))
                make = partial(handler, desk, request, request.account)
                return Answer(request.operation.status, cache.answer(request, desk.now(), make))
            except EngineRejection as refused:
                raise refusal(refused) from None

    return answer


__all__ = ["HANDLERS", "Desk", "LiveHandler", "live_handlers"]
