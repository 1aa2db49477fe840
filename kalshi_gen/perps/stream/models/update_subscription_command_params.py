from __future__ import annotations

from typing import Annotated

from ....runtime.bounds import Length, Range
from ....runtime.field_rules import FieldRule
from ....runtime.model import Model
from ....types import UNSET, Unset
from ..models.update_subscription_command_params_action import UpdateSubscriptionCommandParamsAction


class UpdateSubscriptionCommandParams(Model, kw_only=True):
    """What to change in one subscription. Give exactly one of `sid` and `sids`."""

    _field_rules = (FieldRule("exactly_one_of", ("sid", "sids")),)

    sid: Annotated[int, Range(minimum=1)] | Unset = UNSET
    """Number of the subscription; not together with `sids`."""

    sids: tuple[Annotated[int, Range(minimum=1)]] | Unset = UNSET
    """Number of the subscription, in a list of one; not together with `sid`."""

    market_ticker: str | Unset = UNSET
    """One market."""

    market_tickers: Annotated[list[str], Length(minimum=1)] | Unset = UNSET
    """Several markets."""

    send_initial_snapshot: bool | Unset = UNSET
    """Whether `ticker` sends the present state of markets that are added (default false)."""

    action: UpdateSubscriptionCommandParamsAction
    """`add_markets`, `delete_markets`, or `get_snapshot`, which changes nothing."""
