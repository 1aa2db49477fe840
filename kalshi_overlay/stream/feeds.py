"""The exchange's streams ("feeds"): where each is, what it sends and takes, and how its messages describe a book."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from types import ModuleType
from typing import Any, Final

import msgspec
from attrs import field, frozen

from kalshi_gen.runtime.apis import API, PERPS, Api
from kalshi_gen.runtime.drift import SpecDrift
from kalshi_gen.runtime.stream import Channel, UnknownMessage
from kalshi_gen.stream import channels, codec
from kalshi_gen.types import UNSET
from kalshi_overlay.environments import DEMO, PRODUCTION
from kalshi_overlay.errors import KalshiConfigError
from kalshi_overlay.stream.book import OrderBookView, PerpsBookView

HOSTS: Final = {
    API.name: {PRODUCTION.name: "external-api-ws.kalshi.com", DEMO.name: "external-api-ws.demo.kalshi.co"},
    PERPS.name: {
        PRODUCTION.name: "external-api-margin-ws.kalshi.com",
        DEMO.name: "external-api-margin-ws.demo.kalshi.co",
    },
}
"""The host of each stream in each environment. No published document decides where a signature goes."""

BOOKS, SNAPSHOT = "orderbook_delta", "orderbook_snapshot"
"""The types of the messages of order books. Their channel is called as a change is."""
MOST: Final = Decimal(10) ** 18
"""No book holds as many contracts, and up to here sums are exact."""
# A Decimal is compared with one of its own faster than with an int.
_ZERO: Final = Decimal(0)
_MOST_PRICES: Final = 1 << 14
# What the exchange may call a side, or a book.
_SIDE_WORDS: Final = frozenset(
    ["yes", "no", "bid", "bids", "ask", "asks", "buy", "sell", "level", "levels", "depth", "book", "orderbook"]
)
_WORD: Final = re.compile(r"[a-z]+")
_AMOUNT: Final = re.compile(r"-?\$?[0-9]*\.?[0-9]+")


@frozen(kw_only=True, eq=False)
class BookFormat:
    """How the messages of a feed describe a book.

    Attributes:
        sides: The field of a snapshot for each side, by the side's name in a change; the bids come first.
        fields: The fields of a change for its side, its price, and the contracts added.
        prices_below: What every price is below, in US dollars.
        has_clock: Whether messages may carry the exchange's clock.
        view: Makes a view of a ticker, a clock, bids, asks, and how right they are.
        change_of: Reads these fields of a change, faster than by their names.
        prices: One object for each price: a Decimal's hash takes longer than changing a level, and the object keeps it.
    """

    sides: dict[str, str]
    fields: tuple[str, str, str]
    prices_below: Decimal
    has_clock: bool
    view: Callable[..., Any]
    change_of: Callable[[Any], tuple[Any, Any, Any]]
    prices: dict[str, Decimal] = field(init=False, factory=dict)

    def price_of(self, text: str) -> Decimal:
        """The one object of a price; raises ValueError if no contract can have it."""
        known = self.prices.get(text)
        if known is not None:
            return known
        price = Decimal(text)
        if not price.is_finite() or not _ZERO < price < self.prices_below:
            raise ValueError(text)
        if len(self.prices) >= _MOST_PRICES:
            self.prices.clear()
        self.prices[text] = price
        return price

    def problem_with(self, message: Any, drifts: Iterable[SpecDrift]) -> str | None:
        """Why a message of the channel can't be applied to a book, in words; None if it can be."""
        if isinstance(message, UnknownMessage):
            return f"its type {message.type!r} is unknown"
        body = message.msg
        if not isinstance(getattr(body, "market_ticker", None), str):
            return "it names no market"
        if message.type == BOOKS:
            numbers = (name for name in self.fields[1:] if not isinstance(getattr(body, name), Decimal))
            return next((f"{name} is no number" for name in numbers), None)
        if message.type == SNAPSHOT:
            for drift in drifts:
                if drift.got == "missing" and drift.path.removeprefix("msg.") in self.sides.values():
                    return f"{drift.path} is missing, and there are levels under another name"
            return self._problem_with_levels(body)
        return "it is no message of an order book"

    def _problem_with_levels(self, snapshot: Any) -> str | None:
        for name in self.sides.values():
            levels, prices = getattr(snapshot, name), set[Decimal]()
            if levels is UNSET:
                continue
            if not isinstance(levels, list):
                return f"{name} is no list of levels"
            for level in levels:
                is_pair = isinstance(level, tuple) and len(level) == 2
                if not is_pair or not all(isinstance(number, Decimal) and number.is_finite() for number in level):
                    return f"{name} has a level that is not a price and a count"
                price, count = level
                if not _ZERO <= count < MOST or not _ZERO < price < self.prices_below:
                    return f"{name} has a level of {count} contracts at {price}"
                if price in prices:
                    return f"{name} has two levels at {price}"
                prices.add(price)
        return None

    def renamed_sides(self, message: Any, frame: bytes) -> tuple[SpecDrift, ...]:
        """The sides that a snapshot seems to have elsewhere: empty ones are left out, so they look empty."""
        snapshot = message.msg
        missing = [side for side, name in self.sides.items() if getattr(snapshot, name, None) is UNSET]
        if not missing:
            return ()
        sent = msgspec.json.decode(frame)
        known, around = type(snapshot).__struct_fields__, {"type", *type(message).__struct_fields__}
        unknown = [name for name, value in sent["msg"].items() if name not in known and _may_be_side(name, value)]
        unknown += [name for name, value in sent.items() if name not in around and _may_be_side(name, value)]
        return tuple(
            SpecDrift(f"msg.{self.sides[side]}", "list", "missing", SNAPSHOT)
            for side, other in zip(self.sides, reversed(self.sides), strict=True)
            # What looks like the other side's says nothing of this one, unless that is missing too.
            if side in missing and any(other in missing or not name.startswith(other) for name in unknown)
        )


