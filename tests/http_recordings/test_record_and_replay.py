"""Recorded against the sandbox, replayed without it: the same results, and nothing of the account in the file."""

from __future__ import annotations

import asyncio
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from kalshi_gen.klear.api.balances import get_settlement_balance
from kalshi_overlay import RetryPolicy, create_klear_client
from kalshi_overlay.http_recordings import Recording, RecordTransport, ReplayTransport
from kalshi_overlay.orders import place
from kalshi_sandbox import Sandbox
from tests.http_recordings.scenario import add_faults, bot, failing_bot, order, run_bot

POLICY = RetryPolicy(wait_initial=0.001)
BOTS = {"bot": bot, "failing bot": failing_bot}
WAYS = {"sync": False, "async": True}


class Made(NamedTuple):
    """A recording, what came of it, and what must not be in it."""

    path: Path
    results: Any
    secrets: set[str]


class Listening(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Sends over httpx, and keeps the headers by which requests were signed."""

    def __init__(self) -> None:
        self.secrets: set[str] = set()
        self._blocking, self._awaited = httpx.HTTPTransport(), httpx.AsyncHTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._listen(request)
        return self._blocking.handle_request(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._listen(request)
        return await self._awaited.handle_async_request(request)

    def close(self) -> None:
        self._blocking.close()

    async def aclose(self) -> None:
        await self._awaited.aclose()

    def _listen(self, request: httpx.Request) -> None:
        # The third header is a time, and an answer may be of the same millisecond.
        self.secrets |= {request.headers[name] for name in ("kalshi-access-key", "kalshi-access-signature")}


@pytest.fixture(scope="module", params=[(name, way) for name in BOTS for way in WAYS], ids=" ".join)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, exchange: Sandbox) -> Made:
    name, way = request.param
    path = tmp_path_factory.mktemp("recordings") / "made.jsonl"
    listening = Listening()
    if name == "failing bot":
        add_faults(exchange)
    transport = RecordTransport(path, listening)

    def make_client() -> Any:
        return exchange.client(httpx_args={"transport": transport}, retry_policy=POLICY)

    results = run_bot(BOTS[name], make_client, run_async_client=WAYS[way])
    exchange.faults.clear()
    secrets = {exchange.access_key_id, exchange.account, exchange.private_key_pem, *listening.secrets}
    orders = exchange.engine.orders.of(exchange.account)
    # Orders that other tests have placed without a request have no client_order_id.
    secrets |= {each for order in orders for each in (order.order_id, order.client_order_id) if each}
    return Made(path, results, secrets)


@pytest.mark.parametrize("way", WAYS)
def test_a_replay_without_the_exchange_and_without_a_key_gives_the_same_results(
    made: Made, way: str, request: pytest.FixtureRequest
) -> None:
    which = "failing bot" if "failing" in request.node.name else "bot"
    replayed = Recording(made.path, record=False)
    assert run_bot(BOTS[which], replayed.client, run_async_client=WAYS[way]) == made.results
    assert isinstance(replayed.transport, ReplayTransport)
    assert (replayed.transport.unused_writes, replayed.transport.unanswered) == ([], [])


def test_a_replay_much_later_gives_the_same_results(
    made: Made, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    which = "failing bot" if "failing" in request.node.name else "bot"
    days = 20 * 86_400
    now, now_ns = time.time, time.time_ns
    monkeypatch.setattr(time, "time", lambda: now() + days)
    monkeypatch.setattr(time, "time_ns", lambda: now_ns() + days * 1_000_000_000)
    assert run_bot(BOTS[which], Recording(made.path, record=False).client, run_async_client=False) == made.results


def test_no_key_no_signature_and_no_id_of_the_account_is_in_the_file(made: Made) -> None:
    text = made.path.read_text(encoding="utf-8")
    assert len(made.secrets) > 15
    assert [secret for secret in made.secrets if secret in text] == []
    assert "KALSHI-ACCESS" not in text.upper()


def test_the_scenario_meets_what_it_is_for(made: Made, request: pytest.FixtureRequest) -> None:
    lines = [json.loads(line) for line in made.path.read_text(encoding="utf-8").splitlines()]
    came = {line["response"].get("error") or line["response"]["status"] for line in lines}
    if "failing" in request.node.name:
        assert came >= {200, 429, 500, 503, "ReadError"}
    else:
        assert came >= {200, 201, 400, 404, 409}
        paths = {line["request"]["path"] for line in lines if line["response"]["status"] == 201}
        assert paths > {"/trade-api/v2/portfolio/events/orders", "/trade-api/v2/margin/orders"}
    # One exchange of request and answer a line, with sorted keys, so that a diff of two recordings can be read.
    assert [*map(sorted, lines)] == [list(line) for line in lines]
    assert len({json.dumps(line["request"], sort_keys=True) for line in lines}) < len(lines)


def test_requests_that_are_sent_at_once_are_each_answered_with_their_own(tmp_path: Path, exchange: Sandbox) -> None:
    path = tmp_path / "a.jsonl"

    async def place_all(client: Any) -> list[Any]:
        async with client:
            return await asyncio.gather(*(place.asyncio(client=client, body=order()) for _ in range(20)))

    first = asyncio.run(place_all(exchange.client(httpx_args={"transport": RecordTransport(path)})))
    again = asyncio.run(place_all(Recording(path, record=False).client()))
    with ThreadPoolExecutor(4) as pool, Recording(path, record=False).client() as client:
        in_threads = [*pool.map(lambda _: place.sync(client=client, body=order()), range(20))]
    for placed in (first, again, in_threads):
        assert len({each.order_id for each in placed}) == len({each.client_order_id for each in placed}) == 20
        # `place` has seen its own id in the answer.
        assert all(each.answer and each.answer.client_order_id == each.client_order_id for each in placed)


def test_klear_is_replayed_with_a_token_that_is_made_up(tmp_path: Path, exchange: Sandbox) -> None:
    path = tmp_path / "a.jsonl"
    with exchange.klear_client(httpx_args={"transport": RecordTransport(path)}) as client:
        first = get_settlement_balance.sync(client=client)
    secrets = (exchange.klear_access_token, exchange.klear_admin_user_id)
    assert not any(secret in path.read_text() for secret in secrets)
    made_up: Any = {"admin_user_id": "nobody", "access_token": "of-nobody", "base_url": "http://127.0.0.1/klear-api/v1"}
    with create_klear_client(**made_up, httpx_args={"transport": ReplayTransport(path)}) as client:
        again = get_settlement_balance.sync(client=client)
    assert again.balance_available_centicents == first.balance_available_centicents
    assert again.user_id != first.user_id
