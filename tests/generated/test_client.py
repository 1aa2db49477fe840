"""The client: copies don't change the original, settings reach httpx, and no secret is shown."""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path
from typing import Any

import httpx
import pytest

from kalshi_gen import AuthenticatedClient, Client, errors
from kalshi_gen.api.exchange import get_exchange_status
from kalshi_gen.api.portfolio import get_balance
from tests.loopback import NO_CERTIFICATES
from tests.walking import by_name, walk

from .conftest import WAYS, Call, Exchange
from .operations import OPERATIONS, smallest_arguments

STATUS = {"exchange_active": True, "trading_active": True}
SECURED = {name: module for name, module in OPERATIONS.items() if module.OPERATION.secured}
BASE_URL = "https://example.test/trade-api/v2"


class Bearer(httpx.Auth):
    """Credentials, with a secret that its repr would show."""

    def __init__(self, secret: str) -> None:
        self.secret = secret

    def auth_flow(self, request: httpx.Request) -> Any:
        request.headers["authorization"] = self.secret
        yield request


def recorded(**settings: Any) -> tuple[Client, list[httpx.Request]]:
    """A client without a socket, and the requests that it makes."""
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json=STATUS)

    settings.setdefault("httpx_args", {})["transport"] = httpx.MockTransport(answer)
    return Client(BASE_URL, **settings), requests


def test_with_headers_gives_a_new_client_and_leaves_the_old_alone() -> None:
    old, requests = recorded(headers={"x-one": "1"})
    new = old.with_headers({"x-one": "one", "x-two": "2"})
    for client in (old, new):
        get_exchange_status.sync(client=client)
    assert new is not old
    assert (requests[0].headers["x-one"], requests[0].headers.get("x-two")) == ("1", None)
    assert (requests[1].headers["x-one"], requests[1].headers.get("x-two")) == ("one", "2")


def test_with_cookies_gives_a_new_client_and_leaves_the_old_alone() -> None:
    old, requests = recorded(cookies={"one": "1"})
    new = old.with_cookies({"two": "2"})
    for client in (old, new):
        get_exchange_status.sync(client=client)
    assert [request.headers["cookie"] for request in requests] == ["one=1", "one=1; two=2"]


def test_with_timeout_gives_a_new_client_and_leaves_the_old_alone() -> None:
    old, requests = recorded()
    new = old.with_timeout(httpx.Timeout(1.0, connect=9.0))
    for client in (old, new):
        get_exchange_status.sync(client=client)
    assert requests[0].extensions["timeout"] == {"connect": 5.0, "read": 5.0, "write": 5.0, "pool": 5.0}
    assert requests[1].extensions["timeout"] == {"connect": 9.0, "read": 1.0, "write": 1.0, "pool": 1.0}


def test_a_timeout_of_none_waits_without_end() -> None:
    client, requests = recorded(timeout=None)
    get_exchange_status.sync(client=client)
    assert set(requests[0].extensions["timeout"].values()) == {None}


def test_a_copy_is_independent_of_the_httpx_client_of_the_original() -> None:
    old, _ = recorded()
    opened, opened_async = old.get_httpx_client(), old.get_async_httpx_client()
    new = old.with_headers({"x-one": "1"})
    assert new.get_httpx_client() is not opened
    assert new.get_async_httpx_client() is not opened_async
    assert old.get_httpx_client() is opened
    assert old.get_async_httpx_client() is opened_async


@pytest.mark.parametrize("change", [("headers", {"a": "b"}), ("cookies", {"a": "b"}), ("timeout", httpx.Timeout(1))])
def test_a_copy_of_a_signed_client_still_signs(change: tuple[str, Any], exchange: Exchange) -> None:
    exchange.answer(200, STATUS)
    name, value = change
    with getattr(exchange.signed_client(Bearer("the-secret")), f"with_{name}")(value) as client:
        assert type(client) is AuthenticatedClient
        get_exchange_status.sync(client=client)
    assert exchange.requests[0].headers["authorization"] == "the-secret"


