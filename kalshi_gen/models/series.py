from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..models.fee_type import FeeType
from ..runtime.model import Model
from ..types import UNSET, AwareDatetime, Unset


class Series(Model, kw_only=True):
    """A template for events that recur in one format and under one set of rules."""

    ticker: str
    """Ticker of the series."""

    frequency: str
    """How often the series brings a new event, in free text such as `weekly`, `daily` or `one-off`; there
    is no fixed set of values.
    """

    title: str
    """Title of the series; read it together with the titles of its events for the full picture."""

    category: str
    """Main category of the series."""

    categories: list[str]
    """All categories under which the series can be found; the `category` filter of the series list matches
    any of them. May be empty.
    """

    tags: list[str] | None
    """Subjects that the series touches; series of different categories may share a tag. May be null."""

    settlement_sources: list[SettlementSource] | None
    """Official sources that decide the markets of the series; the rulebook says by which method. May be
    null.
    """

    contract_url: str
    """Link to the contract behind the series as it was first filed."""

    contract_terms_url: str
    """Link to the contract terms now in force for the series."""

    product_metadata: dict[str, Any] | None | Unset = UNSET
    """The exchange's internal data about the series, free-form; null or absent when there is none."""

    fee_type: FeeType
    """Fee structure: `quadratic` is the general trading fee, `quadratic_with_maker_fees` adds maker fees
    (maker multiplier 0.25), `quadratic_with_combo_maker_fees` is the same with a maker multiplier of
    0.5, `flat` follows the table of specific trading fees.
    """

    fee_multiplier: float
    """Factor by which the computed fees of the series are multiplied."""

    additional_prohibitions: list[str] | None
    """Further trading prohibitions that apply to the series. May be null."""

    volume_fp: Decimal | Unset = UNSET
    """Contracts traded so far in all events of the series together."""

    last_updated_ts: AwareDatetime | Unset = UNSET
    """UTC time of the latest change to the series' metadata."""

    exchange_index: int | Unset = UNSET
    """Index of the exchange shard on which the series trades."""


from ..models.settlement_source import SettlementSource
