"""The soak test at its small size; `python -m tests.orders.orders_soak` runs all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext

import pytest

from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import Behaviour
from kalshi_sandbox.faults import Fault
from tests.orders.faulting import KINDS
from tests.orders.orders_soak import SIZES, Tally, parsed, prove
from tests.orders.trials import TRIALS

SMALL = parsed(SIZES["small"])


@pytest.mark.parametrize("name", list(TRIALS))
def test_no_order_is_lost_doubled_or_reported_wrongly(name: str, exchange_of: Callable[[Behaviour], Sandbox]) -> None:
    tally, dealt = Tally(), Counter[Fault | str]()
    shared = lambda behaviour: nullcontext(exchange_of(behaviour))  # noqa: E731
    for tally in prove(name, SMALL.calls, SMALL.seed, share=SMALL.share, exchanges=shared):
        dealt = tally.dealt
    assert tally.failures(name) == []
    assert set(dealt) == set(KINDS)
