"""What keeps orders from leaving while trading is stopped, and knows which may still arrive at the exchange."""

from __future__ import annotations

import math
import threading

import httpx

from kalshi_overlay import clock

_REDUCES = "/decrease"


class TradingHold:
    """Lets reads, cancels and decreases pass while trading is stopped, and nothing else.

    Attributes:
        reason: Why trading is stopped; None while it is not.
    """

    def __init__(self) -> None:
        self.reason: str | None = None
        self._lock = threading.Lock()
        self._under_way = 0
        self._last_ended = -math.inf
        self._last_lost = -math.inf

    def stop(self, reason: str) -> None:
        """Let no order leave from now on."""
        with self._lock:
            self.reason = reason

    def release(self) -> None:
        """Let orders leave again."""
        with self._lock:
            self.reason = None

    @staticmethod
    def concerns(request: httpx.Request) -> bool:
        """Whether a request could place or enlarge an order, as all do but reads, cancels and decreases."""
        return request.method not in ("GET", "HEAD", "DELETE") and not request.url.path.endswith(_REDUCES)

    def begin(self, request: httpx.Request) -> None:
        """Begin a request that it concerns.

        Raises:
            TradingStoppedError: Trading is stopped; nothing was sent.
        """
        with self._lock:
            self.refuse_if_stopped(request)
            self._under_way += 1

    def refuse_if_stopped(self, request: httpx.Request) -> None:
        """Refuse a request that it concerns while trading is stopped.

        Raises:
            TradingStoppedError: It is; nothing was sent.
        """
        if self.reason is not None:
            from kalshi_overlay.errors import TradingStoppedError

            path = request.url.raw_path.partition(b"?")[0].decode("ascii")
            raise TradingStoppedError(request.method, path, self.reason)

    def end(self, *, is_lost: bool) -> None:
        """End such a request; one that is lost may still take effect."""
        with self._lock:
            self._under_way -= 1
            self._last_ended = clock.now()
            if is_lost:
                self._last_lost = self._last_ended

    def last_requests(self) -> tuple[float, float]:
        """When the last request ended that it concerns, and when the last one that is lost, by `clock.now()`.

        Infinity while one is under way.
        """
        with self._lock:
            return math.inf if self._under_way else self._last_ended, self._last_lost
