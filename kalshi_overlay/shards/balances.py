"""Read how much cash each shard has."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from kalshi_gen.api.portfolio import get_balance
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.types import UNSET, Unset
from kalshi_overlay.flow import Call, Flow, run, run_async
from kalshi_overlay.orders.shard_cash import cash_of


def sync(*, client: AuthenticatedClient, subaccount: int | Unset | None = UNSET) -> dict[int, Decimal]:
    """Read how much cash each shard has.

    An order is paid by its market's shard alone. What a transfer has moved arrives some seconds later, and is on no
    shard meanwhile.

    Args:
        client: A signed client.
        subaccount: Number of the subaccount; see `get_balance`.

    Returns:
        US dollars by the index of the shard. A shard that is not in it may have no cash.

    Raises:
        UnusableAnswerError: The answer has no breakdown by shard, or one that can't be read; a key that is restricted
            to a subaccount gets none.
        KalshiError: The balance could not be read.

    Operation: `GetBalance`.
    """
    return run(read_cash(client, subaccount))


async def asyncio(*, client: AuthenticatedClient, subaccount: int | Unset | None = UNSET) -> dict[int, Decimal]:
    """Like `sync`, without blocking."""
    return await run_async(read_cash(client, subaccount))


def read_cash(client: AuthenticatedClient, subaccount: int | Unset | None = UNSET) -> Flow[dict[int, Decimal]]:
    """The US dollars on each shard."""
    blocking = partial(get_balance.sync, client=client, subaccount=subaccount)
    awaited = partial(get_balance.asyncio, client=client, subaccount=subaccount)
    return cash_of((yield Call(blocking, awaited)))
