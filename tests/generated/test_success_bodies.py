"""A success whose body is an error, a page of a proxy or nothing at all is never passed off as an empty success."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kalshi_gen import AuthenticatedClient, errors
from kalshi_gen.runtime.drift import SpecDrift
from kalshi_gen.types import UNSET, Response
from tests.walking import walk

from .conftest import WAYS
from .operations import OPERATIONS, PAGED, smallest, smallest_arguments

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


class Answering:
    """Clients whose every request gets the same response."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self.status, self.content = 200, b""
        self.later: list[bytes] = []
        self.reported: list[SpecDrift] = []
        self._runner = runner
        self._clients = {strict: self._client(strict) for strict in (False, True)}

    def _client(self, strict: bool) -> AuthenticatedClient:
        def answer(_: httpx.Request) -> httpx.Response:
            content, self.content = self.content, self.later.pop(0) if self.later else self.content
            return httpx.Response(self.status, content=content)

        transport = httpx.MockTransport(answer)
        return AuthenticatedClient(
            "https://external-api.kalshi.com/trade-api/v2",
            auth=httpx.Auth(),
            strict=strict,
            on_drift=self.reported.append,
            httpx_args={"transport": transport},
        )

    def call(self, name: str, status: int, content: Any, way: str = "sync", strict: bool = False) -> Any:
        """Call an operation that gets this response; content that isn't bytes is sent as JSON."""
        self.status = status
        self.content = content if isinstance(content, bytes) else msgspec.json.encode(content)
        self.reported.clear()
        function = getattr(OPERATIONS[name], way)
        result = function(client=self._clients[strict], **smallest_arguments(OPERATIONS[name]))
        return self._runner.run(result) if way.startswith("asyncio") else result

    def pages(self, name: str, *contents: Any) -> list[Any]:
        """Iterate over the pages of an operation that gets these responses, one after the other."""
        self.status = 200
        self.content, *self.later = [
            each if isinstance(each, bytes) else msgspec.json.encode(each) for each in contents
        ]
        operation = OPERATIONS[name]
        return list(operation.sync_all(client=self._clients[False], **smallest_arguments(operation)))


@pytest.fixture(scope="module")
def answering(loop: asyncio.Runner) -> Answering:
    return Answering(loop)


@pytest.fixture(autouse=True)
def without_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, logger="kalshi")


def test_an_error_in_the_body_of_a_success_is_raised_by_every_operation(answering: Answering) -> None:
    def check(name: str) -> None:
        for status, body in [(status, body) for status in (200, 201) for body in ERRORS.values()]:
            for way in WAYS:
                with pytest.raises(errors.UnexpectedStatus) as caught:
                    answering.call(name, status, body, way)
                error = caught.value
                assert type(error) is errors.UnexpectedStatus
                assert (error.status_code, error.method) == (status, OPERATIONS[name].OPERATION.method)
                assert (error.code, error.message, error.details) == tuple(REASON.values()), body
                assert f"answered {status} with an error; insufficient_balance; not enough cash; " in str(error)
                assert ACCEPTED not in str(error)
                assert answering.reported == []

    walk({name: name for name in OPERATIONS}, check)


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
    def check(name: str) -> None:
        with pytest.raises(errors.UnexpectedStatus) as caught:
            answering.call(name, 200, body)
        assert caught.value.message == words

    walk({name: name for name in OPERATIONS}, check)


@pytest.mark.parametrize("body", [{"msg": "Parameter validation failed"}, {"detail": "Parameter validation failed"}])
def test_words_in_place_of_what_is_declared_are_an_error_and_elsewhere_a_drift(
    body: Any, answering: Answering
) -> None:
    def check(name: str) -> None:
        if name in WITH_REQUIRED:
            with pytest.raises(errors.UnexpectedStatus) as caught:
                answering.call(name, 200, body)
            assert caught.value.message == "Parameter validation failed"
        else:
            answering.call(name, 200, body)
            assert [(drift.path, drift.got) for drift in answering.reported] == [("(body)", "object")]

    walk({name: name for name in OPERATIONS}, check)


def test_an_error_beside_empty_lists_is_raised(answering: Answering) -> None:
    for name, listed in [("GetFills", "fills"), ("GetOrders", "orders"), ("GetMarkets", "markets")]:
        with pytest.raises(errors.UnexpectedStatus, match="not enough cash"):
            answering.call(name, 200, {listed: [], "cursor": "", "error": REASON})


def test_an_error_beside_an_order_id_hides_no_order(answering: Answering) -> None:
    body = {**smallest(OPERATIONS["CreateOrderV2"].OPERATION.success).to_dict(), "error": REASON}
    assert answering.call("CreateOrderV2", 201, body).order_id == "some-text"


def test_an_empty_error_is_none(answering: Answering) -> None:
    def check(name: str) -> None:
        success = OPERATIONS[name].OPERATION.success
        for empty in (None, "", {}, []):
            body = {**smallest(success).to_dict(), "error": empty, "errors": empty}
            assert type(answering.call(name, 200, body, strict=True)) is success

    walk({name: name for name in OPERATIONS if name not in WITHOUT_BODY}, check)


def test_a_body_with_nothing_of_what_is_declared_is_no_success(answering: Answering) -> None:
    def check(name: str) -> None:
        for body in ({}, {"field_of_tomorrow": 1}):
            with pytest.raises(errors.KalshiDecodeError, match="none of the fields that the spec declares"):
                answering.call(name, 200, body)

    walk({name: name for name in sorted(WITH_REQUIRED)}, check)


