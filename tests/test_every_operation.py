"""Every operation of the contract, called in all its ways against the sandbox, judged by a second validator too."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import typing
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_python_client.strings import PythonIdentifier
from werkzeug.datastructures import Headers, ImmutableMultiDict

from kalshi_gen.decoding import from_wire
from kalshi_gen.types import Response, Unset
from kalshi_overlay import KalshiAuthenticatedClient
from kalshi_overlay.sandbox import Sandbox
from scripts import documents
from scripts.published import operations
from tests.contract_text import operation_ids, paged_operation_ids
from tests.contract_values import obeying, resolved, value

CONTRACT = documents.load((Path(__file__).parent.parent / "openapi.yaml").read_text(encoding="utf-8"))
OPERATIONS = [operation for _, _, operation in operations(CONTRACT)]
PAGED = [
    operation
    for operation in OPERATIONS
    if any(resolved(parameter, CONTRACT)["name"] == "cursor" for parameter in operation.get("parameters", []))
]


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
    with Sandbox(live=False) as exchange:
        yield exchange


@pytest.fixture(scope="module")
def judge(exchange: Sandbox) -> OpenAPI:
    return OpenAPI.from_dict({**CONTRACT, "servers": [{"url": exchange.base_url}]})


def module_of(operation: dict[str, Any]) -> ModuleType:
    tag, name = (PythonIdentifier(text, "") for text in (operation["tags"][0], operation["operationId"]))
    return importlib.import_module(f"kalshi_gen.api.{tag}.{name}")


def arguments(module: ModuleType, operation: dict[str, Any], *, full: bool) -> dict[str, Any]:
    """Arguments of the module's functions, from the contract's schemas; a cursor is never made up."""
    hints = typing.get_type_hints(module._get_kwargs, include_extras=True)
    wire: dict[str, Any] = {}
    parameters = [resolved(node, CONTRACT) for node in operation.get("parameters", [])]
    for parameter in parameters:
        if parameter.get("required") or (full and parameter["name"] != "cursor"):
            wire[parameter["name"]] = value(parameter["schema"], CONTRACT, full=full)
    wire = obeying(operation, wire, {each["name"]: each["schema"] for each in parameters}, CONTRACT)
    body = operation.get("requestBody")
    if body and (full or body.get("required")):
        wire["body"] = value(body["content"]["application/json"]["schema"], CONTRACT, full=full)
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


@pytest.mark.filterwarnings("ignore:.* parameter is deprecated:DeprecationWarning")
@pytest.mark.parametrize("full", [False, True], ids=["least", "fullest"])
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation["operationId"])
def test_an_operation_is_callable_in_four_ways(
    operation: dict[str, Any], full: bool, exchange: Sandbox, judge: OpenAPI
) -> None:
    module = module_of(operation)
    success = typing.get_type_hints(module.sync)["return"]
    given = arguments(module, operation, full=full)
    sent: list[httpx.Request] = []

    async def keep(request: httpx.Request) -> None:
        sent.append(request)

    async def without_blocking() -> list[Any]:
        async with exchange.client(httpx_args={"event_hooks": {"request": [keep]}}) as client:
            return [await call(module.asyncio, client, given), await call(module.asyncio_detailed, client, given)]

    with exchange.client(httpx_args={"event_hooks": {"request": [sent.append]}}) as client:
        answers = [call(module.sync, client, given), call(module.sync_detailed, client, given)]
    answers += asyncio.run(without_blocking())

    for answer in answers:
        if isinstance(answer, Response):
            assert str(answer.status_code) in operation["responses"]
        assert type(answer.parsed if isinstance(answer, Response) else answer) is success
    assert len(sent) == 4
    for request in sent:
        judge.validate_request(WireRequest(request))


@pytest.mark.parametrize("operation", PAGED, ids=lambda operation: operation["operationId"])
def test_a_paged_operation_gives_its_pages_and_their_items(operation: dict[str, Any], exchange: Sandbox) -> None:
    module = module_of(operation)
    given = arguments(module, operation, full=False)
    if "limit" in inspect.signature(module.sync).parameters:
        given["limit"] = 20
    page = typing.get_args(typing.get_type_hints(module.sync_pages)["return"])[0]
    item = typing.get_args(typing.get_type_hints(module.sync_all)["return"])[0]

    async def without_blocking() -> tuple[list[Any], list[Any]]:
        async with exchange.client() as client:
            return (
                [page async for page in call(module.asyncio_pages, client, given, max_pages=2)],
                [item async for item in call(module.asyncio_all, client, given)],
            )

    with exchange.client() as client:
        pages = list(call(module.sync_pages, client, given, max_pages=2))
        items = list(call(module.sync_all, client, given))
    async_pages, async_items = asyncio.run(without_blocking())

    assert pages == async_pages
    assert [type(each) for each in pages] == [page, page]
    assert {type(each) for each in items} == {item}
    assert items == async_items
    assert len({str(each) for each in items}) == len(items) > 20


def test_every_operation_of_the_contract_is_here() -> None:
    assert sorted(operation["operationId"] for operation in OPERATIONS) == sorted(operation_ids())
    assert sorted(operation["operationId"] for operation in PAGED) == sorted(paged_operation_ids())
