from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from ...runtime.bounds import Range
from ...runtime.model import Model
from ...types import UNSET, Unset
from ..models.exchange_instance import ExchangeInstance


class IntraExchangeInstanceTransferRequest(Model, kw_only=True):
    """Body of a request to move funds within one account, between exchange instances, shards or
    subaccounts.
    """

    client_transfer_id: UUID | Unset = UNSET
    """UUID against duplicates, to be reused only for a retry of the same request: once accepted from the
    same source instance and shard, a repeat answers 409 and moves nothing. It is refused when a
    numbered subaccount is involved; without it every request is a new transfer.
    """

    source: ExchangeInstance
    """Exchange instance the funds leave: `event_contract` or `margined`."""

    destination: ExchangeInstance
    """Exchange instance the funds go to: `event_contract` or `margined`."""

    amount: int
    """Amount to move, in centi-cents (10,000 to the US dollar)."""

    source_exchange_shard: Annotated[int, Range(minimum=0, maximum=100)] | Unset = UNSET
    """Index of the exchange shard the funds leave, from 0 to 100. The exchange uses 0 when it is left out."""

    destination_exchange_shard: Annotated[int, Range(minimum=0, maximum=100)] | Unset = UNSET
    """Index of the exchange shard the funds go to, from 0 to 100. The exchange uses 0 when it is left out."""

    source_subaccount: int | Unset = UNSET
    """Subaccount the funds leave; 0, the default, is the primary account. Other values work only when both
    instances are `event_contract`.
    """

    destination_subaccount: int | Unset = UNSET
    """Subaccount the funds go to; 0, the default, is the primary account. Other values work only when both
    instances are `event_contract`.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            client_transfer_id: UUID | None | Unset = UNSET,
            source: ExchangeInstance,
            destination: ExchangeInstance,
            amount: int,
            source_exchange_shard: int | None | Unset = UNSET,
            destination_exchange_shard: int | None | Unset = UNSET,
            source_subaccount: int | None | Unset = UNSET,
            destination_subaccount: int | None | Unset = UNSET,
        ) -> None: ...
