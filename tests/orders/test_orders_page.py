"""The page for users: its example runs, and its numbers are those of the code."""

from __future__ import annotations

import inspect
from typing import Any

from attrs import evolve

import kalshi_overlay.orders
from kalshi_gen.api.orders import get_orders
from kalshi_gen.models import CreateOrderV2Request
from kalshi_overlay.orders import (
    OrderStateUnknownError,
    amend,
    cancel,
    context,
    decrease,
    place,
    place_batch,
    reading,
)
from kalshi_overlay.orders.perps import amend as perps_amend
from kalshi_overlay.orders.perps import cancel as perps_cancel
from kalshi_overlay.orders.perps import decrease as perps_decrease
from kalshi_overlay.orders.perps import place as perps_place
from kalshi_overlay.orders.perps.api import KEPT
from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import MEASURED
from tests.conftest import ROOT
from tests.page_examples import examples_of, run

QUICK = evolve(MEASURED, order_lag=(0.0, 0.0), account_lag=(0.0, 0.0), market_lag=(0.0, 0.0))
PAGE = (ROOT / "docs" / "orders.md").read_text(encoding="utf-8")
EXAMPLES = examples_of("orders.md")


def test_the_example_of_canceling_many_orders_cancels_them_on_every_shard() -> None:
    *_, example, _ = EXAMPLES
    tickers = ("KXBTCD-26DEC31-T100000", "KXETHD-26DEC31-T4250")
    with Sandbox(clock="manual", behaviour=QUICK) as exchange, exchange.client() as client:
        for ticker in tickers:
            order = CreateOrderV2Request(
                ticker=ticker,
                side="bid",
                count=1,
                price="0.01",
                time_in_force="good_till_canceled",
                self_trade_prevention_type="maker",
            )
            place.sync(client=client, body=order)
        printed: list[tuple[str, str]] = []
        scope = {"create_client": lambda: exchange.client(), "print": lambda *words: printed.append(words)}
        exec(example.replace("from kalshi_overlay import create_client\n", ""), scope)
        assert [outcome for _, outcome in printed] == ["canceled"] * len(tickers)
        assert not any(order.status == "resting" for order in get_orders.sync_all(client=client))


def test_the_examples_run() -> None:
    first, log, _, perps = EXAMPLES
    printed = run(first, perps, log)
    for lines, left in zip(printed, ("10.00", "1.00"), strict=False):
        assert lines == [f"left: {left} read back: True", f"canceled: {left}"]
    assert printed[2] == ["placed True"]


def test_the_numbers_are_those_of_the_code() -> None:
    words = {"five": reading.READ_LAG, "60": reading.SIGNATURE_WINDOW, "70": reading.FINAL_AFTER}
    assert words == {"five": 5, "60": 60, "70": 70}
    assert reading.CLOCK_SLACK == 5
    assert KEPT == 3600
    text = " ".join(PAGE.split())
    assert "reads that began at least five seconds later" in text
    assert "reads lag by at most five seconds" in text
    assert "`Date` header differ by less than five seconds" in text
    assert "can't be read for five seconds" in text
    assert "They count as current five seconds later" in text
    assert "An hour after the call began" in text
    assert "a signature is accepted for at most 60 seconds" in text
    assert "sent 70 seconds before the end" in text
    assert f"The timeout** is {context.DEFAULT_TIMEOUT:.0f} seconds unless" in text


def timeouts(*calls: Any) -> set[float]:
    return {inspect.signature(call).parameters["timeout"].default for call in calls}


def test_every_operation_has_the_timeout_of_the_page_and_going_on_another() -> None:
    of_perps = (perps_place, perps_cancel, perps_amend, perps_decrease)
    for module in (place, place_batch, cancel, amend, decrease, *of_perps):
        assert timeouts(module.sync, module.asyncio) == {context.DEFAULT_TIMEOUT}
    (timeout,) = timeouts(OrderStateUnknownError.resume, OrderStateUnknownError.resume_async)
    assert f"Its timeout is {timeout:.0f} seconds" in " ".join(PAGE.split())


def test_every_error_and_module_is_on_it() -> None:
    assert [name for name in kalshi_overlay.orders.__all__ if f"`{name}`" not in PAGE] == []
    for module in ("place", "place_batch", "cancel", "amend", "decrease"):
        assert f"| `{module}` |" in PAGE
