"""Signatures, judged by the `openssl` command, and the private keys that make them."""

from __future__ import annotations

import asyncio
import copy
import logging
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from kalshi_overlay.auth import BaseAuth, KalshiAuth, KlearAuth
from kalshi_overlay.errors import KalshiConfigError
from tests.keys import KEY_ID, KINDS, assert_openssl_accepts, assert_signed, certificate, pem, public_pem, relabeled
from tests.shown_errors import shown_inside
from tests.walking import by_name, each_of, walk

HOST = "https://external-api.kalshi.com"
URL = HOST + "/trade-api/v2/x"
PASSPHRASE = "correct horse ✓"
PREFIX = "KALSHI-ACCESS-"
WAYS = {"sync": False, "asyncio": True}


def on_the_wire(auth: httpx.Auth, method: str, url: str, *, run_async: bool, **options: Any) -> httpx.Request:
    """Send a request and give what a server would see."""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200)

    async def send() -> None:
        async with httpx.AsyncClient(auth=auth, transport=httpx.MockTransport(answer)) as client:
            await client.request(method, url, **options)

    if run_async:
        asyncio.run(send())
    else:
        with httpx.Client(auth=auth, transport=httpx.MockTransport(answer)) as client:
            client.request(method, url, **options)
    return seen[0]


@cache
def auth_of(kind: str) -> KalshiAuth:
    """Credentials with the key of a kind; reading an RSA key takes longer than all that is done with it here."""
    return KalshiAuth(KEY_ID, pem(kind))


@pytest.fixture
def auth() -> KalshiAuth:
    return auth_of("RSA")


ADDRESSES = [
    ("GET", f"{HOST}/trade-api/v2/markets?limit=5&cursor=a%2Fb", "/trade-api/v2/markets"),
    ("GET", f"{HOST}/trade-api/v2/markets?", "/trade-api/v2/markets"),
    ("delete", f"{HOST}/trade-api/v2/a%20b/%2F%3F?x=1", "/trade-api/v2/a%20b/%2F%3F"),
    ("POST", "http://127.0.0.1/proxy/base/portfolio/events/orders", "/proxy/base/portfolio/events/orders"),
    ("PUT", f"{HOST}/trade-api/v2/é", "/trade-api/v2/%C3%A9"),
    ("GET", "http://127.0.0.1", "/"),
]


def test_what_is_on_the_wire_is_signed() -> None:
    def check(case: tuple[str, tuple[str, str, str], bool]) -> None:
        kind, (method, url, path), run_async = case
        before = time.time_ns() // 1_000_000
        request = on_the_wire(auth_of(kind), method, url, run_async=run_async)
        after = time.time_ns() // 1_000_000
        timestamp = request.headers[PREFIX + "TIMESTAMP"]
        assert before <= int(timestamp) <= after
        assert request.headers[PREFIX + "KEY"] == KEY_ID
        assert_signed(kind, request.headers[PREFIX + "SIGNATURE"], f"{timestamp}{method.upper()}{path}")

    walk(each_of(KINDS, by_name(ADDRESSES, lambda address: f"{address[0]} {address[1]}"), WAYS), check)


@pytest.mark.parametrize("run_async", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("kind", KINDS)
def test_openssl_accepts_the_signature_of_what_is_on_the_wire(kind: str, run_async: bool, tmp_path: Path) -> None:
    request = on_the_wire(auth_of(kind), "GET", HOST + "/trade-api/v2/markets?limit=5", run_async=run_async)
    text = request.headers[PREFIX + "TIMESTAMP"] + "GET/trade-api/v2/markets"
    assert_openssl_accepts(kind, request.headers[PREFIX + "SIGNATURE"], text, tmp_path)
    for refused in (text + "?limit=5", text.replace("GET", "get")):
        with pytest.raises(AssertionError):
            assert_openssl_accepts(kind, request.headers[PREFIX + "SIGNATURE"], refused, tmp_path)
        with pytest.raises(InvalidSignature):
            assert_signed(kind, request.headers[PREFIX + "SIGNATURE"], refused)


def test_the_base_url_of_a_client_is_signed_too(auth: KalshiAuth) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200))
    with httpx.Client(base_url=HOST + "/trade-api/v2", auth=auth, transport=transport) as client:
        request = client.get("/markets/A%2FB", params={"limit": 1}).request
    text = request.headers[PREFIX + "TIMESTAMP"] + "GET/trade-api/v2/markets/A%2FB"
    assert_signed("RSA", request.headers[PREFIX + "SIGNATURE"], text)


