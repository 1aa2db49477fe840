"""Faults over real sockets: what the client sees, what the exchange has done, and what is counted."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalshi_gen.api.portfolio import get_balance
from kalshi_sandbox import Sandbox
from kalshi_sandbox.answers import Answer, sample_answer
from kalshi_sandbox.drifts import DRIFTS, drifted
from kalshi_sandbox.faults import (
    KINDS,
    Body,
    Delay,
    Drift,
    Fault,
    Lag,
    Refuse,
    Reset,
    Rule,
    Status,
    drift,
    fault_from,
    fault_values,
)
from kalshi_sandbox.spec import load_spec
from kalshi_sandbox.stream_faults import Drop
from kalshi_sandbox.validation import CheckedRequest
from tests.walking import walked

from . import plain
from .small import small_sandbox

Get = Callable[..., httpx.Response]


class Shop:
    """A sandbox whose GetMarket counts how often the exchange has acted."""

    def __init__(self, exchange: Sandbox) -> None:
        self.exchange = exchange
        self.acted = 0
        exchange.answers.handlers["GetMarket"] = self._answer

    def _answer(self, request: CheckedRequest) -> Answer:
        self.acted += 1
        return sample_answer(request)

    def get(self, path: str = "/markets/M") -> httpx.Response:
        return plain.get(self.exchange.base_url + path, timeout=30)

    def fired(self) -> list[tuple[Fault, bool]]:
        return [(event.fault, event.acted) for event in self.exchange.faults.fired]


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with small_sandbox(behaviour="documents") as exchange:
        yield exchange


@pytest.fixture
def shop(running: Sandbox) -> Shop:
    running.faults.clear()
    return Shop(running)


@pytest.mark.parametrize(
    ("when", "acted"), [("before_reading", 0), ("before_acting", 0), ("before_answering", 1), ("mid_answer", 1)]
)
def test_a_reset_is_seen_as_one_and_acts_as_it_says(when: Any, acted: int, shop: Shop) -> None:
    rule = shop.exchange.faults.add(Reset(when), times=1)

    with pytest.raises(httpx.ReadError) as caught:
        shop.get()

    assert isinstance(root_of(caught.value), ConnectionResetError)
    assert shop.acted == acted
    assert shop.fired() == [(Reset(when), bool(acted))]
    assert (rule.calls, rule.fired) == (1, 1)
    assert shop.get().status_code == 200


def root_of(error: BaseException) -> BaseException:
    while error.__context__ is not None:
        error = error.__context__
    return error


def test_a_reset_in_mid_answer_lets_half_of_the_body_out(shop: Shop) -> None:
    complete = shop.get().content
    shop.exchange.faults.add(Reset("mid_answer"))
    with socket.create_connection(("127.0.0.1", port_of(shop.exchange)), timeout=30) as client:
        client.sendall(b"GET /trade-api/v2/markets/M HTTP/1.1\r\nHost: x\r\n\r\n")
        received, error = until_error(client)
    assert isinstance(error, ConnectionResetError)
    head, body = received.split(b"\r\n\r\n", 1)
    assert f"content-length: {len(complete)}".encode() in head.lower()
    assert body == complete[: len(complete) // 2]


def until_error(client: socket.socket) -> tuple[bytes, OSError | None]:
    received = b""
    try:
        while chunk := client.recv(65536):
            received += chunk
    except OSError as error:
        return received, error
    return received, None


def test_a_reset_in_mid_answer_also_cuts_an_answer_without_body(shop: Shop) -> None:
    shop.exchange.answers.handlers["GetMarket"] = lambda request: Answer(204, None)
    shop.exchange.faults.add(Reset("mid_answer"))
    with pytest.raises(httpx.ReadError):
        shop.get()


def port_of(exchange: Sandbox) -> int:
    port = urlsplit(exchange.base_url).port
    assert port is not None
    return port


def test_connections_are_refused_inside_the_block_and_taken_after_it(shop: Shop) -> None:
    with plain.client(base_url=shop.exchange.base_url) as client:
        client.get("/markets/M")
        with shop.exchange.refusing_connections():
            for _ in range(2):
                with pytest.raises(httpx.ConnectError) as caught:
                    client.get("/markets/M")
            assert isinstance(root_of(caught.value), ConnectionRefusedError)
            with shop.exchange.refusing_connections():
                pass
            with pytest.raises(httpx.ConnectError):
                client.get("/markets/M")
        assert client.get("/markets/M").status_code == 200
    assert shop.acted == 2


def test_an_exchange_that_rejects_when_it_stops_leaves_its_port() -> None:
    with small_sandbox() as exchange:
        port = port_of(exchange)
        refusing = exchange.refusing_connections()
        refusing.__enter__()
    refusing.__exit__(None, None, None)
    with small_sandbox(port=port) as exchange:
        assert plain.get(f"{exchange.base_url}/exchange/status").status_code == 200


def test_an_exchange_that_goes_away_resets_and_then_rejects_until_its_clock_says_so() -> None:
    with small_sandbox(clock="manual") as exchange:
        shop = Shop(exchange)
        exchange.faults.add(Refuse(60), times=1)
        with pytest.raises(httpx.ReadError):
            shop.get()
        exchange.clock.advance(59)
        with pytest.raises(httpx.ConnectError):
            shop.get()
        exchange.clock.advance(1)
        assert eventually(shop.get).status_code == 200
        assert shop.acted == 1


def eventually(get: Callable[[], httpx.Response]) -> httpx.Response:
    """The answer, once the server's own thread has come round to listen again."""
    end = time.monotonic() + 20
    while True:
        try:
            return get()
        except httpx.ConnectError:
            assert time.monotonic() < end
            time.sleep(0.001)


