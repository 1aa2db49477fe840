"""Read the target allocation of the account's cash to shards, and what it caps."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal
from functools import partial
from typing import Any

from kalshi_gen.api.portfolio import get_target_balance_allocation
from kalshi_gen.client import AuthenticatedClient
from kalshi_overlay.errors import UnusableAnswerError
from kalshi_overlay.flow import Call, Flow, run, run_async
from kalshi_overlay.shards.balances import read_cash
from kalshi_overlay.shards.results import ShardTarget

_ALL_PERCENT = 100
_CENTICENT = Decimal("0.0001")


def sync(*, client: AuthenticatedClient) -> list[ShardTarget]:
    """Read the target allocation of the account's cash to shards, and what it caps.

    The exchange restores a target every few seconds, down as well as up: a target is a cap. So what you transfer to a
    shard beyond its target is moved away again, and a shard without a target is emptied. What resting orders hold is
    left where it is, by the allocation's `resting_margin_reservation`.

    Args:
        client: A signed client.

    Returns:
        A target for each shard that has one or has cash, by the index of the shard; none if there is no allocation.

    Raises:
        UnusableAnswerError: The answer about the allocation or the balance can't be read.
        KalshiError: They could not be read.

    Operation: `GetTargetBalanceAllocation` and `GetBalance`.
    """
    return run(_targets(client))


async def asyncio(*, client: AuthenticatedClient) -> list[ShardTarget]:
    """Like `sync`, without blocking."""
    return await run_async(_targets(client))


def _targets(client: AuthenticatedClient) -> Flow[list[ShardTarget]]:
    blocking, awaited = get_target_balance_allocation.sync, get_target_balance_allocation.asyncio
    answer = yield Call(partial(blocking, client=client), partial(awaited, client=client))
    if not isinstance(getattr(answer, "allocations", None), list):
        raise UnusableAnswerError("GetTargetBalanceAllocation doesn't say the targets")
    percentages: dict[Any, Any] = {
        getattr(each, "exchange_index", None): getattr(each, "percent", None) for each in answer.allocations
    }
    if not all(isinstance(number, int) for pair in percentages.items() for number in pair):
        raise UnusableAnswerError("GetTargetBalanceAllocation has a target without its shard or its percentage")
    if not percentages:
        return []
    return targets(percentages, (yield from read_cash(client)))


def targets(percentages: Mapping[int, int], cash: Mapping[int, Decimal]) -> list[ShardTarget]:
    """What percentages mean for cash, both by shard."""
    total = sum(cash.values(), Decimal(0))
    return [
        ShardTarget(
            exchange_index=shard,
            percent=percentages.get(shard, 0),
            cash=cash.get(shard, Decimal(0)),
            cap=(total * percentages.get(shard, 0) / _ALL_PERCENT).quantize(_CENTICENT, ROUND_DOWN),
        )
        for shard in sorted({*percentages, *cash})
    ]
