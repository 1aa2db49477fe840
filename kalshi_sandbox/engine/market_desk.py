"""Series, events and markets: added, opened, paused, closed and settled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from .events import EventAdded, MarketUpdated, TradingPaused
from .lifecycle import cancel_resting, close, close_at_time, finalize, move, open_market
from .market import TICK_STRUCTURES, Event, FeeType, Market, Series
from .order import ONE, ZERO
from .refusal import conflict, invalid
from .state import Desk, operation

_DEFAULT_LIFE = timedelta(days=30)
_MOST_FEE_MULTIPLIER = Decimal(10)


class MarketDesk(Desk):
    """Where the exchange itself acts: what is traded, when, and who wins."""

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
            terms: Further fields of the contract's Series.

        Raises:
            Refused: With 409 if there is one, 400 for the multiplier.
        """
        if ticker in self._state.series:
            raise conflict("series_exists", "series exists already", ticker)
        if not ZERO <= fee_multiplier <= _MOST_FEE_MULTIPLIER:
            raise invalid("fee_multiplier", f"{fee_multiplier} is not between 0 and {_MOST_FEE_MULTIPLIER}")
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
        self, ticker: str, *, series_ticker: str | None = None, title: str = "", terms: Mapping[str, Any] | None = None
    ) -> Event:
        """Add an event.

        Args:
            series_ticker: Its series, by default what stands before the first dash; added if it isn't there.
            terms: Further fields of the contract's event.

        Raises:
            Refused: With 409 if there is one.
        """
        state = self._state
        if ticker in state.events:
            raise conflict("event_exists", "event exists already", ticker)
        series = series_ticker or ticker.split("-")[0]
        if series not in state.series:
            self.add_series(series)
        event = Event(
            ticker=ticker, series_ticker=series, title=title, created_time=state.clock.now(), terms=terms or {}
        )
        state.events[ticker] = event
        state.announcer.note(EventAdded(event))
        return event

    @operation
    def add_market(
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
        """Add a market; it becomes active at its open time and closed at its close time.

        Args:
            event_ticker: Its event, by default what stands before the last dash; added if it isn't there.
            price_level_structure: `linear_cent`, `deci_cent` or `tapered_deci_cent`.
            open_time: By default now.
            close_time: By default 30 days after it opens.
            settlement_timer_seconds: Seconds from determination to payout.
            exchange_index: The shard on which it trades.
            terms: Further fields of the contract's Market.

        Raises:
            Refused: With 409 if there is one, 400 for a field.
        """
        state, now = self._state, self._state.clock.now()
        if ticker in state.markets:
            raise conflict("market_exists", "market exists already", ticker)
        if price_level_structure not in TICK_STRUCTURES:
            raise invalid("price_level_structure", f"{price_level_structure} is none of {', '.join(TICK_STRUCTURES)}")
        state.check_shard(exchange_index)
        opens = open_time or now
        closes = close_time or opens + _DEFAULT_LIFE
        if closes <= max(opens, now):
            raise invalid("close_time", f"{closes} is not after {max(opens, now)}")
        event = event_ticker or ticker.rpartition("-")[0] or ticker
        if event not in state.events:
            self.add_event(event)
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
        state.announcer.note(MarketUpdated(market))
        if opens <= now:
            move(state, ticker, "active")
        else:
            state.schedule(opens, lambda: open_market(state, ticker))
        state.schedule(closes, lambda: close_at_time(state, ticker))
        return state.markets[ticker]

    @operation
    def pause_market(self, ticker: str) -> Market:
        """Make an active market inactive; orders with cancel_order_on_pause are canceled.

        Raises:
            Refused: 404, or 409 if it isn't active.
        """
        move(self._state, ticker, "inactive")
        cancel_resting(self._state, "paused", lambda order: order.ticker == ticker and order.cancel_order_on_pause)
        return self._state.markets[ticker]

    @operation
    def resume_market(self, ticker: str) -> Market:
        """Make an inactive market, or one that has yet to open, active.

        Raises:
            Refused: 404, or 409 if it is neither.
        """
        return move(self._state, ticker, "active")

    @operation
    def close_market(self, ticker: str) -> Market:
        """End trading in a market before its time; its resting orders are canceled.

        Raises:
            Refused: 404, or 409 if it is closed already.
        """
        return close(self._state, ticker)

    @operation
    def settle(self, ticker: str, result: Literal["yes", "no"]) -> Market:
        """Determine who won; the winners are paid once the settlement timer has run, at once when it is 0.

        A market that still trades is closed first.

        Raises:
            Refused: 404, 400 for another result, 409 if it is determined already.
        """
        state = self._state
        if result not in ("yes", "no"):
            raise invalid("result", f"{result} is neither yes nor no")
        if state.market(ticker).status in ("initialized", "active", "inactive"):
            close(state, ticker)
        market = move(state, ticker, "determined", result=result, determined_time=state.clock.now())
        if not market.settlement_timer_seconds:
            return finalize(state, ticker)
        due = state.clock.now() + timedelta(seconds=market.settlement_timer_seconds)
        state.schedule(due, lambda: finalize(state, ticker))
        return market

    @operation
    def pause(self) -> None:
        """Pause trading on the whole exchange; orders with cancel_order_on_pause are canceled."""
        self._state.trading_active = False
        cancel_resting(self._state, "paused", lambda order: order.cancel_order_on_pause)
        self._state.announcer.note(TradingPaused(False, self._state.clock.now()))

    @operation
    def resume(self) -> None:
        """Let trading on the exchange go on."""
        self._state.trading_active = True
        self._state.announcer.note(TradingPaused(True, self._state.clock.now()))
