"""Call something for each shard of the exchange, and say what each answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from kalshi_gen.api.exchange import get_exchange_status
from kalshi_gen.client import Client
from kalshi_gen.runtime.body import json_in
from kalshi_overlay.errors import UnusableAnswerError
from kalshi_overlay.flow import Call, Flow, run, run_async
from kalshi_overlay.shards.results import ByShard

T = TypeVar("T")


def sync(call: Callable[[int], T], *, client: Client) -> ByShard[T]:
    """Call a function for each shard of the exchange, one after the other.

    A shard that fails doesn't keep the others from being called, and no failure is hidden: look at `failed` of the
    result, or call its `raise_for_errors`.

    Args:
        call: A function that takes the index of a shard, as an operation's `exchange_index`.
        client: Any client; it reads which shards there are.

    Returns:
        What the function returned or raised, by shard.

    Raises:
        UnusableAnswerError: The exchange doesn't say which shards there are; nothing was called.
        KalshiError: That could not be read; nothing was called.

    Operation: reads `GetExchangeStatus`.
    """
    return run(_on_each(call, client))


async def asyncio(call: Callable[[int], Awaitable[T]], *, client: Client) -> ByShard[T]:
    """Like `sync`, with a function that returns an awaitable."""
    return await run_async(_on_each(call, client))


def _on_each(call: Any, client: Client) -> Flow[ByShard[Any]]:
    answers = ByShard[Any]({}, {})
    for shard in (yield from _shards(client)):
        try:
            answers.results[shard] = yield Call(call, call, (shard,))
        except Exception as error:
            error.add_note(f"shard {shard}")
            answers.failed[shard] = error
    return answers


def _shards(client: Client) -> Flow[list[int]]:
    """The indexes of all shards."""

    def read() -> Any:
        return get_exchange_status.sync_detailed(client=client)

    async def read_async() -> Any:
        return await get_exchange_status.asyncio_detailed(client=client)

    # In maintenance the exchange answers with 503, and says all the same which shards there are.
    body = json_in((yield Call(read, read_async)).content)
    statuses = body.get("exchange_index_statuses") if isinstance(body, dict) else None
    shards: list[Any] = [
        status.get("exchange_index") if isinstance(status, dict) else None for status in statuses or ()
    ]
    if not shards or not all(type(shard) is int for shard in shards):
        raise UnusableAnswerError("GetExchangeStatus doesn't say which shards there are")
    return list(dict.fromkeys(shards))
