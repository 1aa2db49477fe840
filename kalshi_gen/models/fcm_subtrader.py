from __future__ import annotations

from ..runtime.model import Model


class FCMSubtrader(Model, kw_only=True):
    """A subtrader of the FCM on the event-contract exchange, with its trading blocks."""

    subtrader_id: str
    """Full identifier of the subtrader, which belongs to the calling FCM."""

    exchange_indices: list[int]
    """Indexes of the exchange shards on which the subtrader has been seen. A new subtrader can take a
    while to show up.
    """

    trading_blocked: bool
    """True when the subtrader cannot trade for any reason: a block of its own, one on the entire firm, or
    one set by Kalshi.
    """

    fcm_trading_blocked: bool
    """True when the FCM itself has set a block on this one subtrader."""

    propagation_pending: bool
    """True while a block set on this subtrader has yet to take effect in the matching engine."""
