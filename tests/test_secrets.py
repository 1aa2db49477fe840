"""No repr, error, log record or traceback with locals shows a private key, a passphrase, a signature or a token."""

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
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import KalshiAuthError, KalshiDecodeError, KalshiError
from kalshi_gen.klear.api.balances import get_guaranty_fund_balance
from kalshi_overlay import (
    KalshiAuth,
    KalshiAuthenticatedClient,
    KalshiConfigError,
    KalshiKlearClient,
    KlearAuth,
    RetryPolicy,
    create_client,
    create_klear_client,
    create_public_client,
)
from kalshi_overlay.errors import KalshiNetworkError, KalshiTimeoutError
from kalshi_overlay.settings import Sources, read_access_token, read_api_key
from tests.async_transports import each_way
from tests.credentials import ACCESS_TOKEN, ADMIN_USER_ID, CREDENTIALS, KLEAR_PATH, credentials_in
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


def hidden_token(**changes: Any) -> Hidden:
    return Hidden({"admin_user_id": ADMIN_USER_ID, "access_token": ACCESS_TOKEN, **changes})


def secrets() -> set[str]:
    """What must not be shown: every line of the keys, the passphrases, and the access token."""
    keys = [pem(kind, passphrase=passphrase) for kind in KINDS for passphrase in ("", PASSPHRASE)]
    lines = {line for key in keys for line in key.decode().splitlines() if not line.startswith("-----")}
    return {*(line[:24] for line in lines), PASSPHRASE, WRONG, ACCESS_TOKEN, "BEGIN PRIVATE KEY", "BEGIN ENCRYPTED"}


def assert_nothing_shows(text: str, signatures: Sequence[str] = ()) -> None:
    # What fills buffers is no secret, and long to search.
    text = text.replace("x" * 1000, "")
    for secret in {*secrets(), *(signature[:24] for signature in signatures)}:
        assert secret not in text, "a secret is shown"


def logged(caplog: pytest.LogCaptureFixture) -> str:
    return "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)


def client_of(origin: str, kind: str = "RSA") -> Any:
    """A client of a kind of key, or of an access token."""
    options: dict[str, Any] = {"allow_unknown_host": True, "verify_ssl": NO_CERTIFICATES}
    options["retry_policy"] = RetryPolicy(retries=0)
    if kind == "token":
        return create_klear_client(**hidden_token(base_url=origin + KLEAR_PATH, **options).arguments)
    return create_client(**hidden(kind, base_url=origin + BASE_PATH, **options).arguments)


def ask(client: AuthenticatedClient, *, run_async: bool) -> None:
    operation: Any = get_guaranty_fund_balance if isinstance(client, KalshiKlearClient) else get_balance

    async def ask_async() -> None:
        async with client:
            await operation.asyncio(client=client)

    if run_async:
        asyncio.run(ask_async())
    else:
        with client:
            operation.sync(client=client)


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
    return [value for each in received for name, value in each.headers if name.upper() == "KALSHI-ACCESS-SIGNATURE"]


WAYS = {"sync": False, "asyncio": True}
each_kind = pytest.mark.parametrize("kind", ["RSA", "token"])


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


def test_no_repr_shows_an_access_token() -> None:
    arguments = hidden_token().arguments
    token, auth = read_access_token(Sources(arguments, {})), KlearAuth(ADMIN_USER_ID, ACCESS_TOKEN)
    client = create_klear_client(**arguments)
    http = client.get_httpx_client()
    things = [token, auth, auth.__dict__, auth.headers, client, client.__dict__, client.with_headers({"x-mine": "1"})]
    things += [http, http.__dict__, copy.copy(token), Sources(arguments, {"KALSHI_KLEAR_ACCESS_TOKEN": ACCESS_TOKEN})]
    text = "\n".join(f"{thing!r} {thing!s} {thing}" for thing in things)
    assert ADMIN_USER_ID[-4:] in text
    assert ADMIN_USER_ID not in text.replace(f"'_admin_user_id': '{ADMIN_USER_ID}'", "")
    assert_nothing_shows(text)


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


