"""Failures of every kind: nothing that can be printed of them shows a secret."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import httpx
import pytest

from kalshi_gen.api.portfolio import get_balance
from kalshi_overlay import KalshiAuthenticatedClient, create_client
from tests.async_transports import WAYS, each_async_transport, sending_with
from tests.loopback import OVERFLOWING, listening, never_reading, stays_silent
from tests.retry_cases import CASES
from tests.secrets_soak import (
    BODIES,
    CREDENTIALS,
    HEADERS,
    STATUSES,
    Calling,
    Provoke,
    answered,
    check,
    every_record,
    hooked,
    proxied,
)
from tests.shown_errors import shown
from tests.test_secrets import assert_nothing_shows, every_signature, hidden
from tests.walking import each_of, walk


def in_turn(failures: dict[str, Provoke]) -> dict[str, tuple[Provoke, Calling, str]]:
    """Each failure called in each way, with a key of each kind or a token; retries and writes come in turn."""
    return {
        f"{name}, {way}": (
            provoke,
            Calling(CREDENTIALS[(index + turn) % 3], index % 3, index % 4 < 2, run_async),
            transport,
        )
        for index, (name, provoke) in enumerate(failures.items())
        for turn, (way, (run_async, transport)) in enumerate(WAYS.items())
    }


def check_over(provoke: Provoke, calling: Calling, transport: str) -> object:
    with sending_with(transport):
        return check(provoke, calling)


def test_no_failure_of_transport_shows_a_key_a_passphrase_or_a_signature() -> None:
    def check_case(case: tuple[Provoke, Calling, str]) -> None:
        assert check_over(*case) is not None, "it did not fail"

    # Sending that takes too long is slow to make happen, and `tests.test_secrets` does.
    failures = {case.name: case.provoke for case in CASES if httpx.WriteTimeout not in case.kinds}
    failures |= {f"a hook that changes {header}": hooked(header) for header in HEADERS}
    walk(in_turn({**failures, "a proxy": proxied}), check_case)


def test_no_answer_shows_a_key_a_passphrase_or_a_signature() -> None:
    # Every body where it is read as a success, and one in turn where it is an error's.
    cases = each_of([200], BODIES)
    cases |= {str(status): (status, BODIES[index % len(BODIES)]) for index, status in enumerate(STATUSES)}
    walk(in_turn({name: answered(*case) for name, case in cases.items()}), lambda case: check_over(*case))


def test_a_task_that_is_cancelled_while_it_sends_shows_no_signature() -> None:
    connected = asyncio.Event()

    async def note(event: str, info: dict[str, Any]) -> None:
        if event == "http11.send_request_headers.started":
            asyncio.get_running_loop().call_soon(connected.set)

    async def cancel(client: KalshiAuthenticatedClient) -> BaseException:
        async with client:
            # Headers that fill every buffer, so that the frames which write them are those that are cancelled.
            http = client.with_headers({"x-large": "x" * OVERFLOWING}).get_async_httpx_client()
            async with http:
                sending = asyncio.create_task(http.get("/portfolio/balance", extensions={"trace": note}))
                await connected.wait()
                await asyncio.sleep(0)
                sending.cancel()
                with pytest.raises(asyncio.CancelledError) as cancelled:
                    await sending
                return cancelled.value

    with every_signature() as kept, never_reading() as server:
        error = asyncio.run(
            cancel(create_client(**hidden(base_url=server.base_url, allow_unknown_host=True).arguments))
        )
    assert kept.arguments["signatures"]
    assert_nothing_shows(shown(error), kept.arguments["signatures"])


@each_async_transport
def test_a_task_that_is_cancelled_while_it_waits_for_the_answer_shows_no_signature(async_transport: Any) -> None:
    async def cancel(client: KalshiAuthenticatedClient) -> BaseException:
        async with client:
            asking = asyncio.create_task(get_balance.asyncio(client=client))
            while not server.received:
                await asyncio.sleep(0.001)
            asking.cancel()
            with pytest.raises(asyncio.CancelledError) as cancelled:
                await asking
            return cancelled.value

    with every_signature() as kept, listening(stays_silent) as server:
        given = hidden(base_url=server.base_url, allow_unknown_host=True, async_transport=async_transport)
        error = asyncio.run(cancel(create_client(**given.arguments)))
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
