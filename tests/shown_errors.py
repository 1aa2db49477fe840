"""All that anybody can be shown of an error."""

from __future__ import annotations

import traceback
from types import TracebackType
from typing import Any

from rich.traceback import Traceback

EVERY_LOCAL: dict[str, Any] = {"locals_max_string": None, "locals_max_length": None, "locals_hide_dunder": False}


def shown(error: BaseException, trace: TracebackType | None = None) -> str:
    """Its str, repr and traceback, and rich's traceback with every local in full.

    Args:
        error: An error that was raised.
        trace: The frames that count; the error's own by default.
    """
    # What rich would print is read before it is painted, since painting is slow and cuts long lines off.
    extracted = Traceback.extract(type(error), error, trace or error.__traceback__, show_locals=True, **EVERY_LOCAL)
    frames = [frame for stack in extracted.stacks for frame in stack.frames]
    named = [
        f"{frame.filename} {frame.name}: {name} = {node}"
        for frame in frames
        for name, node in (frame.locals or {}).items()
    ]
    said = [stack.exc_value for stack in extracted.stacks]
    chain = [error, error.__cause__, error.__context__]
    return "\n".join([*named, *said, *traceback.format_exception(error), *map(str, chain), *map(repr, chain)])


def shown_inside(error: BaseException) -> str:
    """The same without the locals of the frame that caught it, which may hold secrets of the test itself."""
    assert error.__traceback__ is not None
    assert error.__traceback__.tb_next is not None
    return shown(error, error.__traceback__.tb_next)
