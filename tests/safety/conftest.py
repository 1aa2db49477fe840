"""The exchanges of the tests of orders, where no wait takes time."""

from __future__ import annotations

from tests.orders.conftest import exchange, exchange_of, harness, harness_of, hasty_harness, perps

__all__ = ["exchange", "exchange_of", "harness", "harness_of", "hasty_harness", "perps"]
