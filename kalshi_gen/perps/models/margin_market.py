from __future__ import annotations

from decimal import Decimal
from typing import Any

from ...runtime.model import Model
from ...types import UNSET, Unset
from ..models.margin_market_funding_invalid_premium_handling import MarginMarketFundingInvalidPremiumHandling
from ..models.margin_market_funding_limit_unit import MarginMarketFundingLimitUnit
from ..models.margin_market_status import MarginMarketStatus


class MarginMarket(Model, kw_only=True):
    """A margin market, which trades one perpetual future: its terms, prices, volumes, marks and funding
    limits. Prices are in US dollars for one contract, and one contract is `contract_size` times
    `underlying_multiplier` units of the underlying.
    """

    market_id: str | Unset = UNSET
    """UUID of the market, which a new ticker does not change."""

    ticker: str
    """Ticker by which requests name the market."""

    title: str
    """Title of the market."""

    market_version: int
    """Version of the market. It begins at 1 and rises when trading resumes after a corporate action, such
    as a split. Send it with an order, and the exchange refuses the order if the version has changed.
    """

    exchange_index: int
    """Number of the group of markets that this one belongs to. Order groups take only markets of their own
    number.
    """

    contract_size: Decimal
    """Size of one contract, with six decimals, such as 0.000100 where one contract is 0.0001 BTC.
    `underlying_multiplier` turns it into units of the underlying.
    """

    underlying_multiplier: Decimal
    """Units of the underlying in one unit of `contract_size`."""

    tick_size: Decimal | Unset = UNSET
    """Step between valid prices, in US dollars for one contract; absent where the exchange gives none, or
    an empty text for it.
    """

    status: MarginMarketStatus
    """Status of the market: `inactive`, `active` or `closed`."""

    fractional_trading_enabled: bool
    """Whether contracts can be traded in parts; the smallest step is then 0.01 contracts."""

    leverage_estimate: float | None | Unset = UNSET
    """Estimated leverage of a small position, as 1 over its margin rate; a larger one gets less. Null or
    absent when the exchange has no margin rates or prices for the market.
    """

    leverage_estimates: dict[str, float] | None | Unset = UNSET
    """Estimated leverage, as 1 over the margin rate, by notional value of the position in US dollars
    (`1000`, `10000`, `100000` and `1000000`). It falls as the position grows. Null or absent when the
    exchange has no margin rates or prices for the market.
    """

    long_leverage_estimates: dict[str, float] | Unset = UNSET
    """Estimated leverage of a long position, by its notional value in US dollars (`1000`, `10000`,
    `100000` and `1000000`).
    """

    short_leverage_estimates: dict[str, float] | Unset = UNSET
    """Estimated leverage of a short position, by its notional value in US dollars (`1000`, `10000`,
    `100000` and `1000000`).
    """

    price: Decimal | Unset = UNSET
    """Price of the last trade, in US dollars for one contract."""

    volume: Decimal | Unset = UNSET
    """Contracts traded so far, each trade counted once."""

    volume_notional_value_dollars: Decimal | Unset = UNSET
    """Notional value of the contracts traded so far, in US dollars, each trade counted once."""

    open_interest: Decimal | Unset = UNSET
    """Contracts that are open, counted on one side."""

    open_interest_notional_value_dollars: Decimal | Unset = UNSET
    """Notional value of the open interest, in US dollars, counted on one side."""

    volume_24h: Decimal | Unset = UNSET
    """Contracts traded in the last 24 hours, each trade counted once."""

    volume_24h_notional_value_dollars: Decimal | Unset = UNSET
    """Notional value of the contracts traded in the last 24 hours, in US dollars, each trade counted once."""

    bid: Decimal | Unset = UNSET
    """Highest bid, in US dollars for one contract. Read it together with `bid_size_fp`, which is 0 without
    a bid.
    """

    bid_size_fp: Decimal | Unset = UNSET
    """Contracts at the highest bid; 0 without a bid, and absent when the exchange has no statistics."""

    ask: Decimal | Unset = UNSET
    """Lowest ask, in US dollars for one contract. Read it together with `ask_size_fp`, which is 0 without
    an ask: without one the demo exchange has sent 922337203685477.5807.
    """

    ask_size_fp: Decimal | Unset = UNSET
    """Contracts at the lowest ask; 0 without an ask, and absent when the exchange has no statistics."""

    settlement_mark_price: TickerPrice | Unset = UNSET
    """Mark price for settlement and funding, in US dollars for one contract."""

    liquidation_mark_price: TickerPrice | Unset = UNSET
    """Mark price for liquidations, in US dollars for one contract."""

    reference_price: TickerPrice | Unset = UNSET
    """Price of the underlying, scaled to US dollars for one contract."""

    asset_class: str | Unset = UNSET
    """Asset class of the market; absent where it has none. New classes can appear without notice."""

    product_metadata: dict[str, Any] | Unset = UNSET
    """Public information on the market, of no fixed form."""

    schedule: MarginMarketSchedule | None
    """Trading hours of the market at present; null for a market that trades around the clock."""

    funding_deadband: float
    """Size of funding below which none is paid, in the unit of `funding_limit_unit`. It is reported to be
    0.01 % of notional value in most markets.
    """

    funding_cap: float
    """Largest size of funding, in the unit of `funding_limit_unit`. It is reported to be 2 % of notional
    value.
    """

    funding_limit_unit: MarginMarketFundingLimitUnit
    """Unit of `funding_deadband` and `funding_cap`: `percentage` or `dollar`."""

    halt_sources: list[str]
    """Why the market is halted, such as `initial_setup` before it first opens or `corporate_action`. An
    empty list does not prove that it trades: the reason may not be known yet.
    """

    funding_invalid_premium_handling: MarginMarketFundingInvalidPremiumHandling
    """What funding does with a bar that has no premium: `dampen` counts it as 0, `exclude` leaves it out
    of the average. A bar has none without a book or an index price, or with a halt in it.
    """


from ..models.margin_market_schedule import MarginMarketSchedule
from ..models.ticker_price import TickerPrice
