"""Placing an order of perpetual futures exactly once, by a list without status and by fills without the caller's id."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from kalshi_gen.errors import InvalidRequestError, KalshiConflictError, KalshiValidationError
from kalshi_gen.perps.api.orders import create_margin_order
from kalshi_gen.perps.models import CreateMarginOrderRequest
from kalshi_overlay.orders import DuplicateOrderError, OrderNotAppliedError, OrderStateUnknownError
from kalshi_overlay.orders.perps import PlacedOrder, place
from kalshi_overlay.orders.perps.api import KEPT
from kalshi_overlay.orders.reading import READ_LAG, SIGNATURE_WINDOW
from kalshi_sandbox.answers import Answer
from kalshi_sandbox.error_answers import ErrorAnswer
from kalshi_sandbox.faults import Body, Delay, Drift, Fault, Lag, Reset, Status
from kalshi_sandbox.validation import CheckedRequest
from tests.orders.changes import answers_with
from tests.orders.harness import MODES
from tests.orders.perps_harness import FILLING, PerpsHarness

CREATE = "CreateMarginOrder"
EMPTY = {"GetMarginOrders": Answer(200, {"orders": [], "cursor": ""}), "GetMarginFills": Answer(200, {"fills": []})}

# A thousand whose fields are missing would be a thousand reports of drift.
OTHER_FILL = {
    "fill_id": "1",
    "order_id": "other",
    "is_taker": True,
    "side": "bid",
    "count": "1.00",
    "created_time": "2026-10-01T00:00:00Z",
    "ticker": "elsewhere",
    "price": "6.30",
    "entry_price": "6.30",
    "fees": "0.00",
    "realized_pnl": "0.00",
}

ACTED: list[Fault] = [
    Reset("before_answering"),
    Reset("mid_answer"),
    Status(503, acting=True),
    Status(429, acting=True),
    Body("html"),
    Body("truncated"),
]
NOT_ACTED: list[Fault] = [Reset("before_reading"), Reset("before_acting"), Status(500), Status(429)]


def lose_the_answer(perps: PerpsHarness, fault: Fault | None = None) -> None:
    """Let the first request take effect without an answer."""
    perps.exchange.faults.add(fault or Reset("before_answering"), operation=CREATE, times=1)


def answer_always(perps: PerpsHarness, **answers: Answer) -> None:
    """Answer some operations with the same each time."""
    handlers = perps.exchange.answers.handlers
    for operation, answer in answers.items():
        handlers[operation] = lambda _, answer=answer: answer


def count_calls(perps: PerpsHarness, operation: str) -> list[CheckedRequest]:
    """The requests of an operation from now on."""
    handler, requests = perps.exchange.answers.handlers[operation], list[CheckedRequest]()

    def counted(request: CheckedRequest) -> Answer:
        requests.append(request)
        return handler(request)

    perps.exchange.answers.handlers[operation] = counted
    return requests


@pytest.mark.parametrize("mode", MODES)
def test_an_answered_order_is_returned_as_answered(perps: PerpsHarness, mode: str) -> None:
    placed: PlacedOrder = perps.call(place, mode, body=perps.new_order(price=FILLING))
    (order,) = perps.orders()
    assert placed.answer is not None
    assert (placed.order_id, placed.client_order_id) == (order.order_id, order.client_order_id)
    assert (placed.fill_count, placed.remaining_count) == (Decimal(1), Decimal(0))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("fault", ACTED, ids=repr)
def test_an_order_that_was_placed_is_read_back(perps: PerpsHarness, fault: Fault, mode: str) -> None:
    requests = count_calls(perps, CREATE)
    lose_the_answer(perps, fault)
    placed: PlacedOrder = perps.call(place, mode, body=perps.new_order())
    assert placed.order is not None
    assert [order.order_id for order in perps.orders()] == [placed.order_id]
    # The second is rejected with 409, since the id is used.
    assert [request.body["client_order_id"] for request in requests] == [placed.client_order_id] * 2


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("fault", NOT_ACTED, ids=repr)
def test_an_order_that_was_not_placed_is_sent_again_at_once(perps: PerpsHarness, fault: Fault, mode: str) -> None:
    lose_the_answer(perps, fault)
    began = perps.exchange.clock()
    placed: PlacedOrder = perps.call(place, mode, body=perps.new_order())
    assert placed.answer is not None
    assert [order.order_id for order in perps.orders()] == [placed.order_id]
    assert perps.exchange.clock() - began == pytest.approx(0.1)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "answered",
    [
        {"client_order_id": "another"},
        {"order_id": None},
        {"order_id": ""},
        {"fill_count": None},
        {"remaining_count": "many"},
    ],
    ids=str,
)
def test_an_answer_about_another_order_or_with_a_wrong_field_is_none_and_the_order_is_read_back(
    perps: PerpsHarness, answered: dict[str, object], mode: str
) -> None:
    answers_with(perps, CREATE, **answered)
    placed: PlacedOrder = perps.call(place, mode, body=perps.new_order())
    (order,) = perps.orders()
    assert (placed.order_id, placed.client_order_id) == (order.order_id, order.client_order_id)
    assert placed.order is not None


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("time_in_force", ["immediate_or_cancel", "fill_or_kill", "good_till_canceled"])
def test_an_order_that_filled_and_is_on_no_list_is_found_by_its_fills(
    perps: PerpsHarness, time_in_force: str, mode: str
) -> None:
    perps.hide_ended()
    older = perps.rest("5")
    lose_the_answer(perps)
    perps.exchange.faults.add(Lag(1))
    # Fills of another order, of which the list says nothing either.
    other = perps.rest("2", price=FILLING)
    perps.on_wait = lambda: perps.fill_once(older, "5")
    began = perps.exchange.clock()
    placed: PlacedOrder = perps.call(place, mode, body=perps.new_order(price=FILLING, time_in_force=time_in_force))
    assert placed.order_id not in (older.order_id, other.order_id)
    assert (placed.fill_count, placed.remaining_count) == (Decimal(1), Decimal(0))
    assert perps.exchange.clock() - began <= 2.5


def test_an_order_that_is_known_to_be_another_is_not_read_again(perps: PerpsHarness) -> None:
    perps.hide_ended()
    perps.rest("2", price=FILLING)
    lose_the_answer(perps)
    reads = count_calls(perps, "GetMarginOrder")
    with pytest.raises(OrderNotAppliedError):
        perps.call(place, "sync", body=perps.new_order(time_in_force="immediate_or_cancel"))
    assert len(reads) == 1


def test_fills_in_other_markets_are_not_looked_at(perps: PerpsHarness) -> None:
    perps.hide_ended()
    perps.rest("2", price=FILLING, ticker=perps.open_market())
    lose_the_answer(perps)
    reads = count_calls(perps, "GetMarginOrder")
    with pytest.raises(OrderNotAppliedError):
        perps.call(place, "sync", body=perps.new_order(time_in_force="immediate_or_cancel"))
    assert reads == []


def test_an_order_that_names_its_market_by_id_alone_is_found_by_its_fills(perps: PerpsHarness) -> None:
    perps.hide_ended()
    lose_the_answer(perps)
    market_id = perps.exchange.perps.markets.get(perps.ticker).market.market_id
    body = perps.new_order(ticker=None, market_id=market_id, price=FILLING)
    placed: PlacedOrder = perps.call(place, "sync", body=body)
    assert placed.order is not None
    assert placed.order.ticker == perps.ticker


def test_a_fill_of_an_order_that_can_not_be_read_leaves_it_unknown(perps: PerpsHarness) -> None:
    """It could be this one's."""
    perps.hide_ended()
    lose_the_answer(perps)

    def not_found(request: CheckedRequest) -> Answer:
        raise ErrorAnswer(404, "not_found", "not found", "")

    perps.exchange.answers.handlers["GetMarginOrder"] = not_found
    body = perps.new_order(price=FILLING, time_in_force="immediate_or_cancel")
    with pytest.raises(OrderStateUnknownError) as caught:
        perps.call(place, "sync", body=body, timeout=90)
    assert caught.value.client_order_id == body.client_order_id
    assert caught.value.code == "not_found"
    assert isinstance(caught.value.order, CreateMarginOrderRequest)
    assert caught.value.order.to_dict() == body.to_dict()


