"""Prices, counts, order requests and fees of event contracts, exact in `Decimal`.

Everything here computes and nothing sends. docs/pricing.md has examples, and the source of each rule.
"""

from __future__ import annotations

from kalshi_overlay.books import BestPrices, Depth, Level, best, depth
from kalshi_overlay.pricing.counts import snap_count
from kalshi_overlay.pricing.fees import (
    FeeRates,
    FillFee,
    OrderFees,
    Precision,
    PricedFill,
    Rounding,
    break_even,
    break_even_sale,
    fill_fee,
    order_fees,
    rates_at,
)
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
    "FeeRates",
    "FillFee",
    "Level",
    "OrderFees",
    "Outcome",
    "Precision",
    "PriceGrid",
    "PricedFill",
    "Rounding",
    "best",
    "book_price",
    "break_even",
    "break_even_sale",
    "complement",
    "depth",
    "fill_fee",
    "order",
    "order_fees",
    "outcome_price",
    "probability",
    "rates_at",
    "snap_count",
]
