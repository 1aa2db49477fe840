"""When a recording is written, and what is in it."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import stat
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from kalshi_gen.api.exchange import get_exchange_status
from kalshi_gen.api.market import get_market
from kalshi_gen.api.portfolio import get_balance
from kalshi_gen.perps.routes import ROUTES as PERPS_ROUTES
from kalshi_gen.routes import ROUTES
from kalshi_overlay import KalshiAuth, KalshiConfigError, RetryPolicy, create_public_client
from kalshi_overlay.errors import KalshiNetworkError, KalshiTransportError
from kalshi_overlay.http_recordings import Recording, RecordTransport, ReplayTransport
from kalshi_overlay.http_recordings.redacting import Attempt, redacted
from kalshi_sandbox.spec import load_specs
from tests.keys import KEY_ID, pem
from tests.test_retries import signed

BASE = "http://127.0.0.1/trade-api/v2"
USER = "user_8Fj2kLqP"
ORDER = "f8b3c0de-1234-4abc-9def-0123456789ab"
FILL = "aaaabbbb-1234-4abc-9def-0123456789ab"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a" / "b.jsonl"


def lines_of(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def mock(body: Any = None) -> httpx.MockTransport:
    return httpx.MockTransport(lambda request: httpx.Response(200, json=body or {}))


def written(
    path: str, answer: Any, *, status: int = 200, method: str = "GET", asked: Any = None, query: str = ""
) -> Any:
    """The line of an attempt."""
    body = b"" if asked is None else json.dumps(asked).encode()
    content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    attempt = Attempt(0, method, f"/trade-api/v2{path}", query, frozenset(), body, status, httpx.Headers(), content)
    return json.loads(redacted([attempt]))


_STATUS = {"exchange_active": True, "trading_active": True}


# When it is written.


def test_a_recording_appears_when_its_client_is_closed_for_its_owner_alone(path: Path) -> None:
    with create_public_client(base_url=BASE, httpx_args={"transport": RecordTransport(path, mock(_STATUS))}) as client:
        get_exchange_status.sync_detailed(client=client)
        assert [*path.parent.iterdir()] == []
    assert [*path.parent.iterdir()] == [path]
    assert len(lines_of(path)) == 1
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_recording_appears_when_an_async_client_is_closed(path: Path) -> None:
    async def scenario() -> None:
        client = create_public_client(base_url=BASE, httpx_args={"transport": RecordTransport(path, mock(_STATUS))})
        await get_exchange_status.asyncio_detailed(client=client)
        assert not path.exists()
        await client.aclose()

    asyncio.run(scenario())
    assert len(lines_of(path)) == 1


def test_several_clients_have_one_recording_in_the_order_in_which_they_asked(path: Path) -> None:
    with RecordTransport(path, mock()) as transport:
        for way in ("sync", "async"):
            client = httpx.Client(transport=transport) if way == "sync" else None
            if client is not None:
                with client:
                    client.get(f"{BASE}/markets?limit=1")
            else:
                asyncio.run(_ask_async(transport))
            assert not path.exists()
    assert [line["request"]["query"] for line in lines_of(path)] == [[["limit", "1"]], [["limit", "2"]]]


async def _ask_async(transport: RecordTransport) -> None:
    async with httpx.AsyncClient(transport=transport) as client:
        await client.get(f"{BASE}/markets?limit=2")


@pytest.mark.parametrize("way", ["sync", "async"])
def test_a_block_that_ends_by_an_exception_leaves_the_recording_that_was_there(path: Path, way: str) -> None:
    path.parent.mkdir()
    path.write_text("as it was")

    async def fail_async() -> None:
        async with httpx.AsyncClient(transport=RecordTransport(path, mock())) as client:
            await client.get(BASE)
            raise LookupError

    def fail() -> None:
        with httpx.Client(transport=RecordTransport(path, mock())) as client:
            client.get(BASE)
            raise LookupError

    with pytest.raises(LookupError):
        asyncio.run(fail_async()) if way == "async" else fail()
    assert [*path.parent.iterdir()] == [path]
    assert path.read_text() == "as it was"


def test_a_client_that_ends_by_an_exception_within_a_block_leaves_it_to_the_block(path: Path) -> None:
    with RecordTransport(path, mock()) as transport:
        with suppress(LookupError), httpx.Client(transport=transport) as client:
            client.get(BASE)
            raise LookupError
        assert not path.exists()
    assert len(lines_of(path)) == 1


def test_what_is_discarded_is_not_written(path: Path) -> None:
    with RecordTransport(path, mock()) as transport, httpx.Client(transport=transport) as client:
        client.get(BASE)
        transport.discard()
    assert not path.exists()


def test_a_recording_that_can_not_be_written_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    transport = RecordTransport(path, mock())

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KalshiConfigError, match=r"b\.jsonl can't be written \(No space left on device\)"):
        transport.close()
    assert [*path.parent.iterdir()] == []


def test_a_folder_that_can_not_be_made_is_an_error_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KalshiConfigError, match=r"can't be written \((File exists|Not a directory)\)"):
        RecordTransport(tmp_path / "file" / "a.jsonl")


def test_a_request_that_was_never_answered_is_left_out(path: Path) -> None:
    class Silent(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if request.url.path.endswith("/markets"):
                await asyncio.Event().wait()
            return httpx.Response(200)

    async def scenario() -> None:
        async with httpx.AsyncClient(transport=RecordTransport(path, Silent())) as client:
            waiting = asyncio.ensure_future(client.get(f"{BASE}/markets"))
            await asyncio.sleep(0)
            await client.get(f"{BASE}/events")
            waiting.cancel()

    asyncio.run(scenario())
    assert [line["request"]["path"] for line in lines_of(path)] == ["/trade-api/v2/events"]


def test_the_default_transports_send_over_httpx_and_are_closed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = []
    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", lambda *_: httpx.Response(200))
    monkeypatch.setattr(httpx.HTTPTransport, "close", lambda self: closed.append(self))
    transport = RecordTransport(path)
    for _ in range(2):
        with httpx.Client(transport=transport) as client:
            client.get(BASE)
    # Each client has connections of its own, and the file is what both have asked.
    assert len(closed) == len({*map(id, closed)}) == 2
    assert len(lines_of(path)) == 2


# What comes of an attempt.


def test_compressed_answers_are_recorded_as_what_they_say(path: Path) -> None:
    body = gzip.compress(b'{"exchange_active": true, "trading_active": false}')
    sends = httpx.MockTransport(
        lambda request: httpx.Response(200, stream=httpx.ByteStream(body), headers={"content-encoding": "gzip"})
    )
    answers = []
    with httpx.Client(transport=RecordTransport(path, sends)) as client:
        answers.append(client.get(f"{BASE}/exchange/status").json())
    with httpx.Client(transport=ReplayTransport(path)) as client:
        answers.append(client.get(f"{BASE}/exchange/status").json())
    assert answers == [{"exchange_active": True, "trading_active": False}] * 2


FAILURES = [
    httpx.ConnectError("[Errno 111] Connection refused"),
    httpx.ConnectTimeout("timed out"),
    httpx.ReadTimeout("the secret-17"),
    httpx.RemoteProtocolError("Server disconnected"),
    httpx.PoolTimeout(""),
    httpx.WriteError("x"),
]


class Breaking(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that breaks off."""

    def __iter__(self) -> Iterator[bytes]:
        yield b'{"a'
        raise httpx.ReadError("x")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self:
            yield part


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: type(failure).__name__)
@pytest.mark.parametrize("way", ["sync", "async"])
def test_a_failure_is_the_same_when_it_is_replayed(path: Path, failure: httpx.TransportError, way: str) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise type(failure)(str(failure))

    first = _failed(signed(BASE, httpx_args=_over(RecordTransport(path, httpx.MockTransport(fail))), **_AT_ONCE), way)
    again = _failed(Recording(path, record=False).client(**_AT_ONCE), way)
    assert (str(again).replace("replay.localhost", "127.0.0.1"), type(again)) == (str(first), type(first))
    assert (again.attempts, again.may_have_reached_exchange) == (first.attempts, first.may_have_reached_exchange)
    assert first.attempts == len(lines_of(path)) == 3
    assert "secret-17" not in path.read_text()


