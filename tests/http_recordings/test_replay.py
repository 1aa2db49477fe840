"""What a recording answers to which request, and what is said where it has no answer."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kalshi_overlay import KalshiConfigError
from kalshi_overlay.errors import UnrecordedRequestError
from kalshi_overlay.http_recordings import RecordTransport, ReplayTransport
from kalshi_overlay.http_recordings.matching import Bindings, Comparison
from kalshi_overlay.redaction import Redaction

BASE = "http://127.0.0.1/trade-api/v2"
ORDERS = "/portfolio/events/orders"
CLIENT_ORDER = "f8b3c0de-1234-4abc-9def-0123456789ab"
NEW_CLIENT_ORDER = "0a1b2c3d-aaaa-4bbb-8ccc-0123456789ff"

Ask = tuple[str, str, Any]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.jsonl"


def counting() -> Callable[[httpx.Request], httpx.Response]:
    """Answers each request with how many there were, and with what was asked."""
    numbers = iter(range(1, 1000))

    def answer(request: httpx.Request) -> httpx.Response:
        asked = json.loads(request.content) if request.content else {}
        return httpx.Response(200, json={"count_fp": f"{next(numbers)}.00", **asked})

    return answer


def ask(client: httpx.Client, method: str, path: str, body: Any = None) -> Any:
    return client.request(method, BASE + path, json=body).json()


def record(path: Path, *asks: Ask, answer: Callable[[httpx.Request], httpx.Response] | None = None) -> list[Any]:
    with httpx.Client(transport=RecordTransport(path, httpx.MockTransport(answer or counting()))) as client:
        return [ask(client, *each) for each in asks]


def replay(path: Path) -> httpx.Client:
    return httpx.Client(transport=ReplayTransport(path))


def missing(client: httpx.Client, method: str, path: str, body: Any = None) -> str:
    with pytest.raises(UnrecordedRequestError) as error:
        ask(client, method, path, body)
    return str(error.value)


def order(price: str = "0.01", client_order_id: str = CLIENT_ORDER, **fields: Any) -> dict[str, Any]:
    return {"ticker": "KXA-1", "price": price, "client_order_id": client_order_id, **fields}


def test_the_same_request_twice_gives_the_first_answer_and_then_the_second(path: Path) -> None:
    recorded = record(
        path, ("GET", "/exchange/status", None), ("GET", "/markets", None), ("GET", "/exchange/status", None)
    )
    with replay(path) as client:
        answers = [ask(client, "GET", each) for each in ("/exchange/status", "/exchange/status", "/markets")]
    assert answers == [recorded[0], recorded[2], recorded[1]]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (("GET", "/markets?limit=3", None), 'line 1: query.limit is "2" there, "3" here'),
        (("GET", "/markets?limit=2&status=open", None), 'line 1: query.status is nothing there, "open" here'),
        (("GET", "/markets", None), 'line 1: query.limit is "2" there, nothing here'),
        (("POST", ORDERS, order("0.02")), 'line 2: body.price is "0.01" there, "0.02" here'),
        (("POST", ORDERS, order(post_only=True)), "line 2: body.post_only is nothing there, true here"),
        (("POST", ORDERS, [order()]), 'line 2: body is {"client_order_id":'),
        (("POST", ORDERS, None), 'line 2: body is {"client_order_id":'),
        (("PUT", ORDERS, order()), f"there is: GET /trade-api/v2/markets (1), POST /trade-api/v2{ORDERS} (1)"),
        (("GET", "/events", None), f"there is: GET /trade-api/v2/markets (1), POST /trade-api/v2{ORDERS} (1)"),
    ],
)
def test_a_request_that_differs_gets_no_answer_but_hears_what_there_is(path: Path, other: Ask, said: str) -> None:
    record(path, ("GET", "/markets?limit=2", None), ("POST", ORDERS, order()))
    with replay(path) as client:
        text = missing(client, *other)
        assert ask(client, "GET", "/markets?limit=2") == {"count_fp": "1.00"}
    assert said in text
    assert f"asked: {other[0]} /trade-api/v2{other[1]}" in text
    assert str(path) in text


def test_a_request_more_than_was_recorded_hears_that_its_answers_are_used_up(path: Path) -> None:
    record(path, ("GET", "/markets", None), ("GET", "/markets?limit=1", None))
    transport = ReplayTransport(path)
    with httpx.Client(transport=transport) as client:
        ask(client, "GET", "/markets")
        text = missing(client, "GET", "/markets")
    assert "line 1 (used up): the same request" in text
    assert text.index("line 1") < text.index("line 2")
    assert [str(each) for each in transport.unanswered] == [text]


def test_an_empty_recording_says_that_there_is_nothing(path: Path) -> None:
    record(path)
    with replay(path) as client:
        assert "there is: nothing" in missing(client, "GET", "/markets")


def test_what_was_not_sent_again_is_known_if_it_may_change_something(path: Path) -> None:
    record(path, ("GET", "/markets", None), ("POST", ORDERS, order()), ("DELETE", f"{ORDERS}/{CLIENT_ORDER}", None))
    transport = ReplayTransport(path)
    with httpx.Client(transport=transport) as client:
        ask(client, "POST", ORDERS, order())
    (unused,) = transport.unused_writes
    assert unused.startswith(f"line 3: DELETE /trade-api/v2{ORDERS}/0000")


def test_the_order_of_names_in_a_query_and_of_fields_in_a_body_does_not_matter(path: Path) -> None:
    record(path, ("GET", "/markets?limit=1&status=open", None), ("POST", ORDERS, {"count": "1", "price": "2"}))
    with replay(path) as client:
        assert ask(client, "GET", "/markets?status=open&limit=1") == {"count_fp": "1.00"}
        assert ask(client, "POST", ORDERS, {"price": "2", "count": "1"})["count_fp"] == "2.00"


def test_an_id_that_is_new_at_each_run_comes_back_in_the_answers(path: Path) -> None:
    record(path, ("POST", ORDERS, order()), ("POST", ORDERS, order()), ("POST", ORDERS, order()))
    with replay(path) as client:
        for _ in range(2):
            assert (
                ask(client, "POST", ORDERS, order(client_order_id=NEW_CLIENT_ORDER))["client_order_id"]
                == NEW_CLIENT_ORDER
            )
        # The third was recorded under the id of the others.
        text = missing(client, "POST", ORDERS, order(client_order_id=CLIENT_ORDER))
    assert "line 3: body.client_order_id" in text


def test_orders_that_differ_by_their_ids_alone_are_matched_in_their_order(path: Path) -> None:
    first, second = order(client_order_id="first-of-mine"), order(client_order_id="second-of-mine")
    record(path, ("POST", ORDERS, first), ("POST", ORDERS, second), ("POST", ORDERS, first))
    with replay(path) as client:
        answers = [ask(client, "POST", ORDERS, each) for each in (second, second | {"client_order_id": "x"}, second)]
    # Which is which is known by the order in which they come.
    assert [each["count_fp"] for each in answers] == ["1.00", "2.00", "3.00"]


def test_a_cancel_of_another_order_than_the_recorded_one_gets_no_answer(path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(201, json={"order_id": CLIENT_ORDER})

    record(path, ("POST", ORDERS, {}), ("DELETE", f"{ORDERS}/{CLIENT_ORDER}", None), answer=answer)
    with replay(path) as client:
        order_id = ask(client, "POST", ORDERS, {})["order_id"]
        text = missing(client, "DELETE", f"{ORDERS}/{NEW_CLIENT_ORDER}")
        assert f'line 2: path is "{order_id}" there, "{NEW_CLIENT_ORDER}" here' in text
        assert ask(client, "DELETE", f"{ORDERS}/{order_id}") == {"order_id": order_id}


def test_an_order_id_that_the_test_knows_fits_and_comes_back(path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"orders": [{"order_id": CLIENT_ORDER, "user_id": 4815162342}]})

    record(path, ("GET", f"/portfolio/orders/{CLIENT_ORDER}", None), answer=answer)
    with replay(path) as client:
        (found,) = ask(client, "GET", f"/portfolio/orders/{CLIENT_ORDER}")["orders"]
    assert found["order_id"] == CLIENT_ORDER
    assert found["user_id"] != 4815162342


NOW = datetime(2026, 11, 28, 12, tzinfo=UTC).timestamp()
DAY = 86_400


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Sets the clock that recordings and replays go by."""

    def set_clock(seconds: float) -> None:
        monkeypatch.setattr(time, "time", lambda: seconds)
        monkeypatch.setattr(time, "time_ns", lambda: int(seconds * 1_000_000_000))

    return set_clock


