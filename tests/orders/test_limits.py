"""What decides about an order at each limit of time, count and size, by a clock that a test moves; nothing is sent."""

from __future__ import annotations

import math
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import httpx
import msgspec
import pytest
from attrs import evolve

from kalshi_gen.errors import InvalidRequestError, KalshiError
from kalshi_gen.models import (
    AmendOrderV2Request,
    BatchCreateOrdersV2Response,
    CreateOrderV2Request,
    DecreaseOrderV2Request,
)
from kalshi_gen.runtime.decoding import decode
from kalshi_gen.types import UNSET
from kalshi_overlay import clock, create_public_client
from kalshi_overlay.errors import (
    DuplicateOrderError,
    KalshiConfigError,
    KalshiTransportError,
    OrderNotAppliedError,
    OrderStateUnknownError,
)
from kalshi_overlay.orders import context as context_module
from kalshi_overlay.orders.amend import _judge, amend_order
from kalshi_overlay.orders.api import ShownOrder
from kalshi_overlay.orders.changing import Address, ChangeState
from kalshi_overlay.orders.context import DeadlinePassed, Moment, OperationContext
from kalshi_overlay.orders.decrease import _asked, decrease_order
from kalshi_overlay.orders.events import EVENTS
from kalshi_overlay.orders.expiration import check_expiration
from kalshi_overlay.orders.place_batch import _answers
from kalshi_overlay.orders.placing import Placement, place_order
from kalshi_overlay.orders.reading import Freshness, Listing, Stage, read_pages
from kalshi_overlay.orders.resending import Resends, backoff
from kalshi_overlay.orders.results import AmendedOrder, CanceledOrder, DecreasedOrder, PlacedOrder
from tests.walking import walked


class Time:
    """Both clocks of this machine."""

    def __init__(self) -> None:
        self.monotonic = 1000.0
        self.unix = 1_700_000_000.0

    def advance(self, seconds: float) -> None:
        self.monotonic += seconds
        self.unix += seconds


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    moved = Time()
    monkeypatch.setattr(clock, "now", lambda: moved.monotonic)
    monkeypatch.setattr(clock, "unix_milliseconds", lambda: int(moved.unix * 1000))
    return moved


CLIENT: Any = object()


def context(timeout: float = 30.0) -> OperationContext:
    return OperationContext(EVENTS, CLIENT, timeout, "an-order")


def finish(flow: Generator[Any, Any, Any], *answers: Any) -> tuple[list[Any], Any]:
    """Run a flow: what it calls is answered one after the other; returns the calls' arguments and the result."""
    calls, left = [], iter(answers)
    try:
        call = next(flow)
        while True:
            calls.append(call)
            answer = next(left, None)
            call = flow.throw(answer) if isinstance(answer, BaseException) else flow.send(answer)
    except StopIteration as done:
        return calls, done.value


# Time that is left


@walked("timeout", [0, 0.0, -1, math.inf, math.nan, True, "1", None])
def test_a_timeout_is_a_number_of_seconds_above_0(timeout: Any) -> None:
    with pytest.raises(InvalidRequestError, match="timeout"):
        context(timeout)


@pytest.mark.parametrize("timeout", [1e-9, 1, 30.5, 1e9])
def test_any_number_of_seconds_above_0_is_a_timeout(time: Time, timeout: float) -> None:
    operation = context(timeout)
    assert operation.remaining() == pytest.approx(timeout)
    time.advance(5)
    assert operation.remaining() == pytest.approx(timeout - 5)
    assert operation.age() == 5


@pytest.mark.parametrize(
    ("timeout", "passed", "seconds", "allows"),
    [
        (10.0, 0.0, 10.0, True),
        (10.0, 4.0, 6.0, True),
        (10.0, 4.5, 6.0, False),
        (10.0, 0.5, 10.0, False),
        (9.5, 9.0, 10.0, True),
    ],
)
def test_so_many_seconds_are_allowed_if_they_are_left_or_never_were(
    time: Time, timeout: float, passed: float, seconds: float, allows: bool
) -> None:
    operation = context(timeout)
    time.advance(passed)
    assert operation.allows(seconds) is allows


