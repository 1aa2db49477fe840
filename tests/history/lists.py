"""An exchange that answers with the pages of a test."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx

from kalshi_overlay import create_public_client
from kalshi_overlay.client import KalshiPublicClient

NOW = "Thu, 01 Oct 2026 12:00:00 GMT"
CUTOFF = "2026-01-01T00:00:00Z"


def trade(number: int, created: str = "2026-09-30T12:00:00Z") -> dict[str, Any]:
    """A trade, as JSON."""
    return {
        "trade_id": f"t{number}",
        "ticker": "KXA-26-T1",
        "count_fp": "1.00",
        "yes_price_dollars": "0.4000",
        "no_price_dollars": "0.6000",
        "taker_outcome_side": "yes",
        "taker_book_side": "bid",
        "created_time": created,
        "is_block_trade": False,
    }


class Lists:
    """The answers of an exchange.

    Args:
        answers: What the list of trades answers to each request in turn: a text as it is, all else as JSON. The last
            one is repeated.

    Attributes:
        requests: The requests for trades.
        most_at_once: The most requests that were there at once.
    """

    def __init__(self, *answers: Any) -> None:
        self.requests: list[httpx.URL] = []
        self.most_at_once = 0
        self.before: Callable[[], object] = lambda: None
        self._answers: Iterator[Any] = iter(answers)
        self._last: Any = None
        self._at_once = 0
        self._lock = threading.Lock()

    def client(self, **options: Any) -> KalshiPublicClient:
        """A client that it answers."""
        transport = httpx.MockTransport(self._answer)
        return create_public_client(httpx_args={"transport": transport}, **options)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/historical/cutoff"):
            names = ("market_settled_ts", "trades_created_ts", "orders_updated_ts")
            return httpx.Response(200, json=dict.fromkeys(names, CUTOFF), headers={"date": NOW})
        with self._lock:
            self.requests.append(request.url)
            self._last = next(self._answers, self._last)
            answer = self._last
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        self.before()
        with self._lock:
            self._at_once -= 1
        if isinstance(answer, str):
            return httpx.Response(200, text=answer, headers={"content-type": "application/json"})
        return httpx.Response(200, json=answer)
