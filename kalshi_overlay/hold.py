"""What keeps orders from leaving while trading is stopped, and knows which may still arrive at the exchange."""

from __future__ import annotations

import math
from weakref import WeakSet

import httpx

from kalshi_overlay import clock

_REDUCES = "/decrease"


class TradingHold:
    """Lets reads, cancels and decreases pass while trading is stopped, and nothing else.

    It has no lock: one that a Ctrl-C leaves locked would hold up every later order. A request says that it is under way
    before it looks whether trading is stopped, and who stops does so before looking at what is under way.

    Attributes:
        reason: Why trading is stopped; None while it is not.
    """

    def __init__(self) -> None:
        self.reason: str | None = None
        # A call that is gone is no longer under way, also if nothing has said so.
        self._under_way: WeakSet[object] = WeakSet()
        self._last_ended = -math.inf
        self._last_lost = -math.inf

    def stop(self, reason: str) -> None:
        """Let no order leave from now on."""
        self.reason = reason

    def release(self) -> None:
        """Let orders leave again."""
        self.reason = None

    @staticmethod
    def concerns(request: httpx.Request) -> bool:
        """Whether a request could place or enlarge an order, as all do but reads, cancels and decreases."""
        return request.method not in ("GET", "HEAD", "DELETE") and not request.url.path.endswith(_REDUCES)

    def begin(self, request: httpx.Request, call: object) -> None:
        """Begin the call of a request that it concerns.

        Raises:
            TradingStoppedError: Trading is stopped; nothing was sent.
        """
        self._under_way.add(call)
        try:
            self.refuse_if_stopped(request)
        except BaseException:
            self._under_way.discard(call)
            raise

    def end(self, call: object, *, is_lost: bool) -> None:
        """End such a call; one that is lost may still take effect."""
        now = clock.now()
        if is_lost:
            self._last_lost = max(self._last_lost, now)
        self._last_ended = max(self._last_ended, now)
        self._under_way.discard(call)

    def refuse_if_stopped(self, request: httpx.Request) -> None:
        """Refuse a request that it concerns while trading is stopped.

        Raises:
            TradingStoppedError: It is; nothing was sent.
        """
        reason = self.reason
        if reason is not None:
            from kalshi_overlay.errors import TradingStoppedError

            path = request.url.raw_path.partition(b"?")[0].decode("ascii")
            raise TradingStoppedError(request.method, path, reason)

    def last_requests(self) -> tuple[float, float]:
        """When the last call ended that it concerns, and when the last one that is lost, by `clock.now()`.

        Infinity while one is under way.
        """
        is_under_way = bool(len(self._under_way))
        return math.inf if is_under_way else self._last_ended, self._last_lost
