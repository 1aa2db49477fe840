"""An account that is kept while it trades, reads lag and the stream breaks, held against the exchange at every step.

    python -m tests.account.account_soak --steps 20000 [--seed 0]

Orders of the account are placed, changed, canceled and filled on four shards by another program, markets settle, and
now and then the stream is killed. After each step, everything of the account that claims to be right is compared with
the exchange's own: resting orders, positions with their cost, profit and fees, today's fills, the cash of each shard,
and what limits take to be at stake. Reads of orders lag by up to 2 s and those of positions and cash by up to 3 s, the
longest that users recorded in 2026 (`kalshi_sandbox.behaviour`). Time passes several times as fast. Prints how long the
account was stale at a time, in the exchange's seconds; ends with status 1 if anything that claimed to be right was
wrong. It begins three minutes before midnight UTC, where a day's fills and profit begin again.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from attrs import define, field

from kalshi_overlay.account import Account
from kalshi_overlay.safety import Exposures, Limits, RestingOrder
from kalshi_sandbox import Sandbox
from kalshi_sandbox.engine import Amendment, EngineRejection, NewOrder
from tests.account.fast_time import FastTime
from tests.sandbox.small import small_sandbox

SIZES: dict[str, list[str]] = {
    "small": ["--steps", "100", "--seed", "1"],
    "middle": ["--steps", "800", "--seed", "2"],
    "full": ["--steps", "40000"],
}

SPEED = 10.0
SHARDS = 4
MAKER = "maker"
# Limits that nothing reaches.
NO_LIMITS = Limits(total_exposure=10**9, resting_orders=10**9)
# Of every so many steps, one kills the stream and one settles a market.
STEPS_TO_KILL, STEPS_TO_SETTLE = 120, 60
BEGINS = datetime(2026, 11, 30, 23, 57, tzinfo=UTC)
# Nothing is done in the last seconds of a day: what comes of it after midnight counts for the next day.
STILL = timedelta(seconds=5)
# Real seconds between two steps, and for which a message may be under way.
PAUSE, LONGEST_WAIT = 0.02, 0.2


@define
class Findings:
    """What a soak has found.

    Attributes:
        checked: How often each part claimed to be right and was compared.
        wrong: What was wrong.
        stale: For how long the account was stale, each time, in the exchange's seconds.
        discrepancies: What the account said of itself.
    """

    checked: Counter[str] = field(factory=Counter)
    wrong: list[str] = field(factory=list)
    stale: list[float] = field(factory=list)
    discrepancies: list[str] = field(factory=list)


class Days:
    """What the exchange has for each day."""

    def __init__(self, exchange: Sandbox, account: str, clock: FastTime) -> None:
        self._exchange, self._account, self._clock = exchange, account, clock
        self._day, self._before = self.today, Decimal(0)

    @property
    def today(self) -> datetime:
        """The beginning of the day."""
        return self._now().replace(hour=0, minute=0, second=0, microsecond=0)

    @property
    def is_ending(self) -> bool:
        """Whether a day is about to end."""
        return self._now() + STILL >= self.today + timedelta(days=1)

    def fills(self) -> dict[str, Any]:
        """The fills of today."""
        today, fills = self.today, self._exchange.engine.orders.fills(self._account)
        return {
            f"{each.trade_id}/{each.order_id}": (each.count, each.fee) for each in fills if each.created_time >= today
        }

    def made(self) -> Decimal:
        """What today has brought; to be asked before anything is done on a day."""
        positions = self._exchange.engine.portfolio.positions(self._account)
        total = sum((each.realized_profit - each.fees_paid for each in positions), Decimal(0))
        if self._day != self.today:
            self._day, self._before = self.today, total
        return total - self._before

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock(), UTC)


class Trading:
    """Does at random what another program, other traders and the exchange do."""

    def __init__(self, exchange: Sandbox, account: str, chance: Random) -> None:
        self._exchange, self._account, self._chance = exchange, account, chance
        self._markets: list[str] = []
        self._made = 0
        for _ in range(2 * SHARDS):
            self._add_market()

    def _add_market(self) -> None:
        ticker = f"KXSOAK-26DEC31-A{self._made}"
        self._exchange.add_market(ticker, exchange_index=self._made % SHARDS)
        self._made += 1
        self._markets.append(ticker)
        for side, price in (("bid", "0.40"), ("ask", "0.60")):
            self._place(MAKER, ticker, side, price, 10_000)

    def _place(self, account: str, ticker: str, side: Any, price: str, count: int) -> None:
        order = NewOrder(ticker=ticker, side=side, count=Decimal(count), price=Decimal(price))
        self._exchange.engine.orders.place(account, order)

    def step(self) -> None:
        """Do one thing."""
        chance, orders = self._chance, self._exchange.engine.orders
        if chance.random() * STEPS_TO_SETTLE < 1:
            self._settle()
            return
        ticker, count = chance.choice(self._markets), chance.randrange(1, 9)
        resting = orders.of(self._account, status="resting")
        try:
            match chance.choice(("rest", "take", "fill", "cancel", "amend", "decrease")):
                case "rest":
                    side, price = chance.choice((("bid", "0.45"), ("ask", "0.55"), ("bid", "0.41"), ("ask", "0.59")))
                    self._place(self._account, ticker, side, price, count)
                case "take":
                    side, price = chance.choice((("bid", "0.60"), ("ask", "0.40")))
                    self._place(self._account, ticker, side, price, count)
                case "fill":
                    side, price = chance.choice((("bid", "0.55"), ("ask", "0.45")))
                    self._place(MAKER, ticker, side, price, count)
                case "cancel" if resting:
                    orders.cancel(self._account, chance.choice(resting).order_id)
                case "amend" if resting:
                    order = chance.choice(resting)
                    limit = Decimal("0.42" if order.side == "bid" else "0.58")
                    change = Amendment(ticker=order.ticker, side=order.side, price=limit, count=order.initial_count + 2)
                    orders.amend(self._account, order.order_id, change)
                case "decrease" if resting:
                    orders.decrease(self._account, chance.choice(resting).order_id, reduce_by=Decimal(1))
        except EngineRejection:
            # What the exchange refuses changes nothing.
            pass

    def _settle(self) -> None:
        ticker = self._markets.pop(self._chance.randrange(len(self._markets)))
        self._exchange.close_market(ticker)
        self._exchange.settle(ticker, self._chance.choice(("yes", "no")))
        self._add_market()


class Marker:
    """Says when the account has got all that the exchange has sent so far."""

    def __init__(self, exchange: Sandbox, account: Account) -> None:
        self._exchange = exchange
        self._subscription = account.stream.subscribe("order_group_updates")
        self._sent = self._got = 0
        self._subscription.listen(self._on_message)

    def _on_message(self, message: Any) -> None:
        self._got = int(message.msg.order_group_id)

    def send(self) -> None:
        """Send a message after all others."""
        self._sent += 1
        body = {"event_type": "created", "order_group_id": str(self._sent), "ts_ms": 0}
        self._exchange.stream.publish("order_group_updates", "order_group_updates", body)

    async def has_come(self) -> bool:
        """Whether it comes soon; it doesn't while the stream is lost."""
        ends = time.monotonic() + LONGEST_WAIT
        while self._got < self._sent and time.monotonic() < ends:
            await asyncio.sleep(0.001)
        return self._got == self._sent


