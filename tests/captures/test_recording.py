"""Recording what comes and goes, and playing it again."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import stat
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kalshi_gen.api.exchange import get_exchange_status
from kalshi_gen.api.market import get_markets
from kalshi_gen.api.orders import cancel_order_v2, create_order_v2, get_order
from kalshi_gen.errors import KalshiConflictError, KalshiError
from kalshi_gen.models import CreateOrderV2Request
from kalshi_overlay import KalshiConfigError, RetryPolicy
from kalshi_overlay.captures import FrameRecorder, record_http
from kalshi_overlay.stream import connect
from kalshi_sandbox import Sandbox
from kalshi_sandbox.engine import NewOrder
from kalshi_sandbox.replay import read_frames, read_http
from tests.captures.replay import FrameReplay, HttpReplay
from tests.conftest import ROOT
from tests.loopback import answers, answers_by_half, listening
from tests.sandbox.small import small_sandbox
from tests.stream.examples import OTHER, TICKER
from tests.stream.running import run, take, until
from tests.stream.trades import publish
from tests.test_retries import signed


@pytest.fixture(scope="module")
def exchange() -> Iterator[Sandbox]:
    with small_sandbox() as exchange:
        yield exchange


async def watch(stream: Any, act: Any) -> tuple[list[Any], dict[str, Any]]:
    """Read trades and books; what happens on the exchange is done by a function, if it has to be done."""
    books = await stream.orderbooks([TICKER])
    await books.add([OTHER])
    trades = await stream.subscribe("trade", market_tickers=[TICKER])
    await stream.subscribe("user_orders")
    await act()
    seen = [(each.seq, each.msg.count_fp) for each in await take(trades, 2)]
    await until(lambda: any(level.price == Decimal("0.01") for level in books[TICKER].bids))
    assert await stream.list_subscriptions()
    return seen, {ticker: (view.bids, view.asks, view.stale) for ticker, view in books.items()}


def received(path: Path) -> list[Any]:
    return [json.loads(each.content) for each in read_frames(path) if each.direction == "received"]


def test_a_recorded_stream_comes_out_the_same_when_it_is_replayed(exchange: Sandbox, tmp_path: Path) -> None:
    first, again = tmp_path / "first.jsonl", tmp_path / "again.jsonl"

    async def act() -> None:
        await publish(exchange, 2)
        order = NewOrder(ticker=TICKER, side="bid", count=Decimal(3), price=Decimal("0.01"), client_order_id="my-bot-1")
        await asyncio.to_thread(exchange.engine.orders.place, exchange.account, order)

    async def nothing() -> None:
        pass

    async def scenario() -> None:
        async with exchange.client() as client, connect(client, record=first) as stream:
            live = await watch(stream, act)
        async with FrameReplay(first) as replay:
            async with replay.client() as client, connect(client, record=str(again)) as stream:
                assert await watch(stream, nothing) == live
                assert stream.counters.gaps == stream.counters.unreadable == 0
            assert replay.problems == []

    run(scenario())
    assert received(again) == received(first)
    text = first.read_text(encoding="utf-8")
    assert "my-bot-1" not in text
    assert exchange.account not in text
    assert {each["type"] for each in received(first)} >= {
        "orderbook_snapshot",
        "orderbook_delta",
        "trade",
        "user_order",
    }
    sent = [json.loads(each.content)["cmd"] for each in read_frames(first) if each.direction == "sent"]
    assert {*sent} == {"subscribe", "update_subscription", "list_subscriptions"}


def test_each_websocket_of_a_stream_has_a_number(exchange: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "frames.jsonl"

    async def scenario() -> None:
        async with exchange.client() as client, connect(client, connections=2, record=path) as stream:
            book = await stream.orderbook(TICKER)
            exchange.stream.kill()
            await until(lambda: stream.counters.reconnects == 2 and book.view.stale is None)

    run(scenario())
    numbers = {each.connection for each in read_frames(path)}
    assert {0, 1} < numbers


def test_a_replay_says_which_command_did_not_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.captures.replay.PATIENCE", 0.05)

    async def scenario() -> None:
        async with FrameReplay(Path(__file__).parent / "frames_books.jsonl") as replay:
            async with replay.client() as client, connect(client):
                await until(lambda: bool(replay.problems))
            assert "subscribe" in replay.problems[0]

    run(scenario())


def test_a_file_that_cannot_be_written_is_said_before_anything_is_sent(exchange: Sandbox, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with exchange.client() as client:
            with pytest.raises(KalshiConfigError, match="record"):
                async with connect(client, record=tmp_path / "none" / "frames.jsonl"):
                    pass

    run(scenario())
    with exchange.client() as client, pytest.raises(KalshiConfigError, match="record"):
        record_http(client, tmp_path)


@pytest.mark.parametrize("mode", [None, 0o644, 0o200], ids=["new", "readable by all", "readable by nobody"])
def test_only_the_owner_may_read_a_capture(tmp_path: Path, mode: int | None) -> None:
    path = tmp_path / "frames.jsonl"
    if mode is not None:
        path.write_text("earlier")
        path.chmod(mode)
    FrameRecorder(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes() == b""


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("precious")
    (tmp_path / "link").symlink_to(tmp_path / "precious")
    with pytest.raises(KalshiConfigError, match=r"record: .*link can't be written .*symbolic link"):
        FrameRecorder(tmp_path / "link")
    assert (tmp_path / "precious").read_text() == "precious"


@pytest.mark.parametrize("is_read", [False, True])
def test_what_is_no_regular_file_is_refused_without_waiting(tmp_path: Path, is_read: bool) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK) if is_read else None
    with pytest.raises(KalshiConfigError, match="not a regular file"):
        FrameRecorder(path)
    if reader is not None:
        assert os.read(reader, 1) == b""
        os.close(reader)
    with pytest.raises(KalshiConfigError, match="not a regular file"):
        FrameRecorder("/dev/null")


def test_a_line_that_was_cut_off_is_left_out_and_a_broken_one_is_named(tmp_path: Path) -> None:
    path = tmp_path / "frames.jsonl"
    line = '{"at":1.5,"connection":0,"direction":"sent","frame":{"id":1}}\n'
    path.write_text(line + line[:20], encoding="utf-8")
    assert [each.content for each in read_frames(path)] == [b'{"id":1}']
    path.write_text(line + '{"at":1}\n', encoding="utf-8")
    with pytest.raises(ValueError, match="line 2"):
        read_frames(path)


def test_a_capture_of_the_other_kind_says_which_function_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "capture.jsonl"
    path.write_text('{"at":1.5,"connection":0,"direction":"sent","frame":{"id":1}}\n', encoding="utf-8")
    with pytest.raises(ValueError, match="line 1: a frame, not a request; read_frames reads it"):
        read_http(path)
    path.write_text('{"at":1.5,"method":"GET","path":"/markets","query":[],"status":200}\n', encoding="utf-8")
    with pytest.raises(ValueError, match="line 1: a request, not a frame; read_http reads it"):
        read_frames(path)


def place_and_cancel(client: Any) -> list[Any]:
    """Place an order twice, read it, and cancel it; what came of it, without the ids."""
    order = CreateOrderV2Request(
        ticker=TICKER,
        client_order_id="id-1",
        side="bid",
        count=Decimal(1),
        price=Decimal("0.02"),
        time_in_force="good_till_canceled",
        self_trade_prevention_type="taker_at_cross",
    )
    created = create_order_v2.sync(client=client, body=order)
    with pytest.raises(KalshiConflictError) as used:
        create_order_v2.sync(client=client, body=order)
    # The replay knows the order by its placeholder, and answers the same.
    read = get_order.sync(created.order_id, client=client).order
    canceled = cancel_order_v2.sync(created.order_id, client=client, market_ticker=TICKER)
    markets = get_markets.sync(client=client, limit=2).markets
    return [
        created.remaining_count,
        used.value.code,
        (read.ticker, read.status, read.order_id == created.order_id),
        canceled.reduced_by,
        [(each.ticker, each.yes_bid_dollars, each.close_time) for each in markets],
    ]


def test_recorded_requests_are_answered_the_same_when_they_are_replayed(tmp_path: Path) -> None:
    path = tmp_path / "http.jsonl"
    with small_sandbox(behaviour="simple") as exchange, exchange.client() as client:
        with record_http(client, path):
            live = place_and_cancel(client)
        get_exchange_status.sync(client=client)
    lines = read_http(path)
    assert [(each.method, each.status) for each in lines] == [
        ("POST", 201),
        ("POST", 409),
        ("GET", 200),
        ("DELETE", 200),
        ("GET", 200),
    ]
    with HttpReplay(path).client() as client:
        assert place_and_cancel(client) == live
        with pytest.raises(AssertionError, match="no further answer"):
            get_exchange_status.sync(client=client)


@pytest.mark.parametrize("run_async", [False, True], ids=["sync", "asyncio"])
def test_each_attempt_that_is_answered_has_a_line(tmp_path: Path, run_async: bool) -> None:
    path = tmp_path / "http.jsonl"
    policy = RetryPolicy(retries=2, wait_initial=0.001)

    async def ask_async(client: Any) -> None:
        async with client:
            await get_markets.asyncio_detailed(client=client, cursor="secret-cursor")

    with listening(answers(b"<html>secret", "503 No", "x-request-id: secret-id")) as server:
        client = signed(server.base_url, retry_policy=policy)
        with record_http(client, path):
            if run_async:
                asyncio.run(ask_async(client))
            else:
                with client:
                    get_markets.sync_detailed(client=client, cursor="secret-cursor")
    lines = read_http(path)
    assert [each.status for each in lines] == [503] * 3
    assert {each.answer_text for each in lines} == {"text-3"}
    assert lines[0].query == [("cursor", "id-1")]
    assert lines[0].headers["x-request-id"] == "id-2"
    assert "secret" not in path.read_text(encoding="utf-8")


def test_an_answer_that_breaks_off_is_recorded_and_raised(tmp_path: Path) -> None:
    path = tmp_path / "http.jsonl"
    with listening(answers_by_half) as server, signed(server.base_url, retry_policy=RetryPolicy(retries=0)) as client:
        with pytest.raises(KalshiError) as without:
            get_exchange_status.sync(client=client)
        with record_http(client, path), pytest.raises(KalshiError) as recorded:
            get_exchange_status.sync(client=client)
    assert type(recorded.value) is type(without.value)
    (line,) = read_http(path)
    assert line.error == "RemoteProtocolError"
    assert line.content == b""


def test_a_recording_that_fails_is_logged_once_and_breaks_no_request(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(line: object) -> bytes:
        raise OSError("no space for secret-1")

    monkeypatch.setattr("kalshi_overlay.captures._encode", full)
    path = tmp_path / "http.jsonl"
    with listening() as server, signed(server.base_url) as client, record_http(client, path):
        for _ in range(2):
            assert get_exchange_status.sync(client=client).exchange_active
    logged = [each for each in caplog.records if each.name == "kalshi" and each.levelno == logging.ERROR]
    assert len(logged) == 1
    assert "secret" not in logged[0].getMessage()


def test_the_example_of_the_documentation_records_both_files_and_reads_them(
    exchange: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    variables = {
        "KALSHI_API_BASE_URL": exchange.base_url,
        "KALSHI_ALLOW_UNKNOWN_HOST": "true",
        "KALSHI_API_KEY_ID": exchange.access_key_id,
        "KALSHI_PRIVATE_KEY": exchange.private_key_pem,
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "docs" / "captures.md").read_text(encoding="utf-8")
    for code in re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        exec(compile(code, "docs/captures.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "GET /trade-api/v2/markets/KXBTCD-26DEC31-T100000 200 " in printed
    assert '"type":"orderbook_snapshot"' in printed
