"""Random operations on our engine and on the slow model, which must agree; the seed of a failure is printed.

    python -m tests.sandbox.engine.operations_proof --operations 5000 --seeds 20261231 7 424242 99

Of the first seed, the same operations are done once more, and must give the same log.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from decimal import Decimal
from random import Random

from tests.sandbox.engine.twins import ACCOUNTS, OWNERS, SHARDS, Twins

SIZES: dict[str, list[str]] = {
    "small": ["--operations", "800", "--seeds", "20261231", "7"],
    "middle": ["--operations", "5000", "--seeds", "20261231", "7", "424242", "99"],
    "whole": ["--operations", "10000", "--seeds", *map(str, range(1, 11))],
}
# What a run must meet, or it has not been everywhere.
_REFUSALS = {
    "insufficient_balance",
    "post_only_would_cross",
    "fill_or_kill_insufficient_resting_volume",
    "AMEND_ORDER_NO_OP",
    "order_already_exists",
    "order_group_not_found",
    "order_not_found",
    "order_group_triggered",
    "market_not_active",
    "invalid_parameters",
}
_KINDS = {
    "place": 80,
    "cancel": 5,
    "amend": 10,
    "decrease": 5,
    "advance": 4,
    "group": 3,
    "change_group": 2,
    "transfer": 2,
    "move_cash": 2,
    "cancel_all": 1,
    "switch": 1,
    "settle": 1,
}


class Monkey:
    """Draws operations and puts them to both exchanges.

    Args:
        seed: The same seed draws the same operations.
        operations: How many.
    """

    def __init__(self, seed: int, operations: int) -> None:
        self.seed = seed
        self.random = Random(seed)
        self.twins = Twins()
        self.placed: list[str] = []
        self.groups: list[str] = []
        self.kinds = self.random.choices(list(_KINDS), weights=list(_KINDS.values()), k=operations)

    def price(self, ticker: str) -> Decimal:
        """Mostly near the middle, sometimes far off or off the tick."""
        tick = Decimal("0.001") if self.random.random() < 0.1 else Decimal("0.01")
        return Decimal(round(self.random.triangular(0.2, 0.8, 0.5) / float(tick))) * tick

    def count(self) -> Decimal:
        return Decimal(self.random.choice([*[1, 33, 100, 100, 250, 500, 1000] * 4, 4000, 0])) / 100

    def place(self, number: int) -> None:
        choose = self.random.choice
        ticker = choose(self.twins.tickers)
        owner = choose(OWNERS)
        force = choose(["good_till_canceled"] * 5 + ["immediate_or_cancel", "fill_or_kill"])
        own = [group for group in self.groups if self.twins.groups[group] == owner]
        label = f"order-{number}"
        self.twins.place(
            owner,
            label,
            ticker=ticker,
            side=choose(["bid", "ask"]),
            price=self.price(ticker),
            count=self.count(),
            time_in_force=force,
            self_trade_prevention_type=choose(["taker_at_cross", "maker"]),
            expires_in=choose([None] * 20 + [5, 60, 200, 600, -1]),
            post_only=self.random.random() < 0.05,
            reduce_only=self.random.random() < (0.4 if force == "immediate_or_cancel" else 0.01),
            cancel_order_on_pause=self.random.random() < 0.3,
            client_order_id=choose([None, *[f"mine-{number}"] * 9, f"mine-{self.random.randrange(number + 1)}"]),
            order_group_id=choose([*own[-1:], None, None, None]),
        )
        if label in self.twins.ids:
            self.placed.append(label)

    def any_label(self) -> str:
        """Mostly an order that rests, sometimes one that may not."""
        live: list[str] = [order["label"] for order in self.twins.model.live]
        return self.random.choice(live if live and self.random.random() < 0.85 else self.placed[-60:])

    def any_shard(self) -> int | None:
        """Mostly the order's own, which is None, sometimes another."""
        return self.random.randrange(SHARDS) if self.random.random() < 0.1 else None

    def step(self, number: int, kind: str) -> None:
        twins, random = self.twins, self.random
        if kind == "place" or not self.placed:
            self.place(number)
        elif kind == "cancel":
            twins.cancel(self.any_label(), self.any_shard())
        elif kind == "amend":
            label = self.any_label()
            before = twins.order(label)
            price = random.choice([before.price, self.price(before.ticker)])
            change = random.choice([Decimal(-1), Decimal(0), Decimal("0.5"), Decimal(3)])
            total = max(Decimal("0.01"), before.fill_count + before.remaining_count + change)
            twins.amend(label, price, total, random.choice([None, None, 30, -5]), self.any_shard())
        elif kind == "decrease":
            twins.decrease(self.any_label(), self.count(), self.any_shard())
        elif kind == "advance":
            twins.advance(random.choice([1, 7, 14, 15, 40]))
        elif kind == "group" or (kind == "change_group" and not self.groups):
            limit = Decimal(random.choice([1, 2, 5, 20]))
            self.groups.append(twins.create_group(random.choice(OWNERS), limit, random.randrange(SHARDS)))
        elif kind == "change_group":
            action = random.choice(["limit", "trigger", "reset", "reset", "reset"])
            twins.change_group(random.choice(self.groups[-20:]), action, Decimal(random.choice([1, 3, 9])))
        elif kind == "transfer":
            amount = Decimal(random.randrange(1, 4000)) / 100
            twins.transfer(
                random.choice(ACCOUNTS),
                f"transfer-{number}",
                amount,
                back=random.random() < 0.5,
                shard=random.randrange(SHARDS),
            )
        elif kind == "move_cash":
            amount = Decimal(random.randrange(1, 400_000)) / 10_000
            twins.move_cash(random.choice(OWNERS), amount, *random.sample(range(SHARDS), 2))
        elif kind == "cancel_all":
            twins.cancel_all(random.choice(OWNERS))
        elif kind == "switch":
            paused = [ticker for ticker in twins.tickers if twins.model.status[ticker] == "inactive"]
            twins.switch(random.choice(paused or twins.tickers))
        else:
            twins.settle(random.choice(twins.tickers), random.choice(["yes", "no"]))

    def run(self) -> None:
        """Do them all; where it fails, the seed and the operation are printed."""
        for number, kind in enumerate(self.kinds):
            try:
                self.step(number, kind)
                if number % 50 == 0:
                    self.twins.check_all()
            except BaseException:
                print(f"seed {self.seed}, operation {number}: {kind}")
                raise
        self.twins.check_all()
        self.twins.compare_all_fills()


