from __future__ import annotations

from ..runtime.model import Model
from ..types import AwareDatetime


class MaintenanceWindow(Model, kw_only=True):
    """One planned maintenance window, in which the exchange can be down."""

    start_datetime: AwareDatetime
    """Time at which the maintenance begins, with its UTC offset."""

    end_datetime: AwareDatetime
    """Time at which the maintenance ends, with its UTC offset."""
