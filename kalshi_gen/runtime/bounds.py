"""The bounds that the spec sets to what is sent, as they stand in `Annotated` beside a type.

Decoding knows nothing of them: an answer beyond a bound is still an answer.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Protocol, runtime_checkable

from attrs import frozen

from ..errors import InvalidRequestError

# Longer numbers say no more, and Python refuses to print the longest ones.
_LONGEST_SHOWN = 10**20


@runtime_checkable
class Bound(Protocol):
    """A bound of the spec."""

    def checked(self, wire: Any, field: str) -> Any:
        """Give the value as it goes on the wire.

        Args:
            wire: The value, already encoded.
            field: Where it stands, for the error.

        Raises:
            InvalidRequestError: The value is beyond the bound; nothing has been sent.
        """


# By identity, which is the fastest key: each declaration has its own encoder.
@frozen(kw_only=True, eq=False)
class Range:
    """A number between two others.

    Attributes:
        minimum: The least that is allowed, if there is one.
        maximum: The most that is allowed, if there is one.
        above: What the number must exceed, if anything.
        below: What the number must stay under, if anything.
    """

    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None
    below: float | None = None

    def checked(self, wire: Any, field: str) -> Any:
        """Let a number pass that is in the range; see `Bound.checked`."""
        if (
            (self.minimum is not None and wire < self.minimum)
            or (self.maximum is not None and wire > self.maximum)
            or (self.above is not None and wire <= self.above)
            or (self.below is not None and wire >= self.below)
        ):
            shown = wire if abs(wire) < _LONGEST_SHOWN else "this number"
            raise InvalidRequestError(field, f"{shown} is out of the spec's range; give a number {self._words()}")
        return wire

    def _words(self) -> str:
        stated = {
            "of at least": self.minimum,
            "of at most": self.maximum,
            "above": self.above,
            "below": self.below,
        }
        return " and ".join(f"{words} {limit}" for words, limit in stated.items() if limit is not None)


INT32 = Range(minimum=-(2**31), maximum=2**31 - 1)
"""What 32 bits hold."""

INT64 = Range(minimum=-(2**63), maximum=2**63 - 1)
"""What 64 bits hold: no integer of the exchange is longer."""


@frozen(kw_only=True, eq=False)
class Length:
    """A text of so many characters, or a list of so many items.

    Attributes:
        minimum: The fewest that are allowed.
        maximum: The most that are allowed, if there is a limit.
    """

    minimum: int = 0
    maximum: int | None = None

    def checked(self, wire: Any, field: str) -> Any:
        """Let a text or a list pass that is neither too short nor too long; see `Bound.checked`."""
        if len(wire) < self.minimum or (self.maximum is not None and len(wire) > self.maximum):
            counted = "items" if isinstance(wire, list) else "characters"
            wanted = [f"at least {self.minimum}"] * bool(self.minimum)
            wanted += [f"at most {self.maximum}"] * (self.maximum is not None)
            raise InvalidRequestError(
                field, f"has {len(wire)} {counted}, which the spec refuses; give {' and '.join(wanted)}"
            )
        return wire


@frozen(eq=False)
class Pattern:
    """A text in which a regular expression is found.

    Attributes:
        expression: The regular expression.
    """

    expression: str

    def checked(self, wire: Any, field: str) -> Any:
        """Let a text pass in which the expression is found; see `Bound.checked`."""
        if not re.search(self.expression, wire):
            raise InvalidRequestError(
                field, f"this str is not of the spec's form; give one that matches {self.expression}"
            )
        return wire


@frozen(eq=False)
class Decimals:
    """A Decimal of so many decimals at most, judged by its value: zeros at the end are not counted, nor sent.

    Attributes:
        most: The most decimals that are allowed.
    """

    most: int

    def checked(self, wire: Any, field: str) -> Any:
        """Let a Decimal pass, given as its plain text, without the zeros that are too many; see `Bound.checked`."""
        whole, point, decimals = wire.partition(".")
        if len(decimals) <= self.most:
            return wire
        if decimals[self.most :].strip("0"):
            smallest = format(Decimal(1).scaleb(-self.most), "f")
            raise InvalidRequestError(
                field,
                f"this Decimal has {len(decimals.rstrip('0'))} decimals and the spec takes {self.most} at most; "
                f'round it as you mean it, such as with .quantize(Decimal("{smallest}"))',
            )
        return (whole + point + decimals[: self.most]).rstrip(".")
