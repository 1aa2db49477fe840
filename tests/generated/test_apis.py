"""An operation knows its API, and a client of another one is refused before anything is sent."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

import kalshi_gen
from kalshi_gen.client import AuthenticatedClient, Client
from kalshi_gen.errors import WrongClientError
from kalshi_gen.klear.api.balances import get_settlement_balance
from kalshi_gen.perps.api.market import get_margin_markets
from kalshi_gen.runtime.operation import Operation
from scripts import documents, specs
from scripts.specs import Spec
from scripts.vendoring.published import operations
from tests.spec_text import operation_ids
from tests.vendored import document

from .operations import every_operation

APIS = [spec for spec in specs.REGISTER if spec.kind == "openapi"]


def generated(ours: Spec) -> Iterator[Operation[Any]]:
    """Every operation of a package."""
    package = importlib.import_module(f"{ours.module}.api")
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not found.ispkg:
            yield importlib.import_module(found.name).OPERATION


def nothing_is_sent(request: httpx.Request) -> httpx.Response:
    raise AssertionError(f"{request.method} {request.url} was sent")


@pytest.mark.parametrize("ours", APIS, ids=lambda spec: spec.name)
def test_each_operation_of_a_spec_is_generated_in_its_package(ours: Spec) -> None:
    document = documents.load(ours.path.read_bytes())
    declared = {operation["operationId"] for _, _, operation in operations(document)}
    found = list(generated(ours))
    assert {operation.operation_id for operation in found} == declared
    assert len(found) == len(declared)
    assert {operation.api.name for operation in found} == {ours.name}


def test_what_is_checked_of_every_operation_is_checked_of_those_of_every_spec() -> None:
    stated = [operation_ids(str(ours.path)) for ours in APIS]
    assert len(every_operation()) == sum(map(len, stated))
    assert {name.rpartition(" ")[2] for name in every_operation()} == set().union(*stated)


@pytest.mark.parametrize("ours", APIS, ids=lambda spec: spec.name)
def test_a_client_of_another_api_is_refused_with_the_name_of_the_right_one(ours: Spec) -> None:
    others = tuple(spec.name for spec in APIS if spec is not ours)
    arguments: dict[str, Any] = {"transport": httpx.MockTransport(nothing_is_sent)}
    client = AuthenticatedClient("https://host.invalid", apis=others, auth=httpx.Auth(), httpx_args=arguments)
    operation = next(each for each in generated(ours) if not each.path_parameters and not each.required)
    with pytest.raises(WrongClientError, match=rf"{operation.operation_id} is an operation of .* {ours.client}\W+$"):
        operation.sync(client, dict.fromkeys(operation.query))
    with pytest.raises(WrongClientError, match="nothing was sent"):
        asyncio.run(operation.asyncio(client, dict.fromkeys(operation.query)))


def test_a_client_of_the_api_takes_perps_and_not_klear() -> None:
    answer = httpx.Response(200, json={"markets": []})
    arguments: dict[str, Any] = {"transport": httpx.MockTransport(lambda request: answer)}
    client = AuthenticatedClient("https://host.invalid", auth=httpx.Auth(), httpx_args=arguments)
    assert get_margin_markets.sync(client=client).markets == []
    with pytest.raises(WrongClientError, match=r"this client is for api and perps.*create_klear_client\(\)"):
        get_settlement_balance.sync(client=client)


@pytest.mark.parametrize("ours", APIS, ids=lambda spec: spec.name)
def test_an_id_goes_into_every_operation_as_the_answers_have_it(ours: Spec) -> None:
    spec, formats = document(ours), defaultdict[str, set[str | None]](set)
    for _, _, operation in operations(spec):
        for parameter in operation.get("parameters", []):
            given = (
                spec["components"]["parameters"][parameter["$ref"].rpartition("/")[2]]
                if "$ref" in parameter
                else parameter
            )
            formats[given["name"]].add(given["schema"].get("format"))
    ids = {name for name in formats if name.endswith("_id")}
    assert ids
    for schema in spec["components"]["schemas"].values():
        for name, field in schema.get("properties", {}).items():
            if name in ids and field.get("type") == "string":
                formats[name].add(field.get("format"))
    assert {name: formats[name] for name in ids if len(formats[name]) > 1} == {}


def test_what_packages_share_is_imported_from_one_place() -> None:
    assert kalshi_gen.Client is Client
    for ours in specs.REGISTER:
        for shared in ("client", "errors", "runtime", "types"):
            assert not (specs.ROOT / "kalshi_gen" / ours.package / shared).is_dir() or not ours.package
            assert not (specs.ROOT / "kalshi_gen" / ours.package / f"{shared}.py").exists() or not ours.package
