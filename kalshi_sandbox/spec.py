"""The vendored spec: its operations, and the operation of a request."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml
from attrs import frozen

from .error_answers import ErrorAnswer, invalid_parameters

Schema = dict[str, Any]

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
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._schemas: dict[str, Schema] = {}
        self.base_path: str = urlsplit(document["servers"][0]["url"]).path.rstrip("/")
        self.operations: dict[str, Operation] = {
            operation.operation_id: operation for operation in self._read_operations()
        }
        # By the number of segments and the first of them, which is never a parameter.
        self._routes: dict[tuple[int, str], list[Operation]] = {}
        for operation in self.operations.values():
            self._routes.setdefault((len(operation.segments), operation.segments[0]), []).append(operation)
        for routes in self._routes.values():
            # A literal segment wins over a parameter: /markets/trades is no ticker.
            routes.sort(key=lambda operation: [segment.startswith("{") for segment in operation.segments])

    def find(self, method: str, raw_path: str) -> tuple[Operation, dict[str, str]]:
        """The operation of a request and the path parameters, percent-decoded.

        Args:
            method: HTTP method in capitals.
            raw_path: Path as received, with the base path and percent-encoded.

        Raises:
            ErrorAnswer: With 404 for an unknown path, 405 for a method that the path doesn't have, 400 for
                percent-encoding that is not UTF-8.
        """
        known = list(self._matches(raw_path))
        if not known:
            raise ErrorAnswer(404, "not_found", "not found", f"the spec has no path {raw_path[:200]}")
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
        segments = raw_path[len(self.base_path) + 1 :].split("/")
        return operation, {name: _decoded(name, segments[at]) for at, name in operation.placeholders()}

    def _matches(self, raw_path: str) -> Iterator[Operation]:
        prefix = self.base_path + "/"
        if not raw_path.startswith(prefix):
            return
        segments = raw_path[len(prefix) :].split("/")
        for operation in self._routes.get((len(segments), segments[0]), ()):
            if all(
                bool(segment) if template.startswith("{") else template == segment
                for template, segment in zip(operation.segments, segments, strict=True)
            ):
                yield operation

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


def spec_path() -> Path:
    """The vendored spec: beside this file in an installation, else at the root of the project."""
    installed = Path(__file__).with_name("openapi.yaml")
    return installed if installed.exists() else Path(__file__).parents[1] / "openapi.yaml"


@functools.cache
def load_spec() -> Spec:
    """The vendored spec, read once per process; nothing changes it."""
    with spec_path().open("rb") as file:
        return Spec(yaml.load(file, yaml.CSafeLoader))


def _decoded(name: str, segment: str) -> str:
    try:
        return unquote(segment, errors="strict")
    except UnicodeDecodeError:
        raise invalid_parameters(name, "is not UTF-8 when percent-decoded") from None
