from __future__ import annotations

from typing import Any

from ...runtime.model import Model
from ...types import UNSET, Unset


class LifecycleAdditionalMetadata(Model, kw_only=True):
    """What a market is about; sent at its creation."""

    name: str
    """Name of the market."""

    title: str
    """Title of the market."""

    yes_sub_title: str
    """What YES stands for."""

    no_sub_title: str
    """What NO stands for."""

    rules_primary: str
    """The rules of its resolution."""

    rules_secondary: str
    """Further rules of its resolution."""

    can_close_early: bool
    """Whether it may close before its time."""

    event_ticker: str
    """Ticker of the event."""

    expected_expiration_ts: int
    """When it is expected to expire, in Unix seconds."""

    strike_type: str | Unset = UNSET
    """How the strikes are to be read, such as `between`, `greater` or `less`."""

    floor_strike: float | Unset = UNSET
    """Lower strike."""

    cap_strike: float | Unset = UNSET
    """Upper strike."""

    custom_strike: dict[str, Any] | Unset = UNSET
    """Strike of another form."""