@pytest.mark.parametrize(
    ("left", "wanted", "waits"),
    [
        (10.0, 1.0, 1.0),
        (10.0, 9.95, 9.95),
        (10.0, 20.0, 9.95),
        (0.0625, 1.0, 0.0125),
        (0.0595, 1.0, None),
        (0.0, 1.0, None),
        (-1.0, 1.0, None),
    ],
)
def test_a_wait_ends_before_the_last_moment_for_a_request(
    time: Time, left: float, wanted: float, waits: float | None
) -> None:
    operation = context(10.0)
    time.advance(10.0 - left)
    if waits is None:
        with pytest.raises(DeadlinePassed):
            finish(operation.pause(wanted))
    else:
        (call,), _ = finish(operation.pause(wanted))
        assert call.arguments == (pytest.approx(waits),)


def test_the_time_that_the_machine_slept_counts_for_the_age(time: Time) -> None:
    operation = context()
    time.monotonic += 2
    assert operation.age() == 2
    time.unix += 100
    assert operation.age() == 100
    time.monotonic += 200
    assert operation.age() == 202


def test_a_request_in_flight_is_as_young_as_by_the_later_of_two_clocks(time: Time) -> None:
    operation = context()
    first = Moment.now()
    time.advance(3)
    assert operation.record_in_flight(KalshiError("lost")) == (first.monotonic + 3, first.unix + 3)
    time.monotonic += 4
    time.unix -= 100
    assert operation.record_in_flight(KalshiError("lost")) == (first.monotonic + 7, first.unix + 3)
    assert operation.last_in_flight == (first.monotonic + 7, first.unix + 3)


def test_the_newest_five_errors_are_listed_each_once(time: Time) -> None:
    operation = context()
    errors = [KalshiError(str(number)) for number in range(7)]
    for error in errors:
        operation.record_error(error)
        operation.record_error(error)
    unknown = operation.not_applied("why")
    assert list(unknown.errors) == errors[2:]


@pytest.mark.parametrize(("asked", "first"), [(None, 0.1), (0, 0.1), (0.05, 0.1), (7.5, 7.5)])
def test_a_request_is_sent_again_after_a_wait_at_least_as_long_as_the_exchange_asks(
    time: Time, asked: float | None, first: float
) -> None:
    resends = Resends(context())
    assert resends.is_due()
    error: Any = KalshiError("later")
    error.retry_after = asked
    resends.postpone(error)
    time.advance(first - 0.001)
    assert not resends.is_due()
    time.advance(0.0011)
    assert resends.is_due()


@pytest.mark.parametrize(("timeout", "left", "is_due"), [(100, 70.0, True), (100, 69.9, False), (69.9, 1.0, True)])
def test_the_last_request_is_sent_while_reads_can_show_its_effect(
    time: Time, timeout: float, left: float, is_due: bool
) -> None:
    resends = Resends(context(timeout))
    resends.postpone(KalshiError("lost"))
    time.advance(timeout - left)
    assert resends.is_due() is is_due


@pytest.mark.parametrize("arguments", [(0.1, 5.0, 2.0), (0.1, 3.0, 1.5), (0.25, 1.0, 1.5)])
def test_waits_grow_by_a_factor_up_to_a_most(arguments: tuple[float, float, float]) -> None:
    first, most, factor = arguments
    waits = backoff(*arguments)
    assert [next(waits) for _ in range(20)] == pytest.approx([min(first * factor**each, most) for each in range(20)])


# What reads show


LAG, WINDOW = 5.0, 60.0


def fresh(time: Time, shown: Any = 0.0, exchange: float = 0.0) -> Freshness:
    """Reads that begin now, by an exchange whose clock is ahead, and which says how many seconds reads are behind."""
    freshness = Freshness(context())
    at = datetime.fromtimestamp(time.unix + exchange, UTC)
    said = shown if isinstance(shown, str | None) else at - timedelta(seconds=shown)
    parsed = SimpleNamespace() if shown is None else SimpleNamespace(as_of_time=said)
    if shown == "naive":
        parsed.as_of_time = at.replace(tzinfo=None)
    date = at.strftime("%a, %d %b %Y %H:%M:%S GMT")
    response = SimpleNamespace(headers={"date": date}, parsed=parsed)
    operation: Any = freshness._context
    operation.read = lambda endpoint: iter_of(response)
    finish(freshness.refresh(Moment(-math.inf, -math.inf)))
    return freshness


def iter_of(answer: Any) -> Generator[Any, Any, Any]:
    yield from ()
    return answer


