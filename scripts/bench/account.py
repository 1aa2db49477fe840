"""What a log, limits and a live account add to placing an order."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from decimal import Decimal
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

from scripts.bench.rounds import Round, Setup

if TYPE_CHECKING:
    from kalshi_gen.models import CreateOrderV2Request
    from kalshi_overlay import KalshiAuthenticatedClient
    from kalshi_overlay.safety import Limits

# Seconds in which the stream has said all that it has to say.
_DRAINED = 0.2
# Orders of a bot rest in several markets.
_MARKETS = 5

Place = Callable[["CreateOrderV2Request"], Awaitable[Any]]


def place_alone(setup: Setup) -> Round:
    """`place` at once, CPU."""
    from kalshi_overlay.orders import place

    client = _client(setup)
    return _bursts(asyncio.Runner(), client, lambda order: place.asyncio(client=client, body=order), setup.size)


def place_kept(setup: Setup) -> Round:
    """`Account.place` at once with an order log and all limits, CPU."""
    from kalshi_overlay.account import Account
    from kalshi_overlay.orders import OrderLog

    client, runner = _client(setup), asyncio.Runner()
    log = OrderLog(Path(tempfile.mkdtemp()) / "orders.db")
    account = runner.run(_opened(Account(client, limits=_limits(), log=log)))
    return _bursts(runner, client, account.place, setup.size)


async def _opened(account: Any) -> Any:
    return await account.__aenter__()


def _bursts(runner: asyncio.Runner, client: KalshiAuthenticatedClient, place: Place, size: int) -> Round:
    """A round that places orders at once, and cancels them when the time is taken; it takes the CPU seconds of one."""
    from kalshi_gen.api.orders import cancel_all_orders

    async def at_once() -> float:
        # What the stream has said of the other side's orders meanwhile is not part of the cost.
        await asyncio.sleep(_DRAINED)
        orders = [_order(number) for number in range(size)]
        began = process_time()
        await asyncio.gather(*(place(order) for order in orders))
        # What it says of these is.
        await asyncio.sleep(_DRAINED)
        taken = process_time() - began
        await cancel_all_orders.asyncio(client=client)
        return taken / size

    return lambda: runner.run(at_once())


def _order(number: int) -> CreateOrderV2Request:
    """An order that rests."""
    from kalshi_gen.models import CreateOrderV2Request

    return CreateOrderV2Request(
        ticker=f"KXBTCD-26DEC31-T{100_000 + 1_000 * (number % _MARKETS)}",
        side="bid",
        count=Decimal("0.01"),
        price=Decimal("0.01"),
        time_in_force="good_till_canceled",
        self_trade_prevention_type="maker",
    )


def _limits() -> Limits:
    """Every limit, of which none is reached."""
    from kalshi_overlay.safety import Limits

    return Limits(
        order_count=10,
        order_notional=10,
        price_through_book="0.10",
        resting_orders=1000,
        market_exposure=1000,
        event_exposure=1000,
        total_exposure=1000,
        daily_loss=1000,
        orders_per_second=1000,
    )


def _client(setup: Setup) -> KalshiAuthenticatedClient:
    from kalshi_overlay import create_client

    return create_client(base_url=setup.url, access_key_id=setup.key_id, private_key_path=setup.key_path)
