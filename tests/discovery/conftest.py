"""An exchange with a few series, which every test of this folder shares and none changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from types import ModuleType
from typing import Any, Literal

import pytest
from attrs import define, field

from kalshi_gen.client import Client
from kalshi_gen.runtime.operation import Operation
from kalshi_overlay import KalshiPublicClient, RetryPolicy, pages
from kalshi_overlay.discovery import listings, search
from kalshi_overlay.pages import Pages
from kalshi_sandbox import Sandbox
from kalshi_sandbox.engine import NewOrder
from tests.sandbox.small import small_sandbox

MODES = ["sync", "asyncio"]
TRADED = "KXBTC15M-26OCT0102-00"
"""The market in which three contracts were traded."""


@define
class Finder:
    """An exchange, public clients of it, and what they asked for.

    Attributes:
        exchange: The sandbox, with a manual clock.
        asked: The requests that were sent, as path and query.
    """

    exchange: Sandbox
    runner: asyncio.Runner
    asked: list[str] = field(factory=list)
    client: KalshiPublicClient = field(init=False)
    async_client: KalshiPublicClient = field(init=False)

    def __attrs_post_init__(self) -> None:
        def note(request: Any) -> None:
            self.asked.append(request.url.raw_path.decode().removeprefix("/trade-api/v2"))

        async def note_async(request: Any) -> None:
            note(request)

        def client(hook: Callable[..., Any]) -> KalshiPublicClient:
            hooks = {"event_hooks": {"request": [hook]}}
            return self.exchange.public_client(
                httpx_args=hooks, async_transport="httpx", retry_policy=RetryPolicy(retries=0)
            )

        self.client, self.async_client = client(note), client(note_async)

    @property
    def now(self) -> datetime:
        """The exchange's time."""
        return self.exchange.clock.now()

    def call(self, operation: ModuleType, mode: str, *arguments: Any, **named: Any) -> Any:
        """Call an operation of `kalshi_overlay.discovery` in one of its two ways; a search gives a list."""
        if mode == "sync":
            found = operation.sync(*arguments, client=self.client, **named)
            return list(found) if operation is search else found
        calling = operation.asyncio(*arguments, client=self.async_client, **named)
        return self.runner.run(collected(calling) if operation is search else calling)

    def tickers(self, mode: str, *arguments: Any, **named: Any) -> list[str]:
        """The tickers that a search gives."""
        return [market.ticker for market in self.call(search, mode, *arguments, **named)]

    def close(self) -> None:
        """Close the clients."""
        self.client.close()
        self.runner.run(self.async_client.aclose())


async def collected(found: Any) -> list[Any]:
    """All that an asynchronous iterator gives."""
    return [each async for each in found]


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    # Between two requests of an answer that is damaged.
    monkeypatch.setattr(pages, "_PAUSE", 0.0)


def give_small_pages(patch: pytest.MonkeyPatch, size: int = 2) -> None:
    """Let the pages of lists be shorter than they could be."""

    class SmallPages(Pages):
        def __init__(self, client: Client, operation: Operation[Any], **named: Any) -> None:
            super().__init__(client, operation, **{**named, "limit": size})

    patch.setattr(listings, "Pages", SmallPages)


def fill(exchange: Sandbox) -> None:
    """Add the series that the tests look for."""
    now = exchange.clock.now()
    exchange.add_series("KXBTC15M", title="Bitcoin up or down", category="Crypto", terms={"tags": ["BTC", "15 min"]})
    exchange.add_series(
        "KXCAFE",
        title="Café prices",
        category="Economics",
        terms={"tags": ["Food"], "categories": ["Economics", "Commodities"]},
    )
    for hours in (1, 2, 30):
        exchange.add_market(f"KXBTC15M-26OCT0{1 + hours // 24}{hours:02}-00", close_time=now + timedelta(hours=hours))
    exchange.add_event("KXCAFE-26OCT", title="What will a café crème cost in São Paulo?")
    for price in (3, 4, 5):
        exchange.add_market(
            f"KXCAFE-26OCT-T{price}", yes_sub_title=f"Above {price} €", close_time=now + timedelta(days=price)
        )
    exchange.pause_market("KXCAFE-26OCT-T5")
    sides: dict[str, Literal["ask", "bid"]] = {"seller": "ask", "buyer": "bid"}
    for account, side in sides.items():
        exchange.add_account(account)
        order = NewOrder(ticker=TRADED, side=side, count=Decimal(3), price=Decimal("0.40"))
        exchange.engine.orders.place(account, order)
    combo = {"mve_collection_ticker": "KXMVE-R", "mve_selected_legs": []}
    exchange.add_market("KXMVECROSS-SHARD1-S1-A", event_ticker="KXMVECROSS-SHARD1-S1", terms=combo)


@pytest.fixture(scope="session")
def catalogue() -> Iterator[Finder]:
    """Do not change this exchange: other tests look at it too."""
    with small_sandbox(clock="manual", behaviour="simple") as exchange, asyncio.Runner() as runner:
        fill(exchange)
        finder = Finder(exchange, runner)
        yield finder
        finder.close()


@pytest.fixture
def finder(catalogue: Finder) -> Finder:
    """The exchange and its clients, which have asked for nothing yet."""
    catalogue.asked.clear()
    return catalogue
