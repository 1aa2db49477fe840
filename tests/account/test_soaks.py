"""The soak tests of the account at their small sizes."""

from __future__ import annotations

from types import ModuleType

import pytest

from tests.account import account_soak, fills_soak


@pytest.mark.parametrize(
    ("soak", "found"), [(fills_soak, "none twice, missing or out of order"), (account_soak, "wrong: 0")]
)
def test_a_soak_finds_nothing(soak: ModuleType, found: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert soak.main(soak.SIZES["small"]) == 0
    assert found in capsys.readouterr().out.splitlines()[-1]


def test_what_is_stored_twice_missing_made_up_or_out_of_order_is_found() -> None:
    assert fills_soak.problems(["1", "2"], ["1", "2"]) == {}
    assert fills_soak.problems(["1", "1"], ["1", "2"]) == {"twice": 1, "missing": 1, "out of order": 1}
    assert fills_soak.problems(["2", "1"], ["1", "2"]) == {"out of order": 2}
    assert fills_soak.problems(["1", "2", "3"], ["1", "2"]) == {"not made": 1}
