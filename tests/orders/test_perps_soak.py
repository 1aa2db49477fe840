"""The soak test at its small size; `python -m tests.orders.perps_soak` runs all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext

from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import Behaviour
from kalshi_sandbox.faults import Fault
from tests.orders.faulting import KINDS
from tests.orders.orders_soak import parsed, prove
from tests.orders.perps_soak import SIZES, SUITE

SMALL = parsed(SIZES["small"], SUITE)


def test_no_order_is_lost_doubled_or_reported_wrongly(exchange_of: Callable[[Behaviour], Sandbox]) -> None:
    """Each operation meets a part of the faults, and all of them together meet every kind."""
    failures, dealt = dict[str, list[str]](), Counter[Fault | str]()
    shared = lambda behaviour: nullcontext(exchange_of(behaviour))  # noqa: E731
    for name in SUITE.trials:
        *_, tally = prove(name, SMALL.calls, SMALL.seed, share=SMALL.share, exchanges=shared, suite=SUITE)
        failures[name] = tally.failures(name)
        dealt += tally.dealt
    assert failures == {name: [] for name in SUITE.trials}
    assert set(dealt) == set(KINDS)
