"""The client of Klear: where its token comes from and goes, and what it shares with the client of the API."""

from __future__ import annotations

import asyncio
import copy
import json
import logging
import pickle
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from kalshi_gen.api.exchange import get_exchange_status
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import InvalidRequestError, KalshiAuthError, KalshiDecodeError, KalshiError, WrongClientError
from kalshi_gen.klear.api.api_keys import delete_margin_fcm_api_key, generate_margin_fcm_api_key
from kalshi_gen.klear.api.balances import get_guaranty_fund_balance, withdraw_settlement_balance
from kalshi_gen.klear.models import GenerateMarginFcmApiKeyRequest, WithdrawSettlementBalanceRequest
from kalshi_gen.perps.api.market import get_margin_markets
from kalshi_overlay import KalshiConfigError, KalshiKlearClient, KlearAuth, RetryPolicy, create_klear_client
from kalshi_overlay.captures import record_http
from kalshi_overlay.environments import DEMO, KLEAR_APIS, PRODUCTION
from kalshi_overlay.errors import KalshiTransportError
from kalshi_overlay.settings import Address, Sources, read_address
from kalshi_overlay.stream import connect
from tests.credentials import ACCESS_TOKEN, ADMIN_USER_ID, KEY, KLEAR_PATH, TOKEN
from tests.fake_clock import FakeClock
from tests.loopback import (
    NO_CERTIFICATES,
    Answer,
    Loopback,
    answers,
    answers_by_half,
    answers_nonsense,
    answers_with_broken_gzip,
    listening,
    refused_port,
    resets,
    stays_silent,
)
from tests.walking import each_of, walk

BALANCE = json.dumps({"user_id": "u", "amount_centicents": 5_000_000, "updated_ts": "2026-11-27T12:00:00Z"}).encode()
AUTHORIZATION = f"Bearer {ADMIN_USER_ID}:{ACCESS_TOKEN}"
API_KEY_ID = "f8b3c0de-1234-4abc-9def-0123456789ab"
WAYS = {"sync": False, "asyncio": True}
each_way = pytest.mark.parametrize("run_async", [False, True], ids=["sync", "asyncio"])
PRODUCTION_URL, DEMO_URL = PRODUCTION.base_url_of(KLEAR_APIS), DEMO.base_url_of(KLEAR_APIS)
VARIABLES = ("KALSHI_KLEAR_ADMIN_USER_ID", "KALSHI_KLEAR_ACCESS_TOKEN", "KALSHI_KLEAR_BASE_URL", "KALSHI_DEMO")


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*VARIABLES, "KALSHI_API_BASE_URL", "KALSHI_ALLOW_UNKNOWN_HOST"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    FakeClock().patch(monkeypatch)


@pytest.fixture(scope="module")
def listens() -> Iterator[Loopback]:
    with listening() as server:
        yield server


@pytest.fixture
def server(listens: Loopback) -> Loopback:
    """A server that answers with a balance, and has received nothing yet."""
    listens.received.clear()
    listens.answer = answers(BALANCE)
    return listens


def klear(server: Loopback, **options: Any) -> KalshiKlearClient:
    client: KalshiKlearClient = TOKEN.client(server.origin + KLEAR_PATH, **options)
    return client


def call(operation: Any, client: AuthenticatedClient, *arguments: Any, run_async: bool = False, **named: Any) -> Any:
    async def call_async() -> Any:
        async with client:
            return await operation.asyncio(*arguments, client=client, **named)

    if run_async:
        return asyncio.run(call_async())
    with client:
        return operation.sync(*arguments, client=client, **named)


def ask(client: AuthenticatedClient, *, run_async: bool = False) -> Any:
    return call(get_guaranty_fund_balance, client, run_async=run_async)


@each_way
def test_a_request_has_the_token_and_no_signature(server: Loopback, run_async: bool) -> None:
    assert ask(klear(server), run_async=run_async).amount_centicents == 5_000_000
    (received,) = server.received
    assert received.target == f"{KLEAR_PATH}/margin/guaranty_fund_balance"
    assert received.header("authorization") == AUTHORIZATION
    assert not [name for name, _ in received.headers if name.lower().startswith("kalshi-")]


