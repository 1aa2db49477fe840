from __future__ import annotations

from ..runtime.model import Model


class EndpointTokenCost(Model, kw_only=True):
    """Rate limit cost of one operation whose cost is not the default."""

    method: str
    """HTTP method of the operation."""

    path: str
    """Route of the operation within the API."""

    cost: int
    """Tokens that one request to the operation takes out of its bucket."""