@pytest.mark.parametrize(
    "fills",
    [
        {"fills": None, "cursor": ""},
        {"fills": [{"fill_id": "1"}], "cursor": ""},
        {"fills": [None], "cursor": ""},
        {"fills": [], "cursor": "same"},
        {"fills": [OTHER_FILL] * 1000},
    ],
    ids=["null", "without an order", "null item", "a cursor that repeats", "a full page without a cursor"],
)
def test_fills_that_may_not_be_all_prove_nothing(perps: PerpsHarness, fills: dict[str, Any]) -> None:
    perps.hide_ended()
    lose_the_answer(perps)
    answer_always(perps, GetMarginFills=Answer(200, fills))
    with pytest.raises(OrderStateUnknownError):
        perps.call(place, "sync", body=perps.new_order(price=FILLING, time_in_force="immediate_or_cancel"))


@pytest.mark.parametrize("name", ["null-outer-lists", "nulls-in-lists"])
def test_a_list_of_orders_that_does_not_show_all_proves_nothing(perps: PerpsHarness, name: str) -> None:
    perps.hide_ended()
    perps.rest("1")
    lose_the_answer(perps)
    perps.exchange.faults.add(Drift(name), operation="GetMarginOrders")
    body = perps.new_order(time_in_force="immediate_or_cancel", reduce_only=True)
    with pytest.raises(OrderStateUnknownError):
        perps.call(place, "sync", body=body)


