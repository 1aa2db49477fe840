"""Funding: when, at what rate, and who pays whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from kalshi_sandbox.perps.engine import FundingApplied, FundingPaid, FundingTerms, ManualClock, PerpsExchange
from kalshi_sandbox.perps.engine.funding import last_funding_time, next_funding_time
from tests.walking import walked

from .conftest import TICKER, Harness


@walked(
    ("now", "later"),
    [
        ("2026-10-01T12:00:00", "2026-10-01T20:00:00"),
        ("2026-10-01T11:59:59", "2026-10-01T12:00:00"),
        ("2026-10-01T20:00:01", "2026-10-02T04:00:00"),
        # The clocks go back on 1 November at 2:00, so that night's period has nine hours.
        ("2026-11-01T04:00:00", "2026-11-01T13:00:00"),
        ("2026-12-01T00:00:00", "2026-12-01T05:00:00"),
        # And forward on 14 March: seven hours.
        ("2027-03-14T05:00:00", "2027-03-14T12:00:00"),
    ],
)
def test_funding_is_at_midnight_eight_and_sixteen_in_new_york(now: str, later: str) -> None:
    begin, end = (datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (now, later))
    assert next_funding_time(begin) == end
    assert last_funding_time(end) == end
    assert last_funding_time(end - timedelta(seconds=1)) <= begin


def quoted(premium: str = "0.01", terms: FundingTerms = FundingTerms()) -> Harness:  # noqa: B008 - it is frozen
    """A market whose bid is above an index of $10 by a fraction of it; alice is long 10, bob is short."""
    harness = Harness()
    harness.exchange.markets.get(TICKER).market.funding = terms
    harness.trade("alice", "bob", "10", "10")
    bid = 10 * (1 + Decimal(premium))
    sign = 1 if bid > 10 else -1
    harness.place("carol", "bid", "1", str(bid if sign > 0 else bid - 1))
    harness.place("carol", "ask", "1", str(bid + 1 if sign > 0 else bid))
    return harness


def test_longs_pay_shorts_the_mean_premium_on_the_mark() -> None:
    harness = quoted("0.01")
    before = {account: harness.balance(account).settled_funds for account in ("alice", "bob", "carol")}
    harness.clock.advance(timedelta(hours=8))
    (rate,) = harness.exchange.funding.rates(TICKER)
    assert (rate.rate, rate.mark_price, rate.time) == (Decimal("0.01"), Decimal("10.1"), harness.clock.now())
    paid, received = (harness.exchange.funding.payments(account)[0] for account in ("alice", "bob"))
    assert (paid.amount, paid.count, received.amount, received.count) == (Decimal("-1.01"), 10, Decimal("1.01"), -10)
    after = {account: harness.balance(account).settled_funds for account in before}
    assert {account: after[account] - before[account] for account in before} == {
        "alice": Decimal("-1.01"),
        "bob": Decimal("1.01"),
        "carol": 0,
    }
    kinds = [type(event) for event in harness.events if isinstance(event, FundingApplied | FundingPaid)]
    assert kinds == [FundingApplied, FundingPaid, FundingPaid]


def test_shorts_pay_longs_below_zero() -> None:
    harness = quoted("-0.01")
    harness.clock.advance(timedelta(hours=8))
    assert harness.exchange.funding.rates()[0].rate == Decimal("-0.01")
    assert harness.exchange.funding.payments("alice")[0].amount == Decimal("0.99")


@pytest.mark.parametrize(
    ("premium", "rate"),
    [("0.00009", "0"), ("0.0001", "0.0001"), ("0.02", "0.02"), ("0.05", "0.02"), ("-0.05", "-0.02")],
)
def test_the_rate_has_a_deadband_and_a_cap(premium: str, rate: str) -> None:
    harness = quoted(premium)
    harness.clock.advance(timedelta(hours=8))
    assert harness.exchange.funding.rates()[0].rate == Decimal(rate)
    assert bool(harness.exchange.funding.payments("alice")) == bool(Decimal(rate))


def test_the_rate_is_the_mean_of_the_minutes() -> None:
    harness = quoted("0.01")
    # The book has no premium any more after a quarter of the period.
    harness.clock.advance(timedelta(hours=2))
    harness.exchange.markets.set_index(TICKER, Decimal("10.5"))
    harness.clock.advance(timedelta(hours=6))
    # The minute at which the index was changed shows the change.
    assert harness.exchange.funding.rates()[0].rate == (Decimal("0.01") * 119 / 480).quantize(Decimal("1e-10"))


def test_a_minute_without_a_premium_counts_as_zero_or_not_at_all() -> None:
    rates = []
    for handling in ("dampen", "exclude"):
        harness = quoted("0.01", FundingTerms(invalid_premium=handling))  # type: ignore[arg-type]
        harness.clock.advance(timedelta(hours=2))
        harness.exchange.markets.pause(TICKER)
        harness.clock.advance(timedelta(hours=6))
        rates.append(harness.exchange.funding.rates()[0].rate)
    assert rates == [(Decimal("0.01") * 119 / 480).quantize(Decimal("1e-10")), Decimal("0.01")]


def test_a_market_is_funded_from_its_first_minute() -> None:
    harness = Harness()
    harness.clock.advance(timedelta(hours=6))
    harness.exchange.markets.add("KXXPERP", index_price=Decimal(10))
    harness.exchange.markets.set_index("KXXPERP", Decimal(10))
    harness.place("alice", "bid", "1", "10.2", ticker="KXXPERP")
    harness.place("bob", "ask", "1", "10.3", ticker="KXXPERP")
    harness.clock.advance(60)
    harness.exchange.markets.set_index("KXXPERP", Decimal("10.25"))
    harness.clock.advance(timedelta(minutes=119))
    # Only the minute with which it began has a premium, of the 121 that it has.
    expected = (Decimal("0.02") / 121).quantize(Decimal("1e-10"))
    assert harness.exchange.funding.rates("KXXPERP")[0].rate == expected
    assert harness.exchange.funding.rates(TICKER)[0].rate == 0


def test_what_rounding_leaves_of_funding_is_kept() -> None:
    harness = Harness()
    for number in range(3):
        harness.trade("alice" if number % 2 else "carol", "bob", "1", "10")
    harness.exchange.markets.set_index(TICKER, Decimal("9.8765"))
    harness.place("carol", "bid", "1", "9.9")
    harness.place("carol", "ask", "1", "10.5")
    harness.clock.advance(timedelta(hours=8))
    amounts = [harness.exchange.funding.payments(account)[0].amount for account in ("alice", "bob", "carol")]
    assert all(amount == amount.quantize(Decimal("0.0001")) for amount in amounts)
    money = harness.exchange.money()
    assert money.insurance == -sum(amounts) > 0
    assert money.imbalance == 0


def test_late_funding_is_for_its_own_moment() -> None:
    """A clock that runs late finds what is due, one after another."""
    harness = quoted("0.01")
    start = harness.clock.now()
    harness.clock.advance(timedelta(hours=25))
    times = [rate.time - start for rate in harness.exchange.funding.rates()]
    assert times == [timedelta(hours=8), timedelta(hours=16), timedelta(hours=24)]
    assert {rate.rate for rate in harness.exchange.funding.rates()} == {Decimal("0.01")}


def test_the_estimate_is_the_mean_so_far() -> None:
    harness = quoted("0.01")
    start = harness.clock.now()
    estimate = harness.exchange.funding.estimate(TICKER)
    assert (estimate.rate, estimate.premium, estimate.premium_time) == (0, None, None)
    assert estimate.next_time == start + timedelta(hours=8)
    harness.clock.advance(150)
    estimate = harness.exchange.funding.estimate(TICKER)
    assert (estimate.rate, estimate.mark_price, estimate.computed_time) == (
        Decimal("0.01"),
        Decimal("10.1"),
        harness.clock.now(),
    )
    assert (estimate.premium, estimate.premium_time) == (Decimal("0.01"), start + timedelta(seconds=119))


def test_premiums_are_by_the_second() -> None:
    harness = quoted("0.01")
    start = int(harness.clock.now().timestamp())
    harness.clock.advance(3)
    harness.exchange.markets.set_index(TICKER, Decimal(20))
    harness.clock.advance(1)
    points = list(harness.exchange.funding.premiums(TICKER, start - 5, start + 100))
    assert [int(when.timestamp()) - start for when, _ in points] == [0, 1, 2, 3, 4]
    # At $20 the index is above the ask at $11.1.
    assert [premium for _, premium in points] == [Decimal("0.01")] * 3 + [Decimal("-0.445")] * 2
    assert len(list(harness.exchange.funding.premiums(TICKER, start, start + 2))) == 2


def test_payments_are_listed_by_market_and_subaccount() -> None:
    harness = quoted("0.01")
    harness.exchange.markets.add("KXXPERP", index_price=Decimal(10))
    harness.clock.advance(timedelta(hours=8))
    payments = harness.exchange.funding.payments
    assert len(payments("alice", ticker=TICKER, subaccount=0)) == 1
    assert payments("alice", ticker="KXXPERP") == payments("alice", subaccount=1) == []


def test_an_exchange_alone_without_markets_runs_through_funding() -> None:
    clock = ManualClock()
    exchange = PerpsExchange(clock)
    clock.advance(timedelta(days=2))
    assert exchange.funding.rates() == []
