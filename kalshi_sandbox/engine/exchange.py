"""The exchange: every operation and every reading of the engine under one name."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from .account_desk import AccountDesk
from .block_desk import BlockDesk
from .clock import Clock
from .events import Listener
from .group_desk import GroupDesk
from .level_desk import LevelDesk
from .market_desk import MarketDesk
from .order_desk import OrderDesk
from .reading_desk import ReadingDesk
from .shard_desk import ShardDesk
from .state import Rules, State, operation


class Exchange(MarketDesk, AccountDesk, ShardDesk, OrderDesk, GroupDesk, BlockDesk, LevelDesk, ReadingDesk):
    """A whole exchange in memory, safe to use from several threads; two of them share nothing.

    Args:
        clock: Its only source of time: `ManualClock` or `RealClock`.
        seed: Seed of its ids: the same operations at the same times give the same answers.
        rules: What exchanges do differently.
    """

    def __init__(self, clock: Clock, *, seed: int = 0, rules: Rules = Rules()) -> None:  # noqa: B008 - it is frozen
        super().__init__(State(clock, seed, rules))

    @property
    def clock(self) -> Clock:
        """The clock that it was given."""
        return self._state.clock

    @operation
    def listen(self, listener: Listener) -> Callable[[], None]:
        """Have a listener told of all that happens from now on, in order, each operation's events right after it.

        Args:
            listener: Called under the exchange's lock; it may act on the exchange.

        Returns:
            A function that ends it.
        """
        return self._state.announcer.listen(listener)

    @operation
    def run_due(self) -> None:
        """Let everything happen that the clock has made due: with a real clock, call it now and then."""

    @operation
    def imbalance(self) -> Decimal:
        """US dollars that were made or lost since the start: always exactly zero."""
        return self._state.ledger.imbalance()
