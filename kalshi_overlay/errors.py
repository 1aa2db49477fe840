"""Every error of this package.

* KalshiError
  * AuthRequiredError
  * WrongClientError
  * KalshiConfigError (a ValueError)
    * MissingExtraError (a ModuleNotFoundError)
  * ClientStateError (a RuntimeError)
  * UnexpectedStatus
    * KalshiValidationError
      * InvalidRequestError (a ValueError)
    * KalshiAuthError
    * KalshiForeignAnswerError
    * KalshiNotFoundError
    * KalshiConflictError
    * KalshiRateLimitError
    * KalshiServerError
  * KalshiDecodeError
  * KalshiTransportError (an httpx.TransportError)
    * KalshiTimeoutError (an httpx.TimeoutException)
    * KalshiPoolExhaustedError (an httpx.PoolTimeout)
    * KalshiNetworkError (an httpx.NetworkError)
    * RateLimiterError
      * RateLimiterTimeoutError
      * RequestExceedsBucketError
  * OrderStateUnknownError
  * OrderNotAppliedError
  * OrderRejectedError
  * DuplicateOrderError
  * OrderLogError
  * TradingStoppedError
  * TradingNotStoppedError
  * UnusableAnswerError
  * UnknownFeeError
  * KalshiStreamError
    * KalshiHandshakeError
    * KalshiStreamLostError
    * KalshiSubscriptionError
    * KalshiBackpressureError
    * KalshiConfirmTimeoutError (a TimeoutError)
    * KalshiSnapshotTimeoutError (a TimeoutError)
  * KalshiFrameError
* KalshiKeyFileWarning (a UserWarning)
* OrderLogWarning (a UserWarning)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

import httpx
from attrs import define, field

from kalshi_gen.errors import AuthRequiredError as AuthRequiredError
from kalshi_gen.errors import InvalidRequestError as InvalidRequestError
from kalshi_gen.errors import KalshiAuthError as KalshiAuthError
from kalshi_gen.errors import KalshiConflictError as KalshiConflictError
from kalshi_gen.errors import KalshiDecodeError as KalshiDecodeError
from kalshi_gen.errors import KalshiError as KalshiError
from kalshi_gen.errors import KalshiForeignAnswerError as KalshiForeignAnswerError
from kalshi_gen.errors import KalshiFrameError as KalshiFrameError
from kalshi_gen.errors import KalshiNotFoundError as KalshiNotFoundError
from kalshi_gen.errors import KalshiRateLimitError as KalshiRateLimitError
from kalshi_gen.errors import KalshiServerError as KalshiServerError
from kalshi_gen.errors import KalshiValidationError as KalshiValidationError
from kalshi_gen.errors import UnexpectedStatus as UnexpectedStatus
from kalshi_gen.errors import WrongClientError as WrongClientError
from kalshi_gen.runtime.printable import printable
from kalshi_overlay.flow import Flow, run, run_async

if TYPE_CHECKING:
    from kalshi_gen.client import AuthenticatedClient
    from kalshi_gen.models import AmendOrderV2Request, CreateOrderV2Request, DecreaseOrderV2Request
    from kalshi_gen.perps.models import AmendMarginOrderRequest, CreateMarginOrderRequest, DecreaseMarginOrderRequest

    SentOrder = (
        CreateOrderV2Request
        | AmendOrderV2Request
        | DecreaseOrderV2Request
        | CreateMarginOrderRequest
        | AmendMarginOrderRequest
        | DecreaseMarginOrderRequest
    )


class KalshiConfigError(KalshiError, ValueError):
    """An argument, an environment variable or a key file can't be used; nothing was sent."""


class ClientStateError(KalshiError, RuntimeError):
    """The client is closed, was opened before, or was opened for calls of the other kind; nothing was sent."""


class MissingExtraError(ModuleNotFoundError, KalshiConfigError):
    """You use an optional part whose packages are not installed; the message names the extra to install.

    Attributes:
        name: The module that is missing.
    """


class KalshiKeyFileWarning(UserWarning):
    """Other users of the machine can read the file of your private key."""


@define(slots=False)
class KalshiTransportError(KalshiError, httpx.TransportError):
    """A request got no response.

    It is also the error of httpx of the same kind, so that code that catches those goes on working.

    Attributes:
        problem: What happened at the last attempt, in words.
        method: The HTTP method of the request.
        path: The path of the request as it was sent, without the query.
        may_have_reached_exchange: False if the exchange can't have acted on any attempt: it can't have seen the
            request, or rejected it with 429. Sending the request again can't do anything twice then.
        attempts: How many attempts were made.
        host: The host that the request went to.
    """

    problem: str
    method: str
    path: str
    may_have_reached_exchange: bool
    attempts: int = 1
    host: str = ""

    def __attrs_post_init__(self) -> None:
        """Let `request` of httpx raise its own error until there is one."""
        self._request = None

    def __str__(self) -> str:
        tried = f" at attempt {self.attempts}" if self.attempts > 1 else ""
        if not self.may_have_reached_exchange:
            advice = "the request can't have reached the exchange"
        elif self.method in ("GET", "HEAD"):
            advice = "the request only reads, so it can be sent again"
        else:
            advice = "the request may have reached the exchange: check before sending again"
        at = f" at {printable(self.host)}" if self.host else ""
        return f"{self.method} {self.path}{at}: {printable(self.problem)}{tried}; {advice}"


