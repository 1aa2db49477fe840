"""Random operations on our engine and on the reference model: the soak test, at a size that takes no time."""

from __future__ import annotations

import pytest

from .operations_soak import main, prove


# A seed for each rounding of fees; with the last one, every rejection comes late.
@pytest.mark.parametrize(("seed", "operations"), [(4, 350), (1, 350), (18, 350), (7, 800)])
def test_random_operations_end_as_in_the_reference_model(seed: int, operations: int) -> None:
    prove(seed, operations)


def test_the_same_operations_of_a_seed_give_the_same_log(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--operations", "350", "--seeds", "12"]) == 0
    line = capsys.readouterr().out
    assert line.startswith("350 operations of 1 seeds: ")
    assert line.endswith(" events was the same twice\n")
