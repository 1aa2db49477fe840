"""The errors of the stream."""

from __future__ import annotations

from kalshi_gen.errors import KalshiError


class KalshiStreamError(KalshiError):
    """The root of what goes wrong on the stream."""


class KalshiHandshakeError(KalshiStreamError):
    """The exchange did not open the stream.

    Attributes:
        status_code: The HTTP status of its answer, or None if there was none.
    """

    def __init__(self, problem: str, status_code: int | None = None) -> None:
        super().__init__(problem, status_code)
        self.status_code = status_code

    def __str__(self) -> str:
        return str(self.args[0])


class KalshiStreamLostError(KalshiStreamError):
    """The connection broke while a command waited for its answer; it is open again soon, or the stream was closed."""


class KalshiSubscriptionError(KalshiStreamError):
    """The exchange refused a command, or ended a subscription.

    Attributes:
        code: The exchange's error code, one of the contract's table.
        message: The exchange's own words.
        channel: The channel of the subscription, if the error has one.
        command: What was asked, such as `subscribe` or `add_markets`, or None if the error came by itself.
        market_tickers: The markets that the error names.
    """

    def __init__(
        self,
        code: int,
        message: str,
        *,
        channel: str | None = None,
        command: str | None = None,
        market_tickers: tuple[str, ...] = (),
    ) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.channel = channel
        self.command = command
        self.market_tickers = market_tickers

    def __str__(self) -> str:
        where = " ".join(part for part in (self.command, self.channel) if part) or "stream"
        markets = f" ({', '.join(self.market_tickers)})" if self.market_tickers else ""
        return f"{where}: error {self.code}, {self.message}{markets}"


class KalshiBackpressureError(KalshiStreamError):
    """Messages came faster than they were read, and the subscription's policy for that is `error`.

    Attributes:
        channel: The channel of the subscription, which has ended.
        size: How many messages its queue holds.
    """

    def __init__(self, channel: str, size: int) -> None:
        super().__init__(channel, size)
        self.channel = channel
        self.size = size

    def __str__(self) -> str:
        return (
            f"{self.channel}: {self.size} messages waited and another one came, so the subscription has ended; "
            "read faster, give a larger queue_size, or another policy for when_full"
        )


class KalshiSnapshotTimeoutError(KalshiStreamError, TimeoutError):
    """No snapshot of an order book came in time: its market may have settled, or be unknown to the exchange.

    Attributes:
        stale: Why each book that was waited for may not be right, by its market's ticker.
        seconds: How long it was waited for.
    """

    def __init__(self, stale: dict[str, str], seconds: float) -> None:
        super().__init__(stale, seconds)
        self.stale = stale
        self.seconds = seconds

    def __str__(self) -> str:
        books = "; ".join(f"{ticker}: {reason}" for ticker, reason in self.stale.items())
        return (
            f"no snapshot of these order books within {self.seconds:g} s ({books}); the exchange sends none for a "
            "market that has settled, so check the market's status, or give a larger snapshot_timeout"
        )
