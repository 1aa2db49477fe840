"""The page for users: its examples run."""

from __future__ import annotations

from pathlib import Path

from tests.page_examples import examples_of, run


def test_the_examples_run(tmp_path: Path) -> None:
    printed = run(*(example.replace('"data/"', f'"{tmp_path}/data/"') for example in examples_of("backtest.md")))
    assert printed == [["[True]", "True ['stopped']"], ["active"], ["1.00", "[]"]]
