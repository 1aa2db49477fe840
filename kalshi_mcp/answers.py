"""Answers that are small enough for an assistant, and that say what was left out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from attrs import frozen


@frozen
class Bounds:
    """How much one answer may hold.

    Attributes:
        rows: The most items of a list.
        size: The most bytes of an answer.
    """

    rows: int = 50
    size: int = 24_000


class TooLargeError(Exception):
    """An answer can't be cut to what its bounds allow."""


def to_text(value: Any) -> str:
    """A value as compact JSON, of complete characters only."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False, default=_plain)
    # Half of a surrogate pair can't be written to the client.
    return text.encode("utf-8", "replace").decode()


def _plain(value: Any) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def size_of(value: Any) -> int:
    """The bytes of a value as JSON."""
    return len(to_text(value).encode())


def fitting(rows: Sequence[Any], size: int) -> int:
    """How many of the first rows fit.

    Args:
        rows: The rows.
        size: The bytes that they may have, with the commas between them.
    """
    for count, row in enumerate(rows):
        size -= size_of(row) + 1
        if size < 0:
            return count
    return len(rows)