_AT_ONCE: Any = {"retry_policy": RetryPolicy(retries=2, wait_initial=0.0)}


def _over(transport: httpx.BaseTransport) -> dict[str, Any]:
    return {"transport": transport}


def _failed(client: Any, way: str) -> KalshiTransportError:
    """The error of a call; the block of the client ends without it."""

    async def ask() -> KalshiTransportError:
        async with client:
            with pytest.raises(KalshiTransportError) as error:
                await get_balance.asyncio(client=client)
        return error.value

    if way == "async":
        return asyncio.run(ask())
    with client, pytest.raises(KalshiTransportError) as error:
        get_balance.sync(client=client)
    return error.value


@pytest.mark.parametrize("way", ["sync", "async"])
def test_a_body_that_breaks_off_breaks_off_again(path: Path, way: str) -> None:
    sends = httpx.MockTransport(lambda request: httpx.Response(200, stream=Breaking()))
    seen: list[int] = []

    def hook(response: httpx.Response) -> None:
        seen.append(response.status_code)

    async def hook_async(response: httpx.Response) -> None:
        hook(response)

    def failed(client: Any) -> KalshiTransportError:
        client.get_httpx_client().attempt_hooks.append(hook)
        client.get_async_httpx_client().attempt_hooks.append(hook_async)
        return _failed(client, way)

    first = failed(signed(BASE, httpx_args=_over(RecordTransport(path, sends)), **_AT_ONCE))
    again = failed(Recording(path, record=False).client(**_AT_ONCE))
    # Each attempt was answered, and again.
    assert seen == [200] * 6
    assert isinstance(first, KalshiNetworkError)
    assert str(again).replace("replay.localhost", "127.0.0.1") == str(first)
    assert lines_of(path)[0]["response"] == {"status": 200, "error": "ReadError"}


