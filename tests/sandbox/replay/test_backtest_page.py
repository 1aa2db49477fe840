"""The page for users: its examples run."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalshi_sandbox import trading
from tests.page_examples import examples_of


def test_the_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    # Not in an interpreter of their own, and with few markets: that would take longer than all else here.
    monkeypatch.setattr(trading, "_SERIES", 1)
    printed = []
    for example in examples_of("backtest.md"):
        exec(example.replace('"data/"', f'"{tmp_path}/data/"'), {"__name__": "__main__"})
        shown = capsys.readouterr()
        assert shown.err == ""
        printed.append(shown.out.splitlines())
    assert printed == [["[True]", "True {'stopped'}"], ["active"], ["1.00", "[]"]]
