from __future__ import annotations

from ...runtime.model import Model


class SubscribedUnderlyingsResponseData(Model, kw_only=True):
    """The underlyings of the subscription."""

    underlying_tickers: list[str]
    """Symbols that are subscribed now; `all` alone for every one."""
