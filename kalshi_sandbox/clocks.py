"""The sandbox's clock: real, moved by hand while others act on the way, or the caller's own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal, Protocol

from .engine.clock import Clock, ManualClock, RealClock


class Turns(Protocol):
    """Whoever acts on the way."""

    @property
    def next_turn(self) -> datetime:
        """When the next of them acts."""

    def act(self) -> None:
        """Let it act."""


class LivelyClock(ManualClock):
    """A manual clock that lets the exchange's participants act while it is moved.

    They act between two steps, with nothing held: what they ask of the exchange comes over the network, as
    anyone's requests do. So it can't be advanced by a listener of the engine, which is called while others wait.

    Attributes:
        life: Who acts, None for nobody.
    """

    def __init__(self) -> None:
        super().__init__()
        self.life: Turns | None = None
        self._moving = threading.RLock()

    def advance(self, seconds: float | Decimal | timedelta) -> None:
        """Move the clock on, firing each timer and letting each participant act at its own moment.

        Args:
            seconds: How far, in seconds or as a timedelta.

        Raises:
            ValueError: If it would go back.
        """
        if self.life is None:
            super().advance(seconds)
            return
        step = seconds if isinstance(seconds, timedelta) else timedelta(microseconds=round(seconds * 1_000_000))
        with self._moving:
            target = self.now() + step
            while self.life is not None and self.life.next_turn <= target:
                super().advance(max(self.life.next_turn - self.now(), timedelta()))
                self.life.act()
            super().advance(target - self.now())


def new_clock(kind: Literal["real", "manual"] | Callable[[], float]) -> Callable[[], float]:
    """A clock of a kind, or the one that is given.

    Raises:
        ValueError: If it is neither.
    """
    if callable(kind):
        return kind
    kinds: dict[str, type[Clock]] = {"real": RealClock, "manual": LivelyClock}
    if kind not in kinds:
        raise ValueError(f"clock: {kind!r} is neither real nor manual, and can't be called for the time")
    return kinds[kind]()


def engine_clock(clock: Callable[[], float]) -> Clock:
    """The clock as the engine needs it, where it is only a callable."""
    return clock if isinstance(clock, Clock) else RealClock(lambda: round(clock() * 1_000_000_000))
