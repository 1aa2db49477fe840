"""What an operation on an order has tried, the time it has left, and what its failures mean."""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple, TypeVar

import httpx
from attrs import evolve

from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import AuthRequiredError, InvalidRequestError, KalshiError, WrongClientError, error_class
from kalshi_gen.types import Response
from kalshi_overlay import clock
from kalshi_overlay.client import KalshiClient
from kalshi_overlay.environments import environment_name
from kalshi_overlay.errors import (
    ClientStateError,
    KalshiConfigError,
    KalshiTransportError,
    OrderNotAppliedError,
    OrderStateUnknownError,
    RequestExceedsBucketError,
    TradingStoppedError,
)
from kalshi_overlay.flow import Call, Flow, sleep
from kalshi_overlay.httpx_errors import translate
from kalshi_overlay.orders.api import OrdersApi

T = TypeVar("T")

DEFAULT_TIMEOUT = 30.0
"""Seconds that an operation may take unless the caller passes another `timeout`."""

# Nothing was sent, and nothing would be the next time.
_NOT_SENDABLE = (
    AuthRequiredError,
    ClientStateError,
    InvalidRequestError,
    KalshiConfigError,
    RequestExceedsBucketError,
    TradingStoppedError,
    WrongClientError,
)
_MAX_ERRORS = 5
_CONNECT_PAUSES = (0.25, 0.5, 1.0)
# Seconds before the deadline at which the last request starts at the latest, and the shortest wait that is worth it.
_LAST_CALL, _MIN_PAUSE = 0.05, 0.01


def check_type(body: Any, endpoint: Any, field: str) -> None:
    """Refuse what is not the body that an operation takes.

    Raises:
        InvalidRequestError: It is something else; `field` is its name in the error.
    """
    model: type = endpoint.OPERATION.body
    if not isinstance(body, model):
        article = "an" if model.__name__.startswith("A") else "a"
        raise InvalidRequestError(field, f"must be {article} {model.__name__}, not {type(body).__name__}; make one")


class DeadlinePassed(Exception):  # noqa: N818 - the end of the time, no fault of the program
    """The operation has no time left."""


class NotSendable(DeadlinePassed):
    """A call was not sent and can't be, however long one waits; `error` says why."""

    def __init__(self, error: KalshiError) -> None:
        super().__init__(error)
        self.error = error


class Moment(NamedTuple):
    """A moment on both clocks of this machine.

    Attributes:
        monotonic: Seconds of the clock that is never set, but may pause while the machine sleeps.
        unix: Unix seconds of the clock that signatures are made by; it may be set at any time.
    """

    monotonic: float
    unix: float

    @classmethod
    def now(cls) -> Moment:
        """The present moment."""
        return cls(clock.now(), clock.unix_milliseconds() / 1000)


