"""The page for users: its example runs, and its numbers are those of the code."""

from __future__ import annotations

import re
import subprocess
import sys

from kalshi_overlay.orders import journal, placing
from kalshi_overlay.orders.freshness import SETTLING
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "orders.md").read_text(encoding="utf-8")


def test_the_example_runs() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", example],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines() == ["stands: 10.00 left; read back: True", "canceled: 10.00"]


def test_the_numbers_are_those_of_the_code() -> None:
    words = {"five": SETTLING, "three": placing.MOST_SENDS, "seven": placing.ROUND}
    assert words == {"five": 5, "three": 3, "seven": 7}
    assert "*settled* five seconds later" in PAGE
    assert "three times in all" in PAGE
    assert "less than seven seconds left" in PAGE
    assert f"`deadline` ({journal.DEADLINE:.0f} seconds unless told)" in PAGE