class KalshiTimeoutError(KalshiTransportError, httpx.TimeoutException):
    """A phase of the request took longer than the client's timeout."""


class KalshiPoolExhaustedError(KalshiTransportError, httpx.PoolTimeout):
    """No connection of the client's pool became free within its timeout."""


class KalshiNetworkError(KalshiTransportError, httpx.NetworkError):
    """The connection could not be made, or broke."""


class RateLimiterError(KalshiTransportError):
    """The client's rate limiter got no tokens for a request, so the request was not sent.

    Attributes:
        bucket: The bucket that it needs: `read`, `write` or `balance`; `perps_read` or `perps_write` for perpetual
            futures.
        cost: Tokens that it costs.
    """

    def __init__(self, problem: str, bucket: str, cost: int, method: str, path: str) -> None:
        super().__init__(problem, method, path, False)
        self.args = (problem, bucket, cost, method, path)
        self.bucket = bucket
        self.cost = cost


class RateLimiterTimeoutError(RateLimiterError):
    """The tokens would have come later than the request may wait.

    Attributes:
        seconds: How long it would have taken, from the moment of the error.
    """

    def __init__(self, seconds: float, bucket: str, cost: int, method: str, path: str) -> None:
        problem = (
            f"its {cost} tokens of the {bucket} bucket would have taken {seconds:.3g} s more, longer than it may wait "
            "(RateLimit.max_wait, RetryPolicy.total_timeout)"
        )
        super().__init__(problem, bucket, cost, method, path)
        self.args = (seconds, bucket, cost, method, path)
        self.seconds = seconds


class RequestExceedsBucketError(RateLimiterError):
    """The request costs more than its bucket ever holds, so waiting is no use: send a smaller batch.

    Attributes:
        bucket_capacity: Most tokens that the bucket holds.
    """

    def __init__(self, bucket_capacity: int, bucket: str, cost: int, method: str, path: str) -> None:
        problem = (
            f"it costs {cost} tokens and the {bucket} bucket holds {bucket_capacity} at most: send a smaller batch"
        )
        super().__init__(problem, bucket, cost, method, path)
        self.args = (bucket_capacity, bucket, cost, method, path)
        self.bucket_capacity = bucket_capacity


class UnusableAnswerError(KalshiError):
    """A response lacks what must be known of the order, so it doesn't show what became of the request."""


@define(slots=False)
class UnknownFeeError(KalshiError):
    """The fee of a fill can't be computed from what is known, and is not guessed.

    Attributes:
        problem: What is not known, in words.
    """

    problem: str

    def __str__(self) -> str:
        return printable(f"the fee is unknown: {self.problem}")


@define(slots=False)
class _OrderOutcomeError(KalshiError):
    """What looking for an order has shown of a request that had no plain answer."""

    verdict: ClassVar[str]

    subject: str
    tried: dict[str, int]
    errors: tuple[KalshiError, ...]
    client_order_id: str | None = None
    order_id: str | None = None
    reason: str = ""
    order: SentOrder | None = None
    last_words: KalshiError | None = None

    code: str | None = field(init=False)
    message: str | None = field(init=False)
    details: str | None = field(init=False)

    def __attrs_post_init__(self) -> None:
        for name in ("code", "message", "details"):
            setattr(self, name, getattr(self.last_words, name, None))

    def __str__(self) -> str:
        calls = ", ".join(f"{name} {'once' if count == 1 else f'{count} times'}" for name, count in self.tried.items())
        reason = f": {self.reason}" if self.reason else ""
        last = ""
        if self.last_words is not None:
            last = f"; the exchange's last words: {_without_advice(self.last_words)}"
        elif self.errors:
            last = f"; the last error: {_without_advice(self.errors[-1])}"
        return printable(f"{self.subject}: {self.verdict}{reason} (called: {calls or 'nothing'}){last}")


def _without_advice(error: KalshiError) -> str:
    """What happened to one request, without the advice, which may not fit what is known of the order."""
    match error:
        case KalshiTransportError():
            return f"{error.method} {error.path}: {error.problem}"
        case KalshiDecodeError():
            return f"{error.operation_id}: {error.problem}"
        case OrderRejectedError():
            return "; ".join(part for part in (error.code, error.message, error.details) if part)
    return str(error)


