"""Random operations on the engine and on the reference model: the soak test, at a size that takes no time."""

from __future__ import annotations

import pytest

from tests.sandbox.perps.engine_soak import main


def test_random_operations_end_as_in_the_reference_model_and_give_the_same_events_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--operations", "500", "--seeds", "25"]) == 0
    line = capsys.readouterr().out
    assert line.startswith("500 operations of 1 seeds: ")
    assert line.endswith(" events were the same twice\n")
