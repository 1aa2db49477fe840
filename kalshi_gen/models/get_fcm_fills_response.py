from __future__ import annotations

from ..runtime.model import Model


class GetFcmFillsResponse(Model, kw_only=True):
    """One page of fills across the subtraders of the FCM."""

    fills: list[FcmFill]
    """Fills on this page."""

    cursor: str
    """Marker of the next page, to be sent as `cursor`; empty on the last page."""


from ..models.fcm_fill import FcmFill
