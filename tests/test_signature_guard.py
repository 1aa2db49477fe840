"""Only the signature writes its headers, and it goes only to the address that it was made for: on real sockets."""

from __future__ import annotations

import asyncio
import copy
import pickle
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpcore
import httpx
import pytest

from kalshi_gen.api.exchange import get_exchange_status
from kalshi_overlay import KalshiAuth, KalshiConfigError, RetryPolicy, create_client, create_public_client
from kalshi_overlay.errors import KalshiKeyFileWarning, KalshiNetworkError
from tests.async_transports import each_way
from tests.conftest import ROOT
from tests.keys import KEY_ID, pem
from tests.loopback import NO_CERTIFICATES, Loopback, Received, answers, listening
from tests.walking import each_of, walk

WAYS = {"sync": False, "asyncio": True}
SIGNATURE = "KALSHI-ACCESS-SIGNATURE"
ONCE = RetryPolicy(retries=0)


@pytest.fixture(scope="module")
def listens() -> Iterator[tuple[Loopback, Loopback]]:
    with listening() as server, listening() as elsewhere:
        yield server, elsewhere


@pytest.fixture
def server(listens: tuple[Loopback, Loopback]) -> Loopback:
    """A server that has received nothing yet."""
    listens[0].received.clear()
    return listens[0]


@pytest.fixture
def elsewhere(listens: tuple[Loopback, Loopback]) -> Loopback:
    """Another one."""
    listens[1].received.clear()
    return listens[1]


def auth() -> KalshiAuth:
    return KalshiAuth(KEY_ID, pem("Ed25519"), allow_unknown_host=True)


def signed(base_url: str, **kwargs: Any) -> Any:
    given = {"access_key_id": KEY_ID, "private_key_data": pem("Ed25519"), "allow_unknown_host": True}
    return create_client(base_url=base_url, **{**given, "verify_ssl": NO_CERTIFICATES, **kwargs})


def public(base_url: str, **kwargs: Any) -> Any:
    return create_public_client(base_url=base_url, allow_unknown_host=True, verify_ssl=NO_CERTIFICATES, **kwargs)


def signatures(received: list[Received]) -> list[str]:
    return [value for each in received for name, value in each.headers if name.lower().startswith("kalshi-access-")]


def hooks(act: Callable[[httpx.Request], object], *, run_async: bool) -> dict[str, Any]:
    async def act_async(request: httpx.Request) -> None:
        act(request)

    return {"event_hooks": {"request": [act_async if run_async else act]}}


def get(client: Any, *, run_async: bool, url: str = "/exchange/status", **options: Any) -> httpx.Response:
    """Get something through a client of ours, or one of httpx."""

    async def get_async() -> httpx.Response:
        async with client if isinstance(client, httpx.AsyncClient) else client.get_async_httpx_client() as http:
            response: httpx.Response = await http.get(url, **options)
            return response

    if run_async:
        return asyncio.run(get_async())
    with client if isinstance(client, httpx.Client) else client.get_httpx_client() as http:
        response: httpx.Response = http.get(url, **options)
        return response


def test_a_header_of_the_signature_that_an_event_hook_adds_is_refused(server: Loopback) -> None:
    def check(case: tuple[Callable[..., Any], str, bool]) -> None:
        make, name, run_async = case
        server.received.clear()
        added = hooks(lambda request: request.headers.update({name: "mine"}), run_async=run_async)
        with pytest.raises(KalshiConfigError, match="written by the client alone; leave it out") as refused:
            get(make(server.base_url, httpx_args=added), run_async=run_async)
        assert "mine" not in str(refused.value)
        assert server.received == []

    names = ["KALSHI-ACCESS-KEY", "kalshi-access-signature", "Kalshi-Access-Else"]
    walk(each_of([signed, public], names, WAYS), check)


