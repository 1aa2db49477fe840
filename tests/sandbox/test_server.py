"""Starting and stopping: in a test, from a shell, around a command; nothing stays behind."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from kalshi_overlay.sandbox import Sandbox

ROOT = Path(__file__).parents[2]
MODULE = [sys.executable, "-m", "kalshi_overlay.sandbox"]
VARIABLES = (
    "KALSHI_API_BASE_URL",
    "KALSHI_ALLOW_UNKNOWN_HOST",
    "KALSHI_API_KEY_ID",
    "KALSHI_PRIVATE_KEY_PATH",
)


def is_listening(url: str) -> bool:
    parts = urlsplit(url)
    with socket.socket() as probe:
        probe.settimeout(5)
        return probe.connect_ex((parts.hostname, parts.port)) == 0


def test_a_sandbox_leaves_no_thread_and_no_socket() -> None:
    before = set(threading.enumerate())
    with Sandbox() as exchange:
        url = exchange.base_url
        assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]+/trade-api/v2", url)
        assert httpx.get(f"{url}/exchange/status").status_code == 200
    assert set(threading.enumerate()) == before
    assert not is_listening(url)


def test_a_sandbox_stops_while_a_client_keeps_its_connection() -> None:
    with Sandbox() as exchange, httpx.Client(base_url=exchange.base_url) as client:
        client.get("/exchange/status")
        exchange.__exit__(None, None, None)
        with pytest.raises(httpx.TransportError):
            client.get(f"http://127.0.0.1:{exchange._port}/")


def test_a_sandbox_stops_when_its_block_raises() -> None:
    sandbox, urls = Sandbox(), []

    def block() -> None:
        with sandbox as exchange:
            urls.append(exchange.base_url)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        block()
    assert not is_listening(urls[0])


def test_two_sandboxes_run_at_once_and_know_only_their_own_keys() -> None:
    with Sandbox() as first, Sandbox() as second:
        assert first.base_url != second.base_url
        assert first.access_key_id != second.access_key_id
        assert first.private_key_pem != second.private_key_pem


def test_a_sandbox_is_entered_once() -> None:
    sandbox = Sandbox()
    with sandbox, pytest.raises(RuntimeError, match="entered once"), sandbox:
        pass
    with pytest.raises(RuntimeError, match="entered once"):
        sandbox.__enter__()


def test_a_sandbox_has_no_base_url_before_it_listens() -> None:
    with pytest.raises(RuntimeError, match="with block"):
        _ = Sandbox().base_url


def test_a_port_in_use_is_an_error() -> None:
    with Sandbox() as exchange:
        port = urlsplit(exchange.base_url).port
        assert port is not None
        with pytest.raises(OSError, match="in use"):
            Sandbox(port).__enter__()


@contextmanager
def shell(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [*MODULE, *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def exports(process: subprocess.Popen[str]) -> dict[str, str]:
    assert process.stdout is not None
    found: dict[str, str] = {}
    while len(found) < len(VARIABLES):
        line = process.stdout.readline()
        assert line, "the sandbox ended early"
        if line.startswith("export "):
            name, value = line.removeprefix("export ").strip().split("=", 1)
            found[name] = value
    return found


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_from_a_shell_it_serves_until_it_is_told_to_stop(number: signal.Signals) -> None:
    with shell("--port", "0") as process:
        settings = exports(process)
        assert tuple(settings) == VARIABLES
        key = Path(settings["KALSHI_PRIVATE_KEY_PATH"])
        assert key.stat().st_mode & 0o777 == 0o600
        assert key.parent.stat().st_mode & 0o777 == 0o700
        assert httpx.get(settings["KALSHI_API_BASE_URL"] + "/exchange/status").status_code == 200
        process.send_signal(number)
        assert process.wait(20) == 0
        assert not key.parent.exists()
        assert not is_listening(settings["KALSHI_API_BASE_URL"])


def around(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*MODULE, "--", *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, **variables},
        timeout=60,
        check=False,
    )


def test_around_a_command_it_sets_the_variables_and_stops_with_it() -> None:
    show = "import os; print(*(f'{k}={v}' for k, v in os.environ.items() if k.startswith('KALSHI_')), sep='\\n')"
    done = around(sys.executable, "-c", show, KALSHI_DEMO="true", KALSHI_PRIVATE_KEY="other")
    told = dict(line.split("=", 1) for line in done.stdout.splitlines())
    assert (done.returncode, done.stderr) == (0, "")
    assert set(told) == set(VARIABLES)
    assert not Path(told["KALSHI_PRIVATE_KEY_PATH"]).exists()
    assert not is_listening(told["KALSHI_API_BASE_URL"])


def test_a_commands_exit_status_is_the_sandboxs() -> None:
    assert around(sys.executable, "-c", "raise SystemExit(7)").returncode == 7


def test_a_command_that_a_signal_ended_has_the_shells_status_for_it() -> None:
    assert around(sys.executable, "-c", "import os; os.kill(os.getpid(), 9)").returncode == 137


def test_sigterm_ends_the_command_too(tmp_path: Path) -> None:
    waiting = "import os, signal; print(os.getpid(), flush=True); signal.pause()"
    with shell("--", sys.executable, "-c", waiting) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        process.terminate()
        assert process.wait(20) == 128 + signal.SIGTERM
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)


def test_a_command_that_does_not_exist_is_said_so() -> None:
    done = around("no-such-command-here")
    assert shutil.which("no-such-command-here") is None
    assert done.returncode == 127
    assert done.stderr == "sandbox: no-such-command-here: No such file or directory\n"


def test_a_port_in_use_is_said_so() -> None:
    with Sandbox() as exchange:
        port = str(urlsplit(exchange.base_url).port)
        done = subprocess.run(
            [*MODULE, "--port", port], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
        )
    assert done.returncode == 1
    assert f"sandbox: port {port}: " in done.stderr
