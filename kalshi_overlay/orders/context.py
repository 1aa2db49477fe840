"""What one operation on an order has tried, what it met, and how long it may go on."""

from __future__ import annotations

import math
from collections import Counter, deque
from typing import Any

from attrs import frozen

from kalshi_gen.errors import InvalidRequestError, KalshiError, error_class
from kalshi_gen.types import Response
from kalshi_overlay import clock
from kalshi_overlay.errors import KalshiTransportError, OrderNotAppliedError, OrderStateUnknownError
from kalshi_overlay.flow import sleep
from kalshi_overlay.orders.flow import ApiCall, Flow

DEADLINE = 30.0
"""Seconds that an operation may take unless the caller says otherwise."""

_MOST_ERRORS = 5
_CONNECT_PAUSES = (0.25, 0.5, 1.0)
# Seconds before the deadline of the last request at the latest, and those that are worth a wait.
_LAST_CALL, _LEAST_PAUSE = 0.05, 0.01


class DeadlinePassed(Exception):  # noqa: N818 - the end of the time, no fault of the program
    """The operation has no time left."""


@frozen
class Moment:
    """A moment on both clocks of this machine.

    Attributes:
        monotonic: Seconds of the clock that is never set, but may stand still while the machine sleeps.
        unix: Unix seconds of the clock that signatures are made by; it may be set at any time.
    """

    monotonic: float
    unix: float

    @classmethod
    def now(cls) -> Moment:
        """The present moment."""
        return cls(clock.now(), clock.unix_milliseconds() / 1000)

    def seconds_to(self, later: Moment) -> float:
        """Seconds from here to a later moment, at least."""
        return later.monotonic - self.monotonic

    def most_seconds_to(self, later: Moment) -> float:
        """Seconds from here to a later moment, at most: those that the machine slept are counted."""
        return max(later.monotonic - self.monotonic, later.unix - self.unix)


