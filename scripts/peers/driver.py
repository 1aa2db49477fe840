"""Calls the public methods of a client from the package index; runs in that client's own environment.

`python driver.py PEER FACTS` prints one line of JSON for each method: its name, what became of it, and why. It uses
nothing but the standard library and the client.
"""

from __future__ import annotations

import collections
import contextlib
import enum
import importlib
import inspect
import itertools
import json
import pkgutil
import re
import sys
import types
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

OK, REFUSED, DIFFERS, NOT_CALLED = "ok", "refused", "differs", "not called"
# Methods of a client that are no operations.
_PLUMBING = frozenset({"close", "feed", "from_env", "get_default", "set_default", "paginated_get", "post", "put"})
_PLUMBING_ENDS = ("_with_http_info", "_without_preload_content")
# Reads first, then what makes things, then what changes them, then what ends them.
_ORDER = (("delete", "cancel", "remove", "trigger"), ("create", "propose", "generate", "place", "post"))
_CHANGES = ("accept", "amend", "apply", "batch", "confirm", "decrease", "reset", "set", "transfer", "update", "upgrade")
_MAX_ITEMS = 300

Call = tuple[str, Callable[..., Any]]


class Facts:
    """What exists on the exchange: values by the name of a parameter, and request bodies by the name of their class.

    A list of values is used in turn, so that no id is used up twice.
    """

    def __init__(self, path: str) -> None:
        facts = json.loads(Path(path).read_text(encoding="utf-8"))
        self.base_url: str = facts["base_url"]
        self.key_id: str = facts["key_id"]
        self.key_path: str = facts["key_path"]
        self._bodies: dict[str, Any] = facts["bodies"]
        self._values = {name: collections.deque(values) for name, values in facts["values"].items()}
        self._situations = [(re.compile(pattern), collections.deque(ways)) for pattern, ways in facts["situations"]]
        self._record = Path(facts["record"])

    def value(self, name: str) -> Any:
        """The next value of a name; None if it is unknown."""
        values = self._values.get(name)
        if not values:
            return None
        values.rotate(-1)
        return values[-1]

    def arguments(self, method: str) -> dict[str, Any]:
        """Arguments that a method gets if it has them, such as an order with its market, the next of several."""
        found: dict[str, Any] = {}
        for pattern, ways in self._situations:
            if pattern.search(method):
                ways.rotate(-1)
                found = {**ways[-1], **found}
        return found

    def body(self, hint: Any) -> tuple[Any, dict[str, Any] | None]:
        """The class of a request body that a type allows, and the body; None if there is none."""
        for kind in alternatives(hint):
            name = getattr(kind, "__name__", "").removeprefix("Model").removeprefix("User")
            if name in self._bodies:
                return kind, self._bodies[name]
        return None, None

    def requests(self) -> int:
        """How large the exchange's record of requests is."""
        return self._record.stat().st_size if self._record.exists() else 0


class UnknownArgumentError(Exception):
    """An argument has no known value."""


def filled(call: Callable[..., Any], facts: Facts, method: str) -> dict[str, Any]:
    """Arguments for a method: those that it requires, and those that `facts` has for it."""
    # The exchange's own packages say the types of arguments only in a second function, and take a body's fields.
    typed = getattr(getattr(call, "__self__", None), f"{getattr(call, '__name__', '')}_with_http_info", None)
    try:
        hints = typing.get_type_hints(typed or call)
    except Exception:
        hints = {}
    extra = facts.arguments(method)
    arguments: dict[str, Any] = {}
    parameters = dict(inspect.signature(typed or call).parameters)
    for name, parameter in parameters.items():
        if parameter.kind in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL) or name == "self":
            continue
        hint = hints.get(name, parameter.annotation)
        kind, body = facts.body(hint)
        if name in extra:
            arguments[name] = converted(extra[name], hint, facts)
        elif body is not None and typed is not None:
            arguments.update(body)
        elif body is not None:
            arguments[name] = built(kind, body)
        elif parameter.default is parameter.empty:
            arguments[name] = made(name, hint, facts)
    if "request" in arguments:
        # Fields of the body may not be given beside it.
        optional = {
            name for name in extra if name in parameters and parameters[name].default is not inspect.Parameter.empty
        }
        arguments = {name: value for name, value in arguments.items() if name == "request" or name not in optional}
    return arguments


