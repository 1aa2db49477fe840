"""What the text of a ticker says. The tickers are those of public captures of the exchange."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from kalshi_overlay.discovery import TickerParts, parse_ticker
from kalshi_overlay.errors import InvalidRequestError


@pytest.mark.parametrize(
    ("ticker", "series", "event", "strike"),
    [
        ("KXBTCD-26AUG2513-T79099.99", "KXBTCD", "KXBTCD-26AUG2513", ("T", "79099.99")),
        ("KXBTC-26MAR2715-B65350", "KXBTC", "KXBTC-26MAR2715", ("B", "65350")),
        ("KXHIGHNY-24JAN01-T60", "KXHIGHNY", "KXHIGHNY-24JAN01", ("T", "60")),
        ("KXHIGHDEN-26AUG03-B72.5", "KXHIGHDEN", "KXHIGHDEN-26AUG03", ("B", "72.5")),
        ("KXDOGE-26MAR2715-B0.087", "KXDOGE", "KXDOGE-26MAR2715", ("B", "0.087")),
        ("KXCPIYOY-26NOV-T4.5", "KXCPIYOY", "KXCPIYOY-26NOV", ("T", "4.5")),
    ],
)
def test_the_common_form_has_series_event_and_strike(
    ticker: str, series: str, event: str, strike: tuple[Any, str]
) -> None:
    letter, number = strike
    assert parse_ticker(ticker) == TickerParts(
        ticker=ticker, series=series, event=event, strike_letter=letter, strike=Decimal(number)
    )


@pytest.mark.parametrize(
    ("ticker", "series", "event"),
    [
        # Events.
        ("KXBTCD-26SEP0920", "KXBTCD", "KXBTCD-26SEP0920"),
        ("KXNBAGAME-25NOV29TORCHA", "KXNBAGAME", "KXNBAGAME-25NOV29TORCHA"),
        # The number is that of a minute, not of dollars.
        ("KXBTC15M-26SEP071900-00", "KXBTC15M", None),
        # The number is a strike, and nothing in the text says so.
        ("KXAAAGASM-26SEP30-3.00", "KXAAAGASM", None),
        ("KXMLBGAME-26JUL182205WSHATH-ATH", "KXMLBGAME", None),
        # Begins with a T, and is no strike.
        ("KXNBAGAME-25NOV29TORCHA-TOR", "KXNBAGAME", None),
        # An event or a market? Such events have been seen.
        ("KXNCAAFGAME-25DEC27M-OHFRES", "KXNCAAFGAME", None),
        # Without a date, tickers have too many forms.
        ("KXBTCMAX150-25-SEP30-149999.99", None, None),
        ("KXELONMARS-99", None, None),
        ("PRES-2024-KH", None, None),
        # The series of this combo is KXMVECROSSCATEGORY0-SHARD1.
        ("KXMVECROSSCATEGORY0-SHARD1-S20260E99CE0B6F9-BD36A940BEC", None, None),
        ("KXMVESPORTSMULTIGAMEEXTENDED-S2026D8CEFD5F8B3-A4B0C83E774", None, None),
        ("kxbtcd-26sep0920", None, None),
    ],
)
def test_what_the_text_does_not_say_is_none(ticker: str, series: str | None, event: str | None) -> None:
    assert parse_ticker(ticker) == TickerParts(ticker=ticker, series=series, event=event)


def test_the_ticker_of_an_older_event_does_not_name_its_series() -> None:
    # Such events have come with the series KXFED.
    parts = parse_ticker("FED-26DEC-T3.75")
    assert (parts.series, parts.event, parts.strike) == (None, "FED-26DEC", Decimal("3.75"))


@pytest.mark.parametrize("given", ["", " ", "KXBTCD 26AUG", "KXBTCD-26AUG2513-T7\n", "ü-26AUG", None, 5])
def test_what_can_not_be_a_ticker_is_refused(given: Any) -> None:
    with pytest.raises(InvalidRequestError, match=r"ticker: .* is no ticker; give one such as"):
        parse_ticker(given)
