from __future__ import annotations

from typing import Annotated

from ...runtime.bounds import Length, Range
from ...runtime.field_rules import FieldRule
from ...runtime.model import Model
from ...types import UNSET, Unset
from ..models.cfbenchmarks_update_subscription_command_params_action import (
    CfbenchmarksUpdateSubscriptionCommandParamsAction,
)


class CfbenchmarksUpdateSubscriptionCommandParams(Model, kw_only=True):
    """What to change in one subscription. Give exactly one of `sid` and `sids`."""

    _field_rules = (FieldRule("exactly_one_of", ("sid", "sids")),)

    sid: Annotated[int, Range(minimum=1)] | Unset = UNSET
    """Number of the subscription; not together with `sids`."""

    sids: tuple[Annotated[int, Range(minimum=1)]] | Unset = UNSET
    """Number of the subscription, in a list of one; not together with `sid`."""

    action: CfbenchmarksUpdateSubscriptionCommandParamsAction
    """`subscribe_indices` and `unsubscribe_indices` need `index_ids`; `indexlist` changes nothing."""

    index_ids: Annotated[list[str], Length(minimum=1)] | Unset = UNSET
    """Indices to add or take away; `all` is every one."""
