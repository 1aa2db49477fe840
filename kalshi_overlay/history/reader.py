"""What all windows of one read share: the client, the cutoff of the archive, and whether to go on."""

from __future__ import annotations

import math
from concurrent.futures import CancelledError
from datetime import datetime, timedelta
from typing import Any, Final

from kalshi_gen.api.historical import get_historical_cutoff
from kalshi_gen.client import Client
from kalshi_gen.errors import InvalidRequestError, http_date
from kalshi_gen.runtime.operation import Operation
from kalshi_gen.types import Response
from kalshi_overlay import clock
from kalshi_overlay.errors import UnusableAnswerError
from kalshi_overlay.flow import Flow
from kalshi_overlay.pages import Take, answer, moment, read_pages

LAG: Final = timedelta(seconds=60)
"""How far reads may be behind, with a wide margin: market lists are repeated for 15 seconds, fills come within some."""

# Seconds for which a cutoff is used. It may be older than it is, and move meanwhile: see `STEP`.
_CUTOFF_AGE = 10.0

STEP: Final = timedelta(days=7)
"""How far the cutoff may be from what the exchange says: it moves by a day at once, and not everywhere at once."""


class Reader:
    """Reads for one history.

    Args:
        client: The client of all requests.
    """

    def __init__(self, client: Client) -> None:
        self.client = client
        self._is_stopped = False
        self._cutoff: Any = None
        self._cutoff_until = -math.inf

    def latest(self) -> Flow[datetime]:
        """The moment up to which reads are taken to show everything.

        Raises:
            UnusableAnswerError: The exchange's answer doesn't say what time it is.
            KalshiError: It can't be asked.
        """
        response = yield from self._ask_cutoff()
        now = http_date(response.headers.get("date"))
        if now is None:
            raise UnusableAnswerError("the exchange's answer has no Date header to know its time by")
        return now - LAG

    def cutoff(self, name: str, *, is_fresh: bool = False) -> Flow[datetime]:
        """The time before which rows are in the archive alone; it may be off by less than `STEP`.

        Args:
            name: The field of the cutoff.
            is_fresh: Whether it is asked for now.

        Raises:
            UnusableAnswerError: The exchange doesn't say it.
            KalshiError: It can't be asked.
        """
        parsed = self._cutoff
        if is_fresh or clock.now() >= self._cutoff_until:
            parsed = (yield from self._ask_cutoff()).parsed
        return moment(parsed, name)

    def pages(self, operation: Operation[Any], take: Take, **filters: Any) -> Flow[None]:
        """Read all pages of a list; see `read_pages`."""

        def check_and_take(rows: list[Any]) -> None:
            self.check()
            take(rows)

        yield from read_pages(self.client, operation, check_and_take, **filters)

    def stop(self) -> None:
        """End all flows."""
        self._is_stopped = True

    def check(self) -> None:
        """End the flow if nobody waits for it any more."""
        if self._is_stopped:
            raise CancelledError

    def _ask_cutoff(self) -> Flow[Response[Any]]:
        began = clock.now()
        response = yield from answer(self.client, get_historical_cutoff.OPERATION, {})
        self._cutoff, self._cutoff_until = response.parsed, began + _CUTOFF_AGE
        return response


def check_until(until: datetime, latest: datetime) -> None:
    """Refuse an end of which rows may not be shown yet.

    Raises:
        InvalidRequestError: It is too late.
    """
    if until > latest:
        problem = f"must be at most {latest.isoformat()}: what is later may not be shown yet"
        raise InvalidRequestError("until", f"{problem}; leave it out for all that is shown")
