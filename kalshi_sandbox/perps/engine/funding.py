"""Funding: the rate of each eight hours, and what positions pay each other.

At 00:00, 08:00 and 16:00 New York time the funding rate of the period that ends is the mean of the premiums at the end
of its minutes, to ten decimals. Below the deadband (0.01 %) it is zero; it is capped at 2 %. Each position pays
contracts x mark price x rate: longs pay shorts if the rate is above zero. The period, the deadband, the cap and the
direction are published. The exchange's help page has the mean of the minutes' premiums; its filed terms are reported to
weight later seconds more, and some markets to be funded once a day. All markets here are funded every eight hours.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from attrs import frozen
from dateutil import tz

from kalshi_sandbox.engine.operation import operation
from kalshi_sandbox.engine.order import ZERO

from .events import FundingApplied, FundingPaid
from .market import Market
from .payments import FundingEstimate, FundingPayment, FundingRate
from .prices import mark_price, premium
from .state import State

_NEW_YORK = tz.gettz("America/New_York")
_HOURS = (0, 8, 16)
_MINUTE, _SECOND, _DAY = timedelta(minutes=1), timedelta(seconds=1), timedelta(days=1)
_RATE_STEP = Decimal("1e-10")


def funding_times(day: date) -> list[datetime]:
    """The three moments of funding of a day in New York, in UTC."""
    return [datetime.combine(day, time(hour), _NEW_YORK).astimezone(UTC) for hour in _HOURS]


def next_funding_time(now: datetime) -> datetime:
    """The first moment of funding after another moment, in UTC."""
    day = now.astimezone(_NEW_YORK).date()
    return next(when for when in (*funding_times(day), *funding_times(day + _DAY)) if when > now)


def last_funding_time(now: datetime) -> datetime:
    """The last moment of funding that is not after another moment, in UTC."""
    day = now.astimezone(_NEW_YORK).date()
    return [when for when in (*funding_times(day - _DAY), *funding_times(day)) if when <= now][-1]


def premium_at(state: State, market: Market, at: datetime) -> Decimal | None:
    """Premium of a market at a moment; None if it has none."""
    quote = state.tape.quote_at(market, at)
    # Without a book there is none, whatever the index: this is asked for every minute of every market.
    return premium(market.index.price(at), quote) if quote.has_premium else None


def rate_of_period(state: State, market: Market, begin: datetime, end: datetime) -> Decimal:
    """The funding rate of the minutes between two moments, none of them before the market began."""
    premiums = _premiums_of_minutes(state, market, begin, end)
    counted = [each or ZERO for each in premiums if each is not None or market.funding.invalid_premium == "dampen"]
    if not counted:
        return ZERO
    rate = (sum(counted, ZERO) / len(counted)).quantize(_RATE_STEP)
    if abs(rate) < market.funding.deadband:
        return ZERO
    return max(-market.funding.cap, min(market.funding.cap, rate))


def _premiums_of_minutes(state: State, market: Market, begin: datetime, end: datetime) -> list[Decimal | None]:
    """The premium at the end of each minute between two moments; none for a minute before the market began."""
    premiums: list[Decimal | None] = []
    late = max(timedelta(), market.created_time - begin)
    number, last = max(1, -(-late // _MINUTE)), (end - begin) // _MINUTE
    while number <= last:
        minute = begin + number * _MINUTE
        # Often nothing moves for hours: it is computed once for the minutes before something does.
        until = min(market.index.fixed_until(minute), state.tape.quote_until(market, minute))
        same = max(1, min(last + 1 - number, -((minute - until) // _MINUTE)))
        premiums += [premium_at(state, market, minute)] * same
        number += same
    return premiums


def schedule_funding(state: State) -> None:
    """Apply funding at its next moment, and then at each later one."""
    when = next_funding_time(state.clock.now())

    def apply(when: datetime) -> None:
        for market in list(state.markets.values()):
            if market.status != "closed":
                _apply(state, market, when)
        later = next_funding_time(when)
        state.schedule(later, lambda: apply(later))

    state.schedule(when, lambda: apply(when))


def _apply(state: State, market: Market, when: datetime) -> None:
    begin = last_funding_time(when - _SECOND)
    # The clock may be ahead of this moment; nothing has happened in between.
    mark = mark_price(market.index.price(when), state.tape.quote_at(market, when))
    rate = FundingRate(market=market, time=when, rate=rate_of_period(state, market, begin, when), mark_price=mark)
    state.rates.append(rate)
    state.touch(market)
    state.bus.queue(FundingApplied(rate))
    if not rate.rate:
        return
    per_contract = (mark * rate.rate).quantize(_RATE_STEP)
    for position in state.positions.in_market(market):
        owner = position.owner
        amount = state.ledger.pay_rounded(owner, -position.count * per_contract, when)
        payment = FundingPayment(owner=owner, rate=rate, amount=amount, count=position.count)
        state.account(owner.account).payments.append(payment)
        state.bus.queue(FundingPaid(payment))


@frozen(eq=False)
class Funding:
    """Funding of all markets. An unknown ticker is rejected with 404."""

    _state: State

    @operation
    def rates(self, ticker: str | None = None) -> list[FundingRate]:
        """The rates that were applied in a market or in all, oldest first (GetMarginHistoricalFundingRates)."""
        market = None if ticker is None else self._state.market(ticker)
        return [rate for rate in self._state.rates if market in (None, rate.market)]

    @operation
    def payments(
        self, account: str, *, ticker: str | None = None, subaccount: int | None = None
    ) -> list[FundingPayment]:
        """What an account paid and received, oldest first (GetMarginFundingHistory)."""
        market = None if ticker is None else self._state.market(ticker)
        return [
            payment
            for payment in self._state.account(account).payments
            if market in (None, payment.rate.market) and subaccount in (None, payment.owner.subaccount)
        ]

    @operation
    def estimate(self, ticker: str) -> FundingEstimate:
        """The rate of the period that is running, as it is now (GetMarginFundingRateEstimate)."""
        state, market, now = self._state, self._state.market(ticker), self._state.clock.now()
        begin = last_funding_time(now)
        last_minute = begin + (now - begin) // _MINUTE * _MINUTE
        has_minute = last_minute > begin and last_minute >= market.created_time
        return FundingEstimate(
            market=market,
            computed_time=now,
            rate=rate_of_period(state, market, begin, now),
            mark_price=state.mark(market),
            next_time=next_funding_time(now),
            premium=premium_at(state, market, last_minute) if has_minute else None,
            premium_time=last_minute - _SECOND if has_minute else None,
        )

    @operation
    def premiums(self, ticker: str, start_ts: int, end_ts: int) -> Iterator[tuple[datetime, Decimal]]:
        """Premium of each second from one Unix second up to another, that one excluded (GetMarginPremiumIndex).

        A second without a premium has 0. Seconds before the market began, and those to come, are left out.
        """
        state, market = self._state, self._state.market(ticker)
        first = max(start_ts, -int(-market.created_time.timestamp() // 1))
        last = min(end_ts, int(state.clock.now().timestamp()) + 1)
        seconds = [datetime.fromtimestamp(second, UTC) for second in range(first, last)]
        return iter([(second, premium_at(state, market, second) or ZERO) for second in seconds])
