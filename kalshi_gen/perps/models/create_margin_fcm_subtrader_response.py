from __future__ import annotations

from ...runtime.model import Model


class CreateMarginFCMSubtraderResponse(Model, kw_only=True):
    """Id of a new subtrader."""

    subtrader_id: str
    """Complete id of the new subtrader, spelled `{user_id}_{subtrader_suffix}`."""
