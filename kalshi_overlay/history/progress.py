"""How far a history is."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

from attrs import frozen

from kalshi_overlay.history.windows import END, Window

_log = logging.getLogger("kalshi")


@frozen(kw_only=True)
class Progress:
    """How far a history is.

    Attributes:
        kind: What is read, such as `trades`.
        windows: How many windows there are to read.
        done: How many of them are read, and written if they are.
        rows: How many rows they have.
        window: The last one that was read.
    """

    kind: str
    windows: int
    done: int
    rows: int
    window: Window

    def __str__(self) -> str:
        done = f"{self.kind}: {self.done} of {self.windows} windows, {self.rows:,} rows"
        return done if self.window.end == END else f"{done}, until {self.window.end}"


OnProgress = Callable[[Progress], object]
"""Gets the progress after each window, in the thread or task that takes the results."""


def log_progress(progress: Progress) -> None:
    """Log a line for each window, to the logger `kalshi` at INFO."""
    _log.info("%s", progress)


def show_progress(progress: Progress) -> None:
    """Show the progress to a person: one line of stderr, which each window overwrites."""
    end = "\n" if progress.done == progress.windows else ""
    print(f"\r{progress}\x1b[K", end=end, file=sys.stderr, flush=True)
