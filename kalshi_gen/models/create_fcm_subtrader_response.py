from __future__ import annotations

from ..runtime.model import Model


class CreateFCMSubtraderResponse(Model, kw_only=True):
    """Answer that names the new subtrader."""

    subtrader_id: str
    """Full identifier of the new subtrader."""
