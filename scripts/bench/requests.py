"""Signed requests: ours, and a plain request with one signature as their floor."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any, Literal

from scripts.bench.rounds import Round, Setup, burst, cpu_of, wall_of_each

if TYPE_CHECKING:
    from kalshi_overlay import KalshiAuthenticatedClient

_TEXT = b"1760000000000GET/trade-api/v2/portfolio/balance"


def sync_floor(setup: Setup) -> Round:
    """`httpx.Client.get` and one signature, CPU."""
    import httpx

    client, sign = httpx.Client(base_url=setup.url), _signer(setup)

    def request() -> None:
        sign()
        client.get("/portfolio/balance").raise_for_status()

    return cpu_of(request, setup.size)


def sync_ours(setup: Setup) -> Round:
    """A signed request, CPU."""
    from kalshi_gen.api.portfolio import get_balance

    client = _client(setup)
    return cpu_of(lambda: get_balance.sync(client=client), setup.size)


def each_floor(setup: Setup) -> Round:
    """aiohttp and one signature, one after the other, wall."""
    runner, request = _with_aiohttp(setup)
    return wall_of_each(runner, request, setup.size)


def each_ours(setup: Setup) -> Round:
    """A signed request, one after the other, wall."""
    return wall_of_each(asyncio.Runner(), _balance(setup, "aiohttp"), setup.size)


def burst_floor(setup: Setup) -> Round:
    """aiohttp and one signature, all at once, wall."""
    runner, request = _with_aiohttp(setup)
    return burst(runner, request, setup.size)


def burst_ours(setup: Setup) -> Round:
    """Signed requests at once over aiohttp, wall."""
    return burst(asyncio.Runner(), _balance(setup, "aiohttp"), setup.size)


def burst_ours_httpx(setup: Setup) -> Round:
    """Signed requests at once over httpx, wall."""
    return burst(asyncio.Runner(), _balance(setup, "httpx"), setup.size)


def orders_floor(setup: Setup) -> Round:
    """The generated `create_order_v2`, at once, CPU."""
    from kalshi_gen.api.orders import create_order_v2

    client, order = _client(setup), _order()
    return burst(asyncio.Runner(), lambda: create_order_v2.asyncio(client=client, body=order), setup.size, process_time)


def orders_ours(setup: Setup) -> Round:
    """`place`, at once, CPU."""
    from kalshi_overlay.orders import place

    client, order = _client(setup), _order()
    return burst(asyncio.Runner(), lambda: place.asyncio(client=client, body=order), setup.size, process_time)


def _order() -> Any:
    """An order that rests."""
    from kalshi_gen.models import CreateOrderV2Request

    return CreateOrderV2Request(
        ticker="KXBTCD-26DEC31-T100000",
        side="bid",
        count=Decimal("0.01"),
        price=Decimal("0.01"),
        time_in_force="good_till_canceled",
        self_trade_prevention_type="maker",
    )


def _balance(setup: Setup, transport: Literal["aiohttp", "httpx"]) -> Callable[[], Awaitable[object]]:
    from kalshi_gen.api.portfolio import get_balance

    client = _client(setup, async_transport=transport)
    return lambda: get_balance.asyncio(client=client)


def _with_aiohttp(setup: Setup) -> tuple[asyncio.Runner, Callable[[], Awaitable[object]]]:
    import aiohttp

    async def open_session() -> aiohttp.ClientSession:
        return aiohttp.ClientSession()

    runner, sign = asyncio.Runner(), _signer(setup)
    session = runner.run(open_session())

    async def request() -> None:
        sign()
        async with session.get(f"{setup.url}/portfolio/balance") as response:
            response.raise_for_status()
            await response.read()

    return runner, request


def _signer(setup: Setup) -> Callable[[], bytes]:
    """Sign a request as the exchange demands it."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    key = load_pem_private_key(Path(setup.key_path).read_bytes(), None)
    if isinstance(key, Ed25519PrivateKey):
        return lambda: key.sign(_TEXT)
    assert isinstance(key, RSAPrivateKey)
    return lambda: key.sign(_TEXT, PSS(MGF1(SHA256()), 32), SHA256())


def _client(setup: Setup, **options: Any) -> KalshiAuthenticatedClient:
    from kalshi_overlay import create_client

    return create_client(base_url=setup.url, access_key_id=setup.key_id, private_key_path=setup.key_path, **options)
