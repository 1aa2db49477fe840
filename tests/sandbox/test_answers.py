"""What the sandbox answers: echoes, pages, orders, things that it doesn't have."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import httpx
import pytest

from kalshi_sandbox.answers import Answer, Answers, sample_answer
from kalshi_sandbox.spec import APIS, Operation, load_specs, spec_path
from tests.spec_text import paged_operation_ids

from . import plain
from .conftest import Send
from .small import small_sandbox
from .test_operations import smallest_request

PAGED = [
    operation
    for operation in load_specs().operations.values()
    if operation.method == "GET" and any(parameter.name == "cursor" for parameter in operation.parameters)
]
ORDER = {
    "ticker": "KXBTCD-26DEC31-T100000",
    "client_order_id": "mine-1",
    "side": "bid",
    "count": "10",
    "price": "0.56",
    "time_in_force": "good_till_canceled",
    "self_trade_prevention_type": "taker_at_cross",
}


def pages(send: Send, operation: Operation, **query: Any) -> list[dict[str, Any]]:
    """All the pages of an operation, by the cursor of each."""
    path, parts = smallest_request(operation)
    query, found, cursor = {**parts["params"], **query}, [], ""
    limits = [parameter.name for parameter in operation.parameters if parameter.name in ("limit", "page_size")]
    for parameter in operation.parameters:
        if parameter.name in limits:
            query[parameter.name] = min(60, parameter.schema.get("maximum", 60))
    while True:
        parameters = {**query, **({"cursor": cursor} if cursor else {})}
        response = send("GET", path, api=operation.api, params=parameters)
        assert response.status_code == 200, response.text
        found.append(response.json())
        cursor = found[-1].get("cursor") or found[-1].get("next_cursor") or ""
        if not cursor:
            return found


@pytest.mark.parametrize("operation", PAGED, ids=lambda operation: operation.operation_id)
def test_pages_have_each_item_once_and_the_last_has_the_cursor_that_the_spec_requires(
    operation: Operation, send: Send
) -> None:
    found = pages(send, operation)

    lists = [name for name, value in found[0].items() if isinstance(value, list)]
    for name in lists:
        items = [str(item) for page in found for item in page[name]]
        assert len(items) == len(set(items)) == 250
    assert len(found) > 1
    last = found[-1]
    required = operation.answer["required"] if operation.answer and "required" in operation.answer else []
    assert [last.get(name) for name in ("cursor", "next_cursor") if name in required] == [""] * ("cursor" in required)
    assert ("cursor" in last) == ("cursor" in required)


def test_every_operation_with_pages_is_here() -> None:
    stated = [operation_id for api in APIS for operation_id in paged_operation_ids(str(spec_path(api)))]
    assert sorted(operation.operation_id for operation in PAGED) == sorted(stated)


@pytest.mark.parametrize("cursor", ["nonsense", "%00", "AAAAAAAAAAAA", "ä"])
def test_a_foreign_cursor_is_rejected(cursor: str, http: httpx.Client) -> None:
    response = http.get("/markets", params={"cursor": cursor})
    assert (response.status_code, response.json()["details"]) == (
        400,
        "cursor: not one that this operation answered",
    )


def test_a_cursor_of_another_operation_is_rejected(http: httpx.Client) -> None:
    cursor = http.get("/markets", params={"limit": 1}).json()["cursor"]
    assert http.get("/markets/trades", params={"cursor": cursor}).status_code == 400


def test_without_a_limit_a_page_has_the_contracts_default(http: httpx.Client) -> None:
    assert len(http.get("/markets").json()["markets"]) == 100
    assert len(http.get("/events").json()["events"]) == 200


def test_a_market_named_in_the_path_is_the_one_answered(http: httpx.Client) -> None:
    market = http.get("/markets/KXHIGHNY-26DEC31-T41").json()["market"]
    assert (market["ticker"], market["event_ticker"]) == ("KXHIGHNY-26DEC31-T41", "KXHIGHNY-26DEC31")


def test_a_market_is_the_same_alone_and_in_a_list(http: httpx.Client) -> None:
    listed = http.get("/markets", params={"limit": 1}).json()["markets"][0]
    assert http.get(f"/markets/{listed['ticker']}").json()["market"] == listed


def test_the_order_book_begins_at_the_markets_bids(http: httpx.Client) -> None:
    market = http.get("/markets/KXBTCD-26DEC31-T100000").json()["market"]
    book = http.get("/markets/KXBTCD-26DEC31-T100000/orderbook", params={"depth": 3}).json()["orderbook_fp"]
    assert [len(book["yes_dollars"]), len(book["no_dollars"])] == [3, 3]
    assert book["yes_dollars"][-1][0] == market["yes_bid_dollars"]
    assert book["no_dollars"][-1][0] == market["no_bid_dollars"]


def test_a_filter_by_event_lists_markets_of_that_event(http: httpx.Client) -> None:
    markets = http.get("/markets", params={"event_ticker": "KXFED-27JAN28"}).json()["markets"]
    assert {market["event_ticker"] for market in markets} == {"KXFED-27JAN28"}
    assert len({market["ticker"] for market in markets}) == 100


@pytest.mark.parametrize(("asked", "answered"), [("open", "active"), ("closed", "closed"), ("settled", "finalized")])
def test_a_filter_by_status_lists_markets_of_that_status(asked: str, answered: str, http: httpx.Client) -> None:
    markets = http.get("/markets", params={"status": asked, "limit": 5}).json()["markets"]
    assert {market["status"] for market in markets} == {answered}
    assert all(bool(market["result"]) == (answered == "finalized") for market in markets)


def test_each_ticker_of_a_list_is_answered(http: httpx.Client) -> None:
    named = ["KXBTCD-26DEC31-T1", "KXETHD-26DEC31-T2"]
    by_comma = http.get("/markets", params={"tickers": ",".join(named)}).json()["markets"]
    books = http.get("/markets/orderbooks", params={"tickers": named}).json()["orderbooks"]
    assert [market["ticker"] for market in by_comma] == [book["ticker"] for book in books] == named


def test_candlesticks_lie_in_the_range_that_was_asked_for(http: httpx.Client) -> None:
    path = "/series/KXBTCD/markets/KXBTCD-26DEC31-T100000/candlesticks"
    query = {"start_ts": 1_700_000_000, "end_ts": 1_700_036_000, "period_interval": 60}
    ends = [candle["end_period_ts"] for candle in http.get(path, params=query).json()["candlesticks"]]
    assert len(ends) == 10
    assert ends == sorted(ends)
    assert query["start_ts"] <= ends[0] <= ends[-1] <= query["end_ts"]


def test_markets_come_inside_events_only_on_request(http: httpx.Client) -> None:
    assert "markets" not in http.get("/events/KXBTCD-26DEC31").json()["event"]
    nested = http.get("/events/KXBTCD-26DEC31", params={"with_nested_markets": "true"}).json()["event"]
    assert {market["event_ticker"] for market in nested["markets"]} == {"KXBTCD-26DEC31"}


@pytest.mark.parametrize(
    "path",
    [
        "/markets/NO-SUCH-MARKET",
        "/events/NO-SUCH-EVENT",
        "/portfolio/orders/NO-SUCH-ORDER",
    ],
)
def test_what_starts_with_no_such_is_not_found(path: str, send: Send) -> None:
    response = send("GET", path)
    assert response.status_code == 404
    assert response.json()["code"] == "not_found"
    assert path.rsplit("/")[-1] in response.json()["details"]


def test_an_order_rests_with_all_that_it_asks_for(send: Send) -> None:
    response = send("POST", "/portfolio/events/orders", json=ORDER)
    answer = response.json()
    assert response.status_code == 201
    assert answer["client_order_id"] == "mine-1"
    assert (answer["fill_count"], answer["remaining_count"]) == ("0.00", "10.00")


@pytest.mark.parametrize("time_in_force", ["fill_or_kill", "immediate_or_cancel"])
def test_an_order_that_may_not_rest_is_filled_at_its_price(time_in_force: str, send: Send) -> None:
    order = {**ORDER, "time_in_force": time_in_force, "count": "2.50"}
    answer = send("POST", "/portfolio/events/orders", json=order).json()
    assert (answer["fill_count"], answer["remaining_count"]) == ("2.50", "0.00")
    assert answer["average_fill_price"] == "0.5600"


def test_orders_of_a_batch_are_answered_one_by_one(send: Send) -> None:
    orders = [{**ORDER, "client_order_id": f"mine-{at}", "count": str(at)} for at in (1, 2, 3)]
    answers = send("POST", "/portfolio/events/orders/batched", json={"orders": orders}).json()["orders"]
    assert [answer["client_order_id"] for answer in answers] == ["mine-1", "mine-2", "mine-3"]
    assert [Decimal(answer["remaining_count"]) for answer in answers] == [1, 2, 3]
    assert len({answer["order_id"] for answer in answers}) == 3


def test_cancelling_a_batch_answers_each_order(send: Send) -> None:
    orders = [{"order_id": "first"}, {"order_id": "second"}]
    answers = send("DELETE", "/portfolio/events/orders/batched", json={"orders": orders}).json()["orders"]
    assert [answer["order_id"] for answer in answers] == ["first", "second"]


def test_an_amended_order_carries_its_new_client_id(send: Send) -> None:
    body = {key: ORDER[key] for key in ("ticker", "side", "count", "price", "client_order_id")}
    amended = send(
        "POST", "/portfolio/events/orders/abc/amend", json={**body, "updated_client_order_id": "mine-2"}
    ).json()
    assert (amended["order_id"], amended["client_order_id"]) == ("abc", "mine-2")
    assert amended["remaining_count"] == "10.00"


def test_a_decreased_order_keeps_what_was_asked_for(send: Send) -> None:
    decreased = send("POST", "/portfolio/events/orders/abc/decrease", json={"reduce_to": "3"}).json()
    assert (decreased["order_id"], decreased["remaining_count"]) == ("abc", "3.00")


def test_the_balance_in_cents_is_the_balance_in_dollars(send: Send) -> None:
    balance = send("GET", "/portfolio/balance").json()
    assert balance["balance"] == Decimal(balance["balance_dollars"]) * 100


def test_the_named_rfq_carries_its_id(send: Send) -> None:
    assert send("GET", "/communications/rfqs/my-rfq").json()["rfq"]["id"] == "my-rfq"
    quote = send("GET", "/communications/rfqs/my-rfq/quotes/my-quote").json()["quote"]
    assert (quote["id"], quote["rfq_id"]) == ("my-quote", "my-rfq")


def test_an_operation_can_be_answered_by_a_handler_of_its_own() -> None:
    with small_sandbox() as exchange:
        exchange.answers.handlers["GetExchangeStatus"] = lambda request: Answer(
            200, {"exchange_active": False, "trading_active": False}
        )
        status = plain.get(f"{exchange.base_url}/exchange/status").json()
    assert status == {"exchange_active": False, "trading_active": False}


@pytest.mark.parametrize(
    ("operation_id", "handler", "words"),
    [
        ("GetBalanc", sample_answer, "handlers: no spec has an operation 'GetBalanc'; give an operationId"),
        ("GetBalance", {"balance": 1}, r"handlers\['GetBalance'\]: .* is no function; give one that takes"),
    ],
)
def test_a_handler_that_would_never_answer_is_refused(operation_id: str, handler: Any, words: str) -> None:
    handlers = Answers().handlers
    with pytest.raises((ValueError, TypeError), match=words):
        handlers[operation_id] = handler
    with pytest.raises((ValueError, TypeError), match=words):
        handlers.update({operation_id: handler})
    assert dict(handlers) == {}


def test_an_operation_without_its_handler_is_answered_from_the_spec_again() -> None:
    with small_sandbox() as exchange:
        exchange.answers.handlers["GetExchangeStatus"] = lambda request: Answer(200, {})
        del exchange.answers.handlers["GetExchangeStatus"]
        assert "GetExchangeStatus" not in exchange.answers.handlers
        assert plain.get(f"{exchange.base_url}/exchange/status").json() != {}
