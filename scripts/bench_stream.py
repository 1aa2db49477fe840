"""Measure the cost of the stream's client as ratios to the least possible cost, its floor, both in one run.

    python -m scripts.bench_stream [DELTAS]

Decode: order book frames into typed messages, against msgspec decoding the same frames into plain dicts.
Decode and apply: the same, with the order books that result, against the same floor.
Subscription, order books: the CPU of a consumer of the same frames over loopback, as fast as they come, against a bare
receive loop of the same WebSocket library; the server is another process.
Latency at 5,000 messages a second: how much later than the bare loop a consumer has each message.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from statistics import median, quantiles
from time import process_time

import msgspec

from scripts.bench import Measured, best_of_each, print_ratios
from scripts.bench_stream_consumers import Consumer, bare_loop, every_change, order_books, subscription
from scripts.bench_stream_frames import TICKERS, order_book_frames
from scripts.bench_stream_server import serving

_PER_SECOND = 5000
_MOST_ADDED = 0.001
_ROUNDS = 7
# Each with the highest allowed ratio to the bare loop's CPU. A view for each change costs more than the newest alone.
_CONSUMERS = {
    "subscription": (subscription, 2.0),
    "order books": (order_books, 2.0),
    "every change": (every_change, 3.0),
}


def measure_decode(deltas: int) -> Measured:
    """Time our decoder against a plain one, for each frame."""
    from kalshi_gen.stream.codec import decode

    frames = order_book_frames(deltas)

    def ours() -> None:
        for frame in frames:
            decode(frame)

    return ("decode", "msgspec into dicts", *_best_decoding(frames, ours), 2.0)


def measure_apply(deltas: int) -> Measured:
    """Time decoding and updating the books against a plain decoder, for each frame."""
    from kalshi_gen.stream.codec import decode
    from kalshi_gen.stream.models import OrderbookDelta, OrderbookSnapshot
    from kalshi_overlay.stream.feeds import API_FEED
    from kalshi_overlay.stream.merging import MergedBook
    from kalshi_overlay.stream.reporting import Hearing

    frames = order_book_frames(deltas)

    def ours() -> None:
        books = {ticker: MergedBook(ticker, API_FEED.book, defaultdict(Hearing)) for ticker in TICKERS}
        for frame in frames:
            message, _ = decode(frame)
            if isinstance(message, OrderbookDelta):
                books[message.msg.market_ticker].delta(0, message.msg)
            elif isinstance(message, OrderbookSnapshot):
                books[message.msg.market_ticker].snapshot(0, message.msg)
        assert not any(book.stale for book in books.values())

    return ("decode and apply", "msgspec into dicts", *_best_decoding(frames, ours), 4.0)


def _best_decoding(frames: list[bytes], ours: Callable[[], None]) -> tuple[float, float]:
    def floor() -> None:
        for frame in frames:
            msgspec.json.decode(frame)

    def timed(work: Callable[[], None]) -> Callable[[], float]:
        def once() -> float:
            began = process_time()
            work()
            return (process_time() - began) / len(frames)

        return once

    return best_of_each(timed(floor), timed(ours), rounds=15)


def measure_consumer(name: str, consumer: Consumer, bar: float, url: str, deltas: int) -> Measured:
    """Time the CPU of a consumer against a bare receive loop, for each frame, with frames as fast as they are read."""

    def timed(consumer: Consumer) -> Callable[[], float]:
        return lambda: asyncio.run(consumer(url, deltas)).cpu / (deltas + len(TICKERS))

    return (name, "websockets receive loop, CPU", *best_of_each(timed(bare_loop), timed(consumer), _ROUNDS), bar)


def measure_latency(deltas: int) -> int:
    """Print how long deltas take at a steady pace, and how much longer for each consumer than for the bare loop.

    Returns:
        1 if the 99th percentile of a consumer is over its limit, else 0.
    """
    consumers = {"bare loop": bare_loop} | {name: consumer for name, (consumer, _) in _CONSUMERS.items()}
    best: dict[str, list[float]] = {}
    with serving(deltas, _PER_SECOND) as server:
        for _ in range(_ROUNDS):
            for name, consumer in consumers.items():
                received = asyncio.run(consumer(server.url, deltas)).received
                latencies = latencies_of(server.sent(), received)
                best[name] = min(best.get(name, latencies), latencies, key=percentile_99)
    floor = percentile_99(best["bare loop"])
    print(f"\nat {_PER_SECOND} messages a second, ms from sending to having it:")
    print(f"{'':<18}{'median':>9}{'p99':>9}{'added p99':>11}{'bar':>6}")
    for name, latencies in best.items():
        added = percentile_99(latencies) - floor
        print(
            f"{name:<18}{median(latencies) * 1e3:>9.3f}{percentile_99(latencies) * 1e3:>9.3f}"
            f"{added * 1e3:>11.3f}{_MOST_ADDED * 1e3:>6.2f}"
        )
    return int(any(percentile_99(latencies) - floor > _MOST_ADDED for latencies in best.values()))


def latencies_of(sent: Sequence[float], received: Sequence[float]) -> list[float]:
    """Compute how long each delta took, in seconds.

    Args:
        sent: When the deltas were sent, starting with clock 1.
        received: When the delta of each clock arrived, starting with clock 0; 0 if it arrived with the next.
    """
    latencies = []
    came = 0.0
    for began, ended in zip(reversed(sent), reversed(received), strict=False):
        came = ended or came
        latencies.append(came - began)
    return latencies


def percentile_99(values: list[float]) -> float:
    """The value that 99 of 100 don't exceed."""
    return quantiles(values, n=100)[-1]


def main(deltas: int = 20_000) -> int:
    """Print the ratios and the latencies; 1 if one is over its limit."""
    with serving(deltas) as server:
        consuming = [
            partial(measure_consumer, name, consumer, bar, server.url, deltas)
            for name, (consumer, bar) in _CONSUMERS.items()
        ]
        decoding = [partial(measure_decode, deltas), partial(measure_apply, deltas)]
        over = print_ratios(decoding + consuming, "µs", 1e6)
    late = measure_latency(deltas // 4)
    print(f"\nload {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return over or late


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
