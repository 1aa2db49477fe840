"""The proof at its small size: `python -m tests.orders.proof` runs it at the whole one."""

from __future__ import annotations

import pytest

from kalshi_overlay.orders import freshness, placing
from kalshi_overlay.sandbox import Sandbox
from tests.orders.faulting import KINDS
from tests.orders.proof import MODES, SIZES, main, parsed, prove
from tests.orders.trials import TRIALS

SMALL = parsed(SIZES["small"])


@pytest.mark.parametrize("name", list(TRIALS))
def test_no_order_is_lost_doubled_or_told_wrongly(name: str, exchange: Sandbox) -> None:
    dealt = set()
    for mode in MODES:
        (tally,) = prove(name, mode, SMALL.calls, SMALL.seed, share=SMALL.share, timeout=SMALL.timeout, shared=exchange)
        assert tally.problems() == []
        dealt |= set(tally.dealt)
    assert dealt == set(KINDS)


def test_the_proof_notices_an_order_that_is_given_up_too_soon(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # What was sent may still be on its way.
    monkeypatch.setattr(freshness, "SETTLING", -10.0)
    monkeypatch.setattr(placing, "MOST_SENDS", 1)
    assert main([*SIZES["small"], "--operations", "place", "--modes", "sync"]) == 1
    assert "but it stands" in capsys.readouterr().out
