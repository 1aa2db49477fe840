"""The proof at a small size: `python -m tests.orders.proof` runs it at the full one."""

from __future__ import annotations

import pytest

from tests.orders.proof import prove
from tests.orders.trials import TRIALS


@pytest.mark.parametrize("mode", ["sync", "asyncio"])
@pytest.mark.parametrize("name", list(TRIALS))
def test_no_order_is_lost_doubled_or_told_wrongly(name: str, mode: str) -> None:
    (tally,) = prove(name, mode, calls=100, seed=5)
    assert tally.wrong == []
    assert tally.kinds["duplicate"] == 0
    assert tally.faulted
    assert tally.kinds["read back"]
    # Most of what goes wrong is found out in time.
    assert tally.kinds["unknown"] < tally.kinds["read back"]
