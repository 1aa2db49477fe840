"""The page for users: its examples run, and its numbers are those of the code."""

from __future__ import annotations

import inspect
from datetime import timedelta
from pathlib import Path

import pytest

from kalshi_overlay import history
from kalshi_overlay.history import lists, sources
from kalshi_overlay.history.reader import LAG, STEP
from tests.page_examples import examples_of, run


def test_the_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # They save in the folder in which they run.
    monkeypatch.chdir(tmp_path)
    trades, others, candles = run(*examples_of("history.md"))
    assert trades == ["True", f"{Path('history', 'trades')} 1"]
    assert others == ["0 0", "timestamp[us, tz=UTC]"]
    assert candles == ["10"]
    assert (tmp_path / "history" / "orders" / "orders.parquet").exists()
    assert (tmp_path / "history" / "trades" / "20261001T120000Z-20261001T121500Z.parquet").exists()


@pytest.mark.parametrize("function", [history.trades, history.fills, history.candlesticks, history.settlements])
def test_its_numbers_are_those_of_the_code(function: object) -> None:
    assert inspect.signature(function).parameters["at_once"].default == 4  # type: ignore[arg-type]
    assert (timedelta(minutes=1), timedelta(weeks=1)) == (LAG, STEP)
    assert (
        timedelta(hours=1),
        timedelta(days=1),
        timedelta(days=30),
    ) == (lists.HOUR, lists.DAY, lists._SETTLEMENTS)
    assert sources._CANDLESTICKS == 4_000
