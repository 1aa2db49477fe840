"""Rules over several fields, such as that exactly one of two is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Literal

from attrs import frozen

from ..errors import InvalidRequestError

Kind = Literal["exactly_one_of", "at_most_one_of", "at_least_one_of", "equal"]


@frozen(eq=False)
class FieldRule:
    """A rule over fields of a model, or over query parameters of an operation.

    Attributes:
        kind: How many of the fields must be given; `equal` is for fields that must be the same number.
        fields: The names of the fields.
    """

    kind: Kind
    fields: tuple[str, ...]

    def check(self, wire: Mapping[str, Any], prefix: str) -> None:
        """Check encoded values; a null counts as not given.

        Args:
            wire: The encoded values that are given, by field.
            prefix: A prefix for the fields' names in the error, such as `orders[0].`.

        Raises:
            InvalidRequestError: The rule is broken; nothing was sent.
        """
        given = [name for name in self.fields if wire.get(name) is not None]
        broken, remedy = _KINDS[self.kind]
        if broken(given, wire):
            named = ", ".join(prefix + name for name in self.fields)
            raise InvalidRequestError(named, f"{' and '.join(given) or 'none'} given; {remedy}")


def _differ(given: list[str], wire: Mapping[str, Any]) -> bool:
    return len({Decimal(str(wire[name])) for name in given}) > 1


_KINDS: dict[Kind, tuple[Callable[[list[str], Mapping[str, Any]], bool], str]] = {
    "exactly_one_of": (lambda given, wire: len(given) != 1, "give exactly one of them and leave the others out"),
    "at_most_one_of": (lambda given, wire: len(given) > 1, "give at most one of them and leave the others out"),
    "at_least_one_of": (lambda given, wire: not given, "give at least one of them"),
    "equal": (_differ, "they differ; give one of them, or the same number in each"),
}
