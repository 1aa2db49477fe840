"""Consumers that stop reading, one for each policy, beside others that read on.

    python -m tests.stream.slow_soak --messages 300000 --rate 5000

Order books change while nobody reads four of the subscriptions. Prints how much memory the process took meanwhile,
how long the queues were, and whether each policy kept its promise; ends with status 1 if one did not.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import sys
from collections.abc import Sequence
from typing import Any

from attrs import define, field

from kalshi_gen.stream.models import OrderbookDelta
from kalshi_overlay.stream import KalshiBackpressureError, connect
from kalshi_sandbox import Sandbox
from tests.stream.running import run, until

SIZES = {
    "small": ["--messages", "1000", "--rate", "5000", "--size", "50", "--markets", "5"],
    "middle": ["--messages", "20000", "--rate", "2000"],
    "full": ["--messages", "300000", "--rate", "5000"],
}
# At a rate, it matters who keeps up.
ALONE = ["full"]

SIZE = 1000


@define
class Result:
    """What a soak test has found.

    Attributes:
        kept: Whether each promise was kept, by its words.
        longest: The most messages that each queue held.
        megabytes: The most memory that the process had at the beginning and at the end.
        dropped: Messages that each policy dropped.
    """

    kept: dict[str, bool] = field(factory=dict)
    longest: dict[str, int] = field(factory=dict)
    megabytes: list[float] = field(factory=list)
    dropped: dict[str, int] = field(factory=dict)
    messages: int = 0


async def soak(*, messages: int, rate: float | None = None, size: int = SIZE, markets: int = 20) -> Result:
    """Stop reading while so many changes are made, and read on afterwards.

    Args:
        messages: How many.
        rate: How many a second; None for as many as the others read.
        size: Messages that a queue holds.
        markets: How many markets they are about.
    """
    result = Result()
    with Sandbox() as exchange:
        firehose = exchange.stream.firehose(markets=markets, seed=1)
        async with exchange.client() as client, connect(client) as stream:
            narrowed: Any = {"market_tickers": list(firehose.tickers), "queue_size": size}
            slow: dict[str, Any] = {
                policy: await stream.subscribe("orderbook_delta", when_full=policy, **narrowed)
                for policy in ("error", "block", "drop_oldest")
            }
            slow["latest"] = await stream.subscribe("ticker", when_full="latest", **narrowed)
            counted: list[int] = []
            deltas: list[int] = []
            newest: dict[str, Any] = {}
            quick: Any = stream.subscribe("orderbook_delta", market_tickers=list(firehose.tickers))

            def count(each: Any) -> None:
                counted.append(each.seq)
                if isinstance(each, OrderbookDelta):
                    deltas.append(each.seq)

            (await quick).listen(count)
            tickers: Any = stream.subscribe("ticker", market_tickers=list(firehose.tickers))
            (await tickers).listen(lambda each: newest.__setitem__(each.msg.market_ticker, each))
            books = await stream.orderbooks(firehose.tickers)
            result.longest = dict.fromkeys(slow, 0)
            result.megabytes.append(_megabytes())
            while firehose.changes < messages:
                await asyncio.to_thread(firehose.run, min(500, messages - firehose.changes), per_second=rate)
                for policy, subscription in slow.items():
                    result.longest[policy] = max(result.longest[policy], len(subscription._inbox.queue))
            await until(lambda: len(deltas) >= firehose.changes)
            result.megabytes.append(_megabytes())
            result.messages = stream.counters.messages
            result.dropped = {policy: subscription.drops for policy, subscription in slow.items()}
            engine = {ticker: exchange.engine.books.get(ticker) for ticker in firehose.tickers}
            # Its answer comes behind all messages of its connection.
            await stream._pool.connections[0].command("list_subscriptions")
            kept = result.kept
            # Answers to commands use up numbers too.
            is_in_order = counted == sorted(set(counted)) and len(deltas) == firehose.changes
            kept["the others got everything, in order"] = is_in_order and not quick.gaps
            kept["the books are the exchange's"] = all(
                {level.price: level.count for level in books[ticker].bids} == dict(view.bids)
                for ticker, view in engine.items()
            )
            kept["no connection was lost"] = stream.counters.reconnects == 0
            kept["no queue was longer than its size"] = max(result.longest.values()) <= size
            kept["error: all that came first, then the error"] = await _keeps_error(slow["error"], size)
            kept["drop_oldest: the newest, in order"] = await _keeps_newest(slow["drop_oldest"], size, counted[-1])
            kept["latest: the newest of each market"] = await _keeps_latest(slow["latest"], newest)
            kept["block: in order, and a hole is counted"] = await _keeps_order(
                slow["block"], firehose.changes + markets
            )
    return result


async def _keeps_error(subscription: Any, size: int) -> bool:
    seqs = []
    try:
        async for each in subscription:
            seqs.append(each.seq)
    except KalshiBackpressureError:
        return len(seqs) == size and seqs == sorted(set(seqs))
    return False


async def _keeps_newest(subscription: Any, size: int, last: int) -> bool:
    return [(await anext(subscription)).seq for _ in range(size)] == list(range(last - size + 1, last + 1))


async def _keeps_latest(subscription: Any, newest: dict[str, Any]) -> bool:
    read = [await anext(subscription) for _ in range(len(newest))]
    return {each.msg.market_ticker: each.msg for each in read} == {name: each.msg for name, each in newest.items()}


async def _keeps_order(subscription: Any, last: int) -> bool:
    """Read until the end, or until the exchange has ended what fell too far behind and it was made again."""
    before, sid = 0, None
    async for each in subscription:
        if sid not in (None, each.sid) or (before and each.seq == 1):
            # A new subscription, perhaps on a new connection, which begins with snapshots: what is missing was counted.
            return bool(subscription.gaps) and not isinstance(each, OrderbookDelta)
        if each.seq != before + 1:
            return False
        before, sid = each.seq, each.sid
        if before == last:
            return not subscription.gaps
    return False


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(arguments: Sequence[str]) -> int:
    """Run a soak test of the size that is asked for, and print what it found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--messages", type=int, default=300_000)
    parser.add_argument("--rate", type=float, default=None, help="changes a second; as fast as read if left out")
    parser.add_argument("--size", type=int, default=SIZE, help="messages that a queue holds")
    parser.add_argument("--markets", type=int, default=20)
    given = parser.parse_args(arguments)
    result = run(soak(**vars(given)), timeout=None)
    print(f"changes {given.messages:,}, messages received {result.messages:,}")
    print(f"most memory at the beginning {result.megabytes[0]:.0f} MB, at the end {result.megabytes[1]:.0f} MB")
    for policy, longest in result.longest.items():
        print(f"{policy:<14} longest queue {longest:,}, dropped {result.dropped[policy]:,}")
    for promise, is_kept in result.kept.items():
        print(f"{'kept' if is_kept else 'BROKEN':<8}{promise}")
    kept, promises = sum(result.kept.values()), len(result.kept)
    print(f"promises kept {kept} of {promises}, with {result.messages:,} messages in {_megabytes():.0f} MB")
    return 0 if kept == promises else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
