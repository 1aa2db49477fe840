from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, Unset


class RfqBatchCreatedDataRfqsItem(Model, kw_only=True):
    """A request of the batch."""

    id: str
    """Id of the request."""

    market_ticker: str
    """Ticker of the market."""

    event_ticker: str | Unset = UNSET
    """Ticker of the event."""

    contracts_fp: Decimal | Unset = UNSET
    """Contracts asked for; absent if a cost is asked for."""

    target_cost_dollars: Decimal | Unset = UNSET
    """Cost asked for, in US dollars; absent if contracts are."""

    mve_collection_ticker: str | Unset = UNSET
    """Ticker of the multivariate collection, if it is one."""

    leg_indices: list[int]
    """Its legs, as places in `legs`."""
