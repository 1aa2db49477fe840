"""Follow the numbers of a subscription's messages: which message is new, and what is missing."""

from __future__ import annotations

import re
import time
from collections import deque
from typing import Final

REPEATED: Final = "it came before"
"""The message came before, or too late to be given in its place."""

# Frames that are kept to tell a message that came twice from a count that began again.
_FRAMES_KEPT = 64
# What tells a frame that comes twice from another one with the same number and the same content.
_TIME = re.compile(rb'"(?:clock|ts|ts_ms|sending_ts_ms)" *:')
# How long after a gap one of its numbers can be late rather than the first of a new count.
_LATE_MESSAGES, _LATE_SECONDS = 64, 1.0


class Sequence:
    """The numbers of one subscription's messages, each one more than the one before.

    Where messages were missing, one of them may come late: soon, once, and by itself. It is left out. Anything else
    that goes back is a new count, which begins with another gap: to leave out what is new would make a book wrong.

    Attributes:
        expected: The number of the next message; None before the first.
    """

    def __init__(self) -> None:
        self.restart(None)

    def restart(self, expected: int | None) -> None:
        """Follow another count, whose next number may be known."""
        self.expected = expected
        # The newest frames, each one number above the one before.
        self._recent: deque[bytes] = deque(maxlen=_FRAMES_KEPT)
        self.end_gap()

    def end_gap(self) -> None:
        """Take no further message as late."""
        self._missing = range(0)
        self._not_late: set[int] = set()
        self._gap_at = 0.0

    def skip(self, frame: bytes) -> None:
        """Follow a message whose number can't be read."""
        if self.expected is not None:
            self.expected += 1
            self._recent.append(frame)

    def follow(self, seq: int, frame: bytes) -> str | None:
        """Follow a message. Returns None if it is the next one, else `REPEATED`, or why messages are missing."""
        expected = self.expected
        if seq == expected or expected is None:
            self.expected = seq + 1
            self._recent.append(frame)
            return None
        if seq > expected:
            reason = f"messages {expected} to {seq - 1} are missing"
        elif self._is_repeated(expected - seq, frame) or self._is_late(seq, expected):
            return REPEATED
        else:
            reason = f"the exchange numbers its messages from {seq} again"
        self.restart(seq + 1)
        self._recent.append(frame)
        self._missing, self._gap_at = range(expected, seq), time.monotonic()
        return reason

    def _is_repeated(self, back: int, frame: bytes) -> bool:
        return back <= len(self._recent) and self._recent[-back] == frame and _TIME.search(frame) is not None

    def _is_late(self, seq: int, expected: int) -> bool:
        missing = self._missing
        if seq not in missing or seq in self._not_late or expected - missing.stop > _LATE_MESSAGES:
            return False
        if time.monotonic() - self._gap_at > _LATE_SECONDS:
            return False
        # The same number again, or the one behind it, is of a new count.
        self._not_late |= {seq, seq + 1}
        return True
