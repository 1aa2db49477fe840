"""A request for an order is one that the exchange takes, or an error that says what to give."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from kalshi_gen.api.market import get_market
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.models import Market
from kalshi_gen.types import UNSET
from kalshi_overlay.errors import InvalidRequestError
from kalshi_overlay.orders import place
from kalshi_overlay.pricing import order
from kalshi_sandbox import Sandbox
from tests.sandbox.small import small_sandbox

D = Decimal


@pytest.fixture(scope="module")
def exchange() -> Iterator[Sandbox]:
    with small_sandbox() as exchange:
        yield exchange


@pytest.fixture(scope="module")
def client(exchange: Sandbox) -> Iterator[AuthenticatedClient]:
    with exchange.client() as client:
        yield client


@pytest.fixture(scope="module")
def market(exchange: Sandbox, client: AuthenticatedClient) -> Market:
    (ticker, *_) = [each.ticker for each in exchange.engine.markets.all()]
    return get_market.sync(ticker, client=client).market


@pytest.mark.parametrize(("meant", "side", "price"), [("yes", "bid", "0.02"), ("no", "ask", "0.98")])
def test_the_exchange_takes_the_order_on_the_side_that_was_meant(
    exchange: Sandbox, client: AuthenticatedClient, market: Market, meant: Any, side: str, price: str
) -> None:
    body = order(market, buy=meant, price="0.02", count="1.5", post_only=True)
    placed = place.sync(client=client, body=body)
    found = exchange.engine.orders.get(exchange.account, placed.order_id)
    assert (found.side, found.price, found.remaining_count) == (side, D(price), D("1.5"))
    assert body.exchange_index == market.exchange_index


def test_what_is_given_is_in_the_request_and_the_rest_is_left_out(market: Market) -> None:
    lapses = datetime(2100, 1, 1, tzinfo=UTC)
    body = order(
        market,
        sell="no",
        price=D("0.30"),
        count=2,
        client_order_id="mine",
        expiration_time=lapses,
        cancel_order_on_pause=True,
        subaccount=3,
        order_group_id="group",
        self_trade_prevention_type="maker",
    )
    assert body.to_dict() == {
        "ticker": market.ticker,
        "client_order_id": "mine",
        "side": "bid",
        "count": "2",
        "price": "0.70",
        "expiration_time": int(lapses.timestamp()),
        "time_in_force": "good_till_canceled",
        "self_trade_prevention_type": "maker",
        "cancel_order_on_pause": True,
        "subaccount": 3,
        "order_group_id": "group",
        "exchange_index": market.exchange_index,
    }
    plain = order(market, buy="yes", price="0.5", count=1, time_in_force="immediate_or_cancel", reduce_only=True)
    assert set(plain.to_dict()) == {
        *("ticker", "side", "count", "price", "time_in_force", "self_trade_prevention_type"),
        *("reduce_only", "exchange_index"),
    }


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"buy": "no", "price": "0.405"}, r"^price: 0.405 for no is between two ticks of \S+; give 0.40 or 0.41$"),
        ({"sell": "yes", "price": "0.995"}, r"^price: 0.995 for yes is between two ticks of \S+; give 0.99$"),
        ({"buy": "no", "price": "0.005"}, r"^price: 0.005 for no is between two ticks of \S+; give 0.01$"),
        ({"price": "0.4"}, "^buy: give buy or sell, not neither"),
        ({"buy": "yes", "price": 0.4}, "^price: .* not float"),
        ({"buy": "yes", "price": "1.4"}, "^price: 1.4 is out of"),
        ({"buy": "yes", "price": "0.4", "count": 1.5}, "^count: .* not float"),
        ({"buy": "yes", "price": "0.4", "count": 0}, "^count: 0 is out of"),
        ({"buy": "yes", "price": "0.4", "count": "1.5", "fractional": False}, "^count: .*; give 1 or 2"),
        ({"buy": "yes", "price": "0.4", "subaccount": -1}, "subaccount: -1 is out of"),
        (
            {"buy": "yes", "price": "0.4", "post_only": True, "time_in_force": "fill_or_kill"},
            """^post_only: .*"fill_or_kill"; give good_till_canceled""",
        ),
        ({"buy": "yes", "price": "0.4", "reduce_only": True}, "^reduce_only: .*; give immediate_or_cancel"),
        (
            {"buy": "yes", "price": "0.4", "expiration_time": 4102444800, "time_in_force": "immediate_or_cancel"},
            "^expiration_time: is not for",
        ),
        ({"buy": "yes", "price": "0.4", "expiration_time": 1_000}, "^expiration_time: 1000 is in the past"),
        ({"buy": "yes", "price": "0.4", "expiration_time": 4102444800000}, "^expiration_time: .*milliseconds"),
    ],
)
def test_an_order_that_would_be_rejected_is_refused_with_the_remedy(market: Market, arguments: Any, error: str) -> None:
    with pytest.raises(InvalidRequestError, match=error):
        order(market, **{"count": 1, **arguments})


def test_a_market_without_a_shard_or_a_grid_is_not_guessed(client: AuthenticatedClient, market: Market) -> None:
    other = get_market.sync(market.ticker, client=client).market
    other.exchange_index = UNSET
    assert "exchange_index" not in order(other, buy="yes", price="0.4", count=1).to_dict()
    other.price_ranges = None  # type: ignore[assignment]
    with pytest.raises(InvalidRequestError, match=r"^price_ranges: are missing"):
        order(other, buy="yes", price="0.4", count=1)
