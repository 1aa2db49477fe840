from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, Unset
from ..models.exchange_instance import ExchangeInstance


class ApiUsageLevelGrant(Model, kw_only=True):
    """API usage level granted to the account on one exchange lane."""

    exchange_instance: ExchangeInstance
    """Exchange lane that the grant counts for: `event_contract` or `margined`."""

    level: str
    """Usage level that the grant gives, for instance `expert` or `prestige`; new levels can appear without
    notice.
    """

    expires_ts: int | None | Unset = UNSET
    """Time at which the grant ends, in Unix seconds; null or absent for a permanent one."""

    source: str
    """Origin of the grant: `volume` was earned by trading, `manual` was given by the exchange."""
