"""The bounds of the spec in generated types, such as `Annotated[int, Range(minimum=1)]`, and what else a request takes.

The generator reads bounds and drops them. Under `patched_bounds`, each property keeps its bounds in the code of its
type. `without_bounds` removes them where a type is shown to users, as in the signature of a function.

The overlay says of an integer that it is a Unix time, and of a text that it is values with commas between them:

    x-unix-time: {unit: seconds, round: down}
    x-separator: ","

Such a property has a type of `kalshi_gen/types.py`. `as_argument` writes what a function takes for it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from attrs import evolve
from openapi_python_client import schema
from openapi_python_client.parser import GeneratorData, bodies, openapi, properties
from openapi_python_client.parser.properties import ModelProperty
from openapi_python_client.parser.properties.float import FloatProperty
from openapi_python_client.parser.properties.int import IntProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.string import StringProperty
from openapi_python_client.parser.properties.union import UnionProperty
from openapi_python_client.strings import PythonCode

from scripts.generation.property_types import DecimalProperty, DictProperty, SecretProperty, TupleProperty
from scripts.generation.unsupported import GenerationError

# The modules that call `property_from_data` by a name of their own.
CALLERS = (properties, openapi, bodies)
_INT32 = {"minimum": -(2**31), "maximum": 2**31 - 1}
# The arguments of a class of kalshi_gen/runtime/bounds.py, by keyword.
_RANGE = {"minimum": "minimum", "maximum": "maximum", "above": "above", "below": "below"}
_CHARACTERS = {"minLength": "minimum", "maxLength": "maximum"}
_ITEMS = {"minItems": "minimum", "maxItems": "maximum"}
# A decimal is a text, to which JSON Schema's bounds of numbers don't apply.
_AMOUNT = {"x-minimum": "minimum", "x-above": "above", "x-below": "below"}
UNIX_TIME, SEPARATOR = "x-unix-time", "x-separator"
_KEYWORDS = sorted({*_RANGE, *_CHARACTERS, *_ITEMS, *_AMOUNT, "pattern", "x-decimals", "x-unit", UNIX_TIME, SEPARATOR})
_UNIX_TIMES = {
    "UnixSeconds": {"unit": "seconds", "round": "down"},
    "UnixSecondsUp": {"unit": "seconds", "round": "up"},
    "UnixMilliseconds": {"unit": "milliseconds", "round": "down"},
    "UnixMillisecondsUp": {"unit": "milliseconds", "round": "up"},
}
_SEPARATORS = {"CommaJoined": ","}
# What a request takes for a Decimal, and for the types of `kalshi_gen/types.py` that stand for more than one.
_TAKEN = {
    "Decimal": "Decimal | int | str",
    **dict.fromkeys(_UNIX_TIMES, "int | AwareDatetime"),
    **dict.fromkeys(_SEPARATORS, "str | list[str]"),
}


@contextmanager
def patched_bounds() -> Iterator[None]:
    """Make the generator keep bounds while the context lasts."""
    generator_function = properties.property_from_data

    def property_from_data(*, data: Any, **arguments: Any) -> Any:
        prop, schemas = generator_function(data=data, **arguments)
        return (_with_bounds(prop, _keywords(data)) if isinstance(data, schema.Schema) else prop), schemas

    with ExitStack() as stack:
        for module in CALLERS:
            stack.enter_context(patch.object(module, "property_from_data", property_from_data))
        yield


def _keywords(data: schema.Schema) -> dict[str, Any]:
    """The bounds of a schema by keyword. Exclusive ones are `above` and `below` in either spelling of OpenAPI."""
    stated = {**(data.model_extra or {}), **dict(data)}
    stated["pattern"] = data.pattern.get_untrusted_value() if data.pattern else None
    for keyword, excluding, ours in (
        ("minimum", "exclusiveMinimum", "above"),
        ("maximum", "exclusiveMaximum", "below"),
    ):
        exclusive = stated.get(excluding)
        if exclusive is True:
            stated[ours] = stated.pop(keyword)
        elif exclusive is not False:
            stated[ours] = exclusive
    found = {name: _as_int(stated[name]) for name in _KEYWORDS if stated.get(name) is not None}
    is_int32 = data.schema_format is not None and data.schema_format.get_untrusted_value() == "int32"
    return {**_INT32, **found} if is_int32 else found


def _as_int(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _with_bounds(prop: Any, keywords: dict[str, Any]) -> Any:
    """A property that has these bounds beside those of its type's schema; an error stays an error."""
    if isinstance(prop, UnionProperty):
        return evolve(prop, inner_properties=[_with_bounds(member, keywords) for member in prop.inner_properties])
    every = {**getattr(prop, "keywords", {}), **keywords}
    bounds, alias = _bounds(prop, every), _alias_by(prop, every)
    if not (bounds or alias):
        return prop
    bounded = evolve(prop)
    bounded.__class__ = _class(getattr(prop, "unbounded", type(prop)), every, bounds, alias)
    return bounded


def _alias_by(prop: Any, keywords: dict[str, Any]) -> str | None:
    """The type of ours for a property, if the overlay says that it is a Unix time or separated values."""
    if isinstance(prop, IntProperty) and UNIX_TIME in keywords:
        return _known(UNIX_TIME, keywords, _UNIX_TIMES)
    if getattr(prop, "unbounded", type(prop)) is StringProperty and SEPARATOR in keywords:
        return _known(SEPARATOR, keywords, _SEPARATORS)
    return None


