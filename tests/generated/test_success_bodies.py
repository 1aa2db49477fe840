"""A success whose body is an error, a page of a proxy or nothing at all is never passed off as an empty success."""

from __future__ import annotations

import asyncio
import logging
from itertools import islice
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kalshi_gen import errors
from kalshi_gen.runtime.drift import SpecDrift
from tests.walking import walk

from .bodies_soak import FORMS, OTHER_FORMS, Answer, Answering, answers, check, prove
from .bodies_soak import REASON as REASON_TEXT
from .conftest import WAYS
from .operations import every_operation, smallest

REASON = {"code": "insufficient_balance", "message": "not enough cash", "details": "needs $1.00"}
ERRORS: dict[str, Any] = {
    "nested": {"error": {**REASON, "service": "exchange"}},
    "flat": REASON,
    "beside nulls": {"error": REASON, "order_id": None, "fills": None, "cursor": None},
}
OPERATIONS = every_operation()
# Where a third of the bodies will do for each: another third for the next one.
NUMBERED = {name: (number, name) for number, name in enumerate(OPERATIONS)}
PAGED = {name for name, each in OPERATIONS.items() if each.OPERATION.next_cursor}
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


def id_of(name: str) -> str:
    return str(OPERATIONS[name].OPERATION.operation_id)


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
            assert type(answering.call(name, 200, body, strict=name not in WITHOUT_FIELDS)) is success

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
            assert answer.drift == tuple(answering.reported) == (SpecDrift("(body)", "no body", got, id_of(name)),)
            with pytest.raises(errors.KalshiDecodeError) as caught:
                answering.call(name, 200, content, strict=True)
            assert caught.value.drift == answer.drift
            assert (ACCEPTED in str(caught.value), FOREIGN in str(caught.value)) == (False, got == "text")

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


def test_a_write_with_something_of_what_is_declared_was_accepted(answering: Answering) -> None:
    for content in (
        b'{"order_id": "cut o',
        b'{"order_id": "1"}',
        b'{"order_id": "1"} and more',
        b'{"remaining_count": 1}',
    ):
        with pytest.raises(errors.KalshiDecodeError, match=ACCEPTED) as caught:
            answering.call("CreateOrderV2", 201, content, strict=True)
        assert caught.value.is_from_exchange is True
        assert caught.value.shows_effect is True


@pytest.mark.parametrize(
    "content",
    [
        b'{"tomorrow": 1}',
        b"[]",
        b"null",
        b'{"client_order_id": "mine"}',
        b'{"order_id": "", "fill_count": "0.00", "ts_ms": 0}',
        b'{"error": true}',
        b'{"error": {}}',
        b'{"success": false, "reason": "nope"}',
        b'{"data": {"error": {"code": "x"}}}',
        b'{"error": {"code": "insufficient_ba',
        b'{"fault": {"faultstring": "Rate limit"}}',
        b'{"status": 403, "title": "Forbidden"}',
        '{"success": false}'.encode("utf-16"),
    ],
)
def test_whether_a_write_took_effect_is_unknown_if_nothing_shows_it(content: bytes, answering: Answering) -> None:
    with pytest.raises(errors.KalshiDecodeError, match="whether the request took effect is unknown") as caught:
        answering.call("CreateOrderV2", 201, content, strict=True)
    assert caught.value.is_from_exchange is True
    assert caught.value.shows_effect is False


FLAWS: dict[str, bytes] = {
    "a byte that is not UTF-8": b'{"error":{"code":"insufficient_balance","message":"caf\xe9"}}',
    "half a character": rb'{"error":{"code":"insufficient_balance","message":"\ud800"}}',
    "a float beyond the largest": b'{"error":{"code":"insufficient_balance","details":{"n":1e999}}}',
    "an int of 5000 digits": b'{"error":{"code":"insufficient_balance","details":{"n":' + b"9" * 5000 + b"}}}",
    "more behind it": b'{"error":{"code":"insufficient_balance"}}}',
    "another object behind it": b'{"error":{"code":"insufficient_balance"}}{"a":1}',
    "UTF-16 with a mark": '\ufeff{"error":{"code":"insufficient_balance"}}'.encode("utf-16-le"),
    "UTF-16 without one": '{"error":{"code":"insufficient_balance"}}'.encode("utf-16-be"),
    "a mark behind a space": b' \xef\xbb\xbf{"error":{"code":"insufficient_balance"}}',
    "a list": b'[{"error":{"code":"insufficient_balance"}}]',
    "a list with a flaw": b'[{"error":{"code":"insufficient_balance","message":"caf\xe9"}}]',
}


