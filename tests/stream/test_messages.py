"""Every message type of the contract, with generated values, through the codec and the client."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import msgspec
import pytest

from kalshi_gen.stream.channels import CHANNELS
from kalshi_gen.stream.codec import decode
from kalshi_gen.stream.commands import RESPONSES
from kalshi_gen.stream.messages import FORMS, UnknownMessage, model_of
from kalshi_sandbox import Sandbox
from kalshi_sandbox.stream.mirror import market_id
from tests.stream.examples import TICKER, body, message, models, parameters
from tests.stream.running import run
from tests.stream.trades import opened

# What a message is about: a reader is given those of its own markets alone.
SUBJECTS = {"market_ticker": TICKER, "ticker": TICKER, "market_id": UUID(market_id(TICKER))}
MODELS = sorted({form.model for forms in FORMS.values() for form in forms})


@pytest.mark.parametrize("name", MODELS)
def test_an_example_of_each_message_comes_through_the_codec(name: str) -> None:
    sent = message(model_of(name))
    assert decode(msgspec.json.encode(sent)) == (sent, ())
    assert decode(msgspec.json.encode(sent).decode()) == (sent, ())


def test_every_type_is_of_a_channel_or_answers_a_command() -> None:
    assert set(FORMS) == RESPONSES.union(*(channel.types for channel in CHANNELS.values()))


@pytest.mark.parametrize("channel", CHANNELS.values(), ids=lambda channel: channel.name)
def test_every_message_of_a_channel_reaches_its_subscriptions_typed(channel: Any, exchange: Sandbox) -> None:
    """However it is narrowed, a subscription gets each kind of message that its channel carries."""

    async def scenario() -> None:
        async with opened(exchange) as stream:
            for narrowed in parameters(channel, TICKER, UUID(market_id(TICKER))):
                subscription: Any = await stream.subscribe(channel.name, **narrowed)
                assert subscription.parameters == in_lists(narrowed)
                # The current state, where there is one, comes first.
                for number, model in enumerate(models(channel), 1):
                    sent = message(model, number)
                    for field in SUBJECTS.keys() & set(sent.msg.__struct_fields__):
                        setattr(sent.msg, field, SUBJECTS[field])
                    await asyncio.to_thread(exchange.stream.publish, channel.name, sent.type, body(sent), name=TICKER)
                    received = await next_of(subscription, sent.msg)
                    assert type(received) is model
                await subscription.unsubscribe()
            assert await stream.list_subscriptions() == []
            assert stream.counters.unreadable == stream.counters.gaps == 0

    run(scenario())


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
