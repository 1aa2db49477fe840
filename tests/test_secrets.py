"""No repr, error, log record or traceback with locals shows a private key, a passphrase or a signature."""

from __future__ import annotations

import asyncio
import copy
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from attrs import field, frozen

from kalshi_gen.api.portfolio import get_balance
from kalshi_gen.errors import KalshiAuthError, KalshiDecodeError, KalshiError
from kalshi_overlay import (
    KalshiAuth,
    KalshiAuthenticatedClient,
    KalshiConfigError,
    RetryPolicy,
    create_client,
    create_public_client,
)
from kalshi_overlay.errors import KalshiNetworkError, KalshiTimeoutError
from kalshi_overlay.settings import Sources, read_api_key
from tests.keys import KEY_ID, KINDS, pem
from tests.loopback import (
    BASE_PATH,
    NO_CERTIFICATES,
    OVERFLOWING,
    Answer,
    Received,
    answers,
    answers_by_half,
    listening,
    never_reading,
    refused_port,
    resets,
    stays_silent,
)
from tests.shown_errors import shown
from tests.walking import each_of, walk

PASSPHRASE = "correct-horse-battery"
WRONG = "wrong-horse-battery"


@frozen
class Hidden:
    """Arguments that no traceback shows, so that the tests' own frames give nothing away."""

    arguments: dict[str, Any] = field(repr=False)


def hidden(kind: str = "RSA", **changes: Any) -> Hidden:
    given = {"access_key_id": KEY_ID, "private_key_data": pem(kind, passphrase=PASSPHRASE), "passphrase": PASSPHRASE}
    return Hidden({**given, **changes})


def secrets() -> set[str]:
    """What must not be shown: every line of the keys, and the passphrases."""
    keys = [pem(kind, passphrase=passphrase) for kind in KINDS for passphrase in ("", PASSPHRASE)]
    lines = {line for key in keys for line in key.decode().splitlines() if not line.startswith("-----")}
    return {*(line[:24] for line in lines), PASSPHRASE, WRONG, "BEGIN PRIVATE KEY", "BEGIN ENCRYPTED"}


def assert_nothing_shows(text: str, signatures: Sequence[str] = ()) -> None:
    # What fills buffers is no secret, and long to search.
    text = text.replace("x" * 1000, "")
    for secret in {*secrets(), *(signature[:24] for signature in signatures)}:
        assert secret not in text, "a secret is shown"


def logged(caplog: pytest.LogCaptureFixture) -> str:
    return "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)


def client_of(base_url: str, kind: str = "RSA") -> KalshiAuthenticatedClient:
    given = hidden(kind, base_url=base_url, allow_unknown_host=True, verify_ssl=NO_CERTIFICATES)
    return create_client(retry_policy=RetryPolicy(retries=0), **given.arguments)


def ask(client: KalshiAuthenticatedClient, *, run_async: bool) -> None:
    async def ask_async() -> None:
        async with client:
            await get_balance.asyncio(client=client)

    if run_async:
        asyncio.run(ask_async())
    else:
        with client:
            get_balance.sync(client=client)


@contextmanager
def every_signature() -> Iterator[Hidden]:
    """Keep each signature that is made, also of what no server sees."""
    kept, sign = Hidden({"signatures": []}), KalshiAuth.sign

    def keep(self: KalshiAuth, text: str) -> str:
        kept.arguments["signatures"].append(sign(self, text))
        return str(kept.arguments["signatures"][-1])

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(KalshiAuth, "sign", keep)
        yield kept


def signatures_of(received: list[Received]) -> list[str]:
    return [each.header("KALSHI-ACCESS-SIGNATURE") for each in received]


WAYS = {"sync": False, "asyncio": True}
each_way = pytest.mark.parametrize("run_async", [False, True], ids=["sync", "asyncio"])


