"""One call of each operation, with what is held against the exchange afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from random import Random
from typing import Any, Literal
from uuid import uuid4

from attrs import frozen

from kalshi_gen.errors import KalshiError, KalshiNotFoundError
from kalshi_gen.models.batch_create_orders_v2_request import BatchCreateOrdersV2Request
from kalshi_gen.models.create_order_v2_request import CreateOrderV2Request
from kalshi_gen.types import UNSET, Unset
from kalshi_overlay.errors import TransferStateUnknownError
from kalshi_overlay.orders import (
    DuplicateOrderError,
    OrderStateUnknownError,
    place,
    place_batch,
)
from kalshi_overlay.orders.changing import BY_TICKER
from kalshi_sandbox.engine import Order
from tests.orders.harness import FILLING, RESTING, Harness, Mode

SHARDS = 4

Fault = Literal["doubled", "lost", "wrong"]


@frozen
class Problem:
    """What must not be.

    Attributes:
        kind: `doubled` for something that was done twice, `lost` for something that was said to be done and is not,
            `wrong` for anything else: what was said not to be done and is, or an order that was said to be gone.
        words: What it is.
    """

    kind: Fault
    words: str


@frozen
class Outcome:
    """What one call, or one order of a batch, came to.

    Attributes:
        found: What the call returned or raised.
        check: Says what is wrong once all that was under way has arrived.
        is_late: Says whether something took effect after the call had returned.
    """

    found: Any
    check: Callable[[], Problem | None]
    is_late: Callable[[], bool]

    @property
    def kind(self) -> str:
        """A word for the table."""
        if isinstance(self.found, OrderStateUnknownError | TransferStateUnknownError):
            return "unknown"
        if isinstance(self.found, KalshiError):
            return "not done"
        return "answered" if self.found.answer is not None else "read back"


Trial = Callable[[Harness, Mode, Random], list[Outcome]]


def try_place(harness: Harness, mode: Mode, chance: Random) -> list[Outcome]:
    """Place one order of any sort."""
    body = any_order(harness, chance, poor_subaccount(harness, chance))
    found = attempt(harness, chance, place, mode, body=body, timeout=any_timeout(chance))
    harness.on_wait = lambda: None
    return [placing(harness, body, found)]


def try_place_batch(harness: Harness, mode: Mode, chance: Random) -> list[Outcome]:
    """Place one to five orders of any sort."""
    poor = poor_subaccount(harness, chance)
    orders = [any_order(harness, chance, poor) for _ in range(chance.randint(1, 5))]
    body = BatchCreateOrdersV2Request(orders=orders)
    found = attempt(harness, chance, place_batch, mode, body=body, timeout=any_timeout(chance))
    harness.on_wait = lambda: None
    outcomes: Iterable[Any] = found if isinstance(found, list) else [found] * len(orders)
    return [placing(harness, order, outcome) for order, outcome in zip(orders, outcomes, strict=True)]


def try_cancel(harness: Harness, mode: Mode, chance: Random) -> list[Outcome]:
    """Cancel an order that rests, in part or entirely, or is filled, or fills meanwhile."""
    order = any_resting(harness, chance)
    return [canceling(harness, mode, chance, order, any_address(harness, order, chance))]


def canceling(harness: Harness, mode: Mode, chance: Random, before: Order, address: dict[str, Any]) -> Outcome:
    """What canceling an order at an address comes to."""
    harness.on_wait = fills(harness, before, chance)
    found = attempt(
        harness,
        chance,
        harness.operations.cancel,
        mode,
        order_id=before.order_id,
        **address,
        timeout=any_timeout(chance),
    )
    harness.on_wait = lambda: None
    at_return = harness.order(before.order_id)

    def check() -> Problem | None:
        now = harness.order(before.order_id)
        words = f"{found!r}, but the order was {at_return} and is {now}"
        if isinstance(found, OrderStateUnknownError):
            return None
        if isinstance(found, KalshiError):
            # Each of these orders exists.
            is_wrong = isinstance(found, KalshiNotFoundError) or _is_canceled(now, before)
            return Problem("wrong", words) if is_wrong else None
        if at_return.status == "resting":
            return Problem("lost", words)
        if found.answer is not None:
            is_right = found.status == now.status == "canceled"
            is_right = is_right and found.reduced_by == _size(before) - now.fill_count
        else:
            # An order of perpetual futures doesn't show how it ended.
            is_right = found.status in (now.status, "ended") and found.fill_count == now.fill_count
        return None if is_right else Problem("wrong", words)

    return Outcome(found, check, lambda: harness.order(before.order_id) != at_return)


def try_amend(harness: Harness, mode: Mode, chance: Random) -> list[Outcome]:
    """Amend price, size or id of a resting order, also so that it fills, or that nothing changes."""
    before = any_resting(harness, chance)
    is_addressed = harness.has_shards and chance.random() < 0.2
    address = {"exchange_index": chance.randrange(SHARDS)} if is_addressed else {}
    return [amending(harness, mode, chance, before, address)]


def amending(harness: Harness, mode: Mode, chance: Random, before: Order, address: dict[str, Any]) -> Outcome:
    """What amending an order at an address comes to."""
    body = harness.new_amendment(
        before,
        price=chance.choice(harness.prices),
        count=before.fill_count + chance.choice([before.remaining_count, Decimal(chance.randint(1, 20))]),
    )
    if chance.random() < 0.5:
        body.updated_client_order_id = str(uuid4())
        body.client_order_id = before.client_order_id if chance.random() < 0.5 else UNSET
    for field, value in address.items():
        setattr(body, field, value)
    harness.on_wait = fills(harness, before, chance)
    found = attempt(
        harness,
        chance,
        harness.operations.amend,
        mode,
        order_id=before.order_id,
        body=body,
        timeout=any_timeout(chance),
    )
    harness.on_wait = lambda: None
    at_return = harness.order(before.order_id)

    def is_as_asked(order: Order) -> bool:
        is_renamed = not body.updated_client_order_id or order.client_order_id == body.updated_client_order_id
        return order.price == body.price and _size(order) == body.count and is_renamed

    def check() -> Problem | None:
        now = harness.order(before.order_id)
        words = f"{body}: {found!r}, but the order was {before} and {at_return}, and is {now}"
        if isinstance(found, OrderStateUnknownError):
            return None
        if isinstance(found, KalshiError):
            is_done = is_as_asked(now) and not is_as_asked(before)
            return Problem("wrong", words) if isinstance(found, KalshiNotFoundError) or is_done else None
        if not is_as_asked(now):
            return Problem("lost", words)
        is_right = found.remaining_count is None or at_return.remaining_count <= found.remaining_count
        return None if is_right else Problem("wrong", words)

    return Outcome(found, check, lambda: harness.order(before.order_id) != at_return)


def try_decrease(harness: Harness, mode: Mode, chance: Random) -> list[Outcome]:
    """Decrease an order by or to a count, while others trade against it."""
    before = any_resting(harness, chance)
    return [decreasing(harness, mode, chance, before, any_address(harness, before, chance))]


def decreasing(harness: Harness, mode: Mode, chance: Random, before: Order, address: dict[str, Any]) -> Outcome:
    """What decreasing an order at an address comes to."""
    contracts = Decimal(chance.randint(1, max(int(before.remaining_count), 1)))
    name = chance.choice(["reduce_by", "reduce_to"])
    harness.on_wait = fills(harness, before, chance)
    body = harness.new_decrease(**{name: str(contracts)})
    for field, value in address.items():
        setattr(body, field, value)
    found = attempt(
        harness,
        chance,
        harness.operations.decrease,
        mode,
        order_id=before.order_id,
        body=body,
        timeout=any_timeout(chance),
    )
    harness.on_wait = lambda: None
    at_return = harness.order(before.order_id)

    def check() -> Problem | None:
        now = harness.order(before.order_id)
        cut = _size(before) - _size(now)
        words = f"{name} {contracts}: {found!r}, but the order was {before} and {at_return}, and is {now}"
        most = contracts if name == "reduce_by" else max(before.remaining_count - contracts, Decimal(0))
        if cut > most:
            return Problem("doubled", words)
        if isinstance(found, OrderStateUnknownError):
            return None
        if isinstance(found, KalshiError):
            return Problem("wrong", words) if isinstance(found, KalshiNotFoundError) or cut else None
        # Fills that the first read didn't show, or that came meanwhile, count as taken off.
        least = most - now.fill_count
        if cut < least or at_return.remaining_count > found.remaining_count:
            return Problem("lost", words)
        return None

    return Outcome(found, check, lambda: harness.order(before.order_id) != at_return)


TRIALS: dict[str, tuple[str, Trial]] = {
    "place": ("CreateOrderV2", try_place),
    "place_batch": ("BatchCreateOrdersV2", try_place_batch),
    "cancel": ("CancelOrderV2", try_cancel),
    "amend": ("AmendOrderV2", try_amend),
    "decrease": ("DecreaseOrderV2", try_decrease),
}
"""The operation that faults are dealt to, and a call of it, by the name of ours."""


def any_timeout(chance: Random) -> float:
    """The usual timeout; at times one that lets a call be certain, or one that is short."""
    return chance.choices([30.0, 90.0, 3.0], weights=[7, 2, 1])[0]


def any_market(harness: Harness, chance: Random) -> str:
    """A market of its own, on any shard."""
    return harness.open_market(**({"exchange_index": chance.randrange(SHARDS)} if harness.has_shards else {}))


def any_address(harness: Harness, order: Order, chance: Random) -> dict[str, Any]:
    """The order's market, any shard, or, most of the time, nothing but its id."""
    if not harness.has_shards:
        return {}
    addresses: list[dict[str, Any]] = [
        {"market_ticker": order.ticker},
        {"exchange_index": chance.randrange(SHARDS)},
        {},
    ]
    return chance.choices(addresses, weights=[2, 1, 3])[0]