def test_a_broken_compression_is_broken_again(path: Path) -> None:
    body = httpx.ByteStream(b"no gzip")
    sends = httpx.MockTransport(lambda request: httpx.Response(200, stream=body, headers={"content-encoding": "gzip"}))
    for transport in (RecordTransport(path, sends), None):
        with (
            httpx.Client(transport=transport or ReplayTransport(path)) as client,
            pytest.raises(httpx.DecodingError),
        ):
            client.get(BASE)


# What is written.


def test_public_data_is_written_as_it_is() -> None:
    market = {
        "market": {"ticker": "KXA-1", "title": "Will it rain, or not?", "rules_primary": "€ “x”", "cursor": "abc"}
    }
    assert written("/markets/KXA-1", market)["response"]["body"] == market
    trades = {"trades": [{"trade_id": FILL, "count_fp": "1.00"}], "cursor": "CgYIvK3mBhIQ"}
    line = written("/markets/trades", trades, query="cursor=CgYI&limit=2")
    assert line["response"]["body"] == trades
    assert line["request"]["query"] == [["cursor", "CgYI"], ["limit", "2"]]


def test_data_of_the_account_is_redacted_as_captures_are() -> None:
    asked = {"client_order_id": "mine", "ticker": "KXA-1", "count": "5", "subaccount": 3}
    came = {
        "order": {"order_id": ORDER, "user_id": USER, "client_order_id": "mine", "name": "Jane", "status": "resting"}
    }
    line = written("/portfolio/orders", came, method="POST", asked=asked)
    found = line["response"]["body"]["order"]
    assert line["request"]["body"] == {**asked, "client_order_id": found["client_order_id"]}
    assert found["status"] == "resting"
    assert all(secret not in json.dumps(line) for secret in (ORDER, USER, "mine", "Jane"))


def test_an_id_of_the_account_is_replaced_in_public_data_too_whichever_came_first() -> None:
    def attempt(path: str, body: Any) -> Attempt:
        content = json.dumps(body).encode()
        return Attempt(0, "GET", f"/trade-api/v2{path}", "", frozenset(), b"", 200, httpx.Headers(), content)

    trades = attempt("/markets/trades", {"trades": [{"trade_id": FILL}, {"trade_id": ORDER}]})
    fills = attempt("/portfolio/fills", {"fills": [{"trade_id": FILL, "user_id": USER}]})
    public, own = map(json.loads, redacted([trades, fills]).splitlines())
    (fill,) = own["response"]["body"]["fills"]
    assert public["response"]["body"]["trades"] == [{"trade_id": fill["trade_id"]}, {"trade_id": ORDER}]
    assert fill["trade_id"] != FILL


