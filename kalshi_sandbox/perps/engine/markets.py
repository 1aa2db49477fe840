"""What is traded: adding, reading, pausing and pricing markets, with their books, trades and candlesticks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from attrs import frozen

from kalshi_sandbox.engine.candles import PeriodMinutes
from kalshi_sandbox.engine.operation import operation
from kalshi_sandbox.engine.order import ONE, ZERO
from kalshi_sandbox.engine.rejection import conflict, invalid

from .candles import Candlestick, candlestick
from .events import MarketUpdated
from .execution import cancel_resting
from .market import FundingTerms, Market, MarketStatus, check_index
from .prices import IndexPath, Quote
from .state import State
from .tape import Trade

Levels = tuple[tuple[Decimal, Decimal], ...]
_DAY = timedelta(days=1)
_LEVERAGE_STEP = Decimal("0.0001")


@frozen(kw_only=True)
class BookView:
    """An order book at a moment: (price, contracts) per level, best first.

    Args:
        seq: Number of the last change that it has.
    """

    market: Market
    bids: Levels
    asks: Levels
    seq: int


@frozen(kw_only=True)
class MarketView:
    """A market with its prices and volumes. Prices are in US dollars for one contract.

    Args:
        quote: Best prices now.
        last_price: Price of the latest trade, None before the first.
        last_size: Contracts of that trade.
        volume: Contracts traded so far.
        notional: Their notional value in US dollars.
        volume_24h: Contracts traded in the last 24 hours.
        notional_24h: Their notional value in US dollars.
        open_interest: Contracts that are open, counted on one side.
        index_price: Price of the underlying (`reference_price`).
        mark_price: Mark price (`settlement_mark_price`, `liquidation_mark_price`).
        leverage: 1 over the rate of initial margin, to four decimals.
    """

    market: Market
    quote: Quote
    last_price: Decimal | None
    last_size: Decimal
    volume: Decimal
    notional: Decimal
    volume_24h: Decimal
    notional_24h: Decimal
    open_interest: Decimal
    index_price: Decimal
    mark_price: Decimal
    leverage: Decimal

    @property
    def open_interest_notional(self) -> Decimal:
        """Notional value of the open interest at the mark price, in US dollars."""
        return self.open_interest * self.mark_price


@frozen(eq=False)
class Markets:
    """All markets. An unknown ticker is rejected with 404."""

    _state: State

    @operation
    def add(
        self,
        ticker: str,
        *,
        index_price: Decimal,
        title: str = "",
        contract_size: Decimal = ONE,
        underlying_multiplier: Decimal = ONE,
        tick_size: Decimal = Decimal("0.0001"),
        maintenance_rate: Decimal = Decimal("0.13"),
        initial_multiplier: Decimal = Decimal("1.3"),
        fractional_trading_enabled: bool = False,
        exchange_index: int = 0,
        asset_class: str = "Crypto",
        funding: FundingTerms = FundingTerms(),  # noqa: B008 - it is frozen
        status: MarketStatus = "active",
    ) -> Market:
        """Add a market.

        Args:
            index_price: US dollars for one contract, about which the index of the underlying moves.
            contract_size: Size of one contract; times the multiplier it is in units of the underlying.
            tick_size: Step between prices, in US dollars for one contract.
            maintenance_rate: Maintenance margin as a fraction of notional value, above 0 and below 1.
            initial_multiplier: Initial margin over maintenance margin.
            fractional_trading_enabled: Whether counts step by 0.01 rather than 1.
            exchange_index: Its group of markets.

        Raises:
            EngineRejection: With 409 if the ticker is taken, 400 for a price or rate.
        """
        state = self._state
        if any(market.ticker == ticker for market in state.markets.values()):
            raise conflict("market_exists", "market exists already", ticker)
        check_index("index_price", index_price)
        for name, value in (("tick_size", tick_size), ("contract_size", contract_size)):
            if not value.is_finite() or value <= ZERO:
                raise invalid(name, f"{value} is not above zero")
        if not ZERO < maintenance_rate * initial_multiplier < ONE:
            raise invalid("maintenance_rate", f"{maintenance_rate} times {initial_multiplier} is not between 0 and 1")
        market = Market(
            market_id=state.identifiers.next(),
            ticker=ticker,
            title=title or ticker,
            contract_size=contract_size,
            underlying_multiplier=underlying_multiplier,
            tick_size=tick_size,
            maintenance_rate=maintenance_rate,
            initial_multiplier=initial_multiplier,
            fractional_trading_enabled=fractional_trading_enabled,
            exchange_index=exchange_index,
            asset_class=asset_class,
            funding=funding,
            index=IndexPath(f"{state.seed}/{ticker}", index_price),
            created_time=state.clock.now(),
            status=status,
            halt_sources=() if status == "active" else ("initial_setup",),
        )
        state.open_book(market)
        state.bus.queue(MarketUpdated(market))
        return market

    @operation
    def get(self, ticker: str) -> MarketView:
        """A market with its prices and volumes (GetMarginMarket)."""
        return self._view(self._state.market(ticker))

    @operation
    def all(self, status: MarketStatus | None = None) -> list[MarketView]:
        """All markets, or those of one status, oldest first (GetMarginMarkets)."""
        return [self._view(each) for each in self._state.markets.values() if status in (None, each.status)]

    @operation
    def pause(self, ticker: str, halt_source: str = "manual") -> None:
        """Halt a market, and cancel its orders with cancel_order_on_pause. Orders can be canceled meanwhile.

        Raises:
            EngineRejection: With 404, or 409 if it isn't active.
        """
        market = self._changed(ticker, "active", "inactive", (halt_source,))
        cancel_resting(self._state, "paused", lambda order: order.market is market and order.cancel_order_on_pause)

    @operation
    def resume(self, ticker: str) -> None:
        """Open a halted market again; orders that were left are where they were.

        Raises:
            EngineRejection: With 404, or 409 if it isn't halted.
        """
        self._changed(ticker, "inactive", "active", ())

    @operation
    def set_index(self, ticker: str, price: Decimal | None) -> None:
        """Keep the index price of a market at a value from now on.

        Args:
            price: US dollars for one contract; None lets it move again from where it is.

        Raises:
            EngineRejection: With 404, or 400 for a price that isn't above zero and at most $1,000,000.
        """
        market, now = self._state.market(ticker), self._state.clock.now()
        if price is None:
            market.index.release(now)
        else:
            check_index("price", price)
            market.index.fix(now, price)
        self._state.touch(market)

    @operation
    def book(self, ticker: str, depth: int = 0) -> BookView:
        """The order book of a market (GetMarginMarketOrderbook).

        Args:
            depth: Most levels of each side; 0 for all.
        """
        market = self._state.market(ticker)
        book = self._state.books[market]
        bids, asks = tuple(book.levels("bid", depth)), tuple(book.levels("ask", depth))
        return BookView(market=market, bids=bids, asks=asks, seq=market.seq)

    @operation
    def trades(self, ticker: str | None = None) -> list[Trade]:
        """Trades of a market or of all, oldest first (GetMarginTrades)."""
        tape = self._state.tape
        return list(tape.all_trades) if ticker is None else tape.trades(self._state.market(ticker))

    @operation
    def candlesticks(self, ticker: str, start_ts: int, end_ts: int, minutes: PeriodMinutes) -> Iterator[Candlestick]:
        """Candlesticks of every period that ends between two Unix seconds, both included, oldest first.

        Periods before the market began, and those that have yet to begin, have none.
        """
        market, length = self._state.market(ticker), minutes * 60
        first = max(start_ts, int(market.created_time.timestamp()))
        last = min(end_ts, int(self._state.clock.now().timestamp()) + length - 1)
        ends = range(-(-first // length) * length, last + 1, length)
        return iter([candlestick(self._state.tape, market, end, minutes) for end in ends])

    def _changed(self, ticker: str, before: MarketStatus, after: MarketStatus, halt_sources: tuple[str, ...]) -> Market:
        market = self._state.market(ticker)
        if market.status != before:
            raise conflict("invalid_market_status", "market has another status", f"{ticker} is {market.status}")
        market.status, market.halt_sources = after, halt_sources
        self._state.record_quote(market)
        self._state.bus.queue(MarketUpdated(market))
        return market

    def _view(self, market: Market) -> MarketView:
        state, now = self._state, self._state.clock.now()
        last = state.tape.last_trade(market)
        volume, notional = state.tape.traded(market)
        earlier_volume, earlier_notional = state.tape.traded(market, now - _DAY)
        return MarketView(
            market=market,
            quote=state.quote(market),
            last_price=last.price if last else None,
            last_size=last.count if last else ZERO,
            volume=volume,
            notional=notional,
            volume_24h=volume - earlier_volume,
            notional_24h=notional - earlier_notional,
            open_interest=state.open_interest[market],
            index_price=market.index.price(now),
            mark_price=state.mark(market),
            leverage=(ONE / market.initial_margin(ONE)).quantize(_LEVERAGE_STEP),
        )
