"""What a server on loopback receives from the generated functions, and that it is signed."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
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
from tests.keys import KEY_ID, KINDS, assert_openssl_accepts, assert_signed, pem
from tests.loopback import BASE_PATH, NO_CERTIFICATES, Loopback, Received, answers, listening
from tests.walking import each_of, walk

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
    kwargs = {"allow_unknown_host": True, "verify_ssl": NO_CERTIFICATES, **kwargs}
    return KalshiAuthenticatedClient(KEY_ID, pem(kind), base_url, **kwargs)


def signed_text(received: Received) -> str:
    """What the signature must be of; the three headers are there once each, and recent."""
    assert received.header("KALSHI-ACCESS-KEY") == KEY_ID
    timestamp = received.header("KALSHI-ACCESS-TIMESTAMP")
    assert abs(time.time() * 1000 - int(timestamp)) < 60_000
    return timestamp + received.method + received.target.partition("?")[0]


def assert_is_signed(received: Received, kind: str) -> None:
    assert_signed(kind, received.header("KALSHI-ACCESS-SIGNATURE"), signed_text(received))


@pytest.fixture(scope="module")
def listens() -> Iterator[Loopback]:
    with listening(answers(b"{}", "418 Nothing to decode")) as server:
        yield server


@pytest.fixture
def server(listens: Loopback) -> Loopback:
    """A server that has received nothing yet."""
    listens.received.clear()
    return listens


PREFIXES = {"plain base": "", "base with a path": "/a%20proxy/of%2Fours"}
WAYS = {"sync": False, "asyncio": True}


def test_what_arrives_is_signed(server: Loopback) -> None:
    def sync(module: Any, *args: Any, **kwargs: Any) -> Any:
        return module.sync_detailed(*args, **kwargs)

    async def detailed(call: Call, client: KalshiAuthenticatedClient) -> None:
        async with client:
            await call(lambda module, *args, **kwargs: module.asyncio_detailed(*args, **kwargs), client)

    def check(case: tuple[tuple[Call, str, str], str, str, bool]) -> None:
        (call, method, path), kind, prefix, run_async = case
        server.received.clear()
        # A copy has connections of its own, and the key that has been read already.
        client = clients[kind, prefix].with_headers({})
        if run_async:
            asyncio.run(detailed(call, client))
        else:
            with client:
                call(sync, client)
        (received,) = server.received
        assert received.method == method
        assert received.target.partition("?")[0] == prefix + BASE_PATH + path
        assert_is_signed(received, kind)

    clients = {
        (kind, prefix): signed(server.origin + prefix + BASE_PATH, kind)
        for kind in KINDS
        for prefix in PREFIXES.values()
    }
    walk(each_of(CALLS, KINDS, PREFIXES, WAYS), check)


@pytest.mark.parametrize("kind", KINDS)
def test_openssl_accepts_what_arrives(kind: str, server: Loopback, tmp_path: Path) -> None:
    with signed(server.origin + PREFIXES["base with a path"] + BASE_PATH, kind) as client:
        get_market.sync_detailed("A B/ü%?#+", client=client)
    (received,) = server.received
    signature, text = received.header("KALSHI-ACCESS-SIGNATURE"), signed_text(received)
    assert_openssl_accepts(kind, signature, text, tmp_path)
    with pytest.raises(AssertionError):
        assert_openssl_accepts(kind, signature, text + "/", tmp_path)


def test_the_query_arrives_complete_and_unsigned(server: Loopback) -> None:
    with signed(server.base_url) as client:
        get_markets.sync_detailed(client=client, limit=5, cursor="a/b?c=d&e")
    (received,) = server.received
    assert dict(httpx.QueryParams(received.target.partition("?")[2])) == {"limit": "5", "cursor": "a/b?c=d&e"}
    assert_is_signed(received, "Ed25519")


def test_a_put_without_a_body_of_its_own_carries_an_empty_object(server: Loopback) -> None:
    with signed(server.base_url) as client:
        reset_order_group.sync_detailed("group", client=client)
    (received,) = server.received
    assert received.body == b"{}"
    assert received.header("content-type") == "application/json"


@pytest.mark.parametrize("run_async", [False, True], ids=["sync", "asyncio"])
def test_each_attempt_of_one_request_is_signed_again(run_async: bool, server: Loopback) -> None:
    async def send_thrice(client: KalshiAuthenticatedClient) -> None:
        async with client.get_async_httpx_client() as http:
            request = http.build_request("GET", "/exchange/status?x=1")
            for _ in range(3):
                await http.send(request)

    client = signed(server.base_url, "RSA")
    if run_async:
        asyncio.run(send_thrice(client))
    else:
        with client.get_httpx_client() as http:
            request = http.build_request("GET", "/exchange/status?x=1")
            for _ in range(3):
                http.send(request)
    assert len({each.header("KALSHI-ACCESS-SIGNATURE") for each in server.received}) == 3
    for each in server.received:
        assert_is_signed(each, "RSA")


@pytest.mark.parametrize("kind", KINDS)
def test_twenty_requests_at_once_are_each_signed_for_themselves(kind: str, server: Loopback) -> None:
    tickers = [f"TICKER-{number}" for number in range(20)]

    async def ask_at_once(client: KalshiAuthenticatedClient) -> None:
        async with client:
            await asyncio.gather(*(get_market.asyncio_detailed(ticker, client=client) for ticker in tickers))

    asyncio.run(ask_at_once(signed(server.base_url, kind)))
    targets = sorted(each.target for each in server.received)
    assert targets == sorted(f"{BASE_PATH}/markets/{ticker}" for ticker in tickers)
    for each in server.received:
        assert_is_signed(each, kind)


def test_an_rsa_key_signs_outside_the_thread_of_the_loop_where_another_request_is_under_way(
    server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []
    sign = KalshiAuth.sign

    def watched(self: KalshiAuth, text: str) -> str:
        threads.append(threading.get_ident())
        return sign(self, text)

    async def ask(client: KalshiAuthenticatedClient) -> None:
        async with client:
            await asyncio.gather(*(get_balance.asyncio_detailed(client=client) for _ in range(2)))

    monkeypatch.setattr(KalshiAuth, "sign", watched)
    asyncio.run(ask(signed(server.base_url, "RSA")))
    assert [thread == threading.get_ident() for thread in threads] == [True, False]


@pytest.mark.parametrize("run_async", [False, True], ids=["sync", "asyncio"])
def test_a_client_s_own_auth_may_be_passed_to_a_call(run_async: bool, server: Loopback) -> None:
    client = signed(server.origin + BASE_PATH)

    async def get() -> None:
        async with client:
            await client.get_async_httpx_client().get("/portfolio/balance", auth=client.auth)

    if run_async:
        asyncio.run(get())
    else:
        with client:
            client.get_httpx_client().get("/portfolio/balance", auth=client.auth)
    (received,) = server.received
    assert_is_signed(received, "Ed25519")
