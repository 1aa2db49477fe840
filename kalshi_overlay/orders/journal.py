"""What one operation on an order has tried, what it met, and how long it may go on."""

from __future__ import annotations

import math
from collections import Counter, deque
from typing import Any

from kalshi_gen.errors import InvalidRequestError, KalshiError, error_class
from kalshi_gen.types import Response
from kalshi_overlay import clock
from kalshi_overlay.errors import KalshiTransportError
from kalshi_overlay.orders.errors import NotCarriedOutError, OrderStateUnknownError
from kalshi_overlay.orders.steps import Call, Steps, Wait

DEADLINE = 30.0
"""Seconds that an operation may take unless told otherwise."""

_MOST_ERRORS = 5
_PAUSES = (0.25, 0.5, 1.0)


class DeadlinePassed(Exception):  # noqa: N818 - the end of the time, no fault of the program
    """The operation has no time left."""


class Journal:
    """Calls, errors and the time of one operation.

    Args:
        deadline: Seconds that it may take from now; a request that is under way then is not broken off.

    Raises:
        InvalidRequestError: `deadline` is no number above 0.
    """

    def __init__(self, deadline: float) -> None:
        if isinstance(deadline, bool) or not isinstance(deadline, (int, float)) or not 0 < deadline < math.inf:
            raise InvalidRequestError("deadline", f"must be seconds above 0, not {deadline!r}; leave it out for 30")
        self._began = clock.now(), clock.unix_milliseconds()
        self._ends = self._began[0] + deadline
        self._tried: Counter[str] = Counter()
        self._errors: deque[KalshiError] = deque(maxlen=_MOST_ERRORS)

    def elapsed(self) -> float:
        """Seconds since the operation began, also those that the machine slept."""
        # The monotonic clock may stand still in sleep, and the wall clock may be set back: the larger is safe.
        return max(clock.now() - self._began[0], (clock.unix_milliseconds() - self._began[1]) / 1000)

    def left(self) -> float:
        """Seconds until the deadline, below 0 past it."""
        return self._ends - clock.now()

    def send(self, endpoint: Any, **arguments: Any) -> Steps[Any]:
        """Call a write operation: once, and again only while it can't have reached the exchange.

        Args:
            endpoint: The generated module.
            arguments: What its functions take.

        Returns:
            The decoded answer.
        """
        for pause in _PAUSES:
            try:
                return (yield from self._send_once(endpoint, arguments))
            except KalshiTransportError as error:
                if error.may_have_reached_exchange or pause >= self.left():
                    raise
            yield from self.pause(pause)
        return (yield from self._send_once(endpoint, arguments))

    def read(self, endpoint: Any, **arguments: Any) -> Steps[Response[Any]]:
        """Call a read operation.

        Args:
            endpoint: The generated module.
            arguments: What its functions take.

        Returns:
            The whole response to a success.

        Raises:
            UnexpectedStatus: The status is outside 2xx.
        """
        call = Call(endpoint.sync_detailed, endpoint.asyncio_detailed, arguments, max(self.left(), 0), is_once=False)
        response: Response[Any] = yield from self._call(endpoint, call)
        if response.parsed is None:
            error = error_class(response.status_code)(
                response.status_code,
                response.content,
                method="GET",
                path=endpoint.OPERATION.operation_id,
                error=response.error,
            )
            self.note(error)
            raise error
        return response

    def pause(self, seconds: float) -> Steps[None]:
        """Wait, but not past the deadline.

        Raises:
            DeadlinePassed: It has passed already.
        """
        left = self.left()
        if left <= 0:
            raise DeadlinePassed
        yield Wait(min(seconds, left))

    def note(self, error: KalshiError) -> None:
        """Keep an error, once."""
        if error not in self._errors:
            self._errors.append(error)

    def unknown(self, *, client_order_id: str | None = None, order_id: str | None = None) -> OrderStateUnknownError:
        """The error that says that the truth could not be found."""
        subject = _subject(client_order_id, order_id)
        return OrderStateUnknownError(
            subject, dict(self._tried), tuple(self._errors), client_order_id=client_order_id, order_id=order_id
        )

    def not_carried_out(self, *, client_order_id: str | None = None, order_id: str | None = None) -> NotCarriedOutError:
        """The error that says that nothing was done."""
        subject = _subject(client_order_id, order_id)
        return NotCarriedOutError(
            subject, dict(self._tried), tuple(self._errors), client_order_id=client_order_id, order_id=order_id
        )

    def _send_once(self, endpoint: Any, arguments: dict[str, Any]) -> Steps[Any]:
        # The client's own retries would hide how often the exchange has seen the request.
        call = Call(endpoint.sync, endpoint.asyncio, arguments, max(self.left(), 0), is_once=True)
        return (yield from self._call(endpoint, call))

    def _call(self, endpoint: Any, call: Call) -> Steps[Any]:
        self._tried[endpoint.OPERATION.operation_id] += 1
        try:
            return (yield call)
        except KalshiError as error:
            self.note(error)
            raise


def _subject(client_order_id: str | None, order_id: str | None) -> str:
    return f"order {order_id}" if client_order_id is None else f"client_order_id {client_order_id}"
