"""Failures on a real connection, by the names they are raised as, and redirects, which no signature follows."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from weakref import ref

import httpx
import pytest

from kalshi_gen.api.exchange import get_exchange_status
from kalshi_gen.client import Client
from kalshi_gen.errors import TIMESTAMP_EXTENSION, UnexpectedStatus
from kalshi_overlay import KalshiAuth, KalshiConfigError, RetryPolicy, create_client, create_public_client, transport
from kalshi_overlay.errors import (
    KalshiNetworkError,
    KalshiPoolExhaustedError,
    KalshiTimeoutError,
    KalshiTransportError,
)
from kalshi_overlay.httpx_clients import KalshiAsyncHTTPXClient, KalshiHTTPXClient
from kalshi_overlay.transport import KalshiTransport
from tests.async_transports import each_way
from tests.keys import KEY_ID, pem
from tests.loopback import (
    BASE_PATH,
    NO_CERTIFICATES,
    OVERFLOWING,
    Loopback,
    answers,
    answers_by_half,
    answers_nonsense,
    answers_with_broken_gzip,
    listening,
    never_reading,
    refused_port,
    resets,
    resets_unread,
    stays_silent,
)
from tests.shown_errors import shown_inside
from tests.walking import each_of, walk


@pytest.fixture
def fake_time(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the clock that measures responses shows."""
    shown = [1_000.0]
    monkeypatch.setattr(transport, "perf_counter", lambda: shown[0])
    return shown


Make = Callable[..., Client]
ONCE = RetryPolicy(retries=0)
IMPATIENT = httpx.Timeout(5, read=0.05)


def make_signed(base_url: str, **kwargs: Any) -> Client:
    return create_client(
        base_url=base_url,
        access_key_id=KEY_ID,
        private_key_data=pem("Ed25519"),
        allow_unknown_host=True,
        **{"retry_policy": ONCE, "verify_ssl": NO_CERTIFICATES, **kwargs},
    )


def make_public(base_url: str, **kwargs: Any) -> Client:
    given = {"retry_policy": ONCE, "verify_ssl": NO_CERTIFICATES, **kwargs}
    return create_public_client(base_url=base_url, allow_unknown_host=True, **given)


def ask(client: Client, *, run_async: bool) -> object:
    async def ask_async() -> object:
        async with client:
            return await get_exchange_status.asyncio(client=client)

    if run_async:
        return asyncio.run(ask_async())
    with client:
        return get_exchange_status.sync(client=client)


def failure(client: Client, *, run_async: bool) -> KalshiTransportError:
    with pytest.raises(KalshiTransportError) as failed:
        ask(client, run_async=run_async)
    assert (failed.value.method, failed.value.path) == ("GET", BASE_PATH + "/exchange/status")
    return failed.value


each_client = pytest.mark.parametrize("make", [make_signed, make_public])
WAYS = {"sync": False, "asyncio": True}


@each_way
@each_client
def test_a_refused_connection_has_not_reached_the_exchange(make: Make, run_async: bool) -> None:
    with refused_port() as port:
        error = failure(make(f"http://127.0.0.1:{port}{BASE_PATH}"), run_async=run_async)
    assert type(error) is KalshiNetworkError
    assert not error.may_have_reached_exchange
    assert isinstance(error.__cause__, httpx.ConnectError)