class OperationContext:
    """The requests, errors and time of one operation.

    `timeout` is in seconds from now; a request that is under way then is not aborted. `order_id` is the exchange's id
    of the order that is changed, None for new orders.

    Attributes:
        api: The API that it is an operation of.
        began: When the operation began.
        last_in_flight: When the last request without a usable answer ended: that request may have taken effect, or may
            yet. Its signature is no younger. None if there is no such request.
    """

    def __init__(
        self, api: OrdersApi, client: AuthenticatedClient, timeout: float, order_id: str | None = None
    ) -> None:
        self.api = api
        self.began = Moment.now()
        self.last_in_flight: Moment | None = None
        self._order_id = order_id
        self._tried: Counter[str] = Counter()
        self._errors: deque[KalshiError] = deque(maxlen=_MAX_ERRORS)
        self._last_words: KalshiError | None = None
        self.go_on(client, timeout)

    def go_on(self, client: AuthenticatedClient, timeout: float) -> None:
        """Give the operation so many seconds from now, and the client for them."""
        if isinstance(timeout, bool) or not isinstance(timeout, (int, float)) or not 0 < timeout < math.inf:
            raise InvalidRequestError("timeout", f"must be a number of seconds above 0, not {timeout!r}")
        self._client = client
        self._timeout = timeout
        self._deadline = clock.now() + timeout
        self._has_sent = False

    def aside(self, most: float) -> OperationContext:
        """A context for reads that are no part of the operation: for so many seconds, and not beyond its deadline."""
        return OperationContext(self.api, self._client, min(most, max(self.remaining(), _LAST_CALL)))

    def look_back(self, began: float) -> None:
        """Take over what began earlier, in another process of this machine, at so many Unix seconds."""
        self.began = Moment(self.began.monotonic, began)

    def age(self) -> float:
        """Seconds since the operation began, those that the machine slept included."""
        now = Moment.now()
        return max(now.monotonic - self.began.monotonic, now.unix - self.began.unix)

    @property
    def errors(self) -> tuple[KalshiError, ...]:
        """The last errors that were met, the latest last."""
        return tuple(self._errors)

    @property
    def environment(self) -> str:
        """What the environment is called that requests go to."""
        return environment_name(self._client._base_url)

    def remaining(self) -> float:
        """Seconds until the deadline, below 0 after it."""
        return self._deadline - clock.now()

    def allows(self, seconds: float) -> bool:
        """Whether so many seconds remain; True as well if the timeout is shorter than that."""
        return self._timeout < seconds or self.remaining() >= seconds

    def send(self, endpoint: Any, **arguments: Any) -> Flow[Any]:
        """Call a write operation, by its generated module; again only while it can't have reached the exchange."""
        return (yield from self._send(endpoint, endpoint.sync, endpoint.asyncio, arguments))

    def send_detailed(self, endpoint: Any, **arguments: Any) -> Flow[Response[Any]]:
        """Like `send`, with the complete response; every argument of the operation must be given."""
        operation = endpoint.OPERATION
        given = {"arguments": arguments}
        response: Response[Any] = yield from self._send(endpoint, operation.answer, operation.asyncio_answer, given)
        return response

    def _send(self, endpoint: Any, blocking: Any, awaited: Any, arguments: dict[str, Any]) -> Flow[Any]:
        pauses = iter(_CONNECT_PAUSES)
        while True:
            try:
                return (yield from self._call(endpoint, blocking, awaited, arguments))
            except KalshiTransportError as error:
                pause = next(pauses, math.inf)
                if error.may_have_reached_exchange or pause >= self.remaining():
                    raise
            yield from self.pause(pause)

    def read(self, endpoint: Any, **arguments: Any) -> Flow[Response[Any]]:
        """Call a read operation, by its generated module, once; a status outside 2xx raises `UnexpectedStatus`."""
        detailed = endpoint.sync_detailed, endpoint.asyncio_detailed
        response: Response[Any] = yield from self._call(endpoint, *detailed, arguments)
        if response.parsed is None:
            status, operation = response.status_code, endpoint.OPERATION.operation_id
            error = error_class(status)(status, response.content, method="GET", path=operation, error=response.error)
            self.record_error(error)
            raise error
        return response

    def pause(self, seconds: float) -> Flow[None]:
        """Wait, but end early enough that the next request starts before the deadline, or raise `DeadlinePassed`."""
        until_last = self.remaining() - _LAST_CALL
        if until_last < _MIN_PAUSE:
            raise DeadlinePassed
        yield sleep(min(seconds, until_last))

    def record_error(self, error: KalshiError) -> None:
        """Keep an error, once, for the final error to list."""
        if error not in self._errors:
            self._errors.append(error)
        if any(getattr(error, name, None) for name in ("code", "message", "details")):
            self._last_words = error

    def record_in_flight(self, error: KalshiError) -> Moment:
        """Keep the error of a request that may have taken effect, or may yet; return the present moment."""
        self.record_error(error)
        now, before = Moment.now(), self.last_in_flight or self.began
        # The signature may have been made before the clock was set back.
        self.last_in_flight = Moment(now.monotonic, max(now.unix, before.unix))
        return self.last_in_flight

    def not_sent(self, end: DeadlinePassed) -> KalshiError | None:
        """The error to raise at the end, if it is that nothing can be sent, and there is no more to say."""
        is_all = self.last_in_flight is None or not self._has_sent
        return end.error if isinstance(end, NotSendable) and is_all else None

    def unknown(
        self, resume: Callable[[], Flow[Any]], client_order_id: str | None = None, order: Any = None
    ) -> OrderStateUnknownError:
        """The error for an order whose state could not be determined; `resume` determines it with more time."""

        def go_on(client: AuthenticatedClient, timeout: float) -> Flow[Any]:
            self.go_on(client, timeout)
            return (yield from resume())

        error = self._error(OrderStateUnknownError, "", client_order_id, order)
        error._go_on = go_on
        return error

    def not_applied(self, reason: str, client_order_id: str | None = None, order: Any = None) -> OrderNotAppliedError:
        """The error for an order on which no request took effect and none will; `reason` says how that is known."""
        return self._error(OrderNotAppliedError, reason, client_order_id, order)

    def _error(self, kind: Callable[..., T], reason: str, client_order_id: str | None, order: Any) -> T:
        subject = f"order {self._order_id}" if client_order_id is None else f"client_order_id {client_order_id}"
        known = client_order_id, self._order_id, reason, order, self._last_words
        return kind(subject, dict(self._tried), tuple(self._errors), *known)

    def _call(self, endpoint: Any, blocking: Any, awaited: Any, arguments: dict[str, Any]) -> Flow[Any]:
        self._tried[endpoint.OPERATION.operation_id] += 1
        given = {**arguments, "client": self._client_without_retries()}
        try:
            answer = yield Call(partial(blocking, **given), partial(awaited, **given))
        except KalshiError as error:
            self.record_error(error)
            if isinstance(error, _NOT_SENDABLE):
                raise NotSendable(error) from error
            self._has_sent = True
            raise
        except httpx.RequestError as error:
            # A client that was given an httpx client of the caller's own raises httpx's errors.
            translated = translate(error, error.request)
            self.record_error(translated)
            self._has_sent = True
            raise translated from error
        self._has_sent = True
        return answer

    def _client_without_retries(self) -> AuthenticatedClient:
        """Retries by the client would hide how often the exchange has seen a request."""
        if not isinstance(self._client, KalshiClient):
            return self._client
        policy, seconds = self._client.retry_policy, max(self.remaining(), 0)
        limit = seconds if policy.total_timeout is None else min(seconds, policy.total_timeout)
        return self._client.with_retry_policy(evolve(policy, total_timeout=limit, retries=0))
