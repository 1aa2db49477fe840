"""A success whose body is an error, a page of a proxy or nothing at all is never passed off as an empty success."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalshi_gen import errors
from kalshi_gen.runtime.drift import SpecDrift
from tests.walking import walk

from .bodies_soak import FORMS, OTHER_FORMS, Answer, Answering, answers, check, prove
from .bodies_soak import REASON as REASON_TEXT
from .conftest import WAYS
from .operations import OPERATIONS, PAGED, smallest

REASON = {"code": "insufficient_balance", "message": "not enough cash", "details": "needs $1.00"}
ERRORS: dict[str, Any] = {
    "nested": {"error": {**REASON, "service": "exchange"}},
    "flat": REASON,
    "beside nulls": {"error": REASON, "order_id": None, "fills": None, "cursor": None},
}
WITHOUT_BODY = {name for name, each in OPERATIONS.items() if each.OPERATION.success is type(None)}
WITHOUT_FIELDS = {
    name
    for name, each in OPERATIONS.items()
    if name not in WITHOUT_BODY and not msgspec.structs.fields(each.OPERATION.success)
}
WITH_REQUIRED = {
    name
    for name, each in OPERATIONS.items()
    if name not in WITHOUT_BODY and any(field.required for field in msgspec.structs.fields(each.OPERATION.success))
}
WRITES = {name for name, each in OPERATIONS.items() if each.OPERATION.method != "GET"}
PAGE = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking</body></html>"
ACCEPTED = "the exchange accepted the request"
FOREIGN = "what answered was not the exchange's API"


@pytest.fixture(scope="module")
def answering(loop: asyncio.Runner) -> Answering:
    return Answering(loop)


@pytest.fixture(autouse=True)
def without_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, logger="kalshi")


def test_an_error_in_the_body_of_a_success_is_raised_by_every_operation(answering: Answering) -> None:
    def check_one(name: str) -> None:
        calls = [*(("nested", 201, way) for way in WAYS), ("flat", 200, "sync"), ("beside nulls", 200, "asyncio")]
        for body, status, way in calls:
            with pytest.raises(errors.UnexpectedStatus) as caught:
                answering.call(name, status, ERRORS[body], way)
            error = caught.value
            assert type(error) is errors.UnexpectedStatus
            assert (error.status_code, error.method) == (status, OPERATIONS[name].OPERATION.method)
            assert (error.code, error.message, error.details) == tuple(REASON.values()), body
            assert f"answered {status} with an error; insufficient_balance; not enough cash; " in str(error)
            assert ACCEPTED not in str(error)
            assert answering.reported == []

    walk({name: name for name in OPERATIONS}, check_one)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"error": "insufficient_balance"}, "insufficient_balance"),
        ({"error": "too many requests"}, "too many requests"),
        ({"errors": [{"message": "no cash"}, {"message": "no market"}]}, "no cash; no market"),
        ({"error": {}, "code": "closed", "message": "come back later"}, "come back later"),
    ],
)
def test_an_error_of_any_form_is_raised_in_place_of_an_empty_success(
    body: Any, words: str, answering: Answering
) -> None:
    def check_one(name: str) -> None:
        with pytest.raises(errors.UnexpectedStatus) as caught:
            answering.call(name, 200, body)
        assert caught.value.message == words

    walk({name: name for name in OPERATIONS}, check_one)


@pytest.mark.parametrize("body", [{"msg": "Parameter validation failed"}, {"detail": "Parameter validation failed"}])
def test_words_in_place_of_what_is_declared_are_an_error_and_elsewhere_a_drift(body: Any, answering: Answering) -> None:
    def check_one(name: str) -> None:
        if name in WITH_REQUIRED:
            with pytest.raises(errors.UnexpectedStatus) as caught:
                answering.call(name, 200, body)
            assert caught.value.message == "Parameter validation failed"
        else:
            answering.call(name, 200, body)
            assert [(drift.path, drift.got) for drift in answering.reported] == [("(body)", "object")]

    walk({name: name for name in OPERATIONS}, check_one)


@pytest.mark.parametrize("body", ["no cash", ["no cash"], [{"message": "no cash"}], [{"code": "no cash"}, 1]])
def test_an_error_that_is_no_object_is_raised_where_an_object_is_declared(body: Any, answering: Answering) -> None:
    def check_one(name: str) -> None:
        operation = OPERATIONS[name].OPERATION
        with pytest.raises(errors.KalshiError) as caught:
            answering.call(name, 201, body)
        if operation.secret:
            assert "no cash" not in str(caught.value)
        else:
            assert isinstance(caught.value, errors.UnexpectedStatus)
            assert "no cash" in str(caught.value)

    walk({name: name for name in OPERATIONS if name not in WITHOUT_BODY}, check_one)


def test_what_is_declared_elsewhere_is_no_error(answering: Answering) -> None:
    event = {"event_ticker": "KX-1", "title": "Will it rain?", "description": "in New York"}
    for body in (event, [event]):
        with pytest.raises(errors.KalshiDecodeError):
            answering.call("GetEvent", 200, body)


def test_an_error_that_is_too_deep_is_an_error_too(answering: Answering) -> None:
    for depth in (300, 3_000, 100_000):
        for name in ("GetBalance", "CreateOrderV2", "TriggerOrderGroup"):
            with pytest.raises((errors.UnexpectedStatus, errors.KalshiDecodeError)):
                answering.call(name, 200, b'{"error":' * depth + b'"a"' + b"}" * depth)
            with pytest.raises(errors.KalshiServerError):
                answering.call(name, 500, b'{"error":' * depth + b'"a"' + b"}" * depth)


def test_an_error_beside_empty_lists_is_raised(answering: Answering) -> None:
    for name, listed in [("GetFills", "fills"), ("GetOrders", "orders"), ("GetMarkets", "markets")]:
        with pytest.raises(errors.UnexpectedStatus, match="not enough cash"):
            answering.call(name, 200, {listed: [], "cursor": "", "error": REASON})


def test_an_error_beside_an_order_id_hides_no_order(answering: Answering) -> None:
    body = {**smallest(OPERATIONS["CreateOrderV2"].OPERATION.success).to_dict(), "error": REASON}
    assert answering.call("CreateOrderV2", 201, body).order_id == "some-text"


def test_an_empty_error_is_none(answering: Answering) -> None:
    def check_one(name: str) -> None:
        success = OPERATIONS[name].OPERATION.success
        for empty in (None, "", {}, []):
            body = {**smallest(success).to_dict(), "error": empty, "errors": empty}
            assert type(answering.call(name, 200, body, strict=True)) is success

    walk({name: name for name in OPERATIONS if name not in WITHOUT_BODY}, check_one)


def test_a_body_with_nothing_of_what_is_declared_is_no_success(answering: Answering) -> None:
    def check_one(name: str) -> None:
        for body in ({}, {"field_of_tomorrow": 1}):
            with pytest.raises(errors.KalshiDecodeError, match="none of the fields that the spec declares"):
                answering.call(name, 200, body)

    walk({name: name for name in sorted(WITH_REQUIRED)}, check_one)


def test_a_body_where_none_is_declared_is_a_drift(answering: Answering) -> None:
    bodies = {b"OK": "text", PAGE: "text", b'{"a":1}': "object", b"[]": "list", b'"ok"': "str", b"\xff\xfe": "text"}

    def check_one(name: str) -> None:
        for content, got in bodies.items():
            answer = answering.call(name, 200, content, "sync_detailed")
            assert answer.parsed is None
            assert answer.drift == tuple(answering.reported) == (SpecDrift("(body)", "no body", got, name),)
            with pytest.raises(errors.KalshiDecodeError) as caught:
                answering.call(name, 200, content, strict=True)
            assert caught.value.drift == answer.drift
            is_foreign = got == "text"
            assert (ACCEPTED in str(caught.value), FOREIGN in str(caught.value)) == (not is_foreign, is_foreign)

    walk({name: name for name in sorted(WITHOUT_BODY)}, check_one)


def test_no_body_or_an_empty_one_is_none_where_none_is_declared(answering: Answering) -> None:
    def check_one(name: str) -> None:
        for content in (b"", b" \n", b"{}", b"null"):
            assert answering.call(name, 200, content, strict=True) is None

    walk({name: name for name in sorted(WITHOUT_BODY)}, check_one)


def test_a_page_in_place_of_an_object_is_no_accepted_write(answering: Answering) -> None:
    def check_one(name: str) -> None:
        for content in (PAGE, b"", b"OK"):
            with pytest.raises(errors.KalshiDecodeError) as caught:
                answering.call(name, 200, content)
            shown = str(caught.value)
            assert FOREIGN in shown
            assert ACCEPTED not in shown
            assert ("whether the request arrived is unknown" in shown) == (name in WRITES)
            if not OPERATIONS[name].OPERATION.secret:
                assert ("Just a moment..." in shown) == (content == PAGE)
            assert caught.value.is_from_exchange is False

    walk({name: name for name in OPERATIONS if name not in WITHOUT_BODY}, check_one)


def test_a_write_with_another_body_of_json_was_accepted(answering: Answering) -> None:
    for content in (b'{"order_id": "cut o', b'{"tomorrow": 1}', b"[]", b"null"):
        with pytest.raises(errors.KalshiDecodeError, match=ACCEPTED) as caught:
            answering.call("CreateOrderV2", 201, content)
        assert caught.value.is_from_exchange is True


@pytest.mark.parametrize("second", [{}, {"error": REASON}, {"error": "too many requests"}, {"field_of_tomorrow": 1}])
def test_a_page_without_its_list_and_its_cursor_is_not_the_last(second: Any, answering: Answering) -> None:
    def check_one(name: str) -> None:
        operation = OPERATIONS[name].OPERATION
        first = {**smallest(operation.success).to_dict(), operation.next_cursor: "c1"}
        for contents in ([second], [first, second]):
            with pytest.raises((errors.KalshiDecodeError, errors.UnexpectedStatus)) as caught:
                answering.items(name, *contents)
            assert isinstance(caught.value, errors.UnexpectedStatus) == ("error" in second)

    walk({name: name for name in PAGED}, check_one)


def test_a_last_page_may_leave_out_its_cursor_or_have_a_null_for_its_list(answering: Answering) -> None:
    def check_one(name: str) -> None:
        operation = OPERATIONS[name].OPERATION
        for last in ({operation.items: []}, {operation.items: None}, {operation.next_cursor: ""}):
            assert answering.items(name, last) == []

    walk({name: name for name in PAGED}, check_one)


def test_a_byte_order_mark_hides_no_success(answering: Answering) -> None:
    body = smallest(OPERATIONS["GetMarkets"].OPERATION.success).to_dict()
    plain = answering.call("GetMarkets", 200, body)
    assert answering.call("GetMarkets", 200, b"\xef\xbb\xbf" + msgspec.json.encode(body), strict=True) == plain


@given(data=st.data(), name=st.sampled_from(sorted(OPERATIONS)), strict=st.booleans())
def test_any_answer_is_what_is_declared_or_an_error_or_a_drift(
    data: st.DataObject, name: str, strict: bool, answering: Answering
) -> None:
    check(answering, name, data.draw(answers(name)), strict)


def test_every_operation_makes_the_right_thing_of_any_answer(answering: Answering) -> None:
    walk({name: name for name in OPERATIONS}, lambda name: prove(answering, name, 2))


def test_every_operation_gives_the_reason_of_any_error(answering: Answering) -> None:
    def check_forms(name: str) -> None:
        for number, form in enumerate((*FORMS, *OTHER_FORMS)):
            content = msgspec.json.encode(form(REASON_TEXT))
            check(answering, name, Answer((400, 409, 503)[number % 3], content, True), False)
            check(answering, name, Answer(200, content, True, form in FORMS), False)

    walk({name: name for name in OPERATIONS}, check_forms)
