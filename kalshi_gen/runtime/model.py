"""The base class of all models. A model only declares fields; `encoding` and `decoding` do the work."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Self

import msgspec

from ..types import UNSET, is_secret
from .field_rules import FieldRule


class Model(msgspec.Struct):
    """A schema of the spec."""

    # Not annotated, or it would be a field.
    _field_rules = tuple[FieldRule, ...]()

    def to_dict(self) -> dict[str, Any]:
        """Encode the fields as they are sent, without those that are UNSET.

        Returns:
            A dict of JSON types; Decimals are strings in plain notation, times are RFC 3339 strings.

        Raises:
            InvalidRequestError: A field has a value that the spec doesn't allow.
        """
        from .encoding import to_wire

        wire: dict[str, Any] = to_wire(self, type(self), "")
        return wire

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> Self:
        """Create a model from decoded JSON.

        Args:
            source: A mapping of JSON types; keys that the spec doesn't have are ignored.

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
        """The fields that the repr shows: none that is UNSET, and secrets are hidden."""
        secrets = _secrets(type(self))
        values = ((name, getattr(self, name)) for name in self.__struct_fields__)
        return [(name, "[hidden]" if name in secrets else value) for name, value in values if value is not UNSET]


@cache
def _secrets(model: type[Model]) -> frozenset[str]:
    from .decoding import field_types

    return frozenset(name for name, declared in field_types(model).items() if is_secret(declared))
