"""Calls under faults of every kind, each outcome held against the exchange: `python -m tests.orders.proof --help`."""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from random import Random

from attrs import define, field

from kalshi_overlay.retries import RetryPolicy
from tests.orders.faulting import KINDS, Faulting
from tests.orders.trials import TRIALS, Outcome
from tests.orders.venue import open_exchange, open_venue

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
        faulted: How many of them met a fault at once.
        kinds: How many orders were answered, read back, not done, unknown or duplicate.
        fired: How often each fault happened.
        wrong: What was not as told, in words.
    """

    calls: int = 0
    faulted: int = 0
    kinds: Counter[str] = field(factory=Counter)
    fired: Counter[str] = field(factory=Counter)
    wrong: list[str] = field(factory=list)

    def row(self, name: str) -> str:
        """A line of the table."""
        words = ("answered", "read back", "not done", "unknown", "duplicate")
        counts = (self.calls, self.faulted, *(self.kinds[word] for word in words), len(self.wrong))
        return f"{name:20}" + "".join(f"{count:>11,}" for count in counts)


HEAD = f"{'':20}" + "".join(
    f"{word:>11}" for word in ("calls", "faulted", "answered", "read back", "not done", "unknown", "duplicate", "wrong")
)


def prove(name: str, mode: str, calls: int, seed: int, share: float = SHARE) -> Iterator[Tally]:
    """Call an operation many times, and check each outcome.

    Args:
        name: The operation, as `kalshi_overlay.orders` names it.
        mode: `sync` or `asyncio`.
        calls: How many calls.
        seed: Seed of all choices.
        share: How likely a call meets a fault.

    Yields:
        The tally so far, after each venue.
    """
    tally, chance = Tally(), Random(f"{seed} {name} {mode}")
    operation, trial = TRIALS[name]
    for index, first in enumerate(range(0, calls, CALLS_PER_VENUE)):
        policy = POLICIES[index % len(POLICIES)]
        with open_exchange() as exchange, open_venue(exchange, timeout=TIMEOUT, retry_policy=policy) as venue:
            faulting = Faulting(venue.exchange, chance, share)
            outcomes: list[tuple[str, Outcome]] = []
            for number in range(first, min(first + CALLS_PER_VENUE, calls)):
                fault = faulting.deal(operation)
                met = f"call {number} with {fault}"
                outcomes += [(met, outcome) for outcome in trial(venue, mode, chance)]
                tally.calls += 1
                tally.faulted += fault is not None
                tally.fired.update(repr(event.fault) for event in venue.exchange.faults.fired)
                venue.exchange.clock.advance(4)
            venue.arrive()
            for met, outcome in outcomes:
                tally.kinds[outcome.kind] += 1
                problem = outcome.check()[:600]
                tally.wrong += [f"{met}: {problem}"] if problem else []
        yield tally


def main() -> None:
    """Prove all operations and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--operations", nargs="*", choices=list(TRIALS), default=list(TRIALS))
    parser.add_argument("--modes", nargs="*", choices=["sync", "asyncio"], default=["sync", "asyncio"])
    given = parser.parse_args()
    print(HEAD)
    fired: Counter[str] = Counter()
    for name in given.operations:
        for mode in given.modes:
            began, tally = time.monotonic(), Tally()
            for tally in prove(name, mode, given.calls, given.seed):
                print(f"\r{tally.row(f'{name} {mode}')}  {time.monotonic() - began:.0f} s", end="", flush=True)
            print("", *tally.wrong[:20], sep="\n")
            fired += tally.fired
    # A drift happens only in an answer that has such fields.
    never = [repr(kind) for kind in KINDS if not fired[repr(kind)]]
    print(f"faults that happened: {sum(fired.values()):,} of {len(fired):,} sorts; never: {never or 'none'}")


if __name__ == "__main__":
    main()
