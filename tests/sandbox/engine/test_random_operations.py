"""Random operations on our engine and on the reference model: the soak test, at a size that takes no time."""

from __future__ import annotations

import pytest

from .operations_soak import main, prove


@pytest.mark.parametrize("seed", [1, 4, 6, 7])
def test_random_operations_end_as_in_the_reference_model(seed: int) -> None:
    prove(seed, 800)


def test_the_same_operations_of_a_seed_give_the_same_log(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--operations", "400", "--seeds", "3"]) == 0
    line = capsys.readouterr().out
    assert line.startswith("400 operations of 1 seeds: ")
    assert line.endswith(" events was the same twice\n")
