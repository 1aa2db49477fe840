"""The vendored specs: their operations, and the operation of a request."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import unquote, urlsplit

import yaml
from attrs import frozen

from .error_answers import ErrorAnswer, invalid_parameters

Schema = dict[str, Any]
ApiName = Literal["api", "perps", "klear"]
"""An API that the sandbox serves: that of event contracts, that of perpetual futures, or that of clearing."""

APIS: tuple[ApiName, ...] = get_args(ApiName)
_FILES: dict[ApiName, str] = {
    "api": "openapi.yaml",
    "perps": "specs/perps_openapi.yaml",
    "klear": "specs/klear_openapi.yaml",
}
_METHODS = ("get", "post", "put", "patch", "delete")
_JSON = "application/json"
FIELD_RULES = "x-field-rules"
"""The key of a schema's or an operation's rules over several fields."""

# Money and counts are strings. These two are decimals even if the spec doesn't say so.
_DECIMAL_SCHEMAS = frozenset({"FixedPointDollars", "FixedPointCount"})


@frozen
class Parameter:
    """A path or query parameter of an operation."""

    name: str
    place: str
    required: bool
    explode: bool
    schema: Schema


@frozen
class Operation:
    """An operation of the spec; its schemas have no references.

    Attributes:
        status: Its status of success.
        documented: All its statuses.
        rules: Rules over several query parameters, such as that at most one of two is given.
        api: The API that has it.
    """

    operation_id: str
    method: str
    path: str
    segments: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    body: Schema | None
    body_required: bool
    secured: bool
    status: int
    answer: Schema | None
    documented: frozenset[int] = frozenset()
    rules: tuple[Mapping[str, list[str]], ...] = ()
    api: ApiName = "api"

    @property
    def takes_json(self) -> bool:
        """Whether the live exchange requires a JSON body, declared or not."""
        return self.method in ("POST", "PUT") or self.body_required

    def placeholders(self) -> Iterator[tuple[int, str]]:
        """Positions and names of the path's parameters."""
        for position, segment in enumerate(self.segments):
            if segment.startswith("{"):
                yield position, segment[1:-1]


class Spec:
    """The operations of an OpenAPI document.

    Args:
        document: The document, as parsed.
        api: The API that it describes.
    """

    def __init__(self, document: Mapping[str, Any], api: ApiName = "api") -> None:
        self._document = document
        self._schemas: dict[str, Schema] = {}
        self.api = api
        self.base_path: str = urlsplit(document["servers"][0]["url"]).path.rstrip("/")
        self.operations: dict[str, Operation] = {
            operation.operation_id: operation for operation in self._read_operations()
        }

    def _read_operations(self) -> Iterator[Operation]:
        for path, item in self._document["paths"].items():
            for method in _METHODS:
                if method in item:
                    yield self._read_operation(path, method, item)

    def _read_operation(self, path: str, method: str, item: Mapping[str, Any]) -> Operation:
        stated = item[method]
        body = self._part(stated.get("requestBody", {}))
        status, answer = next(
            (int(code), self._part(response))
            for code, response in stated["responses"].items()
            if str(code).startswith("2")
        )
        parameters = [self._part(part) for part in (*item.get("parameters", ()), *stated.get("parameters", ()))]
        return Operation(
            operation_id=stated["operationId"],
            method=method.upper(),
            path=path,
            segments=tuple(path.strip("/").split("/")),
            parameters=tuple(self._read_parameter(part) for part in parameters if part["in"] != "header"),
            body=self._content(body),
            body_required=bool(body.get("required", False)),
            secured=bool(stated.get("security", self._document.get("security"))),
            status=status,
            answer=self._content(answer),
            documented=frozenset(int(code) for code in stated["responses"] if str(code).isdigit()),
            rules=tuple(stated.get(FIELD_RULES, ())),
            api=self.api,
        )

    def _read_parameter(self, part: Mapping[str, Any]) -> Parameter:
        return Parameter(
            name=part["name"],
            place=part["in"],
            required=bool(part.get("required", False)),
            explode=bool(part.get("explode", True)),
            schema=self._resolved(part["schema"]),
        )

    def _content(self, part: Mapping[str, Any]) -> Schema | None:
        content = part.get("content", {})
        return self._resolved(content[_JSON]["schema"]) if _JSON in content else None

    def _part(self, part: Mapping[str, Any]) -> Mapping[str, Any]:
        return self._part(self._target(part["$ref"])) if "$ref" in part else part

    def _target(self, reference: str) -> Any:
        target: Any = self._document
        for key in reference.removeprefix("#/").split("/"):
            target = target[key.replace("~1", "/").replace("~0", "~")]
        return target

    def _resolved(self, schema: Mapping[str, Any]) -> Schema:
        """The schema without references and `allOf`, made once for each schema."""
        if "$ref" in schema:
            return self._named(schema["$ref"])
        resolved: Schema = {}
        self._fill(resolved, schema)
        return resolved

    def _named(self, reference: str) -> Schema:
        if reference not in self._schemas:
            # It is stored before it is filled, because a schema may contain itself.
            named = self._schemas[reference] = {"x-name": reference.rsplit("/", 1)[-1]}
            self._fill(named, self._target(reference))
            # A part of it that is named too has left its own name.
            named["x-name"] = reference.rsplit("/", 1)[-1]
            if named["x-name"] in _DECIMAL_SCHEMAS:
                named.setdefault("format", "decimal")
        return self._schemas[reference]

    def _fill(self, resolved: Schema, schema: Mapping[str, Any]) -> None:
        for part in schema.get("allOf", ()):
            inner = self._resolved(part)
            properties = {**resolved.get("properties", {}), **inner.get("properties", {})}
            required = [*resolved.get("required", ()), *inner.get("required", ())]
            resolved.update(inner)
            if properties:
                resolved.update(properties=properties, required=required)
        if "$ref" in schema:
            resolved.update(self._named(schema["$ref"]))
        for key, value in schema.items():
            if key == "properties":
                resolved.setdefault("properties", {}).update(
                    {name: self._resolved(part) for name, part in value.items()}
                )
            elif key in ("items", "additionalProperties") and isinstance(value, Mapping):
                resolved[key] = self._resolved(value)
            elif key in ("oneOf", "anyOf"):
                resolved[key] = [self._resolved(part) for part in value]
            elif key == "required":
                resolved[key] = [*resolved.get("required", ()), *value]
            elif key not in ("allOf", "$ref"):
                resolved[key] = value


