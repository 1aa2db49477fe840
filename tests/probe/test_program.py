"""The program: what it asks, where it trades, what it writes, and that it leaves nothing behind."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from kalshi_probe import __main__ as program
from kalshi_probe import report
from kalshi_probe.rest import Pace, Rest
from kalshi_probe.run import run
from kalshi_sandbox import Sandbox
from kalshi_sandbox.faults import Reset, Status
from tests.sandbox.small import small_sandbox
from tests.test_retries import signed

from .conftest import FAST, QUICK, WITHOUT_LAG, busy, clock_of, ordered, ready, resting, run_main, set_up_for

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-")


def test_neither_the_table_nor_the_json_has_anything_of_the_account(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def print_both(found: report.Report) -> None:
        for width in ("80", "200"):
            environment.setenv("COLUMNS", width)
            report.print_table(found)

    environment.setattr(program, "print_table", print_both)
    with ready(QUICK) as exchange, busy(exchange):
        set_up_for(exchange, environment)
        with exchange.client() as client:
            balance = client.get_httpx_client().get("/portfolio/balance").json()
        pace = evolve(FAST, busy=0.5, between_reads=0.15)
        status = run_main("--yes", "--trade", "--json", str(tmp_path / "report.json"), pace=pace)
        tickers = {market.ticker for market in exchange.engine.markets.all()}
        secrets = {exchange.access_key_id, exchange.account, exchange.private_key_pem, balance["balance_dollars"]}
    secrets |= {part["balance"] for part in balance["balance_breakdown"]}
    printed = capsys.readouterr()
    text = (tmp_path / "report.json").read_text(encoding="utf-8")
    for shown in (text, printed.out, printed.err):
        assert [each for each in tickers | secrets if each in shown] == []
        assert UUID.search(shown) is None
    assert "            matters in kalshi_gen.errors; expected: nested\n" in printed.out
    assert "━━" in printed.out
    written = json.loads(text)
    assert status == 0
    assert written["traded"] is True
    assert written["environment"] == "another host"
    assert written["counts"]["differs"] == 0
    assert len(written["checks"]) == sum(written["counts"].values())
    fields = {"area", "name", "assumption", "matters", "source", "expected", "seen", "verdict"}
    assert all(each.keys() == fields for each in written["checks"])


def test_without_rich_the_table_is_plain_and_the_exit_status_says_that_something_differs(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.setenv("COLUMNS", "200")
    environment.setattr(report, "find_spec", lambda name: None)
    with ready(evolve(WITHOUT_LAG, books_ascend=False)) as exchange:
        set_up_for(exchange, environment)
        assert run_main("--yes") == 1
    printed = capsys.readouterr().out
    assert "  DIFFERS   Levels of an order book ascend; the best is the last.\n" in printed
    assert "expected: ascending\n            seen: descending\n" in printed


def test_it_asks_before_it_starts(environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with small_sandbox() as exchange:
        set_up_for(exchange, environment)
        environment.setattr("sys.stdin.isatty", lambda: False)
        assert run_main() == 2
        assert "pass --yes" in capsys.readouterr().err
        environment.setattr("sys.stdin.isatty", lambda: True)
        environment.setattr("builtins.input", lambda prompt: "")
        assert run_main() == 2
        printed = capsys.readouterr()
    assert "It places no orders and changes nothing." in printed.out
    assert "nothing was sent" in printed.err


@pytest.mark.parametrize("url", [None, "https://proxy.example/trade-api/v2"])
def test_it_trades_on_demo_and_on_this_machine_only(
    url: str | None, environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.setattr(program, "run", None)
    with small_sandbox() as exchange:
        set_up_for(exchange, environment)
    if url is None:
        environment.delenv("KALSHI_API_BASE_URL")
    else:
        environment.setenv("KALSHI_API_BASE_URL", url)
    assert run_main("--trade", "--yes") == 2
    assert "--trade is for demo only" in capsys.readouterr().err


def test_demo_goes_to_demo_whatever_the_variables_say(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with small_sandbox() as exchange:
        set_up_for(exchange, environment)
    environment.setattr("sys.stdin.isatty", lambda: False)
    assert run_main("--demo", "--trade") == 2
    assert "It goes to demo, with your API key." in capsys.readouterr().out


def test_it_does_not_run_without_a_key_or_with_one_that_is_refused(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_main("--yes") == 2
    with small_sandbox() as exchange:
        set_up_for(exchange, environment)
        environment.setenv("KALSHI_API_KEY_ID", "another")
        assert run_main("--yes") == 2
        assert "401" in capsys.readouterr().err
    assert run_main("--yes") == 2


def test_it_keeps_to_a_tenth_of_the_limits() -> None:
    async def intervals(read: int, write: int) -> tuple[float, float]:
        async with signed("http://127.0.0.1:1") as client, Rest(client, Pace()) as rest:
            rest.keep_within({"read": {"refill_rate": read}, "write": {"refill_rate": write}})
            return rest.intervals["read"], rest.intervals["write"]

    assert asyncio.run(intervals(200, 100)) == (0.5, 1.0)
    assert asyncio.run(intervals(20, 10)) == (5.0, 10.0)
    assert asyncio.run(intervals(8000, 8000)) == (0.5, 1.0)


def test_reads_have_pauses_between_them_and_so_have_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []

    async def wait(seconds: float) -> None:
        waits.append(seconds)

    async def go() -> None:
        async with signed("http://127.0.0.1:1") as client, Rest(client, Pace(interval=100.0)) as rest:
            for kind in ("read", "read", "write", "read", "write"):
                await rest.turn("read" if kind == "read" else "write")

    monkeypatch.setattr(asyncio, "sleep", wait)
    asyncio.run(go())
    # Nobody waits, so these are the moments at which each would be sent.
    assert waits == pytest.approx([0.0, 100.0, 0.0, 200.0, 200.0], abs=10.0)


@pytest.mark.parametrize(
    ("nth", "is_left"),
    [
        (1, False),
        (2, False),
        # The price off the tick: no list shows what became of it, so it is reported until its signature has expired.
        (3, True),
        (4, False),
        (5, False),
        (6, False),
        (8, False),
        (10, False),
    ],
    ids=["create", "used id", "off the tick", "after the cancel", "book", "fill or kill", "another shard", "late"],
)
def test_an_order_whose_answer_is_lost_is_found_and_canceled(nth: int, is_left: bool) -> None:
    with ready(WITHOUT_LAG) as exchange:
        exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2", nth=nth)
        orders = ordered(exchange, pace=evolve(FAST, patience=0.5))
        assert len(exchange.faults.fired) == 1
        assert resting(exchange) == []
    assert len(orders.left) == is_left


def test_an_order_whose_answer_is_lost_is_canceled_although_reads_lag(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kalshi_probe.orders._LAG", 1.0)
    with ready(evolve(QUICK, order_lag=(0.8, 0.8))) as exchange:
        exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2", nth=1)
        orders = ordered(exchange)
        assert resting(exchange) == []
    assert orders.problems["first"] == "ended early (ReadError)"
    assert orders.left == []


def test_an_order_that_can_not_be_canceled_is_reported() -> None:
    reported: list[str] = []

    async def go(exchange: Sandbox) -> Any:
        async with exchange.client() as client:
            return await run(client, trade=True, pace=FAST, progress=reported.append)

    with ready(WITHOUT_LAG) as exchange:
        exchange.faults.add(Status(503), operation="CancelOrderV2")
        found = clock_of(exchange).run(go(exchange))
        left = {order.order_id for order in resting(exchange)}
    assert left
    assert left == set(found.left)
    assert found.status == 1
    assert any(all(order_id in line for order_id in left) for line in reported)
    assert not [order_id for order_id in left if order_id in json.dumps(report.as_json(found))]


PROGRAM = """
import signal, sys
# Whoever runs the tests in the background may have these ignored, and a child inherits that.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from kalshi_probe import checks_refusals, checks_stream
from kalshi_probe.__main__ import main
from kalshi_probe.rest import Pace

