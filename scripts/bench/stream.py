"""Frames of order books: decoded, applied, and read from a socket, each beside its floor."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from statistics import quantiles

from scripts.bench.rounds import Round, Setup, cpu_of
from scripts.bench.stream_consumers import Consumer, bare_loop, every_change, order_books, subscription
from scripts.bench.stream_frames import TICKERS, order_book_frames
from scripts.bench.stream_server import serving

_PER_SECOND = 5000


def decode_floor(setup: Setup) -> Round:
    """msgspec into plain dicts, CPU of a frame."""
    import msgspec

    return per_frame(order_book_frames(setup.size), msgspec.json.decode)


def decode_ours(setup: Setup) -> Round:
    """Our decoder into typed messages, CPU of a frame."""
    from kalshi_gen.stream.codec import decode

    return per_frame(order_book_frames(setup.size), decode)


def apply_ours(setup: Setup) -> Round:
    """Our decoder, and the order books that result, CPU of a frame."""
    from kalshi_gen.stream.codec import decode
    from kalshi_gen.stream.models import OrderbookDelta, OrderbookSnapshot
    from kalshi_overlay.stream.feeds import API_FEED
    from kalshi_overlay.stream.merging import MergedBook
    from kalshi_overlay.stream.reporting import Hearing

    frames = order_book_frames(setup.size)

    def work() -> None:
        books = {ticker: MergedBook(ticker, API_FEED.book, defaultdict(Hearing)) for ticker in TICKERS}
        for frame in frames:
            message, _ = decode(frame)
            if isinstance(message, OrderbookDelta):
                books[message.msg.market_ticker].delta(0, message.msg)
            elif isinstance(message, OrderbookSnapshot):
                books[message.msg.market_ticker].snapshot(0, message.msg)
        assert not any(book.stale for book in books.values())

    once = cpu_of(work, 1)
    return lambda: once() / len(frames)


def per_frame(frames: Sequence[bytes], decode: Callable[[bytes], object]) -> Round:
    """A round that decodes frames; it takes the CPU seconds of one."""

    def work() -> None:
        for frame in frames:
            decode(frame)

    once = cpu_of(work, 1)
    return lambda: once() / len(frames)


def cpu_bare_loop(setup: Setup) -> Round:
    """The receive loop of the WebSocket library, CPU of a frame."""
    return _cpu(bare_loop, setup)


def cpu_subscription(setup: Setup) -> Round:
    """`async for` over a subscription, CPU of a frame."""
    return _cpu(subscription, setup)


def cpu_order_books(setup: Setup) -> Round:
    """`async for` over order books, CPU of a frame."""
    return _cpu(order_books, setup)


def cpu_every_change(setup: Setup) -> Round:
    """`on_change` of order books, CPU of a frame."""
    return _cpu(every_change, setup)


def rate_bare_loop(setup: Setup) -> Round:
    """The receive loop of the WebSocket library, frames a second."""
    return _rate(bare_loop, setup)


def rate_every_change(setup: Setup) -> Round:
    """`on_change` of order books, frames a second."""
    return _rate(every_change, setup)


def late_bare_loop(setup: Setup) -> Round:
    """The receive loop of the WebSocket library, 99th percentile of seconds from sending to having."""
    return _lateness(bare_loop, setup)


def late_subscription(setup: Setup) -> Round:
    """`async for` over a subscription, 99th percentile of seconds from sending to having."""
    return _lateness(subscription, setup)


def late_order_books(setup: Setup) -> Round:
    """`async for` over order books, 99th percentile of seconds from sending to having."""
    return _lateness(order_books, setup)


def late_every_change(setup: Setup) -> Round:
    """`on_change` of order books, 99th percentile of seconds from sending to having."""
    return _lateness(every_change, setup)


def _cpu(consumer: Consumer, setup: Setup) -> Round:
    return lambda: asyncio.run(consumer(setup.url, setup.size)).cpu / (setup.size + len(TICKERS))


def _rate(consumer: Consumer, setup: Setup) -> Round:
    return lambda: (setup.size + len(TICKERS)) / asyncio.run(consumer(setup.url, setup.size)).elapsed


def _lateness(consumer: Consumer, setup: Setup) -> Round:
    """A round with a server that sends at a steady pace, and says when it sent what."""

    def once() -> float:
        with serving(setup.size, _PER_SECOND) as server:
            received = asyncio.run(consumer(server.url, setup.size)).received
            return percentile_99(latencies_of(server.sent(), received))

    return once


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
