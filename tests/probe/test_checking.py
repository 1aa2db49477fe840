"""Single checks: what they rest on exists, and an answer of any shape comes to a verdict that tells nothing."""

from __future__ import annotations

import asyncio
from importlib.util import find_spec
from typing import Any, cast

import httpx
import pytest

from kalshi_probe import checks_errors, checks_messages, checks_reads, checks_stream, checks_trades
from kalshi_probe.checking import Check, NotSeenError, Seen, check_in, field_names, judge, known_word
from kalshi_probe.conversation import Conversation
from kalshi_probe.rest import Answer
from kalshi_sandbox.faults import Status
from kalshi_sandbox.stream_faults import RejectHandshake
from tests.conftest import ROOT

from .conftest import probed, ready
from .test_telling_apart import QUICK

LISTS = (checks_errors, checks_reads, checks_stream, checks_messages, checks_trades)
CHECKS = [check for module in LISTS for check in module.CHECKS]
NO_MODULE = {"page functions of kalshi_gen", "the probe itself"}


def test_each_check_has_a_name_of_its_own_and_says_everything() -> None:
    assert len({check.name for check in CHECKS}) == len(CHECKS)
    assert all(check.assumption.endswith((".", ".)")) and check.source and all(check.expected) for check in CHECKS)


def test_what_rests_on_an_assumption_exists() -> None:
    named = {check.matters for check in CHECKS} - NO_MODULE
    assert [name for name in named if not (ROOT / name).is_file() and find_spec(name) is None] == []


def _judged(look: Any) -> tuple[str, str]:
    register: list[Check] = []
    check_in(register, matters="nothing", source="nobody", expected=("this", "that"))(look)
    result = asyncio.run(judge(register[0], None))
    return result.verdict, result.seen


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
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
    answer = Answer(404, body, httpx.Headers(), 0.0)
    assert (answer.shape, answer.code) == (shape, code)


def test_pings_that_do_not_come_are_named() -> None:
    (pings,) = [check for check in checks_messages.CHECKS if check.name == "pings"]
    for between, verdict in (([], "differs"), ([3.0, 10.1], "as assumed"), ([10.0, 30.0], "differs")):
        talk = Conversation(cast(Any, None), pings=list(between), watched=40.0)
        assert asyncio.run(judge(pings, talk)).verdict == verdict


def test_a_stream_that_does_not_open_could_not_be_seen() -> None:
    with ready(QUICK) as exchange:
        exchange.faults.add(Status(500), operation="GetBalance")
        exchange.stream.faults.add(RejectHandshake(503))
        found = probed(exchange, trade=False)
    stream = {check.name for check in (*checks_stream.CHECKS, *checks_messages.CHECKS)}
    assert {found.seen[name] for name in stream} == {"the stream did not open (status 503)"}
    assert found.names("differs") == set()
    assert {"balance-breakdown", "integer-balance"} | stream <= found.names("could not be seen")
