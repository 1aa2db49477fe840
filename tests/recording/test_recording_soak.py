"""The soak tests of recordings at their small size, and that they find what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.recording import rate_soak, recording_soak
from tests.recording.conftest import Recorded
from tests.recording.recording_soak import Result, judge_losses, read


def test_nothing_is_lost_unmarked_and_nothing_is_there_twice(capsys: pytest.CaptureFixture[str]) -> None:
    assert recording_soak.main(recording_soak.SIZES["small"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("0 problems")


def test_at_a_rate_nothing_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert rate_soak.main(rate_soak.SIZES["small"]) == 0
    assert "replay of" in capsys.readouterr().out


def test_a_change_that_is_missing_is_found(recorded: Recorded) -> None:
    source = rate_soak.Source(list(recorded.tickers), rate=1)
    assert "and 0 were sent" in rate_soak.judge_rows(str(recorded.folder), source)[0]


def test_what_is_wrong_is_found(recorded: Recorded, tmp_path: Path) -> None:
    folder, result = str(recorded.folder), Result()
    read(folder, result)
    judge_losses(folder, 5, result)
    assert not result.problems
    result.killed.append(0.0)
    judge_losses(folder, 5, result)
    assert result.problems == ["0 crashes are marked, and 1 were"]
    result.rows.append(10**9)
    read(folder, result)
    read(str(tmp_path), result)
    assert "rows are fewer than before" in result.problems[1]
    assert "it can't be read" in result.problems[2]
