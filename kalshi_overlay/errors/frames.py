"""The error of a value that no column of a frame can have."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kalshi_gen.errors import KalshiError

_LONGEST_SHOWN = 200


class FrameValueError(KalshiError, ValueError):
    """A value doesn't fit the column of its field.

    Attributes:
        field: The model and the field, such as `Market.yes_bid_dollars`.
        value: The value, or `[hidden]` if the field is secret.
        column: The Arrow type of the column.
    """

    def __init__(self, field: str, value: Any, column: str) -> None:
        super().__init__(field, value, column)
        self.field = field
        self.value = value
        self.column = column

    def __str__(self) -> str:
        shown = repr(self.value)
        shown = shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]} ..."
        remedy = '; decimals="float" takes the nearest float' if isinstance(self.value, Decimal) else ""
        return f"{self.field}: {shown} does not fit a column of {self.column}{remedy}"
