"""How long things took, as a distribution."""

from __future__ import annotations

import time
from collections.abc import Sequence

from kalshi_overlay.stream import OrderBookView


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the sorted values is."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0


class StaleTimes:
    """How long books said that they may be out of date; the time before a book's first snapshot doesn't count."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self._began = time.monotonic()
        self._since: dict[str, float] = {}
        self._seen: set[str] = set()

    def see(self, view: OrderBookView) -> None:
        """Take note of a book."""
        if view.stale is None:
            self._seen.add(view.ticker)
            if (since := self._since.pop(view.ticker, None)) is not None:
                self.seconds.append(time.monotonic() - since)
        elif view.ticker in self._seen:
            self._since.setdefault(view.ticker, time.monotonic())

    def lines(self) -> list[str]:
        """The distribution, in words."""
        milliseconds = [seconds * 1000 for seconds in self.seconds]
        markets_time = (time.monotonic() - self._began) * max(len(self._seen), 1)
        quantiles = ", ".join(
            f"{name} {quantile(milliseconds, share):,.1f} ms"
            for name, share in (("median", 0.5), ("p90", 0.9), ("p99", 0.99), ("max", 1.0))
        )
        return [
            f"stale periods {len(milliseconds):,}: {quantiles}",
            f"stale share of the markets' time: {sum(self.seconds) / markets_time:.2%}",
        ]
