"""Each method and failure on a real socket: the attempts that are seen there are those of the table."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import httpx
import pytest

from kalshi_overlay import RetryPolicy, clock, create_public_client
from kalshi_overlay.errors import KalshiTransportError
from kalshi_overlay.httpx_errors import may_have_reached_exchange
from tests.async_transports import WAYS, sending_with
from tests.loopback import answers, listening
from tests.retry_cases import CASES, Case, Failing
from tests.retry_table import METHODS, attempts_at_failures, attempts_at_statuses, table, written
from tests.walking import by_name, each_of, walk

POLICY = RetryPolicy()
SENT_STATUSES = [200, 204, 304, 400, 401, 403, 404, 409, 422, 501, 505, 519, 525]
RETRIED_STATUSES = [status for status, attempts in attempts_at_statuses(POLICY).items() if set(attempts) != {1}]


class Counting:
    """A limiter that counts attempts and answers by the path of their request."""

    def __init__(self) -> None:
        self.acquired: list[str] = []
        self.answered: list[int] = []

    def acquire(self, request: httpx.Request, deadline: float | None) -> None:
        assert deadline is not None
        self.acquired.append(request.url.path)

    async def acquire_async(self, request: httpx.Request, deadline: float | None) -> None:
        self.acquire(request, deadline)

    def on_response(self, request: httpx.Request, response: httpx.Response) -> None:
        self.answered.append(response.status_code)

    @property
    def attempts(self) -> int:
        return len([path for path in self.acquired if path.endswith("/asked")])


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits between attempts, which take no time."""
    waited: list[float] = []

    async def sleep_async(seconds: float) -> None:
        waited.append(seconds)
        await asyncio.sleep(0)

    monkeypatch.setattr(clock, "sleep", waited.append)
    monkeypatch.setattr(clock, "sleep_async", sleep_async)
    return waited


def send(failing: Failing, method: str, limiter: Counting, *, run_async: bool) -> httpx.Response:
    given: dict[str, Any] = {"url": "/asked", **failing.request, "method": method}
    client = create_public_client(
        base_url=failing.base_url, allow_unknown_host=True, verify_ssl=False, limiter=limiter, **failing.client
    )

    async def send_async() -> httpx.Response:
        async with client.get_async_httpx_client() as http:
            if not failing.holds_the_connection:
                return await http.request(**given)
            async with http.stream("GET", "/held"):
                return await http.request(**given)

    if run_async:
        return asyncio.run(send_async())
    with client:
        http = client.get_httpx_client()
        if not failing.holds_the_connection:
            return http.request(**given)
        with http.stream("GET", "/held"):
            return http.request(**given)


def seen_after(seen: list[Any], expected: int) -> int:
    """How many attempts were seen, once the thread that sees them has caught up with a client that gave up early."""
    deadline = time.monotonic() + 5
    while len(seen) < expected and time.monotonic() < deadline:
        time.sleep(0.001)
    return len(seen)


def test_the_document_has_the_table_of_the_policy() -> None:
    assert written() == table(POLICY), "run: python -m tests.retry_table"


def test_a_failure_is_followed_by_as_many_attempts_as_the_table_says(
    waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(case: Case) -> None:
        def check_call(given: tuple[str, tuple[bool, str]]) -> None:
            method, (run_async, transport) = given
            expected = of_the_table[case.name][METHODS.index(method)]
            limiter, seen_before = Counting(), len(failing.seen or [])
            waits.clear()
            with sending_with(transport), pytest.raises(KalshiTransportError) as failed:
                send(failing, method, limiter, run_async=run_async)
            assert isinstance(failed.value.__cause__, case.kinds)
            assert failed.value.attempts == limiter.attempts == expected
            assert failing.seen is None or seen_after(failing.seen, seen_before + expected) == seen_before + expected
            assert len(waits) == expected - 1
            assert failed.value.may_have_reached_exchange == may_have_reached_exchange(type(failed.value.__cause__))

        with case.provoke(monkeypatch) as failing:
            walk(each_of(METHODS, WAYS), check_call)

    of_the_table = attempts_at_failures(POLICY)
    walk(by_name(CASES, lambda case: case.name), check)


def test_a_status_is_followed_by_as_many_attempts_as_the_table_says(waits: list[float]) -> None:
    def check(case: tuple[int, str, tuple[bool, str]]) -> None:
        status, method, (run_async, transport) = case
        expected = of_the_table[status][METHODS.index(method)]
        limiter = Counting()
        waits.clear()
        server.answer = answers(b"", f"{status} Status")
        server.received.clear()
        with sending_with(transport):
            response = send(Failing(server.base_url, None), method, limiter, run_async=run_async)
        assert response.status_code == status
        assert response.extensions["kalshi_attempts"] == limiter.attempts == len(server.received) == expected
        assert limiter.answered == [status] * expected
        assert len(waits) == expected - 1

    of_the_table = attempts_at_statuses(POLICY)
    with listening() as server:
        walk(each_of(SENT_STATUSES + RETRIED_STATUSES, METHODS, WAYS), check)
