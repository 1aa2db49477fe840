"""Compare values of a spec as JSON does: the order of keys and 1 against 1.0 don't matter, 0 against false does."""

from __future__ import annotations

import json
import math
from typing import Any


def canonical(value: Any) -> str:
    """The one spelling of a value: two values are the same if theirs is."""
    return json.dumps(plain(value), sort_keys=True, ensure_ascii=False)


def plain(value: Any) -> Any:
    """A value as JSON can hold it, its keys in order: numbers without a fraction whole, what is no number in words."""
    if isinstance(value, dict):
        return {key: plain(value[key]) for key in sorted(value)}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, float):
        return str(value) if not math.isfinite(value) else int(value) if value.is_integer() else value
    return value
