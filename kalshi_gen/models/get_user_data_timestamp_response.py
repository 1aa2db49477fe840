from __future__ import annotations

from ..runtime.model import Model
from ..types import AwareDatetime


class GetUserDataTimestampResponse(Model, kw_only=True):
    """How fresh the user data of the exchange's read operations is."""

    as_of_time: AwareDatetime
    """UTC time up to which reads of balance, orders, fills and positions are current; later writes may not
    show yet.
    """
