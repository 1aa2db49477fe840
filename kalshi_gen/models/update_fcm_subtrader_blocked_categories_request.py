from __future__ import annotations

from ..runtime.model import Model


class UpdateFCMSubtraderBlockedCategoriesRequest(Model, kw_only=True):
    """Body of a request to block or unblock one event category for a subtrader."""

    subtrader_id: str
    """Identifier of the subtrader to change, which must be one of the calling FCM's own."""

    category: str
    """The one event category to block or unblock, for example `Politics`; 1 to 100 characters."""

    blocked: bool
    """True blocks the category, false unblocks it. Unblocking one outside the blocked set changes nothing."""