@pytest.mark.parametrize(
    ("shown", "ago", "stage"),
    [
        (0.0, 4.999, Stage.STALE),
        (0.0, 5.0, Stage.FINAL),
        (4.0, 5.0, Stage.FINAL),
        (5.0, 5.5, Stage.STALE),
        (5.0, 6.0, Stage.FINAL),
        (60.0, 60.5, Stage.STALE),
        (60.0, 61.0, Stage.FINAL),
        (None, 5.0, Stage.FINAL),
        (None, 4.5, Stage.STALE),
        ("a text", 1e6, Stage.STALE),
        ("naive", 1e6, Stage.STALE),
    ],
)
def test_reads_show_what_is_older_than_they_are_behind(time: Time, shown: Any, ago: float, stage: Stage) -> None:
    since = Moment(time.monotonic - ago, time.unix - ago)
    assert fresh(time, shown).stage(since, None) is stage


@pytest.mark.parametrize(
    ("by_monotonic", "by_unix", "exchange", "stage"),
    [
        (65.0, 65.0, 0.0, Stage.FINAL),
        (64.9, 65.0, 0.0, Stage.CURRENT),
        (65.0, 64.9, 0.0, Stage.CURRENT),
        (65.0, 63.0, 2.0, Stage.FINAL),
        (65.0, 66.0, -2.0, Stage.CURRENT),
        (6.0, 6.0, 0.0, Stage.CURRENT),
    ],
)
def test_reads_show_all_once_no_signature_is_accepted_any_more_by_either_clock(
    time: Time, by_monotonic: float, by_unix: float, exchange: float, stage: Stage
) -> None:
    since = Moment(time.monotonic - 100, time.unix - 100)
    in_flight = Moment(time.monotonic - by_monotonic, time.unix - by_unix)
    assert fresh(time, 0.0, exchange).stage(since, in_flight) is stage


def test_reads_of_which_nothing_was_learned_are_stale(time: Time) -> None:
    assert Freshness(context()).stage(Moment(-1e9, -1e9), None) is Stage.STALE


def test_the_beginning_is_before_the_operation_by_the_exchanges_clock(time: Time) -> None:
    freshness = Freshness(context())
    time.advance(3)
    now = datetime.fromtimestamp(time.unix + 100, UTC)
    answer = SimpleNamespace(headers={"date": now.strftime("%a, %d %b %Y %H:%M:%S GMT")}, parsed=SimpleNamespace())
    asked: list[Any] = []
    operation: Any = freshness._context

    def read(endpoint: Any) -> Generator[Any, Any, Any]:
        asked.append(endpoint)
        return iter_of(answer)

    operation.read = read
    finish(freshness.refresh(Moment.now()))
    assert freshness.began == now - timedelta(seconds=3 + 5)
    # It is known now, and what could be concluded is too recent.
    began = Moment.now()
    time.advance(4.9)
    finish(freshness.refresh(began))
    assert len(asked) == 1
    assert freshness.stage(Moment(-1e9, -1e9), None) is Stage.STALE
    time.advance(0.1)
    finish(freshness.refresh(began))
    assert len(asked) == 2
    assert freshness.began == now - timedelta(seconds=8)


# Pages


def pages(*given: dict[str, Any], timeout: float = 30.0) -> tuple[bool, list[Any], list[Any]]:
    """Read pages; returns whether the list is complete, the items, and the cursors that were sent."""
    operation: Any = context(timeout)
    listing, items, left, cursors = Listing(set(), is_complete=True), list[Any](), iter(given), list[Any]()

    def read(endpoint: Any, **arguments: Any) -> Generator[Any, Any, Any]:
        cursors.append(arguments["cursor"])
        return iter_of(SimpleNamespace(content=msgspec.json.encode(next(left))))

    operation.read = read
    finish(read_pages(operation, EVENTS.list, {}, listing, items.extend))
    return listing.is_complete, items, cursors


@pytest.mark.parametrize(
    ("page", "is_complete"),
    [
        ({"orders": [], "cursor": ""}, True),
        ({"orders": [1] * 1000, "cursor": ""}, True),
        ({"orders": [1] * 999}, True),
        ({"orders": [1] * 1000}, False),
        ({"orders": [1] * 1001, "cursor": None}, False),
        ({"orders": None, "cursor": ""}, False),
        ({"cursor": ""}, False),
    ],
)
def test_a_page_is_the_last_and_complete(time: Time, page: dict[str, Any], is_complete: bool) -> None:
    assert pages(page) == (is_complete, page.get("orders") or [], [UNSET])


def test_pages_follow_their_cursors(time: Time) -> None:
    given = [{"orders": [number], "cursor": cursor} for number, cursor in enumerate(["a", "b", ""])]
    assert pages(*given) == (True, [0, 1, 2], [UNSET, "a", "b"])
    # One that isn't complete is not made so by a later one.
    assert pages({"orders": None, "cursor": "a"}, given[2])[0] is False


