from __future__ import annotations

from ..runtime.model import Model


class ListFCMSubtradersResponse(Model, kw_only=True):
    """Answer that lists the subtraders of the FCM."""

    subtraders: list[FCMSubtrader]
    """Subtraders of the calling FCM, including those that have never traded."""


from ..models.fcm_subtrader import FCMSubtrader