def made(name: str, hint: Any, facts: Facts) -> Any:
    """A value for a parameter, by its type or its name."""
    value = facts.value(name)
    if value is None:
        raise UnknownArgumentError(f"{name}: no value is known for it ({getattr(hint, '__name__', hint)})")
    return converted(value, hint, facts)


def alternatives(hint: Any) -> list[Any]:
    """The types of a union, without None; else the type itself."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return [part for each in typing.get_args(hint) for part in alternatives(each) if part is not type(None)]
    if typing.get_origin(hint) is typing.Annotated:
        return alternatives(typing.get_args(hint)[0])
    return [hint]


def converted(value: Any, hint: Any, facts: Facts) -> Any:
    """A value as its type wants it: enums and models are made of plain values."""
    for kind in alternatives(hint):
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            with contextlib.suppress(ValueError):
                return kind(value)
        if isinstance(value, list) and typing.get_origin(kind) is list:
            (inner,) = typing.get_args(kind)
            return [converted(item, inner, facts) for item in value]
        if isinstance(value, dict) and isinstance(kind, type) and kind is not dict:
            return built(kind, value)
    if isinstance(value, list) and alternatives(hint) == [str]:
        return ",".join(value)
    return value


def built(kind: Any, body: Any) -> Any:
    """A request model of plain values."""
    make = next((getattr(kind, way) for way in ("model_validate", "from_dict") if hasattr(kind, way)), None)
    if make is None:
        return kind(**body)
    try:
        return make(body)
    except ValueError:
        # Some name a field without its unit.
        return make(without_units(body))


def without_units(value: Any) -> Any:
    """A body whose fields lack the ends `_fp` and `_dollars`."""
    if isinstance(value, list):
        return [without_units(item) for item in value]
    if isinstance(value, dict):
        return {name.removesuffix("_fp").removesuffix("_dollars"): without_units(item) for name, item in value.items()}
    return value


def reason(error: BaseException) -> tuple[str, str]:
    """Whether an exception is a refusal of the exchange or a difference, and its text in one line."""
    text = " ".join(f"{type(error).__name__}: {error}".split())
    status = next(
        (
            getattr(error, name)
            for name in ("status", "status_code", "http_status")
            if isinstance(getattr(error, name, None), int)
        ),
        None,
    )
    if status is not None:
        body = getattr(error, "body", None)
        return (REFUSED if status >= 400 else DIFFERS), f"{status} {' '.join(str(body or error).split())}"
    return DIFFERS, text


def outcome(call: Callable[..., Any], facts: Facts, method: str) -> tuple[str, str]:
    """Call a method; what became of it, and why."""
    try:
        arguments = filled(call, facts, method)
    except Exception as error:
        return NOT_CALLED, " ".join(str(error).split())
    before = facts.requests()
    try:
        result = call(**arguments)
        if isinstance(result, Iterator):
            result = list(itertools.islice(result, _MAX_ITEMS))
    except Exception as error:
        if facts.requests() == before:
            return NOT_CALLED, " ".join(f"the client refuses: {error}".split())
        return reason(error)
    return OK, type(result).__name__


def order_of(call: Call) -> tuple[int, str]:
    """Sorts methods so that what they need still exists."""
    words = call[0].rsplit(".", 1)[-1].split("_")
    if words[:2] == ["cancel", "all"] or words[0] == "wait":
        return 4, call[0]
    for place, starts in enumerate((*_ORDER, _CHANGES)):
        if any(word in starts for word in words):
            return (3, 1, 2)[place], call[0]
    return 0, call[0]


def methods_of(owner: Any, prefix: str) -> Iterator[Call]:
    """The public methods of an object."""
    for name in dir(type(owner)):
        if name.startswith("_") or name in _PLUMBING or name.endswith(_PLUMBING_ENDS):
            continue
        if callable(getattr(type(owner), name, None)):
            call: Callable[..., Any] = getattr(owner, name)
            yield f"{prefix}{name}", call


def resources_of(owner: Any, module: str, prefix: str = "") -> Iterator[Call]:
    """The public methods of an object, and those of the resources that are its attributes."""
    yield from methods_of(owner, prefix)
    for name in sorted({*dir(type(owner)), *vars(owner)}):
        if name.startswith("_") or name in _PLUMBING:
            continue
        part = getattr(owner, name, None)
        if type(part).__module__.startswith(module) and not callable(part) and type(part).__name__ != "KalshiConfig":
            yield from resources_of(part, module, f"{prefix}{name}.")


def kalshi_sdk(facts: Facts) -> Iterator[Call]:
    """The package kalshi-sdk."""
    kalshi = importlib.import_module("kalshi")
    client = kalshi.KalshiClient(
        key_id=facts.key_id, private_key_path=facts.key_path, base_url=facts.base_url, max_retries=0
    )
    return resources_of(client, "kalshi.resources")


def pykalshi(facts: Facts) -> Iterator[Call]:
    """The package pykalshi, with the objects that it makes of markets, events and orders."""
    package = importlib.import_module("pykalshi")
    client = package.KalshiClient(
        api_key_id=facts.key_id, private_key_path=facts.key_path, api_base=facts.base_url, max_retries=0
    )
    yield from resources_of(client, "pykalshi")
    makers: dict[str, Callable[[], Any]] = {
        "market": lambda: client.get_market(facts.value("ticker")),
        "event": lambda: client.get_event(facts.value("event_ticker")),
        "series": lambda: client.get_series(facts.value("series_ticker")),
        "order": lambda: client.portfolio.get_order(facts.value("order_id")),
    }
    for name, make in makers.items():
        with contextlib.suppress(Exception):
            yield from methods_of(make(), f"{name}.")


def official(facts: Facts, package: str) -> Iterator[Call]:
    """The exchange's own packages."""
    module = importlib.import_module(package)
    configuration = module.Configuration(host=facts.base_url)
    configuration.api_key_id = facts.key_id
    configuration.private_key_pem = Path(facts.key_path).read_text(encoding="utf-8")
    client = module.KalshiClient(configuration)
    for each in pkgutil.iter_modules(importlib.import_module(f"{package}.api").__path__):
        api = importlib.import_module(f"{package}.api.{each.name}")
        kinds: dict[str, Any] = vars(api)
        for name, kind in kinds.items():
            if inspect.isclass(kind) and kind.__module__ == api.__name__:
                make: Callable[..., Any] = kind
                yield from methods_of(make(client), f"{name}.")


