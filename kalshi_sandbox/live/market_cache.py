"""A cache of market data, like that of the content network in front of the exchange."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from ..behaviour import Behaviour
from ..validation import CheckedRequest
from .lag import drawn

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
_MAX_ANSWERS = 1_000

Key = tuple[str, str]


class MarketCache:
    """Repeats recent answers to the same requests.

    Args:
        behaviour: How long answers are repeated.
        seed: Seed of how long each is repeated.
    """

    def __init__(self, behaviour: Behaviour, seed: int) -> None:
        self._span = behaviour.market_lag
        self._for_lists = timedelta(seconds=behaviour.market_list_cache)
        self._seed = seed
        self._answers: dict[Key, tuple[datetime, Any]] = {}

    def answer(self, request: CheckedRequest, now: datetime, make: Callable[[], Any]) -> Any:
        """The cached answer to a request, else a new one.

        Args:
            request: The request.
            now: The exchange's time.
            make: Makes a new answer.
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
        if len(self._answers) >= _MAX_ANSWERS:
            self._answers = {each: kept for each, kept in self._answers.items() if kept[0] > now}
        self._answers[key] = now + lasts, answer
