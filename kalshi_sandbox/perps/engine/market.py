"""Markets: their terms, and which prices and counts they take."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal

from attrs import define, field, frozen

from kalshi_sandbox.engine.order import ONE, ZERO, Side, check_count
from kalshi_sandbox.engine.rejection import invalid

from .prices import IndexPath, Quote
from .rejection import invalid_order, outside_band

MarketStatus = Literal["inactive", "active", "closed"]
InvalidPremium = Literal["dampen", "exclude"]

MAX_PRICE = Decimal(1_000_000)
"""The highest price, in US dollars for one contract. Far above it, sums of money would not be exact."""
_DECIMALS = 8
# The published price band: a fifth of the best price of the own side, or this many ticks if that is more.
_BAND, _BAND_TICKS = Decimal("0.2"), 1_000


@frozen(kw_only=True)
class FundingTerms:
    """How a market computes funding.

    Args:
        cap: The largest funding rate, as a fraction of notional value for a period.
        deadband: A rate below this counts as zero.
        invalid_premium: Whether a minute without a premium counts as zero (`dampen`) or not at all (`exclude`).
    """

    cap: Decimal = Decimal("0.02")
    deadband: Decimal = Decimal("0.0001")
    invalid_premium: InvalidPremium = "dampen"


@define(eq=False, kw_only=True)
class Market:
    """A market. Prices are in US dollars for one contract.

    Args:
        market_id: Its UUID, which a new ticker doesn't change.
        contract_size: Size of one contract; times `underlying_multiplier` it is in units of the underlying.
        tick_size: Step between prices.
        maintenance_rate: Maintenance margin of a position, as a fraction of its notional value.
        initial_multiplier: Initial margin over maintenance margin.
        fractional_trading_enabled: Whether counts step by 0.01 rather than 1.
        exchange_index: Its group of markets; order groups take orders of one.
        version: Rises with corporate actions.
        halt_sources: Why it is inactive.
        seq: Number of the last change of its book; changes are numbered from 1 without gaps.
    """

    market_id: str
    ticker: str
    title: str
    contract_size: Decimal
    underlying_multiplier: Decimal
    tick_size: Decimal
    maintenance_rate: Decimal
    initial_multiplier: Decimal
    fractional_trading_enabled: bool
    exchange_index: int
    asset_class: str
    funding: FundingTerms
    index: IndexPath = field(repr=False)
    created_time: datetime
    status: MarketStatus = "active"
    version: int = 1
    halt_sources: tuple[str, ...] = ()
    seq: int = 0

    def check_count(self, name: str, count: Decimal) -> None:
        """Reject a count that isn't above zero or not in steps of the market.

        Raises:
            EngineRejection: With 400.
        """
        check_count(name, count)
        if not self.fractional_trading_enabled and count % ONE:
            raise invalid_order(name, f"{count} is not a whole number of contracts, which {self.ticker} requires")

    def check_price(self, price: Decimal) -> None:
        """Reject a price that isn't above zero or not on the tick.

        Raises:
            EngineRejection: With 400.
        """
        if not price.is_finite() or not ZERO < price <= MAX_PRICE:
            raise invalid_order("price", f"{price} is not above 0 and at most {MAX_PRICE}")
        if price % self.tick_size:
            raise invalid_order("price", f"{price} is not a multiple of {self.tick_size}")

    def check_band(self, side: Side, price: Decimal, quote: Quote) -> None:
        """Reject a bid far below the best bid, and an ask far above the best ask. A side without orders has no band.

        Raises:
            EngineRejection: With 400.
        """
        best, ticks = (quote.bid if side == "bid" else quote.ask), _BAND_TICKS * self.tick_size
        if best is None:
            return
        width = max(best * _BAND, ticks)
        limit = best - width if side == "bid" else best + width
        if price < limit if side == "bid" else price > limit:
            raise outside_band(price, limit)

    def initial_margin(self, notional: Decimal) -> Decimal:
        """Initial margin for a notional value, in US dollars."""
        return notional * self.maintenance_rate * self.initial_multiplier


def check_index(name: str, price: Decimal) -> None:
    """Reject a price of the underlying that isn't above zero, or that no order could have.

    Raises:
        EngineRejection: With 400.
    """
    if not price.is_finite() or price <= ZERO:
        raise invalid(name, f"{price} is not above zero")
    if price > MAX_PRICE:
        raise invalid(name, f"{price} is more than {MAX_PRICE}")


def check_payment(name: str, dollars: Decimal) -> None:
    """Reject US dollars for one contract with which the payments to all positions would not be exact.

    Raises:
        EngineRejection: With 400.
    """
    if not dollars.is_finite() or abs(dollars) > MAX_PRICE:
        raise invalid(name, f"{dollars} is not an amount of at most {MAX_PRICE}")
    if dollars != round(dollars, _DECIMALS):
        raise invalid(name, f"{dollars} has more than {_DECIMALS} decimals")