def test_the_httpx_client_is_made_once_and_can_be_replaced() -> None:
    client, requests = recorded()
    assert client.get_httpx_client() is client.get_httpx_client()
    assert client.get_async_httpx_client() is client.get_async_httpx_client()
    own = httpx.Client(
        base_url="https://own.test", transport=httpx.MockTransport(lambda _: httpx.Response(200, json=STATUS))
    )
    assert client.set_httpx_client(own) is client
    assert client.get_httpx_client() is own
    assert get_exchange_status.sync(client=client).exchange_active is True
    assert requests == []


def test_the_async_httpx_client_can_be_replaced() -> None:
    client, requests = recorded()
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=STATUS))

    async def run() -> bool:
        async with httpx.AsyncClient(base_url="https://own.test", transport=transport) as own:
            assert client.set_async_httpx_client(own) is client
            assert client.get_async_httpx_client() is own
            return (await get_exchange_status.asyncio(client=client)).exchange_active

    assert asyncio.run(run()) is True
    assert requests == []


def test_a_context_manager_closes_the_httpx_client(exchange: Exchange) -> None:
    exchange.answer(200, STATUS)
    with exchange.client() as client:
        inner = client.get_httpx_client()
        get_exchange_status.sync(client=client)
        assert not inner.is_closed
    assert inner.is_closed


def test_an_async_context_manager_closes_the_async_httpx_client(exchange: Exchange) -> None:
    exchange.answer(200, STATUS)

    async def run() -> httpx.AsyncClient:
        async with exchange.client() as client:
            await get_exchange_status.asyncio(client=client)
            inner = client.get_async_httpx_client()
            assert not inner.is_closed
            return inner

    assert asyncio.run(run()).is_closed


def test_a_client_is_closed_when_the_block_raises(exchange: Exchange) -> None:
    exchange.answer(500)
    client = exchange.client()
    with pytest.raises(errors.KalshiServerError), client:
        get_exchange_status.sync(client=client)
    assert client.get_httpx_client().is_closed


def context_of(client: httpx.Client | httpx.AsyncClient) -> ssl.SSLContext:
    """The SSL context that an httpx client connects with."""
    context: ssl.SSLContext = client._transport._pool._ssl_context  # type: ignore[union-attr]
    return context


@pytest.mark.parametrize("get", ["get_httpx_client", "get_async_httpx_client"])
def test_verify_ssl_reaches_httpx(get: str) -> None:
    def context(verify_ssl: Any) -> ssl.SSLContext:
        return context_of(getattr(Client(BASE_URL, verify_ssl=verify_ssl), get)())

    assert context(True).verify_mode is ssl.CERT_REQUIRED
    assert context(False).verify_mode is ssl.CERT_NONE
    assert context(NO_CERTIFICATES) is NO_CERTIFICATES


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of one certificate that signs itself."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "an authority of the tests")])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("certificates") / "bundle.pem"
    path.write_bytes(built.public_bytes(serialization.Encoding.PEM))
    return path


def test_verify_ssl_takes_the_path_of_a_bundle(certificate: Path) -> None:
    context = context_of(Client(BASE_URL, verify_ssl=str(certificate)).get_httpx_client())
    assert context.verify_mode is ssl.CERT_REQUIRED
    (authority,) = context.get_ca_certs()
    assert "an authority of the tests" in str(authority["subject"])


def test_a_bundle_that_is_not_there_is_an_error_at_the_first_use(tmp_path: Path) -> None:
    client = Client(BASE_URL, verify_ssl=str(tmp_path / "none.pem"))
    with pytest.raises(FileNotFoundError):
        client.get_httpx_client()


def test_event_hooks_see_each_request_and_response() -> None:
    seen: list[str] = []
    hooks = {
        "request": [lambda request: seen.append(f"{request.method} {request.url.path}")],
        "response": [lambda response: seen.append(str(response.status_code))],
    }
    client, _ = recorded(httpx_args={"event_hooks": hooks})
    get_exchange_status.sync(client=client)
    assert seen == ["GET /trade-api/v2/exchange/status", "200"]


def test_httpx_args_override_the_other_settings() -> None:
    client, requests = recorded(httpx_args={"timeout": httpx.Timeout(2.0), "headers": {"x-own": "1"}})
    get_exchange_status.sync(client=client.with_headers({"x-other": "2"}))
    assert set(requests[0].extensions["timeout"].values()) == {2.0}
    assert requests[0].headers["x-own"] == "1"
    assert "x-other" not in requests[0].headers


