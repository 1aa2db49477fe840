"""The base of every model: declarations only; encoding and decoding live once, beside it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Self

import msgspec

from ..types import UNSET, is_secret
from .field_rules import FieldRule


class Model(msgspec.Struct):
    """A schema of the spec as a class that only declares its fields."""

    # Without an annotation, so that it is no field.
    _field_rules = tuple[FieldRule, ...]()

    def to_dict(self) -> dict[str, Any]:
        """Give the fields as they go on the wire, without those that are UNSET.

        Returns:
            A dict of JSON types; Decimals are strings in plain notation, times RFC 3339 strings.

        Raises:
            InvalidRequestError: A field has a value that the spec doesn't take.
        """
        from .encoding import to_wire

        wire: dict[str, Any] = to_wire(self, type(self), "")
        return wire

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> Self:
        """Make a model of what came from the wire.

        Args:
            source: A mapping of JSON types; keys that the spec doesn't know are ignored.

        Returns:
            The model.

        Raises:
            msgspec.ValidationError: A required field is missing, or a value is not of its declared type.
        """
        from .decoding import from_wire

        return from_wire(source, cls)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.__rich_repr__())})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        """What is shown of the model: no field that is UNSET, and no secret."""
        secrets = _secrets(type(self))
        values = ((name, getattr(self, name)) for name in self.__struct_fields__)
        return [(name, "[hidden]" if name in secrets else value) for name, value in values if value is not UNSET]


@cache
def _secrets(model: type[Model]) -> frozenset[str]:
    from .decoding import field_types

    return frozenset(name for name, declared in field_types(model).items() if is_secret(declared))
