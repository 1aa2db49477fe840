"""Compare values of a spec as JSON does: the order of keys and 1 against 1.0 don't matter, 0 against false does."""

from __future__ import annotations

import json
import math
import re
from typing import Any

# Made once: `json.dumps` makes one for each value, which takes as long as writing most values.
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False)
# What every float is written with; within a text it says nothing.
_PERHAPS_A_FLOAT = re.compile(r"\d\.\d|\de[-+]|NaN|Infinity")


def canonical(value: Any) -> str:
    """The canonical spelling of a value: equal values have equal spellings."""
    if value is None:
        return "null"
    spelled = _ENCODER.encode(value)
    # Only a float has two spellings.
    return _ENCODER.encode(plain(value)) if _PERHAPS_A_FLOAT.search(spelled) else spelled


def plain(value: Any) -> Any:
    """A value as JSON: sorted keys, an int for a float without a fraction, and a text for an infinity or NaN."""
    if isinstance(value, dict):
        return {key: plain(value[key]) for key in sorted(value)}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, float):
        return str(value) if not math.isfinite(value) else int(value) if value.is_integer() else value
    return value
