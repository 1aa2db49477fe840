"""What a capture keeps, and that no secret is ever in it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kalshi_gen.klear.routes import ROUTES as KLEAR_ROUTES
from kalshi_gen.perps.routes import ROUTES as PERPS_ROUTES
from kalshi_gen.routes import ROUTES
from kalshi_overlay.redaction import Redaction, specified
from tests.walking import by_name, walk, walked

SECRETS = [
    "f8b3c0de-1234-4abc-9def-0123456789ab",
    "F8B3C0DE-1234-4ABC-9DEF-0123456789AC",
    "f8b3c0de12344abc9def0123456789ad",
    "q7Jx0pZVxkq3m1+gqR/8h2sT5nF4yWcUeLdKbMvAjOo9iXzYtErQwHuNfGsDaPlC3Bk6V7Z2S1Q=",
    "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIFkQ\n-----END PRIVATE KEY-----",
    "my-bot-1",
    "user_8Fj2kLqP",
    "jane.doe@example.com",
    "CgYIvK3mBhIQ-next",
    "order f8b3c0de-1234-4abc-9def-0123456789ab was not found",
    "01kz8f2v7qj6h3n5m4",
]
# What is numeric is a secret in the field of an id alone.
NUMERIC = ["4815162342", "48151623.42"]
ID_FIELDS = ["id", "order_id", "client_order_id", "user_id", "ids", "api_key", "account", "cursor", "member"]
ID_FIELDS += ["users", "token", "accountId", "clientOrderId", "userid", "APIKey", "session_secret"]
NAMES = [*sorted(specified()[0]), *ID_FIELDS, "unheard_of", "newField", "x", "", "a b"]


def encoded(value: Any) -> str:
    return msgspec.json.Encoder(decimal_format="number").encode(value).decode()


harmless = st.sampled_from(["0.4200", "KXBTCD-26DEC31-T100000", "yes", "2026-11-27T12:00:00Z", "", 7, True, None, 0.5])
numeric = st.sampled_from([*NUMERIC, *map(float, NUMERIC), *map(int, NUMERIC[:1])])
identities = numeric | st.lists(numeric, max_size=2) | st.dictionaries(st.sampled_from(NAMES), numeric, max_size=2)
values = st.recursive(
    harmless | st.sampled_from(SECRETS),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(NAMES) | st.sampled_from(SECRETS), inner, max_size=5)
        | st.dictionaries(st.sampled_from(ID_FIELDS), identities, max_size=2)
    ),
    max_leaves=20,
)


def assert_no_secret(text: str) -> None:
    for secret in SECRETS + NUMERIC:
        assert secret.lower() not in text.lower()
        assert json.dumps(secret)[1:-1].lower() not in text.lower()


@settings(derandomize=True, max_examples=150, deadline=None)
@given(values)
def test_no_secret_is_left_in_a_frame_or_a_body(value: Any) -> None:
    content = json.dumps(value).encode()
    # A frame's own `id` numbers a command.
    assert_no_secret(encoded(Redaction().json(json.dumps([value]).encode(), "frame", is_frame=True)))
    assert_no_secret(encoded(Redaction().json(content, "answer")))


@walked("value", [77, 77.5, "77", [77], {"number": 77, "name": "resting"}, [{"count": "77"}]])
def test_whatever_is_in_a_field_that_identifies_is_replaced(value: Any) -> None:
    def check(name: str) -> None:
        kept = Redaction().json(json.dumps({name: value}).encode(), "frame", is_frame=True)["frame"]
        (kept,) = kept.values()
        assert "77" not in encoded(kept)
        assert "resting" not in encoded(kept)
        assert type(kept) is (int if isinstance(value, float) else type(value))

    walk(by_name((each for each in ID_FIELDS if each != "id"), str), check)


def test_what_identifies_nobody_is_kept_whatever_its_field() -> None:
    kept = {"order_id": None, "obscure_creator_id": True, "cursor": "", "subaccount": 3, "shard_key": 2, "sid": 4}
    assert Redaction().json(json.dumps(kept).encode(), "answer") == {"answer": kept}


@pytest.mark.parametrize("secret", SECRETS + NUMERIC)
def test_no_secret_is_left_in_a_path_a_query_a_header_or_a_text(secret: str) -> None:
    redaction = Redaction()
    for _, path in [*ROUTES, *PERPS_ROUTES, *KLEAR_ROUTES, ("GET", "/unheard_of/{id}"), ("GET", "/{id}")]:
        ending = "/".join(quote(secret, safe="") if each.startswith("{") else each for each in path.split("/"))
        # A number is no secret as a ticker is none.
        if "ticker}" not in path or secret not in NUMERIC:
            assert_no_secret(redaction.path("/trade-api/v2" + ending))
            assert_no_secret(redaction.path("/klear-api/v1" + ending))
            assert_no_secret(redaction.path("/other" + ending))
    fields = [name for name in NAMES if name and (secret not in NUMERIC or name in ID_FIELDS)]
    assert_no_secret(encoded(redaction.query(urlencode([(name, secret) for name in fields]))))
    headers = ["content-type", "date", "retry-after", "x-request-id", "cf-ray", "set-cookie", "x-ratelimit-user"]
    kept = headers if secret not in NUMERIC else ["x-request-id", "cf-ray", "set-cookie"]
    assert_no_secret(encoded(redaction.headers(dict.fromkeys(kept, secret))))
    assert_no_secret(encoded(redaction.json(f"<html>{secret}".encode(), "answer")))
    assert_no_secret(encoded(redaction.json(f"\xff{secret}".encode("latin-1"), "frame", is_frame=True)))


def test_tickers_numbers_times_enums_and_codes_are_kept() -> None:
    frame = {
        "type": "orderbook_delta",
        "sid": 1,
        "id": 12,
        "seq": 3,
        "msg": {
            "market_ticker": "KXBTCD-26NOV2717-T97249.99",
            "price_dollars": "0.4200",
            "delta_fp": "-3.00",
            "side": "yes",
            "ts": "2026-11-27T12:00:00.150123Z",
            "ts_ms": 1795780800150,
            "is_yes": True,
            "ratio": 0.1,
            "yes_dollars_fp": [["0.0100", "1500.00"]],
            "market_id": "",
            "index_id": "BRTI",
            "expiration_time": None,
        },
    }
    content = json.dumps(frame).encode()
    assert json.loads(encoded(Redaction().json(content, "frame", is_frame=True))) == {"frame": frame}
    error = {"error": {"code": "AMEND_ORDER_NO_OP", "message": "order already exists", "service": "exchange"}}
    assert Redaction().json(json.dumps(error).encode(), "answer") == {"answer": error}


def test_a_number_keeps_all_its_digits() -> None:
    kept = encoded(Redaction().json(b'{"value":0.08000000000000000000000000000001}', "answer"))
    assert kept == '{"answer":{"value":0.08000000000000000000000000000001}}'


def test_one_id_has_one_placeholder_wherever_it_is() -> None:
    redaction = Redaction()
    first = redaction.json(b'{"order_id":"abc-7","client_order_id":"mine","user_id":77}', "answer")["answer"]
    assert first == {"order_id": "id-1", "client_order_id": "id-2", "user_id": 3}
    assert redaction.path("/trade-api/v2/portfolio/orders/abc-7") == "/trade-api/v2/portfolio/orders/id-1"
    assert redaction.query("order_id=abc-7&limit=5") == [["order_id", "id-1"], ["limit", "5"]]
    market = "f8b3c0de-1234-4abc-9def-0123456789ab"
    # The specification has ids that must be UUIDs.
    assert redaction.value("market_id", market) == "00000000-0000-0000-0000-000000000004"


def test_a_path_keeps_its_ticker() -> None:
    path = "/trade-api/v2/markets/KXBTCD-26NOV2717-T97249.99/orderbook"
    assert Redaction().path(path) == path
    assert Redaction().query("tickers=KXA-1,KXB-2&status=open") == [["tickers", "KXA-1,KXB-2"], ["status", "open"]]


def test_a_path_is_known_by_the_api_that_its_base_path_is_of() -> None:
    obligation, ticker = "/margin/obligations/abc-7/settlement_details", "/margin/markets/KXA-1/orderbook"
    kept = {
        f"/klear-api/v1{obligation}": "/klear-api/v1/margin/obligations/id-1/settlement_details",
        f"/trade-api/v2{ticker}": f"/trade-api/v2{ticker}",
        obligation: "/margin/obligations/id-1/settlement_details",
        "/klear-api/v1/margin/funding_schedule": "/klear-api/v1/margin/funding_schedule",
    }
    assert {path: Redaction().path(path) for path in kept} == kept
    for path in (f"/trade-api/v2{obligation}", f"/klear-api/v1{ticker}"):
        assert "margin" not in Redaction().path(path)


def test_headers_are_kept_that_tell_of_time_and_limits() -> None:
    headers = {
        "Content-Type": "application/json",
        "Retry-After": "2",
        "X-RateLimit-Remaining": "7",
        "X-Request-Id": "a",
    }
    kept = Redaction().headers({**headers, "Set-Cookie": "a=b", "Server": "c"})
    assert kept == {
        "content-type": "application/json",
        "retry-after": "2",
        "x-ratelimit-remaining": "7",
        "x-request-id": "id-1",
    }