def poor_subaccount(harness: Harness, chance: Random) -> int | Unset:
    """At times a subaccount that has cash on shard 0 alone; at a wait it may get some on the others."""
    if chance.random() < 0.7:
        return UNSET
    engine, account = harness.exchange.engine, harness.account
    number = engine.accounts.add_subaccount(account)
    engine.accounts.deposit(account, Decimal(100), subaccount=number, exchange_index=0)

    def pay_in() -> None:
        if chance.random() < 0.1:
            engine.accounts.deposit(account, Decimal(100), subaccount=number)

    harness.on_wait = pay_in
    return number


def any_order(harness: Harness, chance: Random, subaccount: int | Unset) -> CreateOrderV2Request:
    """An order that rests, fills, or leaves nothing; under an id that the soak test can look for.

    It goes by its ticker, by its market's shard or, at times, to any shard; half of the orders are the subaccount's.
    """
    shard = chance.randrange(SHARDS)
    return harness.new_order(
        ticker=harness.tickers[shard],
        exchange_index=chance.choices([UNSET, shard, BY_TICKER, chance.randrange(SHARDS)], weights=[10, 5, 3, 1])[0],
        subaccount=chance.choice([UNSET, subaccount]),
        count=Decimal(chance.randint(1, 300)) / 100,
        price=chance.choice([RESTING, FILLING]),
        time_in_force=chance.choice(["good_till_canceled", "immediate_or_cancel", "fill_or_kill"]),
        client_order_id=str(uuid4()),
    )