def test_the_environment_alone_is_enough(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KALSHI_KLEAR_ADMIN_USER_ID", f' "{ADMIN_USER_ID}"\n')
    monkeypatch.setenv("KALSHI_KLEAR_ACCESS_TOKEN", f"'{ACCESS_TOKEN}'")
    monkeypatch.setenv("KALSHI_KLEAR_BASE_URL", server.origin + KLEAR_PATH + "/")
    ask(create_klear_client(verify_ssl=NO_CERTIFICATES))
    assert server.received[0].header("authorization") == AUTHORIZATION
    given = {"admin_user_id": "mine", "access_token": "my:token"}
    ask(create_klear_client(**given, verify_ssl=NO_CERTIFICATES))
    assert server.received[1].header("authorization") == "Bearer mine:my:token"


def test_its_address_is_read_by_the_rules_of_the_client_of_the_api() -> None:
    def address(environ: dict[str, str] | None = None, **arguments: Any) -> Address:
        return read_address(Sources(arguments, environ or {}), KLEAR_APIS)

    assert address() == Address(PRODUCTION_URL)
    assert address({"KALSHI_DEMO": "1"}) == Address(DEMO_URL) == address(demo=True)
    assert address({"KALSHI_DEMO": "1"}, demo=False) == Address(PRODUCTION_URL)
    # That of the API is for the other client.
    assert address({"KALSHI_API_BASE_URL": "https://mock.example"}) == Address(PRODUCTION_URL)
    mock = {"KALSHI_KLEAR_BASE_URL": "https://mock.example/", "KALSHI_ALLOW_UNKNOWN_HOST": "1"}
    assert address(mock) == Address("https://mock.example", True)
    for words, environ in {
        "mock.example is not a host of the exchange (api.klear.kalshi.com, demo-api.kalshi.co)": {
            "KALSHI_KLEAR_BASE_URL": "https://mock.example"
        },
        "KALSHI_DEMO is true, and KALSHI_KLEAR_BASE_URL is in the production environment": {
            "KALSHI_KLEAR_BASE_URL": PRODUCTION_URL,
            "KALSHI_DEMO": "true",
        },
        f"write {DEMO_URL}": {"KALSHI_KLEAR_BASE_URL": "https://demo-api.kalshi.co/trade-api/v2"},
        "make a client of it with kalshi_overlay.create_client()": {"KALSHI_KLEAR_BASE_URL": PRODUCTION.base_url},
    }.items():
        with pytest.raises(KalshiConfigError) as refused:
            address(environ)
        assert words in str(refused.value)


def test_its_base_url_is_production_by_default_and_demo_if_asked_for() -> None:
    given = {"admin_user_id": ADMIN_USER_ID, "access_token": ACCESS_TOKEN}
    clients = {
        PRODUCTION_URL: [KalshiKlearClient(ADMIN_USER_ID, ACCESS_TOKEN), create_klear_client(**given)],
        DEMO_URL: [create_klear_client(**given, demo=True)],
    }
    for url, made in clients.items():
        assert {str(client.get_httpx_client().base_url).rstrip("/") for client in made} == {url}


UNKNOWN = f"https://mock.example{KLEAR_PATH}"


def test_a_client_of_an_unknown_host_is_refused_unless_it_is_permitted() -> None:
    with pytest.raises(KalshiConfigError, match=r"mock\.example is not a host of the exchange"):
        KalshiKlearClient(ADMIN_USER_ID, ACCESS_TOKEN, UNKNOWN)
    with pytest.raises(KalshiConfigError, match=r"mock\.example is not a host of the exchange"):
        create_klear_client(admin_user_id=ADMIN_USER_ID, access_token=ACCESS_TOKEN, base_url=UNKNOWN)
    KalshiKlearClient(ADMIN_USER_ID, ACCESS_TOKEN, UNKNOWN, allow_unknown_host=True)


@each_way
def test_a_plain_client_of_httpx_sends_the_token_to_no_unknown_host(run_async: bool) -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["authorization"])
        return httpx.Response(200)

    def get(auth: KlearAuth) -> None:
        async def get_async() -> None:
            async with httpx.AsyncClient(auth=auth, transport=httpx.MockTransport(answer)) as plain:
                await plain.get(UNKNOWN)

        if run_async:
            asyncio.run(get_async())
            return
        with httpx.Client(auth=auth, transport=httpx.MockTransport(answer)) as plain:
            plain.get(UNKNOWN)

    with pytest.raises(KalshiConfigError, match=r"mock\.example is not a host of the exchange"):
        get(KlearAuth(ADMIN_USER_ID, ACCESS_TOKEN))
    assert seen == []
    get(KlearAuth(ADMIN_USER_ID, ACCESS_TOKEN, allow_unknown_host=True))
    assert seen == [AUTHORIZATION]


def test_each_client_refuses_the_operations_of_the_other_before_anything_is_sent(server: Loopback) -> None:
    def check(case: tuple[Any, Any, str, bool]) -> None:
        operation, client, maker, run_async = case
        with pytest.raises(WrongClientError, match=rf"nothing was sent.*kalshi_overlay\.{maker}\(\)$"):
            call(operation, client.with_headers({}), run_async=run_async)

    key = KEY.client(server.base_url)
    cases = {
        "Klear by a key": (get_guaranty_fund_balance, key, "create_klear_client"),
        "the API by a token": (get_exchange_status, klear(server), "create_client"),
        "perps by a token": (get_margin_markets, klear(server), "create_client"),
    }
    walk({f"{name}, {way}": (*case, WAYS[way]) for name, case in cases.items() for way in WAYS}, check)
    assert server.received == []


