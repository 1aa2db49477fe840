from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, Unset


class OrderGroup(Model, kw_only=True):
    """A set of orders under one limit on contracts matched in a rolling 15-second window; reaching it
    cancels them all.
    """

    id: str
    """Identifier of the order group."""

    contracts_limit_fp: Decimal | Unset = UNSET
    """Most contracts the group may match in any 15 seconds."""

    is_auto_cancel_enabled: bool
    """True when automatic cancellation is on for the group."""

    exchange_index: int | Unset = UNSET
    """The `exchange_index` of the markets that the group is for."""
