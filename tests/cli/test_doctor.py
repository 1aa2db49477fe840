"""`kalshi doctor`, with set-ups that are broken in one way each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kalshi_cli import program
from kalshi_overlay import clock
from kalshi_overlay.environments import DEMO, PRODUCTION
from kalshi_sandbox import Sandbox
from kalshi_sandbox.faults import Body, Fault, Status
from kalshi_sandbox.stream_faults import RejectHandshake
from tests.cli.conftest import Run
from tests.keys import key, pem
from tests.walking import walk


@dataclass(frozen=True)
class Broken:
    """A set-up that is broken in one way.

    Attributes:
        check: The check that finds it.
        cause: What is in the finding.
        remedy: What is in the remedy.
        variables: The environment variables that differ; None for one that is missing.
        arguments: Further arguments.
        meanwhile: What is wrong with the exchange or with this machine.
        result: What comes of the check.
    """

    check: str
    cause: str
    remedy: str
    variables: dict[str, str | None] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    meanwhile: Callable[[], AbstractContextManager[object]] = nullcontext
    result: str = "wrong"


ID, PATH, TEXT, URL = "KALSHI_API_KEY_ID", "KALSHI_PRIVATE_KEY_PATH", "KALSHI_PRIVATE_KEY", "KALSHI_API_BASE_URL"
MAKE_A_KEY = "Make a key"


def public_pem(kind: str) -> str:
    form = PublicFormat.SubjectPublicKeyInfo
    text: bytes = key(kind).public_key().public_bytes(Encoding.PEM, form)
    return text.decode()


def findings(run: Run, *arguments: str) -> tuple[int, dict[str, dict[str, Any]]]:
    ran = run("doctor", "--json", *arguments)
    rows = [json.loads(line) for line in ran.out.splitlines()]
    return ran.status, {row["check"]: row for row in rows}


def test_nothing_is_wrong_with_a_set_up_that_is_right(run: Run) -> None:
    status, found = findings(run)
    assert status == program.DONE
    assert list(found) == ["settings", "host", "clock", "key", "limits", "shards", "stream"]
    assert {(row["result"], row["what_to_do"]) for row in found.values()} == {("ok", "")}


def test_each_broken_set_up_is_named_with_its_remedy(run: Run, exchange: Sandbox, tmp_path: Path) -> None:
    exchange.register_key("no-cash", public_pem("Ed25519"), account=exchange.add_account(balance=0))
    readable, empty = tmp_path / "readable.pem", tmp_path / "empty.pem"
    readable.write_text(exchange.private_key_pem)
    readable.chmod(0o644)
    empty.touch(0o600)

    @contextmanager
    def clock_off(seconds: int) -> Iterator[None]:
        right = clock.unix_milliseconds
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(clock, "unix_milliseconds", lambda: right() + 1000 * seconds)
            yield

    @contextmanager
    def fault(kind: Fault) -> Iterator[None]:
        exchange.faults.add(kind)
        yield
        exchange.faults.clear()

    @contextmanager
    def no_stream() -> Iterator[None]:
        exchange.stream.faults.add(RejectHandshake(status=403))
        yield
        exchange.stream.faults.clear()

    @contextmanager
    def paused() -> Iterator[None]:
        exchange.pause()
        yield
        exchange.resume()

    def with_key(text: bytes | str) -> dict[str, str | None]:
        return {TEXT: text if isinstance(text, str) else text.decode()}

    cases = {
        "no key": Broken("key", "there is no API key", MAKE_A_KEY, {ID: None, TEXT: None}),
        "no id": Broken("key", "no access key id", MAKE_A_KEY, {ID: None}),
        "no private key": Broken("key", "without a private key", PATH, {TEXT: None}),
        "two private keys": Broken("key", "keep one of them", MAKE_A_KEY, {PATH: str(readable)}),
        "no such file": Broken("key", "nowhere.pem", MAKE_A_KEY, {TEXT: None, PATH: str(tmp_path / "nowhere.pem")}),
        "an empty file": Broken("key", "empty", MAKE_A_KEY, {TEXT: None, PATH: str(empty)}),
        "a public key": Broken("key", "public key", MAKE_A_KEY, with_key(public_pem("Ed25519"))),
        "text that is no key": Broken("key", "can't be used", MAKE_A_KEY, with_key("abc")),
        "a key of another kind": Broken("key", "takes RSA keys", MAKE_A_KEY, with_key(pem("EC"))),
        "an encrypted key": Broken("key", "passphrase", MAKE_A_KEY, with_key(pem("Ed25519", passphrase="x"))),
        "a file that all can read": Broken(
            "key file", "readable.pem", "chmod 600", {TEXT: None, PATH: str(readable)}, result="warning"
        ),
        "a URL without a scheme": Broken("settings", "scheme", "Correct the option", {URL: "localhost/trade-api/v2"}),
        "an unknown host": Broken("settings", "not a host", "Correct", {URL: "https://kalshi.example/trade-api/v2"}),
        "no TLS": Broken("settings", "https only", "Correct", {URL: PRODUCTION.base_url.replace("https", "http")}),
        "two environments": Broken(
            "settings", "leave one", "Correct", {URL: PRODUCTION.base_url, "KALSHI_DEMO": "true"}
        ),
        "production as a sandbox": Broken(
            "settings", "itself", "Correct", arguments=(f"--sandbox={PRODUCTION.base_url}",)
        ),
        "demo or not": Broken("settings", "neither true", "Correct", {URL: DEMO.base_url, "KALSHI_DEMO": "maybe"}),
        "a closed port": Broken("host", "refused", "correct the port", {URL: "http://127.0.0.1:9/trade-api/v2"}),
        "another server": Broken("host", "", "KALSHI_API_BASE_URL", meanwhile=lambda: fault(Body("html"))),
        "a broken exchange": Broken("host", "502", "Try again later", meanwhile=lambda: fault(Status(502))),
        "maintenance": Broken("host", "503", "Try again later", meanwhile=exchange.maintenance),
        "a pause": Broken("host", "paused", "Wait", meanwhile=paused, result="warning"),
        "a clock that is behind": Broken("clock", "behind", "timedatectl", meanwhile=lambda: clock_off(-120)),
        "a clock that is ahead": Broken("clock", "ahead of", "timedatectl", meanwhile=lambda: clock_off(120)),
        "a clock that is doubtful": Broken(
            "clock", "behind", "timedatectl", meanwhile=lambda: clock_off(-7), result="warning"
        ),
        "a key of another environment": Broken("key", "401", "demo and production", {ID: "unknown"}),
        "the key of another id": Broken("key", "401", "belong together", with_key(pem("Ed25519"))),
        "an account without cash": Broken(
            "shards", "no cash", "Deposit", {ID: "no-cash", **with_key(pem("Ed25519"))}, result="warning"
        ),
        "a stream that is blocked": Broken("stream", "403", "WebSockets", meanwhile=no_stream),
    }

    def check(case: Broken) -> None:
        with pytest.MonkeyPatch.context() as patch, case.meanwhile():
            for name, value in case.variables.items():
                patch.delenv(name) if value is None else patch.setenv(name, value)
            status, found = findings(run, *case.arguments)
        row = found[case.check]
        assert row["result"] == case.result
        assert case.cause in row["finding"], row
        assert case.remedy in row["what_to_do"], row
        assert status == (program.FAILED if case.result == "wrong" else program.DONE)
        # What was not broken is not blamed.
        assert [
            name for name, each in found.items() if each["result"] != "ok" and name not in (case.check, "key")
        ] == []

    walk(cases, check)
