"""Random sequences of fills: what the sandbox charges, by its own code, is what `kalshi_overlay.pricing` computes.

    python -m tests.pricing.fees_soak --sequences 100000 --seed 1

In each sequence an order takes some fills, rests, and is filled by others. The fee of every fill of every order is
compared to the last digit, for both roundings and both precisions of balances.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from random import Random
from typing import Literal

from attrs import frozen

from kalshi_overlay.pricing import FeeRates, Precision, PricedFill, Rounding, order_fees
from kalshi_sandbox.engine import EngineEvent, Exchange, Fill, Filled, ManualClock, NewOrder, Rules
from kalshi_sandbox.engine.fees import CENT, CENTICENT, MICRODOLLAR, FeeRounding
from kalshi_sandbox.engine.market import FeeType

SIZES: dict[str, list[str]] = {
    "small": ["--sequences", "400"],
    "middle": ["--sequences", "5000"],
    "full": ["--sequences", "100000"],
}
# An exchange remembers all its orders, so it is replaced after so many sequences.
_SEQUENCES_AT_ONCE = 100

KINDS: tuple[tuple[Rounding, Precision], ...] = (
    ("measured", "direct"),
    ("measured", "cent"),
    ("guide", "direct"),
    ("guide", "cent"),
)
FEE_TYPES: tuple[FeeType, ...] = ("quadratic", "quadratic_with_maker_fees", "quadratic_with_combo_maker_fees")
MULTIPLIERS = ("0", "0.5", "1", "1.3")
_MILLS = 999
_RICH = Decimal(10) ** 9


@frozen
class FillSequence:
    """An order that takes fills, rests, and is filled.

    Attributes:
        fee_type: Of its market.
        multiplier: Of its market.
        side: Its side.
        limit: Its limit in mills.
        takes: What it meets: how many mills better than its limit, and hundredths of contracts.
        rests: What it is filled by then, in hundredths of contracts.
    """

    fee_type: FeeType
    multiplier: str
    side: Literal["bid", "ask"]
    limit: int
    takes: tuple[tuple[int, int], ...]
    rests: tuple[int, ...]


class Charges:
    """An exchange, and what is computed of its fills.

    Args:
        kind: How it rounds, and what balances are kept in.
    """

    def __init__(self, kind: tuple[Rounding, Precision]) -> None:
        self.rounding, self.precision = kind
        self.step = CENT if self.precision == "cent" else CENTICENT
        is_guide = self.rounding == "guide"
        rules = Rules(fee_rounding=FeeRounding(MICRODOLLAR if is_guide else CENTICENT, self.step, gives_back=is_guide))
        self.engine = Exchange(ManualClock(), seed=1, rules=rules)
        for account in ("alice", "bob"):
            self.engine.accounts.add(account, _RICH)
        for at, (fee_type, multiplier) in enumerate((each, factor) for each in FEE_TYPES for factor in MULTIPLIERS):
            self.engine.markets.add_series(f"KX{at}", fee_type=fee_type, fee_multiplier=Decimal(multiplier))
            self.engine.markets.add(f"KX{at}-E-M", price_level_structure="deci_cent")
        self.fills: list[Fill] = []
        self.engine.listen(self._on_event)

    def compare(self, sequence: FillSequence) -> int:
        """Let the sandbox charge a sequence, and compare every fee.

        Returns:
            How many fills there were.

        Raises:
            AssertionError: A fee differs, or the balance is off its step.
        """
        number = FEE_TYPES.index(sequence.fee_type) * len(MULTIPLIERS) + MULTIPLIERS.index(sequence.multiplier)
        ticker, other = f"KX{number}-E-M", "ask" if sequence.side == "bid" else "bid"
        better = -1 if sequence.side == "bid" else 1
        self.fills.clear()
        for mills, hundredths in sequence.takes:
            self._place("bob", ticker, other, min(max(sequence.limit + better * mills, 1), _MILLS), hundredths)
        total = sum(hundredths for _, hundredths in sequence.takes) + sum(sequence.rests)
        self._place("alice", ticker, sequence.side, sequence.limit, total)
        for hundredths in sequence.rests:
            self._place("bob", ticker, other, sequence.limit, hundredths)
        rates = FeeRates.of(sequence.fee_type, sequence.multiplier)
        by_order: defaultdict[str, list[Fill]] = defaultdict(list)
        for fill in self.fills:
            by_order[fill.order_id].append(fill)
        for order_id, fills in by_order.items():
            found = order_fees(
                rates,
                [PricedFill(fill.price, fill.count, is_taker=fill.is_taker) for fill in fills],
                side=fills[0].side,
                precision=self.precision,
                rounding=self.rounding,
            )
            assert [fill.fee for fill in fills] == [each.net for each in found.fills], (self.rounding, sequence)
            order = self.engine.orders.get(fills[0].owner.account, order_id)
            assert order.taker_fees + order.maker_fees == found.net, sequence
            assert order.taker_fill_cost + order.maker_fill_cost == found.cost, sequence
        assert sum(fill.count for fill in self.fills if fill.owner.account == "alice") == Decimal(total) / 100
        for account in ("alice", "bob"):
            assert self.engine.portfolio.balance(account).total % self.step == 0, sequence
        assert self.engine.imbalance() == 0
        return len(self.fills)

    def _place(self, account: str, ticker: str, side: str, mills: int, hundredths: int) -> None:
        order = NewOrder(
            ticker=ticker,
            side=side,  # type: ignore[arg-type]
            price=Decimal(mills).scaleb(-3),
            count=Decimal(hundredths).scaleb(-2),
        )
        self.engine.orders.place(account, order)

    def _on_event(self, event: EngineEvent) -> None:
        if isinstance(event, Filled):
            self.fills.append(event.fill)


def sequences(random: Random) -> Iterator[FillSequence]:
    """Random sequences, without an end."""
    while True:
        counts = [
            random.choice([1, 7, 33, 100, 908, random.randrange(1, 5_000)]) for _ in range(random.randrange(1, 7))
        ]
        taken = random.randrange(len(counts) + 1)
        yield FillSequence(
            fee_type=random.choice(FEE_TYPES),
            multiplier=random.choice(MULTIPLIERS),
            side=random.choice(("bid", "ask")),
            limit=random.choice([random.randrange(1, _MILLS + 1), 10 * random.randrange(1, 100)]),
            takes=tuple((random.randrange(60), count) for count in counts[:taken]),
            rests=tuple(counts[taken:]),
        )


def prove(count: int, seed: int) -> int:
    """Compare random sequences.

    Returns:
        How many fills there were.

    Raises:
        AssertionError: A fee differs.
    """
    source, done, fills = sequences(Random(seed)), 0, 0
    while done < count:
        charges = Charges(KINDS[done // _SEQUENCES_AT_ONCE % len(KINDS)])
        some = min(_SEQUENCES_AT_ONCE, count - done)
        fills += sum(map(charges.compare, islice(source, some)))
        done += some
    return fills


def main(arguments: Sequence[str]) -> int:
    """Run the soak test, and print a summary."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sequences", type=int, default=5_000, help="how many sequences of fills")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    fills = prove(given.sequences, given.seed)
    print(f"{given.sequences:,} sequences with {fills:,} fills: the sandbox charged each what pricing computes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