def test_an_error_with_a_flaw_in_it_is_raised_by_every_operation(answering: Answering) -> None:
    def check_one(numbered: tuple[int, str]) -> None:
        number, name = numbered
        for content in islice(FLAWS.values(), number % 3, None, 3):
            for way in ("sync", "asyncio_detailed"):
                with pytest.raises(errors.KalshiError) as caught:
                    answering.call(name, 200, content, way)
                assert ACCEPTED not in str(caught.value)
                if not OPERATIONS[name].OPERATION.secret:
                    assert isinstance(caught.value, errors.UnexpectedStatus)
                    assert caught.value.code == "insufficient_balance"

    walk(NUMBERED, check_one)


def test_an_error_with_a_flaw_in_it_gives_its_code_with_any_status(answering: Answering) -> None:
    for flaw, content in FLAWS.items():
        for status in (400, 503):
            with pytest.raises(errors.UnexpectedStatus) as caught:
                answering.call("CreateOrderV2", status, content)
            assert caught.value.code == "insufficient_balance", flaw


def test_an_error_beside_other_fields_is_raised(answering: Answering) -> None:
    error = {"code": "internal_error", "message": "internal error"}
    bodies: list[tuple[str, dict[str, Any]]] = [
        ("GetMarkets", {"error": error, "cursor": "b"}),
        ("GetMarkets", {"error": error, "cursor": "b", "markets": []}),
        ("GetFills", {"errors": [error], "cursor": "b", "fills": None}),
        (
            "GetBalance",
            {"balance": 0, "balance_dollars": "0.0000", "portfolio_value": 0, "updated_ts": 0, "error": error},
        ),
        (
            "GetBalance",
            {"balance": 5, "balance_dollars": "0.0500", "portfolio_value": 0, "updated_ts": 1, "error": error},
        ),
        ("CreateOrderV2", {"client_order_id": "abc", "error": error}),
        ("CreateOrderV2", {"client_order_id": "abc", **error}),
        (
            "CreateOrderV2",
            {
                "order_id": "",
                "client_order_id": "abc",
                "fill_count": "0.00",
                "remaining_count": "0",
                "ts_ms": 0,
                "error": error,
            },
        ),
        ("BatchCreateOrdersV2", {"orders": [], "error": error}),
        ("GetOrderGroups", {"order_groups": [], "error": error}),
    ]
    for name, body in bodies:
        for strict in (False, True):
            with pytest.raises(errors.UnexpectedStatus) as caught:
                answering.call(name, 200, body, strict=strict)
            assert caught.value.code == "internal_error"


def test_no_page_with_an_error_beside_its_cursor_is_skipped(answering: Answering) -> None:
    def check_one(name: str) -> None:
        operation = OPERATIONS[name].OPERATION
        first = {**smallest(operation.success).to_dict(), operation.next_cursor: "c1"}
        for beside in ({operation.next_cursor: "c2"}, {operation.next_cursor: "c2", operation.items: []}):
            with pytest.raises(errors.UnexpectedStatus, match="internal_error"):
                answering.items(name, first, {**beside, "error": {"code": "internal_error"}}, {operation.items: []})

    walk({name: name for name in PAGED}, check_one)


def test_an_error_at_either_end_of_a_long_page_is_raised(answering: Answering) -> None:
    market = smallest(OPERATIONS["GetMarket"].OPERATION.success).to_dict()["market"]
    page = {"markets": [market] * 200, "cursor": "b"}
    assert len(answering.call("GetMarkets", 200, page, strict=True).markets) == 200
    for body in ({"error": REASON, **page}, {**page, "error": REASON}, {**page, "success": False}):
        with pytest.raises((errors.UnexpectedStatus, errors.KalshiDecodeError)):
            answering.call("GetMarkets", 200, body)


def test_an_error_beside_an_order_is_a_drift(answering: Answering) -> None:
    body = {**smallest(OPERATIONS["CreateOrderV2"].OPERATION.success).to_dict(), "ts_ms": 1, "error": REASON}
    assert answering.call("CreateOrderV2", 201, body).order_id == "some-text"
    assert answering.reported == [SpecDrift("(body)", "no error", "object", "CreateOrderV2")]
    with pytest.raises(errors.KalshiDecodeError, match="whether the request took effect is unknown"):
        answering.call("CreateOrderV2", 201, body, strict=True)


