from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, Unset


class GetMultivariateEventCollectionsResponse(Model, kw_only=True):
    """One page of multivariate event collections."""

    multivariate_contracts: list[MultivariateEventCollection]
    """The collections on this page."""

    cursor: str | Unset = UNSET
    """Where the following page starts: send it as the `cursor` parameter of the next request. Empty on the
    last page.
    """


from ..models.multivariate_event_collection import MultivariateEventCollection