def bad_settings_of_klear() -> dict[str, tuple[dict[str, Any], str]]:
    """What can't be the settings of a client of Klear, and what the error says of it."""
    return {
        "no id": ({"admin_user_id": None}, "pass admin_user_id or set KALSHI_KLEAR_ADMIN_USER_ID$"),
        "no token": ({"access_token": None}, "pass access_token or set KALSHI_KLEAR_ACCESS_TOKEN$"),
        "an id with a colon": ({"admin_user_id": f"{ADMIN_USER_ID}:{ACCESS_TOKEN}"}, "without quotes or colons"),
        "a token for an id": ({"admin_user_id": f"Bearer {ACCESS_TOKEN}"}, "the admin user id must be one word"),
        "a token with a blank": ({"access_token": f"{ACCESS_TOKEN} {ACCESS_TOKEN}"}, "without Bearer and the id"),
        "a complete header": ({"access_token": f"Bearer {ADMIN_USER_ID}:{ACCESS_TOKEN}"}, "without Bearer and the id"),
        "both in one": ({"access_token": f"{ADMIN_USER_ID}:{ACCESS_TOKEN}"}, "begins with the admin user id"),
        "a line break": ({"access_token": f"{ACCESS_TOKEN}\r\nx-mine: 1"}, "the access token must be one word"),
        "letters beyond ASCII": ({"access_token": f"{ACCESS_TOKEN}é"}, "the access token must be one word"),
        "a quote": ({"access_token": f"{ACCESS_TOKEN}'"}, "the access token must be one word"),
        "a token that is too long": ({"access_token": ACCESS_TOKEN * 300}, "at most 4096"),
        "bytes": ({"access_token": ACCESS_TOKEN.encode()}, "access_token must be str, not bytes"),
        "a token for a base URL": ({"base_url": ACCESS_TOKEN}, "base_url: the URL needs a scheme"),
        "a token in the base URL": ({"base_url": f"https://{ACCESS_TOKEN}@mock.example"}, "user name or password"),
        "a header of its own": (
            {"headers": {"authorization": f"Bearer {ADMIN_USER_ID}:{ACCESS_TOKEN}"}},
            "the header authorization is written by the client alone",
        ),
        "redirects": ({"follow_redirects": True}, "follow_redirects"),
    }


def test_no_error_of_configuration_shows_an_access_token() -> None:
    def check(case: tuple[Hidden, str]) -> None:
        given, words = case
        with pytest.raises(KalshiConfigError, match=words) as refused:
            create_klear_client(**given.arguments)
        text = shown(refused.value)
        assert "create_klear_client: " in text
        assert_nothing_shows(text)

    walk(
        {fault: (hidden_token(**changes), words) for fault, (changes, words) in bad_settings_of_klear().items()}, check
    )


def test_an_auth_of_klear_s_own_shows_no_access_token_that_it_refuses() -> None:
    given = Hidden({"admin_user_id": ADMIN_USER_ID, "access_token": f" {ACCESS_TOKEN} {ACCESS_TOKEN}"})
    for make in (KlearAuth, KalshiKlearClient):
        with pytest.raises(KalshiConfigError, match="the access token must be one word") as refused:
            make(**given.arguments)
        assert_nothing_shows(shown(refused.value))


def test_no_client_takes_an_access_token_as_a_header_and_none_shows_one() -> None:
    header = Hidden({"headers": {"Authorization": f"Bearer {ADMIN_USER_ID}:{ACCESS_TOKEN}"}})

    def check(client: Any) -> None:
        with pytest.raises(
            KalshiConfigError, match="the header Authorization is written by the client alone"
        ) as refused:
            client.with_headers(**header.arguments)
        assert_nothing_shows(shown(refused.value))

    clients = {kind: each.client("https://mock.example") for kind, each in CREDENTIALS.items()}
    walk({**clients, "none": create_public_client()}, check)
    # A token of OAuth has no colon, and is for the API.
    assert create_public_client().with_headers({"Authorization": "Bearer of-oauth"})


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
        "create_klear_client": create_klear_client,
        "create_public_client": create_public_client,
        "KalshiAuthenticatedClient": make_authenticated,
    }
    walk(each_of(makers, {name: name for name in ("private_key", "private_key_pom", "passphrase_", "password")}), check)


