"""The bearer of Klear: who is let in, and that it is never shown."""

from __future__ import annotations

import httpx
import pytest

from kalshi_sandbox import Sandbox
from kalshi_sandbox.klear.bearer import Administrator
from kalshi_sandbox.spec import Operation
from tests.walking import by_name, walk

from . import plain
from .conftest import Sign
from .test_operations import OPERATIONS, smallest_request

PATH = "/margin/settlement_balance"


@pytest.fixture
def credentials(exchange: Sandbox) -> str:
    return f"{exchange.klear_admin_user_id}:{exchange.klear_access_token}"


def ask(exchange: Sandbox, authorization: str | None, **headers: str) -> httpx.Response:
    sent = headers if authorization is None else {**headers, "Authorization": authorization}
    return plain.get(f"{exchange.klear_base_url}{PATH}", headers=sent)


def test_every_operation_needs_the_bearer(exchange: Sandbox, http: httpx.Client) -> None:
    def check(operation: Operation) -> None:
        path, parts = smallest_request(operation)
        response = http.request(operation.method, f"{exchange.klear_base_url}{path}", **parts)
        assert response.status_code == 401
        assert response.json()["code"] == "missing_token"

    walk(by_name((each for each in OPERATIONS if each.api == "klear"), lambda each: each.operation_id), check)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_administrators_token_is_accepted(scheme: str, exchange: Sandbox, credentials: str) -> None:
    assert ask(exchange, f"{scheme} {credentials}").status_code == 200


@pytest.mark.parametrize(
    ("authorization", "code", "words"),
    [
        (None, "missing_token", "no Authorization header; send Authorization: Bearer <admin_user_id>:<access_token>"),
        ("", "missing_token", "no Authorization header"),
        ("Basic {credentials}", "invalid_token", "the scheme is not Bearer"),
        ("{credentials}", "invalid_token", "the scheme is not Bearer"),
        ("Bearer {token}", "invalid_token", "there is no colon between id and token"),
        ("Bearer {token}:{id}", "unknown_token", "no admin user of Klear has this id and this token"),
        ("Bearer {id}:", "unknown_token", "no admin user"),
        ("Bearer {credentials}x", "unknown_token", "no admin user"),
        ("Bearer :", "unknown_token", "no admin user"),
    ],
)
def test_anything_else_is_401_in_the_error_schema_of_klear_and_is_not_repeated(
    authorization: str | None, code: str, words: str, exchange: Sandbox, credentials: str
) -> None:
    id_, token = credentials.split(":")
    sent = authorization and authorization.format(credentials=credentials, id=id_, token=token)
    response = ask(exchange, sent)
    assert response.status_code == 401
    assert response.json().keys() == {"code", "message", "details"}
    assert (response.json()["code"], response.json()["message"]) == (code, "unauthorized")
    assert response.json()["details"].startswith(words)
    assert token not in response.text
    assert id_ not in response.text


def test_a_header_that_is_no_ascii_is_401(exchange: Sandbox) -> None:
    response = httpx.get(
        f"{exchange.klear_base_url}{PATH}", headers=[(b"Authorization", "Bearer ä:ß".encode("latin-1"))]
    )
    assert response.status_code == 401


def test_a_signature_does_not_open_klear(exchange: Sandbox, sign: Sign) -> None:
    response = ask(exchange, None, **sign("GET", f"/klear-api/v1{PATH}"))
    assert response.status_code == 401
    assert "Klear takes no KALSHI-ACCESS-* signature" in response.json()["details"]


def test_a_bearer_does_not_open_the_api(exchange: Sandbox, credentials: str) -> None:
    url, headers = f"{exchange.base_url}/portfolio/balance", {"Authorization": f"Bearer {credentials}"}
    assert plain.get(url, headers=headers).json()["code"] == "missing_headers"


def test_each_sandbox_has_a_token_of_its_own_that_no_repr_shows() -> None:
    first, second = Administrator(), Administrator()
    assert first.access_token != second.access_token
    assert first.access_token not in repr(first)


def test_klear_is_served_below_its_own_path_alone(exchange: Sandbox, credentials: str) -> None:
    headers = {"Authorization": f"Bearer {credentials}"}
    origin = exchange.klear_base_url.removesuffix("/klear-api/v1")
    assert plain.get(f"{exchange.base_url}{PATH}", headers=headers).status_code == 404
    assert plain.get(f"{origin}/klear-api/v1/markets", headers=headers).json()["code"] == "not_found"
    assert plain.get(f"{origin}/trade-api/v2/margin/markets").status_code == 200
    assert plain.get(f"{origin}/klear-api/v1/margin/markets", headers=headers).status_code == 404
    assert plain.get(f"{origin}/klear-api/v1{PATH}", headers=headers).status_code == 200
