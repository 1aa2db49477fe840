"""When a request is retried, and that each attempt is its own."""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
from attrs import fields
from hypothesis import given
from hypothesis import strategies as st

from kalshi_gen.api.exchange import get_exchange_status
from kalshi_gen.api.order_groups import create_order_group
from kalshi_gen.api.portfolio import get_balance
from kalshi_gen.errors import KalshiError, KalshiRateLimitError, KalshiServerError
from kalshi_gen.models import CreateOrderGroupRequest
from kalshi_overlay import KalshiAuthenticatedClient, KalshiConfigError, RetryPolicy, clock, create_client
from kalshi_overlay.errors import KalshiNetworkError, KalshiPoolExhaustedError, KalshiTransportError
from kalshi_overlay.httpx_clients import KalshiHTTPXClient
from kalshi_overlay.retries import backoff_max, retries_failure, retries_status
from kalshi_sandbox import Sandbox
from kalshi_sandbox.faults import Status
from tests.async_transports import each_way
from tests.conftest import ROOT
from tests.fake_clock import FakeClock
from tests.keys import KEY_ID, KINDS, assert_signed, pem
from tests.loopback import NO_CERTIFICATES, Answer, Loopback, Received, answers, listening, resets
from tests.walking import by_name, each_of, walk

UNAVAILABLE = answers(b"{}", "503 Unavailable")


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    fake = FakeClock()
    fake.patch(monkeypatch)
    return fake


def signed(base_url: str, kind: str = "Ed25519", **kwargs: Any) -> KalshiAuthenticatedClient:
    given = {"base_url": base_url, "access_key_id": KEY_ID, "private_key_data": pem(kind), "allow_unknown_host": True}
    return create_client(**{**given, "verify_ssl": NO_CERTIFICATES, **kwargs})


def ask(client: KalshiAuthenticatedClient, *, run_async: bool) -> object:
    async def ask_async() -> object:
        async with client:
            return await get_balance.asyncio_detailed(client=client)

    if run_async:
        return asyncio.run(ask_async())
    with client:
        return get_balance.sync_detailed(client=client)


def in_turn(*each: Answer) -> Answer:
    """Meet the first request with the first, and all after the last with the last."""
    remaining = list(each)

    def answer(connection: Any, received: Received) -> None:
        (remaining.pop(0) if len(remaining) > 1 else remaining[0])(connection, received)

    return answer


BAD_POLICIES: list[tuple[dict[str, Any], str]] = [
    ({"retries": -1}, "retries is -1"),
    ({"retries": 1.0}, "retries must be int, not float"),
    ({"retries": True}, "retries must be int, not bool"),
    ({"retries": None}, "0 turns retries off"),
    ({"total_timeout": -1}, "total_timeout is -1"),
    ({"total_timeout": math.nan}, "total_timeout is nan"),
    ({"total_timeout": "10"}, "total_timeout must be seconds as int or float, not str"),
    ({"total_timeout": timedelta(seconds=1)}, "not timedelta"),
    ({"wait_initial": math.inf}, "wait_initial is inf"),
    ({"wait_initial": None}, "wait_initial must be seconds"),
    ({"wait_max": -0.1}, "wait_max is -0.1"),
    ({"retry_after_max": False}, "retry_after_max must be seconds"),
]


def test_a_policy_that_makes_no_sense_is_refused_by_the_name_of_its_field() -> None:
    def check(case: tuple[dict[str, Any], str]) -> None:
        fields, words = case
        with pytest.raises(KalshiConfigError, match=words):
            RetryPolicy(**fields)

    walk(by_name(BAD_POLICIES, lambda case: str(case[0])), check)


@pytest.mark.parametrize("given", [3, "off", {"retries": 0}, None])
def test_what_is_no_policy_is_refused(given: Any) -> None:
    with pytest.raises(KalshiConfigError, match="retry_policy must be a RetryPolicy, not"):
        signed("https://mock.example", retry_policy=given)
    with pytest.raises(KalshiConfigError, match="retry_policy must be a RetryPolicy, not"):
        signed("https://mock.example").with_retry_policy(given)


