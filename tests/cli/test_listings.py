"""Every listing: its help, its three forms, and an error."""

from __future__ import annotations

import csv
import io
import json
import sys
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from kalshi_cli import program
from kalshi_cli.chart import candle_lines
from kalshi_cli.output import show
from kalshi_overlay import clock
from kalshi_overlay.environments import PRODUCTION
from kalshi_sandbox import Sandbox
from tests.cli.conftest import SETTLED, TICKER, Ran, Run
from tests.walking import walk

# The arguments of each, and what its rows have on the exchange of these tests.
LISTINGS: dict[str, tuple[tuple[str, ...], dict[str, object]]] = {
    "markets": (("100,000",), {"ticker": TICKER, "title": "100,000 or above", "status": "active"}),
    "market": ((TICKER,), {"ticker": TICKER, "shard": 0}),
    "book": ((TICKER,), {"bid": "0.7400"}),
    "trades": ((TICKER,), {"ticker": TICKER, "taker": "yes", "count": "2.00"}),
    "candles": ((TICKER, "--period", "minute"), {"volume": "2.00"}),
    "balance": ((), {"shard": 0, "cash": "999.4394"}),
    "positions": ((), {"ticker": TICKER, "position": "2.00"}),
    "orders": ((), {"ticker": TICKER, "yes_price": "0.1000", "filled": "0.00", "remaining": "2.00"}),
    "fills": ((TICKER,), {"ticker": TICKER, "side": "bid", "count": "2.00", "taker": True}),
    # Bought at 0.76 with a bid of 0.74 left, and 2 at 0.49 that paid 1 each.
    "pnl": ((), {"ticker": SETTLED, "state": "settled", "realized": "1.0200"}),
    "settlements": ((), {"ticker": SETTLED, "result": "yes", "yes_count": "2.00", "revenue_cents": 200}),
}


def rows_of(ran: Ran) -> list[dict[str, Any]]:
    assert ran.status == 0, ran.err
    return [json.loads(line) for line in ran.out.splitlines()]


def has(row: dict[str, Any], wanted: dict[str, object]) -> bool:
    return all(row[name] == value for name, value in wanted.items())


def test_every_listing_prints_the_same_rows_in_three_forms(run: Run) -> None:
    def check(name: str) -> None:
        arguments, wanted = LISTINGS[name]
        rows = rows_of(run(name, *arguments, "--json"))
        assert any(has(row, wanted) for row in rows), rows
        table = run(name, *arguments)
        comma_separated = list(csv.DictReader(io.StringIO(run(name, *arguments, "--csv").out)))
        assert [list(row) for row in comma_separated] == [list(row) for row in rows]
        assert len(table.out.splitlines()) == len(rows) + 1
        for row, other in zip(rows, comma_separated, strict=True):
            assert list(other.values()) == ["" if each is None else str(each) for each in row.values()]

    walk({name: name for name in LISTINGS}, check)


def test_every_command_has_help(run: Run) -> None:
    assert set(LISTINGS) <= set(program._COMMANDS)

    def check(name: str) -> None:
        ran = run(name, "--help")
        assert ran.status == 0
        assert f"Usage: kalshi {name}" in ran.out
        assert program._COMMANDS[name][1].removesuffix(".").partition(",")[0] in ran.out

    walk({name: name for name in program._COMMANDS}, check)


