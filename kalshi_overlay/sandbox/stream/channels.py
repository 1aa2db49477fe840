"""The channels of the stream: what each needs, takes and lets be changed."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

Selection = Literal["markets", "index_ids", "underlying_tickers", "nothing"]

_MARKETS = ("add_markets", "delete_markets")
_INDICES = ("subscribe_indices", "unsubscribe_indices", "indexlist")
_UNDERLYINGS = ("subscribe_underlyings", "unsubscribe_underlyings", "underlying_list")


@frozen
class Channel:
    """A channel as the contract describes it.

    Args:
        name: Its name.
        is_sequenced: Whether its messages are numbered.
        needs_scope: Whether the key must be one that may read.
        selects: What a subscription may be narrowed to.
        actions: What `update_subscription` may do.
        needs_markets: Whether a subscription without markets is refused rather than of all.
        takes_ids: Whether markets may be named by their ids.
    """

    name: str
    is_sequenced: bool = True
    needs_scope: bool = True
    selects: Selection = "nothing"
    actions: tuple[str, ...] = ()
    needs_markets: bool = False
    takes_ids: bool = False


_ALL = (
    Channel("orderbook_delta", selects="markets", actions=(*_MARKETS, "get_snapshot"), needs_markets=True),
    Channel("ticker", is_sequenced=False, needs_scope=False, selects="markets", actions=_MARKETS, takes_ids=True),
    Channel("trade", needs_scope=False, selects="markets", actions=_MARKETS),
    Channel("fill", is_sequenced=False, selects="markets", actions=_MARKETS),
    Channel("market_positions", is_sequenced=False, selects="markets", actions=_MARKETS),
    Channel("user_orders", is_sequenced=False, selects="markets", actions=_MARKETS),
    Channel("market_lifecycle_v2", needs_scope=False),
    Channel("multivariate_market_lifecycle", needs_scope=False),
    Channel("communications"),
    Channel("order_group_updates"),
    Channel("cfbenchmarks_value", selects="index_ids", actions=_INDICES),
    Channel("cfbenchmarks_value_5hz", selects="index_ids", actions=_INDICES),
    Channel("pyth_value", selects="underlying_tickers", actions=_UNDERLYINGS),
)
CHANNELS = {channel.name: channel for channel in _ALL}
