"""Arguments and environment variables, and what happens when they contradict each other."""

from __future__ import annotations

import io
import os
import pathlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalshi_overlay.environments import DEMO, KEY_APIS, KLEAR_APIS, PRODUCTION, Environment
from kalshi_overlay.errors import KalshiConfigError
from kalshi_overlay.settings import Address, ApiKey, Sources, read_address, read_api_key
from tests.shown_errors import shown_inside
from tests.walking import by_name, each_of, walk, walked

MOCK = "http://127.0.0.1:8000/trade-api/v2"
TRUE, FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")
KLEAR_URLS = {environment.name: environment.base_url_of(KLEAR_APIS) for environment in (PRODUCTION, DEMO)}
PEM = "-----BEGIN PRIVATE KEY-----\nmain-secret\n-----END PRIVATE KEY-----"


def address(environ: dict[str, str] | None = None, **arguments: Any) -> Address:
    return read_address(Sources(arguments, environ or {}))


def api_key(environ: dict[str, str] | None = None, **arguments: Any) -> ApiKey:
    return read_api_key(Sources(arguments, environ or {}))


def settings(environ: dict[str, str] | None = None, **arguments: Any) -> tuple[Address, ApiKey]:
    return address(environ, **arguments), api_key(environ, **arguments)


def urls_of(environment: Environment, apis: tuple[str, ...] = KEY_APIS) -> list[str]:
    """The base URLs of an environment that serve some of these APIs."""
    return [server.base_url for server in environment.servers if {*apis} & {*server.apis}]


def refusal(environ: dict[str, str] | None = None, **arguments: Any) -> str:
    with pytest.raises(KalshiConfigError) as refused:
        settings(environ, **arguments)
    return str(refused.value)


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "key.pem"
    path.touch(mode=0o600)
    path.write_text(PEM)
    return path


def test_nothing_given_is_production() -> None:
    assert address() == Address(PRODUCTION.base_url, False)


def test_arguments_override_the_environment() -> None:
    environ = {
        "KALSHI_API_KEY_ID": "theirs",
        "KALSHI_PRIVATE_KEY": "theirs",
        "KALSHI_PRIVATE_KEY_PASSPHRASE": "theirs",
        "KALSHI_API_BASE_URL": "https://mock.example",
        "KALSHI_ALLOW_UNKNOWN_HOST": "1",
    }
    assert settings(
        environ,
        access_key_id="mine",
        private_key_data="mine",
        passphrase="mine",
        base_url=DEMO.base_url,
        allow_unknown_host=False,
    ) == (Address(DEMO.base_url, False), ApiKey("mine", b"mine", "mine"))


def test_the_environment_alone_is_enough(key_file: Path) -> None:
    environ = {
        "KALSHI_API_KEY_ID": " an-id\n",
        "KALSHI_PRIVATE_KEY_PATH": str(key_file),
        "KALSHI_PRIVATE_KEY_PASSPHRASE": " open sesame ",
        "KALSHI_API_BASE_URL": " http://127.0.0.1:8000/trade-api/v2/ ",
        "KALSHI_ALLOW_UNKNOWN_HOST": "true",
    }
    assert settings(environ) == (Address(MOCK, True), ApiKey("an-id", PEM.encode(), " open sesame "))


def test_the_process_environment_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KALSHI_DEMO", "true")
    assert read_address(Sources({})).base_url == DEMO.base_url


@pytest.mark.parametrize("key_id", ["KALSHI_API_KEY_ID", "KALSHI_KEY_ID"])
@pytest.mark.parametrize("key", ["KALSHI_PRIVATE_KEY", "KALSHI_PY_PRIVATE_KEY_PEM"])
def test_both_names_of_a_variable_are_read(key_id: str, key: str) -> None:
    assert api_key({key_id: "an-id", key: PEM}).private_key == PEM.encode()


