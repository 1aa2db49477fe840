from __future__ import annotations

from ..runtime.model import Model


class GetAccountEndpointCostsResponse(Model, kw_only=True):
    """Rate limit costs of the operations, in tokens a request."""

    default_cost: int
    """Tokens taken by a request to any operation that `endpoint_costs` does not list; 10 at present."""

    endpoint_costs: list[EndpointTokenCost]
    """Operations whose cost differs from `default_cost`; all others are left out."""


from ..models.endpoint_token_cost import EndpointTokenCost
