"""The ways to a client, under the names that users of kalshi-py know."""

from __future__ import annotations

import asyncio
import inspect
import math
import re
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import certifi
import httpx
import pytest

from kalshi_gen.api.exchange import get_exchange_status
from kalshi_gen.api.portfolio import get_balance
from kalshi_gen.client import Client
from kalshi_gen.errors import AuthRequiredError, KalshiServerError, UnexpectedStatus, WrongClientError
from kalshi_gen.perps.api.market import get_margin_markets
from kalshi_overlay import (
    KalshiAuthenticatedClient,
    KalshiConfigError,
    KalshiKlearClient,
    KalshiPublicClient,
    RetryPolicy,
    create_client,
    create_klear_client,
    create_public_client,
)
from kalshi_overlay.environments import DEMO, PRODUCTION
from kalshi_overlay.httpx_clients import KalshiAsyncHTTPXClient, KalshiHTTPXClient
from tests.keys import KEY_ID, pem
from tests.loopback import BASE_PATH, NO_CERTIFICATES, STATUS, Loopback, Received, answers, listening
from tests.walking import each_of, walk, walked

THREE = {"kalshi-access-key", "kalshi-access-signature", "kalshi-access-timestamp"}
UNKNOWN = "https://exchange.invalid/trade-api/v2"
VARIABLES = (
    "KALSHI_API_KEY_ID",
    "KALSHI_KEY_ID",
    "KALSHI_PRIVATE_KEY_PATH",
    "KALSHI_PRIVATE_KEY",
    "KALSHI_PY_PRIVATE_KEY_PEM",
    "KALSHI_PRIVATE_KEY_PASSPHRASE",
    "KALSHI_DEMO",
    "KALSHI_API_BASE_URL",
    "KALSHI_ALLOW_UNKNOWN_HOST",
)


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def listens() -> Iterator[Loopback]:
    with listening() as server:
        yield server


@pytest.fixture
def server(listens: Loopback) -> Loopback:
    """A server that has received nothing yet."""
    listens.received.clear()
    return listens


def signed(base_url: str, **kwargs: Any) -> KalshiAuthenticatedClient:
    return create_client(
        base_url=base_url,
        access_key_id=KEY_ID,
        private_key_data=pem("Ed25519"),
        allow_unknown_host=True,
        **{"retry_policy": RetryPolicy(retries=0), "verify_ssl": NO_CERTIFICATES, **kwargs},
    )


def ask(client: Client, *, run_async: bool = False) -> Any:
    async def ask_async() -> Any:
        async with client:
            return await get_exchange_status.asyncio(client=client)

    if run_async:
        return asyncio.run(ask_async())
    with client:
        return get_exchange_status.sync(client=client)


def names(received: Received) -> set[str]:
    return {name.lower() for name, _ in received.headers}


WAYS = {"sync": False, "asyncio": True}
each_way = pytest.mark.parametrize("run_async", [False, True], ids=["sync", "asyncio"])


@each_way
def test_a_client_made_of_a_key_id_a_pem_and_a_base_url_signs(server: Loopback, run_async: bool) -> None:
    client = KalshiAuthenticatedClient(
        access_key_id=KEY_ID,
        private_key_pem=pem("Ed25519").decode(),
        base_url=server.base_url,
        allow_unknown_host=True,
        verify_ssl=NO_CERTIFICATES,
    )
    assert ask(client, run_async=run_async).exchange_active
    assert names(server.received[0]) >= THREE


def test_its_base_url_is_production_by_default() -> None:
    client = KalshiAuthenticatedClient(KEY_ID, pem("Ed25519"))
    assert str(client.get_httpx_client().base_url).rstrip("/") == PRODUCTION.base_url