@given(
    first=st.floats(0.001, 1e6),
    longest=st.floats(0, 1e6),
    attempts=st.integers(1, 100_000),
    retries=st.integers(0, 10**6),
)
def test_the_random_wait_doubles_up_to_its_bound(first: float, longest: float, attempts: int, retries: int) -> None:
    policy = RetryPolicy(retries=retries, wait_initial=first, wait_max=longest)
    bound = backoff_max(policy, attempts)
    assert 0 <= bound <= longest
    assert backoff_max(policy, attempts + 1) in (min(longest, 2 * bound), longest)
    assert 0 <= clock.jitter(bound) <= bound


def test_head_counts_as_get() -> None:
    for status in range(200, 600):
        assert retries_status("HEAD", status) == retries_status("GET", status)
    for kind in (httpx.ReadError, httpx.ConnectError, httpx.DecodingError):
        assert retries_failure("HEAD", kind) == retries_failure("GET", kind)


@each_way
def test_waits_are_drawn_from_bounds_that_double(fake: FakeClock, run_async: bool) -> None:
    with listening(UNAVAILABLE) as server:
        policy = RetryPolicy(retries=5, wait_initial=0.5, wait_max=3.0)
        ask(signed(server.base_url, retry_policy=policy), run_async=run_async)
        assert len(server.received) == 6
    assert fake.waits == [0.5, 1.0, 2.0, 3.0, 3.0]


DATE = datetime(2026, 10, 1, 12, tzinfo=UTC)
IN_SEVEN_SECONDS = format_datetime(DATE + timedelta(seconds=7), usegmt=True)


@each_way
@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        (["retry-after: 7"], 7.5),
        ([f"retry-after: {IN_SEVEN_SECONDS}", f"date: {format_datetime(DATE, usegmt=True)}"], 7.5),
        (["retry-after: 86400"], 30.5),
        (["retry-after: 0"], 0.5),
        (["retry-after: soon"], 0.5),
        ([f"retry-after: {format_datetime(DATE, usegmt=True)}", f"date: {IN_SEVEN_SECONDS}"], 0.5),
    ],
)
def test_retry_after_is_waited_for_and_capped(
    headers: list[str], wait: float, fake: FakeClock, run_async: bool
) -> None:
    with listening(in_turn(answers(b"{}", "429 Too Many", *headers), answers(b"{}", "404 No"))) as server:
        policy = RetryPolicy(wait_initial=0.5, retry_after_max=30.0)
        ask(signed(server.base_url, retry_policy=policy), run_async=run_async)
    assert fake.waits == [wait]


@each_way
def test_a_wait_that_would_end_after_the_total_timeout_is_not_begun(fake: FakeClock, run_async: bool) -> None:
    with listening(answers(b"{}", "429 Too Many", "retry-after: 10")) as server:
        policy = RetryPolicy(retries=9, total_timeout=25.0, wait_initial=0.0)
        client = signed(server.base_url, retry_policy=policy, raise_on_unexpected_status=True)
        with pytest.raises(KalshiRateLimitError) as refused:
            ask(client, run_async=run_async)
        assert len(server.received) == 3
    assert fake.waits == [10.0, 10.0]
    assert refused.value.retry_after == 10.0


@each_way
def test_a_wait_that_would_end_with_the_total_timeout_is_not_begun_either(fake: FakeClock, run_async: bool) -> None:
    with listening(answers(b"{}", "429 Too Many", "retry-after: 10")) as server:
        policy = RetryPolicy(retries=9, total_timeout=20.0, wait_initial=0.0)
        ask(signed(server.base_url, retry_policy=policy), run_async=run_async)
    assert fake.waits == [10.0]


@each_way
def test_no_attempt_begins_after_the_total_timeout(fake: FakeClock, run_async: bool) -> None:
    def slowly(connection: Any, received: Received) -> None:
        fake.now += 6.0
        resets(connection)

    with listening(slowly) as server:
        policy = RetryPolicy(retries=9, total_timeout=10.0, wait_initial=0.0)
        with pytest.raises(KalshiNetworkError) as failed:
            ask(signed(server.base_url, retry_policy=policy), run_async=run_async)
        assert len(server.received) == failed.value.attempts == 2
    assert isinstance(failed.value.__cause__, httpx.ReadError)
    assert "at attempt 2" in str(failed.value)


@each_way
def test_without_a_total_timeout_only_the_number_of_retries_ends_it(fake: FakeClock, run_async: bool) -> None:
    with listening(UNAVAILABLE) as server:
        policy = RetryPolicy(retries=4, total_timeout=None, wait_initial=1e6, wait_max=1e6)
        ask(signed(server.base_url, retry_policy=policy), run_async=run_async)
        assert len(server.received) == 5