def test_the_stream_is_not_opened_with_a_token(server: Loopback) -> None:
    async def open_stream() -> None:
        async with connect(klear(server)):
            pass

    with pytest.raises(KalshiConfigError, match="the stream is opened with an API key"):
        asyncio.run(open_stream())
    assert server.received == []


@each_way
def test_changed_copies_and_clients_that_are_set_have_the_token(server: Loopback, run_async: bool) -> None:
    client = klear(server)
    plain: Any = (httpx.AsyncClient if run_async else httpx.Client)(
        base_url=server.origin + KLEAR_PATH, verify=NO_CERTIFICATES
    )
    adopting = klear(server)
    (adopting.set_async_httpx_client if run_async else adopting.set_httpx_client)(plain)
    changed = [client.with_headers({"x-mine": "1"}), client.with_timeout(5), client.with_cookies({"a": "b"}), adopting]
    for each in changed:
        assert type(each) is KalshiKlearClient
        ask(each, run_async=run_async)
    assert [each.header("authorization") for each in server.received] == [AUTHORIZATION] * len(changed)


LOST: dict[str, Answer] = {
    "reset": resets,
    "half an answer": answers_by_half,
    "another protocol": answers_nonsense,
    "broken compression": answers_with_broken_gzip,
    "no answer": stays_silent,
    **{str(status): answers(b"{}", f"{status} Status") for status in (408, 425, 500, 502, 503, 504, 520, 524)},
    "a success that can't be read": answers(b"{"),
}
WITHDRAWAL = WithdrawSettlementBalanceRequest(amount=Decimal("500.00"))


def test_a_withdrawal_whose_answer_is_lost_is_never_sent_again(server: Loopback) -> None:
    def check(case: tuple[Answer, bool]) -> None:
        server.answer, run_async = case
        server.received.clear()
        read = 0.5 if server.answer is stays_silent else 5
        client = klear(server, retry_policy=RetryPolicy(retries=3), timeout=httpx.Timeout(5, read=read))
        with pytest.raises(KalshiError) as lost:
            call(withdraw_settlement_balance, client, run_async=run_async, body=WITHDRAWAL)
        assert [json.loads(each.body) for each in server.received] == [{"amount": "500.00"}]
        assert getattr(lost.value, "may_have_reached_exchange", True)

    walk(each_of(LOST, WAYS), check)


def test_a_withdrawal_that_can_not_have_been_seen_is_sent_again(server: Loopback) -> None:
    server.answer = answers(b"{}", "429 Too Many Requests")
    with pytest.raises(KalshiError, match="429"):
        call(withdraw_settlement_balance, klear(server, retry_policy=RetryPolicy(retries=2)), body=WITHDRAWAL)
    assert len(server.received) == 3
    with refused_port() as port:
        client = TOKEN.client(f"http://127.0.0.1:{port}{KLEAR_PATH}", retry_policy=RetryPolicy(retries=2))
        with pytest.raises(KalshiTransportError) as refused:
            call(withdraw_settlement_balance, client, body=WITHDRAWAL)
    assert (refused.value.attempts, refused.value.may_have_reached_exchange) == (3, False)


@each_way
def test_a_read_is_retried_and_each_attempt_has_the_token_and_a_line_of_the_log(
    server: Loopback, run_async: bool, caplog: pytest.LogCaptureFixture
) -> None:
    faults = iter([answers(b"{}", "503 Unavailable"), resets, answers(BALANCE)])
    server.answer = lambda connection, received: next(faults)(connection, received)
    with caplog.at_level(logging.DEBUG, logger="kalshi"):
        assert ask(klear(server), run_async=run_async).user_id == "u"
    assert [each.header("authorization") for each in server.received] == [AUTHORIZATION] * 3
    lines = [record.getMessage() for record in caplog.records if record.name == "kalshi"]
    path = f"GET {KLEAR_PATH}/margin/guaranty_fund_balance"
    assert [line.partition(" in ")[0] for line in lines] == [f"{path}: 503", f"{path}: ReadError", f"{path}: 200"]


def test_the_log_has_no_id_of_an_api_key(server: Loopback, caplog: pytest.LogCaptureFixture) -> None:
    server.answer = answers(b"", "204 No Content")
    with caplog.at_level(logging.DEBUG, logger="kalshi"):
        call(delete_margin_fcm_api_key, klear(server), API_KEY_ID)
    assert API_KEY_ID in server.received[0].target
    assert f"DELETE {KLEAR_PATH}/fcm/margin/api_keys/…: 204" in caplog.text
    assert API_KEY_ID not in caplog.text


