"""What reads prove: how far they may lag behind writes, and for how long a request may still take effect."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import IntEnum

from kalshi_gen.api.exchange import get_user_data_timestamp
from kalshi_gen.errors import KalshiError
from kalshi_overlay.orders.context import Moment, OperationContext
from kalshi_overlay.orders.flow import Flow

SIGNATURE_WINDOW = 60.0
"""Seconds for which the exchange may accept a signature, counted from its timestamp.

A request that got no answer may take effect as long as its signature is accepted. The exchange's guide says 5 s. Users
recorded in 2026 that production accepted timestamps 10 s off and refused 60 s, that demo accepted 5 s and refused 30 s,
and that demo of perpetuals accepted 30 s. The edge lies between 10 and 60 s, so this is the longest that it can be.
"""

READ_LAG = 5.0
"""Seconds by which reads of orders may lag behind writes.

Users recorded in 2026 up to 2 s: a new order was 404 for 0.13 to 2 s, a canceled one `resting` for 0.4 to 0.9 s, and an
amended one as before for 0.3 s. This is more than twice the longest.
"""

FINAL_AFTER = SIGNATURE_WINDOW + READ_LAG + 5.0
"""Seconds after a request's failure at which reads show whether it ever took effect, if the clocks differ by little."""

CLOCK_SLACK = 5.0
"""Seconds by which the exchange's Date and the creation times of its orders may differ."""

# A Date header has whole seconds: the moment itself lies up to one later.
_DATE_STEP = 1.0


class Stage(IntEnum):
    """What reads show of a request."""

    STALE = 0
    """Perhaps not all that it has done."""
    CURRENT = 1
    """All that it did before a given moment."""
    FINAL = 2
    """All that it has done and ever will do."""


class Freshness:
    """Follows how fresh reads are.

    Nothing is concluded from `GetUserDataTimestamp` alone, since nobody has shown what it covers: it may stand still,
    or run ahead of what reads show. If it says that reads are further behind than `READ_LAG`, that is waited for.

    Args:
        context: The operation's context.

    Attributes:
        began: A moment on the exchange's clock that is surely before the operation began; None until an answer has
            said the exchange's time.
    """

    def __init__(self, context: OperationContext) -> None:
        self._context = context
        self._asked = context.began
        self._lag = math.inf
        self._exchange_time: float | None = None
        self.began: datetime | None = None

    def refresh(self, since: Moment) -> Flow[None]:
        """Learn how fresh the reads are that begin after this.

        Args:
            since: The earliest moment that a conclusion could rest on. If that is too recent, nothing is asked.
        """
        self._asked, self._lag, self._exchange_time = Moment.now(), math.inf, None
        if self.began is not None and since.seconds_to(self._asked) < READ_LAG:
            return
        try:
            response = yield from self._context.read(get_user_data_timestamp)
        except KalshiError:
            return
        now, shown = _date(response.headers), getattr(response.parsed, "as_of_time", None)
        if now is None:
            return
        elapsed = self._context.began.most_seconds_to(Moment.now())
        self.began = self.began or now - timedelta(seconds=elapsed + CLOCK_SLACK)
        if isinstance(shown, datetime) and shown.tzinfo is not None:
            self._exchange_time = now.timestamp()
            self._lag = max(READ_LAG, (now - shown).total_seconds() + _DATE_STEP)

    def stage(self, since: Moment, in_flight: Moment | None) -> Stage:
        """What the reads that began after the last `refresh` show.

        Args:
            since: The moment of which they must show all to be current.
            in_flight: When the last request ended that may take effect yet; None if there is none.
        """
        if since.seconds_to(self._asked) < self._lag:
            return Stage.STALE
        return Stage.FINAL if in_flight is None or self._is_over(in_flight) else Stage.CURRENT

    def _is_over(self, in_flight: Moment) -> bool:
        """Whether reads show a moment at which no signature from before `in_flight` was accepted any more."""
        least = SIGNATURE_WINDOW + self._lag
        # The exchange holds the signature's timestamp, which is this machine's time, against its own clock.
        return (
            self._exchange_time is not None
            and in_flight.seconds_to(self._asked) >= least
            and self._exchange_time - in_flight.unix >= least
        )


def _date(headers: Mapping[str, str]) -> datetime | None:
    try:
        date = parsedate_to_datetime(headers.get("date", ""))
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
