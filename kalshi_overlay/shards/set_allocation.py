"""Set the target allocation of the account's cash to shards."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from kalshi_gen.api.portfolio import set_target_balance_allocation
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import InvalidRequestError
from kalshi_gen.models.resting_margin_reservation import RestingMarginReservation
from kalshi_gen.models.set_target_balance_allocation_request import SetTargetBalanceAllocationRequest
from kalshi_gen.models.target_balance_allocation_input import TargetBalanceAllocationInput
from kalshi_gen.types import UNSET, Unset
from kalshi_overlay.flow import Call, Flow, run, run_async

_ALL_PERCENT = 100


def sync(
    percentages: Mapping[int, int],
    *,
    client: AuthenticatedClient,
    resting_margin_reservation: RestingMarginReservation | Unset | None = UNSET,
) -> None:
    """Set the target allocation of the account's cash to shards; it replaces the one before.

    A target is a cap too: cash beyond it is moved away, and a shard that you leave out is emptied of all that resting
    orders don't hold. `allocation` shows what that comes to.

    Args:
        percentages: Share of the account's cash by the index of the shard: integers, in percent, 100 in total. An empty
            one means no targets.
        client: A signed client.
        resting_margin_reservation: What is left where it is for resting orders; see `set_target_balance_allocation`.

    Raises:
        InvalidRequestError: A share is no integer from 0 to 100, or they aren't 100 in total; nothing was sent.
        KalshiError: The exchange rejected it, or did not answer: setting it again does no harm.

    Operation: `SetTargetBalanceAllocation`.
    """
    run(_set(percentages, client, resting_margin_reservation))


async def asyncio(
    percentages: Mapping[int, int],
    *,
    client: AuthenticatedClient,
    resting_margin_reservation: RestingMarginReservation | Unset | None = UNSET,
) -> None:
    """Like `sync`, without blocking."""
    await run_async(_set(percentages, client, resting_margin_reservation))


def _set(
    percentages: Mapping[int, int],
    client: AuthenticatedClient,
    resting_margin_reservation: RestingMarginReservation | Unset | None,
) -> Flow[None]:
    if not isinstance(percentages, Mapping):
        problem = f"must be percentages by the index of the shard, not {type(percentages).__name__}"
        raise InvalidRequestError("percentages", problem)
    for shard, percent in percentages.items():
        if type(shard) is not int or shard < 0:
            raise InvalidRequestError("percentages", f"{shard!r} is no index of a shard, which is 0 or more")
        if type(percent) is not int or not 0 <= percent <= _ALL_PERCENT:
            raise InvalidRequestError(f"percentages[{shard}]", f"must be an integer from 0 to 100, not {percent!r}")
    total = sum(percentages.values())
    if percentages and total != _ALL_PERCENT:
        raise InvalidRequestError("percentages", f"must be 100 in total, not {total}; give an empty one for no targets")
    body = SetTargetBalanceAllocationRequest(
        allocations=[
            TargetBalanceAllocationInput(exchange_index=shard, percent=percent)
            for shard, percent in percentages.items()
        ],
        resting_margin_reservation=resting_margin_reservation,
    )
    blocking, awaited = set_target_balance_allocation.sync, set_target_balance_allocation.asyncio
    yield Call(partial(blocking, client=client, body=body), partial(awaited, client=client, body=body))