def verify(kind: str, received: Received) -> int:
    """Check the signature with the public key, and give the timestamp that it is for."""
    timestamp = received.header("KALSHI-ACCESS-TIMESTAMP")
    text = f"{timestamp}{received.method}{received.target.partition('?')[0]}"
    assert_signed(kind, received.header("KALSHI-ACCESS-SIGNATURE"), text)
    return int(timestamp)


STEPS = {
    "a 60 s backoff": [0.0, 0.0, 0.0],
    "a machine that slept": [8 * 3600.0, 0.0, 3600.0],
    "a clock that is set by 10 minutes and back": [600.0, -1200.0, 600.0],
}


def test_each_attempt_carries_its_own_timestamp(fake: FakeClock) -> None:
    def check(case: tuple[str, list[float], bool]) -> None:
        kind, steps, run_async = case
        fake.steps, fake.waits[:] = list(steps), []
        began = fake.unix
        server.received.clear()
        ask(clients[kind].with_headers({}), run_async=run_async)
        timestamps = [verify(kind, received) / 1000 for received in server.received]
        assert fake.waits == [60.0] * 3
        at = [began]
        for step in steps:
            at.append(at[-1] + 60.0 + step)
        assert timestamps == at

    policy = RetryPolicy(wait_initial=60.0, wait_max=60.0, total_timeout=300.0)
    with listening(UNAVAILABLE) as server:
        clients = {kind: signed(server.base_url, kind, retry_policy=policy) for kind in KINDS}
        walk(each_of(KINDS, STEPS, {"sync": False, "asyncio": True}), check)


@pytest.mark.usefixtures("fake")
def test_the_error_covers_all_attempts() -> None:
    def failure(*outcomes: int | type[httpx.RequestError]) -> tuple[bool, int]:
        remaining = list(outcomes)

        def handle(request: httpx.Request) -> httpx.Response:
            outcome = remaining.pop(0)
            if isinstance(outcome, int):
                return httpx.Response(outcome)
            raise outcome("boom")

        policy, transport = RetryPolicy(retries=len(outcomes) - 1), httpx.MockTransport(handle)
        with (
            KalshiHTTPXClient(transport=transport, retry_policy=policy) as http,
            pytest.raises(KalshiTransportError) as failed,
        ):
            http.get("https://mock.example/markets")
        return failed.value.may_have_reached_exchange, failed.value.attempts

    assert failure(httpx.ConnectError, httpx.ConnectError) == (False, 2)
    assert failure(httpx.ReadTimeout, httpx.ConnectError) == (True, 2)
    assert failure(503, httpx.ConnectError) == (True, 2)
    assert failure(429, httpx.ConnectError) == (False, 2)
    assert failure(httpx.ConnectError, 429, httpx.ReadError, httpx.ConnectTimeout) == (True, 4)


@each_way
@pytest.mark.parametrize("stream", [False, True])
def test_the_connection_of_a_response_that_is_followed_by_a_retry_is_free(
    stream: bool, fake: FakeClock, run_async: bool
) -> None:
    options: dict[str, Any] = {
        "timeout": httpx.Timeout(5, pool=0.01),
        "httpx_args": {"limits": httpx.Limits(max_connections=1)},
    }

    async def send_async(client: KalshiAuthenticatedClient) -> bytes:
        async with client.get_async_httpx_client() as http:
            response = await http.send(http.build_request("GET", "/asked"), stream=stream)
            body = await response.aread()
            await response.aclose()
            return body

    def send(client: KalshiAuthenticatedClient) -> bytes:
        with client.get_httpx_client() as http:
            response = http.send(http.build_request("GET", "/asked"), stream=stream)
            body = response.read()
            response.close()
            return body

    with listening(in_turn(UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, answers(b"[1]"))) as server:
        client = signed(server.base_url, **options)
        assert (asyncio.run(send_async(client)) if run_async else send(client)) == b"[1]"
        assert len(server.received) == 4


def parts() -> Iterator[bytes]:
    yield b"{}"


async def parts_async() -> AsyncIterator[bytes]:
    yield b"{}"