class OperationContext:
    """Calls, errors and the time of one operation.

    Args:
        deadline: Seconds that it may take from now; a request that is under way then is not broken off.

    Attributes:
        began: When the operation began.
        last_in_flight: When the last request ended that got no usable answer: it may have taken effect, or take
            effect yet; None while there is none. Its signature was made no later.

    Raises:
        InvalidRequestError: `deadline` is no number above 0.
    """

    def __init__(self, deadline: float) -> None:
        if isinstance(deadline, bool) or not isinstance(deadline, (int, float)) or not 0 < deadline < math.inf:
            raise InvalidRequestError("deadline", f"must be seconds above 0, not {deadline!r}; leave it out for 30")
        self.began = Moment.now()
        self.last_in_flight: Moment | None = None
        self._seconds = deadline
        self._tried: Counter[str] = Counter()
        self._errors: deque[KalshiError] = deque(maxlen=_MOST_ERRORS)

    def remaining(self) -> float:
        """Seconds until the deadline, below 0 past it."""
        return self._seconds - self.began.seconds_to(Moment.now())

    def allows(self, seconds: float) -> bool:
        """Whether so many seconds are left; True as well if the operation never had as many."""
        return self._seconds < seconds or self.remaining() >= seconds

    def send(self, endpoint: Any, **arguments: Any) -> Flow[Any]:
        """Call a write operation: once, and again only while it can't have reached the exchange.

        Args:
            endpoint: The generated module.
            arguments: What its functions take.

        Returns:
            The decoded answer.
        """
        for pause in _CONNECT_PAUSES:
            try:
                return (yield from self._call(endpoint, endpoint.sync, endpoint.asyncio, arguments))
            except KalshiTransportError as error:
                if error.may_have_reached_exchange or pause >= self.remaining():
                    raise
            yield from self.pause(pause)
        return (yield from self._call(endpoint, endpoint.sync, endpoint.asyncio, arguments))

    def read(self, endpoint: Any, **arguments: Any) -> Flow[Response[Any]]:
        """Call a read operation once.

        Args:
            endpoint: The generated module.
            arguments: What its functions take.

        Returns:
            The response to a success.

        Raises:
            UnexpectedStatus: The status is outside 2xx.
        """
        detailed = endpoint.sync_detailed, endpoint.asyncio_detailed
        response: Response[Any] = yield from self._call(endpoint, *detailed, arguments)
        if response.parsed is None:
            error = error_class(response.status_code)(
                response.status_code,
                response.content,
                method="GET",
                path=endpoint.OPERATION.operation_id,
                error=response.error,
            )
            self.record_error(error)
            raise error
        return response

    def pause(self, seconds: float) -> Flow[None]:
        """Wait, but end before the deadline, so that what follows begins before it.

        Raises:
            DeadlinePassed: There is no time for anything more.
        """
        until_last = self.remaining() - _LAST_CALL
        if until_last < _LEAST_PAUSE:
            raise DeadlinePassed
        yield sleep(min(seconds, until_last))

    def record_error(self, error: KalshiError) -> None:
        """Keep an error, once, for those that say what was met on the way."""
        if error not in self._errors:
            self._errors.append(error)

    def record_in_flight(self, error: KalshiError) -> Moment:
        """Keep the error of a request that may have taken effect, or may yet.

        Returns:
            The present moment.
        """
        self.record_error(error)
        now, before = Moment.now(), self.last_in_flight or self.began
        # The signature may have been made before the clock was set back.
        self.last_in_flight = Moment(now.monotonic, max(now.unix, before.unix))
        return self.last_in_flight

    def unknown(self, *, client_order_id: str | None = None, order_id: str | None = None) -> OrderStateUnknownError:
        """The error that says that it is not known what became of the request."""
        subject = _subject(client_order_id, order_id)
        return OrderStateUnknownError(
            subject, dict(self._tried), tuple(self._errors), client_order_id=client_order_id, order_id=order_id
        )

    def not_applied(
        self, *, client_order_id: str | None = None, order_id: str | None = None, reason: str = ""
    ) -> OrderNotAppliedError:
        """The error that says that no request took effect and none will."""
        return OrderNotAppliedError(
            _subject(client_order_id, order_id),
            dict(self._tried),
            tuple(self._errors),
            client_order_id=client_order_id,
            order_id=order_id,
            reason=reason,
        )

    def _call(self, endpoint: Any, blocking: Any, awaited: Any, arguments: dict[str, Any]) -> Flow[Any]:
        self._tried[endpoint.OPERATION.operation_id] += 1
        try:
            return (yield ApiCall(blocking, awaited, arguments, max(self.remaining(), 0)))
        except KalshiError as error:
            self.record_error(error)
            raise


def _subject(client_order_id: str | None, order_id: str | None) -> str:
    return f"order {order_id}" if client_order_id is None else f"client_order_id {client_order_id}"


class Backoff:
    """Waits that grow.

    Args:
        first: Seconds of the first wait.
        most: Seconds that a wait grows to.
        factor: How a wait grows.
    """

    def __init__(self, first: float, most: float, factor: float) -> None:
        self._next = first
        self._most = most
        self._factor = factor

    def next(self) -> float:
        """Seconds of the next wait."""
        seconds, self._next = self._next, min(self._next * self._factor, self._most)
        return seconds


class Resends:
    """When a request is sent again that may or may not have taken effect.

    Args:
        context: The operation's context.
        final_after: Seconds that it takes to be certain that a request did not take effect. The last request is
            sent so long before the deadline, if the operation has so much time at all.
    """

    def __init__(self, context: OperationContext, final_after: float) -> None:
        self._context = context
        self._final_after = final_after
        self._backoff = Backoff(0.1, 5.0, 2.0)
        self._due_at = -math.inf

    def is_due(self) -> bool:
        """Whether it is time to send: at once the first time."""
        is_first = self._due_at == -math.inf
        return is_first or (clock.now() >= self._due_at and self._context.allows(self._final_after))

    def postpone(self, error: KalshiError) -> None:
        """Wait after a failure, as long as the exchange asks for at least."""
        asked: float = getattr(error, "retry_after", None) or 0.0
        self._due_at = clock.now() + max(self._backoff.next(), asked)
