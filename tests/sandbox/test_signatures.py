"""Signatures: whose, over what, and when."""

from __future__ import annotations

import base64
import time
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kalshi_sandbox import Sandbox
from kalshi_sandbox.spec import Operation
from tests.walking import by_name, walk

from . import plain
from .conftest import Sign
from .small import small_sandbox
from .test_operations import OPERATIONS, smallest_request

PATH = "/trade-api/v2/portfolio/balance"


def rejection(response: httpx.Response) -> tuple[str, str]:
    assert response.status_code == 401, response.text
    assert "date" in response.headers
    body = response.json()
    assert set(body) == {"code", "message", "details"}
    return body["code"], body["details"]


def ask(http: httpx.Client, headers: dict[str, str], path: str = "/portfolio/balance") -> httpx.Response:
    return http.get(path, headers=headers)


def test_a_signed_request_is_answered(http: httpx.Client, sign: Sign) -> None:
    assert ask(http, sign("GET", PATH)).status_code == 200


def test_a_secured_operation_needs_a_signature(http: httpx.Client) -> None:
    def check(operation: Operation) -> None:
        path, parts = smallest_request(operation)
        code, details = rejection(http.request(operation.method, path, **parts))
        assert code == "missing_headers"
        assert details == "missing: KALSHI-ACCESS-KEY, KALSHI-ACCESS-SIGNATURE, KALSHI-ACCESS-TIMESTAMP"

    secured = (operation for operation in OPERATIONS if operation.secured and operation.api != "klear")
    walk(by_name(secured, lambda operation: operation.operation_id), check)


@pytest.mark.parametrize("name", ["KALSHI-ACCESS-KEY", "KALSHI-ACCESS-SIGNATURE", "KALSHI-ACCESS-TIMESTAMP"])
def test_a_missing_header_is_named(name: str, http: httpx.Client, sign: Sign) -> None:
    headers = sign("GET", PATH)
    del headers[name]
    assert rejection(ask(http, headers)) == ("missing_headers", f"missing: {name}")


def test_an_unknown_key_is_rejected(http: httpx.Client, sign: Sign) -> None:
    code, _ = rejection(ask(http, {**sign("GET", PATH), "KALSHI-ACCESS-KEY": "another"}))
    assert code == "unknown_key"


@pytest.mark.parametrize(
    ("method", "signed", "mistake"),
    [
        ("GET", PATH + "?subaccount=1", "the query string was signed"),
        ("GET", "/portfolio/balance", "the path was signed without its base path /trade-api/v2"),
        ("POST", PATH, "the method POST was signed, but the request is a GET"),
        ("GET", PATH + "s", "not by this key over timestamp + method + path"),
    ],
)
def test_what_was_signed_wrongly_is_said(
    method: str, signed: str, mistake: str, http: httpx.Client, sign: Sign
) -> None:
    code, details = rejection(ask(http, sign(method, signed), "/portfolio/balance?subaccount=1"))
    assert code == "incorrect_signature"
    assert mistake in details


def test_the_query_string_is_not_signed(http: httpx.Client, sign: Sign) -> None:
    assert ask(http, sign("GET", PATH), "/portfolio/balance?subaccount=1").status_code == 200


def test_the_path_is_signed_as_it_goes_over_the_wire(http: httpx.Client, sign: Sign) -> None:
    signed = sign("GET", "/trade-api/v2/portfolio/orders/a%20b")
    assert ask(http, signed, "/portfolio/orders/a%20b").json()["order"]["order_id"] == "a b"
    rejection(ask(http, sign("GET", "/trade-api/v2/portfolio/orders/a b"), "/portfolio/orders/a%20b"))


@pytest.mark.parametrize("signature", ["AAAA", "no base64!", "ä".encode().decode("latin-1")])
def test_a_bad_signature_is_rejected(signature: str, http: httpx.Client, sign: Sign) -> None:
    headers = httpx.Headers({**sign("GET", PATH), "KALSHI-ACCESS-SIGNATURE": signature}, encoding="latin-1")
    assert rejection(http.get("/portfolio/balance", headers=headers))[0] == "incorrect_signature"


