"""Failures of every kind: nothing that can be printed of them shows a secret. Here they are drawn at random.

python -m tests.secrets_soak [failures]
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from attrs import frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kalshi_gen.api.api_keys import generate_api_key
from kalshi_gen.api.portfolio import get_balance
from kalshi_gen.errors import KalshiError
from kalshi_gen.klear.api.api_keys import generate_margin_fcm_api_key
from kalshi_gen.klear.api.balances import get_settlement_balance
from kalshi_gen.klear.models import GenerateMarginFcmApiKeyRequest
from kalshi_gen.models import GenerateApiKeyRequest
from kalshi_overlay import KalshiKlearClient, RetryPolicy, create_client, create_klear_client
from kalshi_overlay.errors import KalshiTransportError
from tests.credentials import KLEAR_PATH
from tests.fake_clock import FakeClock
from tests.keys import KINDS
from tests.loopback import BASE_PATH, answers, listening
from tests.retry_cases import CASES, Failing
from tests.shown_errors import shown
from tests.test_secrets import assert_nothing_shows, every_signature, hidden, hidden_token

FAILURES = 40
CREDENTIALS = [*KINDS, "token"]
SIZES: dict[str, list[str]] = {"small": ["10"], "middle": [str(FAILURES)], "full": ["600"]}

Provoke = Callable[[pytest.MonkeyPatch], Any]
STATUSES = [200, 201, 302, 400, 401, 403, 404, 409, 429, 500, 503]
BODIES = [b"", b"{}", b"<html>", b"[", b'{"error":{"code":"c","message":"m"}}', b"\xff\xfe", b'{"balance":[]}']
HEADERS = ["kalshi-access-key", "KALSHI-ACCESS-ELSE", "host"]


@frozen
class Calling:
    """How the operation that fails is called."""

    kind: str
    retries: int
    write: bool
    run_async: bool


def answered(status: int, body: bytes) -> Provoke:
    """Send to a server that answers so."""

    @contextmanager
    def provoke(monkeypatch: pytest.MonkeyPatch) -> Iterator[Failing]:
        with listening(answers(body, f"{status} Status", "location: http://127.0.0.1:9/", "retry-after: 1")) as server:
            yield Failing(server.base_url, None)

    return provoke


def hooked(header: str) -> Provoke:
    """Send through a hook that changes a header which is the signature's alone."""

    def add(request: httpx.Request) -> None:
        request.headers[header] = "x"

    async def add_async(request: httpx.Request) -> None:
        add(request)

    @contextmanager
    def provoke(monkeypatch: pytest.MonkeyPatch) -> Iterator[Failing]:
        with listening() as server:
            yield Failing(server.base_url, None, request={"hooks": (add, add_async)})

    return provoke


@contextmanager
def proxied(monkeypatch: pytest.MonkeyPatch) -> Iterator[Failing]:
    """Provoke a proxy that would see the signature."""
    with listening() as server, listening() as proxy:
        yield Failing(server.base_url, None, {"httpx_args": {"proxy": proxy.origin}})


class Keeping(logging.Handler):
    """Keeps all of each record as text."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(f"{record.name} {record.getMessage()} {record.__dict__}")


@contextmanager
def every_record() -> Iterator[Keeping]:
    """Keep each log record, of whatever level."""
    handler, root = Keeping(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield handler
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


def ask(client: Any, failing: Failing, *, write: bool, run_async: bool) -> None:
    """Call an operation in such a way that it fails."""
    is_klear = isinstance(client, KalshiKlearClient)
    operation: Any = get_settlement_balance if is_klear else get_balance
    given: dict[str, Any] = {}
    if write:
        operation = generate_margin_fcm_api_key if is_klear else generate_api_key
        body = GenerateMarginFcmApiKeyRequest(name="a-name", fcm_subtrader_id="u_a") if is_klear else None
        given = {"body": body or GenerateApiKeyRequest(name="a-name")}
    hooks = failing.request.get("hooks")
    headers = dict(failing.request.get("headers", {}))
    if "content" in failing.request:
        # No operation has so large a body, but headers fill the same buffers.
        headers["x-large"] = "x" * len(failing.request["content"])
    url = failing.request.get("url")

    async def ask_async() -> None:
        async with client:
            http = client.get_async_httpx_client()
            http.headers.update(headers)
            http.event_hooks = {"request": [hooks[1]] if hooks else []}
            if url:
                await http.get(url)
            elif failing.holds_the_connection:
                async with http.stream("GET", "/held"):
                    await operation.asyncio(client=client, **given)
            else:
                await operation.asyncio(client=client, **given)

    if run_async:
        asyncio.run(ask_async())
        return
    with client:
        http = client.get_httpx_client()
        http.headers.update(headers)
        http.event_hooks = {"request": [hooks[0]] if hooks else []}
        if url:
            http.get(url)
        elif failing.holds_the_connection:
            with http.stream("GET", "/held"):
                operation.sync(client=client, **given)
        else:
            operation.sync(client=client, **given)


def check(provoke: Provoke, how: Calling) -> KalshiError | None:
    """Provoke a failure and check that no secret can be seen of it.

    Returns:
        The error that was raised, if one was.

    Raises:
        AssertionError: A secret can be seen.
    """
    texts: list[str] = []
    raised: KalshiError | None = None
    with pytest.MonkeyPatch.context() as patched, every_record() as records, every_signature() as kept:
        FakeClock().patch(patched)
        with provoke(patched) as failing:
            is_token = how.kind == "token"
            given = hidden_token() if is_token else hidden(how.kind)
            given.arguments["base_url"] = failing.base_url.replace(BASE_PATH, KLEAR_PATH if is_token else BASE_PATH)
            given.arguments.update({"allow_unknown_host": True, "verify_ssl": False, **failing.client})
            given.arguments["retry_policy"] = RetryPolicy(retries=how.retries)
            try:
                client: Any = (create_klear_client if is_token else create_client)(**given.arguments)
                texts += [repr(client), repr(client.__dict__), repr(client.get_httpx_client().__dict__)]
                ask(client, failing, write=how.write, run_async=how.run_async)
            except KalshiError as error:
                texts.append(shown(error))
                raised = error
    assert_nothing_shows("\n".join([*texts, *records.texts]), kept.arguments["signatures"])
    return raised


def main(arguments: list[str]) -> int:
    """Print how many calls failed, and how many of them in transport."""
    count = int(arguments[0]) if arguments else FAILURES
    outcomes: list[KalshiError | None] = []
    provoking = st.one_of(
        st.sampled_from([case.provoke for case in CASES]),
        st.builds(answered, st.sampled_from(STATUSES), st.sampled_from(BODIES)),
        st.builds(hooked, st.sampled_from(HEADERS)),
        st.just(proxied),
    )
    calling = st.builds(Calling, st.sampled_from(CREDENTIALS), st.integers(0, 2), st.booleans(), st.booleans())

    @settings(
        max_examples=count, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(provoke=provoking, how=calling)
    def prove(provoke: Provoke, how: Calling) -> None:
        outcomes.append(check(provoke, how))

    prove()
    failed = [error for error in outcomes if error is not None]
    transport = sum(isinstance(error, KalshiTransportError) for error in failed)
    print(
        f"{len(outcomes)} calls: {len(failed)} failed, {transport} of them in transport; no secret can be seen of any"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
