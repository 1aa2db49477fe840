"""Every operation of the contract, called in all its ways against the sandbox, judged by a second validator too."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import typing
from collections.abc import Coroutine, Iterator
from functools import cache
from types import ModuleType
from typing import Any

import httpx
import pytest
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.validation.request.exceptions import RequestValidationError
from openapi_python_client.strings import PythonIdentifier
from werkzeug.datastructures import Headers, ImmutableMultiDict

from kalshi_gen.runtime.decoding import from_wire
from kalshi_gen.types import Response, Unset
from kalshi_overlay import KalshiAuthenticatedClient
from kalshi_sandbox import Sandbox, answers
from scripts.vendoring.published import operations
from tests import vendored
from tests.spec_text import operation_ids, paged_operation_ids
from tests.spec_values import obeying, resolved, value
from tests.walking import walk

PAGE = 10


@cache
def described() -> dict[str, dict[str, Any]]:
    """What the specification says of each operation, by its id."""
    return {operation["operationId"]: operation for _, _, operation in operations(vendored.rest())}


def paged() -> dict[str, dict[str, Any]]:
    """The operations with a cursor."""
    return {
        name: operation
        for name, operation in described().items()
        if any(resolved(each, vendored.rest())["name"] == "cursor" for each in operation.get("parameters", []))
    }


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


@pytest.fixture(scope="module")
def judge(exchange: Sandbox) -> OpenAPI:
    served = {**vendored.rest(), "servers": [{"url": exchange.base_url}]}
    # What is judged here is requests: `scripts.check` judges the specification itself.
    nobody: Any = None
    return OpenAPI.from_dict(served, config=Config(spec_validator_cls=nobody))


def module_of(operation: dict[str, Any]) -> ModuleType:
    tag, name = (PythonIdentifier(text, "") for text in (operation["tags"][0], operation["operationId"]))
    return importlib.import_module(f"kalshi_gen.api.{tag}.{name}")


def arguments(module: ModuleType, operation: dict[str, Any], *, full: bool) -> dict[str, Any]:
    """Arguments of the module's functions, from the spec's schemas; a cursor is never made up."""
    hints = typing.get_type_hints(module.sync, include_extras=True)
    wire: dict[str, Any] = {}
    parameters = [resolved(node, vendored.rest()) for node in operation.get("parameters", [])]
    for parameter in parameters:
        if parameter.get("required") or (full and parameter["name"] != "cursor"):
            wire[parameter["name"]] = value(parameter["schema"], vendored.rest(), full=full)
    wire = obeying(operation, wire, {each["name"]: each["schema"] for each in parameters}, vendored.rest())
    body = operation.get("requestBody")
    if body and (full or body.get("required")):
        wire["body"] = value(body["content"]["application/json"]["schema"], vendored.rest(), full=full)
    names = {name.rstrip("_"): name for name in hints}
    return {names[name]: from_wire(given, declared(hints[names[name]])) for name, given in wire.items()}


def declared(hint: Any) -> Any:
    members = [member for member in typing.get_args(hint) if member is not Unset]
    return members[0] if Unset in typing.get_args(hint) else hint


def call(function: Any, client: KalshiAuthenticatedClient, given: dict[str, Any], **more: Any) -> Any:
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


class Clients:
    """A client that blocks and one that doesn't, which keep each request that they send.

    One pair serves a complete walk: reading the key and the authorities' certificates takes longer than a call.
    """

    def __init__(self, exchange: Sandbox) -> None:
        self.sent: list[httpx.Request] = []
        self.blocking = exchange.client(httpx_args={"transport": Keeping(self.sent)})
        self.awaited = exchange.client(httpx_args={"transport": KeepingAsync(self.sent)})
        self.loop = asyncio.Runner()

    def run(self, answering: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run(answering)

    def close(self) -> None:
        self.blocking.get_httpx_client().close()
        self.loop.run(self.awaited.get_async_httpx_client().aclose())
        self.loop.close()


@pytest.fixture(scope="module")
def clients(exchange: Sandbox) -> Iterator[Clients]:
    clients = Clients(exchange)
    yield clients
    clients.close()


def without_the_signature(request: httpx.Request) -> tuple[str, str, list[tuple[str, str]], bytes]:
    """All of a request that is the same however it is called; of the signature, that it is there."""
    headers = [
        (name, "" if name.startswith("kalshi-access-") else each) for name, each in request.headers.multi_items()
    ]
    return request.method, str(request.url), headers, request.content


@pytest.mark.filterwarnings("ignore:.* parameter is deprecated:DeprecationWarning")
@pytest.mark.parametrize("full", [False, True], ids=["least", "fullest"])
def test_every_operation_is_callable_in_four_ways(full: bool, clients: Clients, judge: OpenAPI) -> None:
    def check(operation: dict[str, Any]) -> None:
        module = module_of(operation)
        success = typing.get_type_hints(module.sync)["return"]
        given = arguments(module, operation, full=full)
        clients.sent.clear()
        found = [
            call(module.sync, clients.blocking, given),
            call(module.sync_detailed, clients.blocking, given),
            clients.run(call(module.asyncio, clients.awaited, given)),
            clients.run(call(module.asyncio_detailed, clients.awaited, given)),
        ]
        for answer in found:
            if isinstance(answer, Response):
                assert str(answer.status_code) in operation["responses"]
            assert type(answer.parsed if isinstance(answer, Response) else answer) is success
        first, *others = clients.sent
        judge.validate_request(WireRequest(first))
        assert [without_the_signature(each) for each in others] == [without_the_signature(first)] * 3

    walk(described(), check)


def test_the_judge_refuses_a_value_that_the_spec_does_not_have(clients: Clients, judge: OpenAPI) -> None:
    operation = described()["CreateOrderV2"]
    module = module_of(operation)
    call(module.sync, clients.blocking, arguments(module, operation, full=False))
    request = clients.sent[-1]
    judge.validate_request(WireRequest(request))
    body = {**json.loads(request.content), "side": "buy"}
    twisted = httpx.Request("POST", request.url, headers=request.headers, content=json.dumps(body))
    with pytest.raises(RequestValidationError):
        judge.validate_request(WireRequest(twisted))


@pytest.mark.filterwarnings("ignore:.* parameter is deprecated:DeprecationWarning")
def test_a_paged_operation_gives_its_pages_and_their_items(clients: Clients) -> None:
    def check(operation: dict[str, Any]) -> None:
        module = module_of(operation)
        given = arguments(module, operation, full=False)
        limits = {"limit", "page_size"} & set(inspect.signature(module.sync).parameters)
        given.update(dict.fromkeys(limits, PAGE))
        item, page = typing.get_args(typing.get_type_hints(module.sync_all)["return"])

        async def without_blocking() -> tuple[list[Any], list[Any]]:
            return (
                [page async for page in call(module.asyncio_all, clients.awaited, given, max_pages=2).pages()],
                [item async for item in call(module.asyncio_all, clients.awaited, given)],
            )

        pages = list(call(module.sync_all, clients.blocking, given, max_pages=2).pages())
        items = list(call(module.sync_all, clients.blocking, given))
        async_pages, async_items = clients.run(without_blocking())

        assert pages == async_pages
        assert [type(each) for each in pages] == [page, page]
        assert {type(each) for each in items} == {item}
        assert items == async_items
        assert len({str(each) for each in items}) == len(items) > PAGE

    walk(paged(), check)


def test_every_operation_of_the_spec_is_here() -> None:
    assert set(described()) == operation_ids()
    assert len(described()) == len(list(operations(vendored.rest())))
    assert set(paged()) == paged_operation_ids()