@pytest.mark.parametrize(("when", "acted"), [("before_acting", 0), ("before_answering", 1)])
def test_a_delay_waits_on_the_exchanges_clock(when: Any, acted: int) -> None:
    with small_sandbox(clock="manual") as exchange:
        shop = Shop(exchange)
        exchange.faults.add(Delay(3600, when))
        answers: list[int] = []
        asking = threading.Thread(target=lambda: answers.append(shop.get().status_code))
        asking.start()
        end = time.monotonic() + 20
        while not exchange.faults.fired:
            assert time.monotonic() < end
            time.sleep(0.001)
        exchange.clock.advance(3599)
        assert (answers, shop.acted) == ([], acted)
        exchange.clock.advance(1)
        asking.join(20)
        assert (answers, shop.acted) == ([200], 1)


def test_a_delay_with_a_real_clock_takes_its_time(shop: Shop) -> None:
    shop.exchange.faults.add(Delay(0.2))
    started = time.monotonic()
    shop.get()
    assert time.monotonic() - started >= 0.2


def test_a_client_that_does_not_wait_is_acted_for_all_the_same(shop: Shop) -> None:
    shop.exchange.faults.add(Delay(0.3), times=1)
    with pytest.raises(httpx.ReadTimeout):
        plain.get(f"{shop.exchange.base_url}/markets/M", timeout=0.1)
    end = time.monotonic() + 20
    while not shop.acted:
        assert time.monotonic() < end
        time.sleep(0.001)


@pytest.mark.parametrize("acting", [False, True])
@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_an_error_status_with_and_without_acting(status: int, acting: bool, shop: Shop) -> None:
    shop.exchange.faults.add(Status(status, acting=acting, retry_after=7), times=1)
    response = shop.get()
    assert response.status_code == status
    assert response.headers["retry-after"] == "7"
    assert set(response.json()) == {"code", "message", "details"}
    assert shop.acted == acting
    assert shop.fired() == [(Status(status, acting=acting, retry_after=7), acting)]


def test_a_request_that_is_rejected_counts_as_not_acted_on(shop: Shop) -> None:
    shop.exchange.faults.add(Status(503, acting=True))
    assert shop.get("/portfolio/balance").status_code == 503
    assert shop.fired()[0][1] is False