@each_way
@each_kind
def test_a_refused_connection_shows_no_credentials(kind: str, run_async: bool) -> None:
    with every_signature() as kept, refused_port() as port:
        client = client_of(f"http://127.0.0.1:{port}", kind)
        with pytest.raises(KalshiNetworkError) as failed:
            ask(client, run_async=run_async)
    assert kept.arguments["signatures"] or kind == "token"
    assert_nothing_shows(shown(failed.value), kept.arguments["signatures"])


FAULTS: dict[str, tuple[Answer, type[KalshiError]]] = {
    "reset": (resets, KalshiNetworkError),
    "half an answer": (answers_by_half, KalshiNetworkError),
    "401": (answers(b'{"code":"unauthorized"}', "401 Unauthorized"), KalshiAuthError),
    "a redirect": (answers(b"", "302 Found", "location: http://127.0.0.1:9/"), KalshiError),
    "what can't be decoded": (answers(b"<html>"), KalshiDecodeError),
}


def test_no_failure_on_the_wire_shows_a_secret_or_a_signature() -> None:
    def check(case: tuple[tuple[Answer, type[KalshiError]], Any, bool]) -> None:
        (answer, expected), client, run_async = case
        server.answer = answer
        server.received.clear()
        with pytest.raises(expected) as failed:
            # A copy has connections of its own, and the key that has been read already.
            ask(client.with_headers({}), run_async=run_async)
        assert credentials_in(server.received)
        assert_nothing_shows(shown(failed.value), signatures_of(server.received))

    with listening() as server:
        clients = {kind: client_of(server.origin, kind) for kind in (*KINDS, "token")}
        walk(each_of(FAULTS, clients, WAYS), check)


@each_way
@each_kind
def test_an_answer_that_takes_too_long_shows_no_credentials(kind: str, run_async: bool) -> None:
    with listening(stays_silent) as server:
        client = client_of(server.origin, kind).with_timeout(httpx.Timeout(5, read=0.05))
        with pytest.raises(KalshiTimeoutError) as failed:
            ask(client, run_async=run_async)
    assert_nothing_shows(shown(failed.value), signatures_of(server.received))


@each_way
@each_kind
def test_sending_that_takes_too_long_shows_no_credentials(kind: str, run_async: bool) -> None:
    with every_signature() as kept, never_reading() as server:
        # Headers that fill every buffer, so that the frames which write them are those that fail.
        client = client_of(server.origin, kind).with_headers({"x-large": "x" * OVERFLOWING})
        client = client.with_timeout(httpx.Timeout(5, write=0.05))
        with pytest.raises(KalshiTimeoutError, match="sending took too long") as failed:
            ask(client, run_async=run_async)
    assert kept.arguments["signatures"] or kind == "token"
    assert_nothing_shows(shown(failed.value), kept.arguments["signatures"])


@each_way
@each_kind
def test_a_header_that_is_refused_shows_neither_itself_nor_a_secret(kind: str, run_async: bool) -> None:
    client = client_of("https://mock.example", kind)
    (client.get_async_httpx_client() if run_async else client.get_httpx_client()).headers["kalshi-access-key"] = "x"
    with pytest.raises(KalshiConfigError) as refused:
        ask(client, run_async=run_async)
    assert_nothing_shows(shown(refused.value))


@each_way
@each_kind
def test_no_log_record_shows_credentials(kind: str, run_async: bool, caplog: pytest.LogCaptureFixture) -> None:
    with (
        listening(answers(b'{"code":"unauthorized"}', "401 Unauthorized")) as server,
        pytest.raises(KalshiAuthError),
    ):
        ask(client_of(server.origin, kind), run_async=run_async)
    names = {record.name.partition(".")[0] for record in caplog.records}
    assert "httpx" in names
    assert "httpcore" in names or run_async
    assert_nothing_shows(logged(caplog), signatures_of(server.received))