@pytest.mark.parametrize(
    ("one", "other"),
    [("KALSHI_API_KEY_ID", "KALSHI_KEY_ID"), ("KALSHI_PRIVATE_KEY", "KALSHI_PY_PRIVATE_KEY_PEM")],
)
def test_two_names_of_a_variable_must_agree(one: str, other: str) -> None:
    rest = {"KALSHI_API_KEY_ID": "an-id", "KALSHI_PRIVATE_KEY": PEM}
    message = refusal({**rest, one: "main-secret", other: "other-secret"})
    assert one in message
    assert other in message
    assert "secret" not in message
    assert api_key({**rest, other: rest[one] + "\n"}).access_key_id == "an-id"


QUOTED = {"double": '"{}"', "single": "'{}'", "space around": ' "{}"\n', "space within": '" {} "'}


def test_a_pair_of_quotes_around_a_value_is_taken_off(key_file: Path) -> None:
    def check(form: str) -> None:
        plain = {
            "KALSHI_API_KEY_ID": "an-id",
            "KALSHI_PRIVATE_KEY_PATH": str(key_file),
            "KALSHI_API_BASE_URL": MOCK,
            "KALSHI_ALLOW_UNKNOWN_HOST": "true",
        }
        environ = {name: form.format(value) for name, value in plain.items()}
        expected = (Address(MOCK, True), ApiKey("an-id", PEM.encode()))
        assert settings(environ) == expected
        arguments = {"access_key_id": environ["KALSHI_API_KEY_ID"], "base_url": environ["KALSHI_API_BASE_URL"]}
        path = environ["KALSHI_PRIVATE_KEY_PATH"]
        assert settings(**arguments, private_key_path=path, allow_unknown_host=True) == expected
        assert address({"KALSHI_DEMO": form.format("1")}).base_url == DEMO.base_url
        # The other name of a variable may come without them.
        assert api_key({**environ, "KALSHI_KEY_ID": "an-id"}).access_key_id == "an-id"

    walk(QUOTED, check)


def test_a_quote_without_its_pair_is_refused() -> None:
    for key_id in ('"an-id', "an-id'", "\"an-id'", '""an-id""', "“an-id”"):
        assert "access key id must be" in refusal({"KALSHI_KEY_ID": key_id, "KALSHI_PRIVATE_KEY": PEM})
    for word in ('"true', '"', "'"):
        assert refusal({"KALSHI_DEMO": word}).startswith("KALSHI_DEMO is neither")


def test_a_file_that_is_missing_is_named_without_the_quotes_around_its_path() -> None:
    message = refusal(access_key_id="an-id", private_key_path='"/none/key.pem"')
    assert message == "private_key_path /none/key.pem: there is no such file"


@pytest.mark.parametrize("of_key", ["MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF", "A/b1" * 16])
def test_a_part_of_a_key_in_place_of_a_path_is_not_shown(of_key: str) -> None:
    for sources in ({"private_key_path": of_key}, {}):
        environ = {} if sources else {"KALSHI_PRIVATE_KEY_PATH": of_key}
        with pytest.raises(KalshiConfigError, match="not shown, since it may be a part of a key") as refused:
            read_api_key(Sources({"access_key_id": "an-id", **sources}, environ))
        assert of_key not in str(refused.value)


@pytest.mark.parametrize("empty", [" ", '""', "' '"])
def test_empty_variables_count_as_unset(empty: str) -> None:
    names = ["API_KEY_ID", "KEY_ID", "PRIVATE_KEY_PATH", "PRIVATE_KEY", "PRIVATE_KEY_PASSPHRASE", "DEMO"]
    names += ["PY_PRIVATE_KEY_PEM", "API_BASE_URL", "ALLOW_UNKNOWN_HOST"]
    environ = {f"KALSHI_{name}": empty for name in names}
    assert address(environ) == address()
    assert refusal(environ) == refusal()