def test_an_order_that_was_killed_unfilled_is_known_once_reads_would_show_it(perps: PerpsHarness) -> None:
    perps.hide_ended()
    lose_the_answer(perps)
    began = perps.exchange.clock()
    with pytest.raises(OrderNotAppliedError, match="the order was killed unfilled"):
        perps.call(place, "sync", body=perps.new_order(time_in_force="immediate_or_cancel"))
    assert READ_LAG <= perps.exchange.clock() - began <= READ_LAG + 3


def test_an_order_that_was_killed_unfilled_and_is_listed_is_returned(perps: PerpsHarness) -> None:
    lose_the_answer(perps)
    placed: PlacedOrder = perps.call(place, "sync", body=perps.new_order(time_in_force="immediate_or_cancel"))
    assert (placed.fill_count, placed.remaining_count) == (Decimal(0), Decimal(0))


def test_an_order_that_may_rest_is_never_thought_killed(perps: PerpsHarness) -> None:
    lose_the_answer(perps)
    answer_always(perps, **EMPTY)
    with pytest.raises(OrderStateUnknownError):
        perps.call(place, "sync", body=perps.new_order(), timeout=120)


def test_a_read_that_shows_neither_an_order_nor_a_number_proves_nothing(perps: PerpsHarness) -> None:
    lose_the_answer(perps)
    get_orders = perps.exchange.answers.handlers["GetMarginOrders"]

    def broken(request: CheckedRequest) -> Answer:
        answer = get_orders(request)
        return evolve(answer, body={"orders": [{**each, "remaining_count": "NaN"} for each in answer.body["orders"]]})

    perps.exchange.answers.handlers["GetMarginOrders"] = broken
    with pytest.raises(OrderStateUnknownError):
        perps.call(place, "sync", body=perps.new_order(time_in_force="immediate_or_cancel"))


@pytest.mark.parametrize("mode", MODES)
def test_once_the_last_signature_has_expired_nothing_was_done(perps: PerpsHarness, mode: str) -> None:
    perps.exchange.faults.add(Status(503), operation=CREATE)
    began = perps.exchange.clock()
    with pytest.raises(OrderNotAppliedError, match="the signatures of its requests have expired"):
        perps.call(place, mode, body=perps.new_order(), timeout=90)
    assert perps.exchange.clock() - began >= SIGNATURE_WINDOW + READ_LAG
    assert perps.orders() == []


def test_without_the_exchange_s_time_nothing_is_concluded(perps: PerpsHarness) -> None:
    perps.exchange.faults.add(Status(503), operation=CREATE)
    perps.exchange.faults.add(Status(503), operation="GetMarginExchangeStatus")
    with pytest.raises(OrderStateUnknownError):
        perps.call(place, "sync", body=perps.new_order(), timeout=120)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("seconds", [4, 59])