class Specs:
    """All that a sandbox serves: the operations of several specs, below the base path of each.

    An operation that two specs have at the same path is one operation, that of the first.

    Args:
        specs: The specs.

    Attributes:
        operations: Every operation, by its id.

    Raises:
        ValueError: If two specs have different operations with one id.
    """

    def __init__(self, specs: Iterable[Spec]) -> None:
        self._apis: dict[str, ApiName] = {}
        self.operations: dict[str, Operation] = {}
        # By the base path, the number of segments and the first of them, which is never a parameter.
        self._routes: dict[tuple[str, int, str], list[Operation]] = {}
        for spec in specs:
            self._apis.setdefault(spec.base_path, spec.api)
            for operation in spec.operations.values():
                self._add(spec.base_path, operation)
        for routes in self._routes.values():
            # A literal segment wins over a parameter: /markets/trades is no ticker.
            routes.sort(key=lambda operation: [segment.startswith("{") for segment in operation.segments])

    def _add(self, base_path: str, operation: Operation) -> None:
        known = self.operations.setdefault(operation.operation_id, operation)
        if (known.method, known.path) != (operation.method, operation.path):
            raise ValueError(f"{operation.operation_id} of {operation.api} is another operation in {known.api}")
        if known is operation:
            place = (base_path, len(operation.segments), operation.segments[0])
            self._routes.setdefault(place, []).append(operation)

    def api_at(self, raw_path: str) -> ApiName:
        """The first API that is served below the base path of a path; the API itself for any other path."""
        base_path = self._base_path(raw_path)
        return "api" if base_path is None else self._apis[base_path]

    def below_base_path(self, raw_path: str) -> str:
        """A path without the base path of its API, as the specs have it; empty if it is below none."""
        base_path = self._base_path(raw_path)
        return "" if base_path is None else raw_path[len(base_path) :]

    def find(self, method: str, raw_path: str) -> tuple[Operation, dict[str, str]]:
        """The operation of a request and the path parameters, percent-decoded.

        Args:
            method: HTTP method in capitals.
            raw_path: Path as received, with the base path and percent-encoded.

        Raises:
            ErrorAnswer: With 404 for an unknown path, 405 for a method that the path doesn't have, 400 for
                percent-encoding that is not UTF-8.
        """
        base_path, segments = self._base_path(raw_path), self.below_base_path(raw_path)[1:].split("/")
        known = [] if base_path is None else list(self._matches(base_path, segments))
        if not known:
            raise ErrorAnswer(404, "not_found", "not found", f"no spec has the path {raw_path[:200]}")
        # Only the best template counts; its methods are separate operations with the same path.
        template = known[0].path
        methods = {op.method: op for op in known if op.path == template}
        if method not in methods:
            allowed = ", ".join(sorted(methods))
            raise ErrorAnswer(
                405,
                "method_not_allowed",
                "method not allowed",
                f"{template} has {allowed}",
                {"Allow": allowed},
            )
        operation = methods[method]
        return operation, {name: _decoded(name, segments[at]) for at, name in operation.placeholders()}

    def _base_path(self, raw_path: str) -> str | None:
        return next((base_path for base_path in self._apis if raw_path.startswith(f"{base_path}/")), None)

    def _matches(self, base_path: str, segments: list[str]) -> Iterator[Operation]:
        for operation in self._routes.get((base_path, len(segments), segments[0]), ()):
            if all(
                bool(segment) if template.startswith("{") else template == segment
                for template, segment in zip(operation.segments, segments, strict=True)
            ):
                yield operation


def spec_path(api: ApiName = "api") -> Path:
    """The vendored spec of an API: beside this file in an installation, else in the project."""
    project = Path(__file__).parents[1] / _FILES[api]
    installed = Path(__file__).with_name(project.name)
    return installed if installed.exists() else project


def load_spec(api: ApiName = "api") -> Spec:
    """The vendored spec of an API, read once per process; nothing changes it."""
    return _read_spec(api)


@functools.cache
def _read_spec(api: ApiName) -> Spec:
    with spec_path(api).open("rb") as file:
        return Spec(yaml.load(file, yaml.CSafeLoader), api)


@functools.cache
def load_specs() -> Specs:
    """The vendored specs of all APIs together."""
    return Specs(load_spec(api) for api in APIS)


def _decoded(name: str, segment: str) -> str:
    try:
        return unquote(segment, errors="strict")
    except UnicodeDecodeError:
        raise invalid_parameters(name, "is not UTF-8 when percent-decoded") from None