def test_a_truncated_body_is_a_success_that_is_no_json(shop: Shop) -> None:
    complete = shop.get().content
    shop.exchange.faults.add(Body("truncated"))
    response = shop.get()
    assert (response.status_code, response.content) == (200, complete[: len(complete) // 2])
    assert response.headers["content-type"] == "application/json"
    assert shop.acted == 2


def test_an_html_body_is_a_success_that_says_so(shop: Shop) -> None:
    shop.exchange.faults.add(Body("html"))
    response = shop.get()
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")
    assert response.text.startswith("<html>")


def test_a_rejection_is_not_drifted_and_that_does_not_count(shop: Shop) -> None:
    rule = shop.exchange.faults.add(Body("html"), times=1)
    assert shop.get("/markets/NO-SUCH-MARKET").json()["code"] == "not_found"
    assert (rule.calls, rule.fired) == (1, 0)
    assert shop.get().text.startswith("<html>")


def test_a_client_of_ours_meets_the_fault_too(shop: Shop) -> None:
    with shop.exchange.client() as client:
        shop.exchange.faults.add(Drift("extra-fields"), operation="GetBalance")
        assert get_balance.sync(client=client).balance > 0


# Rules


def test_a_rule_is_for_its_operation_alone(shop: Shop) -> None:
    rule = shop.exchange.faults.add(Status(500), operation="GetMarket")
    assert shop.get("/exchange/status").status_code == 200
    assert shop.get("/nowhere").status_code == 404
    assert shop.get().status_code == 500
    assert (rule.calls, rule.fired) == (1, 1)


def test_a_rule_for_any_operation_hits_a_path_that_there_is_not(shop: Shop) -> None:
    shop.exchange.faults.add(Status(500))
    assert shop.get("/nowhere").status_code == 500
    assert shop.exchange.faults.fired[0].operation is None


def test_a_rule_hits_the_nth_call(shop: Shop) -> None:
    shop.exchange.faults.add(Status(500), nth=3)
    assert [shop.get().status_code for _ in range(5)] == [200, 200, 500, 200, 200]
    assert [event.call for event in shop.exchange.faults.fired] == [3]


def test_a_rule_hits_so_many_times(shop: Shop) -> None:
    shop.exchange.faults.add(Status(500), times=2)
    assert [shop.get().status_code for _ in range(4)] == [500, 500, 200, 200]


def test_clearing_forgets_rules_and_what_has_fired(shop: Shop) -> None:
    shop.exchange.faults.add(Status(500))
    shop.get()
    shop.exchange.faults.clear()
    assert (shop.exchange.faults.rules, shop.exchange.faults.fired) == ((), ())
    assert shop.get().status_code == 200


def test_the_first_rule_that_fires_decides_the_end_and_the_other_is_not_spent(shop: Shop) -> None:
    shop.exchange.faults.add(Status(500), times=1)
    second = shop.exchange.faults.add(Status(503), times=1)
    assert [shop.get().status_code for _ in range(3)] == [500, 503, 200]
    assert (second.calls, second.fired) == (3, 1)


def test_drifts_add_up(shop: Shop) -> None:
    shop.exchange.faults.add(drift("extra-fields"))
    shop.exchange.faults.add(drift("null-inner-lists"))
    body = shop.get().json()
    assert body["field_of_tomorrow"] == "new"
    assert body["market"]["price_ranges"] is None
    assert len(shop.fired()) == 2


@given(seed=st.integers(), probability=st.floats(0, 1))
def test_chance_is_the_same_for_a_seed(seed: int, probability: float) -> None:
    first, second = (Rule(Status(500), probability=probability, seed=seed) for _ in range(2))
    drawn = [first.hits("GetMarket") for _ in range(50)]
    assert drawn == [second.hits("GetMarket") for _ in range(50)]
    if probability in (0, 1):
        assert set(drawn) == {bool(probability)}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"operation": "GetMarkt"}, "no spec has an operation 'GetMarkt'"),
        ({"api": "clearing"}, "api: 'clearing' is not one of api, perps, klear"),
        (
            {"api": "klear", "operation": "GetMarkets"},
            "api: GetMarkets is no operation of klear; leave one of them out",
        ),
        ({"nth": 0}, "nth"),
        ({"times": 0}, "times"),
        ({"probability": 1.5}, "probability"),
        ({"seed": "x"}, "seed"),
    ],
)
def test_a_rule_that_can_not_be_is_rejected(arguments: dict[str, Any], words: str, shop: Shop) -> None:
    with pytest.raises((ValueError, TypeError), match=words):
        shop.exchange.faults.add(Status(500), **arguments)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Drop(), r"fault: Drop\(\) hits messages of the stream.*exchange\.stream\.faults\.add"),
        (Drop, r"fault: .*Drop.* hits messages of the stream.*exchange\.stream\.faults\.add"),
        (Reset, r"fault: Reset is a class; give an object of it: Reset\(\.\.\.\)"),
        ("reset", r"fault: 'reset' is not one of Refuse\(\.\.\.\), Reset"),
        (None, "fault: None is not one of"),
    ],
)
def test_what_is_no_fault_of_requests_is_rejected(fault: Any, words: str, shop: Shop) -> None:
    with pytest.raises(TypeError, match=words):
        shop.exchange.faults.add(fault)
    assert shop.exchange.faults.rules == ()


