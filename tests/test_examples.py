"""The examples: they run as their readers run them, and those that change an order name its market."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

from kalshi_sandbox import Sandbox
from tests.conftest import ROOT
from tests.program_environment import environment_of

BOT, PERPS_BOT = (ROOT / "examples" / f"{name}_bot.py" for name in ("market_making", "perps"))
BOOKS = ROOT / "examples" / "stream_book.py"
# The argument, or the body's own field, by which the exchange finds the order's shard.
ROUTED_BY = {"cancel": "market_ticker", "decrease": "market_ticker", "amend": "ticker"}


def examples() -> dict[str, str]:
    """Every example program, and every block of Python in the pages, by where it is."""
    found = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "examples").glob("*.py")}
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        blocks = re.findall(r"^```python\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
        found |= {f"{page.name}, block {number}": block for number, block in enumerate(blocks, 1)}
    return found


def calls(code: str) -> list[tuple[str, str]]:
    """The calls of a module's functions, such as `cancel.sync(...)`: the module, and the call as it is written."""
    nodes = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    functions = [(node.func, ast.unparse(node)) for node in nodes]
    return [
        (function.value.id, text)
        for function, text in functions
        if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name)
    ]


def test_every_example_that_changes_an_order_names_its_market() -> None:
    changes = [
        (where, text, ROUTED_BY[module.partition("_")[0]])
        for where, code in examples().items()
        for module, text in calls(code)
        # Perpetual futures have no shards.
        if "kalshi_overlay.orders.perps" not in code
        if module.partition("_")[0] in ROUTED_BY and not module.startswith("cancel_all")
    ]
    assert {"README.md", "quickstart.py", "market_making_bot.py"} <= {where.partition(",")[0] for where, *_ in changes}
    assert [(where, text) for where, text, name in changes if not re.search(rf"\b{name}=", text)] == []


def test_every_example_that_chooses_a_market_leaves_out_combos() -> None:
    chosen = [
        (where, text)
        for where, code in examples().items()
        if where.endswith(".py") or where.startswith("README.md")
        for module, text in calls(code)
        if module == "get_markets"
    ]
    assert len(chosen) >= 4
    assert [(where, text) for where, text in chosen if "mve_filter='exclude'" not in text] == []


def test_the_bots_pass_their_tests() -> None:
    command = [sys.executable, "-W", "error", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--noconftest"]
    ran = subprocess.run(
        [*command, "-c", os.devnull, "--rootdir", str(BOT.parent), str(BOT), str(PERPS_BOT)],
        # It uses no plugin, and loading those that are installed takes a second.
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    assert "2 passed" in ran.stdout


def test_the_market_making_bot_stays_short() -> None:
    assert len(BOT.read_text(encoding="utf-8").splitlines()) < 50


def test_the_live_book_without_a_terminal_prints_the_last_state_once(tmp_path: Path) -> None:
    with Sandbox(traders=20, seed=4) as exchange:
        ran = subprocess.run(
            [sys.executable, "-W", "error", str(BOOKS), "--seconds", "0.5", "KXBTCD-26DEC31-T100000"],
            env={**environment_of(exchange, tmp_path), "COLUMNS": "80"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.count("KXBTCD-26DEC31-T100000") == 1
    assert "█" in ran.stdout
    assert re.search(r"^[1-9]\d* messages, 0 gaps, 0 reconnects, [\d.]+ ms behind the exchange$", ran.stdout, re.M)
