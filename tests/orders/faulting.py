"""What goes wrong in the soak test: each kind of fault that the sandbox has, and requests that arrive late."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from random import Random

from kalshi_sandbox.drifts import DRIFTS
from kalshi_sandbox.faults import Body, Delay, Drift, Fault, Refuse, Reset, Status
from kalshi_sandbox.server import Sandbox

# It goes on at the end of a wait of the client's, three seconds at most, and a signature is accepted for 60.
MOST_LATE = 57.0

LATE = "a request that arrives late"
LATE_ANSWER = "an answer that is late"

KINDS: tuple[Fault | str, ...] = (
    Refuse(0.5),
    *(Reset(when) for when in ("before_reading", "before_acting", "before_answering", "mid_answer")),
    # As often as all the others that leave open whether the exchange has acted.
    *(LATE,) * 6,
    LATE_ANSWER,
    *(Status(status, acting=acting) for status in (429, 500, 502, 503, 504) for acting in (False, True)),
    *(Body(form) for form in ("truncated", "html")),
    *(Drift(name) for name in DRIFTS),
)


class Faulting:
    """Deals faults to calls: all kinds in turn, so that none is left out.

    Args:
        exchange: The sandbox.
        chance: Source of all random choices.
        share: How likely a call meets any.
        order: The kinds in the order in which they are dealt.
    """

    def __init__(self, exchange: Sandbox, chance: Random, share: float, order: Sequence[Fault | str]) -> None:
        self._faults = exchange.faults
        self._chance = chance
        self._share = share
        self._kinds = cycle(order)

    def deal(self, operation: str) -> Fault | str | None:
        """Set up what the next call of an operation meets; None for nothing."""
        self._faults.clear()
        if self._chance.random() >= self._share:
            return None
        kind = next(self._kinds)
        # Of the requests of one call more than one may be lost.
        times = self._chance.choice((1, 1, 1, 2, 5, None, None))
        self._faults.add(self._fault(kind), operation=operation, times=times, seed=self._chance.getrandbits(32))
        if self._chance.random() < 0.4:
            # Further ones, also on the reads that show the call what happened.
            other = self._fault(self._chance.choice(KINDS))
            self._faults.add(other, probability=0.3, seed=self._chance.getrandbits(32))
        return kind

    def _fault(self, kind: Fault | str) -> Fault:
        if not isinstance(kind, str):
            return kind
        seconds = self._chance.uniform(1, MOST_LATE)
        return Delay(seconds, "before_acting" if kind is LATE else "before_answering")