def test_a_request_that_arrives_late_places_nothing_more(hasty_perps: PerpsHarness, seconds: float, mode: str) -> None:
    hasty_perps.exchange.faults.add(Delay(seconds, "before_acting"), operation=CREATE, times=1)
    placed: PlacedOrder = hasty_perps.call(place, mode, body=hasty_perps.new_order())
    hasty_perps.arrive()
    assert [order.order_id for order in hasty_perps.orders()] == [placed.order_id]


@pytest.mark.parametrize("refusal", [(400, "insufficient_balance"), (409, "market_version_mismatch"), (401, "expired")])
def test_a_rejection_of_a_later_request_does_not_speak_for_the_first(
    perps: PerpsHarness, refusal: tuple[int, str]
) -> None:
    create, sends = perps.exchange.answers.handlers[CREATE], list[str]()

    def create_once(request: CheckedRequest) -> Answer:
        sends.append(request.body["client_order_id"])
        if len(sends) > 1:
            status, code = refusal
            raise ErrorAnswer(status, code, code, "")
        return create(request)

    perps.exchange.answers.handlers[CREATE] = create_once
    lose_the_answer(perps)
    placed: PlacedOrder = perps.call(place, "sync", body=perps.new_order())
    assert [order.order_id for order in perps.orders()] == [placed.order_id]
    assert sends == [placed.client_order_id] * 2


def test_a_rejection_of_the_first_request_is_raised_as_it_is(perps: PerpsHarness) -> None:
    reads = count_calls(perps, "GetMarginOrders")
    with pytest.raises(KalshiValidationError):
        perps.call(place, "sync", body=perps.new_order(ticker="KXNONE"))
    with pytest.raises(KalshiConflictError, match="fill_or_kill"):
        perps.call(place, "sync", body=perps.new_order(time_in_force="fill_or_kill"))
    assert reads == []


def test_an_id_that_the_caller_has_used_before_is_a_conflict(perps: PerpsHarness) -> None:
    body = perps.new_order()
    perps.call(place, "sync", body=body)
    with pytest.raises(KalshiConflictError):
        perps.call(place, "sync", body=body)
    assert len(perps.orders()) == 1


@pytest.mark.parametrize("age", [30, 3600])
@pytest.mark.parametrize("time_in_force", ["good_till_canceled", "immediate_or_cancel"])
def test_an_older_order_under_the_same_id_is_not_taken_for_this_one(
    perps: PerpsHarness, time_in_force: str, age: float
) -> None:
    older = perps.rest(name="mine")
    perps.exchange.clock.advance(age)
    lose_the_answer(perps, Reset("before_acting"))
    with pytest.raises(KalshiConflictError):
        perps.call(place, "sync", body=perps.new_order(client_order_id="mine", time_in_force=time_in_force))
    assert [order.order_id for order in perps.orders()] == [older.order_id]


def test_two_orders_under_one_id_are_an_error(perps: PerpsHarness) -> None:
    create = perps.exchange.answers.handlers[CREATE]

    def forgetful(request: CheckedRequest) -> Answer:
        perps.exchange.perps._state.account(perps.account).client_order_ids.clear()
        return create(request)

    perps.exchange.answers.handlers[CREATE] = forgetful
    lose_the_answer(perps)
    with pytest.raises(DuplicateOrderError) as caught:
        perps.call(place, "sync", body=perps.new_order())
    assert set(caught.value.order_ids) == {order.order_id for order in perps.orders()}
    assert len(caught.value.order_ids) == 2


def test_an_empty_id_gets_a_new_one(perps: PerpsHarness) -> None:
    body = perps.new_order(client_order_id="")
    lose_the_answer(perps)
    placed: PlacedOrder = perps.call(place, "sync", body=body)
    (order,) = perps.orders()
    assert placed.client_order_id == order.client_order_id != ""
    assert body.client_order_id == ""


