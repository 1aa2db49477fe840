"""Every message of both feeds, with generated values, through the codec and the client."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

import msgspec
import pytest
from attrs import frozen

from kalshi_gen.perps.stream import channels as perps_channels
from kalshi_gen.perps.stream import codec as perps_codec
from kalshi_gen.perps.stream import commands as perps_commands
from kalshi_gen.perps.stream import messages as perps_messages
from kalshi_gen.runtime.stream import Channel, Form
from kalshi_gen.stream import channels, codec, commands, messages
from kalshi_gen.stream.messages import UnknownMessage, model_of
from kalshi_overlay.errors import KalshiStreamLostError, KalshiSubscriptionError
from kalshi_overlay.stream.readers import LISTS
from kalshi_sandbox import Sandbox
from kalshi_sandbox.replay import read_frames
from kalshi_sandbox.stream.mirror import market_id
from kalshi_sandbox.stream_faults import RejectCommand
from tests.stream.examples import OTHER, TICKER, body, message, parameters
from tests.stream.running import run
from tests.stream.trades import opened
from tests.walking import walk


@frozen(kw_only=True)
class Tables:
    """The generated tables of a feed, and two markets that every sandbox has on it."""

    channels: Mapping[str, Channel]
    forms: Mapping[str, tuple[Form, ...]]
    model_of: Callable[[str], type]
    decode: Callable[[bytes | str], tuple[Any, Any]]
    commands: ModuleType
    ticker: str
    other: str

    def models(self, kinds: frozenset[str]) -> set[type]:
        """The classes of the messages of some types."""
        return {self.model_of(form.model) for kind in kinds for form in self.forms[kind]}


FEEDS = {
    "api": Tables(
        channels=channels.CHANNELS,
        forms=messages.FORMS,
        model_of=messages.model_of,
        decode=codec.decode,
        commands=commands,
        ticker=TICKER,
        other=OTHER,
    ),
    "perps": Tables(
        channels=perps_channels.CHANNELS,
        forms=perps_messages.FORMS,
        model_of=perps_messages.model_of,
        decode=perps_codec.decode,
        commands=perps_commands,
        ticker="KXBTCPERP",
        other="KXETHPERP",
    ),
}
CHANNELS = [(feed, channel) for feed, tables in FEEDS.items() for channel in tables.channels]


@pytest.mark.parametrize("feed", FEEDS)
def test_an_example_of_each_message_comes_through_the_codec(feed: str) -> None:
    tables = FEEDS[feed]

    def check(name: str) -> None:
        sent = message(tables.model_of(name))
        assert tables.decode(msgspec.json.encode(sent)) == (sent, ())
        assert tables.decode(msgspec.json.encode(sent).decode()) == (sent, ())

    walk({form.model: form.model for forms in tables.forms.values() for form in forms}, check)


@pytest.mark.parametrize("feed", FEEDS)
def test_every_type_is_of_a_channel_or_answers_a_command(feed: str) -> None:
    tables = FEEDS[feed]
    carried = (channel.types for channel in tables.channels.values())
    assert set(tables.forms) == tables.commands.RESPONSES.union(*carried)


@pytest.mark.parametrize(("feed", "name"), CHANNELS)
def test_every_message_of_a_channel_reaches_its_subscriptions_typed(feed: Any, name: str, exchange: Sandbox) -> None:
    """However it is narrowed, a subscription gets each kind of message that its channel carries."""
    tables = FEEDS[feed]
    channel, of_market = tables.channels[name], UUID(market_id(tables.ticker))
    # What a message is about: a reader is given those of its own markets alone.
    subjects = {"market_ticker": tables.ticker, "ticker": tables.ticker, "market_id": of_market}
    served = exchange.stream if feed == "api" else exchange.perps_stream

    async def scenario() -> None:
        async with opened(exchange, feed=feed) as stream:
            for narrowed in parameters(channel, tables.ticker, of_market):
                subscription: Any = await stream.subscribe(name, **narrowed)
                assert subscription.parameters == in_lists(narrowed)
                reached = set()
                # The current state, where there is one, comes first.
                for number, model in enumerate(map(tables.model_of, channel.models), 1):
                    sent = message(model, number)
                    for field in subjects.keys() & set(sent.msg.__struct_fields__):
                        setattr(sent.msg, field, subjects[field])
                    await asyncio.to_thread(served.publish, name, sent.type, body(sent), name=tables.ticker)
                    received = await next_of(subscription, sent.msg)
                    assert type(received) is model
                    reached.add(type(received))
                assert reached == tables.models(channel.types)
                await subscription.unsubscribe()
            assert await stream.list_subscriptions() == []
            assert stream.counters.unreadable == stream.counters.gaps == 0

    run(scenario())


@pytest.mark.parametrize("feed", FEEDS)
def test_every_command_is_sent_and_every_answer_comes_typed(
    feed: Any, exchange: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kalshi_overlay.stream.commands._BURST", 100)
    tables = FEEDS[feed]
    served = exchange.stream if feed == "api" else exchange.perps_stream
    names = {"index_ids": ["BRTI"], "underlying_tickers": ["Metal.XAU/USD"], "market_tickers": [tables.other]}
    named: dict[str, Any] = {"get_snapshot": {"market_tickers": [tables.ticker]}}
    for selection, given in names.items():
        named[LISTS[selection].add] = named[LISTS[selection].remove] = {selection: given}

    async def scenario() -> None:
        async with opened(exchange, feed=feed, record=tmp_path / "frames.jsonl") as stream:
            for channel in tables.channels.values():
                given = {"market_tickers": [tables.ticker]} if "market_tickers" in channel.takes else {}
                subscription = await stream.subscribe(channel.name, **given)
                # Added before they are removed.
                for action in sorted(channel.actions, key=lambda each: each.startswith(("delete", "unsubscribe"))):
                    await subscription.update(action, **named.get(action, {}))
                assert [each for each, _ in await stream.list_subscriptions()] == [channel.name]
                await subscription.unsubscribe()
            served.faults.add(RejectCommand(9), kind="subscribe", times=1)
            with pytest.raises(KalshiSubscriptionError):
                await stream.subscribe("ticker")

    run(scenario())
    lines = read_frames(tmp_path / "frames.jsonl")
    came = {type(tables.decode(line.content)[0]) for line in lines if line.direction == "received"}
    assert tables.models(tables.commands.RESPONSES) <= came
    sent = [msgspec.json.decode(line.content) for line in lines if line.direction == "sent"]
    assert {each["cmd"] for each in sent} == set(tables.commands.COMMANDS)
    actions = {each["params"].get("action") for each in sent if "params" in each}
    assert actions == {None, *tables.commands.ACTIONS}


def in_lists(parameters: dict[str, Any]) -> dict[str, Any]:
    """Parameters whose market is named in a list, as a subscription shows them."""
    alone = {"market_ticker": "market_tickers", "market_id": "market_ids"}
    return {alone.get(name, name): [value] if name in alone else value for name, value in parameters.items()}


async def next_of(subscription: Any, sent: Any) -> Any:
    async for received in subscription:
        if received.msg == sent:
            return received
    raise AssertionError("the subscription has ended")


def test_a_message_of_an_unknown_type_is_reported_and_ends_nothing(exchange: Sandbox) -> None:
    unknown: list[UnknownMessage] = []

    async def scenario() -> None:
        async with opened(exchange, on_unknown=unknown.append) as stream:
            subscription: Any = await stream.subscribe("trade")
            sent = message(model_of("Trade"))
            await asyncio.to_thread(exchange.stream.publish, "trade", "trade_of_tomorrow", {"a": 1}, name=TICKER)
            await asyncio.to_thread(exchange.stream.publish, "trade", "trade", body(sent), name=TICKER)
            assert (await next_of(subscription, sent.msg)).seq == 2
            assert subscription.gaps == 0

    run(scenario())
    assert [(each.type, bytes(each.msg)) for each in unknown] == [("trade_of_tomorrow", b'{"a":1}')]


def test_a_command_that_one_connection_fails_goes_on_alone_on_none(
    exchange: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    finished: list[int] = []

    async def scenario() -> None:
        async with opened(exchange, connections=2) as stream:
            lost, slow = stream._pool.connections

            async def fail(name: str) -> None:
                raise KalshiStreamLostError("lost")

            async def answer_later(name: str) -> None:
                await asyncio.sleep(0.01)
                finished.append(1)

            monkeypatch.setattr(lost, "command", fail)
            monkeypatch.setattr(slow, "command", answer_later)
            with pytest.raises(KalshiStreamLostError, match="lost"):
                await stream.list_subscriptions()
            assert finished == [1]

    run(scenario())
