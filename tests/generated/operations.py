"""Every generated operation, and the smallest arguments that each can be called with."""

from __future__ import annotations

import inspect
import pkgutil
import re
import typing
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any
from uuid import UUID

import httpx
import msgspec

from kalshi_gen import AuthenticatedClient
from kalshi_gen.runtime.bounds import Length, Pattern
from kalshi_gen.runtime.decoding import alternatives, field_types
from kalshi_gen.runtime.field_rules import FieldRule
from kalshi_gen.types import Unset
from scripts import specs
from scripts.specs import Spec
from tests.walking import by_name


def operations_of(ours: Spec) -> dict[str, ModuleType]:
    """The module of each operation of a spec, by its id."""
    package = import_module(f"{ours.module}.api")
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    modules = [import_module(module.name) for module in found if not module.ispkg]
    return by_name(modules, lambda module: str(module.OPERATION.operation_id))


@cache
def every_operation() -> dict[str, ModuleType]:
    """The module of each operation of every spec, such as `GetMarkets`, `perps GetMarginMarkets`."""
    return {
        f"{ours.package} {name}".lstrip(): module
        for ours in specs.REGISTER
        if ours.kind == "openapi"
        for name, module in operations_of(ours).items()
    }


OPERATIONS = operations_of(specs.API)
PAGED = {name: module for name, module in OPERATIONS.items() if module.OPERATION.next_cursor}

_SMALLEST: dict[Any, Any] = {
    str: "some-text",
    bool: True,
    int: 1,
    float: 0.5,
    Decimal: Decimal("0.56"),
    datetime: datetime(2026, 12, 31, 17, tzinfo=UTC),
    date: date(2026, 12, 31),
    UUID: UUID("3f2b8c1e-0d5a-4c7e-9b1f-2a6d8e4c0b7a"),
    Any: "anything",
}

# Texts for fields that take not any, the most usual first.
_TEXTS = ("some-text", "text", "1")


def smallest(declared: Any) -> Any:
    """A value of a declared type with only what is required; a list has one item."""
    origin, arguments = typing.get_origin(declared), typing.get_args(declared)
    if origin is typing.Annotated:
        metas = [each.extra or {} for each in arguments[1:] if isinstance(each, msgspec.Meta)]
        known = next((extra["known"] for extra in metas if "known" in extra), None)
        patterns = [each.expression for each in arguments[1:] if isinstance(each, Pattern)]
        if patterns:
            return next(text for text in _TEXTS if all(re.search(pattern, text) for pattern in patterns))
        fewest = next((each.minimum for each in arguments[1:] if isinstance(each, Length)), 1)
        least = known[0] if known else smallest(arguments[0])
        return least * fewest if isinstance(least, list) else least
    if origin is list:
        return [smallest(arguments[0])]
    if origin is tuple:
        return tuple(map(smallest, arguments))
    if origin is dict:
        return {"key": smallest(arguments[1])}
    if arguments:
        return smallest(arguments[0])
    if isinstance(declared, msgspec.StructMeta):
        required = {name: kind for name, kind in field_types(declared).items() if Unset not in alternatives(kind)}
        needed = {name: field_types(declared)[name] for name in needed_fields(getattr(declared, "_field_rules", ()))}
        return declared(**{name: smallest(kind) for name, kind in {**required, **needed}.items()})
    return _SMALLEST[declared]


def needed_fields(rules: tuple[FieldRule, ...]) -> list[str]:
    """A field for each rule that requires one."""
    return [rule.fields[0] for rule in rules if rule.kind in ("exactly_one_of", "at_least_one_of")]


@cache
def hints_of(operation: ModuleType) -> dict[str, Any]:
    """The declared types of an operation's arguments."""
    hints = typing.get_type_hints(operation.sync, include_extras=True)
    return {name: hint for name, hint in hints.items() if name not in ("client", "return")}


@cache
def required_arguments(operation: ModuleType) -> dict[str, Any]:
    """The declared types of the arguments that an operation requires."""
    declared = hints_of(operation)
    parameters = inspect.signature(operation.sync).parameters.values()
    names = [each.name for each in parameters if each.default is each.empty and each.name != "client"]
    names += needed_fields(operation.OPERATION.field_rules)
    return {name: declared[name] for name in names}


def smallest_arguments(operation: ModuleType) -> dict[str, Any]:
    """The required arguments of an operation, except for its client."""
    return {name: smallest(kind) for name, kind in required_arguments(operation).items()}


def sent(operation: ModuleType, **arguments: Any) -> httpx.Request:
    """The request that an operation sends; the response is a 500."""
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(500)

    transport = httpx.MockTransport(answer)
    base_url = "https://external-api.kalshi.com/trade-api/v2"
    with AuthenticatedClient(base_url, auth=httpx.Auth(), httpx_args={"transport": transport}) as client:
        operation.sync_detailed(client=client, **arguments)
    (request,) = requests
    return request
