from __future__ import annotations

from typing import Annotated
from uuid import UUID

from ...runtime.bounds import Length, Range
from ...runtime.field_rules import FieldRule
from ...runtime.model import Model
from ...types import UNSET, Unset
from ..models.subscribe_command_params_channels_item import SubscribeCommandParamsChannelsItem
from ..models.subscribe_command_params_user_filter import SubscribeCommandParamsUserFilter


class SubscribeCommandParams(Model, kw_only=True):
    """What to subscribe to; which parameters a channel takes is in the table of channels. Give at most one
    of `market_ticker`, `market_tickers`, `market_id` and `market_ids`.
    """

    _field_rules = (FieldRule("at_most_one_of", ("market_ticker", "market_tickers", "market_id", "market_ids")),)

    channels: Annotated[list[SubscribeCommandParamsChannelsItem], Length(minimum=1)]
    """Names of the channels."""

    market_ticker: str | Unset = UNSET
    """One market; not together with `market_tickers`."""

    market_tickers: Annotated[list[str], Length(minimum=1)] | Unset = UNSET
    """Several markets; not together with `market_ticker`."""

    market_id: UUID | Unset = UNSET
    """One market, by UUID; only for `ticker`, and not together with tickers."""

    market_ids: Annotated[list[UUID], Length(minimum=1)] | Unset = UNSET
    """Several markets, by UUID; only for `ticker`, and not together with tickers."""

    send_initial_snapshot: bool | Unset = UNSET
    """Whether `ticker` begins with the present state of each market named (default false)."""

    skip_ticker_ack: bool | Unset = UNSET
    """Whether confirmations leave out the lists of markets (default false)."""

    use_yes_price: bool | Unset = UNSET
    """Whether NO levels of order books are priced as YES, so that both sides share one scale (default
    false). The exchange means to make true its default, so say it.
    """

    user_filter: SubscribeCommandParamsUserFilter | Unset = UNSET
    """For `communications`: `self` narrows requests for quotes to your own (default "", which is all)."""

    shard_factor: Annotated[int, Range(minimum=1)] | Unset = UNSET
    """For `communications`: into how many shards the messages are divided, up to 100."""

    shard_key: Annotated[int, Range(minimum=0)] | Unset = UNSET
    """For `communications`: which shard to receive, from 0 up to the factor less one."""

    index_ids: Annotated[list[str], Length(minimum=1)] | Unset = UNSET
    """For the CF Benchmarks channels: indices to begin with; `all` is every one."""

    underlying_tickers: Annotated[list[str], Length(minimum=1)] | Unset = UNSET
    """For `pyth_value`: symbols to begin with; `all` is every one."""