def check(account: Account, exchange: Sandbox, name: str, days: Days, findings: Findings) -> None:
    """Compare what claims to be right with the exchange's own."""
    engine = exchange.engine
    parts: dict[str, tuple[Any, Any, Any]] = {
        "orders": (
            account.orders,
            {
                each.order_id: (each.side, each.price, each.fill_count, each.remaining_count)
                for each in engine.orders.of(name, status="resting")
            },
            lambda order: (order.side, order.price, order.fill_count, order.remaining_count),
        ),
        "positions": (
            account.positions,
            {
                each.ticker: (each.count, each.exposure, each.realized_profit, each.fees_paid)
                for each in engine.portfolio.positions(name)
            },
            lambda position: (position.count, position.cost, position.realized_pnl, position.fees_paid),
        ),
        "fills": (
            account.fills,
            days.fills(),
            lambda fill: (fill.count, fill.fee),
        ),
        "cash": (account.cash, dict(enumerate(engine.portfolio.balance(name).total_on)), lambda amount: amount),
    }
    for part, (view, truth, shown) in parts.items():
        if view.stale is None:
            findings.checked[part] += 1
            claimed = {key: shown(value) for key, value in view.items()}
            differing = {key for key in claimed.keys() | truth.keys() if claimed.get(key) != truth.get(key)}
            if part == "positions":
                # What was flat or settled before the account was read isn't listed.
                differing = {key for key in differing if key in claimed or truth[key][0]}
            for key in differing:
                findings.wrong.append(f"{part} of {key}: {claimed.get(key)}, not {truth.get(key)}")
    if account.profit_today is not None:
        findings.checked["profit"] += 1
        held = [account.unrealized_pnl(ticker) or Decimal(0) for ticker in account.positions]
        claimed_profit = account.profit_today - sum(held, Decimal(0))
        if claimed_profit != days.made():
            findings.wrong.append(f"profit: {claimed_profit}, not {days.made()}")


