"""Starting and stopping: in a test, from a shell, around a command; nothing stays behind."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from kalshi_sandbox import Sandbox, listening
from kalshi_sandbox.faults import Delay

from . import plain
from .shell import SHOW_VARIABLES, VARIABLES, CommandLine, exports, python, shell, variables_of
from .small import small_sandbox

# What the environment of a command could hold against the sandbox's own settings.
_OTHERS = ("KALSHI_DEMO", "KALSHI_PRIVATE_KEY")


def is_listening(url: str) -> bool:
    parts = urlsplit(url)
    with socket.socket() as probe:
        probe.settimeout(5)
        return probe.connect_ex((parts.hostname, parts.port)) == 0


def test_a_sandbox_leaves_no_thread_and_no_socket() -> None:
    before = set(threading.enumerate())
    with small_sandbox() as exchange:
        url = exchange.base_url
        assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]+/trade-api/v2", url)
        assert plain.get(f"{url}/exchange/status").status_code == 200
    assert set(threading.enumerate()) == before
    assert not is_listening(url)


def test_a_sandbox_stops_while_a_client_keeps_its_connection() -> None:
    with small_sandbox() as exchange, plain.client(base_url=exchange.base_url) as client:
        client.get("/exchange/status")
        exchange.__exit__(None, None, None)
        with pytest.raises(httpx.TransportError):
            client.get(f"http://127.0.0.1:{exchange._port}/")


@pytest.fixture
def asked() -> Iterator[tuple[Sandbox, Future[httpx.Response]]]:
    """A sandbox that is asked something which it answers in an hour of its manual clock."""
    with small_sandbox(clock="manual", live=False) as exchange, ThreadPoolExecutor(1) as thread:
        exchange.faults.add(Delay(3600))
        answer = thread.submit(plain.get, f"{exchange.base_url}/exchange/status", timeout=20)
        while not exchange.faults.fired:
            time.sleep(0.001)
        yield exchange, answer


def test_what_is_being_answered_when_a_sandbox_stops_is_answered(
    asked: tuple[Sandbox, Future[httpx.Response]],
) -> None:
    exchange, answer = asked
    stopping = threading.Thread(target=exchange.__exit__, args=(None, None, None))
    stopping.start()
    while any(server.is_serving() for server in exchange._server.servers):
        time.sleep(0.001)
    exchange.clock.advance(3600)
    assert answer.result().status_code == 200
    stopping.join()


def test_what_takes_too_long_when_a_sandbox_stops_is_broken_off(
    asked: tuple[Sandbox, Future[httpx.Response]], monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange, answer = asked
    monkeypatch.setattr(listening, "_SHUTDOWN_TIMEOUT", 0.05)
    exchange.__exit__(None, None, None)
    assert answer.result().status_code == 500


def test_a_sandbox_stops_when_its_block_raises() -> None:
    sandbox, urls = small_sandbox(), []

    def block() -> None:
        with sandbox as exchange:
            urls.append(exchange.base_url)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        block()
    assert not is_listening(urls[0])


def test_two_sandboxes_run_at_once_and_know_only_their_own_keys() -> None:
    with small_sandbox() as first, small_sandbox() as second:
        assert first.base_url != second.base_url
        assert first.access_key_id != second.access_key_id
        with first.client(base_url=second.base_url) as client:
            assert client.get_httpx_client().get("/portfolio/balance").status_code == 401


def test_a_sandbox_is_entered_once() -> None:
    sandbox = small_sandbox()
    with sandbox, pytest.raises(RuntimeError, match="entered once"), sandbox:
        pass
    with pytest.raises(RuntimeError, match="entered once"):
        sandbox.__enter__()


def test_a_sandbox_has_no_base_url_before_it_listens() -> None:
    for name in ("base_url", "klear_base_url", "stream_url"):
        with pytest.raises(RuntimeError, match="with block"):
            getattr(small_sandbox(), name)


def test_a_port_in_use_is_an_error() -> None:
    with small_sandbox() as exchange:
        port = urlsplit(exchange.base_url).port
        assert port is not None
        with pytest.raises(OSError, match="in use"):
            small_sandbox(port=port).__enter__()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_from_a_shell_it_serves_until_a_signal_stops_it(number: signal.Signals) -> None:
    with shell("--port", "0") as process:
        settings = exports(process)
        assert tuple(settings) == VARIABLES
        key = Path(settings["KALSHI_PRIVATE_KEY_PATH"])
        assert key.stat().st_mode & 0o777 == 0o600
        assert key.parent.stat().st_mode & 0o777 == 0o700
        assert plain.get(settings["KALSHI_API_BASE_URL"] + "/exchange/status").status_code == 200
        said = re.fullmatch(r'"\$\(cat (\S+)\)"', settings["KALSHI_KLEAR_ACCESS_TOKEN"])
        assert said is not None
        token = Path(said[1])
        assert token.stat().st_mode & 0o777 == 0o600
        bearer = {"Authorization": f"Bearer {settings['KALSHI_KLEAR_ADMIN_USER_ID']}:{token.read_text()}"}
        balance = plain.get(f"{settings['KALSHI_KLEAR_BASE_URL']}/margin/settlement_balance", headers=bearer)
        assert balance.status_code == 200
        process.send_signal(number)
        assert process.wait(20) == 0
        assert not key.parent.exists()
        assert not is_listening(settings["KALSHI_API_BASE_URL"])


@pytest.fixture
def command_line(capfd: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capfd)


def test_around_a_command_it_sets_the_variables_and_stops_with_it(
    command_line: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in _OTHERS:
        monkeypatch.setenv(name, "other")
    ran = command_line.run("--", *SHOW_VARIABLES)
    variables = variables_of(ran.out)
    assert (ran.status, ran.err) == (0, "")
    assert set(variables) == set(VARIABLES)
    assert not Path(variables["KALSHI_PRIVATE_KEY_PATH"]).exists()
    assert not is_listening(variables["KALSHI_API_BASE_URL"])


def test_a_commands_exit_status_is_the_sandboxs(command_line: CommandLine) -> None:
    assert command_line.run("--", *python("raise SystemExit(7)")).status == 7


def test_a_command_that_a_signal_ended_has_the_shells_status_for_it(command_line: CommandLine) -> None:
    assert command_line.run("--", *python("import os; os.kill(os.getpid(), 9)")).status == 137


def test_sigterm_ends_the_command_too() -> None:
    waiting = python("import os, signal; print(os.getpid(), flush=True); signal.pause()")
    with shell("--", *waiting) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        process.terminate()
        assert process.wait(20) == 128 + signal.SIGTERM
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)


def test_a_command_that_does_not_exist_is_said_so(command_line: CommandLine) -> None:
    ran = command_line.run("--", "no-such-command-here")
    assert shutil.which("no-such-command-here") is None
    assert (ran.status, ran.err) == (127, "sandbox: no-such-command-here: No such file or directory\n")


def test_a_port_in_use_is_said_so(command_line: CommandLine) -> None:
    with small_sandbox() as exchange:
        port = str(urlsplit(exchange.base_url).port)
        ran = command_line.run("--port", port)
    assert ran.status == 1
    assert f"sandbox: port {port}: " in ran.err


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-01-01", "historical_cutoff: '2026-01-01' is no datetime; give one, such as datetime"),
        (datetime(2026, 1, 1), "historical_cutoff: .* has no time zone; give one that has"),
    ],
)
def test_a_cutoff_that_can_not_be_compared_is_refused(moment: Any, words: str) -> None:
    sandbox = small_sandbox()
    with pytest.raises((TypeError, ValueError), match=words):
        sandbox.historical_cutoff = moment
    assert sandbox.historical_cutoff is None