@pytest.mark.parametrize(
    "argument", ["base_url", "access_key_id", "private_key_path", "private_key_data", "passphrase"]
)
def test_an_empty_argument_is_refused_by_name(argument: str) -> None:
    assert refusal({}, **{argument: ""}).startswith(f"{argument} is empty")


def test_an_argument_of_the_wrong_kind_is_refused_by_name() -> None:
    def check(case: tuple[str, object]) -> None:
        argument, value = case
        message = refusal({}, **{argument: value})
        assert message.startswith(f"{argument} must be")
        assert type(value).__name__ in message

    wrong: dict[str, object] = {
        "base_url": 1,
        "access_key_id": b"id",
        "private_key_path": 3,
        "private_key_data": object(),
        "passphrase": 1,
        "demo": "false",
        "allow_unknown_host": 1,
    }
    walk({argument: (argument, value) for argument, value in wrong.items()}, check)


def test_words_for_true_and_false_are_read_in_any_case() -> None:
    def check(case: tuple[tuple[str, bool], Callable[[str], str]]) -> None:
        (word, demo), spell = case
        assert address({"KALSHI_DEMO": spell(word)}).base_url == (DEMO if demo else PRODUCTION).base_url

    words = {word: (word, word in TRUE) for word in TRUE + FALSE}
    spellings: dict[str, Callable[[str], str]] = {
        "small": str.lower,
        "capitals": str.upper,
        "title": str.title,
        "space around": lambda word: f" {word}\t",
    }
    walk(each_of(words, spellings), check)


@given(st.text(min_size=1), st.sampled_from(["KALSHI_DEMO", "KALSHI_ALLOW_UNKNOWN_HOST"]))
def test_any_other_word_is_an_error_and_never_production(word: str, variable: str) -> None:
    if word.strip().lower() not in {"", *TRUE, *FALSE}:
        message = refusal({variable: word})
        assert message.startswith(variable)
        assert "yes" in message
        assert "off" in message


@given(
    st.sampled_from([None, *urls_of(PRODUCTION), *urls_of(DEMO), MOCK]),
    st.sampled_from([None, True, False]),
    st.booleans(),
    st.booleans(),
)
def test_demo_and_the_base_url_never_contradict(
    base_url: str | None, demo: bool | None, allow: bool, as_variables: bool
) -> None:
    arguments = {"base_url": base_url, "demo": demo, "allow_unknown_host": allow}
    environ = {
        "KALSHI_API_BASE_URL": base_url or "",
        "KALSHI_DEMO": "" if demo is None else str(demo),
        "KALSHI_ALLOW_UNKNOWN_HOST": str(allow),
    }
    wrong = PRODUCTION if demo else DEMO
    contradicts = demo is not None and base_url is not None and base_url in urls_of(wrong)
    sources: dict[str, Any] = {"environ": environ} if as_variables else arguments
    if contradicts:
        message = refusal(**sources)
        names = ("KALSHI_API_BASE_URL", "KALSHI_DEMO") if as_variables else ("base_url", "demo")
        assert all(name in message for name in names)
        assert wrong.name in message
    else:
        expected = base_url or (DEMO if demo else PRODUCTION).base_url
        assert address(**sources) == Address(expected, allow)


@pytest.mark.parametrize("argument", [{"base_url": PRODUCTION.base_url}, {"demo": False}])
def test_an_argument_overrides_both_variables_of_the_address(argument: dict[str, Any]) -> None:
    for environ in ({"KALSHI_DEMO": "neither"}, {"KALSHI_API_BASE_URL": "nowhere"}):
        assert address(environ, **argument).base_url == PRODUCTION.base_url


def test_an_argument_overrides_both_variables_of_the_key(key_file: Path) -> None:
    by_text = api_key({"KALSHI_PRIVATE_KEY_PATH": "/none"}, access_key_id="an-id", private_key_data=b"mine")
    assert by_text.private_key == b"mine"
    by_path = api_key({"KALSHI_PRIVATE_KEY": "no"}, access_key_id="an-id", private_key_path=key_file)
    assert by_path.private_key == PEM.encode()