def test_headers_sign_the_path_without_its_query(auth: KalshiAuth) -> None:
    headers = auth.headers("get", "/trade-api/ws/v2?token=1", timestamp_ms=1_700_000_000_123)
    assert list(headers) == [PREFIX + "KEY", PREFIX + "SIGNATURE", PREFIX + "TIMESTAMP"]
    text = "1700000000123GET/trade-api/ws/v2"
    assert_signed("RSA", headers[PREFIX + "SIGNATURE"], text)


@given(st.text(max_size=40))
def test_an_ed25519_signature_is_that_of_the_text(text: str) -> None:
    assert_signed("Ed25519", auth_of("Ed25519").sign(text), text)


@pytest.mark.parametrize(("algorithm", "in_a_thread"), [("RSA", True), ("Ed25519", False)])
def test_an_rsa_key_leaves_the_event_loop_to_other_tasks_while_it_signs(algorithm: str, in_a_thread: bool) -> None:
    threads: list[int] = []

    class Watched(KalshiAuth):
        def sign(self, text: str) -> str:
            threads.append(threading.get_ident())
            return super().sign(text)

    watched = Watched(KEY_ID, pem(algorithm))
    on_the_wire(watched, "GET", URL, run_async=True)
    on_the_wire(watched, "GET", URL, run_async=False)
    in_async, in_sync = threads
    assert in_sync == threading.get_ident()  # asyncio.run ran its loop in this thread as well
    assert (in_async != threading.get_ident()) is in_a_thread


@pytest.mark.parametrize("run_async", [False, True])
def test_a_host_outside_the_list_is_refused_before_anything_is_signed_or_sent(
    auth: KalshiAuth, run_async: bool
) -> None:
    for url in ("https://kalshi.com.evil.example/x", "http://external-api.kalshi.com/x"):
        with pytest.raises(KalshiConfigError):
            on_the_wire(auth, "GET", url, run_async=run_async)
    permitted = KalshiAuth(KEY_ID, pem("RSA"), allow_unknown_host=True)
    assert PREFIX + "KEY" in on_the_wire(permitted, "GET", "http://127.0.0.1/x", run_async=run_async).headers


class Echo(BaseAuth):
    """Authenticates by a header that repeats what it was asked to sign."""

    apis = KalshiAuth.apis
    allow_unknown_host = False

    @staticmethod
    def owns(name: bytes) -> bool:
        return name == b"x-signs"

    def headers(self, method: str, path: str) -> dict[str, str]:
        return {"x-signs": f"{method} {path}"}


@pytest.mark.parametrize("run_async", [False, True])
def test_any_auth_is_asked_for_its_headers_with_the_method_and_the_path(run_async: bool) -> None:
    assert on_the_wire(Echo(), "GET", URL, run_async=run_async).headers["x-signs"] == "GET /trade-api/v2/x"


@pytest.mark.parametrize("run_async", [False, True])
def test_a_path_of_another_api_is_refused_before_anything_is_sent(auth: KalshiAuth, run_async: bool) -> None:
    token = KlearAuth("an-admin", "a-token")
    for wrong, path in ((auth, "/klear-api/v1/x"), (token, "/trade-api/v2/x")):
        with pytest.raises(KalshiConfigError, match="stay below"):
            on_the_wire(wrong, "GET", f"https://demo-api.kalshi.co{path}", run_async=run_async)


