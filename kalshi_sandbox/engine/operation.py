"""How an operation changes an exchange: alone, at one moment, with its events sent afterwards."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from .clock import Clock

_Arguments = ParamSpec("_Arguments")
_Answer = TypeVar("_Answer")


class OperableState(Protocol):
    """What an operation needs of an exchange's state."""

    @property
    def clock(self) -> Clock:
        """The only source of time, with the lock."""

    def flush(self) -> None:
        """Send the events of the operation."""


class _HasState(Protocol):
    @property
    def _state(self) -> OperableState: ...


_Component = TypeVar("_Component", bound=_HasState)


def operation(
    method: Callable[Concatenate[_Component, _Arguments], _Answer],
) -> Callable[Concatenate[_Component, _Arguments], _Answer]:
    """Run a method as one operation: under the lock, after everything that was due, with its events sent after it."""

    @wraps(method)
    def run(component: _Component, /, *args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Answer:
        state = component._state
        clock = state.clock
        with clock.lock:
            clock.hold()
            try:
                clock.run_due()
                return method(component, *args, **kwargs)
            finally:
                state.flush()
                clock.release()

    return run