@pytest.mark.parametrize(
    ("off", "fits"),
    [
        (0, True),
        (59, True),
        (-59, True),
        (61, False),
        (-61, False),
        (DAY, False),
        (-20 * DAY + 59, True),
        (-20 * DAY - 61, False),
    ],
)
@pytest.mark.parametrize("unit", [1, 1000, "text"])
def test_a_time_fits_if_it_is_the_same_or_as_far_from_now_as_it_was(
    path: Path, at: Callable[[float], None], off: int, fits: bool, unit: Any
) -> None:
    def since(seconds: float) -> str:
        if unit == "text":
            return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return str(int(seconds) * unit)

    at(NOW)
    record(path, ("GET", f"/portfolio/fills?min_ts={since(NOW - DAY)}", None))
    at(NOW + 20 * DAY)
    with replay(path) as client:
        again = f"/portfolio/fills?min_ts={since(NOW + 20 * DAY - DAY + off)}"
        if fits:
            assert ask(client, "GET", again) == {"count_fp": "1.00"}
        else:
            assert "query.min_ts" in missing(client, "GET", again)


def test_a_time_that_is_the_same_fits_before_one_that_is_as_far_from_now(
    path: Path, at: Callable[[float], None]
) -> None:
    at(NOW)
    times = [int(NOW), int(NOW) + 30]
    record(path, *(("GET", f"/portfolio/fills?min_ts={each}", None) for each in times))
    with replay(path) as client:
        answers = [ask(client, "GET", f"/portfolio/fills?min_ts={each}") for each in reversed(times)]
    assert [each["count_fp"] for each in answers] == ["2.00", "1.00"]


