"""What a server on loopback receives from the generated functions, its signatures judged by `openssl`."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from kalshi_gen.api.api_keys import delete_api_key
from kalshi_gen.api.market import get_market, get_markets
from kalshi_gen.api.order_groups import create_order_group, reset_order_group
from kalshi_gen.api.portfolio import get_balance
from kalshi_gen.models import CreateOrderGroupRequest
from kalshi_overlay import KalshiAuth, KalshiAuthenticatedClient
from tests.loopback import BASE_PATH, Received, answers, listening
from tests.test_auth import KEY_ID, KINDS, assert_openssl_accepts, pem

Call = Callable[[Any, KalshiAuthenticatedClient], Any]

CALLS: dict[str, tuple[Call, str, str]] = {
    "GET": (lambda send, client: send(get_balance, client=client), "GET", "/portfolio/balance"),
    "GET with a query": (
        lambda send, client: send(get_markets, client=client, limit=5, cursor="a/b?c=d&e", status="open"),
        "GET",
        "/markets",
    ),
    "GET with a path that is percent-encoded": (
        lambda send, client: send(get_market, "A B/ü%?#+", client=client),
        "GET",
        "/markets/A%20B%2F%C3%BC%25%3F%23%2B",
    ),
    "POST": (
        lambda send, client: send(create_order_group, client=client, body=CreateOrderGroupRequest(contracts_limit=10)),
        "POST",
        "/portfolio/order_groups/create",
    ),
    "PUT": (
        lambda send, client: send(reset_order_group, "a b", client=client),
        "PUT",
        "/portfolio/order_groups/a%20b/reset",
    ),
    "DELETE": (lambda send, client: send(delete_api_key, "é", client=client), "DELETE", "/api_keys/%C3%A9"),
}


def signed(base_url: str, kind: str = "Ed25519", **kwargs: Any) -> KalshiAuthenticatedClient:
    return KalshiAuthenticatedClient(KEY_ID, pem(kind), base_url, allow_unknown_host=True, **kwargs)


def assert_signed(received: Received, kind: str, folder: Path) -> None:
    """The three headers are there once each, recent, and signed for what came."""
    assert received.header("KALSHI-ACCESS-KEY") == KEY_ID
    timestamp = received.header("KALSHI-ACCESS-TIMESTAMP")
    assert abs(time.time() * 1000 - int(timestamp)) < 60_000
    text = timestamp + received.method + received.target.partition("?")[0]
    assert_openssl_accepts(kind, received.header("KALSHI-ACCESS-SIGNATURE"), text, folder)


@pytest.mark.parametrize("run_async", [False, True], ids=["sync", "asyncio"])
@pytest.mark.parametrize("prefix", ["", "/a%20proxy/of%2Fours"], ids=["plain base", "base with a path"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", CALLS)
def test_openssl_accepts_what_arrives(name: str, kind: str, prefix: str, run_async: bool, tmp_path: Path) -> None:
    call, method, path = CALLS[name]

    def sync(module: Any, *args: Any, **kwargs: Any) -> Any:
        return module.sync_detailed(*args, **kwargs)

    async def detailed(client: KalshiAuthenticatedClient) -> None:
        async with client:
            await call(lambda module, *args, **kwargs: module.asyncio_detailed(*args, **kwargs), client)

    with listening(answers(b"{}", "418 Nothing to decode")) as server:
        client = signed(server.origin + prefix + BASE_PATH, kind)
        if run_async:
            asyncio.run(detailed(client))
        else:
            with client:
                call(sync, client)
        (received,) = server.received
    assert received.method == method
    assert received.target.partition("?")[0] == prefix + BASE_PATH + path
    assert_signed(received, kind, tmp_path)


def test_the_query_arrives_whole_and_unsigned(tmp_path: Path) -> None:
    with listening(answers(b"{}", "418 Nothing to decode")) as server, signed(server.base_url) as client:
        get_markets.sync_detailed(client=client, limit=5, cursor="a/b?c=d&e")
        (received,) = server.received
    assert dict(httpx.QueryParams(received.target.partition("?")[2])) == {"limit": "5", "cursor": "a/b?c=d&e"}
    assert_signed(received, "Ed25519", tmp_path)


def test_a_put_without_a_body_of_its_own_carries_an_empty_object(tmp_path: Path) -> None:
    with listening(answers(b"{}", "418 Nothing to decode")) as server, signed(server.base_url) as client:
        reset_order_group.sync_detailed("group", client=client)
        (received,) = server.received
    assert received.body == b"{}"
    assert received.header("content-type") == "application/json"


@pytest.mark.parametrize("run_async", [False, True], ids=["sync", "asyncio"])
def test_each_attempt_of_one_request_is_signed_anew(run_async: bool, tmp_path: Path) -> None:
    async def send_thrice(client: KalshiAuthenticatedClient) -> None:
        async with client.get_async_httpx_client() as http:
            request = http.build_request("GET", "/exchange/status?x=1")
            for _ in range(3):
                await http.send(request)

    with listening() as server:
        client = signed(server.base_url, "RSA")
        if run_async:
            asyncio.run(send_thrice(client))
        else:
            with client.get_httpx_client() as http:
                request = http.build_request("GET", "/exchange/status?x=1")
                for _ in range(3):
                    http.send(request)
        received = server.received
    assert len({each.header("KALSHI-ACCESS-SIGNATURE") for each in received}) == 3
    for each in received:
        assert_signed(each, "RSA", tmp_path)


@pytest.mark.parametrize("kind", KINDS)
def test_twenty_requests_at_once_are_each_signed_for_themselves(kind: str, tmp_path: Path) -> None:
    tickers = [f"TICKER-{number}" for number in range(20)]

    async def ask_at_once(client: KalshiAuthenticatedClient) -> None:
        async with client:
            await asyncio.gather(*(get_market.asyncio_detailed(ticker, client=client) for ticker in tickers))

    with listening(answers(b"{}", "418 Nothing to decode")) as server:
        asyncio.run(ask_at_once(signed(server.base_url, kind)))
        received = server.received
    assert sorted(each.target for each in received) == sorted(f"{BASE_PATH}/markets/{ticker}" for ticker in tickers)
    for each in received:
        assert_signed(each, kind, tmp_path)


def test_an_async_request_is_signed_outside_the_thread_of_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[int] = []
    sign = KalshiAuth.sign

    def watched(self: KalshiAuth, text: str) -> str:
        threads.append(threading.get_ident())
        return sign(self, text)

    async def ask(client: KalshiAuthenticatedClient) -> None:
        async with client:
            await get_balance.asyncio_detailed(client=client)

    monkeypatch.setattr(KalshiAuth, "sign", watched)
    with listening(answers(b"{}", "418 Nothing to decode")) as server:
        asyncio.run(ask(signed(server.base_url)))
    assert len(threads) == 1
    assert threads[0] != threading.get_ident()
