from __future__ import annotations

from typing import ClassVar, Literal

from ...runtime.model import Model
from ...types import UNSET, Unset


class MultivariateMarketLifecycle(Model, kw_only=True, tag_field="type", tag="multivariate_market_lifecycle"):
    """A step in the life of a multivariate market; what it says depends on `event_type`."""

    type: ClassVar[Literal["multivariate_market_lifecycle"]] = "multivariate_market_lifecycle"

    sid: int
    """Number that the exchange gave to a subscription to one channel."""

    seq: int
    """Number of the message within its subscription; each is one more than the last, so a gap is a loss."""

    msg: MultivariateMarketLifecycleData
    """The step."""

    sending_ts_ms: int | Unset = UNSET
    """When the exchange handed the message to its network, in Unix milliseconds."""


from ..models.multivariate_market_lifecycle_data import MultivariateMarketLifecycleData
