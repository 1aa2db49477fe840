from __future__ import annotations

from decimal import Decimal

from ..runtime.model import Model
from ..types import UNSET, Unset


class BatchCancelOrdersV2ResponseOrdersItem(Model, kw_only=True):
    """One of `orders`."""

    order_id: str
    """Id of the order that the entry is about."""

    client_order_id: str | None | Unset = UNSET
    """The caller's own id for the order; null when there is none."""

    reduced_by: Decimal
    """Contracts taken off the book: all that the order still had left at that moment, or 0 when the
    cancellation failed.
    """

    ts_ms: int | None | Unset = UNSET
    """Time at which the matching engine executed the cancellation, in Unix milliseconds; null or absent
    when it failed.
    """

    error: ErrorResponse | None | Unset = UNSET
    """Why this cancellation failed; null or absent when it succeeded."""


from ..models.error_response import ErrorResponse
