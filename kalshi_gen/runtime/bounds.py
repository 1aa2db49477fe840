"""The spec's bounds on what is sent, which are in `Annotated` beside a type.

Decoding ignores them: a response with a value beyond a bound is still a response.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Protocol, runtime_checkable

from attrs import frozen

from ..errors import InvalidRequestError

# Longer numbers are no more informative, and Python refuses to print the longest ones.
_LONGEST_SHOWN = 10**20


@runtime_checkable
class Bound(Protocol):
    """A bound of the spec."""

    def checked(self, wire: Any, field: str) -> Any:
        """Check an encoded value, and return it as it is sent.

        Args:
            wire: The encoded value.
            field: The path of its field, for the error.

        Raises:
            InvalidRequestError: The value is beyond the bound; nothing was sent.
        """


@frozen(eq=False)
class Unit:
    """What a Decimal counts. It is no bound: errors name it.

    Attributes:
        name: The unit, such as `US dollars`.
    """

    name: str


# Compared by identity, which is the fastest key: each declaration has its own encoder.
@frozen(kw_only=True, eq=False)
class Range:
    """A range of numbers.

    Attributes:
        minimum: The least allowed number, if there is one.
        maximum: The greatest allowed number, if there is one.
        above: An exclusive lower bound, if there is one.
        below: An exclusive upper bound, if there is one.
    """

    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None
    below: float | None = None

    def checked(self, wire: Any, field: str) -> Any:
        """Check that a number, or the text of a Decimal, is in the range; see `Bound.checked`."""
        number = Decimal(wire) if isinstance(wire, str) else wire
        if (
            (self.minimum is not None and number < self.minimum)
            or (self.maximum is not None and number > self.maximum)
            or (self.above is not None and number <= self.above)
            or (self.below is not None and number >= self.below)
        ):
            shown = wire if abs(number) < _LONGEST_SHOWN else "this number"
            raise InvalidRequestError(field, f"{shown} is out of the spec's range; give a number {self._limits()}")
        return wire

    def _limits(self) -> str:
        stated = {
            "of at least": self.minimum,
            "of at most": self.maximum,
            "above": self.above,
            "below": self.below,
        }
        return " and ".join(f"{text} {limit}" for text, limit in stated.items() if limit is not None)


INT32 = Range(minimum=-(2**31), maximum=2**31 - 1)
"""The integers of 32 bits."""

INT64 = Range(minimum=-(2**63), maximum=2**63 - 1)
"""The integers of 64 bits; the exchange has no longer ones."""


@frozen(kw_only=True, eq=False)
class Length:
    """The number of characters of a text, or of items of a list.

    Attributes:
        minimum: The smallest allowed number.
        maximum: The largest allowed number, if there is one.
    """

    minimum: int = 0
    maximum: int | None = None

    def checked(self, wire: Any, field: str) -> Any:
        """Check that a text or a list is neither too short nor too long; see `Bound.checked`."""
        if len(wire) < self.minimum or (self.maximum is not None and len(wire) > self.maximum):
            counted = "items" if isinstance(wire, list) else "characters"
            wanted = [f"at least {self.minimum}"] * bool(self.minimum)
            wanted += [f"at most {self.maximum}"] * (self.maximum is not None)
            raise InvalidRequestError(
                field, f"has {len(wire)} {counted}, which the spec doesn't allow; give {' and '.join(wanted)}"
            )
        return wire


@frozen(eq=False)
class Pattern:
    """A text that a regular expression matches anywhere.

    Attributes:
        expression: The regular expression.
    """

    expression: str

    def checked(self, wire: Any, field: str) -> Any:
        """Check that the expression matches a text anywhere; see `Bound.checked`."""
        if not re.search(self.expression, wire):
            raise InvalidRequestError(
                field, f"this str doesn't have the spec's form; give one that matches {self.expression}"
            )
        return wire


@frozen(eq=False)
class Decimals:
    """The number of decimals of a Decimal's value: zeros at the end are neither counted nor sent.

    Attributes:
        most: The largest allowed number.
    """

    most: int

    def checked(self, wire: Any, field: str) -> Any:
        """Check a Decimal in plain notation, and cut zeros that are too many; see `Bound.checked`."""
        integer, point, decimals = wire.partition(".")
        if decimals[self.most :].strip("0"):
            smallest = format(Decimal(1).scaleb(-self.most), "f")
            raise InvalidRequestError(
                field,
                f"this Decimal has {len(decimals.rstrip('0'))} decimals and the spec allows {self.most} at most; "
                f'round it as you mean it, such as with .quantize(Decimal("{smallest}"))',
            )
        return (integer + point + decimals[: self.most]).rstrip(".")