def prove(seed: int, operations: int) -> Monkey:
    """Do random operations, of which none may end otherwise than in the model.

    Raises:
        AssertionError: One did, or the run has not been everywhere: trades in plenty, and every kind of refusal.
    """
    monkey = Monkey(seed, operations)
    monkey.run()
    assert len(monkey.twins.model.fills) > operations / 4
    assert set(monkey.twins.refusals) >= _REFUSALS
    return monkey


def log_of(seed: int, operations: int) -> list[str]:
    """All that random operations make happen, in words."""
    monkey = Monkey(seed, operations)
    log: list[str] = []
    monkey.twins.engine.listen(lambda item: log.append(repr(item)))
    monkey.run()
    return log


def main(arguments: Sequence[str]) -> int:
    """Run the proof, and print what it has seen."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--operations", type=int, default=5_000, help="operations of each seed")
    parser.add_argument("--seeds", type=int, nargs="+", default=[20261231, 7, 424242, 99])
    given = parser.parse_args(arguments)
    runs = [prove(seed, given.operations) for seed in given.seeds]
    fills = sum(len(run.twins.model.fills) for run in runs)
    refusals = sum(sum(run.twins.refusals.values()) for run in runs)
    log = log_of(given.seeds[0], given.operations)
    is_same = log == log_of(given.seeds[0], given.operations)
    print(
        f"{given.operations:,} operations of {len(runs)} seeds: {fills:,} fills and {refusals:,} refusals as in the "
        f"slow model; the log of {len(log):,} events {'came' if is_same else 'DID NOT COME'} twice"
    )
    return 0 if is_same else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
