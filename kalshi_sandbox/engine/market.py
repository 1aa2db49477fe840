"""Series, events and markets: their terms, ticks, statuses and the transitions between these."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal

from attrs import evolve, field, frozen

from .rejection import conflict, invalid

MarketStatus = Literal["initialized", "active", "inactive", "closed", "determined", "finalized"]
MarketResult = Literal["yes", "no", "scalar", ""]
FeeType = Literal["quadratic", "quadratic_with_maker_fees", "quadratic_with_combo_maker_fees", "flat"]

TRANSITIONS: Mapping[MarketStatus, tuple[MarketStatus, ...]] = MappingProxyType(
    {
        "initialized": ("active", "closed"),
        "active": ("inactive", "closed"),
        "inactive": ("active", "closed"),
        "closed": ("determined",),
        "determined": ("finalized",),
        "finalized": (),
    }
)


@frozen
class PriceRange:
    """A band of valid prices, in US dollars per contract.

    Args:
        start: Lowest price of the band.
        end: Highest price of the band.
        step: Its tick.
    """

    start: Decimal
    end: Decimal
    step: Decimal

    def allows(self, price: Decimal) -> bool:
        """Whether the price is a tick of this band."""
        return self.start <= price <= self.end and (price - self.start) % self.step == 0


_CENT, _TENTH, _ZERO, _ONE = Decimal("0.01"), Decimal("0.001"), Decimal(0), Decimal(1)
_LOW, _HIGH = Decimal("0.1"), Decimal("0.9")

# Ticks by the name that `price_level_structure` gives them.
TICK_STRUCTURES: Mapping[str, tuple[PriceRange, ...]] = MappingProxyType(
    {
        "linear_cent": (PriceRange(_ZERO, _ONE, _CENT),),
        "deci_cent": (PriceRange(_ZERO, _ONE, _TENTH),),
        "tapered_deci_cent": (
            PriceRange(_ZERO, _LOW, _TENTH),
            PriceRange(_LOW, _HIGH, _CENT),
            PriceRange(_HIGH, _ONE, _TENTH),
        ),
    }
)


@frozen(kw_only=True)
class Series:
    """A template of events, with the fees of their markets.

    Args:
        ticker: Such as `KXBTCD`.
        fee_type: How its fees are computed; `flat` follows a table that the spec doesn't have: no fee here.
        fee_multiplier: Factor on every fee, between 0 and 10.
        terms: Other fields of the spec's `Series`, which the engine doesn't use.
    """

    ticker: str
    title: str = ""
    category: str = "Financials"
    frequency: str = "daily"
    fee_type: FeeType = "quadratic"
    fee_multiplier: Decimal = Decimal(1)
    created_time: datetime
    terms: Mapping[str, Any] = field(factory=dict)


@frozen(kw_only=True)
class Event:
    """Something that happens once, with its markets.

    Args:
        ticker: Such as `KXBTCD-26DEC31`.
        exchange_index: The shard of its first market; other markets of it may be on other shards.
        terms: Other fields of the spec's `EventData`, which the engine doesn't use.
    """

    ticker: str
    series_ticker: str
    title: str = ""
    created_time: datetime
    exchange_index: int = 0
    terms: Mapping[str, Any] = field(factory=dict)


@frozen(kw_only=True)
class Market:
    """A binary market at one moment. A change makes a new object.

    Args:
        price_level_structure: Name of its ticks in `TICK_STRUCTURES`.
        settlement_timer_seconds: Seconds from determination to settlement.
        exchange_index: The shard on which it trades.
        result: The outcome, empty until it is determined.
        scalar_value: What a yes contract pays if the result is `scalar`, in US dollars.
        terms: Other fields of the spec's `Market`, which the engine doesn't use.
    """

    ticker: str
    event_ticker: str
    series_ticker: str
    yes_sub_title: str = ""
    no_sub_title: str = ""
    status: MarketStatus = "initialized"
    result: MarketResult = ""
    scalar_value: Decimal | None = None
    price_level_structure: str = "linear_cent"
    created_time: datetime
    updated_time: datetime
    open_time: datetime
    close_time: datetime
    settlement_timer_seconds: int = 0
    exchange_index: int = 0
    determined_time: datetime | None = None
    settlement_time: datetime | None = None
    terms: Mapping[str, Any] = field(factory=dict)

    @property
    def price_ranges(self) -> tuple[PriceRange, ...]:
        """The bands in which prices are valid."""
        return TICK_STRUCTURES[self.price_level_structure]

    @property
    def settlement_value(self) -> Decimal | None:
        """What a yes contract pays in US dollars, None until the market is determined."""
        return {"yes": _ONE, "no": _ZERO}.get(self.result, self.scalar_value)

    def check_price(self, price: Decimal) -> None:
        """Reject a price that isn't one of the market's ticks.

        Raises:
            EngineRejection: With 400.
        """
        if not price.is_finite() or not _ZERO < price < _ONE:
            raise invalid("price", f"{price} is not between 0 and 1")
        if not any(band.allows(price) for band in self.price_ranges):
            ticks = ", ".join(f"{band.step} from {band.start} to {band.end}" for band in self.price_ranges)
            raise invalid("price", f"{price} is not on a tick of {self.ticker} ({ticks})")

    def moved_to(self, status: MarketStatus, now: datetime, **changes: Any) -> Market:
        """The market after a change of status.

        Raises:
            EngineRejection: With 409 if the status can't follow the current one.
        """
        if status not in TRANSITIONS[self.status]:
            details = f"{self.ticker} is {self.status} and can't become {status}"
            raise conflict("illegal_market_transition", "illegal market transition", details)
        return evolve(self, status=status, updated_time=now, **changes)