@pytest.mark.parametrize(("left", "ends"), [(0.001, False), (0.0, True), (-1.0, True)])
def test_no_further_page_is_read_from_the_deadline_on(time: Time, left: float, ends: bool) -> None:
    operation: Any = context(10.0)
    time.advance(10.0 - left)
    left_pages = iter([b'{"orders": [], "cursor": "a"}', b'{"orders": [], "cursor": ""}'])
    operation.read = lambda endpoint, **_: iter_of(SimpleNamespace(content=next(left_pages)))
    flow = read_pages(operation, EVENTS.list, {}, Listing(set(), is_complete=True), lambda items: None)
    if ends:
        with pytest.raises(DeadlinePassed):
            finish(flow)
    else:
        finish(flow)
    assert next(left_pages, None) == (b'{"orders": [], "cursor": ""}' if ends else None)


# Where an order is


def order(**fields: Any) -> Any:
    return SimpleNamespace(**{"ticker": "A", "exchange_index": 0, "subaccount_number": None, **fields})


@walked(
    ("address", "fields", "is_of"),
    [
        (Address(), {}, True),
        (Address(), {"exchange_index": 1}, False),
        (Address(None, None, None), {}, True),
        (Address("A"), {"exchange_index": 1}, True),
        (Address("B"), {}, False),
        (Address("B", 0), {}, True),
        (Address("A", 1), {}, False),
        (Address("B", 1), {"exchange_index": 1}, True),
        (Address("A", -1), {"exchange_index": 1}, True),
        (Address("B", -1), {}, False),
        (Address(), {"subaccount_number": 0}, True),
        (Address(), {"subaccount_number": 1}, False),
        (Address(subaccount=0), {}, True),
        (Address(subaccount=1), {}, False),
        (Address(subaccount=1), {"subaccount_number": 1}, True),
        (Address("A", subaccount=1), {"subaccount_number": 2}, False),
        (Address("B", subaccount=1), {"subaccount_number": 1}, False),
    ],
)
def test_an_address_is_of_an_order_by_shard_and_subaccount(
    address: Address, fields: dict[str, Any], is_of: bool
) -> None:
    assert address.is_of(order(**fields)) is is_of


@walked(
    ("address", "fields", "corrected"),
    [
        (Address(), {}, Address("A")),
        (Address("B", 3), {"exchange_index": 1}, Address("A")),
        (Address("B", is_ticker_fixed=True), {}, None),
        (Address("A", 3, is_ticker_fixed=True), {}, Address("A", is_ticker_fixed=True)),
        (Address(), {"subaccount_number": 0}, Address("A")),
        (Address(), {"subaccount_number": 2}, Address("A", subaccount=2)),
        (Address(subaccount=2), {"subaccount_number": 2}, Address("A", subaccount=2)),
        (Address(subaccount=2), {"subaccount_number": 3}, None),
        (Address(subaccount=0), {"subaccount_number": 3}, None),
        (Address(subaccount=2), {}, Address("A", subaccount=2)),
    ],
)
def test_an_address_is_corrected_unless_it_contradicts_the_caller(
    address: Address, fields: dict[str, Any], corrected: Address | None
) -> None:
    assert address.corrected(order(**fields)) == corrected


# What an order shows of an amendment


PROVEN, APPLIED, PENDING, UNKNOWN = ChangeState.PROVEN, ChangeState.APPLIED, ChangeState.PENDING, ChangeState.UNKNOWN


