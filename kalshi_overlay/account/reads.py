"""Reads of the account that are complete, and what they surely show: reads lag behind the exchange."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import ModuleType
from typing import Any, Final

from attrs import frozen

from kalshi_gen.api.exchange import get_user_data_timestamp
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import http_date
from kalshi_overlay import clock
from kalshi_overlay.errors import UnusableAnswerError
from kalshi_overlay.flow import run_async
from kalshi_overlay.orders.reading import READ_LAG
from kalshi_overlay.pages import answer, read_pages

MOST_LAG: Final = 60.0
"""Seconds of lag up to which `GetUserDataTimestamp` is believed.

Nobody has shown how often it moves. It may be the time of the account's last change, which is long ago if nothing
happens, and says nothing about how far reads are behind.
"""

# A Date header has whole seconds: the moment itself is up to one second later.
_DATE_STEP: Final = 1.0


@frozen
class Horizon:
    """What the reads that begin from now on surely show.

    Attributes:
        asked: When it was asked for, by `clock.now()`.
        answered: When the answer was there.
        lag: Seconds by which reads may be behind.
        now: The exchange's time.
    """

    asked: float
    answered: float
    lag: float
    now: datetime

    @property
    def until(self) -> datetime:
        """The moment up to which everything is shown."""
        return self.now - timedelta(seconds=self.lag)

    def shows(self, moment: float) -> bool:
        """Whether everything is shown that happened up to a moment of `clock.now()`."""
        return self.asked - moment >= self.lag


async def read_horizon(client: AuthenticatedClient) -> Horizon:
    """Learn what the reads that begin after this show.

    Raises:
        KalshiError: The exchange can't be asked, or its answer doesn't say what time it is.
    """
    asked = clock.now()
    response = await run_async(answer(client, get_user_data_timestamp.OPERATION, {}))
    answered = clock.now()
    now = http_date(response.headers.get("date"))
    if now is None:
        raise UnusableAnswerError("the exchange's answer has no Date header to know its time by")
    parsed: Any = response.parsed
    shown = parsed.as_of_time
    lag = READ_LAG
    if isinstance(shown, datetime) and shown.tzinfo is not None:
        lag = min(max(READ_LAG, (now - shown).total_seconds() + _DATE_STEP), MOST_LAG)
    return Horizon(asked, answered, lag, now)


async def read_all(client: AuthenticatedClient, endpoint: ModuleType, **filters: Any) -> list[Any]:
    """Read all items of a list, in the order in which the exchange gives them.

    Args:
        client: A signed client.
        endpoint: The generated module of the operation.
        **filters: What the operation takes, without the page.

    Raises:
        UnusableAnswerError: It is not certain that these are all items.
        KalshiError: A page can't be read.
    """
    items: list[Any] = []
    await run_async(read_pages(client, endpoint.OPERATION, items.extend, **filters))
    return items
