"""The numbered errors of the stream."""

from __future__ import annotations

# Names of the errors by their numbers; missing numbers are retired.
ERRORS = {
    1: "Unable to process message",
    2: "Params required",
    3: "Channels required",
    4: "Subscription IDs required",
    5: "Unknown command",
    7: "Unknown subscription ID",
    8: "Unknown channel name",
    9: "Authentication required",
    10: "Channel error",
    11: "Invalid parameter",
    12: "Exactly one subscription ID is required",
    13: "Unsupported action",
    14: "Market Ticker required",
    15: "Action required",
    18: "Command timeout",
    19: "shard_factor must be > 0",
    20: "shard_factor is required when shard_key is set",
    21: "shard_key must be >= 0 and < shard_factor",
    22: "shard_factor must be <= 100",
    23: "Match IDs required",
    24: "Index IDs required",
    25: "Subscription buffer overflow",
    26: "Subscription market limit exceeded",
    27: "Too many requests",
    28: "Underlying tickers required",
}
BUFFER_OVERFLOW = 25


class CommandRejected(Exception):  # noqa: N818 - an answer of the exchange
    """The exchange rejects a command.

    Args:
        code: The error's number.
        details: What is wrong, if the error's name doesn't say it.
        tickers: The markets that the error is about.
    """

    def __init__(self, code: int, details: str = "", tickers: tuple[str, ...] = ()) -> None:
        super().__init__(code, details)
        self.body = error_body(code, details, tickers)


def error_body(code: int, details: str = "", tickers: tuple[str, ...] = ()) -> dict[str, object]:
    """The `msg` of an error.

    Args:
        code: The error's number.
        details: What is wrong, if the error's name doesn't say it.
        tickers: The markets that the error is about.
    """
    body: dict[str, object] = {"code": code, "msg": f"{ERRORS[code]}: {details}" if details else ERRORS[code]}
    if tickers:
        body["market_tickers"] = list(tickers)
    return body


def invalid(field: str, details: str) -> CommandRejected:
    """Reject a parameter.

    Args:
        field: Its name.
        details: What is wrong with it.
    """
    return CommandRejected(11, f"{field}: {details}")
