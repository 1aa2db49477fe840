"""Our types for openapi-python-client: Decimal, aware datetimes, pairs, free-form objects and plain names.

The generator has no public way to add a type, so some of its functions are replaced while it runs. Each replacement
relies on a signature that `tests/generation/test_property_types.py` checks.
"""

from __future__ import annotations

import keyword
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from unittest.mock import patch

from attrs import define, evolve
from openapi_python_client import schema, strings
from openapi_python_client.parser import properties
from openapi_python_client.parser.errors import PropertyError
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.model_property import ModelProperty
from openapi_python_client.parser.properties.string import StringProperty
from openapi_python_client.strings import PythonCode

# Names that a generated function uses itself: a parameter can't have them, a field of a model can.
ARGUMENT_NAMES = frozenset({"client", "body", "locals", "max_pages"})
RESERVED_NAMES = (
    frozenset(keyword.kwlist)
    | ARGUMENT_NAMES
    | {
        # Names that a generated class uses itself.
        "self",
        "datetime",
        "str",
        "int",
        "float",
        "bool",
        "list",
        "dict",
        "tuple",
        "to_dict",
        "as_dict",
        "from_dict",
    }
)


@define
class DecimalProperty(StringProperty):
    """A string with `format: decimal`: money or a count, exact."""

    _type_string: ClassVar[str] = "Decimal"

    def get_imports(self, *, prefix: str) -> set[str]:
        return {*super().get_imports(prefix=prefix), "from decimal import Decimal"}


@define
class AwareDatetimeProperty(StringProperty):
    """A string with `format: date-time`: a moment, with its offset from UTC."""

    _type_string: ClassVar[str] = "AwareDatetime"

    def get_imports(self, *, prefix: str) -> set[str]:
        return {*super().get_imports(prefix=prefix), f"from {prefix}types import AwareDatetime"}


@define
class DateProperty(StringProperty):
    """A string with `format: date`: a day."""

    _type_string: ClassVar[str] = "Date"

    def get_imports(self, *, prefix: str) -> set[str]:
        return {*super().get_imports(prefix=prefix), f"from {prefix}types import Date"}


@define
class SecretProperty(StringProperty):
    """A string with `format: password`, which no repr shows."""

    _type_string: ClassVar[str] = "Secret"

    def get_imports(self, *, prefix: str) -> set[str]:
        return {*super().get_imports(prefix=prefix), f"from {prefix}types import Secret"}


@define
class TupleProperty(ListProperty):
    """An array of fixed length, such as the price and count of an order book level."""

    length: int = 2

    def get_base_type_string(self) -> PythonCode:
        inner = self.inner_property.get_type_string().as_unembedded_code()
        return PythonCode(f"tuple[{', '.join([inner] * self.length)}]")


@define
class DictProperty(ListProperty):
    """An object without declared properties: a dict with str keys and values of one type."""

    def get_base_type_string(self) -> PythonCode:
        return PythonCode(f"dict[str, {self.inner_property.get_type_string().as_unembedded_code()}]")


@contextmanager
def patched_types() -> Iterator[None]:
    """Make the generator use our types while the context lasts."""
    with (
        patch.object(strings, "RESERVED_WORDS", RESERVED_NAMES),
        patch.object(properties, "_string_based_property", _string_property),
        patch.object(properties, "_property_from_ref", _property_from_ref),
        patch.object(ListProperty, "build", _list_property),
        patch.object(ModelProperty, "build", _object_property),
    ):
        yield


_generator_string_property = properties._string_based_property
_generator_property_from_ref = properties._property_from_ref
_generator_list_build = ListProperty.build
_generator_model_build = ModelProperty.build
_OF_FORMAT = {
    "decimal": DecimalProperty,
    "date-time": AwareDatetimeProperty,
    "date": DateProperty,
    "password": SecretProperty,
}
_UNKNOWN_FORMATS = ("binary",)


def _string_property(name: Any, required: bool, data: schema.Schema, config: Any) -> Any:
    text_format = data.schema_format.get_untrusted_value() if data.schema_format else ""
    if text_format in _UNKNOWN_FORMATS:
        field = name.get_untrusted_value()
        return PropertyError(
            data=data, detail=f"{field!r} has the format {text_format!r}, which {__name__} has no type for"
        )
    ours = _OF_FORMAT.get(text_format)
    if ours is None:
        return _generator_string_property(name=name, required=required, data=data, config=config)
    return ours.build(
        name=name,
        default=None,
        required=required,
        python_name=strings.PythonIdentifier(value=name, prefix=config.field_prefix),
        description=data.description,
        example=None,
    )


def _property_from_ref(**arguments: Any) -> Any:
    """Keep the description beside a `$ref`: it describes the field, not its type."""
    prop, schemas = _generator_property_from_ref(**arguments)
    parent = arguments["parent"]
    if parent is not None and parent.description and not isinstance(prop, PropertyError):
        prop = evolve(prop, description=parent.description)
    return prop, schemas


def _list_property(*, data: schema.Schema, **arguments: Any) -> Any:
    prop, schemas = _generator_list_build(data=data, **arguments)
    if isinstance(prop, ListProperty) and data.minItems and data.minItems == data.maxItems:
        prop = TupleProperty(**_fields(prop), length=data.minItems)
    return prop, schemas


def _object_property(*, data: schema.Schema, parent_name: str | None, **arguments: Any) -> Any:
    """Make a free-form object a dict; a component without any declared content stays a class."""
    if data.properties or data.allOf or (not parent_name and not data.additionalProperties):
        return _generator_model_build(data=data, parent_name=parent_name, **arguments)
    values = data.additionalProperties
    items = values if isinstance(values, (schema.Schema, schema.Reference)) else schema.Schema()
    prop, schemas = _generator_list_build(
        data=data.model_copy(update={"items": items}), parent_name=parent_name or "", **arguments
    )
    return (DictProperty(**_fields(prop)) if isinstance(prop, ListProperty) else prop), schemas


def _fields(prop: ListProperty) -> dict[str, Any]:
    return {
        name: getattr(prop, name)
        for name in ("name", "required", "default", "python_name", "description", "example", "inner_property")
    }