def _known(keyword: str, keywords: dict[str, Any], aliases: dict[str, Any]) -> str:
    for alias, stated in aliases.items():
        if keywords[keyword] == stated:
            return alias
    known = " or ".join(map(str, aliases.values()))
    raise GenerationError(f"{keyword}: {ascii(keywords[keyword])[:80]} is not known; write {known}")


def _bounds(prop: Any, keywords: dict[str, Any]) -> list[str]:
    """The bounds that apply to a property's type, as code."""
    if isinstance(prop, IntProperty | FloatProperty):
        bounds = [_call("Range", _RANGE, keywords)]
        return ["INT32" if keywords == _INT32 else bounds[0]] if bounds[0] else []
    if isinstance(prop, DecimalProperty):
        unit = f"Unit({keywords['x-unit']!r})" if "x-unit" in keywords else ""
        decimals = f"Decimals({keywords['x-decimals']})" if "x-decimals" in keywords else ""
        return [code for code in (unit, decimals, _call("Range", _AMOUNT, keywords)) if code]
    if type(prop) is StringProperty or isinstance(prop, SecretProperty):
        pattern = f"Pattern({keywords['pattern']!r})" if "pattern" in keywords else ""
        return [code for code in (_call("Length", _CHARACTERS, keywords), pattern) if code]
    if isinstance(prop, ListProperty) and not isinstance(prop, TupleProperty | DictProperty):
        return [code for code in (_call("Length", _ITEMS, keywords),) if code]
    return []


def _call(name: str, arguments: dict[str, str], keywords: dict[str, Any]) -> str:
    given = [f"{argument}={keywords[keyword]!r}" for keyword, argument in arguments.items() if keyword in keywords]
    return f"{name}({', '.join(given)})" if given else ""


def _class(unbounded: type[Any], keywords: dict[str, Any], bounds: list[str], alias: str | None) -> type[Any]:
    """A class of property whose code names the bounds. The generator copies properties, and a copy keeps its class."""

    def get_base_type_string(self: Any) -> PythonCode:
        plain = alias or unbounded.get_base_type_string(self).as_unembedded_code()
        return PythonCode(f"Annotated[{plain}, {', '.join(bounds)}]" if bounds else plain)

    def get_imports(self: Any, *, prefix: str) -> set[str]:
        names = ", ".join(sorted({code.partition("(")[0] for code in bounds}))
        of_bounds = {"from typing import Annotated", f"from {prefix}runtime.bounds import {names}"} if bounds else set()
        of_alias = {f"from {prefix}types import AwareDatetime, {alias}"} if alias else set()
        return {*unbounded.get_imports(self, prefix=prefix), *of_bounds, *of_alias}

    members = {
        "__slots__": (),
        "keywords": keywords,
        "unbounded": unbounded,
        "alias": alias,
        "get_base_type_string": get_base_type_string,
        "get_imports": get_imports,
    }
    return type(f"Bounded{unbounded.__name__}", (unbounded,), members)


class _WithoutBounds(ast.NodeTransformer):
    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        visited = self.generic_visit(node)
        assert isinstance(visited, ast.Subscript)
        if isinstance(visited.value, ast.Name) and visited.value.id == "Annotated":
            assert isinstance(visited.slice, ast.Tuple)
            return visited.slice.elts[0]
        return visited


def without_bounds(annotation: ast.expr) -> ast.expr:
    """The parsed code of a type, without bounds."""
    plain: ast.expr = _WithoutBounds().visit(annotation)
    return plain


def alias_of(prop: Any) -> str | None:
    """The type of ours that a property has, such as `UnixSeconds`."""
    alias: str | None = getattr(prop, "alias", None)
    return alias


class _AsArgument(_WithoutBounds):
    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.parse(_TAKEN[node.id], mode="eval").body if node.id in _TAKEN else node


def as_argument(annotation: ast.expr) -> ast.expr:
    """The parsed code of a type as a function takes it: without bounds, and with what stands for it."""
    taken: ast.expr = _AsArgument().visit(annotation)
    return taken


def answered_models(data: GeneratorData) -> dict[str, frozenset[str]]:
    """The classes of models in responses, and those that are only there, where bounds are not checked."""
    # A copy of a model that the generator made early has no fields; those in `data.models` have.
    fields = {
        model.class_info.name: [*(model.required_properties or ()), *(model.optional_properties or ())]
        for model in data.models
    }
    endpoints = [endpoint for each in data.endpoint_collections_by_tag.values() for endpoint in each.endpoints]
    sent = _models([body.prop for endpoint in endpoints for body in endpoint.bodies], fields)
    answered = _models([answer.prop for endpoint in endpoints for answer in endpoint.responses], fields)
    return {"answered": answered, "only_answered": answered - sent}


def _models(left: list[Any], fields: Mapping[Any, list[Any]]) -> frozenset[str]:
    """The names of the models within some properties, at any depth."""
    found: set[str] = set()
    while left:
        prop = left.pop()
        if isinstance(prop, ModelProperty) and prop.class_info.name not in found:
            found.add(prop.class_info.name)
            left += fields[prop.class_info.name]
        left += getattr(prop, "inner_properties", ())
        left += [prop.inner_property] if isinstance(prop, ListProperty) else []
    return frozenset(found)