@pytest.mark.parametrize(
    "body",
    [
        {"success": False},
        {"error": True},
        {"ok": False, "reason": "nope"},
        {"status": "failed"},
        {"data": {"error": REASON}},
    ],
    ids=str,
)
def test_a_stated_failure_is_raised_by_every_operation(body: Any, answering: Answering) -> None:
    def check_one(name: str) -> None:
        for strict in (False, True):
            with pytest.raises(errors.KalshiDecodeError, match="it says that the request failed") as caught:
                answering.call(name, 200, body, strict=strict)
            assert ACCEPTED not in str(caught.value)

    walk({name: name for name in OPERATIONS}, check_one)


DECLARE_FAILED = {
    "klear GetSettlementBalanceWithdrawal",
    "perps SetCrossMarginExitTrigger",
    "perps SetIsolatedMarginExitTrigger",
    "perps UpdateCrossMarginExitTrigger",
}


def test_a_failed_status_is_what_is_declared_where_more_of_that_is_there(answering: Answering) -> None:
    def check_one(name: str) -> None:
        body = {**smallest(OPERATIONS[name].OPERATION.success).to_dict(), "status": "failed"}
        assert answering.call(name, 200, body, strict=True).status == "failed"
        *missing, _ = [field for field in body if field != "status"]
        assert (
            answering.call(name, 200, {field: body[field] for field in body if field not in missing}).status == "failed"
        )
        assert [drift.path for drift in answering.reported] == missing

    walk({name: name for name in sorted(DECLARE_FAILED)}, check_one)


@pytest.mark.parametrize(
    "body", [{"status": "error", "message": "no cash"}, {"status": 403, "message": "no cash"}], ids=str
)
def test_a_failed_status_with_nothing_else_of_what_is_declared_is_an_error_with_its_words(
    body: Any, answering: Answering
) -> None:
    def check_one(name: str) -> None:
        with pytest.raises(errors.UnexpectedStatus) as caught:
            answering.call(name, 200, body)
        assert caught.value.message == "no cash"
        assert ACCEPTED not in str(caught.value)

    walk({name: name for name in sorted(DECLARE_FAILED)}, check_one)


@pytest.mark.parametrize("body", [{"error": {}}, {"error": None}, {"success": True}, {"field_of_tomorrow": 1}], ids=str)
def test_a_field_where_none_is_declared_is_a_drift(body: Any, answering: Answering) -> None:
    def check_one(name: str) -> None:
        answering.call(name, 200, body)
        assert [(drift.path, drift.got) for drift in answering.reported] == [("(body)", "object")]
        with pytest.raises(errors.KalshiDecodeError):
            answering.call(name, 200, body, strict=True)

    walk({name: name for name in sorted(WITHOUT_FIELDS | WITHOUT_BODY)}, check_one)


@pytest.mark.parametrize(
    "body", ["not authorized", [{"error": {"code": "not authorized"}}], ["not authorized"]], ids=str
)
def test_an_error_that_is_no_object_is_raised_where_no_body_is_declared(body: Any, answering: Answering) -> None:
    def check_one(name: str) -> None:
        for strict in (False, True):
            with pytest.raises(errors.UnexpectedStatus, match="not authorized"):
                answering.call(name, 200, body, strict=strict)

    walk({name: name for name in sorted(WITHOUT_BODY)}, check_one)


def test_a_success_in_utf_16_is_one(answering: Answering) -> None:
    body = smallest(OPERATIONS["GetMarkets"].OPERATION.success).to_dict()
    plain = answering.call("GetMarkets", 200, body)
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        content = msgspec.json.encode(body).decode().encode(encoding)
        assert answering.call("GetMarkets", 200, content, strict=True) == plain


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


# `prove` draws bodies for each operation, and the soak test more of them.
@settings(max_examples=20)
@given(data=st.data(), name=st.sampled_from(sorted(OPERATIONS)), strict=st.booleans())
def test_any_answer_is_what_is_declared_or_an_error_or_a_drift(
    data: st.DataObject, name: str, strict: bool, answering: Answering
) -> None:
    check(answering, name, data.draw(answers(name)), strict)


def test_every_operation_makes_the_right_thing_of_any_answer(answering: Answering) -> None:
    walk({name: name for name in OPERATIONS}, lambda name: prove(answering, name, 1))


def test_every_operation_gives_the_reason_of_any_error(answering: Answering) -> None:
    def check_forms(numbered: tuple[int, str]) -> None:
        first, name = numbered
        for number, form in islice(enumerate((*FORMS, *OTHER_FORMS)), first % 3, None, 3):
            content = msgspec.json.encode(form(REASON_TEXT))
            check(answering, name, Answer((400, 409, 503)[number // 3 % 3], content, True), False)
            check(answering, name, Answer(200, content, True, form in FORMS), False)

    walk(NUMBERED, check_forms)
