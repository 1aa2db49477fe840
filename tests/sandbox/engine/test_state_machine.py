"""Our engine and the reference model, driven by Hypothesis: a dozen runs; the soak test makes more of them."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from .machine_soak import SIZES, STEPS, ExchangeMachine

TestExchangeMachine = ExchangeMachine.TestCase
TestExchangeMachine.settings = settings(
    max_examples=int(SIZES["small"][0]),
    stateful_step_count=STEPS,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