def test_create_client_takes_a_key_as_text_or_file(server: Loopback, tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    file.touch(mode=0o600)
    file.write_bytes(pem("Ed25519"))

    def check(case: tuple[dict[str, Any], bool]) -> None:
        given, run_async = case
        server.received.clear()
        client = create_client(
            base_url=server.base_url,
            access_key_id=KEY_ID,
            allow_unknown_host=True,
            verify_ssl=NO_CERTIFICATES,
            **given,
        )
        ask(client, run_async=run_async)
        assert server.received[0].header("KALSHI-ACCESS-KEY") == KEY_ID

    keys: dict[str, dict[str, Any]] = {
        "text": {"private_key_data": pem("Ed25519").decode()},
        "bytes": {"private_key_data": pem("Ed25519")},
        "path": {"private_key_path": file},
        "path text": {"private_key_path": str(file)},
    }
    walk(each_of(keys, WAYS), check)


def test_create_client_without_arguments_reads_the_environment(
    server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "key.pem").touch(mode=0o600)
    (tmp_path / "key.pem").write_bytes(pem("Ed25519"))
    monkeypatch.setenv("KALSHI_API_KEY_ID", KEY_ID)
    monkeypatch.setenv("KALSHI_PRIVATE_KEY_PATH", str(tmp_path / "key.pem"))
    monkeypatch.setenv("KALSHI_API_BASE_URL", server.base_url)
    monkeypatch.setenv("KALSHI_ALLOW_UNKNOWN_HOST", "true")
    ask(create_client())
    assert server.received[0].header("KALSHI-ACCESS-KEY") == KEY_ID


def test_demo_goes_to_the_demo_environment() -> None:
    client = create_client(access_key_id=KEY_ID, private_key_data=pem("Ed25519"), demo=True)
    assert str(client.get_httpx_client().base_url).rstrip("/") == DEMO.base_url
    public = create_public_client(demo=True)
    assert str(public.get_httpx_client().base_url).rstrip("/") == DEMO.base_url


def test_create_client_without_a_key_says_how_to_give_one() -> None:
    with pytest.raises(KalshiConfigError, match=r"access_key_id.*KALSHI_API_KEY_ID.*private_key_path"):
        create_client()


@each_way
@pytest.mark.parametrize("change", ["with_headers", "with_cookies", "with_timeout"])
def test_a_changed_copy_of_a_signed_client_still_signs(server: Loopback, change: str, run_async: bool) -> None:
    client = signed(server.base_url)
    copies: dict[str, KalshiAuthenticatedClient] = {
        "with_headers": client.with_headers({"x-mine": "1"}),
        "with_cookies": client.with_cookies({"mine": "1"}),
        "with_timeout": client.with_timeout(httpx.Timeout(1.5)),
    }
    changed = copies[change]
    assert type(changed) is KalshiAuthenticatedClient
    assert changed is not client
    ask(changed, run_async=run_async)
    (received,) = server.received
    assert names(received) >= THREE
    assert {
        "with_headers": lambda: received.header("x-mine") == "1",
        "with_cookies": lambda: received.header("cookie") == "mine=1",
        "with_timeout": lambda: changed.get_httpx_client().timeout == httpx.Timeout(1.5),
    }[change]()


def test_headers_cookies_and_timeout_may_be_given_when_made(server: Loopback) -> None:
    timeout = httpx.Timeout(2.5)
    client = signed(server.base_url, headers={"x-mine": "1"}, cookies={"mine": "2"}, timeout=timeout)
    assert client.get_httpx_client().timeout == timeout
    ask(client)
    assert server.received[0].header("x-mine") == "1"
    assert server.received[0].header("cookie") == "mine=2"


def test_a_plain_httpx_client_that_is_set_signs(server: Loopback) -> None:
    client = signed("https://mock.example")
    given = httpx.Client(verify=NO_CERTIFICATES, base_url=server.base_url, headers={"x-mine": "1"})
    assert client.set_httpx_client(given) is client
    assert client.get_httpx_client() is given
    ask(client)
    assert names(server.received[0]) >= {*THREE, "x-mine"}


def test_a_plain_async_httpx_client_that_is_set_signs(server: Loopback) -> None:
    client = signed("https://mock.example")
    given = httpx.AsyncClient(verify=NO_CERTIFICATES, base_url=server.base_url, headers={"x-mine": "1"})
    assert client.set_async_httpx_client(given) is client
    assert client.get_async_httpx_client() is given
    ask(client, run_async=True)
    assert names(server.received[0]) >= {*THREE, "x-mine"}


def test_a_request_hook_sees_the_request_without_its_signature_and_a_response_hook_the_answer(server: Loopback) -> None:
    seen: list[Any] = []
    hooks = {"request": [seen.append], "response": [seen.append]}
    ask(signed(server.base_url, httpx_args={"event_hooks": hooks}))
    request, response = seen
    assert (request.method, request.url.path) == ("GET", BASE_PATH + "/exchange/status")
    assert response.request is request
    assert response.status_code == 200
    assert names(server.received[0]) >= THREE
    assert not {name.lower() for name in request.headers} & THREE


def test_an_async_request_hook_sees_the_request_without_its_signature(server: Loopback) -> None:
    seen: list[httpx.Request] = []

    async def keep(request: httpx.Request) -> None:
        seen.append(request)

    ask(signed(server.base_url, httpx_args={"event_hooks": {"request": [keep]}}), run_async=True)
    assert names(server.received[0]) >= THREE
    assert not {name.lower() for name in seen[0].headers} & THREE


def test_auth_in_httpx_args_does_not_take_the_place_of_the_signature(server: Loopback) -> None:
    ask(signed(server.base_url, httpx_args={"auth": ("user", "password")}))
    assert names(server.received[0]) >= THREE
    assert "authorization" not in names(server.received[0])


@pytest.mark.parametrize("kind", ["False", "context", "bundle"])
def test_verify_ssl_takes_false_a_context_or_a_bundle(kind: str, server: Loopback) -> None:
    verify = {"False": False, "context": ssl.create_default_context(), "bundle": certifi.where()}[kind]
    assert ask(signed(server.base_url, verify_ssl=verify)).exchange_active


def test_a_bundle_that_is_not_there_is_refused_before_anything_is_sent(server: Loopback, tmp_path: Path) -> None:
    client = signed(server.base_url, verify_ssl=str(tmp_path / "none.pem"))
    with pytest.raises(KalshiConfigError, match="the certificates can't be loaded"):
        client.get_httpx_client()
    assert server.received == []


def test_the_context_managers_close_the_httpx_clients(server: Loopback) -> None:
    client = signed(server.base_url)
    with client as entered:
        assert entered is client
        assert isinstance(client.get_httpx_client(), KalshiHTTPXClient)
        assert not client.get_httpx_client().is_closed
    assert client.get_httpx_client().is_closed

    async def enter() -> httpx.AsyncClient:
        async with client as entered:
            assert entered is client
            assert isinstance(client.get_async_httpx_client(), KalshiAsyncHTTPXClient)
            return client.get_async_httpx_client()

    assert asyncio.run(enter()).is_closed


@pytest.mark.parametrize("raises", [False, True])
@pytest.mark.parametrize("status", [418, 500])
def test_raise_on_unexpected_status_is_for_statuses_that_the_contract_does_not_document(
    raises: bool, status: int
) -> None:
    with (
        listening(answers(b"{}", f"{status} Odd")) as server,
        signed(server.base_url, raise_on_unexpected_status=raises) as client,
    ):
        if raises and status == 418:
            with pytest.raises(UnexpectedStatus) as refused:
                get_exchange_status.sync_detailed(client=client)
            assert refused.value.status_code == 418
            assert refused.value.content == b"{}"
        else:
            assert get_exchange_status.sync_detailed(client=client).status_code == status


HEADERS = ["KALSHI-ACCESS-KEY", "kalshi-access-signature", "Kalshi-Access-Timestamp", "kalshi-ACCESS-anything"]


def test_a_header_of_the_signature_is_refused_before_anything_is_sent(server: Loopback) -> None:
    async def send(client: KalshiAuthenticatedClient, own: dict[str, str], place: str, run_async: bool) -> None:
        headers = own if place == "request" else {}
        given: dict[str, Any] = {"base_url": server.base_url, "headers": own, "verify": NO_CERTIFICATES}
        if run_async:
            if place == "httpx client":
                client.set_async_httpx_client(httpx.AsyncClient(**given))
            async with client:
                await client.get_async_httpx_client().get("/exchange/status", headers=headers)
        else:
            if place == "httpx client":
                client.set_httpx_client(httpx.Client(**given))
            with client:
                client.get_httpx_client().get("/exchange/status", headers=headers)

    def make(own: dict[str, str], place: str) -> KalshiAuthenticatedClient:
        if place == "headers":
            return signed(server.base_url, headers=own)
        if place == "httpx_args":
            return signed(server.base_url, httpx_args={"headers": own})
        client = signed(server.base_url)
        return client.with_headers(own) if place == "with_headers" else client

    def check(case: tuple[str, str, bool]) -> None:
        name, place, run_async = case
        own = {name: "mine"}
        server.received.clear()
        with pytest.raises(KalshiConfigError, match=rf"(?i){name}.*leave it out") as refused:
            asyncio.run(send(make(own, place), own, place, run_async))
        assert "mine" not in str(refused.value)
        assert server.received == []

    walk(each_of(HEADERS, ["headers", "with_headers", "httpx_args", "request", "httpx client"], WAYS), check)


@each_way
def test_an_unknown_host_is_refused_before_anything_is_sent(server: Loopback, run_async: bool) -> None:
    with pytest.raises(KalshiConfigError, match="not a host of the exchange"):
        create_client(base_url=UNKNOWN, access_key_id=KEY_ID, private_key_data=pem("Ed25519"))
    with pytest.raises(KalshiConfigError, match="not a host of the exchange"):
        KalshiAuthenticatedClient(KEY_ID, pem("Ed25519"), UNKNOWN)
    with pytest.raises(KalshiConfigError, match="not a host of the exchange"):
        create_public_client(base_url=UNKNOWN)
    client = create_client(access_key_id=KEY_ID, private_key_data=pem("Ed25519"), verify_ssl=NO_CERTIFICATES)

    async def elsewhere() -> None:
        url = server.base_url + "/exchange/status"
        if run_async:
            async with client:
                await client.get_async_httpx_client().get(url)
        else:
            with client:
                client.get_httpx_client().get(url)

    # This machine is no unknown host, but another one than the client's.
    with pytest.raises(KalshiConfigError, match="on its way to another address"):
        asyncio.run(elsewhere())
    assert server.received == []


def test_an_unknown_host_in_httpx_args_or_a_set_client_is_refused_before_anything_is_sent() -> None:
    given: dict[str, Any] = {"access_key_id": KEY_ID, "private_key_data": pem("Ed25519"), "verify_ssl": NO_CERTIFICATES}
    with pytest.raises(KalshiConfigError, match="not a host of the exchange"):
        ask(create_client(**given, httpx_args={"base_url": UNKNOWN}))
    client = create_client(**given)
    client.set_httpx_client(httpx.Client(base_url=UNKNOWN, verify=NO_CERTIFICATES))
    with pytest.raises(KalshiConfigError, match="not a host of the exchange"):
        ask(client)


def test_a_client_of_the_exchange_needs_the_path_of_its_api_however_it_is_made() -> None:
    root = "https://external-api.kalshi.com"
    makers: list[Callable[[str], object]] = [
        KalshiPublicClient,
        lambda url: create_public_client(base_url=url),
        lambda url: KalshiAuthenticatedClient(KEY_ID, pem("Ed25519"), url),
        lambda url: signed(url),
    ]
    for make in makers:
        with pytest.raises(KalshiConfigError, match=f"write {root}/trade-api/v2"):
            make(root)
        make(root + "/trade-api/v2")


@each_way
def test_a_client_of_this_machine_needs_no_permission(server: Loopback, run_async: bool) -> None:
    client = create_client(
        base_url=server.base_url,
        access_key_id=KEY_ID,
        private_key_data=pem("Ed25519"),
        verify_ssl=NO_CERTIFICATES,
    )
    assert ask(client, run_async=run_async).exchange_active
    assert names(server.received[0]) >= THREE


@each_way
def test_a_public_client_reads_no_key_and_sends_no_signature(
    server: Loopback, run_async: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KALSHI_PRIVATE_KEY_PATH", "/nowhere/key.pem")
    monkeypatch.setenv("KALSHI_PRIVATE_KEY", "no key")
    monkeypatch.setenv("KALSHI_API_KEY_ID", "not one word")
    client = create_public_client(base_url=server.base_url, allow_unknown_host=True, verify_ssl=NO_CERTIFICATES)
    assert type(client) is KalshiPublicClient
    assert ask(client, run_async=run_async).exchange_active
    assert not names(server.received[0]) & THREE


@each_way
def test_a_signed_operation_is_refused_by_a_public_client_before_anything_is_sent(
    server: Loopback, run_async: bool
) -> None:
    client: Any = create_public_client(base_url=server.base_url, allow_unknown_host=True, verify_ssl=NO_CERTIFICATES)

    async def ask_async() -> None:
        async with client:
            await get_balance.asyncio(client=client)

    with client, pytest.raises(AuthRequiredError, match="GetBalance"):
        asyncio.run(ask_async()) if run_async else get_balance.sync(client=client)
    assert server.received == []


def test_a_failure_of_the_exchange_is_an_error_of_ours() -> None:
    with listening(answers(b"", "503 Unavailable")) as server, pytest.raises(KalshiServerError):
        ask(signed(server.base_url))


def test_an_argument_that_no_client_knows_is_named(server: Loopback) -> None:
    with pytest.raises(TypeError, match="base_ulr"):
        signed(server.base_url, base_ulr="x")
    options: dict[str, Any] = {"base_ulr": "x"}
    for make in (create_client, create_public_client):
        with pytest.raises(TypeError) as refused:
            make(**options)
        assert str(refused.value) == f"{make.__name__}() got an unexpected keyword argument 'base_ulr'"


def test_an_argument_that_a_class_of_clients_does_not_know_is_named_before_its_key_is_read() -> None:
    options: dict[str, Any] = {"base_ulr": "x"}
    for make in (KalshiAuthenticatedClient, KalshiKlearClient, create_klear_client):
        with pytest.raises(TypeError) as refused:
            make("an-id", "no key", **options) if isinstance(make, type) else make(**options)
        assert str(refused.value) == f"{make.__name__}() got an unexpected keyword argument 'base_ulr'"


def test_asking_for_the_limits_takes_no_longer_than_the_request_or_its_policy_allows(server: Loopback) -> None:
    def allowed(total_timeout: float | None, seconds: float) -> float | None:
        policy = RetryPolicy(retries=7, total_timeout=total_timeout)
        limiter: Any = signed(server.base_url, rate_limit="account", retry_policy=policy).limiter
        unlimited = limiter._new_unlimited_client(seconds)
        assert unlimited.limiter is None
        assert unlimited.retry_policy.retries == 7
        timeout: float | None = unlimited.retry_policy.total_timeout
        return timeout

    assert allowed(20.0, 5.0) == 5.0
    assert allowed(20.0, 30.0) == 20.0
    assert allowed(None, 5.0) == 5.0
    assert allowed(None, math.inf) is None


def test_a_public_client_takes_and_shows_its_own_options_by_name_alone() -> None:
    of_all = inspect.signature(Client).parameters
    own = {name: each.kind for name, each in inspect.signature(KalshiPublicClient).parameters.items()}
    own = {name: kind for name, kind in own.items() if name not in of_all}
    assert own == dict.fromkeys(("retry_policy", "limiter", "async_transport"), inspect.Parameter.KEYWORD_ONLY)
    shown = repr(create_public_client(limiter=Unlimited()))
    assert "retry_policy=RetryPolicy(" in shown
    assert not any(name in shown for name in ("limiter", "async_transport", "_parent", "_states"))


class Unlimited:
    """A limiter that holds nothing back."""

    def acquire(self, request: httpx.Request, deadline: float | None) -> None:
        pass

    async def acquire_async(self, request: httpx.Request, deadline: float | None) -> None:
        pass

    def on_response(self, request: httpx.Request, response: httpx.Response) -> None:
        pass


def test_a_limit_is_given_in_one_way(server: Loopback) -> None:
    assert signed(server.base_url, rate_limit="account").limiter is not None
    with pytest.raises(KalshiConfigError, match="rate_limit, limiter: give one of them"):
        signed(server.base_url, rate_limit="account", limiter=Unlimited())


@pytest.mark.parametrize("timeout", [10, 0.5, httpx.Timeout(10.0, connect=1.0), None])
def test_a_timeout_is_seconds_an_httpx_timeout_or_none(timeout: Any) -> None:
    for client in (signed(PRODUCTION.base_url, timeout=timeout), create_public_client().with_timeout(timeout)):
        assert client.get_httpx_client().timeout == httpx.Timeout(timeout)


@walked("timeout", ["10", 0, -1, True, float("nan"), float("inf"), (1, 2)])
def test_any_other_timeout_is_refused_with_what_to_write(timeout: Any) -> None:
    for make in (lambda: signed(PRODUCTION.base_url, timeout=timeout), lambda: create_public_client(timeout=timeout)):
        with pytest.raises(KalshiConfigError, match="timeout must be seconds above 0, such as 10"):
            make()
    with pytest.raises(KalshiConfigError, match="timeout must be seconds"):
        create_public_client().with_timeout(timeout)


def ask_for_perps(client: Client, *, run_async: bool) -> Any:
    async def ask_async() -> Any:
        async with client:
            return await get_margin_markets.asyncio(client=client)

    if run_async:
        return asyncio.run(ask_async())
    with client:
        return get_margin_markets.sync(client=client)


KEY: dict[str, Any] = {"access_key_id": KEY_ID, "private_key_data": pem("Ed25519"), "verify_ssl": NO_CERTIFICATES}
MAKERS: dict[str, Callable[..., Client]] = {
    "signed": lambda **options: create_client(**KEY, **options),
    "public": lambda **options: create_public_client(verify_ssl=NO_CERTIFICATES, **options),
}
OLDER_HOSTS = {
    "https://api.elections.kalshi.com/trade-api/v2": PRODUCTION.base_url,
    "https://demo-api.kalshi.co/trade-api/v2": DEMO.base_url,
}


def test_perps_are_refused_on_a_host_that_does_not_serve_them_with_what_to_write() -> None:
    sent: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.url.host)
        return httpx.Response(200, content=STATUS)

    def check(case: tuple[Callable[..., Client], str, str, bool]) -> None:
        make, older, how, run_async = case
        sent.clear()
        mock: dict[str, Any] = {"transport": httpx.MockTransport(answer)}
        if how == "base_url":
            client = make(base_url=older, httpx_args=mock)
        elif how == "httpx_args":
            client = make(base_url=OLDER_HOSTS[older], httpx_args={**mock, "base_url": older})
        else:
            client = make(base_url=OLDER_HOSTS[older])
            given: dict[str, Any] = {**mock, "base_url": older}
            if run_async:
                client.set_async_httpx_client(httpx.AsyncClient(**given))
            else:
                client.set_httpx_client(httpx.Client(**given))
        words = (
            f"nothing was sent: {httpx.URL(older).host} doesn't serve it; write {OLDER_HOSTS[older]} as the base URL"
        )
        with pytest.raises(WrongClientError, match=re.escape(words)):
            ask_for_perps(client, run_async=run_async)
        assert sent == []

    walk(each_of(MAKERS, list(OLDER_HOSTS), ["base_url", "httpx_args", "set client"], WAYS), check)
    for older in OLDER_HOSTS:
        assert ask(MAKERS["signed"](base_url=older, httpx_args={"transport": httpx.MockTransport(answer)}))
    assert sent == [httpx.URL(older).host for older in OLDER_HOSTS]


def test_perps_are_served_by_the_other_hosts_by_this_machine_and_by_hosts_that_are_permitted() -> None:
    def check(case: tuple[Callable[..., Client], str, bool]) -> None:
        make, base_url, run_async = case
        mock = {"transport": httpx.MockTransport(lambda request: httpx.Response(200, json={"markets": []}))}
        client = make(base_url=base_url, allow_unknown_host=True, httpx_args=mock)
        assert ask_for_perps(client, run_async=run_async).markets == []

    addresses = [*OLDER_HOSTS.values(), "http://127.0.0.1:9/trade-api/v2", "https://mock.example/trade-api/v2"]
    walk(each_of(MAKERS, addresses, WAYS), check)


@pytest.mark.parametrize(
    ("environ", "options", "words"),
    [
        ({"HTTPS_PROXY": "foo://127.0.0.1:1"}, {}, "a proxy can't be used .* HTTPS_PROXY"),
        ({"ALL_PROXY": "socks5://127.0.0.1:1"}, {}, "a proxy can't be used .* ALL_PROXY"),
        ({}, {"httpx_args": {"proxy": "foo://127.0.0.1:1"}}, "a proxy can't be used .* httpx_args"),
        ({"SSL_CERT_FILE": "/none"}, {}, "the certificates can't be loaded .* SSL_CERT_FILE"),
        ({}, {"verify_ssl": "/none"}, "the certificates can't be loaded .* verify_ssl"),
    ],
)
def test_a_proxy_or_certificates_that_cannot_be_used_are_an_error_of_the_settings(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], options: dict[str, Any], words: str
) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    client = create_public_client(**options)
    with pytest.raises(KalshiConfigError, match=words):
        client.get_httpx_client()
    with pytest.raises(KalshiConfigError, match=words):
        client.get_async_httpx_client()
