"""Calls under faults of every kind, each outcome held against the exchange.

    python -m tests.orders.proof --calls 10000 [--operations place cancel] [--modes sync asyncio] [--seed 0]

Prints a line for each operation and mode; ends with status 1 if an order was lost, doubled or told wrongly, or too
little has happened to tell.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

from attrs import define, field

from kalshi_overlay.retries import RetryPolicy
from kalshi_overlay.sandbox import Sandbox
from kalshi_overlay.sandbox.faults import Fault
from tests.orders.faulting import KINDS, Faulting
from tests.orders.trials import TRIALS, Outcome
from tests.orders.venue import open_exchange, open_venue

MODES = ("sync", "asyncio")
SIZES = {
    # Each kind of fault meets each operation once, in one mode or the other.
    "small": ["--calls", str(-(-len(KINDS) // len(MODES))), "--share", "1", "--timeout", "0", "--seed", "5"],
    "middle": ["--calls", "250", "--seed", "5"],
    "whole": ["--calls", "10000"],
}

CALLS_PER_VENUE = 250
SHARE = 0.3
# Real seconds, which a delay takes to be met; what is only slow is one more failure that must do no harm.
TIMEOUT = 0.2
# Tried again by the client or not, both without a wait, since the clock of the venue is the waits'.
POLICIES = (RetryPolicy(), RetryPolicy(retries=0))


@define
class Tally:
    """What calls came to.

    Attributes:
        calls: How many there were.
        dealt: How many of them met each fault at once.
        kinds: How many orders were answered, read back, not done, unknown or duplicate.
        fired: How often each fault happened.
        wrong: What was not as told, in words.
    """

    calls: int = 0
    dealt: Counter[Fault] = field(factory=Counter)
    kinds: Counter[str] = field(factory=Counter)
    fired: Counter[str] = field(factory=Counter)
    wrong: list[str] = field(factory=list)

    def row(self, name: str) -> str:
        """A line of the table."""
        words = ("answered", "read back", "not done", "unknown", "duplicate")
        counts = (self.calls, self.dealt.total(), *(self.kinds[word] for word in words), len(self.wrong))
        return f"{name:20}" + "".join(f"{count:>11,}" for count in counts)

    def problems(self) -> list[str]:
        """What must not be: an order told wrongly or doubled, or too little to tell."""
        problems = list(self.wrong)
        # The exchange refuses a second order under an id, so there is none.
        if self.kinds["duplicate"]:
            problems.append(f"{self.kinds['duplicate']} orders told to be duplicates")
        if not self.kinds["read back"]:
            problems.append("no order was read back")
        # Most of what goes wrong is found out in time.
        if self.kinds["unknown"] >= max(self.kinds["read back"], 1):
            problems.append(f"{self.kinds['unknown']} orders unknown, and {self.kinds['read back']} read back")
        return problems


HEAD = f"{'':20}" + "".join(
    f"{word:>11}" for word in ("calls", "faulted", "answered", "read back", "not done", "unknown", "duplicate", "wrong")
)


def prove(
    name: str,
    mode: str,
    calls: int,
    seed: int,
    *,
    share: float = SHARE,
    timeout: float | None = TIMEOUT,
    shared: Sandbox | None = None,
) -> Iterator[Tally]:
    """Call an operation many times, and check each outcome.

    Args:
        name: The operation, as `kalshi_overlay.orders` names it.
        mode: `sync` or `asyncio`.
        calls: How many calls.
        seed: Seed of all choices.
        share: How likely a call meets a fault.
        timeout: Real seconds that the client waits for an answer; None as in `open_venue`.
        shared: The exchange of all venues; None for a new one each.

    Yields:
        The tally so far, after each venue.
    """
    tally, chance = Tally(), Random(f"{seed} {name} {mode}")
    # Few calls in one mode meet the kinds that few calls in the other do not.
    order = Random(f"{seed} {name}").sample(KINDS, len(KINDS))
    begin = len(KINDS) * MODES.index(mode) // len(MODES)
    order = order[begin:] + order[:begin]
    operation, trial = TRIALS[name]
    for index, first in enumerate(range(0, calls, CALLS_PER_VENUE)):
        policy = POLICIES[index % len(POLICIES)]
        exchanges = open_exchange() if shared is None else contextlib.nullcontext(shared)
        with exchanges as exchange, open_venue(exchange, timeout=timeout, retry_policy=policy) as venue:
            faulting = Faulting(venue.exchange, chance, share, order)
            outcomes: list[tuple[str, Outcome]] = []
            for number in range(first, min(first + CALLS_PER_VENUE, calls)):
                fault = faulting.deal(operation)
                met = f"call {number} with {fault}"
                outcomes += [(met, outcome) for outcome in trial(venue, mode, chance)]
                tally.calls += 1
                tally.dealt.update([] if fault is None else [fault])
                tally.fired.update(repr(event.fault) for event in venue.exchange.faults.fired)
                venue.exchange.clock.advance(4)
            venue.arrive()
            for met, outcome in outcomes:
                tally.kinds[outcome.kind] += 1
                problem = outcome.check()[:600]
                tally.wrong += [f"{met}: {problem}"] if problem else []
        yield tally


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """The size that is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--calls", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--operations", nargs="*", choices=list(TRIALS), default=list(TRIALS))
    parser.add_argument("--modes", nargs="*", choices=MODES, default=MODES)
    parser.add_argument("--share", type=float, default=SHARE, help="of the calls that meet a fault")
    parser.add_argument(
        "--timeout",
        type=lambda given: float(given) or None,
        default=TIMEOUT,
        help="real seconds that the client waits for an answer; 0 to wait for nothing that the exchange holds back",
    )
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Prove all operations and print the table."""
    given = parsed(arguments)
    print(HEAD)
    fired: Counter[str] = Counter()
    calls, problems = 0, list[str]()
    for name in given.operations:
        for mode in given.modes:
            began, tally = time.monotonic(), Tally()
            for tally in prove(name, mode, given.calls, given.seed, share=given.share, timeout=given.timeout):
                print(f"\r{tally.row(f'{name} {mode}')}  {time.monotonic() - began:.0f} s", end="", flush=True)
            found = tally.problems()
            print("", *found[:20], sep="\n")
            fired += tally.fired
            calls += tally.calls
            problems += found
    # A drift happens only in an answer that has such fields.
    never = [repr(kind) for kind in KINDS if not fired[repr(kind)]]
    print(f"faults that never happened: {', '.join(never) or 'none'}")
    met = f"faults {fired.total():,} of {len(KINDS) - len(never)} kinds"
    print(f"calls {calls:,}, {met}, told wrongly or not shown {len(problems)}")
    return 1 if problems or not calls else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
