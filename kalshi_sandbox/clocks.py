"""The sandbox's clock: real, moved by you while simulated traders act, or your own."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal, Protocol

from .engine.clock import MANUAL_START, Clock, ManualClock, RealClock


class Participants(Protocol):
    """The participants of a simulation."""

    @property
    def next_turn(self) -> datetime:
        """When the next of them acts."""

    def act(self) -> None:
        """Let the next of them act."""


class SimulationClock(ManualClock):
    """A manual clock that lets simulated participants act while you move it.

    They act between two steps, without the lock, because their requests come over the network. So a listener of the
    engine, which holds the lock, must not advance this clock.

    Args:
        start: Its first moment.

    Attributes:
        simulation: The participants, None for none.
    """

    def __init__(self, start: datetime = MANUAL_START) -> None:
        super().__init__(start)
        self.simulation: Participants | None = None
        self._moving = threading.RLock()

    def advance(self, seconds: float | Decimal | timedelta) -> None:
        """Move the clock forward; each timer runs and each participant acts at its own moment.

        Args:
            seconds: How far, in seconds or as a timedelta.

        Raises:
            ValueError: If it would go back.
        """
        if self.simulation is None:
            super().advance(seconds)
            return
        step = seconds if isinstance(seconds, timedelta) else timedelta(microseconds=round(seconds * 1_000_000))
        with self._moving:
            target = self.now() + step
            while self.simulation is not None and self.simulation.next_turn <= target:
                super().advance(max(self.simulation.next_turn - self.now(), timedelta()))
                self.simulation.act()
            super().advance(target - self.now())


def new_clock(kind: Literal["real", "manual"] | Callable[[], float]) -> Callable[[], float]:
    """A clock of a kind, or your own.

    Raises:
        ValueError: If it is neither.
    """
    if callable(kind):
        return kind
    kinds: dict[str, type[Clock]] = {"real": RealClock, "manual": SimulationClock}
    if kind not in kinds:
        raise ValueError(f"clock: {kind!r} is neither real nor manual, and can't be called for the time")
    return kinds[kind]()


def engine_clock(clock: Callable[[], float]) -> Clock:
    """The clock as the engine needs it, also if it is only a callable."""
    return clock if isinstance(clock, Clock) else RealClock(lambda: round(clock() * 1_000_000_000))


async def wait(clock: Callable[[], float], seconds: float) -> None:
    """Wait on the exchange's clock: in real time, or until a manual clock gets there.

    Args:
        clock: The exchange's clock.
        seconds: How long to wait.
    """
    if not isinstance(clock, ManualClock):
        await asyncio.sleep(seconds)
        return
    loop, reached = asyncio.get_running_loop(), asyncio.Event()

    def wake() -> None:
        # The server may have stopped by then.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(reached.set)

    clock.call_at(clock.now() + timedelta(seconds=seconds), wake)
    await reached.wait()
