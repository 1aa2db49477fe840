from __future__ import annotations

from ....runtime.model import Model


class FundingRate(Model, kw_only=True):
    """A funding rate and the time of the next funding."""

    rate: float
    """The rate for one funding period, as a fraction: 0.0001 is 0.01 %."""

    next_funding_time_ms: int
    """When funding is exchanged next, in Unix milliseconds."""

    ts_ms: int
    """Time of the rate, in Unix milliseconds."""