def test_httpx_args_do_not_take_the_credentials_away(exchange: Exchange) -> None:
    exchange.answer(200, STATUS)
    with exchange.signed_client(Bearer("the-secret"), httpx_args={"auth": None}) as client:
        get_exchange_status.sync(client=client)
    assert exchange.requests[0].headers["authorization"] == "the-secret"


@pytest.mark.parametrize("way", WAYS)
def test_redirects_are_followed_only_if_asked(way: str, exchange: Exchange, call: Call) -> None:
    exchange.answer(302, b"", location="/elsewhere")
    exchange.answer(200, STATUS)
    call(way, get_exchange_status, exchange.client(follow_redirects=True))
    assert [request.target for request in exchange.requests] == ["/trade-api/v2/exchange/status", "/elsewhere"]


def test_a_redirect_is_an_error_unless_it_is_followed(exchange: Exchange) -> None:
    exchange.answer(302, b"", location="/elsewhere")
    with exchange.client() as client, pytest.raises(errors.UnexpectedStatus) as caught:
        get_exchange_status.sync(client=client)
    assert caught.value.status_code == 302
    assert len(exchange.requests) == 1


@pytest.mark.parametrize("base_url", [BASE_URL, f"{BASE_URL}/"])
def test_a_slash_at_the_end_of_the_base_url_makes_no_difference(base_url: str) -> None:
    seen: list[httpx.URL] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.url)
        return httpx.Response(200, json=STATUS)

    with Client(base_url, httpx_args={"transport": httpx.MockTransport(answer)}) as client:
        get_exchange_status.sync(client=client)
    assert seen == [httpx.URL(f"{BASE_URL}/exchange/status")]


def test_the_spec_says_which_operations_are_secured(spec: dict[str, Any]) -> None:
    everywhere = spec.get("security")
    secured = {
        facts["operationId"]
        for item in spec["paths"].values()
        for facts in item.values()
        if isinstance(facts, dict) and "operationId" in facts and facts.get("security", everywhere)
    }
    assert set(SECURED) == secured
    assert set(OPERATIONS) - secured


def test_a_secured_operation_refuses_a_plain_client_before_anything_is_sent(call: Call) -> None:
    def check(name: str) -> None:
        operation = SECURED[name]
        arguments = smallest_arguments(operation)
        for way in WAYS:
            client, requests = recorded()
            with pytest.raises(errors.AuthRequiredError, match=rf"^{name} needs a signed client and nothing was sent"):
                call(way, operation, client, **arguments)
            assert requests == []

    walk(by_name(SECURED, str), check)


@pytest.mark.parametrize("way", WAYS)
def test_an_open_operation_takes_any_client(way: str, exchange: Exchange, call: Call) -> None:
    exchange.answer(200, STATUS)
    for client in (exchange.client(), exchange.signed_client(Bearer("the-secret"))):
        call(way, get_exchange_status, client)
    assert [request.headers.get("authorization") for request in exchange.requests] == [None, "the-secret"]


@pytest.mark.parametrize("way", WAYS)
def test_a_signed_client_sends_its_credentials(way: str, exchange: Exchange, call: Call) -> None:
    exchange.answer(401, {"code": "unauthorized"})
    client = exchange.signed_client(Bearer("the-secret"))
    if way.endswith("detailed"):
        assert call(way, get_balance, client).error.code == "unauthorized"
    else:
        with pytest.raises(errors.KalshiAuthError):
            call(way, get_balance, client)
    assert exchange.requests[0].headers["authorization"] == "the-secret"


def test_a_repr_shows_the_settings_and_nothing_secret() -> None:
    secrets: dict[str, Any] = {
        "headers": {"authorization": "secret-header"},
        "cookies": {"session": "secret-cookie"},
        "httpx_args": {"proxy": "http://user:secret-password@127.0.0.1:1"},
    }
    for client in (Client(BASE_URL, **secrets), AuthenticatedClient(BASE_URL, auth=Bearer("secret-auth"), **secrets)):
        assert BASE_URL in repr(client)
        assert "secret" not in repr(client)
        assert "secret" not in str(client)
        assert "secret" not in repr(client.with_headers({"x-more": "secret-more"}))