@walked(
    ("values", "words"),
    [
        ({"kind": "rest"}, "'rest' is not one of refuse, reset"),
        ({}, "None is not one of"),
        ({"kind": "reset"}, "when"),
        ({"kind": "reset", "when": "never"}, "when: 'never' is not one of before_reading"),
        ({"kind": "status", "status": 418}, "status: 418 is not one of 429"),
        ({"kind": "delay", "seconds": -1}, "seconds: -1 is no number of seconds"),
        ({"kind": "delay", "seconds": float("nan")}, "is no number of seconds"),
        ({"kind": "drift", "name": "none"}, "name: 'none' is not one of null-empty-lists"),
        ({"kind": "lag", "seconds": 1, "minutes": 1}, "lag has no such argument; it has: seconds"),
    ],
)
def test_a_fault_that_can_not_be_is_rejected(values: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        fault_from(values)


def test_every_kind_is_read_back_as_it_is_written() -> None:
    kinds: list[Fault] = [
        Refuse(1),
        Reset("mid_answer"),
        Delay(1),
        Status(500),
        Body("html"),
        Drift("extra-fields"),
        Lag(1),
    ]
    assert {type(fault) for fault in kinds} == set(KINDS.values())
    for fault in kinds:
        assert fault_from(json.loads(json.dumps(fault_values(fault)))) == fault


# Lag


def test_reads_that_lag_are_asked_for_an_earlier_time_and_the_timestamp_says_so() -> None:
    with small_sandbox(clock="manual") as exchange, exchange.client() as client:
        seen: list[float | None] = []

        def balance(request: CheckedRequest) -> Answer:
            seen.append(request.as_of)
            return sample_answer(request)

        exchange.answers.handlers["GetBalance"] = balance
        get_balance.sync(client=client)
        exchange.faults.add(Lag(2))
        get_balance.sync(client=client)
        assert seen == [None, exchange.clock() - 2]
        freshness = client.get_httpx_client().get("/exchange/user_data_timestamp").json()
        assert freshness == {"as_of_time": "2026-10-01T11:59:58Z"}
        assert [event.operation for event in exchange.faults.fired] == ["GetBalance", "GetUserDataTimestamp"]


def test_public_reads_do_not_lag(shop: Shop) -> None:
    rule = shop.exchange.faults.add(Lag(2))
    shop.get()
    assert (rule.calls, rule.fired) == (1, 0)


# Drifts: what each does to an answer in the shape of the spec

EMPTY_PAGE = {"orders": [], "cursor": ""}


def drifted_answer(name: str, operation_id: str, body: dict[str, Any]) -> dict[str, Any]:
    schema = load_spec().operations[operation_id].answer
    assert schema is not None
    changed: dict[str, Any] = json.loads(json.dumps(body))
    drifted(name, schema, changed, Random(0))
    return changed


@walked(
    ("name", "operation_id", "body", "expected"),
    [
        ("null-empty-lists", "GetOrders", EMPTY_PAGE, {"orders": None, "cursor": ""}),
        (
            "null-empty-lists",
            "GetTagsForSeriesCategories",
            {"tags_by_categories": {"Sports": [], "News": ["x"]}},
            {"tags_by_categories": {"Sports": None, "News": ["x"]}},
        ),
        ("null-outer-lists", "GetOrders", {"orders": [{"x": 1}], "cursor": "c"}, {"orders": None, "cursor": "c"}),
        ("null-inner-lists", "GetSeries", {"series": {"tags": ["a"]}}, {"series": {"tags": None}}),
        (
            "null-flat-positions",
            "GetPositions",
            {"market_positions": [{"position_fp": "0.00", "total_traded_dollars": "1.00"}, {"position_fp": "1.00"}]},
            {"market_positions": [{"position_fp": None, "total_traded_dollars": None}, {"position_fp": "1.00"}]},
        ),
        (
            "missing-product-metadata",
            "GetEvents",
            {"events": [{"event_ticker": "E", "product_metadata": {}}]},
            {"events": [{"event_ticker": "E"}]},
        ),
        ("missing-last-cursor", "GetOrders", EMPTY_PAGE, {"orders": []}),
        (
            "missing-client-order-id",
            "GetFills",
            {"fills": [{"trade_id": "t", "client_order_id": "c"}]},
            {"fills": [{"trade_id": "t"}]},
        ),
        (
            "retired-fields-gone",
            "GetBalance",
            {"balance": 1, "balance_dollars": "0.01"},
            {"balance_dollars": "0.01"},
        ),
        (
            "new-enum-values",
            "GetAccountApiLimits",
            {"usage_tier": "basic"},
            {"usage_tier": "value_of_tomorrow"},
        ),
        (
            "flat-account-limits",
            "GetAccountApiLimits",
            {"read": {"refill_rate": 200, "bucket_capacity": 200}},
            {"read": 200},
        ),
        ("high-subaccounts", "CreateSubaccount", {"subaccount_number": 1}, {"subaccount_number": 101}),
        ("nulls-in-lists", "GetOrders", EMPTY_PAGE, {"orders": [None], "cursor": ""}),
        (
            "unknown-enum-values",
            "GetMarket",
            {"market": {"status": "active", "ticker": "M"}},
            {"market": {"status": "value_of_tomorrow", "ticker": "M"}},
        ),
    ],
)
def test_a_drift_changes_what_it_says(
    name: str, operation_id: str, body: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert drifted_answer(name, operation_id, body) == expected


def test_fields_that_the_contract_dropped_can_stay() -> None:
    assert drifted_answer("retired-fields-kept", "GetMarket", {"market": {}})["market"]["tick_size"] == 1


def test_missing_fields_are_required_ones_chosen_by_the_seed(shop: Shop) -> None:
    complete = shop.get().json()["market"]
    shop.exchange.faults.add(drift("missing-fields"), seed=4)
    answer = shop.get().json()
    schema = load_spec().operations["GetMarket"].answer
    assert schema is not None
    missing = set(complete) - set(answer["market"])
    assert len(missing) == 1
    assert missing <= set(schema["properties"]["market"]["required"])


@pytest.mark.parametrize("name", DRIFTS)
def test_a_drift_never_breaks_the_exchange(name: str, shop: Shop) -> None:
    shop.exchange.faults.add(drift(name))
    with shop.exchange.client() as client:
        for path in ("/markets", "/events", "/portfolio/positions", "/portfolio/fills", "/exchange/schedule"):
            response = client.get_httpx_client().get(path)
            assert response.status_code == 200
            assert isinstance(response.json(), dict)


def test_the_documentation_lists_the_drifts_as_the_code_has_them() -> None:
    rows = [
        f"| `{name}` | {each.what} | {'reported' if each.is_reported else 'made up'} |" for name, each in DRIFTS.items()
    ]
    table = "\n".join(["| drift | what the answer is like | live exchange |", "|---|---|---|", *rows])
    text = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text(encoding="utf-8")
    assert table in text, f"docs/sandbox.md is stale; its table of drifts is:\n{table}"
