"""What happens to orders; `Orders` has sent them, on demo or a sandbox only."""

from __future__ import annotations

import math

from .check import CAPTURES, Check, NotSeenError, Seen, assumption, field_names, known_word
from .orders import Lag, Orders
from .rest import Answer

CHECKS: list[Check] = []
# These say something of the market or the account, and nothing of what is checked.
_OF_THE_MARKET = {"market_closed", "trading_is_paused", "exchange_is_paused", "insufficient_balance", "user_not_found"}
_USED = "409 order_already_exists"
_AVERAGES = {"average_fee_paid", "average_fill_price"}
_LAG_MAX = 3.0
_BOOK_LAG_MAX = 3.5


@assumption(
    CHECKS,
    matters="kalshi_overlay.orders.place",
    source="captures; one report of 200",
    expected="201: client_order_id, fill_count, order_id, remaining_count, ts_ms",
)
async def answer_to_create(orders: Orders) -> str:
    """A create is answered by 201 with the ids, what filled and what remains, and a time."""
    answer = _created(orders)
    return f"{answer.status}: {field_names({name: 0 for name in answer.body if name not in _AVERAGES})}"


@assumption(
    CHECKS,
    matters="kalshi_gen.models.create_order_v2_response",
    source="captures have both",
    expected=("left out", "0"),
)
async def averages_of_an_unfilled_order(orders: Orders) -> str:
    """The average price and fee of an order that has not filled are left out, or zero."""
    averages = [value for name, value in _created(orders).body.items() if name in _AVERAGES and value is not None]
    return "left out" if not averages else "0" if not any(map(float, averages)) else "a price"


@assumption(
    CHECKS,
    matters="kalshi_overlay.orders.placing",
    source="captures: 404 at 130 and 210 ms after a create, up to 2 s elsewhere",
    expected="at most 3 s",
)
async def read_after_create(orders: Orders) -> Seen:
    """GetOrder shows a new order within 3 seconds, and may answer 404 until then."""
    return _within(_lag(orders, "first create"), _LAG_MAX)


@assumption(
    CHECKS,
    matters="docs/sandbox-behaviour.md",
    source="captures: 0.1 to 2 s after a create, 0.4 to 0.9 s after a cancel, 0.3 s after an amendment",
    expected="some lag",
)
async def lag_of_order_reads(orders: Orders) -> Seen:
    """GetOrder right after a create, an amendment or a cancel does not show it each time."""
    return _lags_at_all([_lag(orders, f"first {change}") for change in ("create", "amend", "cancel")])


@assumption(
    CHECKS, matters="docs/sandbox-behaviour.md", source="captures: 0.5 to 3 s", expected="some lag, at most 3.5 s"
)
async def lag_of_order_books(orders: Orders) -> Seen:
    """GetMarketOrderbook shows a new order, and its cancel, within 3.5 seconds, and not at once each time."""
    lags = [_lag(orders, step) for step in ("book create", "book cancel")]
    late = [seen for seen in (_within(lag, _BOOK_LAG_MAX) for lag in lags) if not seen.as_assumed]
    return late[0] if late else _lags_at_all(lags)


@assumption(CHECKS, matters="kalshi_overlay.orders.placing", source="several independent sources", expected=_USED)
async def used_client_order_id(orders: Orders) -> str:
    """A used `client_order_id` is 409 `order_already_exists`."""
    return orders.answer("first again").words


@assumption(CHECKS, matters="kalshi_overlay.orders.placing", source="several independent sources", expected=_USED)
async def client_order_id_of_a_canceled_order(orders: Orders) -> str:
    """A `client_order_id` stays used after its order was canceled."""
    return orders.answer("first after cancel").words


@assumption(CHECKS, matters="kalshi_overlay.orders.context", source=CAPTURES, expected="400 invalid_price")
async def price_off_the_tick(orders: Orders) -> str:
    """A price off the tick is 400 `invalid_price`."""
    return orders.answer("first off tick").words


@assumption(
    CHECKS,
    matters="kalshi_overlay.orders.amend",
    source="captures: old values 0.3 s after an amendment, new ones at 0.9 s",
    expected="at most 3 s",
)
async def read_after_amend(orders: Orders) -> Seen:
    """GetOrder shows an amendment within 3 seconds."""
    return _within(_lag(orders, "first amend"), _LAG_MAX)


@assumption(
    CHECKS,
    matters="kalshi_overlay.orders.amend",
    source="several independent sources",
    expected="400 AMEND_ORDER_NO_OP",
)
async def amendment_of_nothing(orders: Orders) -> str:
    """An amendment that changes nothing is 400 `AMEND_ORDER_NO_OP`."""
    orders.answer("first amend")
    return orders.answer("first amend again").words


@assumption(
    CHECKS,
    matters="kalshi_overlay.orders.cancel",
    source="production",
    expected=("200: order_id, reduced_by, ts_ms", "200: client_order_id, order_id, reduced_by, ts_ms"),
)
async def answer_to_cancel(orders: Orders) -> str:
    """A cancel is answered by 200 with the order's id, what it took off, and a time."""
    answer = orders.answer("first cancel")
    return f"{answer.status}: {field_names(answer.body)}"


@assumption(
    CHECKS,
    matters="kalshi_overlay.orders.cancel",
    source="captures: `resting` for 0.4 to 0.9 s after a cancel",
    expected="at most 3 s",
)
async def read_after_cancel(orders: Orders) -> Seen:
    """GetOrder shows a cancel within 3 seconds, and may say `resting` until then."""
    return _within(_lag(orders, "first cancel"), _LAG_MAX)


