"""Prices, counts and order requests of event contracts, exact in `Decimal`.

Everything here computes and nothing sends. docs/pricing.md has examples, and the source of each rule.
"""

from __future__ import annotations

from kalshi_overlay.books import BestPrices, Depth, Level, best, depth
from kalshi_overlay.pricing.counts import snap_count
from kalshi_overlay.pricing.grid import PriceGrid
from kalshi_overlay.pricing.ordering import order
from kalshi_overlay.pricing.prices import (
    BookPrice,
    Outcome,
    book_price,
    complement,
    outcome_price,
    probability,
)

__all__ = [
    "BestPrices",
    "BookPrice",
    "Depth",
    "Level",
    "Outcome",
    "PriceGrid",
    "best",
    "book_price",
    "complement",
    "depth",
    "order",
    "outcome_price",
    "probability",
    "snap_count",
]
