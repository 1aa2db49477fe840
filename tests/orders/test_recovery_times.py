"""The measure of how soon the outcome of an order is known: it runs in both ways."""

from __future__ import annotations

import pytest
from attrs import evolve

from kalshi_sandbox.behaviour import SIMPLE
from tests.orders.harness import MODES
from tests.orders.recovery_times import LOST, OPERATIONS, measure
from tests.sandbox.small import small_sandbox


@pytest.mark.parametrize("mode", MODES)
def test_a_call_whose_answer_is_lost_is_measured(mode: str) -> None:
    faults = [next(iter(each)) for each in LOST.values()]
    with small_sandbox(markets=10, behaviour=evolve(SIMPLE, order_lag=(0.0, 0.0))) as exchange:
        taken = measure(exchange, exchange.client(), OPERATIONS["place"], mode, faults)
    assert len(taken) == len(faults)
    assert min(taken) > 0