def test_a_header_of_the_callers_own_is_refused(server: Loopback) -> None:
    own = {"Kalshi-ACCESS-timestamp": "mine"}

    def attempt(make: Callable[..., Any], place: str, run_async: bool) -> None:
        if place in ("headers", "httpx_args"):
            make(server.base_url, **({"headers": own} if place == "headers" else {"httpx_args": {"headers": own}}))
            return
        client = make(server.base_url)
        if place == "with_headers":
            client.with_headers(own)
        elif place == "set client":
            with httpx.Client(headers=own, verify=NO_CERTIFICATES) as given:
                client.set_httpx_client(given)
        elif place == "httpx headers":
            (client.get_async_httpx_client() if run_async else client.get_httpx_client()).headers.update(own)
        get(client, run_async=run_async, headers=own if place == "call" else None)

    def check(case: tuple[Callable[..., Any], str, bool]) -> None:
        server.received.clear()
        with pytest.raises(KalshiConfigError, match="written by the client alone; leave it out") as refused:
            attempt(*case)
        assert "mine" not in str(refused.value)
        assert server.received == []

    places = ["headers", "with_headers", "httpx_args", "call", "httpx headers", "set client"]
    walk(each_of([signed, public], places, WAYS), check)


def test_a_client_with_a_header_of_the_signature_is_not_taken_over(server: Loopback) -> None:
    for make in (signed, public):
        client = make(server.base_url)
        with httpx.Client(headers={"kalshi-access-key": "x"}, verify=NO_CERTIFICATES) as given:
            with pytest.raises(KalshiConfigError):
                client.set_httpx_client(given)
            assert given.auth is None
            assert client.get_httpx_client() is not given

        async def set_async(client: Any = client) -> None:
            async with httpx.AsyncClient(headers={"kalshi-access-key": "x"}, verify=NO_CERTIFICATES) as given:
                client.set_async_httpx_client(given)

        with pytest.raises(KalshiConfigError):
            asyncio.run(set_async())


@each_way
def test_a_hook_may_add_headers_of_its_own_and_sees_no_signature(server: Loopback, run_async: bool) -> None:
    seen: list[httpx.Headers] = []

    def act(request: httpx.Request) -> None:
        seen.append(request.headers)
        request.headers["x-mine"] = "1"

    response = get(signed(server.base_url, httpx_args=hooks(act, run_async=run_async)), run_async=run_async)
    assert response.is_success
    assert server.received[0].header("x-mine") == "1"
    assert len(signatures(server.received)) == 3
    assert SIGNATURE not in seen[0]
    assert SIGNATURE not in response.request.headers


@each_way
@pytest.mark.parametrize("way", ["url", "host header"])
def test_a_hook_that_sends_the_signature_elsewhere_is_stopped(
    server: Loopback, elsewhere: Loopback, way: str, run_async: bool
) -> None:
    def act(request: httpx.Request) -> None:
        if way == "url":
            request.url = httpx.URL(elsewhere.base_url + "/exchange/status")
        else:
            request.headers["host"] = "evil.example"

    with pytest.raises(KalshiConfigError, match="on its way to another address"):
        get(signed(server.base_url, httpx_args=hooks(act, run_async=run_async)), run_async=run_async)
    assert elsewhere.received == server.received == []


@each_way
def test_a_host_header_of_the_callers_own_is_stopped(server: Loopback, run_async: bool) -> None:
    with pytest.raises(KalshiConfigError, match="on its way to another address"):
        get(signed(server.base_url), run_async=run_async, headers={"Host": "evil.example"})
    assert server.received == []


def test_a_plain_client_that_follows_a_redirect_takes_no_signature_along(elsewhere: Loopback) -> None:
    def check(case: tuple[int, bool, bool]) -> None:
        status, taken_over, run_async = case
        moved.answer = answers(b"", f"{status} Moved", f"location: {elsewhere.base_url}/x")
        moved.received.clear()
        elsewhere.received.clear()
        plain: Any = (httpx.AsyncClient if run_async else httpx.Client)(base_url=moved.base_url, verify=NO_CERTIFICATES)
        if taken_over:
            client = signed(moved.base_url)
            (client.set_async_httpx_client if run_async else client.set_httpx_client)(plain)
        else:
            plain.auth = auth()
        plain.follow_redirects = True
        with pytest.raises(KalshiConfigError, match="redirect"):
            get(plain, run_async=run_async)
        assert len(signatures(moved.received)) == 3
        assert elsewhere.received == []

    with listening() as moved:
        walk(each_of([301, 302, 303, 307, 308], {"plain": False, "taken over": True}, WAYS), check)


