"""The exchange goes away with 50 subscriptions, and all come back as they were.

    python -m tests.stream.restart_soak --seconds 5

All kinds of channels, with markets added and removed after subscribing. With `--attempts` it is away until so many
attempts to connect were refused, each made almost at once. Before, at the moment of, and after the restart messages are
published that are numbered: none may be applied twice, and those from before and after must be there. Prints what it
found; ends with status 1 if anything is otherwise.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from functools import cache, partial
from typing import Any
from uuid import UUID

import msgspec
from attrs import define, field

from kalshi_gen.stream.channels import CHANNELS, Channel
from kalshi_overlay.stream import KalshiHandshakeError, StateChange, connect
from kalshi_sandbox import Sandbox
from kalshi_sandbox.stream.mirror import market_id
from tests.stream.book_soak import short_waits
from tests.stream.examples import body, message, models, parameters
from tests.stream.running import run, until

SIZES = {
    "small": ["--attempts", "3"],
    "middle": ["--attempts", "30", "--subscriptions", "100"],
    "full": ["--seconds", "5"],
}

Held = Counter[tuple[str, tuple[str, ...]]]
Made = tuple[Channel, Any, Counter[bytes]]
TICKERS = tuple(f"KXBTCD-26DEC31-T{100 + number}000" for number in range(6))


@define
class Result:
    """What a soak test has found.

    Attributes:
        before: What the exchange held before: channel and names of each subscription.
        after: And after.
        listed_before: What it listed: channels.
        listed_after: And after.
        parameters_before: The parameters of each subscription before.
        parameters_after: And after.
        twice: Messages that a subscription was given twice.
        missing: Messages from before or after that one was not given.
        refused: Attempts to connect that were refused meanwhile.
    """

    before: Held
    listed_before: Counter[str]
    parameters_before: list[dict[str, Any]]
    after: Held = field(factory=Counter)
    listed_after: Counter[str] = field(factory=Counter)
    parameters_after: list[dict[str, Any]] = field(factory=list)
    twice: int = 0
    missing: int = 0
    refused: int = 0

    @property
    def is_good(self) -> bool:
        """Whether everything is as it should be, and the exchange was away indeed."""
        same = self.before == self.after and self.listed_before == self.listed_after
        same &= self.parameters_before == self.parameters_after
        return same and self.refused > 0 and not self.twice and not self.missing


def subscriptions_of(exchange: Sandbox) -> Held:
    """What the exchange holds."""
    held = (each for connection in exchange.stream.connections for each in connection.subscriptions)
    return Counter((each.channel, tuple(sorted(each.names))) for each in held)


def wanted(channel: Channel) -> list[dict[str, Any]]:
    """The subscriptions to a channel: with every parameter, and to other markets."""
    market = UUID(market_id(TICKERS[0]))
    others: list[dict[str, Any]] = [{"market_tickers": list(TICKERS[1:3])}] if "market_tickers" in channel.takes else []
    return [*parameters(channel, TICKERS[0], market), *others]


async def change(subscription: Any, channel: Channel) -> None:
    """Add to what a subscription is about, and take some of it away."""
    named = subscription.parameters
    if named.keys() & {"market_ticker", "market_tickers"}:
        await subscription.update("add_markets", market_tickers=list(TICKERS[3:6]))
        await subscription.update("delete_markets", market_ticker=TICKERS[4])
    elif "index_ids" in channel.takes:
        await subscription.update("subscribe_indices", index_ids=["BRTI", "ETHUSD_RTI"])
        await subscription.update("unsubscribe_indices", index_ids=["BRTI"])
    elif "underlying_tickers" in channel.takes:
        await subscription.update("subscribe_underlyings", underlying_tickers=["Metal.XAU/USD"])


async def soak(*, subscriptions: int, away: Callable[[Callable[[], int]], Awaitable[None]]) -> Result:
    """Let the exchange go away and come back.

    Args:
        subscriptions: How many.
        away: Waited for while it is away; it may ask how many attempts were refused so far.
    """
    states: list[StateChange] = []

    def refused() -> int:
        return sum(isinstance(state.error, KalshiHandshakeError) for state in states)

    with Sandbox() as exchange:
        async with exchange.client() as client, connect(client, on_state=states.append) as stream:
            subscribe: Any = stream.subscribe
            made: list[Made] = []
            while len(made) < subscriptions:
                for channel in CHANNELS.values():
                    for narrowed in wanted(channel)[: subscriptions - len(made)]:
                        applied: Counter[bytes] = Counter()
                        subscription = await subscribe(channel.name, **narrowed)
                        made.append((channel, subscription.listen(partial(note, applied)), applied))
                        await change(made[-1][1], channel)
            listed = Counter(channel for channel, _ in await stream.list_subscriptions())
            result = Result(subscriptions_of(exchange), listed, [each.parameters for _, each, _ in made])
            await asyncio.to_thread(publish, exchange, 1)
            await until(lambda: not missing(made, 1))
            with exchange.refusing_connections():
                await asyncio.to_thread(exchange.stream.kill)
                await asyncio.to_thread(publish, exchange, 2)
                await away(refused)
            await until(lambda: [state.state for state in states].count("subscribed") == 2 * len(made))
            await asyncio.to_thread(publish, exchange, 3)
            await until(lambda: not missing(made, 3))
            result.after = subscriptions_of(exchange)
            result.listed_after = Counter(channel for channel, _ in await stream.list_subscriptions())
            result.parameters_after = [each.parameters for _, each, _ in made]
            result.refused = refused()
            result.missing = missing(made, 1) + missing(made, 3)
            result.twice = twice(made)
    return result


def numbers(time: int) -> dict[str, int]:
    """The number of each market's example messages at a time."""
    return {ticker: time * 100 + place for place, ticker in enumerate(TICKERS)}


