"""The guard: a program that ends, is killed or freezes leaves no order behind."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kalshi_overlay import guard
from kalshi_overlay.orders.reading import FINAL_AFTER
from kalshi_sandbox.faults import Reset, Status
from tests.conftest import ROOT
from tests.orders.harness import Harness

BEATING = "from kalshi_overlay.guard import beat; import time; beat(); print('beats', flush=True); time.sleep(600)"


@pytest.fixture(autouse=True)
def _its_client(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the guard trade in the account of the test; the program sees no variable of an outer guard."""
    monkeypatch.setattr(guard, "create_client", lambda: harness.exchange.client(harness.account))
    monkeypatch.delenv("KALSHI_GUARD_FD", raising=False)


def run(*command: str, options: tuple[str, ...] = ()) -> int:
    return guard.main([*options, "--", sys.executable, "-c", *command])


def resting(harness: Harness) -> list[str]:
    return [order.order_id for order in harness.orders() if order.status == "resting"]


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("pass", 0),
        ("import sys; sys.exit(7)", 7),
        ("raise ValueError", 1),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", 137),
    ],
    ids=["done", "exits", "raises", "killed"],
)
def test_when_the_program_has_ended_no_order_rests(harness: Harness, code: str, status: int) -> None:
    harness.rest()
    assert run(code) == status
    assert resting(harness) == []


def test_an_order_that_arrives_after_the_program_has_ended_is_canceled_too(harness: Harness) -> None:
    ended = harness.exchange.clock()
    late: list[str] = []

    def arrive() -> None:
        if not late and harness.exchange.clock() > ended + FINAL_AFTER - 10:
            late.append(harness.rest().order_id)

    harness.on_wait = arrive
    assert run("pass") == 0
    assert late
    assert resting(harness) == []


def test_a_program_that_no_longer_beats_is_killed(
    harness: Harness, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    harness.rest()
    assert run(BEATING, options=("--beat", "0.3")) == 137
    written = capfd.readouterr()
    assert "beats" in written.out
    assert "no beat for 0.3 s" in written.err
    assert resting(harness) == []


def test_a_program_that_never_beats_is_killed(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_START", 0.1)
    assert run("import time; time.sleep(600)", options=("--beat", "0.1")) == 137


def test_a_program_that_beats_goes_on(harness: Harness) -> None:
    code = "from kalshi_overlay.guard import beat\nimport time\nfor _ in range(20):\n    beat()\n    time.sleep(0.1)"
    assert run(code, options=("--beat", "1.5")) == 0


def test_what_the_program_has_started_ends_with_it(harness: Harness, tmp_path_factory: pytest.TempPathFactory) -> None:
    number = tmp_path_factory.mktemp("guard") / "pid"
    code = (
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"open({str(number)!r}, 'w').write(str(child.pid))"
    )
    assert run(code) == 0
    # It has no parent any more that could wait for it, and may be there for a moment.
    for _ in range(500):
        if not _is_running(int(number.read_text())):
            return
        time.sleep(0.01)
    raise AssertionError("it runs on")


def _is_running(number: int) -> bool:
    try:
        os.kill(number, 0)
        # It may have ended, and nobody has waited for it.
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        return not Path("/proc/self").exists()


class Gone(io.StringIO):
    """A terminal that was closed."""

    def write(self, text: str) -> int:
        raise BrokenPipeError


def test_a_terminal_that_is_gone_keeps_nothing_from_being_canceled(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    harness.rest()
    monkeypatch.setattr(sys, "stderr", Gone())
    assert run("pass") == 0
    assert resting(harness) == []


def test_without_a_guard_a_beat_does_nothing() -> None:
    guard.beat()


def test_a_beat_that_nobody_reads_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    monkeypatch.setenv("KALSHI_GUARD_FD", str(writing))
    for _ in range(100_000):
        guard.beat()
    os.close(reading)
    guard.beat()
    os.close(writing)
    # As in a process that the program has started, which has the variable alone.
    guard.beat()


def when(condition: Callable[[], bool], act: Callable[[], None]) -> threading.Thread:
    """Do something once a condition holds, in a thread."""

    def wait() -> None:
        while not condition():
            time.sleep(0.01)
        act()

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (
            "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: sys.exit(5)); {ready}; time.sleep(600)",
            5,
        ),
        ("import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); {ready}; time.sleep(600)", 137),
    ],
    ids=["ends", "does not end"],
)
def test_a_guard_that_is_terminated_ends_its_program_and_stops_trading(
    harness: Harness, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, code: str, status: int
) -> None:
    monkeypatch.setattr(guard, "_GRACE", 0.5)
    ready = tmp_path_factory.mktemp("guard") / "ready"
    harness.rest()
    thread = when(ready.exists, lambda: os.kill(os.getpid(), signal.SIGTERM))
    assert run(code.format(ready=f"open({str(ready)!r}, 'w').close()")) == status
    thread.join()
    assert resting(harness) == []
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_an_exchange_that_can_not_be_reached_is_tried_until_it_can(
    harness: Harness, capfd: pytest.CaptureFixture[str]
) -> None:
    harness.rest()
    for operation in ("CancelAllOrders", "CancelOrderV2", "GetOrders"):
        harness.exchange.faults.add(Reset("before_reading"), operation=operation)
    gone_at = harness.exchange.clock()

    def come_back() -> None:
        if harness.exchange.clock() > gone_at + 60:
            harness.exchange.faults.clear()

    harness.on_wait = come_back
    assert run("pass") == 0
    assert "may still rest" in capfd.readouterr().err
    assert resting(harness) == []


def test_a_guard_without_a_key_starts_no_program() -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KALSHI")}
    ran = subprocess.run(
        [sys.executable, "-m", "kalshi_overlay.guard", "--", sys.executable, "-c", "print('started')"],
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("guard: ")


def test_a_guard_whose_key_is_refused_starts_no_program(harness: Harness, capfd: pytest.CaptureFixture[str]) -> None:
    harness.exchange.faults.add(Status(403), operation="GetBalance")
    assert run("print('started')") == 2
    written = capfd.readouterr()
    assert (written.out, "403" in written.err) == ("", True)


def test_a_program_that_is_not_there_is_named(harness: Harness, capfd: pytest.CaptureFixture[str]) -> None:
    assert guard.main(["--", "there-is-no-such-program"]) == 2
    assert "there-is-no-such-program" in capfd.readouterr().err


def test_a_nonsensical_beat_is_refused() -> None:
    with pytest.raises(SystemExit):
        run("pass", options=("--beat", "0"))
