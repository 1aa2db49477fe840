"""What a type checker makes of the options of a client, and what happens at run time to one that does not exist."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import fields
from mypy import api

from kalshi_overlay import (
    ClientOptions,
    KalshiAuthenticatedClient,
    KalshiKlearClient,
    KalshiPublicClient,
    create_client,
    create_klear_client,
    create_public_client,
)
from tests.conftest import ROOT
from tests.keys import KEY_ID, pem
from tests.shown_errors import shown_inside

PROGRAM = """
from typing import assert_type

from kalshi_overlay import (
    KalshiAuthenticatedClient, KalshiKlearClient, KalshiPublicClient, RetryPolicy,
    create_client, create_klear_client, create_public_client,
)
from kalshi_overlay.rate_limits import BucketSize, RateLimit
from kalshi_sandbox import Sandbox

ONCE = RetryPolicy(retries=0)


def right() -> None:
    assert_type(create_client(retry_policy=ONCE, headers={"x": "1"}, rate_limit="account"), KalshiAuthenticatedClient)
    assert_type(create_public_client(demo=True, strict=True, retry_policy=ONCE), KalshiPublicClient)
    klear = create_klear_client(admin_user_id="id", access_token="token", retry_policy=ONCE)
    assert_type(klear.with_retry_policy(ONCE), KalshiKlearClient)
    signed = KalshiAuthenticatedClient("id", b"pem", verify_ssl=False, on_drift=print, limiter=None)
    assert_type(signed.with_retry_policy(ONCE), KalshiAuthenticatedClient)
    KalshiPublicClient("https://mock.example", retry_policy=ONCE, timeout=None)
    create_client(rate_limit=RateLimit(max_wait=None))
    with Sandbox() as exchange:
        assert_type(exchange.client("bob", retry_policy=ONCE, rate_limit="account"), KalshiAuthenticatedClient)
        assert_type(exchange.public_client(strict=True), KalshiPublicClient)
        assert_type(exchange.klear_client(strict=True), KalshiKlearClient)


def wrong() -> None:
    create_client(time_out=3)  # call-arg
    create_client(retry_policy=3)  # arg-type
    create_client(rate_limit="acount")  # arg-type
    create_client(headers=["x"])  # arg-type
    create_client(limiter=ONCE)  # arg-type
    create_klear_client(time_out=3)  # call-arg
    create_klear_client(access_token=b"token")  # arg-type
    create_klear_client(rate_limit="account")  # call-arg
    KalshiKlearClient("id", "token", time_out=3)  # call-arg
    create_public_client(time_out=3)  # call-arg
    create_public_client(access_key_id="id")  # call-arg
    create_public_client(strict="yes")  # arg-type
    KalshiAuthenticatedClient("id", b"pem", time_out=3)  # call-arg
    KalshiAuthenticatedClient("id", b"pem", on_drift=3)  # arg-type
    KalshiPublicClient("https://mock.example", time_out=3)  # call-arg
    RetryPolicy(deadline=3)  # call-arg
    RateLimit(max_wait="1")  # arg-type
    BucketSize(10, 20)  # call-arg
    with Sandbox() as exchange:
        exchange.client(time_out=3)  # call-arg
        exchange.public_client(time_out=3)  # call-arg
        exchange.klear_client(time_out=3)  # call-arg
        exchange.klear_client(rate_limit="account")  # call-arg
"""

# Reading these would be most of the work, and no type in the program is one of theirs.
OTHERS = (
    "cryptography",
    "httpx",
    "jsonschema",
    *(f"kalshi_gen.{name}" for name in ("api", "klear", "models", "perps", "stream")),
    *(f"kalshi_sandbox.{name}" for name in ("engine", "perps", "stream")),
    "openapi_schema_validator",
    "starlette",
    "uvicorn",
    "websockets",
    "yaml",
)
SETTINGS = f"""
[mypy]
strict = True
[mypy-{",".join(f"{name}.*" for name in OTHERS)}]
follow_imports = skip
# The bodies of our own functions are checked elsewhere; here what they are declared to take and give counts.
[mypy-kalshi_gen.*,kalshi_overlay.*,kalshi_sandbox.*]
ignore_errors = True
"""


def test_a_type_checker_refuses_an_option_that_does_not_exist_or_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MYPYPATH", str(ROOT))
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    settings = tmp_path / "mypy.ini"
    settings.write_text(SETTINGS, encoding="utf-8")

    options = [f"--config-file={settings}", f"--cache-dir={os.devnull}"]
    output, trouble, _ = api.run([*options, "--no-error-summary", "--hide-error-context", str(program)])

    assert trouble == ""
    refused = {(int(line), code) for line, code in re.findall(r"program\.py:(\d+): error: .*\[([a-z-]+)\]", output)}
    lines = enumerate(PROGRAM.splitlines(), start=1)
    expected = {(number, line.partition("  # ")[2]) for number, line in lines if "  # " in line}
    assert refused == expected, output


@pytest.mark.parametrize("kind", [KalshiPublicClient, KalshiAuthenticatedClient, KalshiKlearClient])
def test_the_options_are_those_that_a_client_takes(kind: Any) -> None:
    taken = {field.alias for field in fields(kind) if field.init} - {"base_url", "auth", "apis"}
    assert set(ClientOptions.__annotations__) == taken
    for option in taken:
        assert re.search(rf"^ +{option}: ", ClientOptions.__doc__ or "", re.MULTILINE)


def signed(**options: Any) -> object:
    return KalshiAuthenticatedClient(KEY_ID, pem("Ed25519"), **options)


def with_a_token(**options: Any) -> object:
    return KalshiKlearClient("a-user", "a-token", **options)


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (create_client, "create_client"),
        (create_public_client, "create_public_client"),
        (create_klear_client, "create_klear_client"),
        (signed, "KalshiAuthenticatedClient"),
        (with_a_token, "KalshiKlearClient"),
    ],
)
def test_an_unknown_option_is_an_error_that_names_it_and_shows_no_value(make: Callable[..., Any], name: str) -> None:
    options = {"private_key_dat": "main-secret", "headers": {"authorization": "other-secret"}}
    with pytest.raises(TypeError) as refused:
        make(**options)
    assert str(refused.value) == f"{name}() got an unexpected keyword argument 'private_key_dat'"
    shown = shown_inside(refused.value)
    assert f"{'__init__' if name.startswith('Kalshi') else name}: " in shown
    assert "-secret" not in shown.replace(repr(options), "")


def test_an_option_is_not_looked_at_before_all_names_are_known() -> None:
    class Unreadable:
        def __getattribute__(self, name: str) -> Any:
            raise AssertionError("the value was looked at")

    with pytest.raises(TypeError, match="time_out"):
        create_client(retry_policy=Unreadable(), time_out=Unreadable())  # type: ignore[arg-type, call-arg]
