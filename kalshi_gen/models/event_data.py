from __future__ import annotations

from typing import Any

from ..runtime.model import Model
from ..types import UNSET, AwareDatetime, Unset


class EventData(Model, kw_only=True):
    """An event: a question with one or more markets, part of a series."""

    event_ticker: str
    """Ticker of the event, unique to it."""

    series_ticker: str
    """Ticker of the series of which the event is part."""

    sub_title: str
    """Short title of the event."""

    title: str
    """Full title of the event."""

    collateral_return_type: str
    """How positions in this event's markets net to free collateral: `MECNET` where the markets exclude one
    another, `DIRECNET` for directional netting, an empty string for none. It holds inside one event
    only, not across the series, and netting must also be switched on for the account or subtrader.
    """

    mutually_exclusive: bool
    """True when at most one market of the event can end in `yes`, which is so exactly for `MECNET`. False
    does not rule out netting: `collateral_return_type` tells `DIRECNET` from none.
    """

    category: str | Unset = UNSET
    """Category of the event. Deprecated: use the category of the series."""

    strike_date: AwareDatetime | None | Unset = UNSET
    """UTC time on which the event turns, for an event with a date strike; null or absent otherwise. Never
    set together with `strike_period`.
    """

    strike_period: str | None | Unset = UNSET
    """Span of time that the event covers, such as `week` or `month`, for an event with a period strike;
    null or absent otherwise. Never set together with `strike_date`.
    """

    markets: list[Market] | Unset = UNSET
    """Markets of the event; absent unless the request says `with_nested_markets=true`."""

    product_metadata: dict[str, Any] | None | Unset = UNSET
    """Further free-form data about the event; null or absent when there is none."""

    settlement_sources: list[SettlementSource] | None
    """Official sources that decide the event's markets; the rulebook says by which method. May be null."""

    last_updated_ts: AwareDatetime | Unset = UNSET
    """UTC time of the latest change to the event's metadata."""

    fee_type_override: str | None | Unset = UNSET
    """Fee structure of this event; it goes before that of the series for all markets of the event. Null or
    absent when the series decides.
    """

    fee_multiplier_override: float | None | Unset = UNSET
    """Fee multiplier of this event, which goes with `fee_type_override`. Null or absent when the series
    decides.
    """

    exchange_index: int | Unset = UNSET
    """Index of the exchange shard on which the event trades."""


from ..models.market import Market
from ..models.settlement_source import SettlementSource