def test_a_path_and_a_text_contradict_each_other(key_file: Path) -> None:
    message = refusal(access_key_id="an-id", private_key_path=key_file, private_key_data=PEM)
    assert "private_key_path and private_key_data" in message
    environ = {"KALSHI_PRIVATE_KEY_PATH": str(key_file), "KALSHI_PY_PRIVATE_KEY_PEM": PEM}
    message = refusal({"KALSHI_KEY_ID": "an-id", **environ})
    assert "KALSHI_PRIVATE_KEY_PATH and KALSHI_PY_PRIVATE_KEY_PEM" in message


@pytest.mark.parametrize("url", ["nowhere", "https://u:hunter2@mock.example", "https://mock.example/?a=hunter2"])
def test_a_base_url_that_is_none_is_refused_by_the_name_of_its_source(url: str) -> None:
    for environ, arguments, name in (
        ({}, {"base_url": url}, "base_url"),
        ({"KALSHI_API_BASE_URL": url}, {}, "KALSHI_API_BASE_URL"),
    ):
        message = refusal(environ, allow_unknown_host=True, **arguments)
        assert message.startswith(f"{name}: ")
        assert "hunter2" not in message


@walked("path", ["", "/", "/trade-api", "/trade-api/v1", "/trade-api/v2/markets", "/trade-api%2Fv2"])
def test_a_base_url_of_the_exchange_without_the_path_of_its_api_is_refused_with_the_remedy(path: str) -> None:
    for host in (url.split("/")[2] for url in urls_of(PRODUCTION) + urls_of(DEMO)):
        for allow in (True, False):
            message = refusal(base_url=f"https://{host}{path}", allow_unknown_host=allow)
            assert message.startswith("base_url: ")
            assert f"write https://{host}/trade-api/v2" in message
        assert address(base_url=f"https://{host}/trade-api/v2/").base_url == f"https://{host}/trade-api/v2"


def test_half_an_api_key_is_refused_with_what_is_missing_and_how_to_give_it(key_file: Path) -> None:
    for message in (refusal(private_key_data=PEM), refusal(private_key_path=key_file)):
        assert "pass access_key_id or set KALSHI_API_KEY_ID" in message
    message = refusal({"KALSHI_KEY_ID": "an-id"})
    assert message.startswith("KALSHI_KEY_ID is given without a private key")
    assert "private_key_path or private_key_data" in message


def test_requiring_an_api_key_names_every_way_to_give_one() -> None:
    with pytest.raises(KalshiConfigError) as refused:
        api_key()
    for name in ("access_key_id", "private_key_path", "private_key_data", "KALSHI_API_KEY_ID", "KALSHI_KEY_ID"):
        assert name in str(refused.value)
    for name in ("KALSHI_PRIVATE_KEY_PATH", "KALSHI_PRIVATE_KEY ", "KALSHI_PY_PRIVATE_KEY_PEM"):
        assert name in str(refused.value)


def test_reading_the_address_reads_no_credential() -> None:
    environ = {"KALSHI_KEY_ID": "an-id", "KALSHI_PRIVATE_KEY_PATH": "/none", "KALSHI_DEMO": "on"}
    assert address(environ) == Address(DEMO.base_url)


def test_a_key_id_that_cannot_be_sent_in_a_header_is_refused_without_showing_it() -> None:
    def check(key_id: str) -> None:
        message = refusal(access_key_id=key_id, private_key_data=PEM)
        assert "access key id must be" in message
        assert key_id not in message

    walk(by_name(["an id", "an-id\r\nX: y", "an-id\x00", "ключ", PEM, "a" * 257], repr), check)


