"""The tests of generation, and the small specs that they generate clients from."""

from __future__ import annotations

import importlib
import importlib.util
import itertools
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx

from scripts.generate import generate

_NUMBERS = itertools.count()
JSON = "application/json"


def spec(paths: dict[str, Any] | None = None, schemas: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """A valid spec of these paths and schemas, with the error that every generated client knows."""
    error = {"type": "object", "properties": {name: {"type": "string"} for name in ("code", "message", "details")}}
    return {
        "openapi": "3.0.3",
        "info": {"title": "Kalshi API", "version": "1.2.3"},
        "paths": paths if paths is not None else {"/status": {"get": operation("GetStatus")}},
        "components": {"schemas": {"ErrorResponse": error, **(schemas or {})}},
        **changes,
    }


def operation(operation_id: str, answer: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """An operation that answers 200 with a schema, or with nothing."""
    content = {} if answer is None else {"content": {JSON: {"schema": answer}}}
    return {
        "operationId": operation_id,
        "tags": ["seating"],
        "responses": {"200": {"description": "OK", **content}},
        **changes,
    }


def parameter(name: str, schema: dict[str, Any] | None = None, where: str = "query", **changes: Any) -> dict[str, Any]:
    """A parameter of an operation, a string unless a schema says otherwise."""
    required = {"required": True} if where == "path" else {}
    return {"name": name, "in": where, "schema": schema or {"type": "string"}, **required, **changes}


def reference(name: str) -> dict[str, Any]:
    """A `$ref` to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def schema(required: list[str] | None = None, /, **fields: Any) -> dict[str, Any]:
    """An object with these fields."""
    return {"type": "object", "properties": fields, **({"required": required} if required else {})}


class Generated:
    """A client generated into a folder and imported from there under a name of its own."""

    def __init__(self, document: dict[str, Any], folder: Path) -> None:
        self.folder = folder / "package"
        generate(document, self.folder)
        self._name = f"generated_client_{next(_NUMBERS)}"
        spec = importlib.util.spec_from_file_location(
            self._name, self.folder / "__init__.py", submodule_search_locations=[str(self.folder)]
        )
        assert spec is not None
        assert spec.loader is not None
        package = sys.modules[self._name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(package)

    def module(self, name: str) -> ModuleType:
        """A module of the client, such as `errors` or `api.seating.get_status`."""
        return importlib.import_module(f"{self._name}.{name}")

    def model(self, name: str) -> Any:
        """A model of the client."""
        return getattr(self.module("models"), name)

    def decode(self, body: bytes, model: str) -> Any:
        """A body decoded as a model, without any drift."""
        value, drift = self.module("runtime.decoding").decode(body, self.model(model))
        assert drift == ()
        return value

    def request(self, module: str, *arguments: Any, **named: Any) -> httpx.Request:
        """The request that a function of an endpoint sends."""
        sent: list[httpx.Request] = []

        def answer(request: httpx.Request) -> httpx.Response:
            sent.append(request)
            return httpx.Response(500)

        self.call(module, answer, *arguments, function="sync_detailed", **named)
        return sent[0]

    def call(self, module: str, answer: Any, *arguments: Any, function: str = "sync", **named: Any) -> Any:
        """The result of an endpoint's function, given the exchange's responses."""
        client = self.module("client").AuthenticatedClient(base_url="http://127.0.0.1/base", auth=httpx.Auth())
        with httpx.Client(base_url="http://127.0.0.1/base", transport=httpx.MockTransport(answer)) as transport:
            client.set_httpx_client(transport)
            result = getattr(self.module(f"api.{module}"), function)(*arguments, client=client, **named)
            return list(result) if function == "sync_all" else result
