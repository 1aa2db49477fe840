"""Your fills from a moment on, each once and in order, whatever happens to the stream."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any

from attrs import frozen

from kalshi_gen.api.historical import get_fills_historical, get_historical_cutoff
from kalshi_gen.api.portfolio import get_fills
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.types import UNSET
from kalshi_overlay.account import values
from kalshi_overlay.account.feed import Source
from kalshi_overlay.account.iterating import PrivateIterator, start_of
from kalshi_overlay.account.reads import read_all
from kalshi_overlay.account.values import Side
from kalshi_overlay.stream.stream import Stream


@frozen(kw_only=True)
class AccountFill:
    """A fill of an order of yours.

    Attributes:
        fill_id: The exchange's id of the fill.
        order_id: The id of the order.
        ticker: The market.
        side: `bid` if yes was bought or no sold, `ask` if yes was sold or no bought.
        count: Contracts.
        price: US dollars per contract, of yes.
        fee: US dollars.
        is_taker: Whether your order took from the book.
        time: When it happened, by the exchange's clock; to the millisecond if the stream sent it.
        subaccount: 0 is the primary one.
        exchange_index: The shard.
        position: Contracts that you hold after it, below 0 for no; None if it was read, since reads don't show it.
        client_order_id: Your id of the order; None if it was read, since reads don't show it.
    """

    fill_id: str
    order_id: str
    ticker: str
    side: Side
    count: Decimal
    price: Decimal
    fee: Decimal
    is_taker: bool
    time: datetime
    subaccount: int
    exchange_index: int
    position: Decimal | None = None
    client_order_id: str | None = None

    @property
    def subject(self) -> str:
        """What distinguishes it: two orders of yours that trade with one another have the same fill id."""
        return f"{self.fill_id}/{self.order_id}"

    @property
    def state(self) -> str:
        """A fill never changes."""
        return ""

    @property
    def is_lasting(self) -> bool:
        """Reads show fills from a moment on."""
        return False


class FillSource(Source[AccountFill]):
    """Fills: GetFills, GetFillsHistorical and the channel `fill`."""

    channel = "fill"
    has_states = False

    def item_of(self, message: Any, now: datetime) -> AccountFill:
        """The fill of a message."""
        body = message.msg
        sent = values.text(body, "trade_id"), values.text(body, "market_ticker"), values.moment(body, "ts_ms")
        client_order_id = body.client_order_id or None
        return _fill(
            body, *sent, values.subaccount(body, "subaccount"), values.number(body, "post_position_fp"), client_order_id
        )

    async def read(self, since: datetime | None, resting: Collection[str]) -> list[AccountFill]:
        """Fills from a moment on."""
        return await read_fills(self.client, since, subaccount=UNSET if self.subaccount is None else self.subaccount)


async def read_fills(client: AuthenticatedClient, since: datetime | None, **filters: Any) -> list[AccountFill]:
    """Read all fills from a moment on, of the archive too, in their order; None stands for the beginning.

    Raises:
        KalshiError: They can't be read, or it is not certain that they are all.
    """
    filters["min_ts"] = since or UNSET
    rows = await read_all(client, get_fills, **filters)
    # After the fills: what moves to the archive meanwhile is not missed.
    cutoff = await get_historical_cutoff.asyncio(client=client)
    if since is None or since < values.moment(cutoff, "trades_created_ts"):
        rows += await read_all(client, get_fills_historical, **filters)
    # The exchange lists the latest first. What moved was read twice.
    fills = {fill.subject: fill for fill in map(_of_row, reversed(rows))}
    return sorted(fills.values(), key=lambda fill: fill.time)


def _of_row(row: Any) -> AccountFill:
    read = values.text(row, "fill_id"), values.text(row, "ticker"), values.moment(row, "created_time")
    return _fill(row, *read, values.subaccount(row, "subaccount_number"))


def _fill(
    source: Any,
    fill_id: str,
    ticker: str,
    time: datetime,
    subaccount: int,
    position: Decimal | None = None,
    client_order_id: str | None = None,
) -> AccountFill:
    return AccountFill(
        fill_id=fill_id,
        order_id=values.text(source, "order_id"),
        ticker=ticker,
        side=values.side_of(source),
        count=values.number(source, "count_fp"),
        price=values.number(source, "yes_price_dollars"),
        fee=values.number(source, "fee_cost"),
        is_taker=values.flag(source, "is_taker"),
        time=time,
        subaccount=subaccount,
        exchange_index=values.shard(source),
        position=position,
        client_order_id=client_order_id,
    )


def fills(
    stream: Stream, *, client: AuthenticatedClient, since: datetime | str, subaccount: int | None = None
) -> PrivateIterator[AccountFill]:
    """Give your fills from a moment on, each once and in order, whatever happens to the stream.

        async with create_client() as client, connect(client) as stream:
            async for fill in (feed := fills(stream, client=client, since=token)):
                save(fill, feed.token)

    Fills of the past are read, of the archive too; the later ones come from the stream. After each gap of the stream
    those that it has missed are read. Reads lag by some seconds, and so do the fills after the beginning and after each
    gap. If reads fail, it waits, and `stale` says why.

    Args:
        stream: An open stream.
        client: A signed client of the same account.
        since: An aware datetime, or the token that you stored with the last fill that you have processed.
        subaccount: The number of one subaccount; None for all.

    Returns:
        An iterator. Its `token` is that of the last fill that it gave.

    Raises:
        InvalidRequestError: `since` is neither an aware datetime nor a token of fills; nothing was sent.
        KalshiStreamLostError: The stream was closed.

    Operation: `GetFills`, `GetFillsHistorical`, `GetHistoricalCutoff`, `GetUserDataTimestamp`; the channel `fill`.
    """
    return PrivateIterator(FillSource(client, subaccount), start_of(since, "fills"), stream, "fills")