def any_resting(harness: Harness, chance: Random) -> Order:
    """An order of the account, some of it filled or all or nothing; reads show it yet or not."""
    order = harness.rest(str(chance.randint(5, 15)), name=str(uuid4()), ticker=any_market(harness, chance))
    harness.exchange.clock.advance(chance.choice([0, 0.5, 5]))
    filled = chance.choices([0, chance.randint(1, 4), order.remaining_count], weights=[6, 3, 1])[0]
    if filled:
        harness.fill(order, str(filled))
    harness.exchange.clock.advance(chance.choice([0, 0.5, 5]))
    return harness.order(order.order_id)


def fills(harness: Harness, order: Order, chance: Random) -> Callable[[], None]:
    """What happens to an order at a wait: at times a contract is traded, or all."""
    share = chance.choice([0, 0, 0.2])

    def fill() -> None:
        now = harness.order(order.order_id)
        if now.status == "resting" and chance.random() < share:
            harness.fill(now, str(chance.choice([Decimal(1), now.remaining_count])))

    return fill


def attempt(harness: Harness, chance: Random, operation: Any, mode: Mode, **arguments: Any) -> Any:
    """What an operation returns or raises; every second time that it is unknown, what going on does."""
    found = caught(lambda: harness.call(operation, mode, **arguments))
    if isinstance(found, list):
        return [resumed(harness, chance, mode, each) for each in found]
    return resumed(harness, chance, mode, found)


def resumed(harness: Harness, chance: Random, mode: Mode, found: Any) -> Any:
    """What going on returns or raises where an outcome is unknown, or every second time that outcome."""
    if not isinstance(found, OrderStateUnknownError) or chance.random() < 0.5:
        return found
    harness.let_pass(chance.choice([0, 5, 70]))
    arguments: dict[str, Any] = {"client": harness.client, "timeout": any_timeout(chance)}
    if mode == "sync":
        return caught(lambda: found.resume(**arguments))
    return caught(lambda: harness.runner.run(found.resume_async(**arguments)))


def caught(call: Callable[[], Any]) -> Any:
    """What a call returns or raises."""
    try:
        return call()
    except KalshiError as error:
        return error


def placing(harness: Harness, body: Any, found: Any) -> Outcome:
    """What placing an order has come to."""
    returned = harness.exchange.clock.now()

    def is_late() -> bool:
        return any(order.created_time > returned for order in harness.orders(str(body.client_order_id)))

    def check() -> Problem | None:
        placed = harness.orders(str(body.client_order_id))
        if len(placed) > 1:
            return Problem("doubled", f"{len(placed)} orders under {body.client_order_id}")
        if isinstance(found, OrderStateUnknownError):
            return None
        if isinstance(found, KalshiError):
            # Where no list shows it, an order that was killed unfilled is said not to have been placed.
            is_killed = body.time_in_force != "good_till_canceled" and [order.fill_count for order in placed] == [0]
            is_right = (not placed or (is_killed and not harness.lists_ended)) and not isinstance(
                found, DuplicateOrderError
            )
            return None if is_right else Problem("wrong", f"{found!r}, but: {placed}")
        if not placed:
            return Problem("lost", f"{found}, but there is none")
        (order,) = placed
        said = (found.order_id, found.client_order_id, found.fill_count, found.remaining_count)
        true = (order.order_id, order.client_order_id, order.fill_count, order.remaining_count)
        return None if said == true else Problem("wrong", f"{said}, but it is {true}")

    return Outcome(found, check, is_late)


def _size(order: Order) -> Decimal:
    return order.fill_count + order.remaining_count


def _is_canceled(now: Order, before: Order) -> bool:
    return now.status == "canceled" != before.status
