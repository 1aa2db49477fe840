"""Random operations on the engine and on the reference model, which must agree; a failure prints its seed.

    python -m tests.sandbox.engine.operations_soak --operations 5000 --seeds 20261231 8 424242 97

The operations of the first seed run once more, and must give the same log.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from decimal import Decimal
from random import Random

from tests.sandbox.engine.differential import ACCOUNTS, OWNERS, ROUNDINGS, SHARDS, Differential

SIZES: dict[str, list[str]] = {
    "small": ["--operations", "800", "--seeds", "1", "4", "6", "7"],
    "middle": ["--operations", "5000", "--seeds", "20261231", "8", "424242", "97"],
    "full": ["--operations", "10000", "--seeds", *map(str, range(1, 11))],
}
# The rejections that a run must cover.
_REJECTIONS = {
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


class RandomRun:
    """Runs random operations on both exchanges.

    Args:
        seed: The same seed gives the same operations. How fees are rounded follows from it too.
        operations: How many.
    """

    def __init__(self, seed: int, operations: int) -> None:
        self.seed = seed
        self.random = Random(seed)
        self.both = Differential(rounding=ROUNDINGS[seed % len(ROUNDINGS)])
        self.placed: list[str] = []
        self.groups: list[str] = []
        self.kinds = self.random.choices(list(_KINDS), weights=list(_KINDS.values()), k=operations)

    def price(self, ticker: str) -> Decimal:
        """Usually near the middle, sometimes far from it or off the tick."""
        tick = Decimal("0.001") if self.random.random() < 0.1 else Decimal("0.01")
        return Decimal(round(self.random.triangular(0.2, 0.8, 0.5) / float(tick))) * tick

    def count(self) -> Decimal:
        return Decimal(self.random.choice([*[1, 33, 100, 100, 250, 500, 1000] * 4, 4000, 0])) / 100

    def place(self, number: int) -> None:
        choose = self.random.choice
        ticker = choose(self.both.tickers)
        owner = choose(OWNERS)
        force = choose(["good_till_canceled"] * 5 + ["immediate_or_cancel", "fill_or_kill"])
        own = [group for group in self.groups if self.both.groups[group] == owner]
        label = f"order-{number}"
        self.both.place(
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
        if label in self.both.ids:
            self.placed.append(label)

    def any_label(self) -> str:
        """Usually a resting order, sometimes any."""
        live: list[str] = [order["label"] for order in self.both.model.live]
        return self.random.choice(live if live and self.random.random() < 0.85 else self.placed[-60:])

    def any_shard(self) -> int | None:
        """Usually None for the order's own shard, sometimes any."""
        return self.random.randrange(SHARDS) if self.random.random() < 0.1 else None

    def step(self, number: int, kind: str) -> None:
        both, random = self.both, self.random
        if kind == "place" or not self.placed:
            self.place(number)
        elif kind == "cancel":
            both.cancel(self.any_label(), self.any_shard())
        elif kind == "amend":
            label = self.any_label()
            before = both.order(label)
            price = random.choice([before.price, self.price(before.ticker)])
            change = random.choice([Decimal(-1), Decimal(0), Decimal("0.5"), Decimal(3)])
            total = max(Decimal("0.01"), before.fill_count + before.remaining_count + change)
            both.amend(label, price, total, random.choice([None, None, 30, -5]), self.any_shard())
        elif kind == "decrease":
            both.decrease(self.any_label(), self.count(), self.any_shard())
        elif kind == "advance":
            both.advance(random.choice([1, 7, 14, 15, 40]))
        elif kind == "group" or (kind == "change_group" and not self.groups):
            limit = Decimal(random.choice([1, 2, 5, 20]))
            self.groups.append(both.create_group(random.choice(OWNERS), limit, random.randrange(SHARDS)))
        elif kind == "change_group":
            action = random.choice(["limit", "trigger", "reset", "reset", "reset"])
            both.change_group(random.choice(self.groups[-20:]), action, Decimal(random.choice([1, 3, 9])))
        elif kind == "transfer":
            amount = Decimal(random.randrange(1, 4000)) / 100
            both.transfer(
                random.choice(ACCOUNTS),
                f"transfer-{number}",
                amount,
                back=random.random() < 0.5,
                shard=random.randrange(SHARDS),
            )
        elif kind == "move_cash":
            amount = Decimal(random.randrange(1, 400_000)) / 10_000
            both.move_cash(random.choice(OWNERS), amount, *random.sample(range(SHARDS), 2))
        elif kind == "cancel_all":
            both.cancel_all(random.choice(OWNERS))
        elif kind == "switch":
            paused = [ticker for ticker in both.tickers if both.model.status[ticker] == "inactive"]
            both.switch(random.choice(paused or both.tickers))
        else:
            both.settle(random.choice(both.tickers), random.choice(["yes", "no", "scalar"]))

    def execute(self) -> None:
        """Run all operations; a failure prints the seed and the operation."""
        for number, kind in enumerate(self.kinds):
            try:
                self.step(number, kind)
                if number % 50 == 0:
                    self.both.check_all()
            except BaseException:
                print(f"seed {self.seed}, operation {number}: {kind}")
                raise
        self.both.check_all()
        self.both.compare_all_fills()


def prove(seed: int, operations: int) -> RandomRun:
    """Run random operations, and compare every outcome with the model's.

    Raises:
        AssertionError: If one differs, or the run lacks trades or one of the rejections.
    """
    run = RandomRun(seed, operations)
    run.execute()
    assert len(run.both.model.fills) > operations / 4
    assert set(run.both.rejections) >= _REJECTIONS
    return run


def log_of(seed: int, operations: int) -> list[str]:
    """Every event of random operations, as text."""
    run = RandomRun(seed, operations)
    log: list[str] = []
    run.both.engine.listen(lambda item: log.append(repr(item)))
    run.execute()
    return log


def main(arguments: Sequence[str]) -> int:
    """Run the soak test, and print a summary."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--operations", type=int, default=5_000, help="operations of each seed")
    parser.add_argument("--seeds", type=int, nargs="+", default=[20261231, 8, 424242, 97])
    given = parser.parse_args(arguments)
    runs = [prove(seed, given.operations) for seed in given.seeds]
    fills = sum(len(run.both.model.fills) for run in runs)
    rejections = sum(sum(run.both.rejections.values()) for run in runs)
    log = log_of(given.seeds[0], given.operations)
    is_same = log == log_of(given.seeds[0], given.operations)
    print(
        f"{given.operations:,} operations of {len(runs)} seeds: {fills:,} fills and {rejections:,} rejections as in "
        f"the reference model; the log of {len(log):,} events {'was' if is_same else 'WAS NOT'} the same twice"
    )
    return 0 if is_same else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