@each_way
def test_a_body_that_cannot_be_read_twice_is_sent_once(fake: FakeClock, run_async: bool) -> None:
    async def post_async(client: KalshiAuthenticatedClient) -> int:
        async with client.get_async_httpx_client() as http:
            return (await http.post("/asked", content=parts_async())).status_code

    def post(client: KalshiAuthenticatedClient) -> int:
        with client.get_httpx_client() as http:
            return http.post("/asked", content=parts()).status_code

    def answer(connection: Any, received: Received) -> None:
        answers(b"{}", "429 Too Many", "connection: close")(connection, received)

    with listening(answer) as server:
        client = signed(server.base_url)
        assert (asyncio.run(post_async(client)) if run_async else post(client)) == 429
        assert len(server.received) == 1


class Recording:
    """A limiter that writes down how it is called."""

    def __init__(self, refuses_at: int = 0) -> None:
        self.events: list[Any] = []
        self.refuses_at = refuses_at

    def acquire(self, request: httpx.Request, deadline: float | None) -> None:
        self.events.append((request.method, deadline, "KALSHI-ACCESS-KEY" in request.headers))
        if len(self.events) == self.refuses_at:
            raise KalshiError("no token in time")

    async def acquire_async(self, request: httpx.Request, deadline: float | None) -> None:
        self.acquire(request, deadline)

    def on_response(self, request: httpx.Request, response: httpx.Response) -> None:
        self.events.append(response.status_code)


@each_way
def test_the_limiter_is_asked_before_each_attempt_and_gets_each_response(fake: FakeClock, run_async: bool) -> None:
    limiter = Recording()
    with listening(in_turn(UNAVAILABLE, resets, answers(b"{}", "404 No"))) as server:
        policy = RetryPolicy(total_timeout=50.0)
        ask(signed(server.base_url, limiter=limiter, retry_policy=policy), run_async=run_async)
    assert [event for event in limiter.events if isinstance(event, int)] == [503, 404]
    asked = [event for event in limiter.events if not isinstance(event, int)]
    assert [(method, deadline) for method, deadline, _ in asked] == [("GET", 1_050.0)] * 3
    assert asked[0][2] is False


@each_way
@pytest.mark.parametrize("refuses_at", [1, 3])
def test_what_the_limiter_raises_ends_the_attempts(refuses_at: int, fake: FakeClock, run_async: bool) -> None:
    with listening(UNAVAILABLE) as server:
        client = signed(server.base_url, limiter=Recording(refuses_at))
        with pytest.raises(KalshiError, match="no token in time"):
            ask(client, run_async=run_async)
        assert len(server.received) == refuses_at // 2


def test_a_cancelled_wait_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    async def cancel(base_url: str) -> None:
        waiting = asyncio.Event()

        async def wait_forever(seconds: float) -> None:
            waiting.set()
            await asyncio.Event().wait()

        monkeypatch.setattr(clock, "sleep_async", wait_forever)
        limits, timeout = httpx.Limits(max_connections=1), httpx.Timeout(5, pool=0.01)
        async with signed(base_url, timeout=timeout, httpx_args={"limits": limits}) as client:
            task = asyncio.create_task(get_balance.asyncio(client=client))
            await waiting.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert (await get_exchange_status.asyncio(client=client)).exchange_active
            assert asyncio.all_tasks() == {asyncio.current_task()}

    with listening(in_turn(UNAVAILABLE, answers())) as server:
        asyncio.run(cancel(server.base_url))
        assert len(server.received) == 2


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@each_way
def test_a_write_is_done_once_though_the_exchange_was_busy(sandbox: Sandbox, fake: FakeClock, run_async: bool) -> None:
    body = CreateOrderGroupRequest(contracts_limit=10)

    async def create_async(client: KalshiAuthenticatedClient) -> None:
        async with client:
            await create_order_group.asyncio(client=client, body=body)

    def create(client: KalshiAuthenticatedClient) -> None:
        with client:
            create_order_group.sync(client=client, body=body)

    fake.unix = datetime.now(UTC).timestamp()
    sandbox.faults.clear()
    sandbox.faults.add(Status(429, retry_after=1), operation="CreateOrderGroup", times=2)
    sandbox.faults.add(Status(503, acting=True), operation="CreateOrderGroup", nth=4)
    client = sandbox.client(verify_ssl=NO_CERTIFICATES)
    again = client.with_headers({})
    asyncio.run(create_async(client)) if run_async else create(client)
    with pytest.raises(KalshiServerError):
        create(again)
    assert len(sandbox.faults.fired) == 3


