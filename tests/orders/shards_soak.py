"""Random calls on orders of four shards, under faults: no order may rest that a call said was gone.

    python -m tests.orders.shards_soak --calls 10000 [--seed 0] [--share 0.3]

Where `orders_soak` tries each operation for itself, here an order lives: `place` places it, one call at most amends or
decreases it, and another cancels it, while the account's other orders rest on all shards. Each change goes by object
(the order's market and shard), by the bare id (an amendment by its ticker alone), or, at times, to any shard. Now and
then cash is transferred to another shard. Three in ten calls meet faults of every kind. The truth is read from the
sandbox's engine, at the end after everything that was under way has arrived. Ends with status 1 if an order rests that
a call said was gone, if anything was doubled, lost or wrong, or if too little has happened to tell.

What it rests on:

* Each market lies on one shard, and a new order goes to the shard of its ticker (the exchange's guide on sharding).
* A change by a bare id is looked for on shard 0 alone, and answered with 404 while the order rests elsewhere (recorded,
  production, 14 September 2026: 21 live orders piled up). `market_ticker` or the right `exchange_index` routes it (the
  guide; the same record).
* GetOrder and GetOrders need no shard and show all (the same record), and lag by up to 2 s (recorded, 2026).
* Repeating a transfer between shards moves as much again; the list of transfers shows it under the id that it was sent
  with (the spec; that transfers are not idempotent was recorded by one account, 2026).
* A used `client_order_id` is rejected with 409 (recorded by several, 2026), whichever request of it arrives first.

Every second exchange differs from that in some of what few have recorded, as in `orders_soak`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import count
from random import Random
from typing import Any

from attrs import define, field

from kalshi_gen.errors import KalshiNotFoundError
from kalshi_gen.types import UNSET
from kalshi_overlay.errors import KalshiError, OrderNotAppliedError, TransferStateUnknownError
from kalshi_overlay.orders import place
from kalshi_overlay.orders.changing import BY_TICKER
from kalshi_overlay.shards import transfer
from kalshi_sandbox.engine import Order
from kalshi_sandbox.faults import Fault
from tests.orders.faulting import KINDS, Faulting
from tests.orders.harness import FILLING, MODES, RESTING, Harness, open_exchange, open_harness
from tests.orders.orders_soak import CALLS_PER_ACCOUNT, SHARE, TIMESTAMPS, Exchanges, behaviour_with
from tests.orders.trials import (
    SHARDS,
    TRIALS,
    Outcome,
    Problem,
    amending,
    any_timeout,
    attempt,
    canceling,
    decreasing,
    placing,
)

SIZES: dict[str, list[str]] = {
    "small": ["--calls", "180", "--seed", "1"],
    "middle": ["--calls", "1500", "--seed", "5"],
    "full": ["--calls", "10000"],
}

CHANGES: dict[str, Callable[..., Outcome]] = {"cancel": canceling, "amend": amending, "decrease": decreasing}
ADDRESSES = {"by object": 10, "by bare id": 10, "to any shard": 1}
ENOUGH = 1000
PROBLEMS = ("gone", "doubled", "lost", "wrong")


@define
class Tally:
    """What calls came to.

    Attributes:
        calls: How many there were, by the name of ours.
        addresses: How many changes went by object, by bare id, to any shard.
        elsewhere: How many changes by bare id were of an order on another shard than 0.
        dealt: How many calls met each fault at once.
        kinds: How many calls were answered, read back, not done, unknown.
        late: How many requests took effect after their call had returned.
        gone: How many orders a call said were gone.
        problems: How many of these rest, and how many were doubled, lost, wrong.
        words: The problems in words.
    """

    calls: Counter[str] = field(factory=Counter)
    addresses: Counter[str] = field(factory=Counter)
    elsewhere: int = 0
    dealt: Counter[Fault | str] = field(factory=Counter)
    kinds: Counter[str] = field(factory=Counter)
    late: int = 0
    gone: int = 0
    problems: Counter[str] = field(factory=Counter)
    words: list[str] = field(factory=list)

    def add(self, met: str, problem: Problem | None) -> None:
        """Count a problem in, if it is one."""
        if problem is not None:
            self.count(problem.kind, f"{met}: {problem.words}")

    def count(self, kind: str, words: str) -> None:
        """Count a problem in."""
        self.problems[kind] += 1
        self.words.append(f"{kind}: {words[:900]}")

    def __str__(self) -> str:
        calls, found, sent = self.calls.total(), dict(self.kinds), dict(self.addresses)
        return (
            f"{calls:,} calls {dict(self.calls)}, {self.dealt.total():,} of them faulted; changes {sent}, "
            f"{self.elsewhere:,} by bare id on other shards than 0; {found}, {self.late:,} late; "
            f"{self.gone:,} orders said to be gone, {self.problems['gone']} of them rest; "
            + ", ".join(f"{self.problems[kind]} {kind}" for kind in PROBLEMS[1:])
        )

    def failures(self) -> list[str]:
        """What must not be: a problem, or too little to tell."""
        # Few calls are not done, so among few calls there may be none.
        words = ("answered", "read back", "not done")[: 3 if self.calls.total() >= ENOUGH else 2]
        counts = {
            "change by bare id reached another shard than 0": self.elsewhere,
            "order was said to be gone": self.gone,
            **{f"call was {word}": self.kinds[word] for word in words},
            **{f"call of {name}": self.calls[name] for name in ("place", "transfer", *CHANGES)},
            **{f"change went {name}": self.addresses[name] for name in ADDRESSES},
            **{f"call met {kind}": self.dealt[kind] for kind in KINDS},
        }
        return self.words + [f"no {what}" for what, number in counts.items() if not number]


@define
class _Resting:
    """An order that a call has placed and nothing is known to have ended.

    Attributes:
        order_id: Its id.
        met: The call that was the last to place or change it, in words.
        outcome: What that came to; checked before the order is changed further.
        is_changed: Whether it was amended or decreased: a late copy of that would undo another change.
    """

    order_id: str
    met: str
    outcome: Outcome
    is_changed: bool = False


@define
class _Account:
    """The orders of one account."""

    harness: Harness
    mode: str
    chance: Random
    tally: Tally
    _resting: list[_Resting] = field(factory=list, init=False)
    _checks: list[tuple[str, Outcome]] = field(factory=list, init=False)
    _gone: dict[str, str] = field(factory=dict, init=False)
    _amounts: Iterator[Decimal] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._amounts = (Decimal(number) / 10_000 for number in count(1))

    def call(self, where: str, faulting: Faulting) -> None:
        """Place an order, or change one, under a fault or none."""
        if self.chance.random() < 0.05:
            self._transfer(where, faulting)
            return
        resting, name = None, "place"
        if self._resting and self.chance.random() < 0.6:
            resting = self._resting.pop(self.chance.randrange(len(self._resting)))
            name = "cancel" if resting.is_changed else self.chance.choices([*CHANGES], weights=[2, 2, 1])[0]
        met = self._deal(where, name, TRIALS[name][0], faulting)
        outcome = self._place() if resting is None else self._change(resting, name)
        self.tally.kinds[outcome.kind] += 1
        order_id = getattr(outcome.found, "order_id", None) if resting is None else resting.order_id
        order = self.harness.order(order_id) if order_id else None
        if order is not None and _says_gone(outcome.found):
            self._gone[order.order_id] = f"{met}: {outcome.found!r}"
            self._check_gone(order)
        if order is None or order.status != "resting":
            self._checks.append((met, outcome))
        else:
            self._resting.append(_Resting(order.order_id, met, outcome, is_changed=resting is not None))

    def _transfer(self, where: str, faulting: Faulting) -> None:
        """Move cash to another shard."""
        met = self._deal(where, "transfer", "IntraExchangeInstanceTransfer", faulting)
        from_shard, to_shard = self.chance.sample(range(SHARDS), 2)
        # By its amount the exchange's own record is known.
        amount = next(self._amounts)
        found = attempt(
            self.harness,
            self.chance,
            transfer,
            self.mode,
            amount=amount,
            from_shard=from_shard,
            to_shard=to_shard,
            timeout=any_timeout(self.chance),
        )

        def times() -> int:
            transfers = self.harness.exchange.engine.shards.transfers(self.harness.account)
            return [each.amount for each in transfers].count(amount)

        def check() -> Problem | None:
            words = f"{found!r}, but it was made {times()} times"
            if times() > 1:
                return Problem("doubled", words)
            if isinstance(found, TransferStateUnknownError):
                return None
            if isinstance(found, KalshiError):
                return Problem("wrong", words) if times() else None
            return None if times() else Problem("lost", words)

        at_return = times()
        outcome = Outcome(found, check, lambda: times() != at_return)
        self.tally.kinds[outcome.kind] += 1
        self._checks.append((met, outcome))

    def _deal(self, where: str, name: str, operation: str, faulting: Faulting) -> str:
        """Set up what a call meets, and count it; returns that in words."""
        fault = faulting.deal(operation)
        self.tally.calls[name] += 1
        if fault is not None:
            self.tally.dealt[fault] += 1
        return f"{where}: {name} with {fault}"

    def finish(self) -> None:
        """Check all orders, once everything that was under way has arrived."""
        self.harness.arrive()
        self._checks += [(resting.met, resting.outcome) for resting in self._resting]
        for met, outcome in self._checks:
            self.tally.late += outcome.is_late()
            self.tally.add(met, outcome.check())
        orders = self.harness.orders()
        for client_order_id, times in Counter(order.client_order_id for order in orders).items():
            if times > 1:
                self.tally.count("doubled", f"{times} orders under {client_order_id}")
        for order in orders:
            self._check_gone(order)
        self.tally.gone += len(self._gone)

    def _place(self) -> Outcome:
        shard = self.chance.randrange(SHARDS)
        # In a market of its own nobody trades against another order of the account.
        body = self.harness.new_order(
            ticker=self.harness.open_market(exchange_index=shard),
            exchange_index=self.chance.choice([UNSET, shard, BY_TICKER]),
            count=self.chance.randint(5, 15),
            price=self.chance.choices([RESTING, FILLING], weights=[9, 1])[0],
            client_order_id=f"{self.chance.getrandbits(128):032x}",
        )
        timeout = any_timeout(self.chance)
        found = attempt(self.harness, self.chance, place, self.mode, body=body, timeout=timeout)
        return placing(self.harness, body, found)

    def _change(self, resting: _Resting, name: str) -> Outcome:
        # What fills or is canceled from here on isn't as the earlier call said any more.
        self.tally.add(resting.met, resting.outcome.check())
        order = self.harness.order(resting.order_id)
        shard = self.harness.exchange.engine.shards.of(order.ticker)
        (way,) = self.chance.choices([*ADDRESSES], weights=[*ADDRESSES.values()])
        self.tally.addresses[way] += 1
        self.tally.elsewhere += way == "by bare id" and shard != 0
        address = self._address(way, order, shard) if name != "amend" else self._shard(way, shard)
        return CHANGES[name](self.harness, self.mode, self.chance, order, address)

    def _address(self, way: str, order: Order, shard: int) -> dict[str, Any]:
        ticker = {"market_ticker": order.ticker} if way == "by object" else {}
        return {**ticker, **self._shard(way, shard)}

    def _shard(self, way: str, shard: int) -> dict[str, Any]:
        shards = {"by object": shard, "to any shard": self.chance.randrange(SHARDS)}
        return {"exchange_index": shards[way]} if way in shards else {}

    def _check_gone(self, order: Order) -> None:
        if order.status == "resting" and order.order_id in self._gone:
            self.tally.count("gone", f"{self._gone[order.order_id]}, but it rests: {order}")


def _says_gone(found: Any) -> bool:
    """Whether an outcome says that an order no longer rests, or never did."""
    if isinstance(found, KalshiError):
        has_ended = isinstance(found, OrderNotAppliedError) and "the order ended" in found.reason
        return has_ended or isinstance(found, KalshiNotFoundError)
    return getattr(found, "status", None) in ("canceled", "executed") or found.remaining_count == 0


def prove(calls: int, seed: int, *, share: float = SHARE, exchanges: Exchanges = open_exchange) -> Iterator[Tally]:
    """Call many times, and check each outcome.

    Args:
        calls: How many calls.
        seed: Seed of all choices.
        share: How likely a call meets a fault.
        exchanges: Opens an exchange that behaves so.

    Yields:
        The tally so far, after each account.
    """
    tally, chance = Tally(), Random(f"{seed} shards")
    kinds = Random(seed).sample(KINDS, len(KINDS))
    for number, first in enumerate(range(0, calls, CALLS_PER_ACCOUNT)):
        timestamp, mode = TIMESTAMPS[number % len(TIMESTAMPS)], MODES[number // 2 % len(MODES)]
        behaviour = behaviour_with(timestamp, chance if number % 2 else None)
        with exchanges(behaviour) as exchange, open_harness(exchange, timeout=None) as harness:
            account = _Account(harness, mode, chance, tally)
            faulting = Faulting(exchange, Random(f"{seed} {number}"), share, kinds)
            for call in range(first, min(first + CALLS_PER_ACCOUNT, calls)):
                account.call(f"call {call} {mode} {timestamp}", faulting)
                exchange.clock.advance(chance.uniform(0, 4))
            account.finish()
        # Each account goes on with the kinds of faults where the last one ended.
        met = tally.dealt.total() % len(KINDS)
        kinds = Random(seed).sample(KINDS, len(KINDS))
        kinds = kinds[met:] + kinds[:met]
        yield tally


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """The size that is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--calls", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--share", type=float, default=SHARE, help="of the calls that meet a fault")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Prove it and print the figures."""
    given, began, tally = parsed(arguments), time.monotonic(), Tally()
    for tally in prove(given.calls, given.seed, share=given.share):
        print(f"\r{tally.calls.total():,} calls, {time.monotonic() - began:.0f} s", end="", flush=True)
    failures = tally.failures()
    print("", *failures[:20], f"{tally}; failures: {len(failures)}", sep="\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
