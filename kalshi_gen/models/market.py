from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..models.market_market_type import MarketMarketType
from ..models.market_result import MarketResult
from ..models.market_settlement_bounds_type import MarketSettlementBoundsType
from ..models.market_status import MarketStatus
from ..models.market_strike_type import MarketStrikeType
from ..runtime.model import Model
from ..types import UNSET, AwareDatetime, Unset


class Market(Model, kw_only=True):
    """One market of an event: its terms, times, status, top of book, volume and outcome. Prices are in US
    dollars per contract, sizes in contracts.
    """

    ticker: str
    """Ticker of the market."""

    event_ticker: str
    """Ticker of the event to which the market belongs."""

    market_type: MarketMarketType
    """Kind of market: `binary` pays one side in full, `scalar` settles at a value in between."""

    title: str | Unset = UNSET
    """Title of the market. Deprecated: `yes_sub_title` and `no_sub_title` name its sides."""

    subtitle: str | Unset = UNSET
    """Subtitle of the market. Deprecated: `yes_sub_title` and `no_sub_title` name its sides."""

    yes_sub_title: str
    """Short title of the YES side."""

    no_sub_title: str
    """Short title of the NO side."""

    created_time: AwareDatetime
    """UTC time at which the market was created."""

    updated_time: AwareDatetime
    """UTC time of the latest change to the market's metadata; trading does not move it."""

    open_time: AwareDatetime
    """UTC time at which trading opens."""

    close_time: AwareDatetime
    """UTC time at which trading closes."""

    expected_expiration_time: AwareDatetime | None | Unset = UNSET
    """UTC time at which the market will probably expire; null or absent when none is given."""

    expiration_time: AwareDatetime | Unset = UNSET
    """UTC time at which the market expires. Deprecated: see `latest_expiration_time` and
    `expected_expiration_time`.
    """

    latest_expiration_time: AwareDatetime
    """UTC time by which the market expires at the very latest."""

    settlement_timer_seconds: int
    """Seconds that pass between determination and settlement."""

    status: MarketStatus
    """Stage of the market: `initialized` (not open yet), `inactive` (trading paused), `active` (trading),
    `closed` (trading over, outcome open), `determined` (outcome set), `disputed` (outcome contested),
    `amended` (outcome revised), `finalized` (settled). Filters on market lists use other words.
    """

    yes_bid_dollars: Decimal
    """Best YES bid: the highest price at which someone offers to buy YES, in US dollars per contract."""

    yes_bid_size_fp: Decimal
    """Contracts wanted at the best YES bid, over all orders at that price."""

    yes_ask_dollars: Decimal
    """Best YES ask: the lowest price at which someone offers to sell YES, in US dollars per contract."""

    yes_ask_size_fp: Decimal
    """Contracts offered at the best YES ask, over all orders at that price."""

    no_bid_dollars: Decimal
    """Best NO bid: the highest price at which someone offers to buy NO, in US dollars per contract."""

    no_ask_dollars: Decimal
    """Best NO ask: the lowest price at which someone offers to sell NO, in US dollars per contract."""

    last_price_dollars: Decimal
    """YES price of the latest trade, in US dollars per contract."""

    volume_fp: Decimal
    """Contracts traded in the market so far."""

    volume_24h_fp: Decimal
    """Contracts traded in the market over the last 24 hours."""

    result: MarketResult
    """Outcome: `yes` or `no` for the side that won, `scalar` for a value in between, empty while there is
    none.
    """

    can_close_early: bool
    """True when the market may close before `close_time`; see `early_close_condition`."""

    open_interest_fp: Decimal
    """Contracts bought in the market with netting left out of account."""

    notional_value_dollars: Decimal
    """Full worth of one contract at settlement, in US dollars."""

    previous_yes_bid_dollars: Decimal
    """Best YES bid of one day ago, in US dollars per contract."""

    previous_yes_ask_dollars: Decimal
    """Best YES ask of one day ago, in US dollars per contract."""

    previous_price_dollars: Decimal
    """YES price of the latest trade as of one day ago, in US dollars per contract."""

    settlement_value_dollars: Decimal | None | Unset = UNSET
    """What one YES contract settles at, in US dollars; null or absent until the market is determined."""

    settlement_ts: AwareDatetime | None | Unset = UNSET
    """UTC time of settlement; null or absent until the market has settled."""

    settlement_bounds_type: MarketSettlementBoundsType
    """Limits on the settlement value: `default` for none, `floor` for a lowest value, given in
    `settlement_floor_dollars`.
    """

    settlement_floor_dollars: Decimal | None | Unset = UNSET
    """Lowest amount at which one YES contract can settle, in US dollars; null or absent unless
    `settlement_bounds_type` is `floor`.
    """

    expiration_value: str
    """The observed value on which settlement was based, as text."""

    occurrence_datetime: AwareDatetime | None | Unset = UNSET
    """UTC time at which the underlying event took place, as recorded; null or absent when it is not known."""

    fee_waiver_expiration_time: AwareDatetime | None | Unset = UNSET
    """UTC time at which the market's fee waiver ends; null or absent when there is none."""

    early_close_condition: str | None | Unset = UNSET
    """What has to happen for the market to close early, in words; null or absent when there is no such
    condition.
    """

    strike_type: MarketStrikeType | Unset = UNSET
    """How the outcome is tested: `greater`, `greater_or_equal`, `less` or `less_or_equal` against one
    strike, `between` `floor_strike` and `cap_strike`, by the mapping in `functional_strike`
    (`functional`), by `custom_strike` (`custom`), or by a structured target (`structured`).
    """

    floor_strike: float | None | Unset = UNSET
    """Lowest expiration value that settles the market YES; null or absent when there is no lower strike.
    `strike_type` says whether the bound itself counts.
    """

    cap_strike: float | None | Unset = UNSET
    """Highest expiration value that settles the market YES; null or absent when there is no upper strike.
    `strike_type` says whether the bound itself counts.
    """

    functional_strike: str | None | Unset = UNSET
    """Rule that turns an expiration value into a settlement value; null or absent when the market has
    none.
    """

    custom_strike: dict[str, Any] | None | Unset = UNSET
    """For each target, the expiration value that settles the market YES; null or absent when the market
    has none.
    """

    rules_primary: str
    """The main terms of the market in plain words."""

    rules_secondary: str
    """Further terms of the market in plain words."""

    mve_collection_ticker: str | Unset = UNSET
    """Ticker of the collection from which a combination market was made; absent for any other market."""

    mve_selected_legs: list[MveSelectedLeg] | Unset = UNSET
    """Legs of a combination market, each a market and a side; absent for any other market."""

    primary_participant_key: str | None | Unset = UNSET
    """Key of the market's main participant, by its name; null or absent when there is none."""

    price_level_structure: str
    """Name of the scheme behind the market's price bands and ticks. Work out valid prices from
    `price_ranges`, not from this name.
    """

    price_ranges: list[PriceRange]
    """Price bands in which orders are valid, each with its tick, in US dollars per contract."""

    is_provisional: bool | Unset = UNSET
    """True when the market may vanish after determination if it has seen no activity."""

    exchange_index: int | Unset = UNSET
    """Index of the exchange shard on which the market trades."""


from ..models.mve_selected_leg import MveSelectedLeg
from ..models.price_range import PriceRange