@walked(
    ("asked", "shown", "state"),
    [
        ({}, {}, APPLIED),
        ({}, {"filled": 4, "left": 6}, APPLIED),
        ({}, {"filled": 4, "left": 7}, PENDING),
        ({}, {"price": "0.41"}, PENDING),
        ({}, {"status": "canceled", "left": 0}, UNKNOWN),
        ({}, {"status": "ended", "left": 0}, UNKNOWN),
        ({}, {"status": "executed", "left": 0}, PENDING),
        ({}, {"status": "canceled", "left": 0, "price": "0.41"}, PENDING),
        ({"updated_client_order_id": "new"}, {"name": "old"}, PENDING),
        ({"updated_client_order_id": "new"}, {"name": "new"}, APPLIED),
        ({"client_order_id": "old", "updated_client_order_id": "new"}, {"name": "new"}, PROVEN),
        ({"client_order_id": "new", "updated_client_order_id": "new"}, {"name": "new"}, APPLIED),
        ({"client_order_id": "old"}, {"name": "old"}, APPLIED),
        ({"client_order_id": "old", "updated_client_order_id": "new"}, {"name": "new", "left": 9}, PENDING),
        ({"expiration_time": 1_800_000_000}, {}, PENDING),
        ({"expiration_time": 1_800_000_000}, {"expires": 1_800_000_000}, APPLIED),
        ({"expiration_time": 0}, {}, APPLIED),
        ({"expiration_time": 0}, {"expires": 1_800_000_000}, PENDING),
    ],
)
def test_an_order_shows_an_amendment_by_all_that_was_asked_for(
    asked: dict[str, Any], shown: dict[str, Any], state: ChangeState
) -> None:
    expires = datetime.fromtimestamp(shown["expires"], UTC) if "expires" in shown else None
    read = SimpleNamespace(client_order_id=shown.get("name", ""), expiration_time=expires)
    seen = ShownOrder(
        read,
        shown.get("status", "resting"),
        Decimal(shown.get("price", "0.40")),
        Decimal(shown.get("filled", 0)),
        Decimal(shown.get("left", 10)),
    )
    body = AmendOrderV2Request(ticker="A", side="bid", price=Decimal("0.40"), count=Decimal(10), **asked)
    assert _judge(seen, body) is state


@pytest.mark.parametrize(
    ("moment", "problem"),
    [
        (1_700_000_000, "is in the past"),
        (1_700_000_001, None),
        (1, "is in the past"),
        (99_999_999_999, None),
        (100_000_000_000, "looks like milliseconds"),
        (datetime.fromtimestamp(1_700_000_000, UTC), "is in the past"),
        (datetime.fromtimestamp(1_700_000_001, UTC), None),
        (datetime(9999, 1, 1, tzinfo=UTC), None),
        (datetime(2001, 1, 1), None),
        ("soon", None),
    ],
)
def test_an_expiration_is_in_seconds_and_after_now(time: Time, moment: Any, problem: str | None) -> None:
    if problem is None:
        check_expiration(moment, "expiration_time")
    else:
        with pytest.raises(InvalidRequestError, match=problem):
            check_expiration(moment, "expiration_time")


def test_what_a_result_does_not_know_is_none() -> None:
    canceled, amended = CanceledOrder(order_id="1", status="canceled"), AmendedOrder(order_id="1")
    decreased = DecreasedOrder(order_id="1", remaining_count=Decimal(1))
    assert (canceled.fill_count, canceled.reduced_by, amended.remaining_count) == (None,) * 3
    assert [(each.answer, each.order) for each in (canceled, amended, decreased)] == [(None, None)] * 3


REFUSED = KalshiTransportError("no connection", "POST", "/orders", may_have_reached_exchange=False)
LOST = KalshiTransportError("no answer", "POST", "/orders", may_have_reached_exchange=True)
NOT_SENDABLE = KalshiConfigError("the key is none")


def test_what_could_not_be_sent_is_raised_unless_a_request_is_in_flight_that_this_timeout_saw(time: Time) -> None:
    operation = context()

    def send(*answers: Any) -> None:
        with pytest.raises((KalshiError, DeadlinePassed)) as raised:
            finish(operation.send(EVENTS.create, body=None), *answers)
        ends.append(raised.value)

    ends: list[Any] = []
    send(NOT_SENDABLE)
    assert operation.not_sent(ends[-1]) is NOT_SENDABLE
    assert operation.not_sent(DeadlinePassed()) is None
    send(LOST)
    operation.record_in_flight(LOST)
    send(NOT_SENDABLE)
    assert operation.not_sent(ends[-1]) is None
    # Resumed with a client that can send nothing.
    operation.go_on(CLIENT, 10.0)
    send(NOT_SENDABLE)
    assert operation.not_sent(ends[-1]) is NOT_SENDABLE
    finish(operation.send(EVENTS.create, body=None), "an answer")
    send(NOT_SENDABLE)
    assert operation.not_sent(ends[-1]) is None


@pytest.mark.parametrize(
    ("timeout", "waits"), [(30.0, [0.25, 0.5, 1.0]), (1.0, [0.25, 0.5]), (0.75, [0.25]), (0.25, []), (0.26, [0.21])]
)
def test_without_a_connection_it_is_tried_again_after_three_waits_within_the_time(
    time: Time, timeout: float, waits: list[float]
) -> None:
    operation, slept = context(timeout), list[float]()
    flow = operation.send(EVENTS.create, body=None)

    def refuse_each() -> None:
        next(flow)
        while True:
            slept.extend(flow.throw(REFUSED).arguments)
            time.advance(slept[-1])
            flow.send(None)

    with pytest.raises(KalshiTransportError):
        refuse_each()
    assert slept == pytest.approx(waits)


