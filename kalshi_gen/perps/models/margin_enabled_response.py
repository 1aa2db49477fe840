from __future__ import annotations

from ...runtime.model import Model


class MarginEnabledResponse(Model, kw_only=True):
    """Answer that says whether you may trade perpetual futures."""

    enabled: bool
    """True if the account may trade on the margin exchange."""