@each_way
def test_a_client_with_another_policy_sends_over_the_same_connections(fake: FakeClock, run_async: bool) -> None:
    limits, timeout = httpx.Limits(max_connections=1), httpx.Timeout(5, pool=0.01)

    async def ask_async(client: KalshiAuthenticatedClient) -> None:
        async with client:
            other = client.with_retry_policy(RetryPolicy(retries=1))
            async with other as entered:
                assert entered is other
                assert (await get_balance.asyncio_detailed(client=other)).status_code == 503
            assert (await get_balance.asyncio_detailed(client=client)).status_code == 503
            async with client.get_async_httpx_client().stream("GET", "/held"):
                with pytest.raises(KalshiPoolExhaustedError):
                    await get_balance.asyncio_detailed(client=other)
        assert other.get_async_httpx_client().is_closed

    def ask_sync(client: KalshiAuthenticatedClient) -> None:
        with client:
            other = client.with_retry_policy(RetryPolicy(retries=1))
            with other as entered:
                assert entered is other
                assert get_balance.sync_detailed(client=other).status_code == 503
            assert get_balance.sync_detailed(client=client).status_code == 503
            with client.get_httpx_client().stream("GET", "/held"), pytest.raises(KalshiPoolExhaustedError):
                get_balance.sync_detailed(client=other)
        assert other.get_httpx_client().is_closed

    with listening(UNAVAILABLE) as server:
        client = signed(server.base_url, timeout=timeout, httpx_args={"limits": limits})
        asyncio.run(ask_async(client)) if run_async else ask_sync(client)
        assert len([each for each in server.received if each.target.endswith("balance")]) == 2 + 4


def test_a_policy_for_one_call_comes_before_the_first_connection_too() -> None:
    client = signed("https://mock.example")
    once = client.with_retry_policy(RetryPolicy(retries=0))
    twice = once.with_retry_policy(RetryPolicy(retries=1))
    http: list[Any] = [each.get_httpx_client() for each in (once, client, twice)]
    assert http[0].__dict__ is http[1].__dict__ is http[2].__dict__
    assert [each.retry_policy.retries for each in http] == [0, RetryPolicy().retries, 1]
    assert (client.retry_policy, once.retry_policy.retries) == (RetryPolicy(), 0)
    client.get_httpx_client().close()
    assert http[0].is_closed


def test_a_copy_with_other_headers_keeps_the_policy_and_has_connections_of_its_own() -> None:
    once = signed("https://mock.example").with_retry_policy(RetryPolicy(retries=0))
    for copy in (
        once.with_headers({"x-mine": "1"}),
        once.with_timeout(httpx.Timeout(1)),
        once.with_cookies({"a": "b"}),
    ):
        assert copy.retry_policy.retries == 0
        assert copy.get_httpx_client().__dict__ is not once.get_httpx_client().__dict__
        with copy:
            pass
        assert copy.get_httpx_client().is_closed
    assert not once.get_httpx_client().is_closed


def plain_client(server: Loopback) -> httpx.Client:
    return httpx.Client(base_url=server.base_url, verify=NO_CERTIFICATES)


def test_a_plain_httpx_client_that_is_set_is_used_as_it_is() -> None:
    with listening(UNAVAILABLE) as server, plain_client(server) as plain:
        client = signed(server.base_url).set_httpx_client(plain)
        other = client.with_retry_policy(RetryPolicy(retries=9))
        assert other.get_httpx_client() is plain
        assert get_balance.sync_detailed(client=other).status_code == 503
        assert len(server.received) == 1
        with plain_client(server) as own:
            assert other.set_httpx_client(own).get_httpx_client() is own
            assert client.get_httpx_client() is plain


def test_the_page_has_every_field_of_the_policy_with_its_default() -> None:
    page = (ROOT / "docs" / "transport.md").read_text(encoding="utf-8")
    (table,) = re.findall(r"^\| field \| default \| meaning \|\n\|.*\|\n((?:\|.*\n)+)", page, re.MULTILINE)
    documented = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", table, re.MULTILINE))
    assert documented == {each.name: repr(each.default) for each in fields(RetryPolicy)}
