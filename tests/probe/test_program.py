"""The program: what it asks, where it trades, what it writes, and that it leaves nothing behind."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from kalshi_probe import __main__ as program
from kalshi_probe import report
from kalshi_probe.rest import Pace, Rest
from kalshi_probe.running import run
from kalshi_probe.trading import Orders
from kalshi_sandbox import Sandbox
from kalshi_sandbox.faults import Reset, Status

from .conftest import FAST, busy, probed, ready, resting, run_main, set_up_for
from .test_telling_apart import QUICK

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-")


@pytest.mark.parametrize("width", ["80", "200"])
def test_neither_the_table_nor_the_json_has_anything_of_the_account(
    width: str, environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    environment.setenv("COLUMNS", width)
    with ready(QUICK) as exchange, busy(exchange):
        set_up_for(exchange, environment)
        with exchange.client() as client:
            balance = client.get_httpx_client().get("/portfolio/balance").json()
        status = run_main("--yes", "--trade", "--json", str(tmp_path / "report.json"))
        tickers = {market.ticker for market in exchange.engine.markets.all()}
        secrets = {exchange.access_key_id, exchange.account, exchange.private_key_pem, balance["balance_dollars"]}
    secrets |= {part["balance"] for part in balance["balance_breakdown"]}
    printed = capsys.readouterr()
    text = (tmp_path / "report.json").read_text(encoding="utf-8")
    for shown in (text, printed.out, printed.err):
        assert [each for each in tickers | secrets if each in shown] == []
        assert UUID.search(shown) is None
    written = json.loads(text)
    assert status == 0
    assert written["traded"] is True
    assert written["environment"] == "another host"
    assert written["counts"]["differs"] == 0
    assert len(written["checks"]) == sum(written["counts"].values())
    fields = {"area", "name", "assumption", "matters", "source", "expected", "seen", "verdict"}
    assert all(each.keys() == fields for each in written["checks"])


def test_without_rich_the_table_is_plain(environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with ready(evolve(QUICK, books_ascend=False)) as exchange:
        found = probed(exchange, trade=False)
    environment.setenv("COLUMNS", "200")
    environment.setattr(report, "find_spec", lambda name: None)
    report.print_table(found.report)
    printed = capsys.readouterr().out
    assert "  DIFFERS   Levels of an order book ascend; the best is the last.\n" in printed
    assert "expected: ascending\n            seen: descending\n" in printed


def test_the_exit_status_says_whether_something_differs(environment: pytest.MonkeyPatch) -> None:
    with ready(evolve(QUICK, books_ascend=False)) as exchange:
        set_up_for(exchange, environment)
        assert run_main("--yes") == 1


def test_it_asks_before_it_starts(environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with Sandbox() as exchange:
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
def test_it_trades_on_demo_and_on_this_machine_alone(
    url: str | None, environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.setattr(program, "run", None)
    with Sandbox() as exchange:
        set_up_for(exchange, environment)
    if url is None:
        environment.delenv("KALSHI_API_BASE_URL")
    else:
        environment.setenv("KALSHI_API_BASE_URL", url)
    assert run_main("--trade", "--yes") == 2
    assert "--trade is for demo alone" in capsys.readouterr().err


def test_demo_goes_to_demo_whatever_the_variables_say(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Sandbox() as exchange:
        set_up_for(exchange, environment)
    environment.setattr("sys.stdin.isatty", lambda: False)
    assert run_main("--demo", "--trade") == 2
    assert "It goes to demo, with your API key." in capsys.readouterr().out


def test_it_does_not_run_without_a_key_or_with_one_that_is_refused(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_main("--yes") == 2
    with Sandbox() as exchange:
        set_up_for(exchange, environment)
        environment.setenv("KALSHI_API_KEY_ID", "another")
        assert run_main("--yes") == 2
        assert "401" in capsys.readouterr().err
    assert run_main("--yes") == 2


def test_it_keeps_to_a_tenth_of_the_limits() -> None:
    async def intervals(read: int, write: int) -> tuple[float, float]:
        with Sandbox() as exchange:
            async with exchange.client() as client, Rest(client, Pace()) as rest:
                rest.keep_within({"read": {"refill_rate": read}, "write": {"refill_rate": write}})
                return rest.read_interval, rest.write_interval

    assert asyncio.run(intervals(200, 100)) == (0.5, 1.0)
    assert asyncio.run(intervals(20, 10)) == (5.0, 10.0)
    assert asyncio.run(intervals(8000, 8000)) == (0.5, 0.5)


def test_requests_have_pauses_between_them() -> None:
    async def elapsed() -> float:
        with Sandbox() as exchange:
            async with exchange.client() as client, Rest(client, Pace(interval=0.1)) as rest:
                start = asyncio.get_running_loop().time()
                for _ in range(4):
                    await rest.get("/exchange/status")
                return asyncio.get_running_loop().time() - start

    assert asyncio.run(elapsed()) >= 0.3


@pytest.mark.parametrize(
    ("nth", "named"),
    [
        (1, set[str]()),
        (2, set[str]()),
        # The price off the tick: no list shows what became of it, so it is told until its signature has lapsed.
        (3, {"orders-left-behind"}),
        (4, set[str]()),
        (5, set[str]()),
        (7, set[str]()),
        (8, set[str]()),
    ],
    ids=["create", "used id", "off the tick", "after the cancel", "fill or kill", "another shard", "late"],
)
def test_an_order_whose_answer_is_lost_is_found_and_canceled(nth: int, named: set[str]) -> None:
    with ready(QUICK) as exchange:
        exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2", nth=nth)
        found = probed(exchange, pace=evolve(FAST, patience=0.5))
        assert len(exchange.faults.fired) == 1
        assert resting(exchange) == []
    assert found.names("differs") == named


def test_an_order_whose_answer_is_lost_is_canceled_although_reads_lag() -> None:
    with ready(evolve(QUICK, order_lag=(2.0, 2.0))) as exchange:
        exchange.faults.add(Reset("before_answering"), operation="CreateOrderV2", nth=1)
        found = probed(exchange)
        assert resting(exchange) == []
    assert found.verdicts["answer-to-create"] == "could not be seen"
    assert found.report.left == []


def test_an_order_that_can_not_be_canceled_is_told() -> None:
    told: list[str] = []

    async def go(exchange: Sandbox) -> Any:
        async with exchange.client() as client:
            return await run(client, trade=True, pace=FAST, progress=told.append)

    with ready(QUICK) as exchange:
        exchange.faults.add(Status(503), operation="CancelOrderV2")
        found = asyncio.run(go(exchange))
        left = {order.order_id for order in resting(exchange)}
    assert left
    assert left == set(found.left)
    assert found.status == 1
    assert any(all(order_id in line for order_id in left) for line in told)
    assert not [order_id for order_id in left if order_id in json.dumps(report.as_json(found))]


def test_an_interrupted_probe_cancels_its_orders() -> None:
    async def interrupted(exchange: Sandbox) -> None:
        async with exchange.client() as client, Rest(client, FAST) as rest:
            orders = Orders(rest)
            task = asyncio.ensure_future(orders.carry_out())
            while "first create" not in orders.answers:
                await asyncio.sleep(0)
            assert len(exchange.engine.orders.of(exchange.account)) == 1
            task.cancel()
            await asyncio.wait([task])
            assert task.cancelled()
            assert orders.left == []

    with ready(QUICK) as exchange:
        asyncio.run(interrupted(exchange))
        assert resting(exchange) == []


def test_its_orders_never_trade() -> None:
    with ready(QUICK) as exchange:
        probed(exchange)
        with exchange.client() as client:
            assert client.get_httpx_client().get("/portfolio/fills").json()["fills"] == []
