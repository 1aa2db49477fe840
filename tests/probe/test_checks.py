"""Single checks: what relies on them exists, and an answer of any shape comes to a verdict that reveals nothing."""

from __future__ import annotations

import asyncio
from importlib.util import find_spec
from typing import Any, cast

import httpx
import pytest

from kalshi_probe import checks_orders, checks_reads, checks_refusals, checks_stream
from kalshi_probe.check import Check, NotSeenError, Seen, assumption, field_names, judge, known_word
from kalshi_probe.clock import ExchangeClock
from kalshi_probe.orders import Lag, Orders
from kalshi_probe.rest import Answer
from kalshi_probe.stream import StreamSession, Watch
from kalshi_sandbox.faults import Status
from kalshi_sandbox.stream_faults import RejectHandshake
from tests.conftest import ROOT
from tests.walking import walked

from .conftest import WITHOUT_LAG, probed, ready

LISTS = (checks_refusals, checks_reads, checks_stream, checks_orders)
CHECKS = [check for module in LISTS for check in module.CHECKS]
NO_MODULE = {"page functions of kalshi_gen", "the probe itself"}


def test_each_check_has_a_name_of_its_own_and_says_everything() -> None:
    assert len({check.name for check in CHECKS}) == len(CHECKS)
    assert all(check.assumption.endswith((".", ".)")) and check.source and all(check.expected) for check in CHECKS)


def test_what_relies_on_an_assumption_exists() -> None:
    named = {check.matters for check in CHECKS} - NO_MODULE
    assert [name for name in named if not (ROOT / name).is_file() and find_spec(name) is None] == []


def _judged(look: Any) -> tuple[str, str]:
    checks: list[Check] = []
    assumption(checks, matters="nothing", source="nobody", expected=("this", "that"))(look)
    result = asyncio.run(judge(checks[0], None))
    return result.verdict, result.seen


@walked(
    ("outcome", "verdict", "seen"),
    [
        ("this", "as assumed", "this"),
        ("that", "as assumed", "that"),
        ("other", "differs", "other"),
        (Seen("3 s", True), "as assumed", "3 s"),
        (Seen("9 s", False), "differs", "9 s"),
        (NotSeenError("why"), "could not be seen", "why"),
        (httpx.ReadError("acct-17"), "could not be seen", "no answer (ReadError)"),
        (TimeoutError("acct-17"), "could not be seen", "no answer (TimeoutError)"),
        (KeyError("acct-17"), "differs", "an answer of another shape (KeyError)"),
    ],
)
def test_whatever_a_check_comes_to_is_a_verdict(outcome: Any, verdict: str, seen: str) -> None:
    async def look(subject: Any) -> Any:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    assert _judged(look) == (verdict, seen)


def test_only_names_are_repeated() -> None:
    assert known_word("order_already_exists") == "order_already_exists"
    for text in ("17c0-aa", "a b", "", "x" * 61, None, 5, "7f"):
        assert known_word(text) == "another text"
    assert field_names({"b": 1, "a": "acct-17", "acct-17": 2}) == "a, another text, b"
    assert field_names(["acct-17"]) == "list"


@walked(
    ("body", "shape", "code"),
    [
        ({"error": {"code": "not_found"}}, "nested", "not_found"),
        ({"code": "not_found"}, "flat", "not_found"),
        ({"error": "too many requests"}, "text in error", ""),
        ({"msg": "Parameter validation failed"}, "msg alone", ""),
        ({"other": 1}, "another shape", ""),
        ("<html>", "no JSON object", ""),
        ({"error": {"code": "acct-17"}}, "nested", "another text"),
    ],
)
def test_error_bodies_have_a_shape_and_a_code(body: Any, shape: str, code: str) -> None:
    answer = Answer(404, body, httpx.Headers())
    assert (answer.shape, answer.code) == (shape, code)


def verdict_of(name: str, subject: Any) -> str:
    (check,) = [each for each in CHECKS if each.name == name]
    return asyncio.run(judge(check, subject)).verdict