@pytest.fixture(autouse=True)
def _every_log_record(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever a test does, what is logged meanwhile shows nothing."""
    loggers = ("", "httpx", "httpcore", "asyncio", "kalshi_gen", "kalshi_overlay")
    for name in loggers:
        caplog.set_level(logging.DEBUG, logger=name)
    yield
    assert_nothing_shows(logged(caplog))


def test_the_search_finds_a_secret_in_the_locals_of_a_frame() -> None:
    def leak() -> None:
        key = pem("RSA").decode()
        raise ValueError(len(key))

    with pytest.raises(ValueError) as raised:  # noqa: PT011
        leak()
    with pytest.raises(AssertionError, match="a secret is shown"):
        assert_nothing_shows(shown(raised.value))


@pytest.mark.parametrize("kind", KINDS)
def test_no_repr_shows_a_secret(kind: str) -> None:
    arguments = hidden(kind).arguments
    key = read_api_key(Sources(arguments, {}))
    auth = KalshiAuth(KEY_ID, arguments["private_key_data"], passphrase=PASSPHRASE)
    client = create_client(**arguments)
    changed = client.with_headers({"x-mine": "1"})
    http = client.get_httpx_client()
    things = [key, auth, auth.__dict__, client, client.__dict__, changed, http]
    things += [http.__dict__, copy.copy(key), auth.sign, auth.headers]
    assert_nothing_shows("\n".join(f"{thing!r} {thing!s} {thing}" for thing in things))


def bad_settings() -> dict[str, tuple[dict[str, Any], str]]:
    """What can't be a client's settings, and what the error says of it."""
    return {
        "a wrong passphrase": ({"passphrase": WRONG}, "passphrase is wrong"),
        "a wrong passphrase of a function": ({"passphrase": lambda: WRONG}, "passphrase is wrong"),
        "no passphrase": ({"passphrase": None}, "encrypted"),
        "a passphrase too many": ({"private_key_data": pem("RSA"), "passphrase": WRONG}, "not encrypted"),
        "a key that is cut off": ({"private_key_data": pem("RSA")[:400], "passphrase": None}, "cut off"),
        "the inside of a key": ({"private_key_data": pem("RSA")[30:-30], "passphrase": None}, "no private key"),
        "two keys": ({"private_key_path": "/nowhere/key.pem"}, "keep one"),
        "a key for a path": ({"private_key_path": pem("RSA").decode(), "private_key_data": None}, "not a path"),
        "a key for an id": ({"access_key_id": pem("RSA").decode()}, "access key id"),
        "a key for a base URL": ({"base_url": pem("RSA").decode()}, "base_url"),
        "no key id": ({"access_key_id": None}, "access key id"),
        "an unknown host": ({"base_url": "https://mock.example"}, "mock.example"),
        "a password in the base URL": ({"base_url": f"https://me:{PASSPHRASE}@mock.example"}, "user name or password"),
        "redirects": ({"follow_redirects": True}, "follow_redirects"),
        "a contradiction": ({"base_url": "https://external-api.kalshi.com/trade-api/v2", "demo": True}, "demo"),
    }


def test_no_error_of_configuration_shows_a_secret() -> None:
    def check(case: tuple[Hidden, str]) -> None:
        given, words = case
        with pytest.raises(KalshiConfigError, match=words) as refused:
            create_client(**given.arguments)
        text = shown(refused.value)
        assert "create_client: " in text
        assert_nothing_shows(text)

    walk({fault: (hidden(**changes), words) for fault, (changes, words) in bad_settings().items()}, check)


def test_no_error_of_configuration_shows_a_secret_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "key.pem").touch(mode=0o600)
    (tmp_path / "key.pem").write_bytes(pem("RSA", passphrase=PASSPHRASE))
    monkeypatch.setenv("KALSHI_API_KEY_ID", KEY_ID)
    monkeypatch.setenv("KALSHI_PRIVATE_KEY_PATH", str(tmp_path / "key.pem"))
    monkeypatch.setenv("KALSHI_PRIVATE_KEY_PASSPHRASE", WRONG)
    with pytest.raises(KalshiConfigError, match="passphrase is wrong") as refused:
        create_client()
    assert_nothing_shows(shown(refused.value))
    monkeypatch.setenv("KALSHI_PRIVATE_KEY", pem("RSA").decode())
    with pytest.raises(KalshiConfigError, match="keep one") as refused:
        create_client()
    assert_nothing_shows(shown(refused.value))


def test_a_typing_error_in_an_argument_shows_no_secret() -> None:
    given = hidden(base_ulr="x")
    with pytest.raises(TypeError, match="base_ulr") as refused:
        create_client(**given.arguments)
    assert_nothing_shows(shown(refused.value))


def test_a_misnamed_keyword_shows_no_secret() -> None:
    def check(case: tuple[Callable[..., object], str]) -> None:
        make, name = case
        given = Hidden({name: PASSPHRASE if name == "password" else pem("RSA").decode()})
        with pytest.raises(TypeError, match=f"unexpected keyword argument '{name}'") as refused:
            make(**given.arguments)
        assert_nothing_shows(shown(refused.value))

    def make_authenticated(**arguments: Any) -> object:
        # What is right is not looked at before the names are.
        given = Hidden({**arguments, "access_key_id": KEY_ID, "private_key_pem": pem("RSA")})
        del arguments
        return KalshiAuthenticatedClient(**given.arguments)

    makers: dict[str, Callable[..., object]] = {
        "create_client": create_client,
        "create_public_client": create_public_client,
        "KalshiAuthenticatedClient": make_authenticated,
    }
    walk(each_of(makers, {name: name for name in ("private_key", "private_key_pom", "passphrase_", "password")}), check)


@each_way
def test_a_refused_connection_shows_no_signature(run_async: bool) -> None:
    with every_signature() as kept, refused_port() as port:
        client = client_of(f"http://127.0.0.1:{port}{BASE_PATH}")
        with pytest.raises(KalshiNetworkError) as failed:
            ask(client, run_async=run_async)
    assert kept.arguments["signatures"]
    assert_nothing_shows(shown(failed.value), kept.arguments["signatures"])


FAULTS: dict[str, tuple[Answer, type[KalshiError]]] = {
    "reset": (resets, KalshiNetworkError),
    "half an answer": (answers_by_half, KalshiNetworkError),
    "401": (answers(b'{"code":"unauthorized"}', "401 Unauthorized"), KalshiAuthError),
    "a redirect": (answers(b"", "302 Found", "location: http://127.0.0.1:9/"), KalshiError),
    "what can't be decoded": (answers(b"<html>"), KalshiDecodeError),
}


def test_no_failure_on_the_wire_shows_a_secret_or_a_signature() -> None:
    def check(case: tuple[tuple[Answer, type[KalshiError]], str, bool]) -> None:
        (answer, expected), kind, run_async = case
        server.answer = answer
        server.received.clear()
        with pytest.raises(expected) as failed:
            # A copy has connections of its own, and the key that has been read already.
            ask(clients[kind].with_headers({}), run_async=run_async)
        assert server.received
        assert_nothing_shows(shown(failed.value), signatures_of(server.received))

    with listening() as server:
        clients = {kind: client_of(server.base_url, kind) for kind in KINDS}
        walk(each_of(FAULTS, KINDS, WAYS), check)


@each_way
def test_an_answer_that_takes_too_long_shows_no_signature(run_async: bool) -> None:
    with listening(stays_silent) as server:
        client = client_of(server.base_url).with_timeout(httpx.Timeout(5, read=0.05))
        with pytest.raises(KalshiTimeoutError) as failed:
            ask(client, run_async=run_async)
    assert_nothing_shows(shown(failed.value), signatures_of(server.received))


@each_way
def test_sending_that_takes_too_long_shows_no_signature(run_async: bool) -> None:
    with every_signature() as kept, never_reading() as server:
        # Headers that fill every buffer, so that the frames which write them are those that fail.
        client = client_of(server.base_url).with_headers({"x-large": "x" * OVERFLOWING})
        client = client.with_timeout(httpx.Timeout(5, write=0.05))
        with pytest.raises(KalshiTimeoutError, match="sending took too long") as failed:
            ask(client, run_async=run_async)
    assert kept.arguments["signatures"]
    assert_nothing_shows(shown(failed.value), kept.arguments["signatures"])


@each_way
def test_a_header_that_is_refused_shows_neither_itself_nor_a_key(run_async: bool) -> None:
    client = client_of("https://mock.example")
    (client.get_async_httpx_client() if run_async else client.get_httpx_client()).headers["kalshi-access-key"] = "x"
    with pytest.raises(KalshiConfigError) as refused:
        ask(client, run_async=run_async)
    assert_nothing_shows(shown(refused.value))


@each_way
def test_no_log_record_shows_a_signature(run_async: bool, caplog: pytest.LogCaptureFixture) -> None:
    with (
        listening(answers(b'{"code":"unauthorized"}', "401 Unauthorized")) as server,
        pytest.raises(KalshiAuthError),
    ):
        ask(client_of(server.base_url), run_async=run_async)
    names = {record.name.partition(".")[0] for record in caplog.records}
    assert names >= {"httpx", "httpcore"}
    assert_nothing_shows(logged(caplog), signatures_of(server.received))
