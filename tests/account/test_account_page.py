"""The page for users: its examples run, and its numbers are those of the code."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from kalshi_overlay.account.feed import _MOST_UNUSABLE
from kalshi_overlay.account.reads import MOST_LAG
from kalshi_overlay.account.seen import OVERLAP
from kalshi_overlay.orders.reading import CLOCK_SLACK, READ_LAG
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "account.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
PRINTED = ["executed 10.00\n10.00 True\n", "bid 1.00\nbid 2.00\nbid 3.00\n", "1000.0000\n"]


@pytest.mark.parametrize(
    ("example", "printed"), list(zip(EXAMPLES, PRINTED, strict=True)), ids=["account", "feed", "thread"]
)
def test_the_examples_run(example: str, printed: str) -> None:
    # The waits are those of reads that lag, which nobody has to sit through here.
    quick = "from kalshi_overlay.account import reads\nreads.READ_LAG = 0.2\n"
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", quick + example],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == printed


def test_its_numbers_are_those_of_the_code() -> None:
    assert (READ_LAG, CLOCK_SLACK, MOST_LAG, _MOST_UNUSABLE) == (5.0, 5.0, 60.0, 5)
    assert OVERLAP.total_seconds() == 15
    for words in ("five seconds", "lag by less than 5 s", "up to 60 s", "five times in a row", "last 15 seconds"):
        assert words in PAGE
