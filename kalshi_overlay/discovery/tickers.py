"""What the text of a ticker says, and what it doesn't."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, cast

from attrs import frozen

from kalshi_overlay.errors import InvalidRequestError

_MONTH = "(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)"
_TICKER = re.compile(r"[A-Za-z0-9._-]+", re.ASCII)
# Older series have lost or gained the `KX`, so that their events begin otherwise; those of combos may have a dash.
_DATED = re.compile(rf"(?P<series>KX[A-Z0-9]+)-\d{{2}}{_MONTH}[A-Z0-9.]*(?P<rest>-.+)?", re.ASCII)
_STRIKE = re.compile(
    rf"(?P<event>[A-Z0-9]+-\d{{2}}{_MONTH}\d{{0,6}})-(?P<letter>[TB])(?P<number>\d+(?:\.\d+)?)", re.ASCII
)


@frozen(kw_only=True)
class TickerParts:
    """What the text of a ticker says; None is what it doesn't say.

    Attributes:
        ticker: The ticker itself.
        series: Ticker of the series.
        event: Ticker of the event.
        strike_letter: `T` for a bound, which may be the lower or the upper one; `B` for the middle of a range, whose
            width is not in the ticker. The market's `strike_type`, `floor_strike` and `cap_strike` say the rest.
        strike: The number after this letter.
    """

    ticker: str
    series: str | None = None
    event: str | None = None
    strike_letter: Literal["T", "B"] | None = None
    strike: Decimal | None = None


def parse_ticker(ticker: str) -> TickerParts:
    """Take a ticker of a market or of an event apart, as far as its text is certain.

    The exchange says that tickers have exceptions, and that fields are to be relied on: `event_ticker` of a market,
    `series_ticker` of an event. So this reads the one common form only, a series that begins with `KX`, a date, and
    maybe a strike after `T` or `B`: `KXBTCD-26AUG2513-T79099.99`. Other numbers at the end mean other things: those of
    `KXBTC15M-26SEP071900-00` are minutes.

    Args:
        ticker: Ticker of a market or an event.

    Returns:
        Its parts; None for each that can't be known from the text.

    Raises:
        InvalidRequestError: It can't be a ticker.
    """
    if not isinstance(ticker, str) or not _TICKER.fullmatch(ticker):
        raise InvalidRequestError("ticker", f"{ticker!r} is no ticker; give one such as KXHIGHNY-24JAN01-T60")
    dated, strike = _DATED.fullmatch(ticker), _STRIKE.fullmatch(ticker)
    series = dated["series"] if dated else None
    if strike:
        letter = cast(Literal["T", "B"], strike["letter"])
        return TickerParts(
            ticker=ticker, series=series, event=strike["event"], strike_letter=letter, strike=Decimal(strike["number"])
        )
    return TickerParts(ticker=ticker, series=series, event=ticker if dated and not dated["rest"] else None)
