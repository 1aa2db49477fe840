"""The cash of an account by shard: what a read showed, and what the fills since have changed.

The exchange's stream doesn't send balances, and reads of them lag, so a read alone says neither what is so now nor
which fills are in it. Each read of the cash on a shard is the balance after one of the fills of the last seconds. So it
leaves a few possible balances before these fills, and of several reads one is left: it fits them all.

What this rests on: resting orders don't reduce the balance that is reported, fills do, and contracts that net are paid
at the fill (two accounts measured it in 2026; others say the opposite, without a measurement). If it is otherwise, no
balance fits the reads while orders rest, and the cash is stale.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Final

from attrs import define, field

from kalshi_gen.api.portfolio import get_balance
from kalshi_gen.client import AuthenticatedClient
from kalshi_overlay import clock
from kalshi_overlay.account import values
from kalshi_overlay.account.fills import AccountFill
from kalshi_overlay.account.reads import Horizon
from kalshi_overlay.orders.reading import CLOCK_SLACK
from kalshi_overlay.orders.shard_cash import cash_of
from kalshi_overlay.shards import on_each

_ONE, _ZERO = Decimal(1), Decimal(0)
_SLACK: Final = timedelta(seconds=CLOCK_SLACK)


def cash_change(fill: AccountFill, held: Decimal) -> Decimal:
    """By how much a fill changes the cash, in US dollars.

    Args:
        fill: The fill.
        held: Contracts held before it; above 0 yes, below 0 no.
    """
    buys_yes = fill.side == "bid"
    price = fill.price if buys_yes else _ONE - fill.price
    against = max(_ZERO, -held if buys_yes else held)
    # A pair of yes and no is worth a dollar.
    return min(fill.count, against) * _ONE - fill.count * price - fill.fee


async def read_cash(client: AuthenticatedClient, subaccount: int) -> dict[int, Decimal]:
    """Read the cash by shard, in US dollars.

    Raises:
        KalshiError: It can't be read.
    """
    answer = await get_balance.asyncio(client=client, subaccount=subaccount)
    if isinstance(answer.balance_breakdown, list):
        return cash_of(answer)
    # A key that is restricted to a subaccount gets no breakdown.
    read = partial(get_balance.asyncio, client=client, subaccount=subaccount)
    answers = await on_each.asyncio(lambda shard: read(exchange_index=shard), client=client)
    for error in answers.failed.values():
        raise error
    return {shard: values.number(each, "balance_dollars") for shard, each in answers.results.items()}


@define
class ShardCash:
    """The cash on one shard.

    Attributes:
        forgotten_at: When something else than fills has surely changed it last, by `clock.now()`.
    """

    forgotten_at: float
    # What the fills have changed, the oldest first, and the sum of those that are no longer listed.
    _changes: deque[tuple[datetime, Decimal]] = field(factory=deque)
    _earlier: Decimal = _ZERO
    _total: Decimal = _ZERO
    # What it may have been before all of them; None if nothing is known.
    _possible: set[Decimal] | None = None
    # What was known last of that.
    _known: Decimal | None = None

    @property
    def amount(self) -> Decimal | None:
        """US dollars; None while it isn't known."""
        if self._possible is None or len(self._possible) != 1:
            return None
        return next(iter(self._possible)) + self._total

    @property
    def last_amount(self) -> Decimal | None:
        """The last amount that was known, with the fills since, in US dollars; None if none ever was."""
        return None if self._known is None else self._known + self._total

    def add(self, time: datetime, change: Decimal) -> None:
        """Count what a fill has changed."""
        self._changes.append((time, change))
        self._total += change

    def read(self, amount: Decimal, horizon: Horizon) -> bool:
        """Count what a read showed; answers whether it fits what is known."""
        if not horizon.shows(self.forgotten_at):
            return True
        while self._changes and self._changes[0][0] < horizon.until - _SLACK:
            self._earlier += self._changes.popleft()[1]
        sums = [self._earlier]
        for _, change in self._changes:
            sums.append(sums[-1] + change)
        found = {amount - each for each in sums}
        fits = self._possible is None or bool(self._possible & found)
        self._possible = found if self._possible is None or not fits else self._possible & found
        if len(self._possible) == 1:
            (self._known,) = self._possible
        return fits

    def forget(self, seconds: float = 0.0) -> None:
        """Know nothing, because something else has changed it, or will for so many seconds."""
        self._possible, self.forgotten_at = None, clock.now() + seconds