@each_way
def test_a_proxy_for_plain_http_is_given_no_signature(
    server: Loopback, elsewhere: Loopback, run_async: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(KalshiConfigError, match="a proxy for plain http"):
        get(signed(server.base_url, httpx_args={"proxy": elsewhere.origin}), run_async=run_async)
    monkeypatch.setenv("HTTP_PROXY", elsewhere.origin)
    with pytest.raises(KalshiConfigError, match="a proxy for plain http"):
        get(signed(server.base_url), run_async=run_async)
    assert elsewhere.received == server.received == []


class Rewriting(httpx.HTTPTransport):
    """A transport that sends everything to another address."""

    def __init__(self, target: str) -> None:
        super().__init__(verify=NO_CERTIFICATES)
        self.target = target

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.url = httpx.URL(self.target)
        return super().handle_request(request)


def test_a_mounted_transport_that_rewrites_addresses_is_given_no_signature(
    server: Loopback, elsewhere: Loopback
) -> None:
    mounts = {"all://": Rewriting(elsewhere.base_url + "/x")}
    with pytest.raises(KalshiConfigError, match="on its way to another address"):
        get(signed(server.base_url, httpx_args={"mounts": mounts}), run_async=False)
    assert elsewhere.received == server.received == []


@each_way
def test_a_proxy_for_https_sees_no_signature(run_async: bool) -> None:
    def connects_and_speaks_no_tls(connection: Any, received: Received) -> None:
        connection.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
        connection.recv(65536)
        connection.sendall(b"+OK POP3 ready\r\n\r\n")
        connection.close()

    with listening(connects_and_speaks_no_tls) as proxy:
        client = signed("https://exchange.invalid", httpx_args={"proxy": proxy.origin}, retry_policy=ONCE)
        with pytest.raises(KalshiNetworkError, match="no connection could be made"):
            get(client, run_async=run_async)
    assert [each.method for each in proxy.received] == ["CONNECT"]
    assert signatures(proxy.received) == []


@each_way
@pytest.mark.parametrize("given", [None, ("user", "password"), "another key"])
def test_another_auth_for_one_call_is_refused(server: Loopback, given: Any, run_async: bool) -> None:
    other = auth() if given == "another key" else given
    with pytest.raises(
        KalshiConfigError, match="auth: this client authenticates every request with its own key or token"
    ):
        get(signed(server.base_url), run_async=run_async, auth=other)
    assert server.received == []


@each_way
def test_an_absolute_url_of_an_unknown_host_is_refused(elsewhere: Loopback, run_async: bool) -> None:
    strict = create_client(access_key_id=KEY_ID, private_key_data=pem("Ed25519"), verify_ssl=NO_CERTIFICATES)
    for url in (elsewhere.base_url + "/x", "http://mock.example/x", "https://me:pass@external-api.kalshi.com/x"):
        with pytest.raises(KalshiConfigError):
            get(strict.with_headers({}), run_async=run_async, url=url)
    assert elsewhere.received == []


@each_way
def test_a_trace_of_the_callers_own_still_sees_each_step(server: Loopback, run_async: bool) -> None:
    events: list[str] = []

    def trace(event: str, info: dict[str, Any]) -> None:
        events.append(event)

    async def trace_async(event: str, info: dict[str, Any]) -> None:
        events.append(event)

    extensions = {"trace": trace_async if run_async else trace}
    get(signed(server.base_url), run_async=run_async, extensions=extensions)
    assert events.count("http11.send_request_headers.started") == 1
    assert extensions == {"trace": trace_async if run_async else trace}


@each_way
def test_a_trace_beside_an_auth_of_httpx_sees_each_step_and_its_details(server: Loopback, run_async: bool) -> None:
    seen: list[tuple[str, bool]] = []

    def trace(event: str, info: dict[str, Any]) -> None:
        seen.append((event, "request" in info))

    async def trace_async(event: str, info: dict[str, Any]) -> None:
        trace(event, info)

    plain: Any = httpx.AsyncClient if run_async else httpx.Client
    http = plain(auth=auth(), verify=NO_CERTIFICATES)
    extensions = {"trace": trace_async if run_async else trace}
    get(http, run_async=run_async, url=f"{server.base_url}/exchange/status", extensions=extensions)
    assert seen.count(("http11.send_request_headers.started", True)) == 1
    assert signatures(server.received)


def test_a_proxy_is_asked_for_a_tunnel_without_credentials_alone() -> None:
    request = httpx.Request("GET", "https://external-api.kalshi.com/trade-api/v2/markets")
    next(auth().sync_auth_flow(request))
    trace = request.extensions["trace"]
    asked = {"method": b"CONNECT", "url": "https://external-api.kalshi.com"}
    trace("send_request_headers.started", {"request": httpcore.Request(**asked, headers=[(b"Host", b"a")])})
    for name in (b"KALSHI-ACCESS-KEY", b"kalshi-access-else"):
        with pytest.raises(KalshiConfigError, match="nothing was sent"):
            trace("send_request_headers.started", {"request": httpcore.Request(**asked, headers=[(name, b"a")])})


@each_way
def test_an_auth_of_httpx_refuses_a_header_of_the_callers_own(server: Loopback, run_async: bool) -> None:
    for name in (SIGNATURE, "kalshi-access-else"):
        plain: Any = httpx.AsyncClient if run_async else httpx.Client
        with pytest.raises(KalshiConfigError, match="is written by the client alone"):
            get(
                plain(auth=auth(), verify=NO_CERTIFICATES),
                run_async=run_async,
                url=f"{server.base_url}/exchange/status",
                headers={name: "mine"},
            )
    assert server.received == []


def over(transport: httpx.MockTransport, **kwargs: Any) -> Any:
    """A client of production that sends nothing."""
    return signed("https://external-api.kalshi.com/trade-api/v2", httpx_args={"transport": transport}, **kwargs)


def test_other_hosts_of_the_environment_get_the_signature_over_https_on_its_port_alone() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200)

    path = "trade-api/v2/markets"
    with over(httpx.MockTransport(answer)).get_httpx_client() as http:
        http.get(f"https://api.elections.kalshi.com/{path}")
        (sent,) = seen
        assert SIGNATURE in sent.headers
        for url in (
            f"https://api.elections.kalshi.com:8443/{path}",
            f"http://api.elections.kalshi.com/{path}",
            f"https://external-api.kalshi.com:8443/{path}",
            f"https://external-api.demo.kalshi.co/{path}",
            "https://mock.example/",
        ):
            with pytest.raises(KalshiConfigError):
                http.get(url)
        assert len(seen) == 1


