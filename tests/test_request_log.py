"""The logger "kalshi": a line for each attempt, and nothing in it that is a secret."""

from __future__ import annotations

import asyncio
import logging
import re
from typing import Any

import pytest

from kalshi_gen.api.api_keys import delete_api_key, generate_api_key
from kalshi_gen.api.market import get_markets
from kalshi_gen.models import GenerateApiKeyRequest
from kalshi_overlay import RetryPolicy, clock, request_log
from tests.fake_clock import FakeClock
from tests.loopback import BASE_PATH, Answer, answers, listening, resets
from tests.test_retries import in_turn, signed

each_way = pytest.mark.parametrize("run_async", [False, True], ids=["sync", "asyncio"])


@pytest.fixture(autouse=True)
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    fake = FakeClock()
    fake.patch(monkeypatch)
    return fake


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "kalshi"]


def ask(answer: Answer, operation: Any, *arguments: Any, run_async: bool, **options: Any) -> None:
    async def ask_async(client: Any) -> None:
        async with client:
            await operation.asyncio_detailed(*arguments, client=client, **options)

    with listening(answer) as server:
        client = signed(server.base_url, retry_policy=RetryPolicy(retries=2))
        if run_async:
            asyncio.run(ask_async(client))
        else:
            with client:
                operation.sync_detailed(*arguments, client=client, **options)


@each_way
def test_each_attempt_has_a_line(caplog: pytest.LogCaptureFixture, fake: FakeClock, run_async: bool) -> None:
    def slowly(connection: Any, received: Any) -> None:
        fake.now += 0.0125
        answers(b"{}", "503 Unavailable", "x-request-id: 8f1c2a", "cf-ray: other")(connection, received)

    with caplog.at_level(logging.DEBUG, logger="kalshi"):
        ask(in_turn(slowly, resets, answers(b"{}", "404 No")), get_markets, run_async=run_async, cursor="a-cursor")
    path = f"GET {BASE_PATH}/markets"
    assert lines(caplog) == [
        f"{path}: 503 in 12.5 ms, attempt 1, x-request-id 8f1c2a",
        f"{path}: ReadError in 0.0 ms, attempt 2",
        f"{path}: 404 in 0.0 ms, attempt 3",
    ]
    assert {record.levelno for record in caplog.records if record.name == "kalshi"} == {logging.DEBUG}


@each_way
def test_a_line_has_no_query_no_body_and_no_id_of_an_api_key(caplog: pytest.LogCaptureFixture, run_async: bool) -> None:
    with caplog.at_level(logging.DEBUG, logger="kalshi"):
        nothing = answers(b'{"answer":"secret"}', "404 No", "x-mine: header-secret")
        ask(nothing, get_markets, run_async=run_async, cursor="cursor-secret")
        ask(nothing, delete_api_key, "id-secret/x", run_async=run_async)
        ask(nothing, generate_api_key, run_async=run_async, body=GenerateApiKeyRequest(name="body-secret"))
    assert "secret" not in "".join(map(str, (vars(each) for each in caplog.records if each.name == "kalshi")))
    starts = [re.sub(":.*", "", line) for line in lines(caplog)]
    assert starts == [
        f"GET {BASE_PATH}/markets",
        f"DELETE {BASE_PATH}/api_keys/…",
        f"POST {BASE_PATH}/api_keys/generate",
    ]


@each_way
def test_nothing_is_written_and_no_clock_is_read_when_nobody_listens(
    caplog: pytest.LogCaptureFixture, run_async: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: Any) -> None:
        raise AssertionError("logged")

    monkeypatch.setattr(request_log, "log", fail)
    reads: list[float] = []
    monkeypatch.setattr(clock, "now", lambda: reads.append(0.0) or 0.0)
    with caplog.at_level(logging.INFO, logger="kalshi"):
        ask(answers(b"{}", "404 No"), get_markets, run_async=run_async)
    assert lines(caplog) == []
    assert len(reads) == 1  # the deadline's


@each_way
def test_a_line_shows_no_control_character_of_an_answer(caplog: pytest.LogCaptureFixture, run_async: bool) -> None:
    with caplog.at_level(logging.DEBUG, logger="kalshi"):
        answer = answers(b"{}", "404 No", "x-request-id: \x1b[31mred\x7f")
        ask(answer, get_markets, run_async=run_async)
    (line,) = lines(caplog)
    assert line.isprintable()
    assert line.endswith(r"x-request-id \x1b[31mred\x7f")
