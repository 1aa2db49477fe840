"""Money and counts, which are exact: you give a `Decimal`, an `int` or a `str`, and a model holds a `Decimal`."""

from __future__ import annotations

import math
import re
import typing
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from types import NoneType
from typing import Any

from ..errors import InvalidRequestError
from ..types import UNSET, Unset
from .bounds import Decimals, Unit

Hold = Callable[[Any, str], Any]
"""Turns a value and the path of its field into the value that a model holds."""

# Decimal itself takes more: spaces, underscores, digits of other scripts, NaN, and exponents that fill the memory.
_NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?"
_LONGEST_SHOWN = 40


def exact(value: Any, field: str, unit: str = "", most_decimals: int | None = None) -> Decimal:
    """Make a Decimal of what is exact.

    Args:
        value: A finite Decimal, an int, or the text of a number.
        field: The path of its field, for the error.
        unit: What the amount counts, for the error.
        most_decimals: How many decimals it may have, for the error.

    Returns:
        The same number; a text keeps its zeros.

    Raises:
        InvalidRequestError: The value is a float or anything else, or no finite number; it says what to write.
    """
    if isinstance(value, Decimal):
        if value.is_finite():
            return value
        problem = f"{value} is not a finite number"
    elif isinstance(value, str):
        # Compiled when it is first needed: most programs import this and send no text.
        if re.fullmatch(_NUMBER, value, re.ASCII):
            return Decimal(value)
        problem = f"{repr(value) if len(value) < _LONGEST_SHOWN else 'this str'} is not a finite number"
    elif isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    else:
        problem = f"must be a Decimal, int or str, not {kind_of(value)}"
    raise InvalidRequestError(field, f"{problem}; write {_what_to_write(value, unit, most_decimals)}")


def kind_of(value: Any) -> str:
    """What a value is, for an error."""
    return "UNSET" if value is UNSET else "None" if value is None else type(value).__name__


def _what_to_write(value: Any, unit: str, most_decimals: int | None) -> str:
    """The number itself where that is sure what is meant, or else an example."""
    text = "0.55" if unit in ("", "US dollars") else "3"
    if isinstance(value, float) and math.isfinite(value):
        number = int(value) if value.is_integer() else Decimal(float.__repr__(value))
        meant = format(number, "f" if isinstance(number, Decimal) else "d")
        # A result such as 0.30000000000000004 is not what is meant.
        if most_decimals is None or len(meant.partition(".")[2]) <= most_decimals:
            text = meant
    ways = [f'Decimal("{text}")', f'"{text}"', *[text] * text.lstrip("-").isdigit()]
    return f"{', '.join(ways[:-1])} or {ways[-1]}" + (f", in {unit}" if unit else "")


def amount_of(annotations: Sequence[Any]) -> Hold:
    """`exact` with what the annotations beside a Decimal say of it."""
    unit = next((each.name for each in annotations if isinstance(each, Unit)), "")
    most = next((each.most for each in annotations if isinstance(each, Decimals)), None)

    def hold(value: Any, field: str) -> Decimal:
        # Nearly all are, since a model holds Decimals.
        if type(value) is Decimal and value.is_finite():
            return value
        return exact(value, field, unit, most)

    return hold


@cache
def hold_of(declared: Any) -> Hold | None:
    """How a model holds values of a declared type; None if it has no amounts, or may be something else."""
    origin, arguments = typing.get_origin(declared), typing.get_args(declared)
    if declared is Decimal:
        return exact
    if origin is typing.Annotated:
        return amount_of(arguments[1:]) if arguments[0] is Decimal else hold_of(arguments[0])
    if origin is list:
        return _items(hold_of(arguments[0]))
    if origin is dict:
        return _values(hold_of(arguments[1]))
    if origin is tuple:
        return _tuple([hold_of(argument) for argument in arguments])
    present = [argument for argument in arguments if argument not in (NoneType, Unset)]
    return _optional(hold_of(present[0]), arguments) if len(present) == 1 else None


def _optional(hold: Hold | None, members: tuple[Any, ...]) -> Hold | None:
    if hold is None:
        return None
    is_optional, is_nullable = Unset in members, NoneType in members

    def held(value: Any, field: str) -> Any:
        if value is None and is_nullable:
            return None
        # None leaves a field out, unless the spec has null for it.
        return UNSET if is_optional and (value is None or value is UNSET) else hold(value, field)

    return held


# What is no list, tuple or dict at all is refused when it is sent.
def _items(hold: Hold | None) -> Hold | None:
    if hold is None:
        return None
    return lambda value, field: (
        [hold(each, f"{field}[{index}]") for index, each in enumerate(value)]
        if isinstance(value, (list, tuple))
        else value
    )


def _values(hold: Hold | None) -> Hold | None:
    if hold is None:
        return None
    return lambda value, field: (
        {key: hold(each, f"{field}.{key}") for key, each in value.items()} if isinstance(value, Mapping) else value
    )


def _tuple(holds: list[Hold | None]) -> Hold | None:
    if not any(holds):
        return None

    def hold(value: Any, field: str) -> Any:
        if not isinstance(value, (list, tuple)) or len(value) != len(holds):
            return value
        pairs = enumerate(zip(holds, value, strict=True))
        return tuple(each if of is None else of(each, f"{field}[{index}]") for index, (of, each) in pairs)

    return hold
