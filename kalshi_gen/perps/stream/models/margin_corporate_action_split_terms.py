from __future__ import annotations

from decimal import Decimal

from ....runtime.model import Model


class MarginCorporateActionSplitTerms(Model, kw_only=True):
    """Terms of a stock split; absent for other kinds."""

    ratio_old: Decimal
    """How many shares become `ratio_new` shares: 1 in a split of 4 for 1."""

    ratio_new: Decimal
    """How many shares `ratio_old` shares become: 4 in a split of 4 for 1."""

    pre_split_mark_price: Decimal
    """Mark price before the split, in US dollars per contract."""

    post_split_mark_price: Decimal
    """Mark price after the split, in US dollars per contract."""
