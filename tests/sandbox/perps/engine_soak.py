"""Random operations on the engine of perpetual futures and on its reference model, which must agree.

    python -m tests.sandbox.perps.engine_soak --operations 2500 --seeds 1 2 3 4

A failure prints its seed. The operations of the first seed run once more, and must give the same events.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from decimal import Decimal
from random import Random

from tests.sandbox.perps.engine.differential import ACCOUNTS, OWNERS, Differential

SIZES: dict[str, list[str]] = {
    "small": ["--operations", "500", "--seeds", "25", "7"],
    "middle": ["--operations", "1000", "--seeds", "20261231", "7", "99"],
    "full": ["--operations", "2500", "--seeds", *map(str, range(1, 9))],
}
# The rejections that a run must cover.
REJECTIONS = {
    "AMEND_ORDER_NO_OP",
    "NOTIONAL_RISK_LIMIT_EXCEEDED",
    "fill_or_kill_insufficient_resting_volume",
    "insufficient_balance",
    "invalid_order",
    "invalid_parameters",
    "invalid_price",
    "market_not_active",
    "market_version_mismatch",
    "order_already_exists",
    "order_group_triggered",
    "order_not_found",
}
REASONS = {
    "",
    "Amend",
    "Decrease",
    "ExpiryCancel",
    "PostOnlyCrossCancel",
    "ReduceOnlyCancel",
    "SelfTradeCancel",
    "Trade",
}
_KINDS = {
    "place": 100,
    "cancel": 5,
    "amend": 12,
    "decrease": 5,
    "advance": 4,
    "long_advance": 1.5,
    "group": 2,
    "change_group": 2,
    "withdraw": 2,
    "transfer": 1,
    "cancel_all": 0.5,
    "set_index": 2,
    "tier": 1,
    "switch": 0.5,
    "switch_exchange": 0.4,
    "split": 0.7,
    "dividend": 0.7,
    "rename": 0.4,
    "settle": 0.4,
}


class RandomRun:
    """Runs random operations on both exchanges.

    Args:
        seed: The same seed gives the same operations.
        operations: How many.
    """

    def __init__(self, seed: int, operations: int) -> None:
        self.seed = seed
        self.random = Random(seed)
        self.both = Differential()
        self.events: list[str] = []
        self.both.engine.listen(lambda event: self.events.append(repr(event)))
        self.placed: list[str] = []
        self.kinds = self.random.choices(list(_KINDS), weights=list(_KINDS.values()), k=operations)

    def market(self) -> str:
        return self.random.choice(list(self.both.tickers))

    def price(self, market: str) -> Decimal:
        """Usually near the mark, sometimes outside the band, at times off the tick."""
        tick = self.both.model.markets[market]["tick"] / (10 if self.random.random() < 0.03 else 1)
        mark = self.both.model.mark(market)
        near = self.random.random() < 0.95
        factor = self.random.gauss(1, 0.01) if near else self.random.uniform(0.5, 1.6)
        return Decimal(round(mark * Decimal(factor) / tick)) * tick

    def count(self) -> Decimal:
        return Decimal(self.random.choice([*[1, 2, 3, 5, 8, 13, 20, 40] * 12, "2.5", "0.01", "0.001", 0]))

    def place(self, number: int) -> None:
        choose, chance = self.random.choice, self.random.random
        market, owner = self.market(), choose(OWNERS)
        force = choose(["good_till_canceled"] * 5 + ["immediate_or_cancel", "fill_or_kill"])
        # Usually one that takes orders.
        own = [
            group
            for group, who in self.both.groups.items()
            if who == owner and (not self.both.model.groups[group]["triggered"] or chance() < 0.05)
        ]
        label, version = f"order-{number}", self.both.model.markets[market]["version"]
        self.both.place(
            owner,
            label,
            market,
            side=choose(["bid", "ask"]),
            price=self.price(market),
            count=self.count(),
            time_in_force=force,
            self_trade_prevention_type=choose(["taker_at_cross", "maker"]),
            expires_in=choose([None] * 30 + [5, 60, 200, 600, -1]),
            post_only=chance() < (0.01 if force != "good_till_canceled" else 0.1),
            reduce_only=chance() < (0.4 if force != "good_till_canceled" else 0.01),
            cancel_order_on_pause=chance() < 0.3,
            client_order_id=choose([*[f"mine-{number}"] * 30, f"mine-{self.random.randrange(number + 1)}"]),
            order_group_id=choose([*own[-2:], None, None, None]),
            market_version=choose([*[0, version] * 20, version + 1]),
        )
        if label in self.both.ids:
            self.placed.append(label)

    def any_label(self) -> str:
        """Usually a resting order, sometimes any."""
        live: list[str] = [order["label"] for order in self.both.model.live]
        return self.random.choice(live if live and self.random.random() < 0.85 else self.placed[-60:])

    def step(self, number: int, kind: str) -> None:
        both, random = self.both, self.random
        if kind == "place" or not self.placed:
            self.place(number)
        elif kind == "cancel":
            both.cancel(self.any_label())
        elif kind == "amend":
            label = self.any_label()
            before, market = both.order(label), both.market_of(label)
            price = random.choice([before.price, self.price(market) if market else before.price])
            change = Decimal(random.choice([-1, -1, 0, 0, 3, 3, "0.5"]))
            total = max(Decimal(1), before.fill_count + before.remaining_count + change)
            both.amend(label, price, total, random.choice([*[None] * 6, 30, 30, -5]))
        elif kind == "decrease":
            both.decrease(self.any_label(), self.count())
        elif kind == "advance":
            both.advance(random.choice([1, 7, 14, 15, 40, 60]))
        elif kind == "long_advance":
            both.advance(random.choice([600, 3_600, 8 * 3_600, 8 * 3_600]))
        elif kind == "group" or (kind == "change_group" and not both.groups):
            both.create_group(random.choice(OWNERS), Decimal(random.choice([2, 5, 20])))
        elif kind == "change_group":
            action = random.choice(["limit", "trigger", "reset", "reset", "reset", "delete"])
            both.change_group(random.choice(list(both.groups)[-20:]), action, Decimal(random.choice([1, 3, 9])))
        elif kind == "withdraw":
            both.withdraw(random.choice(OWNERS), Decimal(random.randrange(-60, 60)))
        elif kind == "transfer":
            amount = Decimal(random.randrange(1, 4_000)) / 100
            both.transfer(random.choice(ACCOUNTS), f"transfer-{number}", amount, back=random.random() < 0.5)
        elif kind == "cancel_all":
            both.cancel_all(random.choice(OWNERS))
        elif kind == "set_index":
            market = self.market()
            moved = (both.model.mark(market) * Decimal(random.gauss(1, 0.01))).quantize(Decimal("0.0001"))
            both.set_index(market, random.choice([None, moved]))
        elif kind == "tier":
            both.set_tier(random.choice(ACCOUNTS), random.randrange(11))
        elif kind == "switch":
            both.switch(self.market())
        elif kind == "switch_exchange":
            both.switch_exchange()
        elif kind == "split":
            ratio = random.choice([(2, 1), (1, 2), (1, 2), (3, 2), (1, 3)])
            both.split(self.market(), Decimal(ratio[0]), Decimal(ratio[1]))
        elif kind == "dividend":
            both.pay_dividend(self.market(), Decimal(random.randrange(-50_000, 50_000)).scaleb(-6))
        elif kind == "rename":
            both.rename(self.market())
        else:
            market = self.market()
            both.settle(market, (both.model.mark(market) * Decimal("1.01")).quantize(Decimal("0.0001")))

    def end_halts(self) -> None:
        """Soon open again what is halted: nothing trades meanwhile."""
        if not self.both.model.is_open and self.random.random() < 0.3:
            self.both.switch_exchange()
        for name in list(self.both.tickers):
            if self.both.model.markets[name]["status"] == "inactive" and self.random.random() < 0.05:
                self.both.switch(name)

    def execute(self) -> None:
        """Run all operations; a failure prints the seed and the operation."""
        for number, kind in enumerate(self.kinds):
            try:
                self.step(number, kind)
                self.end_halts()
                if number % 50 == 0:
                    self.both.check_all()
            except BaseException:
                print(f"seed {self.seed}, operation {number}: {kind}")
                raise
        self.both.check_all()
        self.both.compare_histories()


def prove(seeds: Sequence[int], operations: int) -> list[RandomRun]:
    """Run random operations, and compare every outcome with the model's.

    Raises:
        AssertionError: If one differs, or the runs lack trades, funding, one of the rejections or one of the reasons.
    """
    runs = [RandomRun(seed, operations) for seed in seeds]
    for run in runs:
        run.execute()
        assert len(run.both.model.fills) > operations / 4, len(run.both.model.fills)
    rejections = {code for run in runs for code in run.both.rejections}
    assert rejections >= REJECTIONS, REJECTIONS - rejections
    reasons = {reason for run in runs for reason in run.both.model.reasons.values()}
    assert reasons == REASONS, REASONS - reasons
    assert any(run.both.model.payments for run in runs)
    return runs


def main(arguments: Sequence[str]) -> int:
    """Run the soak test, and print a summary."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--operations", type=int, default=2_500, help="operations of each seed")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4])
    given = parser.parse_args(arguments)
    runs = prove(given.seeds, given.operations)
    again = RandomRun(given.seeds[0], given.operations)
    again.execute()
    is_same = again.events == runs[0].events
    fills = sum(len(run.both.model.fills) for run in runs)
    rejections = sum(sum(run.both.rejections.values()) for run in runs)
    payments = sum(len(run.both.model.payments) for run in runs)
    print(
        f"{given.operations * len(runs):,} operations of {len(runs)} seeds: {fills:,} fills, {payments:,} funding "
        f"payments and {rejections:,} rejections as in the reference model, no dollar lost; "
        f"{len(again.events):,} events {'were' if is_same else 'WERE NOT'} the same twice"
    )
    return 0 if is_same else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