@assumption(
    CHECKS,
    matters="kalshi_overlay.orders.reading",
    source="the specification; nobody has shown what it covers",
    expected="never ahead",
)
async def user_data_timestamp_of_orders(orders: Orders) -> Seen:
    """`user_data_timestamp` is never past a change that GetOrder does not show yet."""
    if not orders.ahead:
        raise NotSeenError("no read lagged")
    ahead = sum(orders.ahead)
    return Seen(
        f"{'never ahead' if not ahead else f'ahead {ahead} times'} in {len(orders.ahead)} stale reads", not ahead
    )


@assumption(
    CHECKS, matters="kalshi_overlay.orders.cancel", source="several independent sources", expected="404 not_found"
)
async def cancel_of_a_canceled_order(orders: Orders) -> str:
    """A cancel of a canceled order is 404 `not_found`."""
    return orders.answer("first cancel again").words


@assumption(
    CHECKS,
    matters="kalshi_overlay.orders.context",
    source="many sources",
    expected="409 fill_or_kill_insufficient_resting_volume",
)
async def killed_order(orders: Orders) -> str:
    """A fill-or-kill order that can't fill is 409 `fill_or_kill_insufficient_resting_volume`."""
    return _words(orders, "killed create")


@assumption(CHECKS, matters="kalshi_overlay.orders.placing", source="one source", expected=_USED)
async def client_order_id_of_a_killed_order(orders: Orders) -> str:
    """A killed fill-or-kill order has used its `client_order_id` up."""
    if orders.answer("killed create").status != 409:
        raise NotSeenError("the order was not killed")
    return orders.answer("killed again").words


@assumption(
    CHECKS,
    matters="kalshi_overlay.orders.place",
    source="later orders than production's first on shards; the guide on sharding",
    expected="accepted",
)
async def create_without_shard(orders: Orders) -> str:
    """A new order without `exchange_index` goes to the shard of its market."""
    answer = orders.answer("shard create")
    return "accepted" if answer.status < 300 else _words(orders, "shard create")


@assumption(
    CHECKS,
    matters="docs/sandbox-behaviour.md",
    source="users: some refusals are misleading; which one comes when is not known",
    expected=("404 user_not_found", "404 market_not_found"),
)
async def empty_shard(orders: Orders) -> str:
    """A new order on a shard without cash, while others have some, is refused by a misleading code."""
    answer = orders.answer("empty create")
    if answer.code in _OF_THE_MARKET - {"insufficient_balance", "user_not_found"}:
        raise NotSeenError(f"the order was refused: {answer.words}")
    return answer.words


@assumption(
    CHECKS,
    matters="kalshi_overlay.orders.cancel",
    source="production, 14 September 2026: 21 live orders",
    expected="404 not_found, still resting",
)
async def cancel_without_shard(orders: Orders) -> str:
    """A cancel by id alone is 404 for an order on a shard other than 0, which goes on resting."""
    answer = orders.answer("shard cancel")
    if answer.status != 404:
        return answer.words
    # A read that lags would say the same of an order that is gone; the cancel that names the market would not.
    rests = orders.answer("shard cancel by ticker").status == 200
    return f"{answer.words}, {'still resting' if rests else 'gone'}"


@assumption(CHECKS, matters="kalshi_overlay.orders.reading", source="production", expected="resting")
async def read_without_shard(orders: Orders) -> str:
    """GetOrder finds an order on any shard by its id alone."""
    if math.isinf(_lag(orders, "shard create").most):
        raise NotSeenError("no read showed the order in time")
    answer = orders.answers.get("shard read")
    if answer is None:
        return "resting"
    return known_word(answer.body["order"]["status"]) if answer.status == 200 else answer.words


@assumption(
    CHECKS,
    matters="kalshi_overlay.orders.placing",
    source="production took 10 s, demo 5 s",
    expected=("201", "200"),
)
async def late_create(orders: Orders) -> str:
    """An order that was signed 8 seconds ago is accepted."""
    return _words(orders, "late by 8")


@assumption(
    CHECKS,
    matters="kalshi_overlay.orders.reading",
    source="production refused 60 s",
    expected="401 header_timestamp_expired",
)
async def very_late_create(orders: Orders) -> str:
    """An order that was signed more than 60 seconds ago is refused."""
    words = _words(orders, "late by 60")
    orders.answer("late by 60").beyond_window()
    return words


@assumption(CHECKS, matters="the probe itself", source="the probe", expected="none")
async def orders_left_behind(orders: Orders) -> str:
    """Every order that the probe placed is canceled."""
    return str(len(orders.left)) if orders.left else "none"


def _words(orders: Orders, step: str) -> str:
    answer = orders.answer(step)
    if answer.code in _OF_THE_MARKET:
        raise NotSeenError(f"the order was refused: {answer.words}")
    return answer.words


def _created(orders: Orders) -> Answer:
    answer = orders.answer("first create")
    if answer.status >= 300:
        raise NotSeenError(f"the order was refused: {answer.words}")
    return answer


def _lag(orders: Orders, step: str) -> Lag:
    orders.answer(step)
    if step not in orders.lags:
        raise NotSeenError("the change was refused, or no read was made")
    return orders.lags[step]


def _within(lag: Lag, seconds: float) -> Seen:
    if lag.least <= seconds < lag.most < math.inf:
        raise NotSeenError(f"reads are too far apart: {lag}")
    return Seen(str(lag), lag.most <= seconds)


def _lags_at_all(lags: list[Lag]) -> Seen:
    lagged = [lag for lag in lags if lag.first]
    return Seen(str(lagged[0]) if lagged else f"none of {len(lags)} first reads lagged", bool(lagged))