def kalshi_py(facts: Facts) -> Iterator[Call]:
    """The package kalshi-py, whose operations are modules."""
    package = importlib.import_module("kalshi_py")
    client = package.create_client(base_url=facts.base_url, access_key_id=facts.key_id, private_key_path=facts.key_path)
    for group in pkgutil.iter_modules(importlib.import_module("kalshi_py.api").__path__):
        folder = importlib.import_module(f"kalshi_py.api.{group.name}")
        for each in pkgutil.iter_modules(folder.__path__):
            module = importlib.import_module(f"{folder.__name__}.{each.name}")
            yield f"{group.name}.{each.name}", with_client(module.sync_detailed, client)


def with_client(call: Callable[..., Any], client: Any) -> Callable[..., Any]:
    """A function of kalshi-py without its argument `client`; it raises for a status outside 2xx."""

    def without(**arguments: Any) -> Any:
        response = call(client=client, **arguments)
        if response.status_code >= 400:
            raise RejectedError(int(response.status_code), response.content.decode(errors="replace"))
        if response.parsed is None and response.content.strip():
            raise ValueError(f"{int(response.status_code)}: the answer was not decoded")
        return response.parsed

    signature = inspect.signature(call)
    kept = [each for name, each in signature.parameters.items() if name != "client"]
    without.__signature__ = signature.replace(parameters=kept)  # type: ignore[attr-defined]
    hints = typing.get_type_hints(call)
    without.__annotations__ = {name: hint for name, hint in hints.items() if name != "client"}
    return without


class RejectedError(Exception):
    """The exchange refused a request, and the client didn't raise."""

    def __init__(self, status: int, body: str) -> None:
        super().__init__(body)
        self.status = status


PEERS: dict[str, Callable[[Facts], Iterator[Call]]] = {
    "kalshi-sdk": kalshi_sdk,
    "pykalshi": pykalshi,
    "kalshi-python-sync": lambda facts: official(facts, "kalshi_python_sync"),
    "kalshi-python": lambda facts: official(facts, "kalshi_python"),
    "kalshi-py": kalshi_py,
}


def main(peer: str, path: str) -> None:
    """Call every method of a client, and print what became of each."""
    facts = Facts(path)
    for name, call in sorted(PEERS[peer](facts), key=order_of):
        result, why = outcome(call, facts, name)
        print(json.dumps([name, result, why]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