@pytest.mark.parametrize(
    "text", ["insufficient balance", "invalid parameter: 'count' must be at least 1", "a_b (c/d); e."]
)
def test_an_error_in_plain_words_stays(text: str) -> None:
    line = written("/portfolio/orders", {"error": {"code": "a_b", "message": text}}, status=400)
    assert line["response"]["body"]["error"] == {"code": "a_b", "message": text}


@pytest.mark.parametrize(
    "text", [f"no order {ORDER}", "jane@doe.example", "user 481516", "a" * 40_000 + "1", "order mine"]
)
def test_an_error_that_names_something_does_not_stay(text: str) -> None:
    for path in ("/portfolio/orders", "/markets"):
        asked = {"client_order_id": "mine"}
        line = written(path, {"error": {"message": text}}, status=400, method="POST", asked=asked)
        assert text not in json.dumps(line)


def test_a_rejection_of_a_read_of_public_data_is_redacted() -> None:
    line = written("/markets", {"error": {"message": f"key {KEY_ID} is blocked", "user": USER}}, status=401)
    assert KEY_ID not in json.dumps(line)
    assert USER not in json.dumps(line)


def test_a_path_that_no_spec_has_and_a_body_that_is_not_json_are_redacted() -> None:
    line = written(f"/unheard/{USER}", b"<html>jane</html>", query=f"{USER}=1&x={USER}")
    assert "jane" not in json.dumps(line)
    assert USER not in json.dumps(line)


def test_a_server_that_sends_the_credentials_back_does_not_bring_them_into_the_file(path: Path) -> None:
    sent: list[str] = []

    def echo(request: httpx.Request) -> httpx.Response:
        sent.extend(value for name, value in request.headers.items() if name.startswith("kalshi-access-"))
        return httpx.Response(200, json={"market": {"title": f"headers: {dict(request.headers)}", "ticker": "KXA-1"}})

    transport = RecordTransport(path, httpx.MockTransport(echo))
    with signed(BASE, httpx_args=_over(transport)) as client:
        get_market.sync_detailed("KXA-1", client=client)
    key_id, signature, _ = sent
    text = path.read_text()
    assert "headers: " in text
    assert key_id not in text
    assert signature not in text


@pytest.mark.parametrize("algorithm", ["RSA", "Ed25519"])
def test_an_answer_that_repeats_the_credentials_of_another_request_does_not_bring_them_into_the_file(
    path: Path, algorithm: str
) -> None:
    sent: list[str] = []

    def repeat(request: httpx.Request) -> httpx.Response:
        sent.extend(request.headers[f"kalshi-access-{name}"] for name in ("key", "signature"))
        title = f"so far: {', '.join(sent)}, and {'x' * 90}"
        return httpx.Response(200, json={"market": {"title": title, "ticker": "KXA-1", sent[1]: sent[-1]}})

    with RecordTransport(path, httpx.MockTransport(repeat)) as transport:
        # Each key is used once.
        for number, key_id in enumerate(("11111111-aaaa", "22222222-bbbb", "33333333-cccc")):
            auth = KalshiAuth(key_id, pem(algorithm))
            with httpx.Client(auth=auth, transport=transport) as client:
                client.get(f"{BASE}/markets/KXA-{number}")
    text = path.read_text()
    assert len(set(sent)) == 6
    assert [secret for secret in sent if secret in text] == []
    assert text.count("x" * 90) == 3


def test_which_reads_are_public_is_what_the_specs_say() -> None:
    public = {
        operation_id
        for (method, path), operation_id in {**PERPS_ROUTES, **ROUTES}.items()
        if method == "GET" and "Jane" in str(written(path.replace("{", "").replace("}", ""), {"nickname": "Jane"}))
    }
    assert public
    operations = load_specs().operations.values()
    assert public == {
        each.operation_id for each in operations if each.method == "GET" and each.api != "klear" and not each.secured
    }


def test_a_plain_httpx_client_that_signs_is_recorded_without_its_signature(path: Path) -> None:
    auth = KalshiAuth(KEY_ID, pem("Ed25519"))
    with httpx.Client(auth=auth, transport=RecordTransport(path, mock({"balance": 1}))) as client:
        client.get(f"{BASE}/portfolio/balance")
    assert KEY_ID not in path.read_text()
    assert lines_of(path)[0]["response"]["body"] == {"balance": 1}
