"""The page for users: its examples run, and its numbers are those of the code."""

from __future__ import annotations

import pytest

from kalshi_overlay.account import feed, kept_account, reads
from kalshi_overlay.account.feed import _MOST_UNUSABLE
from kalshi_overlay.account.reads import MOST_LAG
from kalshi_overlay.account.seen import OVERLAP
from kalshi_overlay.orders.reading import CLOCK_SLACK, READ_LAG
from tests.conftest import ROOT
from tests.page_examples import examples_of, run

PAGE = (ROOT / "docs" / "account.md").read_text(encoding="utf-8")


def test_the_examples_run(monkeypatch: pytest.MonkeyPatch) -> None:
    # The waits are those of reads that lag, which nobody has to sit through here.
    monkeypatch.setattr(reads, "READ_LAG", 0.2)
    for module, name in ((feed, "_POLL"), (kept_account, "_POLL"), (kept_account, "_SETTLED")):
        monkeypatch.setattr(module, name, 0.1)
    printed = run(*examples_of("account.md"))
    assert printed == [["executed 10.00", "10.00 True"], ["bid 1.00", "bid 2.00", "bid 3.00"], ["1000.0000"]]


def test_its_numbers_are_those_of_the_code() -> None:
    assert (READ_LAG, CLOCK_SLACK, MOST_LAG, _MOST_UNUSABLE) == (5.0, 5.0, 60.0, 5)
    assert OVERLAP.total_seconds() == 15
    for words in ("five seconds", "lag by less than 5 s", "up to 60 s", "five times in a row", "last 15 seconds"):
        assert words in PAGE
