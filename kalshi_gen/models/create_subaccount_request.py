from __future__ import annotations

from typing import TYPE_CHECKING

from ..runtime.model import Model
from ..types import UNSET, Unset


class CreateSubaccountRequest(Model, kw_only=True):
    """Request to create a subaccount."""

    exchange_index: int | Unset = UNSET
    """Number of the exchange shard to create the subaccount on; the exchange uses 0 when it is left out."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            exchange_index: int | None | Unset = UNSET,
        ) -> None: ...
