from __future__ import annotations

from ..runtime.model import Model


class GetCommunicationsIDResponse(Model, kw_only=True):
    """Answer that carries the caller's public id for RFQs and quotes."""

    communications_id: str
    """Public communications ID of the caller: the name under which other users see its RFQs and quotes."""
