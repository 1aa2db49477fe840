"""The examples that are tests of their own, run as their readers run them."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.conftest import ROOT

BOT = ROOT / "examples" / "market_making_bot.py"


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
