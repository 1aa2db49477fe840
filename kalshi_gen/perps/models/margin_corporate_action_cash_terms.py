from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, Date, Unset


class MarginCorporateActionCashTerms(Model, kw_only=True):
    """Terms of a cash dividend, a special dividend or a cash spin-off."""

    cash_per_share: Decimal | Unset = UNSET
    """Cash in US dollars for one share of the underlying."""

    cash_per_contract: Decimal | Unset = UNSET
    """Cash in US dollars for one contract. Above zero, long positions receive it and short ones pay it."""

    ex_date: Date | Unset = UNSET
    """Ex-date of the corporate action; absent where it is not known."""
