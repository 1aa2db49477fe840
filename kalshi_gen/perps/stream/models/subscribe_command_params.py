from __future__ import annotations

from typing import Annotated

from ....runtime.bounds import Length
from ....runtime.field_rules import FieldRule
from ....runtime.model import Model
from ....types import UNSET, Unset
from ..models.subscribe_command_params_channels_item import SubscribeCommandParamsChannelsItem


class SubscribeCommandParams(Model, kw_only=True):
    """What to subscribe to; which parameters a channel takes is in the table of channels. Give at most one
    of `market_ticker` and `market_tickers`.
    """

    _field_rules = (FieldRule("at_most_one_of", ("market_ticker", "market_tickers")),)

    channels: Annotated[list[SubscribeCommandParamsChannelsItem], Length(minimum=1)]
    """Names of the channels."""

    market_ticker: str | Unset = UNSET
    """One market; not together with `market_tickers`."""

    market_tickers: Annotated[list[str], Length(minimum=1)] | Unset = UNSET
    """Several markets; not together with `market_ticker`."""

    send_initial_snapshot: bool | Unset = UNSET
    """Whether `ticker` begins with the present state of each market named (default false)."""

    skip_ticker_ack: bool | Unset = UNSET
    """Whether confirmations leave out the lists of markets (default false)."""
