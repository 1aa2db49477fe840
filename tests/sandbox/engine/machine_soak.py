"""The engine and the reference model, driven by Hypothesis, which shrinks failures.

python -m tests.sandbox.engine.machine_soak [examples]
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kalshi_sandbox.engine.fees import FeeRounding
from tests.sandbox.engine.differential import ACCOUNTS, OWNERS, ROUNDINGS, SHARDS, Differential

EXAMPLES = 60
SIZES: dict[str, list[str]] = {"small": ["12"], "middle": [str(EXAMPLES)], "full": ["1000"]}
STEPS = 40

_PRICES = st.integers(min_value=400, max_value=600).map(lambda mills: Decimal(mills).scaleb(-3)) | st.integers(
    min_value=35, max_value=65
).map(lambda cents: Decimal(cents).scaleb(-2))
_COUNTS = st.integers(min_value=1, max_value=2000).map(lambda hundredths: Decimal(hundredths).scaleb(-2))
_FORCES = st.sampled_from(["good_till_canceled", "good_till_canceled", "immediate_or_cancel", "fill_or_kill"])
_OWNERS = st.sampled_from(OWNERS)
_MARKETS = st.integers(min_value=0, max_value=9)
_SHARDS = st.integers(min_value=0, max_value=SHARDS - 1)


class ExchangeMachine(RuleBasedStateMachine):
    """Five accounts with two subaccounts each over ten markets."""

    labels = Bundle("labels")
    groups = Bundle("groups")

    @initialize(
        balance=st.sampled_from([Decimal(5), Decimal(60), Decimal(10_000)]), rounding=st.sampled_from(ROUNDINGS)
    )
    def open(self, balance: Decimal, rounding: FeeRounding) -> None:
        self.both = Differential(balance, rounding)
        self.number = 0

    @rule(
        target=labels,
        owner=_OWNERS,
        market=_MARKETS,
        side=st.sampled_from(["bid", "ask"]),
        price=_PRICES,
        count=_COUNTS,
        force=_FORCES,
        prevention=st.sampled_from(["taker_at_cross", "maker"]),
        expires_in=st.none() | st.integers(min_value=-1, max_value=60),
        flags=st.sampled_from([{}, {}, {"post_only": True}, {"reduce_only": True}, {"cancel_order_on_pause": True}]),
    )
    def place(
        self,
        owner: Any,
        market: int,
        side: str,
        price: Decimal,
        count: Decimal,
        force: str,
        prevention: str,
        expires_in: int | None,
        flags: dict[str, bool],
    ) -> Any:
        return self._place(
            owner,
            ticker=self.both.tickers[market],
            side=side,
            price=price,
            count=count,
            time_in_force=force,
            self_trade_prevention_type=prevention,
            expires_in=expires_in,
            **flags,
        )

    @rule(
        target=labels, group=groups, market=_MARKETS, side=st.sampled_from(["bid", "ask"]), price=_PRICES, count=_COUNTS
    )
    def place_in_group(self, group: str, market: int, side: str, price: Decimal, count: Decimal) -> Any:
        ticker = self.both.tickers[market]
        owner = self.both.groups[group]
        return self._place(owner, ticker=ticker, side=side, price=price, count=count, order_group_id=group)

    @rule(label=labels, price=st.none() | _PRICES, change=st.integers(min_value=-500, max_value=500))
    def amend(self, label: str, price: Decimal | None, change: int) -> None:
        order = self.both.order(label)
        total = max(Decimal("0.01"), order.fill_count + order.remaining_count + Decimal(change).scaleb(-2))
        self.both.amend(label, price or order.price, total)

    @rule(label=labels, count=_COUNTS, shard=st.none() | _SHARDS)
    def decrease(self, label: str, count: Decimal, shard: int | None) -> None:
        self.both.decrease(label, count, shard)

    @rule(label=consumes(labels))
    def cancel(self, label: str) -> None:
        self.both.cancel(label)

    @rule(label=labels, shard=_SHARDS)
    def cancel_on_a_shard(self, label: str, shard: int) -> None:
        self.both.cancel(label, shard)

    @rule(target=groups, owner=_OWNERS, limit=st.integers(min_value=1, max_value=20).map(Decimal), shard=_SHARDS)
    def create_group(self, owner: Any, limit: Decimal, shard: int) -> str:
        return self.both.create_group(owner, limit, shard)

    @rule(group=groups, action=st.sampled_from(["limit", "trigger", "reset"]), limit=st.integers(1, 20).map(Decimal))
    def change_group(self, group: str, action: str, limit: Decimal) -> None:
        self.both.change_group(group, action, limit)

    @rule(account=st.sampled_from(ACCOUNTS), cents=st.integers(min_value=1, max_value=10_000), back=st.booleans())
    def transfer(self, account: str, cents: int, back: bool) -> None:
        self.number += 1
        self.both.transfer(account, f"transfer-{self.number}", Decimal(cents).scaleb(-2), back=back)

    @rule(owner=_OWNERS, cents=st.integers(min_value=1, max_value=10_000), shards=st.permutations(range(SHARDS)))
    def move_cash(self, owner: Any, cents: int, shards: list[int]) -> None:
        self.both.move_cash(owner, Decimal(cents).scaleb(-2), shards[0], shards[1])

    @rule(seconds=st.integers(min_value=0, max_value=30))
    def advance(self, seconds: int) -> None:
        self.both.advance(seconds)

    @rule(market=_MARKETS)
    def pause_or_resume(self, market: int) -> None:
        self.both.switch(self.both.tickers[market])

    @precondition(lambda self: self.both.model.fills)
    @rule(market=_MARKETS, result=st.sampled_from(["yes", "no", "scalar"]))
    def settle(self, market: int, result: str) -> None:
        self.both.settle(self.both.tickers[market], result)

    @rule(owner=_OWNERS)
    def cancel_all(self, owner: Any) -> None:
        self.both.cancel_all(owner)

    @invariant()
    def everything_is_as_in_the_model(self) -> None:
        self.both.check_all()

    def _place(self, owner: Any, **fields: Any) -> Any:
        self.number += 1
        label = f"order-{self.number}"
        self.both.place(owner, label, **fields)
        return label if label in self.both.ids else multiple()

    def teardown(self) -> None:
        if hasattr(self, "both"):
            self.both.compare_all_fills()


def main(arguments: Sequence[str]) -> int:
    """Run the state machine, and print how often."""
    count = int(arguments[0]) if arguments else EXAMPLES
    without_deadline = settings(
        max_examples=count,
        stateful_step_count=STEPS,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(ExchangeMachine, settings=without_deadline)
    print(f"{count:,} runs of up to {STEPS} operations: money, books and orders as in the reference model after each")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
