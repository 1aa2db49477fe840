"""A reader in a process of its own, which loads nothing but what reading takes."""

from __future__ import annotations

from collections.abc import Sequence

from websockets.sync.client import connect

# A reader that gets nothing for so long has failed.
SECONDS = 30


def count(url: str, headers: dict[str, str], tickers: Sequence[str], subscriptions: int, messages: int) -> int:
    """Read until so many changes of books have come, in a process of its own; how many came."""
    got = 0
    with connect(url, additional_headers=headers, compression=None, max_queue=None) as socket:
        for ticker in [*tickers] * subscriptions:
            params = f'{{"channels":["orderbook_delta"],"market_ticker":"{ticker}"}}'
            socket.send(f'{{"id":1,"cmd":"subscribe","params":{params}}}')
        while got < messages:
            got += str(socket.recv(timeout=SECONDS)).startswith('{"type":"orderbook_delta"')
    return got


def is_ready() -> bool:
    """Whether the reader's process has started, which takes longer than a signature may be old."""
    return True
