"""Fifty operations on orders at once through one client: none waits for another."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from kalshi_gen.models import CreateOrderV2Request
from kalshi_overlay import KalshiAuthenticatedClient, create_client
from kalshi_overlay.orders import cancel, place
from tests.async_transports import each_async_transport
from tests.keys import KEY_ID, pem
from tests.loopback import BASE_PATH, Received, answers, listening

AT_ONCE = 50
SECONDS = 20.0
"""How long the requests that came wait for the others: nothing of a burst that overlaps waits that long."""

Operation = Callable[[KalshiAuthenticatedClient, int], Awaitable[Any]]


def placed(client: KalshiAuthenticatedClient, number: int) -> Awaitable[Any]:
    order = CreateOrderV2Request(
        ticker=f"MARKET-{number % 5}",
        client_order_id=f"order {number}",
        side="bid",
        count=1,
        price="0.4",
        time_in_force="good_till_canceled",
        self_trade_prevention_type="taker_at_cross",
    )
    return place.asyncio(client=client, body=order)


def canceled(client: KalshiAuthenticatedClient, number: int) -> Awaitable[Any]:
    return cancel.asyncio(f"id-{number}", client=client, market_ticker=f"MARKET-{number % 5}")


def answer_of(received: Received) -> dict[str, Any]:
    """What the exchange says of an order that was placed or canceled, which the id tells from any other."""
    if received.method == "DELETE":
        order_id = received.target.partition("?")[0].rpartition("/")[2]
        return {"order_id": order_id, "reduced_by": "1.00", "ts_ms": 1}
    sent = json.loads(received.body)["client_order_id"]
    return {
        "order_id": sent.replace("order ", "id-"),
        "client_order_id": sent,
        "fill_count": "0.00",
        "remaining_count": "1.00",
        "ts_ms": 1,
    }


@each_async_transport
@pytest.mark.parametrize("operation", [placed, canceled])
def test_fifty_at_once_are_all_at_the_exchange_before_the_first_is_answered(
    operation: Operation, async_transport: Any
) -> None:
    everybody = threading.Barrier(AT_ONCE)

    def answer(connection: socket.socket, received: Received) -> None:
        everybody.wait(SECONDS)
        answers(json.dumps(answer_of(received)).encode(), "201 Created" if received.body else "200 OK")(
            connection, received
        )

    async def burst(base_url: str) -> list[Any]:
        async with create_client(
            base_url=base_url,
            access_key_id=KEY_ID,
            private_key_data=pem("Ed25519"),
            async_transport=async_transport,
            timeout=SECONDS,
        ) as client:
            return await asyncio.gather(*(operation(client, number) for number in range(AT_ONCE)))

    with listening(answer) as exchange:
        results = asyncio.run(burst(exchange.base_url))
        methods = [received.method for received in exchange.received]
        targets = {received.target for received in exchange.received}
    assert [result.order_id for result in results] == [f"id-{number}" for number in range(AT_ONCE)]
    assert len(methods) == AT_ONCE, "each is one request: nothing is read before or after it"
    assert len(set(methods)) == 1
    assert all(target.startswith(f"{BASE_PATH}/portfolio/") for target in targets)
