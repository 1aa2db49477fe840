"""The stream as it was measured, from captures written by hand: the client makes the right messages and books of it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kalshi_gen.runtime.drift import SpecDrift
from kalshi_gen.stream.codec import decode
from kalshi_gen.stream.messages import UnknownMessage
from kalshi_gen.types import UNSET
from kalshi_overlay.stream import KalshiSnapshotTimeoutError, KalshiSubscriptionError, OrderBookView, connect
from kalshi_sandbox.replay import read_frames
from tests.captures.replay import FrameReplay
from tests.stream.running import run, take, until
from tests.walking import walked

HERE = Path(__file__).parent
MARKET, OTHER, UNKNOWN = "KXBTCD-26NOV2717-T97249.99", "KXBTCD-26NOV2717-T97499.99", "KXNOSUCH-26NOV27-T1"
Scenario = Callable[[Any], Coroutine[Any, Any, None]]


def levels(view: OrderBookView) -> tuple[dict[str, str], dict[str, str]]:
    """The bids and the asks of a book, by price."""
    bids, asks = ({f"{each.price:f}": f"{each.count:f}" for each in side} for side in (view.bids, view.asks))
    return bids, asks


async def books(stream: Any) -> None:
    books = await stream.orderbooks([MARKET])
    await until(lambda: len(books[MARKET].asks) == 1)
    await books.add([OTHER])
    await until(lambda: books[MARKET].asks[0].count == 15 and len(books[OTHER].bids) == 1)
    assert levels(books[MARKET]) == ({"0.4100": "20.00", "0.0100": "1500.00"}, {"0.4500": "15.00"})
    assert levels(books[OTHER]) == ({"0.1200": "300.00"}, {})
    assert [books[each].stale for each in books] == [None, None]
    assert [books[each].clock for each in books] == [None, None]
    assert stream.counters.gaps == 0


async def subscribe_is_merged(stream: Any) -> None:
    book = await stream.orderbook(MARKET)
    await until(lambda: book.view.bids[0].count == 15)
    assert levels(book.view) == ({"0.3000": "15.00"}, {"0.3300": "40.00", "0.3500": "15.00"})
    assert book.view.stale is None
    assert stream.counters.gaps == 0


async def gap(stream: Any) -> None:
    books = await stream.orderbooks([MARKET])
    await books.add([OTHER])
    await books.remove([OTHER])
    await until(lambda: len(books[MARKET].bids) == 2)
    assert levels(books[MARKET]) == ({"0.5000": "12.00", "0.4900": "7.00"}, {"0.5500": "10.00"})
    assert books[MARKET].stale is None
    assert stream.counters.gaps == 1


async def unknown_market(stream: Any) -> None:
    book = stream.orderbook(UNKNOWN, snapshot_timeout=0.2)
    with pytest.raises(KalshiSnapshotTimeoutError):
        await book
    assert levels(book.view) == ({}, {})
    assert book.view.is_stale


async def errors(stream: Any) -> None:
    with pytest.raises(KalshiSubscriptionError) as unknown_channel:
        await stream.subscribe("trade", market_tickers=[MARKET])
    assert unknown_channel.value.code == 8
    trades = await stream.subscribe("trade", market_tickers=[MARKET])
    (first,) = await take(trades, 1)
    with pytest.raises(KalshiSubscriptionError) as refused:
        await trades.update("add_markets", market_tickers=[OTHER])
    assert refused.value.code == 14
    # The refusal used up a number, so that nothing is missing before the next trade.
    (second,) = await take(trades, 1)
    assert [first.msg.count_fp, second.msg.count_fp] == [Decimal("3.00"), Decimal("1.25")]
    assert trades.gaps == 0


async def ticker(stream: Any) -> None:
    (message,) = await take(await stream.subscribe("ticker", market_tickers=[MARKET]), 1)
    assert message.msg.price_dollars is UNSET
    assert message.msg.yes_ask_dollars == 1
    assert message.msg.ts == 1795780800


async def unsubscribed(stream: Any) -> None:
    trades = await stream.subscribe("trade", market_tickers=[MARKET])
    assert len(await take(trades, 1)) == 1
    await trades.unsubscribe()
    again = await stream.subscribe("trade", market_tickers=[MARKET])
    (trade,) = await take(again, 1)
    assert (trade.sid, trade.seq) == (2, 1)
    assert stream.counters.gaps == 0


SCENARIOS: dict[str, Scenario] = {
    each.__name__: each for each in (books, subscribe_is_merged, gap, unknown_market, errors, ticker, unsubscribed)
}


def test_every_capture_of_frames_has_a_scenario() -> None:
    assert {path.stem for path in HERE.glob("frames_*.jsonl")} == {f"frames_{name}" for name in SCENARIOS}


@walked("name", SCENARIOS)
def test_a_capture_of_the_stream_comes_out_right(name: str) -> None:
    async def scenario() -> None:
        async with FrameReplay(HERE / f"frames_{name}.jsonl") as replay:
            async with replay.client() as client, connect(client) as stream:
                await SCENARIOS[name](stream)
                assert stream.counters.unreadable == 0
            assert replay.problems == []

    run(scenario())


# What the live exchange does that the spec doesn't say.
KNOWN_DRIFTS = {"frames_unknown_market": 1}


@pytest.mark.parametrize("path", sorted(HERE.glob("frames_*.jsonl")), ids=lambda path: path.stem)
def test_every_frame_of_a_capture_is_of_a_known_type(path: Path) -> None:
    found: list[SpecDrift] = []
    for line in read_frames(path):
        if line.direction == "received":
            message, drifts = decode(line.content)
            assert not isinstance(message, UnknownMessage)
            found += drifts
    assert len(found) == KNOWN_DRIFTS.get(path.stem, 0), found