@pytest.mark.parametrize("mode", MODES)
def test_what_can_not_be_read_in_time_is_unknown_and_can_be_resumed(perps: PerpsHarness, mode: str) -> None:
    perps.exchange.faults.add(Reset("before_answering"), operation=CREATE)
    perps.exchange.faults.add(Status(500), operation="GetMarginOrders")
    body = perps.new_order()
    with pytest.raises(OrderStateUnknownError, match="look for the order") as caught:
        perps.call(place, mode, body=body, timeout=10)
    error = caught.value
    assert (error.client_order_id, error.order) == (body.client_order_id, body)
    assert error.tried[CREATE] > 1
    requests = count_calls(perps, CREATE)
    perps.exchange.faults.clear()
    if mode == "sync":
        placed = error.resume(client=perps.client)
    else:
        placed = perps.runner.run(error.resume_async(client=perps.client))
    assert isinstance(placed, PlacedOrder)
    assert [order.order_id for order in perps.orders()] == [placed.order_id]
    assert requests == []


@pytest.mark.parametrize("has_filled", [True, False])
def test_after_an_hour_an_order_that_is_not_shown_is_unknown_and_nothing_is_sent(
    perps: PerpsHarness, has_filled: bool
) -> None:
    """It may have ended and be kept no longer: the exchange has no archive."""
    perps.exchange.faults.add(Reset("before_answering" if has_filled else "before_acting"), operation=CREATE)
    perps.exchange.faults.add(Status(500), operation="GetMarginOrders")
    body = perps.new_order(price=FILLING, time_in_force="immediate_or_cancel")
    with pytest.raises(OrderStateUnknownError) as caught:
        perps.call(place, "sync", body=body, timeout=10)
    perps.exchange.faults.clear()
    perps.exchange.clock.advance(KEPT)
    answer_always(perps, **EMPTY)
    requests = count_calls(perps, CREATE)
    error = caught.value
    for _ in range(2):
        with pytest.raises(OrderStateUnknownError) as caught:
            error.resume(client=perps.client)
        error = caught.value
    assert error.client_order_id == body.client_order_id
    assert requests == []


IMPOSSIBLE: list[tuple[str, Any, str]] = [
    *(("price", Decimal(price), "above 0") for price in ("0", "-0.01", "0.00")),
    *(("count", Decimal(count), "above 0") for count in ("0", "-1", "0.00")),
    ("reduce_only", True, "goes with immediate_or_cancel and fill_or_kill alone, not with good_till_canceled"),
    ("expiration_time", lambda now: int(now * 1000) + 60_000, "milliseconds.*seconds"),
    ("expiration_time", lambda now: datetime.fromtimestamp(now - 60, UTC), "in the past"),
]


@pytest.mark.parametrize(("field", "value", "remedy"), IMPOSSIBLE)
@pytest.mark.parametrize("mode", MODES)
def test_an_impossible_order_is_refused_before_it_is_sent(
    perps: PerpsHarness, mode: str, field: str, value: Any, remedy: str
) -> None:
    rule = perps.exchange.faults.add(Status(500))
    given = {field: value(perps.exchange.clock()) if callable(value) else value}
    with pytest.raises(InvalidRequestError, match=rf"^{field}: .*{remedy}"):
        perps.call(place, mode, body=perps.new_order(**given))
    assert rule.calls == 0


@pytest.mark.parametrize("field", ["price", "count"])
def test_the_generated_function_refuses_what_no_market_takes(perps: PerpsHarness, field: str) -> None:
    with pytest.raises(InvalidRequestError, match="above 0"):
        create_margin_order.sync(client=perps.client, body=perps.new_order(**{field: 0}))


def test_a_price_above_a_dollar_and_a_reduction_that_may_not_rest_are_sent(perps: PerpsHarness) -> None:
    ticker = perps.open_market(index_price=Decimal(95_000))
    perps.exchange.perps.orders.cancel_all(perps.maker)
    placed: PlacedOrder = perps.call(place, "sync", body=perps.new_order(ticker=ticker, price=Decimal("94999.5")))
    assert placed.remaining_count == 1
    for time_in_force in ("immediate_or_cancel", "fill_or_kill"):
        body = perps.new_order(side="ask", reduce_only=True, time_in_force=time_in_force)
        assert perps.call(place, "sync", body=body).fill_count == 0


def test_another_thing_than_an_order_is_refused(perps: PerpsHarness) -> None:
    with pytest.raises(InvalidRequestError, match="body: must be a CreateMarginOrderRequest, not dict"):
        perps.call(place, "sync", body={})
