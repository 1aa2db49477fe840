"""Commands that the contract does not take are refused before anything is sent."""

from __future__ import annotations

from typing import Any

import pytest

from kalshi_gen.errors import InvalidRequestError
from kalshi_sandbox import Sandbox
from tests.stream.examples import TICKER
from tests.stream.running import run
from tests.stream.trades import opened


@pytest.mark.parametrize(
    ("channel", "parameters", "named"),
    [
        ("weather", {}, "channel"),
        ("orderbook_delta", {}, "market_ticker"),
        ("orderbook_delta", {"market_ids": []}, "market_ids"),
        ("fill", {"index_ids": ["BRTI"]}, "index_ids"),
        ("market_lifecycle_v2", {"market_tickers": [TICKER]}, "market_tickers"),
        ("ticker", {"market_tickers": TICKER}, "market_tickers"),
        ("ticker", {"market_tickers": [1]}, "market_tickers"),
        ("ticker", {"market_ticker": 1}, "market_ticker"),
        ("orderbook_delta", {"market_tickers": None}, "market_ticker"),
        ("ticker", {"market_ids": ["not an id"]}, "market_ids"),
        ("ticker", {"send_initial_snapshot": "yes"}, "send_initial_snapshot"),
        ("communications", {"shard_factor": 1.5}, "shard_factor"),
    ],
)
def test_what_the_contract_does_not_take_is_refused_before_anything_is_sent(
    exchange: Sandbox, channel: str, parameters: dict[str, Any], named: str
) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            with pytest.raises(InvalidRequestError, match=named):
                stream.subscribe(channel, **parameters)
            assert await stream.list_subscriptions() == []

    run(scenario())


@pytest.mark.parametrize(
    ("action", "parameters", "named"),
    [
        ("get_snapshot", {"market_tickers": [TICKER]}, "action"),
        ("fly", {}, "action"),
        ("add_markets", {"market_tickers": TICKER}, "market_tickers"),
        ("add_markets", {"index_ids": ["BRTI"]}, "index_ids"),
        ("add_markets", {"market_ids": ["1"]}, "market_ids"),
    ],
)
def test_an_update_that_the_channel_does_not_have_is_refused_and_changes_nothing(
    exchange: Sandbox, action: str, parameters: dict[str, Any], named: str
) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            subscription = await stream.subscribe("trade", market_tickers=[TICKER])
            with pytest.raises(InvalidRequestError, match=named):
                await subscription.update(action, **parameters)
            assert subscription.parameters == {"market_tickers": [TICKER]}

    run(scenario())


def test_none_leaves_a_parameter_of_a_subscription_out(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(exchange) as stream:
            every = await stream.subscribe("ticker", market_tickers=None, send_initial_snapshot=None)
            assert every.parameters == {}
            await every.unsubscribe()

    run(scenario())