def test_a_header_of_the_callers_own_is_refused(auth: KalshiAuth) -> None:
    def check(case: tuple[str, bool]) -> None:
        name, run_async = case
        with pytest.raises(KalshiConfigError, match=f"(?i){name}") as refused:
            on_the_wire(auth, "GET", URL, run_async=run_async, headers={name: "other-secret"})
        assert "secret" not in str(refused.value)

    walk(each_of(["KALSHI-ACCESS-KEY", "kalshi-access-signature", "Kalshi-Access-Else"], WAYS), check)


@pytest.mark.parametrize("run_async", [False, True])
def test_each_attempt_of_a_request_is_signed_again(auth: KalshiAuth, run_async: bool) -> None:
    request = httpx.Request("GET", URL)
    extensions = request.extensions
    signatures = []

    async def sign() -> None:
        await anext(auth.async_auth_flow(request))

    for _ in range(2):
        if run_async:
            asyncio.run(sign())
        else:
            next(auth.sync_auth_flow(request))
        assert len(request.headers.get_list(PREFIX + "SIGNATURE")) == 1
        text = request.headers[PREFIX + "TIMESTAMP"] + "GET/trade-api/v2/x"
        assert_signed("RSA", request.headers[PREFIX + "SIGNATURE"], text)
        signatures.append(request.headers[PREFIX + "SIGNATURE"])
    assert signatures[0] != signatures[1]
    assert extensions == {}  # a caller may use one dict for several requests


GOOD_KEYS: dict[str, Callable[[], tuple[Any, Any]]] = {
    "PKCS#8 RSA": lambda: (pem("RSA"), None),
    "PKCS#1 RSA": lambda: (pem("RSA", PrivateFormat.TraditionalOpenSSL), None),
    "PKCS#8 Ed25519": lambda: (pem("Ed25519"), None),
    "OpenSSH RSA": lambda: (pem("RSA", PrivateFormat.OpenSSH), None),
    "OpenSSH Ed25519": lambda: (pem("Ed25519", PrivateFormat.OpenSSH), None),
    "text": lambda: (pem("RSA").decode(), None),
    "literal line breaks": lambda: (pem("RSA").decode().replace("\n", "\\n"), None),
    "literal Windows line breaks": lambda: (pem("RSA").decode().replace("\n", "\\r\\n"), None),
    "Windows line breaks": lambda: (pem("RSA").replace(b"\n", b"\r\n"), None),
    "space around": lambda: (b"\n\t " + pem("RSA") + b" \n\n", None),
    "quotes around": lambda: (b'"' + pem("RSA") + b'"\n', None),
    "Ed25519, spaces for line breaks": lambda: (pem("Ed25519").replace(b"\n", b" "), None),
    "a byte-order mark": lambda: (pem("RSA").decode().encode("utf-8-sig"), None),
    "a certificate beside it": lambda: (certificate("RSA") + pem("RSA"), None),
    "PKCS#8, passphrase str": lambda: (pem("RSA", passphrase=PASSPHRASE), PASSPHRASE),
    "PKCS#8, passphrase bytes": lambda: (pem("RSA", passphrase=PASSPHRASE), PASSPHRASE.encode()),
    "PKCS#8 Ed25519, passphrase function": lambda: (pem("Ed25519", passphrase=PASSPHRASE), lambda: PASSPHRASE),
    "PKCS#1, passphrase": lambda: (
        pem("RSA", PrivateFormat.TraditionalOpenSSL, passphrase=PASSPHRASE),
        lambda: PASSPHRASE.encode(),
    ),
}


def test_a_key_is_loaded_in_every_form() -> None:
    def check(form: str) -> None:
        private_key, passphrase = GOOD_KEYS[form]()
        signature = KalshiAuth(KEY_ID, private_key, passphrase=passphrase).sign("text")
        assert_signed("Ed25519" if "Ed25519" in form else "RSA", signature, "text")

    walk(by_name(GOOD_KEYS, str), check)


