"""Remove the frames that hold a secret from errors."""

from __future__ import annotations

import sys
from types import TracebackType

import httpx

from ..errors import KalshiError


class HiddenFrames:
    """A context whose errors keep no frame from within it, since the locals of such a frame may hold a secret.

    The frame of the `with` statement and those above it stay. The causes and contexts of an error lose all of their
    frames, unless they were being handled before. If the error is neither ours nor httpx's, a note says where it was
    raised.

    Enter it twice: `with HiddenFrames(), HiddenFrames():`. A signal handler may raise while the inner one works.

    Args:
        are_hidden: False to do nothing.
    """

    __slots__ = ("_are_hidden", "_handled")

    def __init__(self, are_hidden: bool = True) -> None:
        self._are_hidden = are_hidden
        self._handled: BaseException | None = None

    def __enter__(self) -> None:
        if self._are_hidden:
            self._handled = sys.exception()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is None or traceback is None or not self._are_hidden:
            return
        if isinstance(error, Exception) and not isinstance(error, KalshiError | httpx.HTTPError):
            _note_frames(error, traceback.tb_next)
        seen: set[int] = set()
        remaining: list[BaseException | None] = [error]
        while remaining:
            each = remaining.pop()
            if each is None or each is self._handled or id(each) in seen:
                continue
            seen.add(id(each))
            each.__traceback__ = None
            members = each.exceptions if isinstance(each, BaseExceptionGroup) else ()
            remaining += [each.__cause__, each.__context__, *members]
        traceback.tb_next = None
        error.__traceback__ = traceback


def _note_frames(error: Exception, entry: TracebackType | None) -> None:
    lines = []
    while entry is not None:
        code = entry.tb_frame.f_code
        lines.append(f"  {code.co_filename}:{entry.tb_lineno} in {code.co_name}")
        entry = entry.tb_next
    if lines:
        error.add_note("\n".join(["Raised by these frames, which are hidden since they may hold a secret:", *lines]))
