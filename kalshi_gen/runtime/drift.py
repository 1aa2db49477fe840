"""Report where a response doesn't match the spec: to the log, and to the client's `on_drift`."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable

from attrs import frozen

_LOGGER = logging.getLogger("kalshi")
_INDEX = r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]'
# Of limited size: its keys are fields of the spec, without indices and keys of maps.
_logged: dict[tuple[str, str], SpecDrift] = {}


@frozen
class SpecDrift:
    """A place where a response doesn't match the spec. It never has the value itself.

    Attributes:
        path: The place, such as `markets[3].yes_bid_dollars`, with `["key"]` for the key of a map.
        expected: The declared type: `str`, `bool`, `int`, `float`, `Decimal`, `date`, `datetime`, `UUID`, `list`,
            `list of 2` or `object`, with `or null` if it may be null. Of the body itself: `no body`, `no fields` or
            `no error`.
        got: What the response has: `missing`, `null`, `str`, `bool`, `int`, `float`, `list`, `object` or
            `datetime without offset`.
        operation: The operation.
    """

    path: str
    expected: str
    got: str
    operation: str

    def __str__(self) -> str:
        return f"{self.path}: expected {self.expected}, got {self.got}"


DriftHook = Callable[[SpecDrift], None]


def report(drifts: Iterable[SpecDrift], hook: DriftHook | None) -> None:
    """Call the hook with each drift, and log the first one at each place of an operation.

    Args:
        drifts: The drifts of one response.
        hook: The function to call. Its exceptions are logged, because they must not cost the caller the response.
    """
    for drift in drifts:
        # Without indices and keys: a field that is missing in all markets is logged once, not a thousand times.
        path = re.sub(_INDEX, "[]", drift.path)
        if _logged.setdefault((drift.operation, path), drift) is drift:
            _LOGGER.warning(
                "%s: %s is not what the spec says: expected %s, got %s; this is logged once",
                drift.operation,
                path,
                drift.expected,
                drift.got,
            )
        if hook is not None:
            _call(hook, drift)


def _call(hook: DriftHook, drift: SpecDrift) -> None:
    try:
        hook(drift)
    except Exception:
        _LOGGER.exception("%s: on_drift raised an exception; the response is returned nevertheless", drift.operation)
