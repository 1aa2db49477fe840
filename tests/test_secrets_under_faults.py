"""Failures of every kind, drawn at random: nothing that can be printed of them shows a secret."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kalshi_gen.api.api_keys import generate_api_key
from kalshi_gen.api.portfolio import get_balance
from kalshi_gen.errors import KalshiError
from kalshi_gen.models import GenerateApiKeyRequest
from kalshi_overlay import KalshiAuth, KalshiAuthenticatedClient, RetryPolicy, create_client
from tests.fake_clock import FakeClock
from tests.loopback import answers, listening
from tests.retry_cases import CASES, Meeting
from tests.test_secrets import KINDS, Hidden, assert_nothing_shows, hidden, shown

Meet = Callable[[pytest.MonkeyPatch], Any]
BODIES = [b"", b"{}", b"<html>", b"[", b'{"error":{"code":"c","message":"m"}}', b"\xff\xfe", b'{"balance":[]}']


def answered(status: int, body: bytes) -> Meet:
    @contextmanager
    def meet(monkeypatch: pytest.MonkeyPatch) -> Iterator[Meeting]:
        with listening(answers(body, f"{status} Status", "location: http://127.0.0.1:9/", "retry-after: 1")) as server:
            yield Meeting(server.base_url, None)

    return meet


def hooked(header: str) -> Meet:
    def add(request: httpx.Request) -> None:
        request.headers[header] = "x"

    async def add_async(request: httpx.Request) -> None:
        add(request)

    @contextmanager
    def meet(monkeypatch: pytest.MonkeyPatch) -> Iterator[Meeting]:
        with listening() as server:
            yield Meeting(server.base_url, None, request={"hooks": (add, add_async)})

    return meet


@contextmanager
def proxied(monkeypatch: pytest.MonkeyPatch) -> Iterator[Meeting]:
    with listening() as server, listening() as proxy:
        yield Meeting(server.base_url, None, {"httpx_args": {"proxy": proxy.origin}})


faults: st.SearchStrategy[Meet] = st.one_of(
    st.sampled_from([case.meet for case in CASES]),
    st.builds(
        answered, st.sampled_from([200, 201, 302, 400, 401, 403, 404, 409, 429, 500, 503]), st.sampled_from(BODIES)
    ),
    st.builds(hooked, st.sampled_from(["kalshi-access-key", "KALSHI-ACCESS-ELSE", "host"])),
    st.just(proxied),
)


class Keeping(logging.Handler):
    """Keeps all of each record as text."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(f"{record.name} {record.getMessage()} {record.__dict__}")


@contextmanager
def every_record() -> Iterator[Keeping]:
    handler, root = Keeping(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield handler
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


@contextmanager
def every_signature() -> Iterator[Hidden]:
    """Keep each signature that is made, also of what no server sees."""
    kept, sign = Hidden({"signatures": []}), KalshiAuth.sign

    def keep(self: KalshiAuth, text: str) -> str:
        kept.arguments["signatures"].append(sign(self, text))
        return str(kept.arguments["signatures"][-1])

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(KalshiAuth, "sign", keep)
        yield kept


def ask(client: KalshiAuthenticatedClient, meeting: Meeting, *, write: bool, run_async: bool) -> None:
    operation: Any = generate_api_key if write else get_balance
    given = {"body": GenerateApiKeyRequest(name="a-name")} if write else {}
    hooks = meeting.request.get("hooks")
    headers = meeting.request.get("headers", {})

    async def ask_async() -> None:
        async with client:
            client.get_async_httpx_client().headers.update(headers)
            if hooks:
                client.get_async_httpx_client().event_hooks = {"request": [hooks[1]]}
            await operation.asyncio(client=client, **given)

    if run_async:
        asyncio.run(ask_async())
        return
    with client:
        client.get_httpx_client().headers.update(headers)
        if hooks:
            client.get_httpx_client().event_hooks = {"request": [hooks[0]]}
        operation.sync(client=client, **given)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    meet=faults, kind=st.sampled_from(KINDS), retries=st.integers(0, 2), write=st.booleans(), run_async=st.booleans()
)
def test_no_failure_shows_a_key_a_passphrase_or_a_signature(
    meet: Meet, kind: str, retries: int, write: bool, run_async: bool
) -> None:
    texts: list[str] = []
    with pytest.MonkeyPatch.context() as patched, every_record() as records, every_signature() as kept:
        FakeClock().patch(patched)
        with meet(patched) as meeting:
            given = hidden(kind, base_url=meeting.base_url, allow_unknown_host=True, verify_ssl=False)
            given.arguments.update({**meeting.client, "retry_policy": RetryPolicy(retries=retries)})
            try:
                client = create_client(**given.arguments)
                texts += [repr(client), repr(client.__dict__), repr(client.get_httpx_client().__dict__)]
                ask(client, meeting, write=write, run_async=run_async)
            except KalshiError as error:
                texts.append(shown(error))
    assert_nothing_shows("\n".join([*texts, *records.texts]), kept.arguments["signatures"])


def test_a_task_that_is_cancelled_while_it_sends_shows_no_signature() -> None:
    connected, over = asyncio.Event(), threading.Event()

    async def note(event: str, info: dict[str, Any]) -> None:
        if event == "http11.send_request_headers.started":
            asyncio.get_running_loop().call_soon(connected.set)

    async def cancel(client: KalshiAuthenticatedClient) -> BaseException:
        async with client:
            # Headers that fill every buffer, so that the frames which write them are those that are cancelled.
            http = client.with_headers({"x-large": "x" * 16_000_000}).get_async_httpx_client()
            async with http:
                sending = asyncio.create_task(http.get("/portfolio/balance", extensions={"trace": note}))
                await connected.wait()
                await asyncio.sleep(0)
                sending.cancel()
                with pytest.raises(asyncio.CancelledError) as cancelled:
                    await sending
                return cancelled.value

    with every_signature() as kept, listening(at_once=lambda connection: over.wait()) as server:
        error = asyncio.run(
            cancel(create_client(**hidden(base_url=server.base_url, allow_unknown_host=True).arguments))
        )
        over.set()
    assert kept.arguments["signatures"]
    assert_nothing_shows(shown(error), kept.arguments["signatures"])


def test_sending_that_is_interrupted_shows_no_signature(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(connection: Any, data: bytes, *arguments: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("socket.socket.sendall", interrupt)
    monkeypatch.setattr("socket.socket.send", interrupt)
    with every_signature() as kept, listening() as server:
        given = hidden(base_url=server.base_url, allow_unknown_host=True)
        with create_client(**given.arguments) as client, pytest.raises(KeyboardInterrupt) as interrupted:
            get_balance.sync(client=client)
    assert kept.arguments["signatures"]
    assert_nothing_shows(shown(interrupted.value), kept.arguments["signatures"])


def test_the_search_sees_signatures_and_log_records() -> None:
    with every_signature() as kept, every_record() as records:
        client = create_client(**hidden().arguments)
        logging.getLogger("httpcore.http11").debug("%s", client.auth.headers("GET", "/"))  # type: ignore[attr-defined]
    with pytest.raises(AssertionError, match="a secret is shown"):
        assert_nothing_shows("\n".join(records.texts), kept.arguments["signatures"])
