"""What an answer has otherwise than the spec says, and who is told of it."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable

from attrs import frozen

_LOGGER = logging.getLogger("kalshi")
_INDEX = re.compile(r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]')
# Finite, since it holds fields of the spec and no index or key.
_logged: dict[tuple[str, str], SpecDrift] = {}


@frozen
class SpecDrift:
    """A place in an answer that is not what the spec says; the value itself is never part of it.

    Attributes:
        path: Where it is, such as `markets[3].yes_bid_dollars`; the key of a map stands as `["key"]`.
        expected: What the spec declares: `str`, `bool`, `int`, `float`, `Decimal`, `datetime`, `UUID`, `list`,
            `list of 2` or `object`; what may be null is `Decimal or null`.
        got: What came: `missing`, `null`, `str`, `bool`, `int`, `float`, `list`, `object` or `datetime without offset`.
        operation: The spec's operation.
    """

    path: str
    expected: str
    got: str
    operation: str

    def __str__(self) -> str:
        return f"{self.path}: expected {self.expected}, got {self.got}"


DriftHook = Callable[[SpecDrift], None]


def report(drifts: Iterable[SpecDrift], hook: DriftHook | None) -> None:
    """Tell the hook of each drift, and the log of the first at each place of an operation.

    Args:
        drifts: The drifts of one answer.
        hook: What is called with each; what it raises is logged and goes no further, since the answer must not be
            lost by it.
    """
    for drift in drifts:
        # Indices and keys are left out: a field that is gone from every market is one line, not a thousand.
        path = _INDEX.sub("[]", drift.path)
        if _logged.setdefault((drift.operation, path), drift) is drift:
            _LOGGER.warning(
                "%s: %s is not what the spec says: expected %s, got %s; this is said once",
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
        _LOGGER.exception("%s: on_drift raised; the answer is given all the same", drift.operation)