def test_an_error_is_one_line_and_its_status_says_whose_it_is(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def check(case: tuple[tuple[str, ...], int, str]) -> None:
        arguments, status, text = case
        ran = run(*arguments)
        lines = [line for line in ran.err.splitlines() if not line.startswith("exchange at ")]
        assert (ran.status, ran.out, len(lines)) == (status, "", 1), ran
        assert lines[0].startswith("kalshi: ")
        assert text in lines[0]

    walk(
        {
            "a market that isn't there": (("market", "NOPE"), program.FAILED, "market not found"),
            "the book of none": (("book",), program.WRONG_USAGE, "See: kalshi book --help"),
            "an unknown command": (("nope",), program.WRONG_USAGE, "See: kalshi --help"),
            "an unknown option": (("fills", "--nope"), program.WRONG_USAGE, "--nope"),
            "no number": (("fills", "--limit", "x"), program.WRONG_USAGE, "--limit"),
            "no rows": (("fills", "--limit", "0"), program.WRONG_USAGE, "give 1 or more"),
            "two forms": (("fills", "--json", "--csv"), program.WRONG_USAGE, "leave one of them out"),
            "no time": (("fills", "--watch", "0"), program.WRONG_USAGE, "give 1 second or more"),
            "production as a sandbox": (("fills", f"--sandbox={PRODUCTION.base_url}"), program.WRONG_USAGE, "itself"),
            "two exchanges": (("fills", "--demo", "--sandbox"), program.WRONG_USAGE, "leave one of them out"),
        },
        check,
    )
    monkeypatch.delenv("KALSHI_PRIVATE_KEY")
    check((("balance",), program.WRONG_USAGE, "KALSHI_PRIVATE_KEY"))


def test_rows_beyond_the_limit_are_mentioned(run: Run) -> None:
    ran = run("markets", "--limit", "2", "--json")
    assert len(rows_of(ran)) == 2
    assert "There are more than 2 rows: --limit shows more." in ran.err
    assert "There are more" not in run("balance", "--limit", "1").err


def test_a_watched_listing_is_printed_until_ctrl_c(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    waits = [0, 0]

    def sleep(seconds: float) -> None:
        assert seconds == 5
        waits.pop() if waits else stop()

    def stop() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(clock, "sleep", sleep)
    ran = run("balance", "--watch", "5", "--json")
    assert ran.status == program.INTERRUPTED
    assert len(ran.out.splitlines()) == 3


def test_the_environment_may_come_before_the_command_and_a_running_exchange_has_a_url(
    run: Run, exchange: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KALSHI_API_BASE_URL")
    before = run(f"--sandbox={exchange.base_url}", "balance", "--json")
    assert rows_of(before) == rows_of(run("balance", "--json", f"--sandbox={exchange.base_url}"))
    assert before.err == f"exchange at {exchange.base_url}/\n"


def test_a_sandbox_is_started_for_one_command(run: Run, exchange: Sandbox) -> None:
    ran = run("--sandbox", "orders", "--json")
    assert rows_of(ran) == []
    assert ran.err.startswith("exchange at http://127.0.0.1:")
    assert exchange.base_url not in ran.err


def test_on_a_terminal_tables_are_drawn_and_nothing_of_the_exchange_acts_on_it(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "120")
    assert "───" in run("balance").out
    drawn = run("candles", TICKER, "--period", "minute").out
    assert "█" in drawn
    assert "UTC" in drawn
    capsys.readouterr()
    show([{"title": "[red]\x1b[2J\n"}], ["title"], "table")
    assert "[red]\\x1b[2J\\n" in capsys.readouterr().out


def test_candles_without_trades_are_left_blank() -> None:
    def candle(*prices: str | None) -> dict[str, Any]:
        values = [None if each is None else Decimal(each) for each in prices]
        names = ("open", "high", "low", "close")
        return {"time": datetime(2026, 11, 1, tzinfo=UTC), **dict(zip(names, values, strict=True))}

    rows = [candle("0.40", "0.50", "0.30", "0.45"), candle(None, None, None, None), candle("0.5", "0.5", "0.4", "0.4")]
    lines = [line.plain for line in candle_lines(rows, 80)]
    assert lines[0].startswith("  0.5000  │ █")
    assert lines[11].startswith("  0.3000  │")
    assert {line[11:12] for line in lines[:12]} == {" "}
    assert [line.plain for line in candle_lines([candle(None, None, None, None)], 80)] == ["No trades in this time."]
