"""Who may connect."""

from __future__ import annotations

import json
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from kalshi_sandbox import Sandbox
from kalshi_sandbox.stream_faults import RejectHandshake
from tests.sandbox.small import small_sandbox

from .conftest import AS_DOCUMENTED, Read
from .reader import PATH, Signer


def rejected(url: str, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
    with pytest.raises(InvalidStatus) as caught, connect(url, additional_headers=headers):
        pass
    response = caught.value.response
    assert response.headers["Content-Type"] == "application/json"
    assert response.body is not None
    return response.status_code, json.loads(response.body)


def test_a_signed_handshake_is_accepted_and_answered_with_the_exchange_s_time(exchange: Sandbox, reader: Read) -> None:
    response = reader().socket.response
    assert response is not None
    assert parsedate_to_datetime(response.headers["Date"]) == exchange.clock.now()
    assert [each.account for each in exchange.stream.connections] == [exchange.account]


@AS_DOCUMENTED
def test_without_a_signature_nobody_is_let_in(exchange: Sandbox) -> None:
    status, body = rejected(exchange.stream_url, {})
    assert (status, body["code"]) == (401, "missing_headers")
    assert exchange.stream.connections == ()


@AS_DOCUMENTED
@pytest.mark.parametrize(
    ("path", "seconds_off", "code"),
    [("/trade-api/v2", 0, "incorrect_signature"), (PATH, -60, "timestamp_out_of_window")],
)
def test_a_wrong_signature_is_rejected(exchange: Sandbox, path: str, seconds_off: int, code: str) -> None:
    status, body = rejected(exchange.stream_url, Signer(exchange).headers(path, seconds_off=seconds_off))
    assert (status, body["code"]) == (401, code)


@AS_DOCUMENTED
def test_a_key_that_nobody_registered_is_rejected(exchange: Sandbox) -> None:
    headers = Signer(exchange).headers() | {"KALSHI-ACCESS-KEY": "somebody"}
    status, body = rejected(exchange.stream_url, headers)
    assert (status, body["code"]) == (401, "unknown_key")


def test_a_handshake_without_a_valid_signature_is_401_as_on_the_live_exchange(exchange: Sandbox) -> None:
    signed, url = Signer(exchange).headers(), exchange.stream_url
    old = Signer(exchange).headers(seconds_off=-60)
    of_another_path = Signer(exchange).headers("/trade-api/v2")
    answers = [rejected(url, each) for each in ({}, signed | {"KALSHI-ACCESS-KEY": "of demo"}, of_another_path, old)]
    assert {status for status, _ in answers} == {401}
    nothing, unknown, wrong, late = (body["error"] for _, body in answers)
    assert [each["code"] for each in (nothing, unknown, wrong)] == ["authentication_error"] * 3
    assert (unknown["details"], wrong["details"]) == ("NOT_FOUND", "INCORRECT_API_KEY_SIGNATURE")
    assert late["code"] == "header_timestamp_expired"
    assert exchange.stream.connections == ()


def test_the_stream_is_at_one_path_only(exchange: Sandbox) -> None:
    url = exchange.stream_url.replace("/ws/", "/wss/")
    assert rejected(url, Signer(exchange).headers("/trade-api/wss/v2"))[0] == 404


@pytest.mark.parametrize("status", [401, 403, 429, 502, 503])
def test_a_fault_rejects_a_handshake(exchange: Sandbox, reader: Read, status: int) -> None:
    rule = exchange.stream.faults.add(RejectHandshake(status), times=1)
    assert rejected(exchange.stream_url, Signer(exchange).headers())[0] == status
    assert rule.fired == 1
    assert reader().messages() == []


@AS_DOCUMENTED
def test_http_goes_on_beside_the_stream(exchange: Sandbox, reader: Read) -> None:
    from kalshi_gen.api.portfolio import get_balance

    reader().subscribe("ticker")
    with exchange.client() as client:
        assert get_balance.sync(client=client).balance == 100_000


def test_leaving_the_block_closes_the_connections() -> None:
    from .reader import Reader

    with small_sandbox() as exchange:
        reader = Reader(exchange)
        reader.subscribe("ticker")
    assert list(reader.socket) == []
    assert reader.socket.close_code == 1001
