"""Every operation of every spec, called in all its ways against the sandbox, judged by a second validator too."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import typing
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import httpx
import pytest
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.validation.request.exceptions import RequestValidationError
from openapi_python_client.strings import PythonIdentifier
from werkzeug.datastructures import Headers, ImmutableMultiDict

from kalshi_gen import AuthenticatedClient
from kalshi_gen.runtime.decoding import from_wire
from kalshi_gen.types import Response, Unset
from kalshi_sandbox import Sandbox, answers
from scripts import specs
from scripts.specs import Spec
from scripts.vendoring.published import operations
from tests import vendored
from tests.spec_text import operation_ids, paged_operation_ids
from tests.spec_values import obeying, resolved, value
from tests.walking import walk

PAGE = 10


APIS = [spec for spec in specs.REGISTER if spec.kind == "openapi"]


def described(ours: Spec) -> dict[str, dict[str, Any]]:
    """What a spec says of each of its operations, by its id; the parameters of its path are among its own."""
    document = vendored.document(ours)
    return {
        operation["operationId"]: {
            **operation,
            "parameters": [*document["paths"][path].get("parameters", []), *operation.get("parameters", [])],
        }
        for path, _, operation in operations(document)
    }


def paged(ours: Spec) -> dict[str, dict[str, Any]]:
    """The operations with a cursor."""
    return {
        name: operation
        for name, operation in described(ours).items()
        if any(each["name"] == "cursor" for each in parameters(operation, vendored.document(ours)))
    }


def parameters(operation: dict[str, Any], document: dict[str, Any]) -> list[dict[str, Any]]:
    """The parameters of an operation, without references."""
    return [resolved(node, document) for node in operation["parameters"]]


class WireRequest:
    """A request as it went out, as openapi-core reads it."""

    def __init__(self, request: httpx.Request) -> None:
        self._request = request
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(request.url.params.multi_items()),
            header=Headers(request.headers.multi_items()),
        )
        self.host_url = f"{request.url.scheme}://{request.url.host}:{request.url.port}"
        self.path = request.url.path
        self.method = request.method.lower()
        self.content_type = request.headers.get("content-type", "")
        self.body = request.content or None


@pytest.fixture(scope="module")
def exchange() -> Iterator[Sandbox]:
    # What is asked for is made up from the schemas, so no market or order of a live exchange would be found.
    with pytest.MonkeyPatch.context() as patched, Sandbox(live=False) as exchange:
        # Composing more than two pages and a bit would be most of what these tests take.
        patched.setattr(answers, "CATALOGUE_SIZE", 2 * PAGE + 5)
        patched.setattr(answers, "_USUAL_LIMIT", PAGE)
        yield exchange


def module_of(ours: Spec, operation: dict[str, Any]) -> ModuleType:
    tag, name = (PythonIdentifier(text, "") for text in (operation["tags"][0], operation["operationId"]))
    return importlib.import_module(f"{ours.module}.api.{tag}.{name}")


def arguments(module: ModuleType, operation: dict[str, Any], document: dict[str, Any], *, full: bool) -> dict[str, Any]:
    """Arguments of the module's functions, from the spec's schemas; a cursor is never made up."""
    hints = typing.get_type_hints(module.sync, include_extras=True)
    schemas = {each["name"]: each["schema"] for each in parameters(operation, document)}
    wire: dict[str, Any] = {}
    for parameter in parameters(operation, document):
        if parameter.get("required") or (full and parameter["name"] != "cursor"):
            wire[parameter["name"]] = value(parameter["schema"], document, full=full)
    wire = obeying(operation, wire, schemas, document)
    body = operation.get("requestBody")
    if body and (full or body.get("required")):
        wire["body"] = value(body["content"]["application/json"]["schema"], document, full=full)
    names = {name.rstrip("_"): name for name in hints}
    return {names[name]: from_wire(given, declared(hints[names[name]])) for name, given in wire.items()}


def declared(hint: Any) -> Any:
    members = [member for member in typing.get_args(hint) if member is not Unset]
    return members[0] if Unset in typing.get_args(hint) else hint


def call(function: Any, client: AuthenticatedClient, given: dict[str, Any], **more: Any) -> Any:
    positional = [
        name
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.kind is parameter.POSITIONAL_OR_KEYWORD
    ]
    named = {name: argument for name, argument in given.items() if name not in positional}
    return function(*(given[name] for name in positional), client=client, **named, **more)


class Keeping(httpx.HTTPTransport):
    """Sends requests, and keeps them as they are sent, with their signature."""

    def __init__(self, sent: list[httpx.Request]) -> None:
        super().__init__()
        self._sent = sent

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._sent.append(request)
        return super().handle_request(request)


class KeepingAsync(httpx.AsyncHTTPTransport):
    """The asynchronous `Keeping`."""

    def __init__(self, sent: list[httpx.Request]) -> None:
        super().__init__()
        self._sent = sent

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._sent.append(request)
        return await super().handle_async_request(request)


# The client of a sandbox that is like that of the exchange itself, by how this one is made.
CLIENTS: dict[str, Callable[..., AuthenticatedClient]] = {
    "kalshi_overlay.create_client()": Sandbox.client,
    "kalshi_overlay.create_klear_client()": Sandbox.klear_client,
}


class Walker:
    """Calls the operations of a spec: by a client that blocks and one that doesn't, which keep each request.

    One pair serves a complete walk: reading the key and the authorities' certificates takes longer than a call.

    Attributes:
        sent: The requests.
        judge: The second validator, which knows this spec alone.
    """

    def __init__(self, ours: Spec, exchange: Sandbox, loop: asyncio.Runner) -> None:
        self.spec = ours
        self.sent: list[httpx.Request] = []
        client = CLIENTS[ours.client]
        self.blocking = client(exchange, httpx_args={"transport": Keeping(self.sent)})
        self.awaited = client(exchange, httpx_args={"transport": KeepingAsync(self.sent)})
        self.document = vendored.document(ours)
        served = {**self.document, "servers": [{"url": str(self.blocking.get_httpx_client().base_url).rstrip("/")}]}
        # What is judged here is requests: `scripts.check` judges the specs themselves.
        nobody: Any = None
        self.judge = OpenAPI.from_dict(served, config=Config(spec_validator_cls=nobody))
        self.run = loop.run

    def module_of(self, operation: dict[str, Any]) -> ModuleType:
        return module_of(self.spec, operation)

    def arguments(self, operation: dict[str, Any], *, full: bool) -> dict[str, Any]:
        return arguments(self.module_of(operation), operation, self.document, full=full)

    def close(self) -> None:
        self.blocking.get_httpx_client().close()
        self.run(self.awaited.get_async_httpx_client().aclose())


@pytest.fixture(scope="module", params=APIS, ids=lambda spec: spec.name)
def walker(request: pytest.FixtureRequest, exchange: Sandbox) -> Iterator[Walker]:
    with asyncio.Runner() as loop:
        walker = Walker(request.param, exchange, loop)
        yield walker
        walker.close()


def without_the_signature(request: httpx.Request) -> tuple[str, str, list[tuple[str, str]], bytes]:
    """All of a request that is the same however it is called; of a signature, that it is there."""
    headers = [
        (name, "" if name.startswith("kalshi-access-") else each) for name, each in request.headers.multi_items()
    ]
    return request.method, str(request.url), headers, request.content


@pytest.mark.filterwarnings("ignore:.* parameter is deprecated:DeprecationWarning")
def test_every_operation_is_callable_in_four_ways(walker: Walker) -> None:
    def check(operation: dict[str, Any]) -> None:
        module = walker.module_of(operation)
        success = typing.get_type_hints(module.sync)["return"]
        given = walker.arguments(operation, full=True)
        walker.sent.clear()
        found = [
            call(module.sync, walker.blocking, given),
            call(module.sync_detailed, walker.blocking, given),
            walker.run(call(module.asyncio, walker.awaited, given)),
            walker.run(call(module.asyncio_detailed, walker.awaited, given)),
        ]
        for answer in found:
            if isinstance(answer, Response):
                assert str(answer.status_code) in operation["responses"]
                assert answer.drift == ()
            assert type(answer.parsed if isinstance(answer, Response) else answer) is success
        first, *others = walker.sent
        walker.judge.validate_request(WireRequest(first))
        assert [without_the_signature(each) for each in others] == [without_the_signature(first)] * 3

    walk(described(walker.spec), check)


@pytest.mark.filterwarnings("ignore:.* parameter is deprecated:DeprecationWarning")
def test_every_operation_is_callable_with_the_least_that_it_needs(walker: Walker) -> None:
    def check(operation: dict[str, Any]) -> None:
        answer = call(
            walker.module_of(operation).sync_detailed, walker.blocking, walker.arguments(operation, full=False)
        )
        assert str(answer.status_code) in operation["responses"]
        assert answer.drift == ()
        walker.judge.validate_request(WireRequest(walker.sent[-1]))

    walk(described(walker.spec), check)


REFUSED: dict[str, tuple[str, dict[str, Any]]] = {
    "api": ("CreateOrderV2", {"side": "buy"}),
    "perps": ("CreateMarginOrder", {"side": "buy"}),
    "klear": ("WithdrawSettlementBalance", {"amount": 500}),
}


def test_the_judge_refuses_a_value_that_the_spec_does_not_have(walker: Walker) -> None:
    name, wrong = REFUSED[walker.spec.name]
    operation = described(walker.spec)[name]
    call(walker.module_of(operation).sync, walker.blocking, walker.arguments(operation, full=False))
    request = walker.sent[-1]
    walker.judge.validate_request(WireRequest(request))
    body = {**json.loads(request.content), **wrong}
    twisted = httpx.Request("POST", request.url, headers=request.headers, content=json.dumps(body))
    with pytest.raises(RequestValidationError):
        walker.judge.validate_request(WireRequest(twisted))


@pytest.mark.filterwarnings("ignore:.* parameter is deprecated:DeprecationWarning")
def test_a_paged_operation_gives_its_pages_and_their_items(walker: Walker) -> None:
    def check(operation: dict[str, Any]) -> None:
        module = walker.module_of(operation)
        given = walker.arguments(operation, full=False)
        limits = {"limit", "page_size"} & set(inspect.signature(module.sync).parameters)
        given.update(dict.fromkeys(limits, PAGE))
        item, page = typing.get_args(typing.get_type_hints(module.sync_all)["return"])

        async def without_blocking() -> tuple[list[Any], list[Any]]:
            return (
                [page async for page in call(module.asyncio_all, walker.awaited, given, max_pages=2).pages()],
                [item async for item in call(module.asyncio_all, walker.awaited, given)],
            )

        pages = list(call(module.sync_all, walker.blocking, given, max_pages=2).pages())
        items = list(call(module.sync_all, walker.blocking, given))
        async_pages, async_items = walker.run(without_blocking())

        assert pages == async_pages
        assert [type(each) for each in pages] == [page, page]
        assert {type(each) for each in items} == {item}
        assert items == async_items
        assert len({str(each) for each in items}) == len(items) > PAGE

    walk(paged(walker.spec), check)


@pytest.mark.parametrize("ours", APIS, ids=lambda spec: spec.name)
def test_every_operation_of_the_spec_is_here(ours: Spec) -> None:
    stated = operation_ids(str(ours.path))
    assert set(described(ours)) == stated
    assert len(stated) == len(list(operations(vendored.document(ours))))
    assert set(paged(ours)) == paged_operation_ids(str(ours.path))


def test_every_spec_of_requests_and_answers_is_here() -> None:
    folder = {specs.ROOT / "openapi.yaml", *(specs.ROOT / "specs").glob("*openapi.yaml")}
    assert {ours.path for ours in APIS} == folder
