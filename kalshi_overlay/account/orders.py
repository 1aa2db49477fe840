"""Your orders as they change, each state once and in order, whatever happens to the stream."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from attrs import frozen

from kalshi_gen.api.historical import get_historical_cutoff, get_historical_orders
from kalshi_gen.api.orders import get_order, get_orders
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import KalshiNotFoundError
from kalshi_gen.types import UNSET
from kalshi_overlay.account import values
from kalshi_overlay.account.feed import Source
from kalshi_overlay.account.iterating import PrivateIterator, start_of
from kalshi_overlay.account.reads import read_all
from kalshi_overlay.account.values import Side
from kalshi_overlay.errors import UnusableAnswerError
from kalshi_overlay.stream.stream import Stream

OrderStatus = Literal["resting", "executed", "canceled", "ended"]
"""`ended` is an order that no longer rests and doesn't show how it ended."""


@frozen(kw_only=True)
class AccountOrder:
    """A state of an order of yours.

    Attributes:
        order_id: The exchange's id.
        client_order_id: Your id.
        ticker: The market.
        side: `bid` buys yes or sells no, `ask` sells yes or buys no.
        price: Its limit, in US dollars per contract, of yes.
        status: `resting`, or how it ended.
        fill_count: Contracts filled.
        remaining_count: Contracts left.
        time: When it got into this state, by the exchange's clock.
        subaccount: 0 is the primary one.
        exchange_index: The shard; None if the exchange doesn't say it.
    """

    order_id: str
    client_order_id: str
    ticker: str
    side: Side
    price: Decimal
    status: OrderStatus
    fill_count: Decimal
    remaining_count: Decimal
    time: datetime
    subaccount: int
    exchange_index: int | None

    @property
    def subject(self) -> str:
        """The order that this is a state of."""
        return self.order_id

    @property
    def state(self) -> str:
        """All that may change of it."""
        return f"{self.status} {values.plain(self.price, self.fill_count, self.remaining_count)}"

    @property
    def is_resting(self) -> bool:
        """Whether it rests."""
        return self.status == "resting"

    @property
    def is_lasting(self) -> bool:
        """Reads show every order that rests."""
        return self.is_resting


class OrderSource(Source[AccountOrder]):
    """Orders: GetOrders, GetOrder, GetHistoricalOrders and the channel `user_orders`."""

    channel = "user_orders"
    has_states = True

    def item_of(self, message: Any, now: datetime) -> AccountOrder:
        """The state of an order of a message."""
        return _order(message.msg, values.moment(message.msg, "last_updated_ts_ms", "created_ts_ms"))

    async def read(self, since: datetime | None, resting: Collection[str]) -> list[AccountOrder]:
        """The orders that rest, those that were placed since, and those that are known to have rested."""
        subaccount = UNSET if self.subaccount is None else self.subaccount
        rows = []
        if since is not None:
            # The orders that have ended since first: one that ends meanwhile still comes below.
            rows += await read_all(self.client, get_orders, min_ts=since, subaccount=subaccount)
            cutoff = await get_historical_cutoff.asyncio(client=self.client)
            if since < values.moment(cutoff, "orders_updated_ts"):
                rows += await read_all(self.client, get_historical_orders, min_ts=since, subaccount=subaccount)
        rows += await read_all(self.client, get_orders, status="resting", subaccount=subaccount)
        orders = {order.order_id: order for order in map(_of_row, rows)}
        for order_id in resting:
            if order_id not in orders:
                orders[order_id] = await self._read_order(order_id)
        return sorted(orders.values(), key=lambda order: order.time)

    async def _read_order(self, order_id: str) -> AccountOrder:
        """An order that rested once, wherever it is now."""
        try:
            return _of_row((await get_order.asyncio(order_id, client=self.client)).order)
        except KalshiNotFoundError:
            archived = await read_all(self.client, get_historical_orders)
            for row in archived:
                if row.order_id == order_id:
                    return _of_row(row)
            raise UnusableAnswerError(f"reads don't show order {order_id}, which rested") from None


def _of_row(row: Any) -> AccountOrder:
    return _order(row, values.moment(row, "last_update_time", "created_time"))


def _order(source: Any, time: datetime) -> AccountOrder:
    remaining = values.number(source, "remaining_count_fp")
    status: Any = source.status
    if status not in ("resting", "executed", "canceled"):
        status = "resting" if remaining else "ended"
    return AccountOrder(
        order_id=values.text(source, "order_id"),
        client_order_id=source.client_order_id or "",
        ticker=values.text(source, "ticker"),
        side=values.side_of(source),
        price=values.number(source, "yes_price_dollars"),
        status=status,
        fill_count=values.number(source, "fill_count_fp"),
        remaining_count=remaining,
        time=time,
        subaccount=values.subaccount(source, "subaccount_number"),
        exchange_index=values.shard_if_given(source),
    )


def orders(
    stream: Stream, *, client: AuthenticatedClient, since: datetime | str, subaccount: int | None = None
) -> PrivateIterator[AccountOrder]:
    """Give each state that an order of yours gets into from a moment on, whatever happens to the stream.

    After a gap of the stream, and between a token and its use, an order comes once, in the state that it has got into:
    what it was in between can't be read. For all else see `fills`.

    Args:
        stream: An open stream.
        client: A signed client of the same account.
        since: An aware datetime, or the token that you stored with the last state that you have processed. After a
            datetime come the orders that were placed since; after a token also those that rested then.
        subaccount: The number of one subaccount; None for all.

    Returns:
        An iterator. Its `token` is that of the last state that it gave.

    Raises:
        InvalidRequestError: `since` is neither an aware datetime nor a token of orders; nothing was sent.
        KalshiStreamLostError: The stream was closed.

    Operation: `GetOrders`, `GetOrder`, `GetHistoricalOrders`, `GetHistoricalCutoff` and `GetUserDataTimestamp`; the
    channel `user_orders`.
    """
    return PrivateIterator(OrderSource(client, subaccount), start_of(since, "orders"), stream, "orders")