BROKEN: dict[str, Callable[[], AbstractContextManager[Loopback]]] = {
    "reset before reading": lambda: listening(at_once=resets_unread),
    "reset after reading": lambda: listening(resets),
    "half an answer": lambda: listening(answers_by_half),
    "another protocol": lambda: listening(answers_nonsense),
    "a broken compression": lambda: listening(answers_with_broken_gzip),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_connection_that_breaks_may_have_reached_the_exchange(fault: str) -> None:
    def check(case: tuple[Make, bool]) -> None:
        make, run_async = case
        error = failure(make(server.base_url), run_async=run_async)
        assert type(error) is KalshiNetworkError
        assert error.may_have_reached_exchange
        causes = httpx.ReadError | httpx.WriteError | httpx.RemoteProtocolError | httpx.DecodingError
        assert isinstance(error.__cause__, causes)

    with BROKEN[fault]() as server:
        walk(each_of([make_signed, make_public], WAYS), check)


@each_way
@each_client
def test_an_answer_that_takes_too_long_may_have_reached_the_exchange(make: Make, run_async: bool) -> None:
    with listening(stays_silent) as server:
        error = failure(make(server.base_url, timeout=IMPATIENT), run_async=run_async)
    assert type(error) is KalshiTimeoutError
    assert error.may_have_reached_exchange
    assert isinstance(error.__cause__, httpx.ReadTimeout)


@each_client
def test_a_body_that_nobody_reads_may_have_reached_the_exchange(make: Make) -> None:
    with never_reading() as server:
        client = make(server.base_url, timeout=httpx.Timeout(5, write=0.05))
        with client, pytest.raises(KalshiTimeoutError) as failed:
            client.get_httpx_client().post("/portfolio/orders", content=bytes(OVERFLOWING))
    assert failed.value.may_have_reached_exchange
    assert isinstance(failed.value.__cause__, httpx.WriteTimeout)


@each_client
def test_a_pool_without_a_free_connection_has_not_reached_the_exchange(make: Make) -> None:
    limits, timeout = httpx.Limits(max_connections=1), httpx.Timeout(5, pool=0.01)
    with listening() as server, make(server.base_url, timeout=timeout, httpx_args={"limits": limits}) as client:
        with client.get_httpx_client().stream("GET", "/exchange/status") as response:
            with pytest.raises(KalshiPoolExhaustedError) as failed:
                get_exchange_status.sync(client=client)
            response.read()
        assert get_exchange_status.sync(client=client).exchange_active
    assert not failed.value.may_have_reached_exchange
    assert isinstance(failed.value.__cause__, httpx.PoolTimeout)


@each_client
def test_an_async_pool_without_a_free_connection_has_not_reached_the_exchange(make: Make) -> None:
    limits, timeout = httpx.Limits(max_connections=1), httpx.Timeout(5, pool=0.01)

    async def exhaust(client: Client) -> KalshiPoolExhaustedError:
        async with client, client.get_async_httpx_client().stream("GET", "/exchange/status"):
            with pytest.raises(KalshiPoolExhaustedError) as failed:
                await get_exchange_status.asyncio(client=client)
        return failed.value

    with listening() as server:
        error = asyncio.run(exhaust(make(server.base_url, timeout=timeout, httpx_args={"limits": limits})))
    assert not error.may_have_reached_exchange
    assert isinstance(error.__cause__, httpx.PoolTimeout)


@each_way
@each_client
def test_the_client_works_again_after_a_failure(make: Make, run_async: bool) -> None:
    faults = iter([resets])
    with listening(lambda connection, received: next(faults, answers())(connection, received)) as server:
        client = make(server.base_url)

        async def ask_twice() -> None:
            async with client:
                with pytest.raises(KalshiNetworkError):
                    await get_exchange_status.asyncio(client=client)
                assert (await get_exchange_status.asyncio(client=client)).exchange_active

        if run_async:
            asyncio.run(ask_twice())
            return
        with client:
            with pytest.raises(KalshiNetworkError):
                get_exchange_status.sync(client=client)
            assert get_exchange_status.sync(client=client).exchange_active


def test_a_signature_follows_no_redirect() -> None:
    def check(case: tuple[str, str, bool]) -> None:
        status, host, run_async = case
        location = elsewhere.base_url.replace("127.0.0.1", host) + "/exchange/status"
        server.answer = answers(b"", status, f"location: {location}")
        for each in (server, elsewhere):
            each.received.clear()
        with pytest.raises(UnexpectedStatus) as refused:
            ask(make_signed(server.base_url), run_async=run_async)
        assert refused.value.status_code == int(status[:3])
        assert len(server.received) == 1
        assert elsewhere.received == []

    statuses = ["301 Moved Permanently", "302 Found", "303 See Other", "307 Same", "308 Same"]
    with listening() as elsewhere, listening() as server:
        walk(each_of(statuses, ["127.0.0.1", "localhost"], WAYS), check)


@each_way
def test_a_client_that_is_to_follow_redirects_later_still_follows_none(run_async: bool) -> None:
    with listening() as elsewhere, listening(answers(b"", "302 Found", f"location: {elsewhere.origin}")) as server:
        client = make_signed(server.base_url)
        (client.get_async_httpx_client() if run_async else client.get_httpx_client()).follow_redirects = True
        with pytest.raises(UnexpectedStatus):
            ask(client, run_async=run_async)
        assert elsewhere.received == []


def test_a_public_client_may_follow_redirects() -> None:
    with listening() as elsewhere, listening(answers(b"", "302 Found", f"location: {elsewhere.origin}/x")) as server:
        ask(make_public(server.base_url, follow_redirects=True), run_async=False)
        (followed,) = elsewhere.received
    assert not [name for name, _ in followed.headers if name.lower().startswith("kalshi-")]


@pytest.mark.parametrize("given", [True, 1, "yes"])
@pytest.mark.parametrize("wrapped", [False, True], ids=["argument", "httpx_args"])
def test_a_signed_client_that_is_to_follow_redirects_is_refused_when_made(given: Any, wrapped: bool) -> None:
    options = {"follow_redirects": given}
    with pytest.raises(KalshiConfigError, match="follow_redirects"):
        make_signed("https://mock.example", **({"httpx_args": options} if wrapped else options))


@pytest.mark.parametrize("kind", [KalshiHTTPXClient, KalshiAsyncHTTPXClient])
def test_a_signing_httpx_client_that_is_to_follow_redirects_is_refused(kind: Any) -> None:
    with pytest.raises(KalshiConfigError, match="follow_redirects"):
        kind(auth=KalshiAuth(KEY_ID, pem("Ed25519")), follow_redirects=True)


@each_way
@pytest.mark.parametrize("given", [True, 1])
def test_a_request_that_is_to_follow_redirects_is_refused_before_it_is_sent(given: Any, run_async: bool) -> None:
    def get(client: Client) -> None:
        with client:
            client.get_httpx_client().get("/exchange/status", follow_redirects=given)

    async def get_async(client: Client) -> None:
        async with client:
            await client.get_async_httpx_client().get("/exchange/status", follow_redirects=given)

    with listening() as server:
        client = make_signed(server.base_url)
        with pytest.raises(KalshiConfigError, match="follow_redirects"):
            asyncio.run(get_async(client)) if run_async else get(client)
        assert server.received == []


def test_a_request_may_say_that_it_follows_no_redirect() -> None:
    with listening() as server, make_signed(server.base_url) as client:
        assert client.get_httpx_client().get("/exchange/status", follow_redirects=False).is_success


def test_an_httpx_client_that_follows_redirects_is_not_taken_over() -> None:
    client = make_signed("https://mock.example")
    with httpx.Client(follow_redirects=True, verify=NO_CERTIFICATES) as given:
        with pytest.raises(KalshiConfigError, match="follow_redirects"):
            client.set_httpx_client(given)
        assert given.auth is None

    async def set_async() -> None:
        async with httpx.AsyncClient(follow_redirects=True, verify=NO_CERTIFICATES) as given:
            client.set_async_httpx_client(given)

    with pytest.raises(KalshiConfigError, match="follow_redirects"):
        asyncio.run(set_async())


HTTPX_ERRORS: dict[type[httpx.RequestError], type[httpx.RequestError]] = {
    httpx.ConnectTimeout: httpx.TimeoutException,
    httpx.ReadTimeout: httpx.TimeoutException,
    httpx.WriteTimeout: httpx.TimeoutException,
    httpx.PoolTimeout: httpx.PoolTimeout,
    httpx.ConnectError: httpx.NetworkError,
    httpx.ReadError: httpx.NetworkError,
    httpx.RemoteProtocolError: httpx.TransportError,
    httpx.ProxyError: httpx.TransportError,
}


def test_a_transport_error_is_caught_as_the_one_of_httpx_too() -> None:
    def check(case: tuple[type[httpx.RequestError], bool]) -> None:
        raised, run_async = case
        seen: list[httpx.Request] = []

        def fail(request: httpx.Request) -> httpx.Response:
            seen.append(request)
            raise raised("it failed")

        client = make_signed("https://mock.example", httpx_args={"transport": httpx.MockTransport(fail)})
        with pytest.raises(HTTPX_ERRORS[raised]) as caught:
            ask(client, run_async=run_async)
        assert isinstance(caught.value, KalshiTransportError)
        assert isinstance(caught.value.__cause__, raised)
        assert caught.value.attempts == len(seen) == 1
        assert caught.value.request.url.host == "mock.example"
        assert not [name for name in caught.value.request.headers if name.startswith("kalshi-access")]

    walk(each_of({kind.__name__: kind for kind in HTTPX_ERRORS}, {"sync": False, "asyncio": True}), check)


def test_a_response_says_how_long_it_took(fake_time: list[float]) -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        fake_time[0] += 2.5
        return httpx.Response(200, text="ok")

    with KalshiHTTPXClient(transport=httpx.MockTransport(handle)) as http:
        assert http.get("https://mock.example").elapsed == timedelta(seconds=2.5)


def test_an_error_of_a_transport_that_has_retried_is_not_retried_again() -> None:
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        raise httpx.ConnectError("no")

    inner = KalshiTransport(httpx.MockTransport(handle), retry_policy=ONCE)
    outer = KalshiTransport(inner, retry_policy=RetryPolicy(retries=3))
    with httpx.Client(transport=outer) as http, pytest.raises(KalshiTransportError, match="no connection") as failed:
        http.get("https://mock.example")
    assert (len(seen), failed.value.attempts) == (1, 1)


def test_a_response_that_was_read_keeps_nothing_that_its_transport_gave() -> None:
    bodies: list[ref[Body]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        body = Body()
        bodies.append(ref(body))
        return httpx.Response(200, stream=body)

    client = make_signed("https://mock.example", httpx_args={"transport": httpx.MockTransport(answer)})
    with client.get_httpx_client() as http:
        response = http.get("/x")
        gc.collect()
        assert response.content == b"{}"
        assert [body() for body in bodies] == [None]


def test_what_a_transport_gets_has_the_extensions_of_the_request_alone() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200)

    client = make_signed("https://mock.example", httpx_args={"transport": httpx.MockTransport(answer)})
    extensions = {"trace": lambda event, info: None}
    with client.get_httpx_client() as http:
        response = http.get("/x")
        http.get("/x", extensions=extensions)
    # An error of 401 compares the time that was signed with the exchange's.
    assert response.extensions[TIMESTAMP_EXTENSION] == seen[0].headers["kalshi-access-timestamp"]
    assert [set(request.extensions) for request in seen] == [{"timeout"}, {"timeout", "trace"}]
    assert list(extensions) == ["trace"]


@each_way
def test_redirects_that_are_turned_on_behind_its_back_are_refused_by_name(run_async: bool) -> None:
    client = make_signed("https://mock.example")
    client._httpx_args["follow_redirects"] = True
    with pytest.raises(KalshiConfigError, match=r"^follow_redirects: "):
        client.get_async_httpx_client() if run_async else client.get_httpx_client()


class Breaking(httpx.AsyncBaseTransport):
    """A transport that can't be closed."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200)

    async def aclose(self) -> None:
        raise RuntimeError("it is broken")


def test_an_error_of_closing_that_no_other_event_loop_explains_is_passed_on() -> None:
    async def close() -> None:
        http = KalshiAsyncHTTPXClient(transport=Breaking())
        await http.get("https://mock.example")
        await http.aclose()

    with pytest.raises(RuntimeError, match="it is broken"):
        asyncio.run(close())


@pytest.mark.parametrize("kind", [KalshiHTTPXClient, KalshiAsyncHTTPXClient])
def test_a_client_that_retries_does_so_after_it_is_set_too(kind: Any) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(503)

    async def send_async(http: httpx.AsyncClient) -> None:
        async with http:
            await http.get("/exchange/status")

    policy = RetryPolicy(retries=2, wait_initial=0)
    base_url = "https://external-api.kalshi.com/trade-api/v2"
    http = kind(transport=httpx.MockTransport(answer), retry_policy=policy, base_url=base_url)
    client = make_signed(base_url)
    if kind is KalshiAsyncHTTPXClient:
        client.set_async_httpx_client(http)
        asyncio.run(send_async(http))
    else:
        client.set_httpx_client(http)
        with http:
            http.get("/exchange/status")
    assert ["kalshi-access-signature" in request.headers for request in seen] == [True] * 3


class Body(httpx.SyncByteStream):
    """A body that knows whether it was closed."""

    def __init__(self) -> None:
        self.closed = 0

    def __iter__(self) -> Iterator[bytes]:
        yield b"{}"

    def close(self) -> None:
        self.closed += 1


def test_a_response_is_closed_when_a_hook_of_its_attempt_raises() -> None:
    def refuse(response: httpx.Response) -> None:
        raise ZeroDivisionError

    body = Body()
    with KalshiHTTPXClient(transport=httpx.MockTransport(lambda _: httpx.Response(200, stream=body))) as http:
        http.attempt_hooks.append(refuse)
        with pytest.raises(ZeroDivisionError):
            http.get("https://mock.example")
    assert body.closed == 1


def test_the_attempts_of_a_redirected_request_are_counted_again() -> None:
    answers_in_turn = iter((503, 307, 503, 200))

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(next(answers_in_turn), headers={"location": "https://mock.example/moved"})

    policy = RetryPolicy(retries=1, wait_initial=0)
    with KalshiHTTPXClient(transport=httpx.MockTransport(answer), retry_policy=policy, follow_redirects=True) as http:
        response = http.get("https://mock.example")
    assert response.status_code == 200
    assert [each.extensions["kalshi_attempts"] for each in (*response.history, response)] == [2, 2]


class BreaksOff(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that breaks off in frames that know the signature."""

    def __init__(self, request: httpx.Request) -> None:
        self.signature = request.headers["kalshi-access-signature"]

    def __iter__(self) -> Iterator[bytes]:
        signature = self.signature
        yield b"{"
        raise httpx.ReadError("broken off" * bool(signature))

    async def __aiter__(self) -> AsyncIterator[bytes]:
        signature = self.signature
        yield b"{"
        raise httpx.ReadError("broken off" * bool(signature))

    def close(self) -> None:
        signature = self.signature
        raise httpx.CloseError("broken off" * bool(signature))

    async def aclose(self) -> None:
        signature = self.signature
        raise httpx.CloseError("broken off" * bool(signature))


@each_way
@pytest.mark.parametrize("act", ["read", "close"])
def test_a_streamed_body_that_breaks_off_shows_no_signature(act: str, run_async: bool) -> None:
    bodies: list[BreaksOff] = []

    def answer(request: httpx.Request) -> httpx.Response:
        bodies.append(BreaksOff(request))
        return httpx.Response(200, stream=bodies[0])

    client: Any = make_signed("https://mock.example", httpx_args={"transport": httpx.MockTransport(answer)})

    async def act_async() -> None:
        http = client.get_async_httpx_client()
        response = await http.send(http.build_request("GET", "/x"), stream=True)
        await getattr(response, f"a{act}")()

    def act_sync() -> None:
        http = client.get_httpx_client()
        getattr(http.send(http.build_request("GET", "/x"), stream=True), act)()

    with pytest.raises(httpx.TransportError, match="broken off") as failed:
        asyncio.run(act_async()) if run_async else act_sync()
    shown = shown_inside(failed.value)
    assert "test_transport.py act_" in shown
    assert bodies[0].signature not in shown


def test_a_lone_request_is_signed_at_once_and_those_that_come_together_in_threads() -> None:
    in_the_loop: list[bool] = []

    class Watched(KalshiAuth):
        def sign(self, text: str) -> str:
            in_the_loop.append(threading.current_thread() is threading.main_thread())
            return super().sign(text)

    async def answer(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        return httpx.Response(500 if request.url.path == "/lost" else 200)

    async def ask() -> list[list[bool]]:
        seen = []
        http = KalshiAsyncHTTPXClient(
            auth=Watched(KEY_ID, pem("RSA")), transport=httpx.MockTransport(answer), retry_policy=ONCE
        )
        async with http:
            for paths in (["/x"], ["/x", "/y", "/z"], ["/lost"], ["/x"]):
                await asyncio.gather(*(http.get(f"http://127.0.0.1{path}") for path in paths))
                seen.append(sorted(in_the_loop))
                in_the_loop.clear()
        return seen

    assert asyncio.run(ask()) == [[True], [False, False, True], [True], [True]]


def test_a_path_is_below_the_base_url_of_the_moment() -> None:
    with KalshiHTTPXClient(base_url="https://one.test/v2") as http:
        first = http.build_request("GET", "/markets").url
        http.base_url = httpx.URL("https://two.test/v3")
        assert [first, http.build_request("GET", "/markets").url] == [
            "https://one.test/v2/markets",
            "https://two.test/v3/markets",
        ]


def test_the_parameters_of_a_request_are_its_own() -> None:
    with KalshiHTTPXClient(base_url="https://one.test/v2", params={"a": "1"}) as http:
        sent = [http.build_request("GET", "/markets", params=params).url for params in ({"b": 2}, None, {"b": "3"})]
    assert sent == [f"https://one.test/v2/markets?{query}" for query in ("a=1&b=2", "a=1", "a=1&b=3")]


def test_a_client_remembers_few_of_many_paths() -> None:
    with KalshiHTTPXClient(base_url="https://one.test/v2") as http:
        urls = [http.build_request("GET", f"/portfolio/orders/{number}").url for number in range(1000)]
        assert urls[-1] == "https://one.test/v2/portfolio/orders/999"
        assert len(http._urls[1]) <= 256
