from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from ...runtime.bounds import Decimals, Range
from ...runtime.field_rules import FieldRule
from ...runtime.model import Model
from ...types import UNSET, Unset


class DecreaseMarginOrderRequest(Model, kw_only=True):
    """A cut in the remaining size of an order; give either `reduce_by` or `reduce_to`, never both. Give
    exactly one of `reduce_by` and `reduce_to`.
    """

    _field_rules = (FieldRule("exactly_one_of", ("reduce_by", "reduce_to")),)

    reduce_by: Annotated[Decimal, Decimals(2), Range(above=0)] | None | Unset = UNSET
    """Contracts to take off the remaining size. Give either this or `reduce_to`, never both; null counts
    as not sent. `None` is sent as null.
    """

    reduce_to: Annotated[Decimal, Decimals(2), Range(minimum=0)] | None | Unset = UNSET
    """Contracts that shall remain after the cut. Give either this or `reduce_by`, never both; null counts
    as not sent. `None` is sent as null.
    """