def test_a_body_where_none_is_declared_is_a_drift(answering: Answering) -> None:
    bodies = {b"OK": "text", PAGE: "text", b'{"a":1}': "object", b"[]": "list", b'"ok"': "str", b"\xff\xfe": "text"}

    def check(name: str) -> None:
        for content, got in bodies.items():
            answer = answering.call(name, 200, content, "sync_detailed")
            assert answer.parsed is None
            assert answer.drift == tuple(answering.reported) == (SpecDrift("(body)", "no body", got, name),)
            with pytest.raises(errors.KalshiDecodeError) as caught:
                answering.call(name, 200, content, strict=True)
            assert caught.value.drift == answer.drift
            is_foreign = got == "text"
            assert (ACCEPTED in str(caught.value), FOREIGN in str(caught.value)) == (not is_foreign, is_foreign)

    walk({name: name for name in sorted(WITHOUT_BODY)}, check)


def test_no_body_or_an_empty_one_is_none_where_none_is_declared(answering: Answering) -> None:
    def check(name: str) -> None:
        for content in (b"", b" \n", b"{}", b"null"):
            assert answering.call(name, 200, content, strict=True) is None

    walk({name: name for name in sorted(WITHOUT_BODY)}, check)


def test_a_page_in_place_of_an_object_is_told_from_an_accepted_write(answering: Answering) -> None:
    def check(name: str) -> None:
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

    walk({name: name for name in OPERATIONS if name not in WITHOUT_BODY}, check)


def test_a_write_with_another_body_of_json_was_accepted(answering: Answering) -> None:
    for content in (b'{"order_id": "cut o', b'{"tomorrow": 1}', b"[]", b"null"):
        with pytest.raises(errors.KalshiDecodeError, match=ACCEPTED) as caught:
            answering.call("CreateOrderV2", 201, content)
        assert caught.value.is_from_exchange is True


@pytest.mark.parametrize("second", [{}, {"error": REASON}, {"error": "too many requests"}, {"field_of_tomorrow": 1}])
def test_a_page_without_its_list_and_its_cursor_is_not_the_last(second: Any, answering: Answering) -> None:
    def check(name: str) -> None:
        operation = OPERATIONS[name].OPERATION
        first = {**smallest(operation.success).to_dict(), operation.next_cursor: "c1"}
        for contents in ([second], [first, second]):
            with pytest.raises((errors.KalshiDecodeError, errors.UnexpectedStatus)) as caught:
                answering.pages(name, *contents)
            assert isinstance(caught.value, errors.UnexpectedStatus) == ("error" in second)

    walk({name: name for name in PAGED}, check)


def test_a_last_page_may_leave_out_its_cursor_or_have_a_null_for_its_list(answering: Answering) -> None:
    def check(name: str) -> None:
        operation = OPERATIONS[name].OPERATION
        for last in ({operation.items: []}, {operation.items: None}, {operation.next_cursor: ""}):
            assert answering.pages(name, last) == []

    walk({name: name for name in PAGED}, check)


def test_a_byte_order_mark_hides_no_success(answering: Answering) -> None:
    body = smallest(OPERATIONS["GetMarkets"].OPERATION.success).to_dict()
    plain = answering.call("GetMarkets", 200, body)
    assert answering.call("GetMarkets", 200, b"\xef\xbb\xbf" + msgspec.json.encode(body), strict=True) == plain


WORDS = ("error", "errors", "code", "message", "msg", "detail", "details", "title", "service", "cursor", "a")
FIELDS = {
    name: (*WORDS, *(field.encode_name for field in msgspec.structs.fields(each.OPERATION.success)))
    if name not in WITHOUT_BODY
    else WORDS
    for name, each in OPERATIONS.items()
}


def json_with(keys: tuple[str, ...]) -> st.SearchStrategy[Any]:
    scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("a reason")
    return st.recursive(
        scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(keys), inner, max_size=4)
    )


@st.composite
def any_answers(draw: st.DrawFn) -> tuple[str, int, bytes]:
    """An operation, a status and a body: any JSON, text or bytes."""
    name = draw(st.sampled_from(sorted(OPERATIONS)))
    status = draw(st.sampled_from([200, 201, 202, 204, 206]) | st.integers(200, 599))
    encoded = json_with(FIELDS[name]).map(msgspec.json.encode)
    content = draw(encoded | encoded.map(lambda body: b"\xef\xbb\xbf" + body) | st.text().map(str.encode) | st.binary())
    return name, status, content


@given(case=any_answers(), strict=st.booleans())
@settings(max_examples=500)
def test_any_answer_is_what_is_declared_or_an_error_or_a_drift(
    case: tuple[str, int, bytes], strict: bool, answering: Answering
) -> None:
    name, status, content = case
    success = OPERATIONS[name].OPERATION.success
    try:
        answer: Response[Any] = answering.call(name, status, content, "sync_detailed", strict)
    except errors.KalshiError as error:
        assert 200 <= status < 300
        check_words(str(error))
        assert isinstance(error, errors.UnexpectedStatus | errors.KalshiDecodeError)
        return
    if not 200 <= status < 300:
        assert answer.parsed is None
        raised = pytest.raises(errors.UnexpectedStatus, answering.call, name, status, content)
        check_words(str(raised.value))
        check_words(raised.value.message or "")
        assert raised.value.error == answer.error
        return
    if success is type(None):
        assert content.strip() in (b"", b"{}", b"null") or answer.drift
        return
    assert type(answer.parsed) is success
    fields = msgspec.structs.fields(success)
    has_any = any(getattr(answer.parsed, field.name) is not UNSET for field in fields)
    assert has_any or not any(field.required for field in fields)
    assert answer.drift == tuple(answering.reported)
    assert not (strict and answer.drift)


def check_words(shown: str) -> None:
    """No control characters, and of a reasonable length."""
    assert shown.isprintable()
    assert len(shown) < 1500