def test_a_tilde_in_the_path_is_the_home_directory(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(key_file.parent))
    for path in ("~/key.pem", Path("~/key.pem")):
        assert api_key(access_key_id="an-id", private_key_path=path).private_key == PEM.encode()


def test_each_way_a_key_file_fails_has_its_own_error(
    tmp_path: Path, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "big").write_bytes((b"main-secret " * 6000)[:65537])
    failures = {
        "none.pem": "there is no such file",
        ".": "it is a directory",
        "loop": "it can't be read (",
        "big": "it is larger than 64 KiB",
    }
    for name, words in failures.items():
        message = refusal(access_key_id="an-id", private_key_path=tmp_path / name)
        assert message.startswith(f"private_key_path {tmp_path / name}: {words}")
        assert "secret" not in message

    def denied(*arguments: Any, **options: Any) -> io.BytesIO:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(pathlib.Path, "open", denied)
    message = refusal({"KALSHI_KEY_ID": "an-id", "KALSHI_PRIVATE_KEY_PATH": str(key_file)})
    assert message == f"KALSHI_PRIVATE_KEY_PATH {key_file}: it can't be read (Permission denied)"


def test_a_user_who_does_not_exist_has_no_key_file() -> None:
    message = refusal(access_key_id="an-id", private_key_path="~no-such-user-here/key.pem")
    assert "it can't be read" in message


@pytest.mark.parametrize("text", [PEM, PEM.replace("\n", "\\n"), "main-secret\nx", ("main-secret" * 94)[:1025]])
def test_a_pem_text_given_as_a_path_is_not_shown(text: str) -> None:
    message = refusal(access_key_id="an-id", private_key_path=text)
    assert "pass private_key_data" in message
    assert "secret" not in message


def test_a_long_path_is_a_path() -> None:
    path = "/key" * 256
    assert refusal(access_key_id="an-id", private_key_path=path).startswith(f"private_key_path {path}: there is no")


def test_a_file_of_64_kib_is_read(tmp_path: Path) -> None:
    (tmp_path / "key").touch(mode=0o600)
    (tmp_path / "key").write_bytes(b"x" * 65536)
    key = api_key(access_key_id="an-id", private_key_path=os.fspath(tmp_path / "key")).private_key
    assert key == b"x" * 65536


def test_no_repr_shows_a_secret() -> None:
    assert "secret" not in repr(api_key(access_key_id="an-id", private_key_data=PEM, passphrase="other-secret"))


FAULTS: list[tuple[dict[str, str], dict[str, Any]]] = [
    ({"KALSHI_DEMO": "neither"}, {}),
    ({"KALSHI_API_BASE_URL": "https://u:main-secret@mock.example"}, {}),
    ({"KALSHI_KEY_ID": "other"}, {}),
    ({"KALSHI_PRIVATE_KEY_PATH": "/none"}, {}),
    ({"KALSHI_PY_PRIVATE_KEY_PEM": "other-secret"}, {}),
    ({}, {"access_key_id": "main-secret\n" * 9}),
    ({}, {"private_key_path": PEM}),
    ({}, {"private_key_path": "/none", "private_key_data": PEM}),
    ({}, {"passphrase": 1, "private_key_data": PEM}),
]


def test_a_traceback_that_shows_locals_shows_no_secret() -> None:
    def check(fault: tuple[dict[str, str], dict[str, Any]]) -> None:
        environ = {
            "KALSHI_API_KEY_ID": "an-id",
            "KALSHI_PRIVATE_KEY": PEM,
            "KALSHI_PRIVATE_KEY_PASSPHRASE": "other-secret",
            **fault[0],
        }
        sources = Sources(fault[1], environ)
        with pytest.raises(KalshiConfigError) as refused:
            print(read_address(sources), read_api_key(sources))
        shown = shown_inside(refused.value)
        assert ": sources = " in shown
        assert "-secret" not in shown

    walk(by_name(FAULTS, str), check)