def publish(exchange: Sandbox, time: int) -> None:
    """Publish a message of each kind and market, no two of which are the same."""
    for channel in CHANNELS.values():
        for ticker, number in numbers(time).items():
            for model in models(channel):
                sent = about(ticker, message(model, number))
                exchange.stream.publish(channel.name, sent.type, body(sent), name=ticker)


def about(ticker: str, sent: Any) -> Any:
    """An example message of a market."""
    subjects = {"market_ticker": ticker, "ticker": ticker, "market_id": UUID(market_id(ticker))}
    for name in subjects.keys() & set(sent.msg.__struct_fields__):
        setattr(sent.msg, name, subjects[name])
    return sent


def note(applied: Counter[bytes], received: Any) -> None:
    """Count a message that a subscription was given."""
    applied[key(received)] += 1


def missing(made: list[Made], time: int) -> int:
    """How many messages of a time have not come."""
    return sum(len(expected(each, time) - each[2].keys()) for each in made)


def twice(made: list[Made]) -> int:
    """How many messages have come twice."""
    published = {time: [expected(each, time) for each in made] for time in (1, 2, 3)}
    return sum(
        each[2][key] > 1 for sets in published.values() for each, keys in zip(made, sets, strict=True) for key in keys
    )


def expected(made: Made, time: int) -> set[bytes]:
    """What a subscription is to be given of a time."""
    channel, subscription, _ = made
    current = subscription.parameters
    named = current.get("market_tickers", [current["market_ticker"]] if "market_ticker" in current else TICKERS)
    if current.keys() & {"market_id", "market_ids"}:
        named = TICKERS[:1]
    return {published(model, numbers(time)[ticker], ticker) for ticker in named for model in models(channel)}


@cache
def published(model: type, number: int, ticker: str) -> bytes:
    """The key of an example message."""
    return key(about(ticker, message(model, number)))


def key(received: Any) -> bytes:
    """The same for the same message, whichever subscription receives it."""
    return type(received).__name__.encode() + msgspec.json.encode(received.msg)


async def _some_seconds(seconds: float, refused: Callable[[], int]) -> None:
    await asyncio.sleep(seconds)


async def _some_attempts(attempts: int, refused: Callable[[], int]) -> None:
    await until(lambda: refused() >= attempts)


def main(arguments: Sequence[str]) -> int:
    """Run a soak test of the size that is asked for, and print what it found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--subscriptions", type=int, default=50)
    parser.add_argument("--attempts", type=int, help="be away until so many were refused, instead of some seconds")
    given = parser.parse_args(arguments)
    is_counted = given.attempts is not None
    away = partial(_some_attempts, given.attempts) if is_counted else partial(_some_seconds, given.seconds)
    with short_waits() if is_counted else contextlib.nullcontext():
        result = run(soak(subscriptions=given.subscriptions, away=away), timeout=None)
    subscriptions = len(result.parameters_before)
    print(f"subscriptions {subscriptions}, which share {result.before.total()}, channels {len(result.listed_before)}")
    print(f"back as they were: {result.before == result.after and result.listed_before == result.listed_after}")
    print(f"with the same parameters: {result.parameters_before == result.parameters_after}")
    print(f"messages twice {result.twice}, missing {result.missing}, attempts refused meanwhile {result.refused}")
    return 0 if result.is_good and subscriptions == given.subscriptions else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
