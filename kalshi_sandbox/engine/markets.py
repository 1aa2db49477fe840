"""What is traded: adding, reading, pausing, closing and settling markets, with their series and events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Any, Literal

from attrs import frozen

from .candles import Candlestick, PeriodMinutes, candlesticks, period_end
from .events import EventAdded, MarketUpdated, PositionUpdated, Settled
from .execution import cancel_resting
from .fees import CENT, FeeSchedule
from .market import TICK_STRUCTURES, Event, FeeType, Market, MarketStatus, Series
from .operation import operation
from .order import ONE, ZERO
from .positions import Position, Settlement
from .rejection import conflict, invalid, not_found
from .state import State
from .tape import Quote, Trade

_DEFAULT_DURATION, _DAY = timedelta(days=30), timedelta(days=1)
_MAX_FEE_MULTIPLIER = Decimal(10)


@frozen(kw_only=True)
class MarketView:
    """A market with its prices and volumes. Prices are for yes in US dollars, counts in contracts.

    Args:
        quote: Best prices now.
        previous_quote: Best prices a day ago.
        last_price: Price of the latest trade, None before the first.
        previous_price: Price of the latest trade as of a day ago.
        open_interest: Yes contracts that exist.
    """

    market: Market
    quote: Quote
    previous_quote: Quote
    last_price: Decimal | None
    previous_price: Decimal | None
    volume: Decimal
    volume_24h: Decimal
    open_interest: Decimal


@frozen(eq=False)
class Markets:
    """All markets, with their series and events. An unknown ticker is rejected with 404."""

    _state: State

    @operation
    def add_series(
        self,
        ticker: str,
        *,
        title: str = "",
        category: str = "Financials",
        frequency: str = "daily",
        fee_type: FeeType = "quadratic",
        fee_multiplier: Decimal = ONE,
        terms: Mapping[str, Any] | None = None,
    ) -> Series:
        """Add a series.

        Args:
            fee_multiplier: Factor on every fee, 0 to 10.
            terms: Other fields of the spec's `Series`.

        Raises:
            EngineRejection: With 409 if it exists, 400 for the multiplier.
        """
        if ticker in self._state.series:
            raise conflict("series_exists", "series exists already", ticker)
        if not ZERO <= fee_multiplier <= _MAX_FEE_MULTIPLIER:
            raise invalid("fee_multiplier", f"{fee_multiplier} is not between 0 and {_MAX_FEE_MULTIPLIER}")
        series = Series(
            ticker=ticker,
            title=title,
            category=category,
            frequency=frequency,
            fee_type=fee_type,
            fee_multiplier=fee_multiplier,
            created_time=self._state.clock.now(),
            terms=terms or {},
        )
        self._state.series[ticker] = series
        return series

    @operation
    def add_event(
        self,
        ticker: str,
        *,
        series_ticker: str | None = None,
        title: str = "",
        exchange_index: int = 0,
        terms: Mapping[str, Any] | None = None,
    ) -> Event:
        """Add an event.

        Args:
            series_ticker: Its series, by default the ticker up to the first dash; added if it doesn't exist.
            exchange_index: The shard of its first market.
            terms: Other fields of the spec's `EventData`.

        Raises:
            EngineRejection: With 409 if it exists, 400 for the shard.
        """
        state = self._state
        if ticker in state.events:
            raise conflict("event_exists", "event exists already", ticker)
        state.check_shard(exchange_index)
        series = series_ticker or ticker.split("-")[0]
        if series not in state.series:
            self.add_series(series)
        event = Event(
            ticker=ticker,
            series_ticker=series,
            title=title,
            created_time=state.clock.now(),
            exchange_index=exchange_index,
            terms=terms or {},
        )
        state.events[ticker] = event
        state.bus.queue(EventAdded(event))
        return event

    @operation
    def add(
        self,
        ticker: str,
        *,
        event_ticker: str | None = None,
        yes_sub_title: str = "",
        no_sub_title: str = "",
        price_level_structure: str = "linear_cent",
        open_time: datetime | None = None,
        close_time: datetime | None = None,
        settlement_timer_seconds: int = 0,
        exchange_index: int = 0,
        terms: Mapping[str, Any] | None = None,
    ) -> Market:
        """Add a market. It becomes active at its open time and closed at its close time.

        Args:
            event_ticker: Its event, by default the ticker up to the last dash; added if it doesn't exist.
            price_level_structure: `linear_cent`, `deci_cent` or `tapered_deci_cent`.
            open_time: By default now.
            close_time: By default 30 days after it opens.
            settlement_timer_seconds: Seconds from determination to payout.
            exchange_index: The shard on which it trades.
            terms: Other fields of the spec's `Market`.

        Raises:
            EngineRejection: With 409 if it exists, 400 for a field.
        """
        state, now = self._state, self._state.clock.now()
        if ticker in state.markets:
            raise conflict("market_exists", "market exists already", ticker)
        if price_level_structure not in TICK_STRUCTURES:
            raise invalid("price_level_structure", f"{price_level_structure} is none of {', '.join(TICK_STRUCTURES)}")
        state.check_shard(exchange_index)
        opens = open_time or now
        closes = close_time or opens + _DEFAULT_DURATION
        if closes <= max(opens, now):
            raise invalid("close_time", f"{closes} is not after {max(opens, now)}")
        event = event_ticker or ticker.rpartition("-")[0] or ticker
        if event not in state.events:
            self.add_event(event, exchange_index=exchange_index)
        market = Market(
            ticker=ticker,
            event_ticker=event,
            series_ticker=state.events[event].series_ticker,
            yes_sub_title=yes_sub_title,
            no_sub_title=no_sub_title,
            price_level_structure=price_level_structure,
            created_time=now,
            updated_time=now,
            open_time=opens,
            close_time=closes,
            settlement_timer_seconds=settlement_timer_seconds,
            exchange_index=exchange_index,
            terms=terms or {},
        )
        state.open_book(market)
        state.bus.queue(MarketUpdated(market))
        if opens <= now:
            self._move(ticker, "active")
        else:
            state.schedule(opens, lambda: self._open_at_time(ticker))
        state.schedule(closes, lambda: self.close_if_due(ticker))
        return state.markets[ticker]

    @operation
    def pause(self, ticker: str) -> Market:
        """Make an active market inactive, and cancel its orders with cancel_order_on_pause.

        Raises:
            EngineRejection: 404, or 409 if it isn't active.
        """
        self._move(ticker, "inactive")
        cancel_resting(self._state, "paused", lambda order: order.ticker == ticker and order.cancel_order_on_pause)
        return self._state.markets[ticker]

    @operation
    def resume(self, ticker: str) -> Market:
        """Make a market active that is inactive or has yet to open.

        Raises:
            EngineRejection: 404, or 409 if it is neither.
        """
        return self._move(ticker, "active")

    @operation
    def close(self, ticker: str) -> Market:
        """Close a market before its close time, and cancel its resting orders.

        Raises:
            EngineRejection: 404, or 409 if it is closed already.
        """
        return self._close(ticker)

    @operation
    def close_if_due(self, ticker: str) -> None:
        """Close a market whose close time has come, unless it was closed before."""
        market = self._state.markets[ticker]
        if market.status in ("initialized", "active", "inactive") and market.close_time <= self._state.clock.now():
            self._close(ticker)

    @operation
    def settle(self, ticker: str, result: Literal["yes", "no", "scalar"], *, value: Decimal | None = None) -> Market:
        """Determine a market, and pay the winners once its settlement timer has run; at once if that is 0.

        A market that still trades is closed first.

        Args:
            result: `scalar` for a value in between.
            value: What a yes contract pays if it is `scalar`, in US dollars, in whole cents.

        Raises:
            EngineRejection: 404, 400 for another result or value, 409 if it is determined already.
        """
        market = self.determine(ticker, result, value=value)
        if not market.settlement_timer_seconds:
            return self.finalize(ticker)
        due = self._state.clock.now() + timedelta(seconds=market.settlement_timer_seconds)
        self._state.schedule(due, lambda: self.finalize(ticker))
        return market

    @operation
    def determine(self, ticker: str, result: Literal["yes", "no", "scalar"], *, value: Decimal | None = None) -> Market:
        """Determine a market, whose winners are paid by `finalize`; see `settle`.

        Raises:
            EngineRejection: As in `settle`.
        """
        state = self._state
        if result not in ("yes", "no", "scalar"):
            raise invalid("result", f"{result} is none of yes, no and scalar")
        if (value is not None) != (result == "scalar"):
            raise invalid("value", "goes with the result scalar, and with no other")
        if value is not None and not (value.is_finite() and ZERO <= value <= ONE and not value % CENT):
            raise invalid("value", f"{value} is not an amount from 0 to 1 in whole cents")
        if state.market(ticker).status in ("initialized", "active", "inactive"):
            self._close(ticker)
        return self._move(ticker, "determined", result=result, scalar_value=value, determined_time=state.clock.now())

    @operation
    def finalize(self, ticker: str) -> Market:
        """Pay the winners of a determined market, and end its positions.

        Raises:
            EngineRejection: 404, or 409 if it is not determined, or paid already.
        """
        market = self._move(ticker, "finalized", settlement_time=self._state.clock.now())
        for position in self._state.positions.in_market(ticker):
            if position.count or self._state.rules.settlements_are_gross:
                self._pay_out(market, position)
        self._state.ledger.close_pool(ticker)
        self._state.open_interest[ticker] = ZERO
        return market

    @operation
    def all_series(self) -> list[Series]:
        """All series, oldest first."""
        return list(self._state.series.values())

    @operation
    def series(self, ticker: str) -> Series:
        """A series."""
        if ticker not in self._state.series:
            raise not_found("series", ticker)
        return self._state.series[ticker]

    @operation
    def events(self) -> list[Event]:
        """All events, oldest first."""
        return list(self._state.events.values())

    @operation
    def event(self, ticker: str) -> Event:
        """An event."""
        if ticker not in self._state.events:
            raise not_found("event", ticker)
        return self._state.events[ticker]

    @operation
    def all(self) -> list[Market]:
        """All markets, oldest first."""
        return list(self._state.markets.values())

    @operation
    def get(self, ticker: str) -> MarketView:
        """A market with its prices and volumes."""
        state = self._state
        market, tape = state.market(ticker), state.tape
        yesterday = state.clock.now() - _DAY
        last, previous = tape.last_trade(ticker), tape.last_trade(ticker, yesterday)
        return MarketView(
            market=market,
            quote=state.books[ticker].quote(),
            previous_quote=tape.quotes(ticker, yesterday, yesterday)[0],
            last_price=last.price if last else None,
            previous_price=previous.price if previous else None,
            volume=tape.volumes[ticker],
            volume_24h=sum((trade.count for trade in tape.trades(ticker, yesterday)), ZERO),
            open_interest=state.open_interest[ticker],
        )

    @operation
    def fees(self, ticker: str) -> FeeSchedule:
        """The fees of a market."""
        return self._state.schedules[self._state.market(ticker).ticker]

    @operation
    def trades(self, ticker: str | None = None) -> list[Trade]:
        """Trades of a market, or of all markets, oldest first."""
        return list(self._state.tape.all_trades) if ticker is None else self._state.tape.trades(ticker)

    @operation
    def candlesticks(self, ticker: str, start_ts: int, end_ts: int, minutes: PeriodMinutes) -> list[Candlestick]:
        """Candlesticks that end between two Unix seconds, both included, while the market has existed.

        Args:
            minutes: 1, 60 or 1440.
        """
        market = self._state.market(ticker)
        first = max(start_ts, period_end(market.created_time, minutes))
        last = min(end_ts, period_end(self._state.clock.now(), minutes))
        return list(candlesticks(self._state.tape, ticker, first, last, minutes))

    def _move(self, ticker: str, status: MarketStatus, **changes: Any) -> Market:
        """Change a market's status; 409 if it can't follow the current one."""
        market = self._state.market(ticker).moved_to(status, self._state.clock.now(), **changes)
        self._state.markets[ticker] = market
        self._state.bus.queue(MarketUpdated(market))
        return market

    def _open_at_time(self, ticker: str) -> None:
        """Open a market at its open time, unless it was opened or closed before."""
        if self._state.markets[ticker].status == "initialized":
            self._move(ticker, "active")

    def _close(self, ticker: str) -> Market:
        state = self._state
        closes = min(state.market(ticker).close_time, state.clock.now())
        market = self._move(ticker, "closed", close_time=closes)
        cancel_resting(self._state, "closed", lambda order: order.ticker == ticker)
        # What was recorded is nobody's order.
        book = state.books[ticker]
        for order in [*book.orders("bid"), *book.orders("ask")]:
            book.remove(order)
        return market

    def _pay_out(self, market: Market, position: Position) -> None:
        state, now, value = self._state, self._state.clock.now(), market.settlement_value
        assert value is not None
        is_yes = position.count > ZERO
        payout = (abs(position.count) * (value if is_yes else ONE - value)).quantize(CENT, ROUND_DOWN)
        yes, no = (position.count, ZERO) if is_yes else (ZERO, -position.count)
        yes_cost, no_cost = (position.exposure, ZERO) if is_yes else (ZERO, position.exposure)
        if state.rules.settlements_are_gross:
            yes, no, yes_cost, no_cost = position.yes_traded, position.no_traded, position.yes_cost, position.no_cost
        settlement = Settlement(
            owner=position.owner,
            ticker=market.ticker,
            event_ticker=market.event_ticker,
            market_result=market.result,
            yes_count=yes,
            yes_total_cost=yes_cost,
            no_count=no,
            no_total_cost=no_cost,
            revenue=payout,
            fee_cost=position.fees_paid,
            value=value,
            settled_time=now,
        )
        state.account(position.owner.account).settlements.append(settlement)
        state.bus.queue(Settled(settlement))
        if position.count:
            state.ledger.pay_pool(position.owner, market.ticker, -payout, now)
            settled = position.settled(payout, now)
            state.positions.store(settled)
            state.bus.queue(PositionUpdated(settled))