class OrderStateUnknownError(_OrderOutcomeError):
    """The outcome of a request could not be determined in time; it may have taken effect, or may yet.

    Attributes:
        subject: The order in question: `client_order_id ...` or `order ...`.
        client_order_id: The id under which an order in question was placed; None for a change of an order.
        order_id: The exchange's id of the order; None where it is not known.
        order: What was sent: the order with its client_order_id, the amendment or the decrease; None for a cancel.
        tried: How often each operation of the API was called.
        errors: The last errors that were met on the way, the latest last.
        last_words: The last error in which the exchange said something of its own; None if it said nothing.
        code: The exchange's code in it, or None.
        message: The exchange's message in it, or None.
        details: The exchange's details in it, or None.
        reason: What is known all the same; mostly empty.
    """

    verdict = (
        "what became of the request is unknown; call resume(client=...) or look for the order before you send another"
    )
    _go_on: Callable[[AuthenticatedClient, float], Flow[Any]] | None = None

    def resume(self, *, client: AuthenticatedClient, timeout: float = 90.0) -> Any:
        """Go on determining what became of the order, as if the call that raised this had had more time.

        The order is looked for first. While a request may still take effect, the same one is sent again: under the
        same id, with the same body.

        Args:
            client: A signed client of the same account.
            timeout: Seconds after which no further request is started. With the default or more it becomes certain
                whether the order was placed or changed, if the exchange can be read.

        Returns:
            What the call would have returned; for an order of a batch, its `PlacedOrder`.

        Raises:
            KalshiConfigError: This is a copy of the error, or from another process, so it can't go on.
            KalshiError: What the call would have raised, such as this error again, or `OrderNotAppliedError`.
        """
        return run(self._resumed(client, timeout))

    async def resume_async(self, *, client: AuthenticatedClient, timeout: float = 90.0) -> Any:
        """Like `resume`, without blocking."""
        return await run_async(self._resumed(client, timeout))

    def _resumed(self, client: AuthenticatedClient, timeout: float) -> Flow[Any]:
        if self._go_on is None:
            raise KalshiConfigError(f"{self.subject}: a copy of an error can't go on; look for the order by its id")
        return self._go_on(client, timeout)

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy all but the state of the operation."""
        return type(self), self.args, {name: value for name, value in vars(self).items() if name != "_go_on"}


class OrderNotAppliedError(_OrderOutcomeError):
    """The request did not take effect, and can't take effect any more.

    Attributes:
        subject: The order in question: `client_order_id ...` or `order ...`.
        client_order_id: The id under which the order was to be placed; None for a change of an order.
        order_id: The exchange's id of the order that was to be changed; None where an order was to be placed.
        order: What was sent; see `OrderStateUnknownError`.
        tried: How often each operation of the API was called.
        errors: The last errors that were met on the way, the latest last.
        last_words: The last error in which the exchange said something of its own; None if it said nothing.
        code: The exchange's code in it, or None.
        message: The exchange's message in it, or None.
        details: The exchange's details in it, or None.
        reason: How it is known.
    """

    verdict = "the request did not take effect, and can't any more"


@define(slots=False)
class OrderRejectedError(KalshiError):
    """The exchange rejected one order of a batch; the other orders are not affected.

    Attributes:
        client_order_id: The order's id.
        code: The exchange's own error code, or None.
        message: The exchange's own message, or None.
        details: The exchange's own details, or None.
    """

    client_order_id: str
    code: str | None = None
    message: str | None = None
    details: str | None = None

    def __str__(self) -> str:
        parts = "; ".join(part for part in (self.code, self.message, self.details) if part)
        return printable(f"client_order_id {self.client_order_id}: rejected: {parts}")


@define(slots=False)
class DuplicateOrderError(KalshiError):
    """The exchange has more than one order under one client_order_id, against its own rules.

    Attributes:
        client_order_id: The id.
        order_ids: The exchange's ids of the orders, all of which it has accepted.
    """

    client_order_id: str
    order_ids: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"client_order_id {self.client_order_id}: the exchange accepted it {len(self.order_ids)} times, as orders "
            f"{printable(', '.join(self.order_ids))}; cancel the one that you don't want"
        )


class OrderLogError(KalshiError):
    """An order log can't be read or written, such as on a full disk; the order that was to be written was not sent."""


@define(slots=False)
class TradingStoppedError(KalshiError):
    """A request that could place an order was not sent, because trading is stopped; `release` lets orders leave again.

    Attributes:
        method: The HTTP method of the request.
        path: The path of the request, without the query.
        reason: Why trading is stopped.
    """

    method: str
    path: str
    reason: str

    def __str__(self) -> str:
        return printable(
            f"{self.method} {self.path}: trading is stopped ({self.reason}), so nothing was sent; call "
            "kalshi_overlay.safety.stop_trading.release(client) to trade again"
        )


