"""The exchange that the tests of the server have."""

from __future__ import annotations

from attrs import evolve

from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import MEASURED
from tests.account.fast_time import FastTime
from tests.sandbox.small import small_sandbox

SPEED = 40.0
TICKER = "KXBTCD-26DEC31-T100000"
# Reads lag by at most so many seconds, and a busy machine may need a second for what is a minute here.
_LAGGING = evolve(MEASURED, order_lag=(0.2, 1.0), account_lag=(0.2, 1.0), signature_window=6000.0)


def fast_sandbox(fast: FastTime) -> Sandbox:
    """An exchange of three markets, whose time passes quickly."""
    return small_sandbox(clock=fast, behaviour=_LAGGING)