def test_a_set_client_without_a_base_url_may_send_to_every_host_of_the_key() -> None:
    client = signed("https://external-api.kalshi.com/trade-api/v2", allow_unknown_host=False)
    with httpx.Client(transport=httpx.MockTransport(lambda request: httpx.Response(200))) as plain:
        client.set_httpx_client(plain)
        assert plain.get("https://external-api.demo.kalshi.co/trade-api/v2/markets").is_success
        with pytest.raises(KalshiConfigError):
            plain.get("https://mock.example/trade-api/v2/markets")


@each_way
def test_a_request_that_a_client_of_httpx_sends_again_is_signed_again(server: Loopback, run_async: bool) -> None:
    request = httpx.Request("GET", f"{server.base_url}/exchange/status")

    async def send_async() -> None:
        async with httpx.AsyncClient(auth=auth(), verify=NO_CERTIFICATES) as http:
            for _ in range(3):
                await http.send(request)

    if run_async:
        asyncio.run(send_async())
    else:
        with httpx.Client(auth=auth(), verify=NO_CERTIFICATES) as http:
            for _ in range(3):
                http.send(request)
    assert [len(signatures([each])) for each in server.received] == [3, 3, 3]


@each_way
def test_the_auth_of_a_client_that_is_set_gives_way_to_the_key(server: Loopback, run_async: bool) -> None:
    plain: Any = httpx.AsyncClient if run_async else httpx.Client
    http = plain(auth=("a-name", "a-word"), verify=NO_CERTIFICATES, base_url=server.base_url)
    client = signed(server.base_url)
    client.set_async_httpx_client(http) if run_async else client.set_httpx_client(http)
    get(http, run_async=run_async)
    assert signatures(server.received)
    assert "authorization" not in {name.lower() for name, _ in server.received[0].headers}


@each_way
def test_a_public_client_takes_no_key_for_one_call(server: Loopback, run_async: bool) -> None:
    with pytest.raises(KalshiConfigError, match="this client authenticates no request"):
        get(public(server.base_url), run_async=run_async, auth=auth())
    assert server.received == []


