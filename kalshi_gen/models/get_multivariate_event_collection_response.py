from __future__ import annotations

from ..runtime.model import Model


class GetMultivariateEventCollectionResponse(Model, kw_only=True):
    """Answer that carries one multivariate event collection."""

    multivariate_contract: MultivariateEventCollection
    """The collection asked for."""


from ..models.multivariate_event_collection import MultivariateEventCollection
