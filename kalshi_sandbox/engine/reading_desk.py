"""Everything that can be read from the exchange; what a reading answers doesn't change afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from .candles import Candlestick, PeriodMinutes, candlesticks, period_end
from .entering import resting_order
from .ledger import ShardTransfer, Transfer
from .market import Event, Market, Series
from .order import ONE, ZERO, Order, OrderStatus, Owner
from .positions import Position
from .refusal import not_found
from .settlement import Settlement
from .state import Desk, operation
from .tape import Fill, Trade
from .views import Balance, BookView, MarketView

_DAY = timedelta(days=1)


class ReadingDesk(Desk):
    """Where the exchange is read. An unknown ticker, id or account is refused with 404."""

    @operation
    def now(self) -> datetime:
        """The exchange's time."""
        return self._state.clock.now()

    @operation
    def is_trading_active(self) -> bool:
        """Whether the exchange takes orders."""
        return self._state.trading_active

    @operation
    def all_series(self) -> list[Series]:
        """All series in the order of their coming."""
        return list(self._state.series.values())

    @operation
    def series(self, ticker: str) -> Series:
        """A series."""
        if ticker not in self._state.series:
            raise not_found("series", ticker)
        return self._state.series[ticker]

    @operation
    def events(self) -> list[Event]:
        """All events in the order of their coming."""
        return list(self._state.events.values())

    @operation
    def event(self, ticker: str) -> Event:
        """An event."""
        if ticker not in self._state.events:
            raise not_found("event", ticker)
        return self._state.events[ticker]

    @operation
    def markets(self) -> list[Market]:
        """All markets in the order of their coming."""
        return list(self._state.markets.values())

    @operation
    def market(self, ticker: str) -> MarketView:
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
    def book(self, ticker: str, depth: int = 0) -> BookView:
        """The order book of a market; depth 0 is all levels."""
        self._state.market(ticker)
        book = self._state.books[ticker]
        return BookView(ticker=ticker, bids=tuple(book.levels("bid", depth)), asks=tuple(book.levels("ask", depth)))

    @operation
    def shards(self) -> int:
        """How many shards there are, numbered from 0."""
        return self._state.rules.shards

    def check_shard(self, exchange_index: int) -> None:
        """Refuse a shard that there isn't, with 400."""
        self._state.check_shard(exchange_index)

    def shard_of(self, ticker: str) -> int:
        """The shard of a market."""
        return self._state.market(ticker).exchange_index

    @operation
    def trades(self, ticker: str | None = None) -> list[Trade]:
        """Trades of a market, or of all, oldest first."""
        return list(self._state.tape.all_trades) if ticker is None else self._state.tape.trades(ticker)

    @operation
    def candlesticks(self, ticker: str, start_ts: int, end_ts: int, minutes: PeriodMinutes) -> list[Candlestick]:
        """Candlesticks that end between two Unix seconds, both included, from the market's making to now.

        Args:
            minutes: 1, 60 or 1440.
        """
        market = self._state.market(ticker)
        first = max(start_ts, period_end(market.created_time, minutes))
        last = min(end_ts, period_end(self._state.clock.now(), minutes))
        return list(candlesticks(self._state.tape, ticker, first, last, minutes))

    @operation
    def orders(
        self,
        account: str,
        *,
        ticker: str | None = None,
        status: OrderStatus | None = None,
        subaccount: int | None = None,
    ) -> list[Order]:
        """Orders of an account, oldest first."""
        self._state.account(account)
        return [
            order
            for order in self._state.orders.of_account(account)
            if ticker in (None, order.ticker)
            and status in (None, order.status)
            and subaccount in (None, order.owner.subaccount)
        ]

    @operation
    def order(self, account: str, order_id: str) -> Order:
        """An order of an account, resting or not."""
        order = self._state.orders.get(order_id)
        if order is None or order.owner.account != account:
            raise not_found("order", order_id)
        return order

    @operation
    def queue_position(self, account: str, order_id: str) -> Decimal:
        """Contracts that must match before a resting order can fill."""
        order = resting_order(self._state, account, order_id, None)
        return self._state.books[order.ticker].ahead_of(order)

    @operation
    def fills(self, account: str, *, subaccount: int | None = None) -> list[Fill]:
        """Fills of an account, oldest first."""
        fills = self._state.tape.fills.get(self._state.account(account).account_id, [])
        return [fill for fill in fills if subaccount in (None, fill.owner.subaccount)]

    @operation
    def positions(self, account: str, *, subaccount: int = 0) -> list[Position]:
        """Positions of a subaccount, flat and settled ones too, in the order in which they began."""
        return self._state.positions.of_owner(self._state.owner(account, subaccount))

    @operation
    def settlements(self, account: str, *, subaccount: int | None = None) -> list[Settlement]:
        """Settlements of an account, oldest first."""
        settlements = self._state.account(account).settlements
        return [item for item in settlements if subaccount in (None, item.owner.subaccount)]

    @operation
    def balance(self, account: str, *, subaccount: int = 0) -> Balance:
        """Money of a subaccount."""
        state = self._state
        owner = state.owner(account, subaccount)
        purse = state.ledger.purses[owner]
        values = [ZERO] * state.rules.shards
        for position in state.positions.of_owner(owner):
            values[state.ledger.shard_of[position.ticker]] += self._value(position)
        return Balance(
            owner=owner,
            cash=purse.cash,
            collateral=purse.collateral,
            portfolio_value=sum(values, ZERO),
            cash_on=tuple(purse.cash_on),
            portfolio_value_on=tuple(values),
            updated_time=purse.updated,
        )

    @operation
    def balances(self, account: str) -> list[Balance]:
        """Money of all subaccounts of an account, the primary one first."""
        numbers = range(self._state.account(account).subaccounts + 1)
        return [self.balance(account, subaccount=number) for number in numbers]

    @operation
    def transfers(self, account: str) -> list[Transfer]:
        """Transfers between subaccounts of an account, oldest first."""
        return list(self._state.account(account).transfers.values())

    @operation
    def shard_transfers(self, account: str) -> list[ShardTransfer]:
        """Transfers between shards of an account, oldest first."""
        return list(self._state.account(account).shard_transfers)

    @operation
    def allocation(self, account: str) -> dict[int, int]:
        """Percent of an account's cash that each shard shall have; empty to leave it where it is."""
        return dict(self._state.account(account).allocation)

    @operation
    def owners(self) -> list[Owner]:
        """Every subaccount of the exchange."""
        return list(self._state.ledger.purses)

    def _value(self, position: Position) -> Decimal:
        last = self._state.tape.last_trade(position.ticker) if position.count else None
        if last is None:
            return ZERO
        return abs(position.count) * (last.price if position.count > ZERO else ONE - last.price)