def test_every_attempt_of_one_request_object_passes_with_its_own_signature(server: Loopback) -> None:
    with signed(server.base_url).get_httpx_client() as http:
        request = http.build_request("GET", "/exchange/status")
        for _ in range(3):
            assert http.send(request).is_success
        request.headers["kalshi-access-key"] = "mine"
        with pytest.raises(KalshiConfigError):
            http.send(request)
    assert len(server.received) == 3


def test_what_holds_a_key_is_neither_pickled_nor_deep_copied() -> None:
    client = signed("https://mock.example")
    things: dict[str, Any] = {
        "client": client,
        "view": client.with_retry_policy(client.retry_policy),
        "httpx client": client.get_httpx_client(),
        "async httpx client": client.get_async_httpx_client(),
        "auth": client.auth,
    }

    def check(case: tuple[Any, Callable[[Any], Any]]) -> None:
        thing, duplicate = case
        with pytest.raises(TypeError, match="private key"):
            duplicate(thing)

    walk(each_of(things, [pickle.dumps, copy.deepcopy]), check)


@each_way
def test_a_shallow_copy_within_the_process_signs(server: Loopback, run_async: bool) -> None:
    assert get(copy.copy(signed(server.base_url)), run_async=run_async).is_success
    assert len(signatures(server.received)) == 3


def test_a_public_client_is_pickled_and_copied() -> None:
    client = create_public_client(headers={"x-mine": "1"})
    for duplicate in (pickle.loads(pickle.dumps(client)), copy.deepcopy(client), copy.copy(client)):
        assert duplicate.get_httpx_client().headers["x-mine"] == "1"


@pytest.mark.parametrize(("mode", "open_to_others"), [(0o600, False), (0o400, False), (0o640, True), (0o604, True)])
def test_a_key_file_that_others_can_read_gets_a_warning(mode: int, open_to_others: bool, tmp_path: Path) -> None:
    file = tmp_path / "my key.pem"
    file.write_bytes(pem("Ed25519"))
    file.chmod(mode)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        create_client(access_key_id=KEY_ID, private_key_path=file)
    assert [each.category for each in caught] == ([KalshiKeyFileWarning] if open_to_others else [])
    for each in caught:
        assert str(each.message) == f"{file} can be read by other users; run: chmod 600 '{file}'"
        assert each.filename == __file__


FORGOTTEN = """
import gc, sys
from pathlib import Path
from kalshi_overlay import create_client

def passphrase():
    return Path(sys.argv[1]).read_text()

def found():
    lines = [line for key in keys for line in Path(key).read_bytes().splitlines()[1:-1]]
    secrets = [line[:20] for line in lines] + [passphrase().encode()]
    lines.clear()
    gc.collect()
    seen, found = set(), 0
    todo = [each for each in gc.get_objects() if each is not secrets]
    while todo:
        each = todo.pop()
        if id(each) in seen or each is secrets:
            continue
        seen.add(id(each))
        if isinstance(each, (str, bytes, bytearray)):
            text = each.encode("utf-8", "replace") if isinstance(each, str) else bytes(each)
            found += len(text) > 5 and not any(text is secret for secret in secrets) and any(s in text for s in secrets)
        else:
            todo += gc.get_referents(each)
    return len(seen) > 10_000, found

keys, clients = sys.argv[2:], []
for key in keys:
    client = create_client(access_key_id="an-id", private_key_path=key, passphrase=passphrase)
    client.get_httpx_client(), client.get_async_httpx_client(), client.with_headers({"x-mine": "1"})
    client.auth.headers("GET", "/")
    clients.append(client)
print(*found())
kept = [Path(keys[0]).read_bytes()]
print(*found())
"""


def test_pem_and_passphrase_are_forgotten_once_the_key_is_loaded(tmp_path: Path) -> None:
    contents = {kind: pem(kind, passphrase="correct-horse") for kind in ("RSA", "Ed25519")}
    for name, content in {**contents, "word": b"correct-horse"}.items():
        (tmp_path / name).touch(mode=0o600)
        (tmp_path / name).write_bytes(content)
    paths = [str(tmp_path / name) for name in ("word", "RSA", "Ed25519")]
    command = [sys.executable, "-c", FORGOTTEN, *paths]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    # Nothing of either key is left, and the one that the program keeps after all is found.
    assert ran.stdout == "True 0\nTrue 1\n"


def test_the_generated_functions_pass_the_guard(server: Loopback) -> None:
    with signed(server.base_url) as client:
        assert get_exchange_status.sync(client=client).exchange_active
