"""Every drift of the sandbox over real sockets: each gives a model, and the same drifts in all four ways."""

from __future__ import annotations

import asyncio
import inspect
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import msgspec
import pytest

from kalshi_gen.api.account import get_account_api_limits
from kalshi_gen.api.events import get_events
from kalshi_gen.api.market import get_market, get_market_orderbook, get_markets
from kalshi_gen.api.portfolio import get_fills, get_positions
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.klear.api.balances import get_settlement_balance_history
from kalshi_gen.klear.api.obligations import get_obligation_history
from kalshi_gen.perps.api.account import get_perps_account_api_limits
from kalshi_gen.perps.api.market import get_margin_market, get_margin_market_orderbook
from kalshi_gen.perps.api.portfolio import get_margin_fills, get_margin_positions
from kalshi_gen.runtime.drift import SpecDrift
from kalshi_sandbox import Sandbox
from kalshi_sandbox.drifts import DRIFTS
from kalshi_sandbox.faults import drift
from tests.walking import by_name, walk

from .operations import smallest_arguments

ASKED: list[ModuleType] = [
    get_account_api_limits,
    get_events,
    get_fills,
    get_market,
    get_market_orderbook,
    get_positions,
    get_perps_account_api_limits,
    get_margin_fills,
    get_margin_market,
    get_margin_market_orderbook,
    get_margin_positions,
    get_obligation_history,
    get_settlement_balance_history,
]
# New values and fields are no drift: the spec allows for them.
HARMLESS = {"extra-fields", "high-subaccounts", "new-enum-values", "retired-fields-kept", "unknown-enum-values"}
# What no version of the spec is likely to allow; the others depend on the version.
FORBIDDEN = {"missing-fields", "missing-last-cursor", "nulls-in-lists"}
# Two pages of two, so that there is a first one and a last.
PAGES: dict[str, Any] = {"limit": 2, "tickers": "KX-1,KX-2,KX-3,KX-4"}


@pytest.fixture(scope="module")
def exchange() -> Iterator[Sandbox]:
    with Sandbox(live=False, behaviour="simple") as exchange:
        yield exchange


def test_every_drift_of_the_sandbox_is_salvaged_and_reported_alike_in_every_way(exchange: Sandbox) -> None:
    reported: list[SpecDrift] = []

    async def without_blocking() -> list[Any]:
        answers = [await each.asyncio_detailed(client=_for(each, awaited), **_arguments(each)) for each in ASKED]
        return [*answers, [page async for page in get_markets.asyncio_all(client=awaited[0], **PAGES).pages()]]

    def check(name: str) -> None:
        reported.clear()
        _set_drift(exchange, name)
        answers = [each.sync_detailed(client=_for(each, blocking), **_arguments(each)) for each in ASKED]
        pages = list(get_markets.sync_all(client=blocking[0], **PAGES).pages())
        _set_drift(exchange, name)
        *others, other_pages = loop.run(without_blocking())

        assert [answer.parsed for answer in others] == [answer.parsed for answer in answers]
        assert [answer.drift for answer in others] == [answer.drift for answer in answers]
        assert other_pages == pages
        # One of the missing fields may be the cursor, and then the page is the last.
        assert len(pages) == 2 or name == "missing-fields"
        for operation, answer in zip(ASKED, answers, strict=True):
            assert type(answer.parsed) is operation.OPERATION.success
            body = msgspec.json.decode(answer.content)
            for each in answer.drift:
                assert _found(body, each.path) == each.got
        drifts = [each for answer in answers for each in answer.drift]
        assert reported[: len(drifts)] == drifts
        assert not (reported and name in HARMLESS)
        assert reported or name not in FORBIDDEN

    blocking = (exchange.client(on_drift=reported.append), exchange.klear_client(on_drift=reported.append))
    awaited = (exchange.client(), exchange.klear_client())
    with blocking[0], blocking[1], asyncio.Runner() as loop:
        walk(by_name(DRIFTS, str), check)
        for client in awaited:
            loop.run(client.get_async_httpx_client().aclose())


def _for(operation: ModuleType, clients: tuple[AuthenticatedClient, ...]) -> AuthenticatedClient:
    """The client that takes an operation."""
    return next(client for client in clients if operation.OPERATION.api.name in client.apis)


def _arguments(operation: ModuleType) -> dict[str, Any]:
    few = {"limit": 5} if "limit" in inspect.signature(operation.sync).parameters else {}
    return {**smallest_arguments(operation), **few}


def _set_drift(exchange: Sandbox, name: str) -> None:
    exchange.faults.clear()
    exchange.faults.add(drift(name), seed=1)


def _found(body: Any, path: str) -> str:
    """The type of the value at a place of a body, as a drift names it."""
    for part in re.findall(r"[^.\[\]\"]+", path):
        if isinstance(body, dict) and part not in body:
            return "missing"
        body = body[int(part)] if isinstance(body, list) else body[part]
    return {type(None): "null", dict: "object"}.get(type(body), type(body).__name__)
