from __future__ import annotations

import copy
import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from scripts.contract_diff import surface
from scripts.contract_diff.surface import SurfaceChange, compare_surfaces
from scripts.contract_diff.surface_reading import Surface, read_surface

from . import Document, answer, content, operation, spec


@cache
def read_once(text: str) -> Surface:
    return read_surface(json.loads(text), "")


@pytest.fixture(autouse=True)
def _generated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Generate each spec of these tests once: one side is mostly the same."""
    monkeypatch.setattr(surface, "read_surface", lambda document, package: read_once(json.dumps(document)))


def shop() -> Document:
    """A spec with a list in pages, a body, a model that is sent, one that is read, and enums of both."""
    page: dict[str, Any] = {"type": "object", "required": ["markets"], "properties": {"markets": {"type": "array"}}}
    page["properties"]["markets"]["items"] = {"$ref": "#/components/schemas/Market"}
    page["properties"]["cursor"] = {"type": "string"}
    create = operation(
        operationId="CreateOrder",
        tags=["orders"],
        requestBody={"required": True, "content": content({"$ref": "#/components/schemas/NewOrder"})},
        responses={"201": {"description": "Created", "content": content({"$ref": "#/components/schemas/Order"})}},
    )
    cursor = {"name": "cursor", "in": "query", "schema": {"type": "string"}}
    limit = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    ticker = {"name": "ticker", "in": "path", "required": True, "schema": {"type": "string"}}
    return spec(
        {
            "/markets": {"get": operation(parameters=[cursor, limit], responses=answer(page))},
            "/markets/{ticker}": {
                "get": operation(
                    operationId="GetMarket",
                    parameters=[ticker],
                    responses=answer({"$ref": "#/components/schemas/Market"}),
                )
            },
            "/orders": {"post": create},
        },
        components={
            "schemas": {
                "Market": {
                    "type": "object",
                    "required": ["ticker"],
                    "properties": {
                        "ticker": {"type": "string"},
                        "volume": {"type": "integer"},
                        "status": {"type": "string", "enum": ["open", "closed"]},
                    },
                },
                "NewOrder": {
                    "type": "object",
                    "required": ["ticker"],
                    "properties": {
                        "ticker": {"type": "string"},
                        "count": {"type": "integer"},
                        "kind": {"type": "string", "enum": ["limit", "market"]},
                    },
                },
                "Order": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}},
            }
        },
    )


def schema(document: Document, name: str) -> Any:
    return document["components"]["schemas"][name]


def parameters(document: Document) -> Any:
    return document["paths"]["/markets"]["get"]["parameters"]


def _retagged(document: Document) -> None:
    document["paths"]["/markets/{ticker}"]["get"]["tags"] = ["exchange"]


def _renamed(document: Document) -> None:
    document["paths"]["/markets/{ticker}"]["get"]["operationId"] = "ReadMarket"


def _removed(document: Document) -> None:
    del document["paths"]["/orders"]


def _without_pages(document: Document) -> None:
    del parameters(document)[0]


API, MODELS = "kalshi_gen.api", "kalshi_gen.models"
CASES: list[tuple[Callable[[Document], Any], SurfaceChange]] = [
    (
        _retagged,
        SurfaceChange(
            "breaking",
            "module-moved",
            f"{API}.market.get_market",
            f"{API}.market.get_market: get_market.sync(ticker, client=...)",
            f"{API}.exchange.get_market: get_market.sync(ticker, client=...)",
        ),
    ),
    (
        _renamed,
        SurfaceChange(
            "breaking",
            "module-moved",
            f"{API}.market.get_market",
            f"{API}.market.get_market: get_market.sync(ticker, client=...)",
            f"{API}.market.read_market: read_market.sync(ticker, client=...)",
        ),
    ),
    (
        _removed,
        SurfaceChange(
            "breaking", "module-removed", f"{API}.orders.create_order", "create_order.sync(client=..., body=...)", None
        ),
    ),
    (
        lambda it: parameters(it).pop(1),
        SurfaceChange(
            "breaking",
            "argument-removed",
            f"{API}.market.get_markets(limit)",
            "get_markets.sync(client=..., limit=...)",
            "get_markets.sync(client=...)",
        ),
    ),
    (
        lambda it: parameters(it).append(
            {"name": "day", "in": "query", "required": True, "schema": {"type": "string"}}
        ),
        SurfaceChange(
            "breaking",
            "required-argument-added",
            f"{API}.market.get_markets(day)",
            "get_markets.sync(client=...)",
            "get_markets.sync(client=..., day=...)",
        ),
    ),
    (
        lambda it: parameters(it)[1].update(required=True),
        SurfaceChange(
            "breaking",
            "argument-became-required",
            f"{API}.market.get_markets(limit)",
            "get_markets.sync(client=...)",
            "get_markets.sync(client=..., limit=...)",
        ),
    ),
    (
        lambda it: parameters(it)[1]["schema"].update(type="string"),
        SurfaceChange(
            "breaking",
            "argument-type-changed",
            f"{API}.market.get_markets(limit)",
            "limit: int | None | Unset = UNSET",
            "limit: str | None | Unset = UNSET",
        ),
    ),
    (
        lambda it: parameters(it).append({"name": "day", "in": "query", "schema": {"type": "string"}}),
        SurfaceChange(
            "info", "argument-added", f"{API}.market.get_markets(day)", None, "day: str | None | Unset = UNSET"
        ),
    ),
    (
        lambda it: (
            it["paths"]["/orders"]["post"]["responses"].update(it["paths"]["/markets/{ticker}"]["get"]["responses"])
            or it["paths"]["/orders"]["post"]["responses"].pop("201")
        ),
        SurfaceChange(
            "breaking",
            "return-type-changed",
            f"{API}.orders.create_order.sync",
            "create_order.sync(client=..., body=...) -> Order",
            "create_order.sync(client=..., body=...) -> Market",
        ),
    ),
    (
        lambda it: schema(it, "Market")["properties"].pop("volume"),
        SurfaceChange("breaking", "field-removed", f"{MODELS}.Market.volume", "volume: int | Unset = UNSET", None),
    ),
    (
        lambda it: schema(it, "Market")["properties"]["volume"].update(type="string"),
        SurfaceChange(
            "breaking",
            "field-type-changed",
            f"{MODELS}.Market.volume",
            "volume: int | Unset = UNSET",
            "volume: str | Unset = UNSET",
        ),
    ),
    (
        lambda it: schema(it, "Market")["required"].remove("ticker"),
        SurfaceChange(
            "breaking", "field-type-changed", f"{MODELS}.Market.ticker", "ticker: str", "ticker: str | Unset = UNSET"
        ),
    ),
    (
        lambda it: schema(it, "Market")["required"].append("volume"),
        SurfaceChange(
            "info", "field-type-changed", f"{MODELS}.Market.volume", "volume: int | Unset = UNSET", "volume: int"
        ),
    ),
    (
        lambda it: schema(it, "NewOrder")["required"].append("count"),
        SurfaceChange(
            "breaking", "field-type-changed", f"{MODELS}.NewOrder.count", "count: int | Unset = UNSET", "count: int"
        ),
    ),
    (
        lambda it: schema(it, "NewOrder")["required"].remove("ticker"),
        SurfaceChange(
            "info", "field-type-changed", f"{MODELS}.NewOrder.ticker", "ticker: str", "ticker: str | Unset = UNSET"
        ),
    ),
    (
        lambda it: (
            schema(it, "NewOrder")["required"].append("day"),
            schema(it, "NewOrder")["properties"].update(day={"type": "string"}),
        ),
        SurfaceChange(
            "breaking",
            "required-field-added",
            f"{MODELS}.NewOrder.day",
            "NewOrder(ticker=...)",
            "NewOrder(ticker=..., day=...)",
        ),
    ),
    (
        lambda it: (
            schema(it, "Market")["required"].append("day"),
            schema(it, "Market")["properties"].update(day={"type": "string"}),
        ),
        SurfaceChange("info", "field-added", f"{MODELS}.Market.day", None, "day: str"),
    ),
    (
        lambda it: schema(it, "Market")["properties"]["status"]["enum"].remove("closed"),
        SurfaceChange("breaking", "literal-removed", f"{MODELS}.MarketStatus", "'closed'", None),
    ),
    (
        lambda it: schema(it, "Market")["properties"]["status"]["enum"].append("halted"),
        SurfaceChange("warning", "literal-added", f"{MODELS}.MarketStatus", None, "'halted'"),
    ),
    (
        lambda it: schema(it, "NewOrder")["properties"]["kind"]["enum"].append("stop"),
        SurfaceChange("info", "literal-added", f"{MODELS}.NewOrderKind", None, "'stop'"),
    ),
    (
        lambda it: it["components"]["schemas"].update(Note={"type": "object", "properties": {"a": {"type": "string"}}}),
        SurfaceChange("info", "model-added", f"{MODELS}.Note", None, "Note()"),
    ),
]


@pytest.mark.parametrize(("change", "expected"), CASES, ids=[f"{case[1].kind} {case[1].name}" for case in CASES])
def test_a_change_of_what_is_imported_is_reported_with_the_old_and_the_new_call(
    change: Callable[[Document], Any], expected: SurfaceChange
) -> None:
    old, new = shop(), shop()
    change(new)
    changes = compare_surfaces(old, new, "")
    assert expected in changes
    # Some come in fours: the functions of a module, or with their asynchronous form.
    assert {each.kind for each in changes} == {expected.kind}
    assert {each.level for each in changes} == {expected.level}


def test_arguments_that_change_places_break_who_passes_them_by_position() -> None:
    def nested(*names: str) -> Document:
        given = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]
        path = "".join(f"/{{{name}}}" for name in names)
        document = shop()
        document["paths"][f"/nested{path}"] = {"get": operation(operationId="GetNested", parameters=given)}
        return document

    old, new = nested("series", "event"), nested("event", "series")
    module = f"{API}.market.get_nested"
    calls = [f"get_nested.sync({names}, client=...)" for names in ("series, event", "event, series")]
    changes = compare_surfaces(old, new, "")
    assert SurfaceChange("breaking", "arguments-reordered", module, *calls) in changes
    assert {change.kind for change in changes} == {"arguments-reordered"}
    assert compare_surfaces(old, old, "") == []


def test_a_list_that_loses_its_cursor_loses_its_functions_for_pages() -> None:
    old, new = shop(), shop()
    _without_pages(new)
    gone = {change.name: (change.before, change.after) for change in compare_surfaces(old, new, "")}
    module = f"{API}.market.get_markets"
    for name in ("sync_all", "asyncio_all"):
        assert gone.pop(f"{module}.{name}") == (f"get_markets.{name}(client=...)", None)
    assert list(gone) == [f"{module}(cursor)"]
    come = compare_surfaces(new, old, "")
    assert {change.level for change in come} == {"info"}
    assert [change for change in come if change.kind == "function-added"] == [
        SurfaceChange("info", "function-added", f"{module}.{name}", None, f"get_markets.{name}(client=...)")
        for name in ("asyncio_all", "sync_all")
    ]


def test_an_argument_that_takes_more_breaks_nobody_and_one_that_takes_less_does() -> None:
    old, new = shop(), shop()
    parameters(new)[1]["schema"] = {"anyOf": [{"type": "integer"}, {"type": "string"}]}
    name, types = (
        f"{API}.market.get_markets(limit)",
        ["limit: int | None | Unset = UNSET", "limit: int | str | None | Unset = UNSET"],
    )
    wider, narrower = compare_surfaces(old, new, ""), compare_surfaces(new, old, "")
    assert SurfaceChange("info", "argument-type-changed", name, *types) in wider
    assert SurfaceChange("breaking", "argument-type-changed", name, *types[::-1]) in narrower


def test_an_operation_that_needs_no_signature_any_more_breaks_nobody() -> None:
    def signed(*ways: str) -> Document:
        security = {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "KEY"}}}
        document = shop()
        document["components"] |= security
        document["paths"]["/orders"]["post"]["security"] = [{way: []} for way in ways]
        return document

    name = f"{API}.orders.create_order(client)"
    types = ["client: AuthenticatedClient", "client: Client"]
    assert compare_surfaces(signed("key"), signed(), "") == [
        SurfaceChange("info", "argument-type-changed", name, *types)
    ]
    assert compare_surfaces(signed(), signed("key"), "") == [
        SurfaceChange("breaking", "argument-type-changed", name, *types[::-1])
    ]


def test_a_spec_has_the_surface_that_it_has() -> None:
    assert compare_surfaces(shop(), copy.deepcopy(shop()), "") == []


def test_what_goes_one_way_comes_the_other() -> None:
    old, new = shop(), shop()
    _removed(new)
    (module,) = [change for change in compare_surfaces(new, old, "") if change.kind == "module-added"]
    assert (module.before, module.after) == (None, "create_order.sync(client=..., body=...)")
    assert {change.level for change in compare_surfaces(new, old, "")} == {"info"}


def test_a_module_that_moves_and_changes_is_reported_with_the_call_of_each() -> None:
    old, new = shop(), shop()
    _renamed(new)
    new["paths"]["/markets/{ticker}"]["get"]["parameters"].append(
        {"name": "day", "in": "query", "required": True, "schema": {"type": "string"}}
    )
    (change,) = [change for change in compare_surfaces(old, new, "") if change.kind == "required-argument-added"]
    assert (change.before, change.after) == (
        "get_market.sync(ticker, client=...)",
        "read_market.sync(ticker, client=..., day=...)",
    )