def test_a_time_may_be_off_by_as_long_as_the_recording_took(path: Path, at: Callable[[float], None]) -> None:
    at(NOW)
    with httpx.Client(transport=RecordTransport(path, httpx.MockTransport(counting()))) as client:
        ask(client, "GET", "/markets")
        at(NOW + 600)
        ask(client, "GET", f"/portfolio/fills?min_ts={int(NOW)}")
        ask(client, "GET", f"/portfolio/fills?max_ts={int(NOW) + 600}")
    at(NOW + DAY)
    with replay(path) as client:
        ask(client, "GET", "/markets")
        # It was made before the first request then, and could have been made after it.
        missing(client, "GET", f"/portfolio/fills?min_ts={int(NOW) + DAY + 100}")
        ask(client, "GET", f"/portfolio/fills?min_ts={int(NOW) + DAY}")
        # It was made within the 600 seconds, or before, and the replay has taken none.
        ask(client, "GET", f"/portfolio/fills?max_ts={int(NOW) + DAY + 1}")


def test_a_time_may_be_off_by_as_long_as_the_replay_took(path: Path, at: Callable[[float], None]) -> None:
    at(NOW)
    record(path, ("GET", "/markets", None), ("GET", f"/portfolio/fills?min_ts={int(NOW)}", None))
    with replay(path) as client:
        ask(client, "GET", "/markets")
        missing(client, "GET", f"/portfolio/fills?min_ts={int(NOW) + 500}")
        at(NOW + 500)
        ask(client, "GET", f"/portfolio/fills?min_ts={int(NOW) + 500}")


def test_a_number_that_is_no_time_has_to_be_the_same(path: Path) -> None:
    record(path, ("POST", ORDERS, {"count": 5, "expiration_ts": None, "post_only": True}))
    with replay(path) as client:
        missing(client, "POST", ORDERS, {"count": 6, "expiration_ts": None, "post_only": True})
        missing(client, "POST", ORDERS, {"count": 5, "expiration_ts": 5, "post_only": True})
        missing(client, "POST", ORDERS, {"count": 5, "expiration_ts": None, "post_only": 1})
        ask(client, "POST", ORDERS, {"count": 5.0, "expiration_ts": None, "post_only": True})


NAMES = st.sampled_from(
    ["ticker", "order_id", "user_id", "account", "price", "newField", "message", "ids", "min_ts", "K"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**6) | st.text(max_size=5) | st.sampled_from([CLIENT_ORDER, "KXA-1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=40)
@given(VALUES)
def test_what_was_recorded_is_always_found_again(body: Any) -> None:
    redacted = Redaction().value("", body)
    comparison = Comparison(bindings=Bindings(), same_time=lambda recorded, asked: False)
    assert [*comparison.differences(redacted, body, "body")] == []
    # What is answered to it is what it was.
    assert comparison.bindings.answer("", redacted) == body


def test_sync_and_async_clients_are_answered_alike(path: Path) -> None:
    recorded = record(path, ("GET", "/markets", None))

    async def ask_async() -> Any:
        async with httpx.AsyncClient(transport=ReplayTransport(path)) as client:
            return (await client.get(f"{BASE}/markets")).json()

    assert [asyncio.run(ask_async())] == recorded


def test_a_recording_that_is_not_there_says_how_to_make_it(path: Path) -> None:
    with pytest.raises(KalshiConfigError, match=r"there is no recording .*a\.jsonl; record it first.*--kalshi-record"):
        ReplayTransport(path)
    with pytest.raises(KalshiConfigError, match=r"can't be read \(Is a directory\)"):
        ReplayTransport(path.parent)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "Input data was truncated"),
        ("{}", "missing required field `at`"),
        ('{"at":1,"request":{"method":"GET","path":"/"},"response":{}}', "neither a status nor an error"),
        ('{"at":1,"request":{"method":"GET","path":"/"},"response":{"error":"Client"}}', "httpx has no error Client"),
        ('{"at":1,"request":{"method":"GET","path":"/","x":1},"response":{"status":200}}', "unknown field `x`"),
    ],
)
def test_a_line_that_is_none_is_named(path: Path, line: str, problem: str) -> None:
    path.write_text(f'{{"at":1,"request":{{"method":"GET","path":"/"}},"response":{{"status":200}}}}\n{line}\n')
    with pytest.raises(KalshiConfigError, match=rf"a\.jsonl: line 2 is none of a recording: .*{problem}"):
        ReplayTransport(path)
