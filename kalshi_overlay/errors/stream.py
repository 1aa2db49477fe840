"""Errors of the stream."""

from __future__ import annotations

from attrs import define, field

from kalshi_gen.errors import KalshiError
from kalshi_gen.runtime.printable import printable


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