LABELS = ["PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "OPENSSH PRIVATE KEY"]


def test_a_key_is_loaded_by_its_body_whatever_its_label_says() -> None:
    bodies: dict[str, tuple[str, PrivateFormat, str]] = {
        "PKCS#8 RSA": ("RSA", PrivateFormat.PKCS8, ""),
        "PKCS#1 RSA": ("RSA", PrivateFormat.TraditionalOpenSSL, ""),
        "OpenSSH RSA": ("RSA", PrivateFormat.OpenSSH, ""),
        "PKCS#8 Ed25519": ("Ed25519", PrivateFormat.PKCS8, ""),
        "OpenSSH Ed25519": ("Ed25519", PrivateFormat.OpenSSH, ""),
        "PKCS#8 RSA, encrypted": ("RSA", PrivateFormat.PKCS8, PASSPHRASE),
    }

    def check(case: tuple[tuple[str, PrivateFormat, str], str]) -> None:
        (kind, form, passphrase), label = case
        auth = KalshiAuth(KEY_ID, relabeled(pem(kind, form, passphrase), label), passphrase=passphrase or None)
        assert_signed(kind, auth.sign("text"), "text")

    walk(each_of(bodies, LABELS), check)


def test_keys_made_by_openssl_are_loaded(tmp_path: Path) -> None:
    commands = [
        ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", "RSA-2048"],
        ["genpkey", "-algorithm", "ED25519", "-out", "Ed25519"],
        ["rsa", "-in", "RSA-2048", "-traditional", "-aes128", "-passout", "pass:open", "-out", "encrypted"],
    ]
    for command in commands:
        subprocess.run(["openssl", *command], cwd=tmp_path, check=True, capture_output=True)
    for name in ("RSA-2048", "Ed25519"):
        assert name in repr(KalshiAuth(KEY_ID, (tmp_path / name).read_bytes()))
    assert "RSA-2048" in repr(KalshiAuth(KEY_ID, (tmp_path / "encrypted").read_text(), passphrase="open"))


def test_a_function_is_asked_once_for_the_passphrase() -> None:
    answers = iter([PASSPHRASE])
    auth = KalshiAuth(KEY_ID, pem("Ed25519", passphrase=PASSPHRASE), passphrase=lambda: next(answers))
    assert auth.sign("a") != auth.sign("b")
    assert list(answers) == []


def middle_cut(text: bytes) -> bytes:
    lines = text.splitlines(keepends=True)
    return b"".join(lines[:3] + lines[-2:])


BAD_KEYS: dict[str, tuple[Callable[[], Any], Any, str]] = {
    "EC": (lambda: pem("EC"), None, "elliptic-curve"),
    "EC in its own form": (lambda: pem("EC", PrivateFormat.TraditionalOpenSSL), None, "elliptic-curve"),
    "OpenSSH EC": (lambda: pem("EC", PrivateFormat.OpenSSH), None, "elliptic-curve"),
    "DSA": (lambda: pem("DSA"), None, "of another kind"),
    "Ed448": (lambda: pem("Ed448"), None, "of another kind"),
    "short RSA": (lambda: pem("RSA-1024"), None, "RSA key of 1024 bits"),
    "public": (lambda: public_pem("RSA"), None, "this is a public key"),
    "certificate": (lambda: certificate("RSA"), None, "this is a certificate"),
    "wrong passphrase": (lambda: pem("RSA", passphrase=PASSPHRASE), "other-secret", "passphrase is wrong"),
    "wrong passphrase, PKCS#1": (
        lambda: pem("RSA", PrivateFormat.TraditionalOpenSSL, PASSPHRASE),
        b"other-secret",
        "passphrase is wrong",
    ),
    "no passphrase": (lambda: pem("RSA", passphrase=PASSPHRASE), None, "it is encrypted"),
    "no passphrase, PKCS#1": (
        lambda: pem("RSA", PrivateFormat.TraditionalOpenSSL, PASSPHRASE),
        None,
        "it is encrypted",
    ),
    "needless passphrase": (lambda: pem("RSA"), "other-secret", "it is not encrypted"),
    "needless passphrase, PKCS#1": (
        lambda: pem("RSA", PrivateFormat.TraditionalOpenSSL),
        "other-secret",
        "it is not encrypted",
    ),
    "needless passphrase, OpenSSH": (
        lambda: pem("Ed25519", PrivateFormat.OpenSSH),
        "other-secret",
        "it is not encrypted",
    ),
    "empty passphrase": (lambda: pem("RSA", passphrase=PASSPHRASE), "", "passphrase is empty"),
    "a function without a passphrase": (lambda: pem("RSA"), lambda: None, "not NoneType"),
    "passphrase of another kind": (lambda: pem("RSA"), 5, "not int"),
    "wrong passphrase, another label": (
        lambda: relabeled(pem("RSA", passphrase=PASSPHRASE), "RSA PRIVATE KEY"),
        "other-secret",
        "passphrase is wrong",
    ),
    "no passphrase, another label": (
        lambda: relabeled(pem("RSA", passphrase=PASSPHRASE), "RSA PRIVATE KEY"),
        None,
        "it is encrypted",
    ),
    "passphrase in quotes": (
        lambda: pem("RSA", passphrase=PASSPHRASE),
        f'"{PASSPHRASE}"',
        "passphrase is wrong.*quotes around it",
    ),
    "EC under another label": (
        lambda: relabeled(pem("EC", PrivateFormat.TraditionalOpenSSL), "RSA PRIVATE KEY"),
        None,
        "elliptic-curve",
    ),
    "UTF-16": (lambda: pem("RSA").decode().encode("utf-16"), None, "UTF-16.*save it as UTF-8"),
    "UTF-16, the other order, no mark": (lambda: pem("RSA").decode().encode("utf-16-be"), None, "UTF-16"),
    "UTF-16 read as Latin-1": (lambda: pem("RSA").decode().encode("utf-16").decode("latin-1"), None, "UTF-16"),
    "UTF-32": (lambda: pem("RSA").decode().encode("utf-32"), None, "UTF-32"),
    "cut off": (lambda: middle_cut(pem("RSA")), None, "damaged or cut off"),
    "no end": (lambda: pem("RSA")[:400], None, "damaged or cut off"),
    "not base64": (lambda: pem("RSA").replace(b"M", b"*"), None, "damaged or cut off"),
    "a stray character": (lambda: pem("RSA").replace(b"\nM", b"\n*M", 1), None, "damaged or cut off"),
    "not ASCII": (lambda: pem("RSA").decode().replace("M", "é"), None, "damaged or cut off"),
    "a surrogate": (lambda: pem("RSA").decode().replace("M", "\ud800"), None, "damaged or cut off"),
    "damaged OpenSSH": (lambda: middle_cut(pem("RSA", PrivateFormat.OpenSSH)), None, "damaged or cut off"),
    "a path": (lambda: "~/kalshi-secret.pem", None, "pass private_key_path"),
    "DER": (lambda: b"0\x82\x04der-secret\xff", None, "no private key in PEM form"),
    "empty": (lambda: "", None, "it is empty"),
    "blank": (lambda: b" \n", None, "it is empty"),
    "none": (lambda: None, None, "not NoneType"),
}


def test_a_key_that_cannot_sign_is_named_as_what_it_is_and_never_shown() -> None:
    def check(fault: str) -> None:
        make, passphrase, words = BAD_KEYS[fault]
        private_key = make()
        with pytest.raises(KalshiConfigError, match=words) as refused:
            KalshiAuth(KEY_ID, private_key, passphrase=passphrase)
        assert refused.value.__cause__ is None
        assert refused.value.__context__ is None
        shown = shown_inside(refused.value)
        assert "auth.py __init__: " in shown
        text = private_key if isinstance(private_key, str) else (private_key or b"").decode("latin-1")
        secrets = [line for line in text.split() if len(line) > 24 and "KEY" not in line]
        for secret in [*secrets, "-secret", PASSPHRASE]:
            assert secret not in shown
        assert "-----BEGIN PR" not in shown

    walk(by_name(BAD_KEYS, str), check)


def test_an_error_of_the_passphrase_function_is_the_callers_own() -> None:
    def ask() -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as interrupted:
        KalshiAuth(KEY_ID, pem("RSA", passphrase=PASSPHRASE), passphrase=ask)
    assert "ENCRYPTED" not in shown_inside(interrupted.value)


def test_an_access_key_id_that_cannot_be_sent_in_a_header_is_refused() -> None:
    def check(access_key_id: Any) -> None:
        with pytest.raises(KalshiConfigError, match="access key id"):
            KalshiAuth(access_key_id, pem("Ed25519"))

    walk(by_name(["", " ", "a b", "a\r\nX: y", "ключ", None, b"id"], repr), check)


def test_an_id_or_a_token_may_be_as_long_as_its_limit() -> None:
    def check(case: tuple[str, int, Callable[[str], httpx.Auth]]) -> None:
        name, limit, make = case
        make("a" * limit)
        with pytest.raises(KalshiConfigError, match=f"the {name} must be one word of at most {limit} ASCII"):
            make("a" * (limit + 1))

    private_key = pem("Ed25519")
    walk(
        {
            "id of a key": ("access key id", 256, lambda word: KalshiAuth(word, private_key)),
            "id of a user": ("admin user id", 256, lambda word: KlearAuth(word, "a-token")),
            "token": ("access token", 4096, lambda word: KlearAuth("an-admin", word)),
        },
        check,
    )


def test_space_around_the_access_key_id_is_left_out() -> None:
    assert KalshiAuth(f" {KEY_ID}\n", pem("Ed25519")).headers("GET", "/")[PREFIX + "KEY"] == KEY_ID


@pytest.mark.parametrize(("kind", "algorithm"), [("RSA", "RSA-2048"), ("Ed25519", "Ed25519")])
def test_the_repr_shows_the_end_of_the_id_and_the_algorithm(kind: str, algorithm: str) -> None:
    assert repr(auth_of(kind)) == f"KalshiAuth(access_key_id='…beef', algorithm='{algorithm}')"


@pytest.mark.parametrize("duplicate", [pickle.dumps, copy.copy, copy.deepcopy])
def test_the_private_key_is_not_pickled(auth: KalshiAuth, duplicate: Callable[[Any], Any]) -> None:
    with pytest.raises(TypeError, match="holds a private key"):
        duplicate(auth)


@pytest.mark.parametrize("run_async", [False, True])
def test_no_log_record_or_traceback_shows_a_signature(
    auth: KalshiAuth, run_async: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    signed = on_the_wire(auth, "GET", URL, run_async=run_async)
    assert signed.headers[PREFIX + "SIGNATURE"] not in caplog.text

    request = httpx.Request("GET", URL)
    next(auth.sync_auth_flow(request))
    signature = request.headers[PREFIX + "SIGNATURE"]
    request = httpx.Request("GET", "https://mock.example", headers=request.headers)

    async def sign() -> None:
        await anext(auth.async_auth_flow(request))

    with pytest.raises(KalshiConfigError) as refused:
        next(auth.sync_auth_flow(request)) if not run_async else asyncio.run(sign())
    assert signature not in shown_inside(refused.value)


def test_importing_leaves_cryptography_and_asyncio_for_later() -> None:
    code = "import sys, kalshi_overlay.auth; print({'cryptography', 'asyncio'} & set(sys.modules) or 'none')"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "none\n"