def check_limits(account: Account, exchange: Sandbox, name: str, findings: Findings) -> None:
    """Compare what limits are held against with what is at stake at the exchange."""
    assert account._risk is not None
    known = account._risk._known_of("")
    if known.stale is not None:
        return
    findings.checked["limits"] += 1
    right, resting = Exposures(), exchange.engine.orders.of(name, status="resting")
    for held in exchange.engine.portfolio.positions(name):
        right.update(held.ticker, "", held.count, held.exposure, {})
    for order in resting:
        right.rest(order.ticker, "", order.order_id, RestingOrder(order.side, order.price, order.remaining_count))
    claimed, truth = (known.exposures.total, known.exposures.resting), (right.total, right.resting)
    if claimed != truth:
        findings.wrong.append(f"limits: {claimed} at stake and resting, not {truth}")


async def soak(steps: int, seed: int) -> Findings:
    """Trade, break the stream, and compare at every step."""
    chance, fast, findings = Random(seed), FastTime(time.time(), SPEED, BEGINS), Findings()
    with fast.patched(), small_sandbox(clock=fast) as exchange:
        exchange.add_account(MAKER, balance=100_000_000)
        name = exchange.add_account(balance=1_000_000)
        trading, days = Trading(exchange, name, chance), Days(exchange, name, fast)
        for _ in range(20):
            trading.step()
        client = exchange.client(account=name)
        async with (
            client,
            Account(
                client, reconcile_every=20, on_discrepancy=findings.discrepancies.append, limits=NO_LIMITS
            ) as account,
        ):
            marker, stale_since = Marker(exchange, account), None
            for step in range(steps):
                if step % STEPS_TO_KILL == STEPS_TO_KILL - 1:
                    exchange.stream.kill()
                while days.is_ending:
                    await asyncio.sleep(PAUSE)
                days.made()
                await asyncio.to_thread(trading.step)
                await asyncio.to_thread(marker.send)
                if await marker.has_come():
                    check(account, exchange, name, days, findings)
                    check_limits(account, exchange, name, findings)
                if account.stale is not None and stale_since is None:
                    stale_since = fast()
                elif account.stale is None and stale_since is not None:
                    findings.stale.append(fast() - stale_since)
                    stale_since = None
                await asyncio.sleep(PAUSE)
    return findings


def percentiles(seconds: Sequence[float]) -> str:
    """How long it was stale at a time."""
    ordered = sorted(seconds) or [0.0]
    shown = (("half", 0.5), ("nine tenths", 0.9), ("all", 1.0))
    return ", ".join(f"{name} up to {ordered[int((len(ordered) - 1) * share)]:.1f} s" for name, share in shown)


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status."""
    parser = argparse.ArgumentParser(description="An account that is kept, against the exchange's own")
    parser.add_argument("--steps", type=int, default=1000, help="how many changes there are")
    parser.add_argument("--seed", type=int, default=0, help="of all that is drawn")
    given = parser.parse_args(arguments)
    findings = asyncio.run(soak(given.steps, given.seed))
    for line in [*findings.wrong[:20], *(f"said: {each}" for each in findings.discrepancies[:20])]:
        print(line)
    checked = ", ".join(f"{part} {count}" for part, count in sorted(findings.checked.items()))
    print(f"stale {len(findings.stale)} times: {percentiles(findings.stale)}")
    print(f"{given.steps} steps; right at all of them: {checked}; wrong: {len(findings.wrong)}")
    return int(bool(findings.wrong) or len(findings.checked) < 6)


if __name__ == "__main__":
    # The stream is killed again and again.
    logging.getLogger("kalshi").setLevel(logging.CRITICAL)
    sys.exit(main())
