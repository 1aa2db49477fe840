"""The base class of all models. A model only declares fields; `encoding` and `decoding` do the work."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

import msgspec

from .field_rules import FieldRule

if TYPE_CHECKING:
    from .amounts import Hold
from ..errors import InvalidRequestError
from ..types import UNSET, is_secret


class Model(msgspec.Struct, gc=False):
    """A schema of the spec.

    The garbage collector doesn't look at models: what is decoded has no circles, and to look for them in a hundred
    thousand markets takes as long as to make a tenth of them.
    """

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

    def as_dict(self, *, native: bool = True) -> dict[str, Any]:
        """Every field by its name, with None for those that are UNSET.

        Args:
            native: Keep a `Decimal`, `datetime`, `date` and `UUID` as it is; else each is a text, as `to_dict` has it.

        Returns:
            A dict with the same keys for each object of the class; the models in it are dicts too.

        Raises:
            InvalidRequestError: With `native=False`, a value is not one that JSON has, such as NaN.
        """
        from .encoding import every_field

        return every_field(self, native)

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

    def _repr_html_(self) -> str:
        """A table of the fields that the repr shows, for notebooks."""
        from .html import model_html

        return model_html(type(self).__name__, self.__rich_repr__())

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        """The fields that the repr shows: none that is UNSET, and secrets are hidden."""
        secrets = _secrets(type(self))
        values = ((name, getattr(self, name)) for name in self.__struct_fields__)
        return [(name, "[hidden]" if name in secrets else value) for name, value in values if value is not UNSET]


class ExactModel(Model):
    """A schema of requests with money or counts: each is a `Decimal`, made of the Decimal, int or str that you give.

    Anything else, such as a float, raises `InvalidRequestError` when the model is made or the field is set.
    """

    def __post_init__(self) -> None:
        for name in _holds(type(self)):
            setattr(self, name, getattr(self, name))

    if not TYPE_CHECKING:  # A type checker would let you set any name.

        def __setattr__(self, name: str, value: Any) -> None:
            hold = _holds(type(self)).get(name)
            try:
                super().__setattr__(name, value if hold is None else hold(value, name))
            except InvalidRequestError as error:
                error.model = type(self).__name__
                raise


@cache
def _holds(model: type[Model]) -> dict[str, Hold]:
    from .amounts import hold_of
    from .decoding import field_types

    holds = {name: hold_of(declared) for name, declared in field_types(model).items()}
    return {name: hold for name, hold in holds.items() if hold is not None}


@cache
def _secrets(model: type[Model]) -> frozenset[str]:
    from .decoding import field_types

    return frozenset(name for name, declared in field_types(model).items() if is_secret(declared))