def test_a_request_that_may_have_reached_the_exchange_is_not_sent_again(time: Time) -> None:
    flow = context().send(EVENTS.create, body=None)
    next(flow)
    with pytest.raises(KalshiTransportError):
        flow.throw(LOST)


@pytest.mark.parametrize(
    ("left", "total", "limit"),
    [(10.0, None, 10.0), (10.0, 3.0, 3.0), (10.0, 30.0, 10.0), (0.5, None, 0.5), (-1.0, None, 0.0), (-1.0, 5.0, 0.0)],
)
def test_the_client_of_an_operation_retries_nothing_and_ends_with_it(
    time: Time, left: float, total: float | None, limit: float
) -> None:
    public = create_public_client(demo=True)
    client: Any = public.with_retry_policy(evolve(public.retry_policy, total_timeout=total, retries=7))
    operation: Any = OperationContext(EVENTS, client, 10.0)
    time.advance(10.0 - left)
    policy = operation._client_without_retries().retry_policy
    assert (policy.total_timeout, policy.retries) == (pytest.approx(limit), 0)


def test_each_call_and_each_request_in_flight_is_counted_and_listed(time: Time) -> None:
    operation = context()
    for _ in range(2):
        finish(operation.send(EVENTS.create, body=None), "an answer")
    finish(operation.send(EVENTS.amend, body=None), "an answer")
    operation.record_in_flight(LOST)
    error = operation.not_applied("why")
    assert error.tried == {"CreateOrderV2": 2, "AmendOrderV2": 1}
    assert list(error.errors) == [LOST]


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({"reduce_by": 3}, ("reduce_by", 3)),
        ({"reduce_to": 3}, ("reduce_to", 3)),
        ({"reduce_to": 0}, ("reduce_to", 0)),
        ({"reduce_by": 3, "market_ticker": "A", "exchange_index": 1}, ("reduce_by", 3)),
    ],
)
def test_a_decrease_asks_for_one_of_two(fields: dict[str, Any], asked: tuple[str, Decimal]) -> None:
    assert _asked(EVENTS, DecreaseOrderV2Request(**fields)) == asked