@walked(
    ("pings", "seconds", "verdict"),
    [
        ([3.0, 13.1], 20.0, "as assumed"),
        ([10.0], 15.0, "as assumed"),
        ([10.0, 40.0], 45.0, "differs"),
        ([1.0, 2.0], 3.0, "differs"),
        ([], 20.0, "differs"),
        ([5.0], 8.0, "could not be seen"),
    ],
)
def test_a_quiet_connection_should_get_a_ping_every_ten_seconds(
    pings: list[float], seconds: float, verdict: str
) -> None:
    session = StreamSession(cast(Any, None), quiet=Watch(0.0, seconds, pings))
    assert verdict_of("pings", session) == verdict


@pytest.mark.parametrize(
    ("pings", "messages", "verdict"),
    [
        ([], [float(second) for second in range(20)], "as assumed"),
        ([10.5], [float(second) for second in range(20)], "differs"),
        ([10.5], [1.0, 2.0], "could not be seen"),
        ([], [], "could not be seen"),
        ([], [1.0, 2.0, 3.0], "could not be seen"),
    ],
)
def test_a_busy_connection_should_get_no_pings(pings: list[float], messages: list[float], verdict: str) -> None:
    session = StreamSession(cast(Any, None), busy=Watch(0.0, 20.0, pings, messages))
    assert verdict_of("pings-of-a-busy-connection", session) == verdict


def answered(status: int, least: float, most: float) -> Answer:
    return Answer(status, {}, httpx.Headers(), off=(least, most))


def test_a_late_signature_says_something_of_the_window_only_if_the_clocks_are_compared_well() -> None:
    for clear in (answered(401, 60.1, 60.9), answered(200, 60.1, 62.0), answered(401, 59.9, 60.5)):
        assert clear.beyond_window() is clear
    for vague in (answered(401, 60.1, 61.1), answered(200, 59.9, 60.5), answered(503, 60.1, 60.5)):
        with pytest.raises(NotSeenError):
            vague.beyond_window()


def test_dates_of_answers_narrow_down_how_far_the_exchange_is_ahead() -> None:
    clock = ExchangeClock()
    assert (clock.is_known, clock.difference) == (False, 0.0)
    # It is 7.3 s ahead; an answer takes 0.1 s each way.
    for now in (100.0, 100.6, 101.65, 102.68):
        clock.on_response(int(now + 0.1 + 7.3), now, now + 0.2)
    assert clock.least <= 7.3 <= clock.most
    assert clock.uncertainty <= 0.3
    assert clock.seconds_to_tick(200.0) == pytest.approx(-clock.difference % 1)


def test_an_answer_out_of_a_cache_does_not_say_what_time_it_is() -> None:
    clock = ExchangeClock()
    clock.on_response(90, 100.0, 100.2)
    for now in (101.0, 101.6):
        clock.on_response(int(now + 7.3), now, now)
        clock.on_response(95, now, now)
    assert clock.least <= 7.3 <= clock.most
    assert clock.uncertainty < 1


@pytest.mark.parametrize(
    ("lag", "verdict"),
    [
        (Lag(0.4, 0.9, "404 not_found"), "as assumed"),
        (Lag(0.0, 0.1, ""), "as assumed"),
        (Lag(3.1, 3.6, "404 not_found"), "differs"),
        (Lag(4.9, float("inf"), "404 not_found"), "differs"),
        # Slow reads can't tell.
        (Lag(1.0, 6.0, "404 not_found"), "could not be seen"),
    ],
)
def test_a_lag_is_held_against_its_bounds(lag: Lag, verdict: str) -> None:
    orders = Orders(cast(Any, None), answers={"first create": answered(201, 0, 0)}, lags={"first create": lag})
    assert verdict_of("read-after-create", orders) == verdict


def test_a_stream_that_does_not_open_could_not_be_seen() -> None:
    with ready(WITHOUT_LAG) as exchange:
        exchange.faults.add(Status(500), operation="GetBalance")
        exchange.stream.faults.add(RejectHandshake(503))
        found = probed(exchange, trade=False)
    stream = {check.name for check in checks_stream.CHECKS}
    assert {found.seen[name] for name in stream} == {"the stream did not open (status 503)"}
    assert found.names("differs") == set()
    assert {"balance-breakdown", "integer-balance"} | stream <= found.names("could not be seen")
