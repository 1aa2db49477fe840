"""The soak test at its small size; `python -m tests.orders.perps_soak` runs all of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext

import pytest

from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import Behaviour
from tests.orders.faulting import KINDS
from tests.orders.orders_soak import parsed, prove
from tests.orders.perps_soak import SIZES, SUITE

SMALL = parsed(SIZES["small"], SUITE)


@pytest.mark.parametrize("name", list(SUITE.trials))
def test_no_order_is_lost_doubled_or_reported_wrongly(name: str, exchange_of: Callable[[Behaviour], Sandbox]) -> None:
    shared = lambda behaviour: nullcontext(exchange_of(behaviour))  # noqa: E731
    *_, tally = prove(name, SMALL.calls, SMALL.seed, share=SMALL.share, exchanges=shared, suite=SUITE)
    assert tally.failures(name) == []
    assert set(tally.dealt) == set(KINDS)
