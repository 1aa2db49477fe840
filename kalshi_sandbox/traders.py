"""Simulated traders: they read public data, and trade through the API with keys of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Literal

from kalshi_gen.api.market import get_markets
from kalshi_gen.api.orders import batch_cancel_orders_v2, batch_create_orders_v2, create_order_v2, get_orders
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.models import (
    BatchCancelOrdersV2Request,
    BatchCancelOrdersV2RequestOrdersItem,
    BatchCreateOrdersV2Request,
    CreateOrderV2Request,
    Market,
    Order,
)

from .instruments import CENT

Side = Literal["bid", "ask"]
_SIDES: tuple[Side, Side] = ("bid", "ask")
_HALF = Decimal("0.5")
_LOWEST, _HIGHEST = CENT, 1 - CENT
_MAX_MARKETS = 1000


class Board:
    """The open markets, read again after so many looks.

    Args:
        client: The client that reads them.
        looks: Looks until they are read again.
    """

    def __init__(self, client: AuthenticatedClient, looks: int = 8) -> None:
        self._client = client
        self._looks = looks
        self._remaining_looks = 0
        self._markets: list[Market] = []

    def look(self) -> list[Market]:
        """The open markets, perhaps a little old."""
        if not self._remaining_looks:
            self.read()
        self._remaining_looks -= 1
        return self._markets

    def read(self) -> list[Market]:
        """The current open markets."""
        self._markets = get_markets.sync(client=self._client, status="open", limit=_MAX_MARKETS).markets
        self._remaining_looks = self._looks
        return self._markets


class NoiseTrader:
    """Buys or sells a little at random: mostly immediately, else with an order that expires within minutes.

    Args:
        client: Signs for its account.
        board: The open markets.
        now: The exchange's time.
        random: Its random source.
    """

    def __init__(self, client: AuthenticatedClient, board: Board, now: Callable[[], datetime], random: Random) -> None:
        self._client = client
        self._board = board
        self._now = now
        self._random = random

    def act(self) -> None:
        """Send one order.

        Raises:
            KalshiError: If the exchange rejects it.
        """
        markets = [market for market in self._board.look() if _is_quoted(market)]
        if not markets:
            return
        market, side = chosen(markets, self._random), self._random.choice(_SIDES)
        count = Decimal(self._random.randint(1, 10))
        order = self._taking_order if self._random.random() < 0.8 else self._resting_order
        create_order_v2.sync(client=self._client, body=order(market, side, count))

    def _taking_order(self, market: Market, side: Side, count: Decimal) -> CreateOrderV2Request:
        """An order that takes what is on the book, even if the price has moved since."""
        leeway = 2 * CENT
        price = market.yes_ask_dollars + leeway if side == "bid" else market.yes_bid_dollars - leeway
        return _order(market, side, count, price, time_in_force="immediate_or_cancel")

    def _resting_order(self, market: Market, side: Side, count: Decimal) -> CreateOrderV2Request:
        """An order at the best price of its side, which rests for a while."""
        price = market.yes_bid_dollars if side == "bid" else market.yes_ask_dollars
        order = _order(market, side, count, price)
        expiry = self._now() + timedelta(seconds=self._random.randint(30, 300))
        order.expiration_time = int(expiry.timestamp())
        return order


class MarketMaker:
    """Quotes one market after another around a value that moves at random.

    Args:
        client: Signs for its account.
        board: The open markets.
        random: Its random source.
    """

    LEVELS = 5
    # From the value to the best bid and to the best ask.
    DISTANCE = 2 * CENT

    def __init__(self, client: AuthenticatedClient, board: Board, random: Random) -> None:
        self._client = client
        self._board = board
        self._random = random
        self._values: dict[str, Decimal] = {}

    def act(self) -> None:
        """Quote a market again: one without quotes, else any.

        Raises:
            KalshiError: If the exchange rejects a request.
        """
        markets = self._board.read()
        if not markets:
            return
        unquoted = [market for market in markets if not _is_quoted(market)]
        market = unquoted[0] if unquoted else chosen(markets, self._random)
        value = self._value(market)
        wanted = {
            (side, price)
            for level in range(self.LEVELS)
            for side, price in zip(_SIDES, (value - self._away(level), value + self._away(level)), strict=True)
            if _LOWEST <= price <= _HIGHEST
        }
        self._cancel_all_but(wanted, market)
        self._place(wanted, market)

    def _value(self, market: Market) -> Decimal:
        """The current value of a yes contract in US dollars, after its next move."""
        middle = (market.yes_bid_dollars + market.yes_ask_dollars) / 2 if _is_quoted(market) else _HALF
        before = self._values.get(market.ticker, middle.quantize(CENT))
        now = before + self._random.randint(-1, 1) * CENT
        self._values[market.ticker] = min(max(now, 3 * CENT), 1 - 3 * CENT)
        return self._values[market.ticker]

    def _away(self, level: int) -> Decimal:
        return self.DISTANCE + level * CENT

    def _cancel_all_but(self, wanted: set[tuple[Side, Decimal]], market: Market) -> None:
        """Cancel orders that rest elsewhere or are half filled, and remove the others from the wanted ones."""
        resting = get_orders.sync(client=self._client, ticker=market.ticker, status="resting", limit=_MAX_MARKETS)
        outdated: list[Order] = []
        for order in resting.orders:
            place: tuple[Side, Decimal] = ("bid" if order.book_side == "bid" else "ask", order.yes_price_dollars)
            if place in wanted and 2 * order.remaining_count_fp > order.initial_count_fp:
                wanted.discard(place)
            else:
                outdated.append(order)
        if outdated:
            items = [
                BatchCancelOrdersV2RequestOrdersItem(order_id=order.order_id, market_ticker=order.ticker)
                for order in outdated
            ]
            batch_cancel_orders_v2.sync(client=self._client, body=BatchCancelOrdersV2Request(orders=items))

    def _place(self, wanted: set[tuple[Side, Decimal]], market: Market) -> None:
        items = [
            _order(market, side, Decimal(self._random.randint(20, 80)), price)
            # The order of a set differs between runs.
            for side, price in sorted(wanted)
        ]
        if items:
            batch_create_orders_v2.sync(client=self._client, body=BatchCreateOrdersV2Request(orders=items))


def chosen(markets: Sequence[Market], random: Random) -> Market:
    """The market of a turn: half of the time the one that closes next, else any."""
    if random.random() < 0.5:
        return min(markets, key=lambda market: market.close_time)
    return random.choice(markets)


def _is_quoted(market: Market) -> bool:
    return market.yes_bid_dollars > 0 and market.yes_ask_dollars < 1


def _order(
    market: Market,
    side: Side,
    count: Decimal,
    price: Decimal,
    time_in_force: Literal["good_till_canceled", "immediate_or_cancel"] = "good_till_canceled",
) -> CreateOrderV2Request:
    return CreateOrderV2Request(
        ticker=market.ticker,
        side=side,
        count=count,
        price=min(max(price, _LOWEST), _HIGHEST),
        time_in_force=time_in_force,
        self_trade_prevention_type="maker",
    )
