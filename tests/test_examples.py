"""The examples that are tests of their own, run as their readers run them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from kalshi_overlay.sandbox import Sandbox
from tests.conftest import ROOT

BOT = ROOT / "examples" / "market_making_bot.py"
BOOKS = ROOT / "examples" / "stream_book.py"


def test_the_market_making_bot_passes_its_test() -> None:
    command = [sys.executable, "-W", "error", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--noconftest"]
    ran = subprocess.run(
        [*command, "-c", os.devnull, "--rootdir", str(BOT.parent), str(BOT)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    assert "1 passed" in ran.stdout


def test_the_market_making_bot_stays_short() -> None:
    assert len(BOT.read_text(encoding="utf-8").splitlines()) < 40


def test_the_live_book_without_a_terminal_prints_the_last_state_once(tmp_path: Path) -> None:
    with Sandbox(traders=20, seed=4) as exchange:
        key = tmp_path / "key.pem"
        key.write_text(exchange.private_key_pem, encoding="ascii")
        key.chmod(0o600)
        others = {name: value for name, value in os.environ.items() if not name.startswith("KALSHI_")}
        variables = {
            "PYTHONPATH": str(ROOT),
            "COLUMNS": "80",
            "KALSHI_API_KEY_ID": exchange.access_key_id,
            "KALSHI_PRIVATE_KEY_PATH": str(key),
            "KALSHI_API_BASE_URL": exchange.base_url,
            "KALSHI_ALLOW_UNKNOWN_HOST": "true",
        }
        ran = subprocess.run(
            [sys.executable, "-W", "error", str(BOOKS), "--seconds", "0.5", "KXBTCD-26DEC31-T100000"],
            env={**others, **variables},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.count("KXBTCD-26DEC31-T100000") == 1
    assert "█" in ran.stdout
    assert re.search(r"^[1-9]\d* messages, 0 gaps, 0 reconnects, [\d.]+ ms behind the exchange$", ran.stdout, re.M)