def _may_be_side(name: str, value: Any) -> bool:
    """Whether a field may hold what is missing of a book, by what it holds or by its name."""
    is_named_so = not _SIDE_WORDS.isdisjoint(_WORD.findall(name.lower()))
    return _holds_levels(value) or (is_named_so and isinstance(value, (str, list, dict)) and bool(value))


def _holds_levels(value: Any) -> bool:
    """Whether a value looks like a side of a book: lists of levels, of prices or of counts, or counts by price."""
    if isinstance(value, dict):
        return any(_holds_levels(each) for each in value.values()) or any(name[:1].isdigit() for name in value)
    if not isinstance(value, list) or not value:
        return False
    return isinstance(value[0], (list, dict)) or all(_is_number(each) for each in value)


def _is_number(value: Any) -> bool:
    if isinstance(value, str):
        return _AMOUNT.fullmatch(value) is not None
    return isinstance(value, (int, float)) and not isinstance(value, bool)


@frozen(eq=False)
class Feed:
    """A stream of the exchange.

    Attributes:
        api: The API that it belongs to.
        path: The path of its WebSocket.
        channels: Its channels.
        decode: Decodes a frame.
        encode_command: Encodes a command: its `id`, its `cmd` and its `params`.
        book: How its messages describe a book.
    """

    api: Api
    path: str
    channels: Mapping[str, Channel]
    decode: Callable[[bytes], tuple[Any, tuple[SpecDrift, ...]]]
    encode_command: Callable[[int, str, dict[str, Any] | None], bytes]
    book: BookFormat


def _feed(api: Api, channels: ModuleType, codec: ModuleType, book: BookFormat) -> Feed:
    decode, encode_command = codec.decode, codec.encode_command
    return Feed(api, channels.PATH, channels.CHANNELS, decode, encode_command, book)


_YES_AND_NO = BookFormat(
    sides={"yes": "yes_dollars_fp", "no": "no_dollars_fp"},
    fields=("side", "price_dollars", "delta_fp"),
    change_of=lambda change: (change.side, change.price_dollars, change.delta_fp),
    prices_below=Decimal(1),
    has_clock=True,
    view=OrderBookView,
)
API_FEED: Final = _feed(API, channels, codec, _YES_AND_NO)
"""The stream of event contracts."""


def perps_feed(contract_sizes: Mapping[str, Decimal]) -> Feed:
    """The stream of perpetual futures, with the contract sizes that views show.

    Raises:
        KalshiConfigError: One of the sizes is neither a Decimal above 0 nor missing.
    """
    # Only who reads it needs its models.
    from kalshi_gen.perps.stream import channels, codec

    for ticker, size in contract_sizes.items():
        # An answer may lack the size of a market, which is no reason to go without the others.
        if size not in (None, UNSET) and not _is_size(size):
            raise KalshiConfigError(f"contract_sizes[{ticker!r}]: must be a Decimal above 0, not {size!r}")

    def view(*, ticker: str, clock: None, **book: Any) -> PerpsBookView:
        size = contract_sizes.get(ticker)
        return PerpsBookView(ticker=ticker, contract_size=size if _is_size(size) else None, **book)

    sides, fields = {"bid": "bid", "ask": "ask"}, ("side", "price", "delta")
    book = BookFormat(
        sides=sides,
        fields=fields,
        change_of=lambda change: (change.side, change.price, change.delta),
        prices_below=MOST,
        has_clock=False,
        view=view,
    )
    return _feed(PERPS, channels, codec, book)


def _is_size(value: Any) -> bool:
    return isinstance(value, Decimal) and value.is_finite() and value > _ZERO