checks_refusals.CHECKS.clear()
sys.exit(main(["--trade", "--yes"], Pace(interval=0.0, quiet=0.0, busy=0.0, watch=0.0)))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_ends_the_program_once_its_orders_are_canceled(
    number: signal.Signals, environment: pytest.MonkeyPatch
) -> None:
    with ready(evolve(WITHOUT_LAG, order_lag=(2.0, 2.0))) as exchange:
        ended, _ = ended_by(number, exchange, environment)
        assert resting(exchange) == []
    assert ended == 128 + number


def test_a_signal_does_not_hide_which_orders_could_not_be_canceled(environment: pytest.MonkeyPatch) -> None:
    with ready(evolve(WITHOUT_LAG, order_lag=(2.0, 2.0))) as exchange:
        exchange.faults.add(Status(503), operation="CancelOrderV2")
        ended, printed = ended_by(signal.SIGTERM, exchange, environment)
        (order,) = resting(exchange)
    assert ended == 128 + signal.SIGTERM
    assert f"cancel them by hand: {order.order_id}" in printed


def ended_by(number: signal.Signals, exchange: Sandbox, environment: pytest.MonkeyPatch) -> tuple[int, str]:
    """Send a signal to the program in its own process while an order of it rests; its exit status and errors."""
    set_up_for(exchange, environment)
    command = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        while not resting(exchange):
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(number)
        _, printed = process.communicate(timeout=30)
    return process.returncode, printed


def test_its_orders_never_trade() -> None:
    with ready(WITHOUT_LAG) as exchange:
        ordered(exchange)
        with exchange.client() as client:
            assert client.get_httpx_client().get("/portfolio/fills").json()["fills"] == []
