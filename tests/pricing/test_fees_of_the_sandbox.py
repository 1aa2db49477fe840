"""What the sandbox charges is what `kalshi_overlay.pricing` computes, though they share no code."""

from __future__ import annotations

import ast
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.pricing.fees_soak import FEE_TYPES, KINDS, MULTIPLIERS, SIZES, Charges, FillSequence, main

COUNTS = st.integers(1, 5_000)
SEQUENCES = st.builds(
    FillSequence,
    fee_type=st.sampled_from(FEE_TYPES),
    multiplier=st.sampled_from(MULTIPLIERS),
    side=st.sampled_from(["bid", "ask"]),
    limit=st.integers(1, 999),
    takes=st.lists(st.tuples(st.integers(0, 60), COUNTS), max_size=4).map(tuple),
    rests=st.lists(COUNTS, min_size=1, max_size=4).map(tuple),
)


@pytest.mark.parametrize("kind", KINDS, ids="-".join)
@settings(max_examples=25)
@given(some=st.lists(SEQUENCES, min_size=1, max_size=4))
def test_the_sandbox_charges_any_sequence_of_fills_as_computed(kind: Any, some: list[FillSequence]) -> None:
    charges = Charges(kind)
    for sequence in some:
        assert charges.compare(sequence) >= 2 * len(sequence.rests)


def test_the_soak_test_at_its_small_size(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(SIZES["small"]) == 0
    assert capsys.readouterr().out.startswith("400 sequences with ")


def test_the_sandbox_does_not_compute_with_what_it_is_compared_with() -> None:
    for path in sorted((ROOT / "kalshi_sandbox").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [f"{node.module}.{alias.name}" for alias in node.names] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.startswith("kalshi_overlay.pricing")], path