def test_a_signature_with_another_padding_is_rejected(rsa_key: RSAPrivateKey, http: httpx.Client, sign: Sign) -> None:
    headers = sign("GET", PATH)
    text = f"{headers['KALSHI-ACCESS-TIMESTAMP']}GET{PATH}".encode()
    signature = rsa_key.sign(text, padding.PKCS1v15(), SHA256())
    headers["KALSHI-ACCESS-SIGNATURE"] = base64.b64encode(signature).decode()
    assert rejection(ask(http, headers))[0] == "incorrect_signature"


@pytest.mark.parametrize("timestamp", ["now", "1.5", "-1", "1700000000000 ms", "9" * 30])
def test_a_timestamp_that_is_no_integer_is_rejected(timestamp: str, http: httpx.Client, sign: Sign) -> None:
    assert rejection(ask(http, sign("GET", PATH, timestamp=timestamp)))[0] == "invalid_timestamp"


def test_a_timestamp_off_by_more_than_five_seconds_is_rejected() -> None:
    with small_sandbox(clock=lambda: 1_700_000_000.0, behaviour="documents") as exchange:
        key = ed25519.Ed25519PrivateKey.generate()
        exchange.register_key("mine", public_pem(key.public_key()))

        def at(milliseconds: int) -> httpx.Response:
            stamp = str(1_700_000_000_000 + milliseconds)
            signature = base64.b64encode(key.sign(f"{stamp}GET{PATH}".encode())).decode()
            names = ("KALSHI-ACCESS-KEY", "KALSHI-ACCESS-SIGNATURE", "KALSHI-ACCESS-TIMESTAMP")
            headers = dict(zip(names, ("mine", signature, stamp), strict=True))
            return plain.get(f"{exchange.base_url}/portfolio/balance", headers=headers)

        assert at(-5000).status_code == at(5000).status_code == 200
        assert rejection(at(-7200)) == (
            "timestamp_out_of_window",
            "timestamp is 7.2 s behind the exchange's clock",
        )
        assert rejection(at(5001))[1] == "timestamp is 5.0 s ahead of the exchange's clock"
        assert parsedate_to_datetime(at(0).headers["date"]).timestamp() == 1_700_000_000


def test_the_date_header_tells_the_exchanges_clock(http: httpx.Client) -> None:
    date = parsedate_to_datetime(http.get("/exchange/status").headers["date"]).timestamp()
    assert abs(date - time.time()) < 60


def test_a_public_operation_needs_no_signature_but_checks_one(http: httpx.Client, sign: Sign) -> None:
    signed = "/trade-api/v2/exchange/status"
    assert ask(http, {}, "/exchange/status").status_code == 200
    assert ask(http, sign("GET", signed), "/exchange/status").status_code == 200
    assert rejection(ask(http, sign("GET", signed, seconds_off=-60), "/exchange/status"))
    assert rejection(ask(http, {"KALSHI-ACCESS-KEY": "x"}, "/exchange/status"))[0] == "missing_headers"


@pytest.mark.parametrize(
    ("pem", "fault"),
    [
        (b"nonsense", "not a public key in PEM form"),
        (
            ec.generate_private_key(ec.SECP256R1())
            .public_key()
            .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
            "neither an RSA nor an Ed25519 key",
        ),
    ],
    ids=["garbage", "elliptic curve"],
)
def test_a_key_of_another_kind_cannot_be_registered(pem: bytes, fault: str, exchange: Sandbox) -> None:
    with pytest.raises(ValueError, match=fault):
        exchange.register_key("other", pem)


def test_the_private_key_is_in_no_repr(exchange: Sandbox) -> None:
    assert "PRIVATE" not in repr(exchange)
    assert urlsplit(exchange.base_url).hostname == "127.0.0.1"


def public_pem(key: ed25519.Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
