"""Order groups: a limit on the contracts that a set of orders may match in a rolling 15 seconds."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from decimal import Decimal

from attrs import define, field

from .order import ZERO, Owner
from .rejection import conflict, invalid

WINDOW = timedelta(seconds=15)
_MIN_LIMIT, _EXPONENT = Decimal(1), -2


@define(eq=False)
class OrderGroup:
    """One order group.

    Matches are cut at the limit, so that a group never matches more. Reaching the limit triggers the group.

    Args:
        limit: Most contracts that its orders may match in any 15 seconds.
        exchange_index: The shard of the group and its orders.
        is_triggered: Whether its orders were canceled, and new ones are rejected until it is reset.
    """

    group_id: str
    owner: Owner
    limit: Decimal
    created_time: datetime
    exchange_index: int = 0
    is_triggered: bool = False
    is_auto_cancel_enabled: bool = True
    _matches: deque[tuple[datetime, Decimal]] = field(factory=deque, init=False)
    _matched: Decimal = field(default=ZERO, init=False)

    def matched(self, now: datetime) -> Decimal:
        """Contracts matched in the 15 seconds before now."""
        while self._matches and self._matches[0][0] <= now - WINDOW:
            self._matched -= self._matches.popleft()[1]
        return self._matched

    def capacity(self, now: datetime) -> Decimal:
        """Contracts that its orders may match now: none once it is triggered."""
        return ZERO if self.is_triggered else max(ZERO, self.limit - self.matched(now))

    def record(self, count: Decimal, now: datetime) -> None:
        """Count contracts that one of its orders matched."""
        self._matches.append((now, count))
        self._matched += count

    def check_open(self) -> None:
        """Reject an order for a group that was triggered.

        Raises:
            EngineRejection: With 409.
        """
        if self.is_triggered:
            raise conflict("order_group_triggered", "order group was triggered", f"{self.group_id}: reset it first")

    def reset(self) -> None:
        """Forget what was matched, and accept orders again."""
        self._matches.clear()
        self._matched = ZERO
        self.is_triggered = False


def check_limit(limit: Decimal) -> None:
    """Reject a limit below one contract or with more than two decimals.

    Raises:
        EngineRejection: With 400.
    """
    exponent = limit.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < _EXPONENT or limit < _MIN_LIMIT:
        raise invalid("contracts_limit", f"{limit} is not a count of at least 1 with two decimals at most")
