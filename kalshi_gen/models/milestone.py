from __future__ import annotations

from typing import Any

from ..runtime.model import Model
from ..types import UNSET, AwareDatetime, Unset


class Milestone(Model, kw_only=True):
    """A real-world happening, such as a game or a race, to which events are linked."""

    id: str
    """Identifier of the milestone."""

    category: str
    """Subject area, for example `Sports`, `Elections`, `Esports` or `Crypto`."""

    type: str
    """Kind of milestone within its category, for example `football_game`, `hockey_match` or
    `political_race`.
    """

    start_date: AwareDatetime
    """UTC time at which the milestone starts."""

    end_date: AwareDatetime | None | Unset = UNSET
    """UTC time at which the milestone ends; null where no end is set."""

    related_event_tickers: list[str]
    """Tickers of every event linked to the milestone."""

    title: str
    """Display title."""

    notification_message: str
    """Text of the notification that belongs to the milestone."""

    source_id: str | None | Unset = UNSET
    """Identifier of the milestone at its data source; null where there is none."""

    source_ids: dict[str, str] | Unset = UNSET
    """Identifiers of the milestone at its data sources, each under a string key; absent where there are
    none.
    """

    details: dict[str, Any]
    """Further data, with keys that vary by type. A `status` in it is refreshed only by a periodic job and
    can be wrong, such as `live` after the final whistle; take game status and scores from the live data
    operations.
    """

    primary_event_tickers: list[str]
    """Tickers of the events that the milestone's outcome decides directly."""

    last_updated_ts: AwareDatetime
    """UTC time of the latest change to the milestone, as a date-time string despite the `_ts` in its name."""
