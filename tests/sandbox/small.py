"""A sandbox that starts sooner than in earnest, by as much as ten tests take."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kalshi_sandbox import Sandbox, trading
from kalshi_sandbox.instruments import event_ticker, series_ticker
from kalshi_sandbox.perps import trading as perps_trading


def small_sandbox(series: int = 0, markets: int = 3, contracts: int = 1, **arguments: Any) -> Sandbox:
    """A sandbox with some markets of one event and some perpetual futures alone, whose own account has an Ed25519 key.

    Making fifty markets and quoting them takes long, and so does making an RSA key and loading it.

    Args:
        series: Which of the five series has the event.
        markets: How many of its ten markets there are.
        contracts: How many of the five perpetual futures there are.
        arguments: Those of `Sandbox`.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trading, "_SERIES", 1)
        patch.setattr(trading, "_MARKETS_PER_EVENT", markets)
        patch.setattr(trading, "series_ticker", lambda _: series_ticker(series))
        patch.setattr(trading, "event_ticker", lambda _: event_ticker(series))
        patch.setattr(perps_trading, "CONTRACTS", perps_trading.CONTRACTS[:contracts])
        return quick_sandbox(**arguments)


def quick_sandbox(**arguments: Any) -> Sandbox:
    """A sandbox with all of its markets, whose own account has an Ed25519 key; `arguments` are those of `Sandbox`."""
    with pytest.MonkeyPatch.context() as patch:
        give_quick_keys(patch)
        return Sandbox(**arguments)


def give_quick_keys(patch: pytest.MonkeyPatch) -> None:
    """Give the own account of a sandbox an Ed25519 key: each client that loads an RSA key takes longer than a test."""
    patch.setattr(trading, "new_rsa_key", Ed25519PrivateKey.generate)
