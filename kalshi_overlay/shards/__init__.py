"""What has to be done shard by shard: cash, allocations, order groups and batches.

Each operation is a module with `sync` and `asyncio`, as the generated ones are:

    from kalshi_overlay.shards import balances, transfer

    cash = balances.sync(client=client)
    transfer.sync(client=client, amount=Decimal(100), from_shard=0, to_shard=2)

docs/shards.md says what is guaranteed, and which behaviour of the exchange each guarantee rests on.
"""

from __future__ import annotations

from kalshi_overlay.errors import TransferNotAppliedError, TransferStateUnknownError
from kalshi_overlay.shards.results import ByShard, ShardTarget, TransferredCash

__all__ = ["ByShard", "ShardTarget", "TransferNotAppliedError", "TransferStateUnknownError", "TransferredCash"]
