"""Random orders and amendments against limits, and a slow model that says which of them must pass.

    python -m tests.safety.limits_soak --orders 100000 [--seed 0]

The account has six markets in three events, whose positions, orders and books change all the time. Most limits are
drawn right at what an order would be, or one step beside it. Ends with status 1 if an order passes that must not, is
refused though it must pass, or is refused by another limit than those that it is beyond, or if an exposure is not that
of the model.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any
from unittest.mock import patch

from kalshi_gen.models import AmendOrderV2Request, CreateOrderV2Request
from kalshi_overlay import clock
from kalshi_overlay.safety import Exposures, KnownAccount, LimitChecker, LimitExceededError, Limits, RestingOrder
from tests.safety import limits_model as model
from tests.safety.limits_model import Holding, Market, Order, Question

SIZES = {
    "small": ["--orders", "800", "--seed", "3"],
    "middle": ["--orders", "10000", "--seed", "5"],
    "full": ["--orders", "100000"],
}

WRONG = ("passed and must not", "refused and must pass", "refused by another limit", "another exposure")
# The least by which what is compared with a limit can differ from it.
STEPS = {
    "order_count": Fraction(1, 100),
    "price_through_book": Fraction(1, 10**4),
    "resting_orders": Fraction(1),
    "orders_per_second": Fraction(1),
}
MILLIONTH = Fraction(1, 10**6)
NAMES = (
    *("order_count", "order_notional", "price_through_book", "resting_orders", "market_exposure", "event_exposure"),
    *("total_exposure", "daily_loss", "orders_per_second"),
)
MOST_ORDERS = 12


def decimal(value: Fraction) -> Decimal:
    """A fraction that has six decimals at most."""
    millionths = value * 10**6
    assert millionths.denominator == 1
    return Decimal(millionths.numerator).scaleb(-6)


class Soak:
    """An account that changes at random, judged order by order.

    Attributes:
        found: How often what has happened.
        examples: What was wrong first, in words.
    """

    def __init__(self, seed: int) -> None:
        self.found: Counter[str] = Counter()
        self.examples: list[str] = []
        self._chance = Random(seed)
        self._now = Fraction(1000)
        self._markets = {f"M{number}": Market(f"E{number // 2}") for number in range(6)}
        self._exposures = Exposures()
        self._number = 0

    def run(self, orders: int) -> None:
        """Judge so many orders."""
        with patch.object(clock, "now", lambda: float(self._now)):
            while self.found["orders"] < orders:
                self._round(min(self._chance.randint(1, 12), orders - self.found["orders"]))

    def _round(self, orders: int) -> None:
        """Judge orders by the same limits, which are drawn for the first of them."""
        limits: dict[str, Fraction] | None = None
        for _ in range(orders):
            for _ in range(self._chance.randint(0, 3)):
                self._change(self._chance.choice(list(self._markets)))
            self._now += Fraction(self._chance.choice((0, 1, 8, 16, 31, 32, 33, 64)), 64)
            question = self._question()
            if limits is None:
                limits, passed = self._limits(question), list[Fraction]()
                checker = LimitChecker(Limits(**{name: self._limit(name, limits[name]) for name in limits}))
            self._judge(question, limits, passed, checker)

    def _judge(
        self, question: Question, limits: dict[str, Fraction], passed: list[Fraction], checker: LimitChecker
    ) -> None:
        self.found["orders"] += 1
        bad = model.violated(limits, self._markets, passed, question)
        self._count_edges(question, limits)
        refused = self._refused(question, checker)
        if refused is None:
            passed.append(question.now)
            self.found["passed"] += 1
            self._note("passed and must not", bool(bad), question, limits, bad)
            if self._chance.random() < 0.6:
                self._let_rest(question)
            return
        self.found[f"refused by {refused.limit}"] += 1
        self._note("refused and must pass", not bad, question, limits, refused)
        is_other = bool(bad) and (refused.limit not in bad or Fraction(refused.allowed) != limits[refused.limit])
        self._note("refused by another limit", is_other, question, limits, refused)

    def _refused(self, question: Question, checker: LimitChecker) -> LimitExceededError | None:
        """Ask what is judged."""
        event, order = self._markets[question.ticker].event, question.order
        known = KnownAccount(
            exposures=self._exposures,
            best=question.best and tuple(None if price is None else decimal(price) for price in question.best),  # type: ignore[arg-type]
            loss_today=None if question.loss is None else decimal(question.loss),
            stale="nothing was heard for a while" if question.is_stale else None,
        )
        values: dict[str, Any] = {
            "ticker": question.ticker,
            "side": order.side,
            "price": decimal(order.price),
            "count": decimal(order.count),
        }
        try:
            if question.replaced is None:
                lives = (
                    "good_till_canceled"
                    if order.may_rest
                    else self._chance.choice(["immediate_or_cancel", "fill_or_kill"])
                )
                checker.check(
                    CreateOrderV2Request(**values, time_in_force=lives, self_trade_prevention_type="maker"),
                    event,
                    known,
                )
            else:
                amendment = AmendOrderV2Request(**values)
                fill_count = decimal(question.fill_count)
                checker.check_amend(amendment, event, known, replaces=question.replaced, fill_count=fill_count)
        except LimitExceededError as error:
            return error
        return None

    def _count_edges(self, question: Question, limits: dict[str, Fraction]) -> None:
        """Count what is right at a limit, and what is one step beyond it."""
        for name, number in model.numbers(self._markets, question).items():
            beyond = number - limits.get(name, number - 7)
            if beyond == 0:
                self.found["at a limit"] += 1
            elif beyond == STEPS.get(name, MILLIONTH):
                self.found["a step beyond"] += 1

    def _note(self, what: str, is_so: bool, *words: object) -> None:
        if is_so:
            self.found[what] += 1
            self.examples.append(f"{what}: {' '.join(map(str, words))}")

    def _question(self) -> Question:
        chance = self._chance
        ticker = chance.choice(list(self._markets))
        market = self._markets[ticker]
        order = self._reducing(market) if chance.random() < 0.3 else self._order()
        replaced, fill_count = None, Fraction(0)
        if chance.random() < 0.2:
            # Now and then the order that is replaced is gone.
            replaced = chance.choice([*market.orders, "gone"])
            order = Order(order.side, order.price, order.count)
            fill_count = chance.choice((Fraction(0), order.count / 2, order.count, order.count + 1))
            fill_count -= fill_count % Fraction(1, 100)
        bid = chance.randint(1, 98)
        best = (
            None if chance.random() < 0.1 else Fraction(bid, 100),
            None if chance.random() < 0.1 else Fraction(chance.randint(bid + 1, 99), 100),
        )
        loss = Fraction(chance.randint(-2000, 4000), 100)
        return Question(
            ticker=ticker,
            order=order,
            replaced=replaced,
            fill_count=fill_count,
            best=None if chance.random() < 0.05 else best,
            loss=None if chance.random() < 0.05 else loss,
            is_stale=chance.random() < 0.04,
            now=self._now,
        )

    def _order(self) -> Order:
        chance = self._chance
        price = (
            Fraction(chance.randint(1, 99), 100) if chance.random() < 0.7 else Fraction(chance.randint(1, 9999), 10**4)
        )
        count = Fraction(chance.randint(1, 12)) if chance.random() < 0.6 else Fraction(chance.randint(1, 1500), 100)
        return Order(chance.choice(("bid", "ask")), price, count, chance.random() < 0.8)

    def _reducing(self, market: Market) -> Order:
        """An order that closes what is held, all that no other one closes, or a little more or less."""
        side = "ask" if market.holding.count > 0 else "bid"
        closing = sum((order.count for order in market.orders.values() if order.side == side), Fraction(0))
        step = self._chance.choice((0, 0, 0, 1, -1, -100))
        count = abs(market.holding.count) - closing + Fraction(step, 100)
        return Order(side, self._order().price, max(count, Fraction(1, 100)), self._chance.random() < 0.5)

    def _limits(self, question: Question) -> dict[str, Fraction]:
        """Limits right at what an order would be, or a step or more beside it."""
        chance, limits = self._chance, dict[str, Fraction]()
        for name, number in model.numbers(self._markets, question).items():
            if chance.random() < 0.5:
                step = STEPS.get(name, MILLIONTH)
                limit = number + chance.choice((0, 0, 0, 1, 1, -1, 5)) * step
                if chance.random() < 0.4:
                    limit += abs(number) * chance.choice((1, 3))
                least = step if name in ("order_count", "order_notional", "daily_loss") else Fraction(0)
                limits[name] = max(limit, least)
        if chance.random() < 0.3:
            limits["orders_per_second"] = Fraction(chance.randint(1, 4))
        return limits

    def _limit(self, name: str, value: Fraction) -> Decimal | int:
        return int(value) if name in ("resting_orders", "orders_per_second") else decimal(value)

    def _change(self, ticker: str) -> None:
        """Let something happen in a market: an order rests, is filled or is canceled, or the position is another."""
        market, chance = self._markets[ticker], self._chance
        before, keys = market.holding, list(market.orders)
        match chance.choice(("rest", "rest", "fill", "cancel", "hold", "clear")):
            case "rest" if len(keys) < MOST_ORDERS:
                self._number += 1
                market.orders[str(self._number)] = self._order()
            case "fill" if keys:
                order = market.orders.pop(chance.choice(keys))
                market.holding = market.holding.filled(order)
            case "cancel" if keys:
                del market.orders[chance.choice(keys)]
            case "hold":
                count = chance.choice((Fraction(chance.randint(-20, 20)), Fraction(chance.randint(-2000, 2000), 100)))
                market.holding = Holding(count, abs(count) * Fraction(chance.randint(0, 100), 100))
            case "clear" if chance.random() < 0.3:
                market.holding, market.orders = Holding(Fraction(0), Fraction(0)), {}
        # What is left of a cost may have no end as a decimal; nobody could say it exactly.
        holding = Holding(market.holding.count, round(market.holding.cost * 10**6) * MILLIONTH)
        changed = [key for key in {*keys, *market.orders} if key not in keys or key not in market.orders]
        if (holding, len(changed)) == (before, 1):
            self._rest(ticker, *changed)
        else:
            market.holding = holding
            self._update(ticker)

    def _let_rest(self, question: Question) -> None:
        market = self._markets[question.ticker]
        market.orders.pop(question.replaced or "", None)
        if question.rests.count and len(market.orders) < MOST_ORDERS:
            self._number += 1
            market.orders[str(self._number)] = question.rests
        self._update(question.ticker)

    def _rest(self, ticker: str, key: str) -> None:
        """Say what an order of a market is now, if it rests, and compare the exposures."""
        market = self._markets[ticker]
        order = market.orders.get(key)
        self._exposures.rest(ticker, market.event, key, None if order is None else resting(order))
        self._compare(ticker)

    def _update(self, ticker: str) -> None:
        """Say what a market is now, and compare the exposures."""
        market = self._markets[ticker]
        orders = {key: resting(order) for key, order in market.orders.items()}
        count, cost = decimal(market.holding.count), decimal(market.holding.cost)
        self._exposures.update(ticker, market.event, count, cost, orders)
        self._compare(ticker)

    def _compare(self, ticker: str) -> None:
        right = model.exposures(self._markets)
        shown = {
            "market": {ticker: self._exposures.market(ticker) for ticker in self._markets},
            "event": {event: self._exposures.event(event) for event in right["event"]},
            "total": {"": self._exposures.total},
        }
        count = sum(len(market.orders) for market in self._markets.values())
        self._note("another exposure", shown != right or self._exposures.resting != count, ticker, shown, right)


def resting(order: Order) -> RestingOrder:
    """An order as `Exposures` takes it."""
    return RestingOrder(order.side, decimal(order.price), decimal(order.count))  # type: ignore[arg-type]


def main(arguments: Sequence[str]) -> int:
    """Judge random orders; 1 if one was wrong, or if too little was met."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--orders", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(arguments)
    soak = Soak(given.seed)
    soak.run(given.orders)
    for what, count in sorted(soak.found.items()):
        print(f"{count:>9}  {what}")
    print(*soak.examples[:5], sep="\n")
    missing = [name for name in NAMES if not soak.found[f"refused by {name}"]] if given.orders >= 1000 else []
    wrong = sum(soak.found[what] for what in WRONG)
    if missing:
        print(f"no order was refused by {', '.join(missing)}, so this shows nothing of it")
    print(f"{wrong} wrong of {soak.found['orders']} orders, of which {soak.found['passed']} passed")
    return 1 if wrong or missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
