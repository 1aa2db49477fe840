"""Remove the frames that hold a secret from errors."""

from __future__ import annotations

from collections.abc import Collection
from types import CodeType


def strip_tracebacks(
    error: BaseException, handled: BaseException | None = None, *, below: Collection[CodeType] = ()
) -> None:
    """Remove the frames of an error, of its causes and of the members of its groups, in place.

    The function that caught the error calls this. Its own frame stays, and those above it come when it raises again.

    Args:
        error: An error whose frames have a secret in their locals.
        handled: The error that the caller was handling before; it and its causes keep their frames.
        below: The functions that the frames with a secret are below of. The frames above stay, and an error that
            passed none of these functions keeps all of its frames. By default every frame is removed.
    """
    seen: set[tuple[int, bool]] = set()
    remaining: list[tuple[BaseException | None, bool]] = [(error, not below)]
    while remaining:
        each, is_below = remaining.pop()
        if each is None or each is handled or (id(each), is_below) in seen:
            continue
        seen.add((id(each), is_below))
        if is_below:
            if each is error and each.__traceback__ is not None:
                each.__traceback__.tb_next = None
            else:
                each.__traceback__ = None
        else:
            is_below = _cut(each, below)
        members = each.exceptions if isinstance(each, BaseExceptionGroup) else ()
        remaining += [(linked, is_below) for linked in (each.__cause__, each.__context__, *members)]


def _cut(error: BaseException, below: Collection[CodeType]) -> bool:
    entry = error.__traceback__
    while entry is not None:
        if entry.tb_frame.f_code in below:
            entry.tb_next = None
            return True
        entry = entry.tb_next
    return False


def describe_frames(error: BaseException) -> None:
    """Add a note to an error that says where it was raised, before its frames are removed."""
    lines, entry = (
        ["Raised by these frames, which are removed since their locals may hold a secret:"],
        error.__traceback__,
    )
    while entry is not None:
        code = entry.tb_frame.f_code
        lines.append(f"  {code.co_filename}:{entry.tb_lineno} in {code.co_name}")
        entry = entry.tb_next
    error.add_note("\n".join(lines))
