from __future__ import annotations

from decimal import Decimal

from ..models.exchange_instance import ExchangeInstance
from ..models.intra_exchange_instance_transfer_status import IntraExchangeInstanceTransferStatus
from ..runtime.model import Model
from ..types import UNSET, Unset


class IntraExchangeInstanceTransfer(Model, kw_only=True):
    """A movement of funds within one account, between exchange instances or shards."""

    transfer_id: str
    """Identifier the exchange gave the transfer."""

    client_transfer_id: str | Unset = UNSET
    """Identifier the client sent with the transfer; absent when it sent none."""

    source: ExchangeInstance
    """Exchange instance the funds left: `event_contract` or `margined`."""

    destination: ExchangeInstance
    """Exchange instance the funds went to: `event_contract` or `margined`."""

    source_exchange_shard: int
    """Index of the exchange shard the funds left."""

    destination_exchange_shard: int
    """Index of the exchange shard the funds went to."""

    amount: Decimal
    """Amount moved, in US dollars; the request gives it in centi-cents instead."""

    status: IntraExchangeInstanceTransferStatus
    """State of the transfer: `pending` is still under way, `complete` is done."""

    created_ts: int
    """Creation time of the transfer, in Unix seconds."""
