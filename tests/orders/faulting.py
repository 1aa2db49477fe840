"""What goes wrong in the proof: each kind of fault that the sandbox has, alone or with others on the reads."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from random import Random

from kalshi_overlay.sandbox.drifts import DRIFTS
from kalshi_overlay.sandbox.faults import Body, Delay, Drift, Fault, Lag, Refuse, Reset, Status
from kalshi_overlay.sandbox.server import Sandbox

MOST_LAG = 2.0

KINDS: tuple[Fault, ...] = (
    Refuse(0.5),
    *(Reset(when) for when in ("before_reading", "before_acting", "before_answering", "mid_answer")),
    # Longer than the client waits.
    *(Delay(3, when) for when in ("before_acting", "before_answering")),
    *(Status(status, acting=acting) for status in (429, 500, 502, 503, 504) for acting in (False, True)),
    *(Body(form) for form in ("truncated", "html")),
    *(Drift(name) for name in DRIFTS),
    Lag(MOST_LAG),
)


class Faulting:
    """Deals faults to calls: all kinds in turn, so that none is left out.

    Args:
        exchange: The sandbox.
        chance: Where it chooses, it chooses by this.
        share: How likely a call meets any.
        order: The kinds in the order in which it deals them.
    """

    def __init__(self, exchange: Sandbox, chance: Random, share: float, order: Sequence[Fault]) -> None:
        self._faults = exchange.faults
        self._chance = chance
        self._share = share
        self._kinds = cycle(order)

    def deal(self, operation: str) -> Fault | None:
        """Set up what the next call of an operation meets; None for nothing."""
        self._faults.clear()
        if self._chance.random() >= self._share:
            return None
        kind = next(self._kinds)
        self._faults.add(kind, operation=operation, times=1, seed=self._chance.getrandbits(32))
        if self._chance.random() < 0.5:
            self._faults.add(Lag(self._chance.uniform(0, MOST_LAG)))
        if self._chance.random() < 0.4:
            # Further ones, also on the reads by which the call finds out.
            self._faults.add(self._chance.choice(KINDS), probability=0.3, seed=self._chance.getrandbits(32))
        return kind