def test_a_wait_just_long_enough_is_waited_for(time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    # Of numbers that a float has exactly.
    monkeypatch.setattr(context_module, "_LAST_CALL", 0.5)
    monkeypatch.setattr(context_module, "_MIN_PAUSE", 0.25)
    operation = context(10.0)
    time.advance(9.25)
    (call,), _ = finish(operation.pause(1.0))
    assert call.arguments == (0.25,)
    time.advance(0.015625)
    with pytest.raises(DeadlinePassed):
        finish(operation.pause(1.0))


def test_a_request_of_a_client_of_the_callers_own_was_sent_too(time: Time) -> None:
    operation = context()
    operation.record_in_flight(LOST)
    operation.go_on(CLIENT, 10.0)
    broken = httpx.ReadError("broken", request=httpx.Request("POST", "http://localhost/orders"))
    with pytest.raises(KalshiTransportError) as raised:
        finish(operation.send(EVENTS.create, body=None), broken)
    assert raised.value in operation.not_applied("why").errors
    with pytest.raises(DeadlinePassed) as end:
        finish(operation.send(EVENTS.create, body=None), NOT_SENDABLE)
    assert operation.not_sent(end.value) is None


def unanswered(flow: Generator[Any, Any, Any], time: Time) -> tuple[list[float], list[float]]:
    """Run a flow of which nothing is ever answered: the waits, and when something other than a read was sent."""
    began, waits, sent = time.monotonic, list[float](), list[float]()

    def run_to_its_end() -> None:
        call = next(flow)
        while True:
            if call.blocking is clock.sleep:
                waits.append(call.arguments[0])
                time.advance(call.arguments[0])
                call = flow.send(None)
            else:
                if "body" in call.blocking.keywords:
                    sent.append(round(time.monotonic - began, 3))
                call = flow.throw(LOST)

    with pytest.raises((OrderStateUnknownError, OrderNotAppliedError)):
        run_to_its_end()
    assert time.monotonic - began <= 30.0
    return waits, sent


def growing(first: float, most: float, factor: float, count: int) -> Any:
    return pytest.approx([min(first * factor**each, most) for each in range(count)])


CHANGE = AmendOrderV2Request(ticker="A", side="bid", price=Decimal("0.40"), count=Decimal(10))


def test_a_change_that_nothing_answers_is_looked_for_after_waits_up_to_three_seconds(time: Time) -> None:
    flow = amend_order(EVENTS, AmendedOrder, CLIENT, "an-order", CHANGE, UNSET, 30.0)
    waits, sent = unanswered(flow, time)
    assert waits[:-1] == growing(0.1, 3.0, 1.5, len(waits) - 1)
    assert len(waits) == 17
    # Sent again at the first look after 0.1, 0.2, 0.4 seconds and so on.
    assert sent[:3] == [0.0, 0.1, 0.475]


def test_an_order_that_nothing_answers_is_looked_for_after_waits_up_to_three_seconds(time: Time) -> None:
    body = CreateOrderV2Request(
        ticker="A",
        side="bid",
        price=Decimal("0.40"),
        count=Decimal(10),
        time_in_force="good_till_canceled",
        self_trade_prevention_type="taker_at_cross",
    )
    waits, sent = unanswered(place_order(EVENTS, PlacedOrder, CLIENT, body, 30.0), time)
    assert waits[:-1] == growing(0.1, 3.0, 1.5, len(waits) - 1)
    assert sent[:3] == [0.0, 0.1, 0.475]


def test_an_order_to_be_decreased_is_read_for_as_long_as_a_new_one_may_not_be_shown(time: Time) -> None:
    body = DecreaseOrderV2Request(reduce_by=Decimal(3))
    flow = decrease_order(EVENTS, DecreasedOrder, CLIENT, "an-order", body, UNSET, 30.0)
    waits, sent = unanswered(flow, time)
    assert waits == growing(0.1, 1.0, 1.5, len(waits))
    # And then it is sent once, since it must not be sent twice.
    assert sent == [pytest.approx(sum(waits), abs=0.001)]
    assert 5.0 <= sum(waits) < 6.0


def test_a_request_is_sent_again_after_waits_that_double_up_to_five_seconds(time: Time) -> None:
    resends, waits = Resends(context()), list[float]()
    for _ in range(9):
        resends.postpone(LOST)
        began = time.monotonic
        time.monotonic = resends._due_at - 0.001
        assert not resends.is_due()
        time.monotonic = resends._due_at
        assert resends.is_due() or time.monotonic > 1030
        waits.append(time.monotonic - began)
    assert waits == growing(0.1, 5.0, 2.0, 9)


def placement(**pending: Any) -> Any:
    """A placement of two orders, of which nothing is sent."""
    orders = {name: SimpleNamespace(ticker="A", subaccount=UNSET, time_in_force="fill_or_kill") for name in ("a", "b")}
    made: Any = Placement(context(), orders, (), lambda some: iter_of({}), PlacedOrder)
    for each in made._pending.values():
        for name, value in pending.items():
            setattr(each, name, value)
    return made


def test_reads_are_as_fresh_as_the_order_that_was_asked_for_first_needs(time: Time) -> None:
    made, since = placement(), list[Moment]()
    first = made._pending["a"].asked
    time.advance(3)
    made._pending["b"].asked = Moment.now()

    def refresh(since: Moment) -> Generator[Any, Any, None]:
        asked.append(since)
        yield from ()

    asked = since
    made._freshness.refresh = refresh
    made._listing = lambda since: iter_of(None)
    finish(made._look())
    assert asked == [first]


def test_an_older_order_under_a_used_id_is_searched_for_once(time: Time) -> None:
    made, searched = placement(is_used=True), list[Any]()
    made._freshness.stage = lambda since, in_flight: Stage.CURRENT

    def listing(since: Any) -> Generator[Any, Any, Listing]:
        searched.append(since)
        return iter_of(Listing(set(), is_complete=True))

    made._listing = listing
    for _ in range(2):
        _, outcome = finish(made._absent("a", made._pending["a"]))
        assert isinstance(outcome, OrderNotAppliedError)
    assert searched == [None]


def test_orders_are_listed_by_what_all_of_them_name(time: Time) -> None:
    def named(*orders: tuple[str, Any]) -> tuple[Any, Any]:
        some = {str(index): SimpleNamespace(ticker=each[0], subaccount=each[1]) for index, each in enumerate(orders)}
        made: Any = Placement(context(), some, (), lambda some: iter_of({}), PlacedOrder)
        return made._ticker, made._subaccount

    assert named(("A", 1), ("A", 1)) == ("A", 1)
    assert named(("A", 1), ("B", 1)) == (UNSET, 1)
    assert named(("A", 1), ("A", UNSET)) == ("A", UNSET)


# What the answer to a batch says of each order


def entry(order_id: str | None = None, client_order_id: str | None = None, **fields: Any) -> dict[str, Any]:
    ids = {"order_id": order_id, "client_order_id": client_order_id}
    counts = {"fill_count": "0.00", "remaining_count": "1.00"} if order_id else {}
    return {**{name: value for name, value in ids.items() if value is not None}, **counts, **fields}


NO: dict[str, Any] = {"error": {"code": "insufficient_balance", "message": "too little"}}


@walked(
    ("entries", "outcomes"),
    [
        ([entry("1", "a"), entry("2", "b")], {"a": "1", "b": "2"}),
        ([entry("2", "b"), entry("1", "a")], {"a": "1", "b": "2"}),
        ([entry("1", "a")], {"a": "1"}),
        ([entry("1", "a"), entry(client_order_id="b", **NO)], {"a": "1", "b": "insufficient_balance"}),
        ([entry("1", "a"), entry(**NO)], {"a": "1", "b": "insufficient_balance"}),
        ([entry(**NO), entry("2", "b")], {"a": "insufficient_balance", "b": "2"}),
        # Without its id, and not where it was sent, it is anybody's.
        ([entry(**NO), entry("1", "a")], {"a": "1"}),
        ([entry(**NO)], {}),
        ([entry("1", "a"), entry("2", "b"), entry(**NO)], {"a": "1", "b": "2"}),
        ([entry("1", "a"), {"code": "market_closed"}], {"a": "1", "b": "market_closed"}),
        ([entry("1", "a"), {"message": "words without a code"}], {"a": "1"}),
        ([entry("1", "a"), {"error": "two words"}], {"a": "1", "b": None}),
        ([entry("1", "a"), entry("2", "b", **NO)], {"a": "1", "b": "insufficient_balance"}),
        ([entry("1", "a"), entry("2", "b", code="market_closed", fill_count="x")], {"a": "1"}),
        ([entry("1", "a"), entry("2", "a")], {"a": "duplicate"}),
        ([entry("1", "a"), entry("1", "a")], {"a": "1"}),
        ([entry("1", "a"), entry("1", "b")], {}),
        ([entry("1", "a"), entry(client_order_id="a", **NO), entry("2", "b")], {"b": "2"}),
        ([entry("1", "a"), entry("2", "b", fill_count="NaN")], {"a": "1"}),
        ([entry("1", "a"), entry("2", "x")], {"a": "1"}),
        ([entry("1", "a"), None], {"a": "1"}),
        ([], {}),
        (None, {}),
        ("text", {}),
    ],
)
def test_the_answer_to_a_batch_says_what_it_surely_says(entries: Any, outcomes: dict[str, str | None]) -> None:
    content = msgspec.json.encode({"orders": entries})
    parsed, _ = decode(content, BatchCreateOrdersV2Response)
    sent: Any = {"a": None, "b": None}
    answer: Any = SimpleNamespace(parsed=parsed, content=content)

    def shown(outcome: Any) -> Any:
        if isinstance(outcome, DuplicateOrderError):
            return "duplicate"
        return outcome.order_id if isinstance(outcome, PlacedOrder) else outcome.code

    assert {name: shown(each) for name, each in _answers(answer, sent).items()} == outcomes


class UsedError(KalshiError):
    """The answer to a request under an id that was used before."""

    status_code, code, message, details, content = 409, "order_already_exists", None, None, b""


@pytest.mark.parametrize("new_ids", [(), ("a",), ("b",), ("a", "b")])
def test_a_used_id_is_this_orders_own_only_if_nobody_can_have_used_any(time: Time, new_ids: tuple[str, ...]) -> None:
    def send(some: Any) -> Generator[Any, Any, Any]:
        yield from ()
        raise UsedError("used")

    orders: Any = {name: SimpleNamespace(ticker="A", subaccount=UNSET) for name in ("a", "b")}
    made: Any = Placement(context(), orders, new_ids, send, PlacedOrder)
    if len(new_ids) == 2:
        finish(made._send_pending())
        assert [each.is_used for each in made._pending.values()] == [True, True]
    else:
        with pytest.raises(UsedError):
            finish(made._send_pending())
