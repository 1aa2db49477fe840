"""Your positions as they change, each state once, whatever happens to the stream."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any

from attrs import frozen

from kalshi_gen.api.historical import get_historical_cutoff, get_historical_positions
from kalshi_gen.api.portfolio import get_positions
from kalshi_gen.client import AuthenticatedClient
from kalshi_overlay.account import values
from kalshi_overlay.account.feed import Source
from kalshi_overlay.account.iterating import PrivateIterator, start_of
from kalshi_overlay.account.reads import read_all
from kalshi_overlay.stream.stream import Stream


@frozen(kw_only=True)
class AccountPosition:
    """A state of a position of yours. Money is in US dollars.

    Attributes:
        ticker: The market.
        count: Contracts held: above 0 yes, below 0 no.
        cost: What the contracts that are held cost, without fees.
        realized_pnl: Profit of contracts that were sold, netted or settled, without fees; below 0 for a loss.
        fees_paid: Fees of all fills in the market.
        time: When it got into this state, by the exchange's clock; if the stream sent it, when it came, since that does
            not say.
        subaccount: 0 is the primary one.
    """

    ticker: str
    count: Decimal
    cost: Decimal
    realized_pnl: Decimal
    fees_paid: Decimal
    time: datetime
    subaccount: int

    @property
    def entry_price(self) -> Decimal | None:
        """What a contract that is held cost on average, of the side that is held; None if none is."""
        return self.cost / abs(self.count) if self.count else None

    @property
    def subject(self) -> str:
        """The position that this is a state of."""
        return f"{self.subaccount}/{self.ticker}"

    @property
    def state(self) -> str:
        """All that may change of it."""
        return values.plain(self.count, self.cost, self.realized_pnl, self.fees_paid)

    @property
    def is_lasting(self) -> bool:
        """Reads show every position."""
        return True


class PositionSource(Source[AccountPosition]):
    """Positions of one subaccount: GetPositions, GetHistoricalPositions and the channel `market_positions`."""

    channel = "market_positions"
    has_states = True
    has_times = False

    def item_of(self, message: Any, now: datetime) -> AccountPosition:
        """The state of a position of a message."""
        body = message.msg
        ticker, cost = values.text(body, "market_ticker"), values.number(body, "position_cost_dollars")
        return _position(body, ticker, cost, now, values.subaccount(body, "subaccount"))

    async def read(self, since: datetime | None, resting: Collection[str]) -> list[AccountPosition]:
        """Positions in markets that aren't settled, and from a moment on those that are as well."""
        # An omitted subaccount is the primary one here.
        subaccount = self.subaccount or 0
        status = "unsettled" if since is None else "all"
        rows = await read_all(self.client, get_positions, settlement_status=status, subaccount=subaccount)
        if since is not None:
            cutoff = await get_historical_cutoff.asyncio(client=self.client)
            if since < values.moment(cutoff, "market_positions_last_updated_ts", "market_settled_ts"):
                rows += await read_all(self.client, get_historical_positions, subaccount=subaccount)
        positions = {row.ticker: self._of_row(row, subaccount) for row in rows}
        return sorted(positions.values(), key=lambda position: position.time)

    @staticmethod
    def _of_row(row: Any, subaccount: int) -> AccountPosition:
        ticker, cost = values.text(row, "ticker"), values.number(row, "market_exposure_dollars")
        return _position(row, ticker, cost, values.moment(row, "last_updated_ts"), subaccount)


def _position(source: Any, ticker: str, cost: Decimal, time: datetime, subaccount: int) -> AccountPosition:
    return AccountPosition(
        ticker=ticker,
        count=values.number(source, "position_fp"),
        cost=cost,
        realized_pnl=values.number(source, "realized_pnl_dollars"),
        fees_paid=values.number(source, "fees_paid_dollars"),
        time=time,
        subaccount=subaccount,
    )


def positions(
    stream: Stream, *, client: AuthenticatedClient, since: datetime | str, subaccount: int = 0
) -> PrivateIterator[AccountPosition]:
    """Give each state that a position of yours gets into from a moment on, whatever happens to the stream.

    After a gap of the stream, and between a token and its use, a position comes once, in the state that it has got
    into. A settlement is a change too: `count` becomes 0. For all else see `fills`.

    Args:
        stream: An open stream.
        client: A signed client of the same account.
        since: An aware datetime, or the token that you stored with the last state that you have processed.
        subaccount: The number of the subaccount; 0 is the primary one.

    Returns:
        An iterator. Its `token` is that of the last state that it gave.

    Raises:
        InvalidRequestError: `since` is neither an aware datetime nor a token of positions; nothing was sent.
        KalshiStreamLostError: The stream was closed.

    Operation: `GetPositions`, `GetHistoricalPositions`, `GetHistoricalCutoff`, `GetUserDataTimestamp`; the channel
    `market_positions`.
    """
    return PrivateIterator(PositionSource(client, subaccount), start_of(since, "positions"), stream, "positions")
