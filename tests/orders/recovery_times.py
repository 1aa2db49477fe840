"""How long it takes to know what became of an order after its answer was lost, on loopback and by the real clock.

    python -m tests.orders.recovery_times [--calls 20] [--lag 0.3]

The answer to the first request of each call is lost, in each of several ways in turn. Reads lag behind writes by a
fixed time. Prints the distribution of seconds from the call to its result: for requests that had taken effect, and for
those that had not. Nothing is asserted, since times depend on the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import cycle, islice
from types import ModuleType
from typing import Any

from attrs import evolve, frozen

from kalshi_gen.api.orders import create_order_v2
from kalshi_gen.models import (
    AmendOrderV2Request,
    BatchCreateOrdersV2Request,
    CreateOrderV2Request,
    DecreaseOrderV2Request,
)
from kalshi_overlay.client import KalshiAuthenticatedClient
from kalshi_overlay.orders import amend, cancel, decrease, place, place_batch
from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import MEASURED
from kalshi_sandbox.faults import Body, Fault, Reset, Status

LOST: dict[str, tuple[Fault, ...]] = {
    "took effect": (
        Reset("before_answering"),
        Reset("mid_answer"),
        Status(503, acting=True),
        Status(504, acting=True),
        Body("html"),
    ),
    "did not": (Reset("before_reading"), Reset("before_acting"), Status(500), Status(503)),
}
TICKER = "KXBTCD-26DEC31-T100000"
WIDTH = 28


@frozen
class Operation:
    """One of the operations.

    Attributes:
        module: Where it is.
        faulted: The operation of the API whose answer is lost.
        arguments: What a call takes, by the id of a resting order.
    """

    module: ModuleType
    faulted: str
    arguments: Callable[[str], dict[str, Any]]


def new_order() -> CreateOrderV2Request:
    """An order that rests."""
    return CreateOrderV2Request(
        ticker=TICKER,
        side="bid",
        count=Decimal(10),
        price=Decimal("0.01"),
        time_in_force="good_till_canceled",
        self_trade_prevention_type="taker_at_cross",
    )


def amendment() -> AmendOrderV2Request:
    """What changes the price of such an order."""
    return AmendOrderV2Request(ticker=TICKER, side="bid", count=Decimal(10), price=Decimal("0.02"))


OPERATIONS = {
    "place": Operation(place, "CreateOrderV2", lambda _: {"body": new_order()}),
    "place_batch": Operation(
        place_batch,
        "BatchCreateOrdersV2",
        lambda _: {"body": BatchCreateOrdersV2Request(orders=[new_order(), new_order()])},
    ),
    "cancel": Operation(cancel, "CancelOrderV2", lambda order_id: {"order_id": order_id, "market_ticker": TICKER}),
    "amend": Operation(amend, "AmendOrderV2", lambda order_id: {"order_id": order_id, "body": amendment()}),
    "decrease": Operation(
        decrease,
        "DecreaseOrderV2",
        lambda order_id: {
            "order_id": order_id,
            "body": DecreaseOrderV2Request(reduce_to=Decimal(4), market_ticker=TICKER),
        },
    ),
    "decrease by": Operation(
        decrease,
        "DecreaseOrderV2",
        lambda order_id: {"order_id": order_id, "body": DecreaseOrderV2Request(reduce_by=Decimal(4))},
    ),
}


def measure(
    exchange: Sandbox, client: KalshiAuthenticatedClient, operation: Operation, mode: str, faults: Sequence[Fault]
) -> list[float]:
    """Call an operation once for each fault, and return the seconds that each call took."""
    order_ids = [create_order_v2.sync(client=client, body=new_order()).order_id for _ in faults]
    # From then on reads show these orders.
    time.sleep(exchange.behaviour.order_lag[1] + 0.1)
    taken = []
    with asyncio.Runner() as runner:
        for fault, order_id in zip(faults, order_ids, strict=True):
            arguments = operation.arguments(order_id)
            exchange.faults.clear()
            exchange.faults.add(fault, operation=operation.faulted, times=1)
            began = time.perf_counter()
            if mode == "sync":
                operation.module.sync(client=client, **arguments)
            else:
                runner.run(operation.module.asyncio(client=client, **arguments))
            taken.append(time.perf_counter() - began)
        runner.run(client.aclose())
    return taken


def row(seconds: Sequence[float]) -> str:
    """A distribution as three columns."""
    p90 = statistics.quantiles(seconds, n=10, method="inclusive")[-1]
    return "".join(f"{value:>9.2f}" for value in (statistics.median(seconds), p90, max(seconds)))


def main(arguments: Sequence[str]) -> None:
    """Measure each operation in both modes, and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--calls", type=int, default=20, help="of each operation, mode and kind of loss")
    parser.add_argument("--lag", type=float, default=0.3, help="seconds by which reads of orders lag behind writes")
    given = parser.parse_args(arguments)
    print(f"seconds until the result is known; reads lag by {given.lag} s")
    print(" " * WIDTH + "".join(f"{kind:>27}" for kind in LOST))
    print(" " * WIDTH + "".join(f"{word:>9}" for word in ("median", "p90", "max")) * len(LOST))
    everything = {kind: list[float]() for kind in LOST}
    with Sandbox(behaviour=evolve(MEASURED, order_lag=(given.lag, given.lag))) as exchange:
        for name, operation in OPERATIONS.items():
            for mode in ("sync", "asyncio"):
                line = f"{name} {mode}".ljust(WIDTH)
                for kind, faults in LOST.items():
                    # Used in both ways, so opened in neither; `measure` closes it.
                    client = exchange.client()
                    taken = measure(exchange, client, operation, mode, list(islice(cycle(faults), given.calls)))
                    everything[kind] += taken
                    line += row(taken)
                print(line, flush=True)
    print("together".ljust(WIDTH) + "".join(row(taken) for taken in everything.values()))


if __name__ == "__main__":
    main(sys.argv[1:])
