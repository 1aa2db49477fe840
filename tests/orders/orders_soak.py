"""Calls on an exchange as it was measured, under faults of every kind, each outcome held against the exchange.

    python -m tests.orders.orders_soak --calls 10000 [--operations place cancel] [--seed 0] [--share 0.3]

The exchange has four shards, reads that lag up to two seconds, and signatures that are accepted for 60 seconds, so that
a request whose connection broke may arrive up to a minute later. What GetUserDataTimestamp says of the lag is honest,
or does not move, or is ahead of it: each for a third of the calls. Every second exchange differs from what was measured
in some of what few have recorded. Prints a line for each operation. Ends with status 1 if anything was doubled, lost or
reported wrongly, or if too little has happened to tell.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from random import Random
from typing import Any, get_args

from attrs import define, evolve, field, frozen

from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import MEASURED, Behaviour, Freshness
from kalshi_sandbox.faults import Fault
from kalshi_sandbox.rest_differences import ShardRejection
from tests.orders.faulting import KINDS, Faulting
from tests.orders.harness import MODES, Harness, open_exchange, open_harness
from tests.orders.trials import SHARDS, TRIALS, Outcome, Trial

SIZES: dict[str, list[str]] = {
    "small": ["--calls", "15", "--share", "0.97", "--seed", "9"],
    "middle": ["--calls", "300", "--seed", "5"],
    "full": ["--calls", "10000"],
}

SHARE = 0.3
# What few have recorded, or might change; every second exchange differs in some of it.
OPEN: dict[str, tuple[Any, ...]] = {
    "killed_orders_use_their_id": (True, False),
    "empty_changes_are_rejected": (True, False),
    "wrong_shard_is_not_found": (True, False),
    "new_orders_need_their_shard": (True, False),
    "empty_shard_rejection": get_args(ShardRejection),
    "creates_answer_200": (True, False),
    "unfilled_averages_are_zero": (True, False),
    "live_errors": (True, False),
    "foreign_cursors_start_again": (True, False),
    "pages_may_be_empty": (True, False),
}
TIMESTAMPS: tuple[Freshness, ...] = ("honest", "frozen", "ahead")
CALLS_PER_ACCOUNT = 100
# Some six in a thousand orders that meet a fault are placed after their call has returned, so among so many some are.
ENOUGH = 3000
WORDS = ("answered", "read back", "not done", "unknown")
PROBLEMS = ("doubled", "lost", "wrong")


@define
class Tally:
    """What calls came to.

    Attributes:
        calls: How many there were.
        dealt: How many of them met each fault at once.
        exposed: How many orders were in calls that met one.
        kinds: How many orders were answered, read back, not done, unknown.
        late: How many requests took effect after their call had returned.
        problems: How many were doubled, lost, wrong.
        words: The problems in words.
    """

    calls: int = 0
    dealt: Counter[Fault | str] = field(factory=Counter)
    exposed: int = 0
    kinds: Counter[str] = field(factory=Counter)
    late: int = 0
    problems: Counter[str] = field(factory=Counter)
    words: list[str] = field(factory=list)

    def add(self, other: Tally) -> None:
        """Count another one in."""
        self.calls += other.calls
        self.dealt += other.dealt
        self.exposed += other.exposed
        self.kinds += other.kinds
        self.late += other.late
        self.problems += other.problems
        self.words += other.words

    def row(self, name: str) -> str:
        """A line of the table."""
        counts = (*(self.kinds[word] for word in WORDS), self.late, *(self.problems[word] for word in PROBLEMS))
        return f"{name:12}" + "".join(f"{count:>11,}" for count in (self.calls, self.dealt.total(), *counts))

    def failures(self, name: str) -> list[str]:
        """What must not be in the calls of an operation: a problem, or too little to tell."""
        failures = list(self.words)
        # An order that has ended is a result for most changes, so few of them are not done.
        needed = WORDS[:3] if name.startswith("place") else WORDS[:2]
        failures += [f"no order was {word}" for word in needed if not self.kinds[word]]
        # Most of what goes wrong is known in time.
        if self.kinds["unknown"] > self.exposed / 3:
            failures.append(f"{self.kinds['unknown']} orders unknown of {self.exposed} in calls that met a fault")
        return failures


HEAD = f"{'':12}" + "".join(f"{word:>11}" for word in ("calls", "faulted", *WORDS, "late", *PROBLEMS))


def behaviour_with(timestamp: Freshness, chance: Random | None = None) -> Behaviour:
    """The exchange of the soak test: as it was measured, but for what is drawn where there is a chance."""
    drawn = {} if chance is None else {name: chance.choice(values) for name, values in OPEN.items()}
    return evolve(
        MEASURED, shards=SHARDS, signature_window=60.0, order_lag=(0.0, 2.0), user_data_timestamp=timestamp, **drawn
    )


Exchanges = Callable[[Behaviour], AbstractContextManager[Sandbox]]


@contextlib.contextmanager
def _shards(exchange: Sandbox, part: Any) -> Iterator[Harness]:
    with open_harness(exchange, timeout=None) as harness:
        harness.tickers = [harness.open_market(exchange_index=shard) for shard in range(SHARDS)]
        yield harness


@frozen
class Suite:
    """What is called, and where.

    Attributes:
        trials: The operation that faults are dealt to, and a call of it, by the name of ours.
        parts: What an equal share of the calls meets each.
        behaviour: How the exchange of a part behaves; other than measured where there is a chance.
        opened: Opens a harness for a part on an exchange.
    """

    trials: dict[str, tuple[str, Trial]]
    parts: Sequence[Any]
    behaviour: Callable[[Any, Random | None], Behaviour]
    opened: Callable[[Sandbox, Any], AbstractContextManager[Harness]]


EVENTS = Suite(TRIALS, TIMESTAMPS, behaviour_with, _shards)


def prove(
    name: str,
    calls: int,
    seed: int,
    *,
    share: float = SHARE,
    exchanges: Exchanges = open_exchange,
    suite: Suite = EVENTS,
) -> Iterator[Tally]:
    """Call an operation many times, and check each outcome.

    Args:
        name: The operation, as `kalshi_overlay.orders` names it.
        calls: How many calls, an equal share of them for each part of the suite.
        seed: Seed of all choices.
        share: How likely a call meets a fault.
        exchanges: Opens an exchange that behaves so.
        suite: What is called.

    Yields:
        The tally so far, after each account.
    """
    tally, chance = Tally(), Random(f"{seed} {name}")
    kinds, names = Random(seed).sample(KINDS, len(KINDS)), list(suite.trials)
    parts = [calls // len(suite.parts)] * len(suite.parts)
    parts[0] += calls - sum(parts)
    for part, (meant, count) in enumerate(zip(suite.parts, parts, strict=True)):
        # Few calls of one part or operation meet the kinds that few calls of the others do not.
        begin = len(kinds) * (part * len(names) + names.index(name)) // (len(parts) * len(names))
        order = kinds[begin:] + kinds[:begin]
        for number, first in enumerate(range(0, count, CALLS_PER_ACCOUNT)):
            size = min(CALLS_PER_ACCOUNT, count - first)
            # Both modes meet exchanges of either sort, also where there are few calls.
            sort, mode = divmod(part + number, len(MODES))
            behaviour = suite.behaviour(meant, chance if sort % 2 else None)
            with exchanges(behaviour) as exchange, suite.opened(exchange, meant) as harness:
                met = f"{name} {MODES[mode]} {meant}"
                # Of its own, so that the same faults are dealt however long a call waited for its own draws.
                faulting = Faulting(exchange, Random(f"{seed} {name} {part} {number}"), share, order)
                tally.add(_prove_some(harness, suite.trials[name], met, size, MODES[mode], chance, faulting))
            order = order[size % len(order) :] + order[: size % len(order)]
            yield tally


def _prove_some(
    harness: Harness,
    tried: tuple[str, Trial],
    where: str,
    calls: int,
    mode: str,
    chance: Random,
    faulting: Faulting,
) -> Tally:
    tally, exchange, (operation, trial) = Tally(), harness.exchange, tried
    outcomes: list[tuple[str, Outcome]] = []
    for number in range(calls):
        fault = faulting.deal(operation)
        met = f"{where} call {number} with {fault}"
        found = trial(harness, mode, chance)
        outcomes += [(met, outcome) for outcome in found]
        tally.calls += 1
        if fault is not None:
            tally.dealt[fault] += 1
            tally.exposed += len(found)
        exchange.clock.advance(chance.uniform(0, 4))
    harness.arrive()
    for met, outcome in outcomes:
        tally.kinds[outcome.kind] += 1
        tally.late += outcome.is_late()
        problem = outcome.check()
        if problem is not None:
            tally.problems[problem.kind] += 1
            tally.words.append(f"{met}: {problem.kind}: {problem.words[:900]}")
    return tally


def parsed(arguments: Sequence[str], suite: Suite = EVENTS) -> argparse.Namespace:
    """The size that is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--calls", type=int, default=10_000, help="of each operation")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--operations", nargs="*", choices=list(suite.trials), default=list(suite.trials))
    parser.add_argument("--share", type=float, default=SHARE, help="of the calls that meet a fault")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str], suite: Suite = EVENTS) -> int:
    """Prove all operations and print the table."""
    given = parsed(arguments, suite)
    print(HEAD)
    total = Tally()
    failures = list[str]()
    for name in given.operations:
        began, tally = time.monotonic(), Tally()
        for tally in prove(name, given.calls, given.seed, share=given.share, suite=suite):
            print(f"\r{tally.row(name)}  {time.monotonic() - began:.0f} s", end="", flush=True)
        found = tally.failures(name)
        print("", *found[:20], sep="\n")
        failures += found
        total.add(tally)
    failures += [f"no call met {kind}" for kind in KINDS if not total.dealt[kind]]
    if total.exposed >= ENOUGH and not total.late:
        failures.append("no request took effect after its call had returned")
    print(total.row("together"), *failures[:20], f"failures: {len(failures)}", sep="\n")
    return 1 if failures or not total.calls else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
