"""What the exchange knows of an account besides its money and orders."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from attrs import define, field, frozen

from .order import Owner
from .positions import Settlement


@frozen(kw_only=True)
class Transfer:
    """Cash that moved between two subaccounts.

    Args:
        amount: US dollars.
        exchange_index: The shard on which it moved.
    """

    transfer_id: str
    client_transfer_id: str
    account: str
    from_subaccount: int
    to_subaccount: int
    amount: Decimal
    created_time: datetime
    exchange_index: int = 0


@frozen(kw_only=True)
class ShardTransfer:
    """Cash that moved between two shards, perhaps from one subaccount to another as well.

    Args:
        client_transfer_id: The caller's own id, empty for none.
        amount: US dollars.
        arrival_time: When the cash arrives.
    """

    transfer_id: str
    client_transfer_id: str
    source: Owner
    source_shard: int
    destination: Owner
    destination_shard: int
    amount: Decimal
    created_time: datetime
    arrival_time: datetime


@define(eq=False)
class Account:
    """An account.

    Args:
        client_order_ids: Order ids by the caller's own ids, with every id that was ever used.
        transfers: Transfers between subaccounts by the caller's own ids, oldest first.
        settlements: Settlements, oldest first.
        shard_transfers: Cash moved between shards, oldest first.
        allocation: Target percentage of the cash on each shard; empty for no target.
    """

    account_id: str
    created_time: datetime
    subaccounts: int = 0
    client_order_ids: dict[str, str] = field(factory=dict)
    transfers: dict[str, Transfer] = field(factory=dict)
    settlements: list[Settlement] = field(factory=list)
    shard_transfers: list[ShardTransfer] = field(factory=list)
    allocation: dict[int, int] = field(factory=dict)
