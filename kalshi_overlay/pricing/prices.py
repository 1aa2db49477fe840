"""Prices of yes and no, and the side of the book that a person means."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext
from typing import Any, Literal, cast, get_args

from attrs import frozen

from kalshi_gen.models import BookSide
from kalshi_gen.runtime.amounts import exact, kind_of
from kalshi_gen.runtime.bounds import Decimals, Range
from kalshi_overlay.books import BestPrices
from kalshi_overlay.errors import InvalidRequestError

Outcome = Literal["yes", "no"]
"""What a contract pays for."""

ONE, ZERO = Decimal(1), Decimal(0)
EXACT = Context(prec=120)
"""The context of a program may round, so every computation here has this one, in which nothing is rounded by chance."""

_PRICE_DECIMALS = Decimals(4)
_BETWEEN_0_AND_1 = Range(above=0, below=1)
_MOST_DIGITS = 40


@frozen
class BookPrice:
    """A side of the yes book, and a price there.

    Attributes:
        side: `bid` buys yes or sells no; `ask` buys no or sells yes.
        price: US dollars for a yes contract.
    """

    side: BookSide
    price: Decimal


def checked_price(value: Any, field: str = "price") -> Decimal:
    """Make a price of what is exact, as an order takes it.

    Args:
        value: US dollars per contract: a Decimal, an int or text.
        field: What the error names.

    Returns:
        The price.

    Raises:
        InvalidRequestError: It is not exact, such as a float; it is not between 0 and 1; or it has more than four
            decimals.
    """
    price = exact(value, field, "US dollars", 4)
    if abs(price.adjusted()) > _MOST_DIGITS:
        raise InvalidRequestError(field, "this number is out of range; give a price above 0 and below 1, such as 0.55")
    _BETWEEN_0_AND_1.checked(format(price, "f"), field)
    _PRICE_DECIMALS.checked(format(price, "f"), field)
    return price


def checked_outcome(value: Any, field: str) -> Outcome:
    """Refuse what is neither yes nor no."""
    if isinstance(value, str) and value in get_args(Outcome):
        return cast(Outcome, value)
    raise InvalidRequestError(field, f'must be "yes" or "no", not {shown(value)}')


def shown(value: Any) -> str:
    """A short text as it is, and of anything else its kind, for an error."""
    return repr(value) if isinstance(value, str) and len(value) < _MOST_DIGITS else kind_of(value)


def complement(price: Decimal | int | str) -> Decimal:
    """Turn a price of yes into that of no, or the other way.

    Args:
        price: US dollars per contract.

    Returns:
        One dollar minus the price.

    Raises:
        InvalidRequestError: It is no price.
    """
    return EXACT.subtract(ONE, checked_price(price))


def book_price(*, buy: Outcome | None = None, sell: Outcome | None = None, price: Decimal | int | str) -> BookPrice:
    """Find the side and the price in the yes book of what a person means.

    To buy no at $0.40 is an ask for yes at $0.60, and so is to sell yes at $0.60. Source: the guide
    `getting_started/order_direction`.

    Args:
        buy: The outcome to buy; give this or `sell`.
        sell: The outcome to sell.
        price: US dollars for a contract of that outcome.

    Returns:
        The side, and the price for yes.

    Raises:
        InvalidRequestError: Not exactly one of `buy` and `sell` is given, it is no outcome, or `price` is no price.
    """
    if (buy is None) == (sell is None):
        given = "neither" if buy is None else "both"
        raise InvalidRequestError("buy", f'give buy or sell, not {given}, such as buy="no"')
    outcome = checked_outcome(sell, "sell") if buy is None else checked_outcome(buy, "buy")
    at = checked_price(price)
    side: BookSide = "bid" if (outcome == "yes") == (buy is not None) else "ask"
    return BookPrice(side, at if outcome == "yes" else EXACT.subtract(ONE, at))


def outcome_price(outcome: Outcome, yes_price: Decimal | int | str) -> Decimal:
    """Find the price of an outcome in a book of yes prices.

    Args:
        outcome: `yes` or `no`.
        yes_price: US dollars for a yes contract.

    Returns:
        US dollars per contract of the outcome.

    Raises:
        InvalidRequestError: It is no outcome, or no price.
    """
    price = checked_price(yes_price, "yes_price")
    return price if checked_outcome(outcome, "outcome") == "yes" else EXACT.subtract(ONE, price)


def probability(prices: BestPrices) -> Decimal | None:
    """Find the probability of yes that the best prices imply.

    Args:
        prices: The best prices of a book, such as `best` finds.

    Returns:
        The middle between bid and ask, from 0 to 1; None if either is missing.
    """
    if prices.bid is None or prices.ask is None:
        return None
    with localcontext(EXACT):
        return (prices.bid.price + prices.ask.price) / 2