@define(slots=False)
class TradingNotStoppedError(KalshiError):
    """It is not certain that no order rests; no order leaves the client, and trading is to be stopped again.

    Attributes:
        resting: The exchange's ids of the orders that rested when the account was last read.
        errors: The last errors that were met, the latest last.
    """

    resting: tuple[str, ...]
    errors: tuple[KalshiError, ...]

    def __str__(self) -> str:
        seen = f"{len(self.resting)} orders rested when last read" if self.resting else "orders may still rest"
        last = f"; the last error: {_without_advice(self.errors[-1])}" if self.errors else ""
        return printable(f"{seen}; orders are held, so call stop_trading again, or cancel them yourself{last}")


class OrderLogWarning(UserWarning):
    """The outcome of an order could not be written into the order log; the order stays open there."""


class KalshiStreamError(KalshiError):
    """The root of what goes wrong on the stream."""


@define(slots=False)
class KalshiHandshakeError(KalshiStreamError):
    """The exchange did not open the stream.

    Attributes:
        problem: What went wrong, in words.
        status_code: The HTTP status of its response, or None if there was none.
        code: The exchange's own error code, or None.
        message: The exchange's own message, or None.
        details: The exchange's own details, or None.
        request_ids: The response headers that identify the request to the exchange's support.
    """

    problem: str
    status_code: int | None = None
    code: str | None = None
    message: str | None = None
    details: str | None = None
    request_ids: dict[str, str] = field(factory=dict)

    def __str__(self) -> str:
        return printable(self.problem)


class KalshiStreamLostError(KalshiStreamError):
    """The connection broke while a command waited for its reply; it is open again soon, or you closed the stream."""


@define(slots=False)
class KalshiSubscriptionError(KalshiStreamError):
    """The exchange rejected a command, or ended a subscription.

    Attributes:
        code: The exchange's error code, from the table of the stream's spec; 0 if it sent none that can be read.
        message: The exchange's own words.
        channel: The channel of the subscription, if the error has one.
        command: The command that was sent, such as `subscribe` or `add_markets`; None if the error came by itself.
        market_tickers: The markets that the error names.
    """

    code: int
    message: str
    channel: str | None = None
    command: str | None = None
    market_tickers: tuple[str, ...] = ()

    def __str__(self) -> str:
        # Few programs need the tables of the stream to name an error, and all would wait for them to be imported.
        from kalshi_gen.stream.error_codes import ERROR_CODES

        where = " ".join(part for part in (self.command, self.channel) if part) or "stream"
        known = ERROR_CODES.get(self.code)
        message = self.message or (known.name if known else "without a message")
        markets = f" ({', '.join(self.market_tickers)})" if self.market_tickers else ""
        code = f"error {self.code}" if self.code else "an error without a code"
        return printable(f"{where}: {code}, {message}{markets}")


@define(slots=False)
class KalshiBackpressureError(KalshiStreamError):
    """Messages came faster than you read them, and the subscription's policy for that is `error`.

    Attributes:
        channel: The channel of the subscription, which has ended.
        size: How many messages its queue holds.
    """

    channel: str
    size: int

    def __str__(self) -> str:
        return (
            f"{self.channel}: {self.size} messages waited and another one came, so the subscription has ended; "
            "read faster, give a larger queue_size, or another policy for when_full"
        )


@define(slots=False)
class KalshiConfirmTimeoutError(KalshiStreamError, TimeoutError):
    """The exchange has not confirmed a subscription or an update in time.

    A subscription goes on, and may be confirmed later. An update is undone.

    Attributes:
        channel: The channel of the subscription.
        command: What you asked for, such as `subscribe` or `add_markets`.
        reason: What was last in its way, in words.
        seconds: How long you waited.
    """

    channel: str
    command: str
    reason: str
    seconds: float

    def __str__(self) -> str:
        return f"{self.command} {self.channel}: not confirmed within {self.seconds:g} s ({self.reason})"


@define(slots=False)
class KalshiSnapshotTimeoutError(KalshiStreamError, TimeoutError):
    """No snapshot of an order book came in time: its market may have settled, or be unknown to the exchange.

    Attributes:
        stale: Why each of the books may not be right, by its market's ticker.
        seconds: How long you waited for them.
    """

    stale: dict[str, str]
    seconds: float

    def __str__(self) -> str:
        books = printable("; ".join(f"{ticker}: {reason}" for ticker, reason in self.stale.items()))
        return (
            f"these order books are not right after {self.seconds:g} s ({books}); check the tickers, and that the "
            "client's environment has these markets: demo and production have different ones. The exchange sends no "
            "book of a market that has settled. Else give a larger snapshot_timeout"
        )
