"""Order books that a reader puts together are the exchange's own at every clock, and many readers get everything.

python -m tests.sandbox.stream.books_soak --changes 2000 --readers 5

The exchange does as the documents say: its books have clocks, and each subscription is one of its own.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

from tests.sandbox.small import small_sandbox
from tests.sandbox.stream.books import Books
from tests.sandbox.stream.reader import Reader

SIZES: dict[str, list[str]] = {
    "small": ["--changes", "200", "--readers", "3"],
    "middle": ["--changes", "2000", "--readers", "5"],
    "full": ["--changes", "20000", "--readers", "20"],
}


def prove_books(changes: int, *, uses_yes_price: bool) -> int:
    """Change four books, and compare what a reader makes of them with the exchange, after every message.

    Returns:
        How many messages there were.

    Raises:
        AssertionError: If a book differs.
    """
    with small_sandbox(clock="manual", seed=3, behaviour="documents") as exchange, Reader(exchange) as reader:
        hose = exchange.stream.firehose(markets=4, seed=11)
        hose.run(100)
        history, books = exchange.stream.history(), Books(uses_yes_price=uses_yes_price)
        given: dict[str, Any] = {"market_tickers": list(hose.tickers), "use_yes_price": uses_yes_price}
        for message in reader.subscribe("orderbook_delta", **given):
            books.apply(message)
        hose.run(changes)
        messages = reader.messages()
        assert len(messages) >= changes
        for message in messages:
            ticker = books.apply(message)
            clock = message["msg"]["clock"]
            expected = history.at(ticker, clock)
            assert (expected.clock, expected.bids, expected.asks) == (clock, *books.sides(ticker))
        for ticker in hose.tickers:
            view = exchange.engine.books.get(ticker)
            assert (dict(view.bids), dict(view.asks)) == books.sides(ticker)
    return len(messages)


def prove_readers(changes: int, readers: int) -> int:
    """Have many readers with a subscription for each of ten markets: each gets everything, in order.

    Returns:
        How many messages they got together.

    Raises:
        AssertionError: One missed something, or got it out of order.
    """
    with small_sandbox(clock="manual", seed=3, behaviour="documents") as exchange, ExitStack() as stack:
        hose = exchange.stream.firehose(markets=10)
        all_readers = [stack.enter_context(Reader(exchange)) for _ in range(readers)]
        for one in all_readers:
            for ticker in hose.tickers:
                one.subscribe("orderbook_delta", market_ticker=ticker)
        hose.run(changes)
        assert hose.changes >= changes
        for one in all_readers:
            messages = one.messages()
            assert len(messages) == hose.changes
            for sid in range(1, len(hose.tickers) + 1):
                numbers = [each["seq"] for each in messages if each["sid"] == sid]
                assert numbers == list(range(2, len(numbers) + 2))
    return readers * hose.changes


def main(arguments: Sequence[str]) -> int:
    """Run the soak test, and print how much was received."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--changes", type=int, default=2_000)
    parser.add_argument("--readers", type=int, default=5)
    given = parser.parse_args(arguments)
    messages = sum(prove_books(given.changes, uses_yes_price=each) for each in (False, True))
    received = prove_readers(given.changes // 10, given.readers)
    print(
        f"books after each of {messages:,} messages were the exchange's; "
        f"{given.readers} readers got {received:,} changes in order"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