def test_errors_drift_and_checks_are_those_of_every_client(server: Loopback) -> None:
    server.answer = answers(b'{"code":"unauthorized","message":"no such token"}', "401 Unauthorized", "x-request-id: 7")
    with pytest.raises(KalshiAuthError) as refused:
        ask(klear(server))
    assert (refused.value.code, refused.value.message, refused.value.request_ids) == (
        "unauthorized",
        "no such token",
        {"x-request-id": "7"},
    )
    assert refused.value.clock_difference is None
    server.answer = answers(BALANCE.replace(b"5000000", b"null"))
    seen: list[Any] = []
    assert ask(klear(server, on_drift=seen.append)).user_id == "u"
    assert [str(each.path) for each in seen] == ["amount_centicents"]
    with pytest.raises(KalshiDecodeError, match="amount_centicents"):
        ask(klear(server, strict=True))
    server.received.clear()
    with pytest.raises(InvalidRequestError, match="amount"):
        call(withdraw_settlement_balance, klear(server), body=WithdrawSettlementBalanceRequest(amount=Decimal(0)))
    assert server.received == []


def test_an_answer_with_a_new_key_that_cannot_be_decoded_is_kept_by_no_error(server: Loopback) -> None:
    server.answer = answers(b'{"api_key_id":5,"private_key":"-----BEGIN', "201 Created")
    body = GenerateMarginFcmApiKeyRequest(name="a-name", fcm_subtrader_id="u_a")
    with pytest.raises(KalshiDecodeError) as failed:
        call(generate_margin_fcm_api_key, klear(server), body=body)
    assert failed.value.content == b""
    assert len(server.received) == 1


def test_what_holds_a_token_is_neither_pickled_nor_deep_copied() -> None:
    client = TOKEN.client("https://mock.example")
    things: dict[str, Any] = {
        "client": client,
        "view": client.with_retry_policy(client.retry_policy),
        "httpx client": client.get_httpx_client(),
        "auth": client.auth,
    }

    def check(case: tuple[Any, Callable[[Any], Any]]) -> None:
        thing, duplicate = case
        with pytest.raises(TypeError, match="a token"):
            duplicate(thing)

    walk(each_of(things, [pickle.dumps, copy.deepcopy]), check)


def test_a_limiter_is_asked_before_each_attempt_and_there_is_none_by_default(server: Loopback) -> None:
    class Counting:
        def __init__(self) -> None:
            self.paths: list[str] = []

        def acquire(self, request: httpx.Request, deadline: float | None) -> None:
            assert "authorization" not in request.headers
            self.paths.append(request.url.path)

        async def acquire_async(self, request: httpx.Request, deadline: float | None) -> None:
            self.acquire(request, deadline)

        def on_response(self, request: httpx.Request, response: httpx.Response) -> None:
            assert "authorization" not in request.headers

    assert klear(server).limiter is None
    limiter = Counting()
    ask(klear(server, limiter=limiter))
    assert limiter.paths == [f"{KLEAR_PATH}/margin/guaranty_fund_balance"]


@each_way
def test_a_hook_sees_no_token(server: Loopback, run_async: bool) -> None:
    seen: list[httpx.Request] = []

    async def keep_async(request: httpx.Request) -> None:
        seen.append(request)

    hook: Callable[[httpx.Request], Any] = keep_async if run_async else seen.append
    client = klear(server, httpx_args={"event_hooks": {"request": [hook]}, "auth": ("user", "password")})
    ask(client, run_async=run_async)
    assert "authorization" not in seen[0].headers
    assert server.received[0].header("authorization") == AUTHORIZATION


def test_a_capture_keeps_neither_the_token_nor_who_it_is_about(server: Loopback, tmp_path: Path) -> None:
    client = klear(server)
    with client, record_http(client, tmp_path / "http.jsonl"):
        get_guaranty_fund_balance.sync(client=client)
        delete_margin_fcm_api_key.sync_detailed(API_KEY_ID, client=client)
    first, second = map(json.loads, (tmp_path / "http.jsonl").read_text().splitlines())
    assert first["path"] == f"{KLEAR_PATH}/margin/guaranty_fund_balance"
    assert first["answer"] == {"user_id": "id-1", "amount_centicents": 5_000_000, "updated_ts": "2026-11-27T12:00:00Z"}
    assert second["path"] == f"{KLEAR_PATH}/fcm/margin/api_keys/{UUID(int=2)}"
    assert not {ACCESS_TOKEN, ADMIN_USER_ID, API_KEY_ID} & {*(tmp_path / "http.jsonl").read_text().split('"')}
    assert ACCESS_TOKEN not in (tmp_path / "http.jsonl").read_text()
