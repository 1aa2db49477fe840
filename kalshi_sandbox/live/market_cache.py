"""Answers with market data that are repeated for a while, as what lies between a client and the exchange does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from ..behaviour import Behaviour
from ..validation import CheckedRequest
from .lagging import drawn

_OPERATIONS = frozenset(
    {
        "BatchGetMarketCandlesticks",
        "GetEvent",
        "GetEvents",
        "GetMarket",
        "GetMarketCandlesticks",
        "GetMarketCandlesticksByEvent",
        "GetMarketOrderbook",
        "GetMarketOrderbooks",
        "GetMarkets",
        "GetTrades",
    }
)
_LIST = "GetMarkets"
_MOST = 1_000

Key = tuple[str, str]


class MarketCache:
    """The answers of the last moments, by what was asked.

    Args:
        behaviour: How long they are repeated.
        seed: Seed of how long each is.
    """

    def __init__(self, behaviour: Behaviour, seed: int) -> None:
        self._span = behaviour.market_lag
        self._for_lists = timedelta(seconds=behaviour.market_list_cache)
        self._seed = seed
        self._answers: dict[Key, tuple[datetime, Any]] = {}

    def answer(self, request: CheckedRequest, now: datetime, make: Callable[[], Any]) -> Any:
        """What the same request was answered a moment ago, else what it is answered now.

        Args:
            request: The request.
            now: The present moment.
            make: Answers it.
        """
        operation = request.operation.operation_id
        if operation not in _OPERATIONS:
            return make()
        key = operation, repr((sorted(request.path.items()), sorted(request.query.items())))
        until, kept = self._answers.get(key, (now, None))
        if until > now:
            return kept
        answer = make()
        lasts = drawn(self._span, f"{self._seed}/{key}/{now.isoformat()}")
        if operation == _LIST:
            lasts = max(lasts, self._for_lists)
        if lasts:
            self._keep(key, now, lasts, answer)
        return answer

    def _keep(self, key: Key, now: datetime, lasts: timedelta, answer: Any) -> None:
        if len(self._answers) >= _MOST:
            self._answers = {each: kept for each, kept in self._answers.items() if kept[0] > now}
        self._answers[key] = now + lasts, answer
