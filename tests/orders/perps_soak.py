"""Calls on orders of perpetual futures under faults of every kind, each outcome held against the exchange.

    python -m tests.orders.perps_soak --calls 10000 [--operations place cancel] [--seed 0] [--share 0.3]

As `orders_soak`, on the engine of perpetual futures. The list has orders of every status for half of the calls, and
resting ones alone for the other half. At times another bot of the account trades in the same market meanwhile, so that
there are fills of other orders.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from random import Random

from kalshi_gen.types import UNSET
from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import Behaviour
from tests.orders import orders_soak
from tests.orders.harness import Harness, Mode, kept_handlers, open_harness
from tests.orders.orders_soak import Suite, behaviour_with
from tests.orders.perps_harness import FILLING, RESTING, PerpsHarness, conserving
from tests.orders.trials import Outcome, any_timeout, attempt, placing, try_amend, try_cancel, try_decrease

SIZES: dict[str, list[str]] = {
    "small": ["--calls", "12", "--share", "0.97", "--seed", "0"],
    "middle": ["--calls", "300", "--seed", "5"],
    "full": ["--calls", "10000"],
}

ALL, RESTING_ALONE = "listed for good", "listed while it rests"


def try_place(harness: Harness, mode: Mode, chance: Random) -> list[Outcome]:
    """Place one order of any sort."""
    time_in_force = chance.choice(["good_till_canceled", "immediate_or_cancel", "fill_or_kill"])
    body = harness.new_order(
        subaccount=chance.choice([UNSET, 0]),
        count=Decimal(chance.randint(1, 300)) / 100,
        price=chance.choice([RESTING, FILLING]),
        time_in_force=time_in_force,
        reduce_only=time_in_force != "good_till_canceled" and chance.random() < 0.1,
    )
    harness.on_wait = _other_bot(harness, chance)
    found = attempt(harness, chance, harness.operations.place, mode, body=body, timeout=any_timeout(chance))
    harness.on_wait = lambda: None
    return [placing(harness, body, found)]


def _other_bot(harness: Harness, chance: Random) -> Callable[[], None]:
    """What another bot of the account does at a wait: at times an order of its own fills."""
    share = chance.choice([0, 0, 0.3])

    def trade() -> None:
        if chance.random() < share:
            harness.rest("1", price=FILLING)

    return trade


def _behaviour(part: str, chance: Random | None) -> Behaviour:
    return behaviour_with("honest", chance)


@contextlib.contextmanager
def _opened(exchange: Sandbox, part: str) -> Iterator[Harness]:
    with (
        kept_handlers(exchange),
        conserving(exchange),
        open_harness(exchange, kind=PerpsHarness, timeout=None) as harness,
    ):
        assert isinstance(harness, PerpsHarness)
        if part == RESTING_ALONE:
            harness.hide_ended()
        yield harness


SUITE = Suite(
    trials={
        "place": ("CreateMarginOrder", try_place),
        "cancel": ("CancelMarginOrder", try_cancel),
        "amend": ("AmendMarginOrder", try_amend),
        "decrease": ("DecreaseMarginOrder", try_decrease),
    },
    parts=(ALL, RESTING_ALONE),
    behaviour=_behaviour,
    opened=_opened,
)


def main(arguments: Sequence[str]) -> int:
    """Prove all operations and print the table."""
    return orders_soak.main(arguments, SUITE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
