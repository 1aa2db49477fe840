from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, Date, Unset


class MarginCorporateActionSplitTerms(Model, kw_only=True):
    """Terms of a split: `ratio_old` shares become `ratio_new`."""

    ratio_old: Decimal | Unset = UNSET
    """Shares before the split, in the ratio of the split."""

    ratio_new: Decimal | Unset = UNSET
    """Shares after the split, in the ratio of the split."""

    ex_date: Date | Unset = UNSET
    """Ex-date of the corporate action; absent where it is not known."""
