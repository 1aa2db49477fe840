"""The parts of the runtime one by one: what a body says, what a bound refuses and in which words, what is drift."""

from __future__ import annotations

import contextlib
import logging
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from types import TracebackType
from typing import Annotated, Any
from uuid import UUID

import msgspec
import pytest

from kalshi_gen.errors import InvalidRequestError
from kalshi_gen.runtime import drift
from kalshi_gen.runtime.amounts import exact, hold_of
from kalshi_gen.runtime.body import as_utf8, json_in, text_of
from kalshi_gen.runtime.bounds import INT32, INT64, Decimals, Length, Pattern, Range, Unit
from kalshi_gen.runtime.decoding import alternatives, body_where_none_is_declared, decode, from_wire, undeclared
from kalshi_gen.runtime.drift import SpecDrift, report
from kalshi_gen.runtime.encoding import path, query, to_wire
from kalshi_gen.runtime.error_body import (
    A_PAGE,
    ErrorBody,
    is_json,
    read_error,
    read_error_body,
    read_failure,
    read_stated_error,
    says_something,
    states_error,
)
from kalshi_gen.runtime.field_rules import FieldRule
from kalshi_gen.runtime.printable import printable
from kalshi_gen.runtime.stream import Channel, ErrorCode, Form, UnknownMessage, given_parameters
from kalshi_gen.runtime.tracebacks import HiddenFrames
from kalshi_gen.types import UNSET, Unset
from tests.walking import walked

D = Decimal


def refused(check: Any, *arguments: Any) -> str:
    """The field and the words of a refusal."""
    with pytest.raises(InvalidRequestError) as error:
        check(*arguments)
    field, problem = error.value.args[:2]
    return f"{field}: {problem}"


# Bodies


@walked(
    ("content", "text", "in_utf8"),
    [
        (b' {"a": 1} ', '{"a": 1}', None),
        (b"\xef\xbb\xbf {}", "{}", b"{}"),
        (b" \xef\xbb\xbf{}", "{}", b"{}"),
        ('{"a": "é"}'.encode("utf-16"), '{"a": "é"}', '{"a": "é"}'.encode()),
        ("[1]".encode("utf-16-le"), "[1]", b"[1]"),
        ('"a"'.encode("utf-32-be"), '"a"', b'"a"'),
        ("{}".encode("utf-16-be"), "{}", b"{}"),
        (b"a\xff", "a\ufffd", None),
        (b"", "", None),
        ("12".encode("utf-16-le"), "1\x002\x00", None),
    ],
)
def test_a_body_is_read_in_any_encoding_of_unicode(content: bytes, text: str, in_utf8: bytes | None) -> None:
    assert text_of(content) == text
    assert as_utf8(content) == in_utf8


@walked(
    ("content", "value"),
    [
        (b'{"a": 1}', {"a": 1}),
        (b'{"a": 1} and more', {"a": "1"}),
        (b'{"a": NaN}', {"a": "NaN"}),
        (b'{"a": 1e999}', {"a": "1e999"}),
        (b'[{"a": 1}] and more', [{"a": "1"}]),
        (b"[1, 2] and more", None),
        (b"[NaN]", ["NaN"]),
        (b"[] x", None),
        (b'"a\tb"', "a\tb"),
        (b'"a" x', None),
        (b"404 page not found", None),
        (b"NaN", None),
        (b"1", 1),
        (b"{", None),
        (b'{"a": "\\ud800"} x', {"a": "?"}),
        (b"[" * 100_000, None),
        (b'{"a":' * 100_000, None),
    ],
)
def test_json_is_read_as_far_as_it_is_json(content: bytes, value: Any) -> None:
    assert json_in(content) == value


@walked(
    ("body", "code", "message", "details", "service"),
    [
        ("a text", None, "a text", None, None),
        ({"code": "a", "message": "b", "details": "c", "service": "d"}, "a", "b", "c", "d"),
        ({"CODE": "a", "Msg": "b"}, "a", "b", None, None),
        ({"error_code": 7}, "7", None, None, None),
        ({"code": "a", "error_code": "b"}, "a", None, None, None),
        ({"error": "insufficient_balance"}, "insufficient_balance", "insufficient_balance", None, None),
        ({"error": "not enough"}, None, "not enough", None, None),
        ({"error": "some_code", "message": "words"}, "some_code", "words", None, None),
        ({"error": "more words", "message": "words"}, None, "words", "more words", None),
        ({"error": "some_code", "code": "other"}, "other", "some_code", None, None),
        ({"error": "some_code", "code": "other", "message": "words"}, "other", "words", "some_code", None),
        ({"error": {"code": "a", "message": "b"}, "code": "c", "details": "d"}, "a", "b", "d", None),
        ({"errors": ["a", "b", "a"]}, None, "a; b", None, None),
        ({"errors": [{"code": "x", "message": "a"}, {"message": "b"}]}, "x", "a; b", None, None),
        ({"error": [1]}, None, "[1]", None, None),
        ({"error": 5}, None, "5", None, None),
        ({"message": {"message": "inside"}}, None, "inside", None, None),
        ({"message": {"other": 1}}, None, '{"other":1}', None, None),
        ({"details": {"a": 1}}, None, None, '{"a":1}', None),
        ({"message": "", "title": "words"}, None, "words", None, None),
        ([str(number) for number in range(12)], None, "0; 1; 2; 3; 4; 5; 6; 7; 8; 9", None, None),
    ],
)
def test_an_error_is_read_where_errors_have_their_words(
    body: Any, code: str | None, message: str | None, details: str | None, service: str | None
) -> None:
    assert read_error(body) == ErrorBody(code=code, message=message, details=details, service=service)


@walked("body", [None, 1, True, {}, [], "", {"a": 1}, {"error": None}, {"error": ""}, {"message": " "}])
def test_what_has_no_words_is_no_error(body: Any) -> None:
    assert read_error(body) is None


def test_an_error_of_a_proxy_is_none_of_the_api() -> None:
    assert read_error({"message": "a", "cloudflare_error": True}) == ErrorBody(message="a", is_from_api=False)
    assert ErrorBody().is_from_api
    assert (ErrorBody().code, ErrorBody().message, ErrorBody().details, ErrorBody().service) == (None,) * 4


def test_an_error_that_is_nested_too_deeply_says_so() -> None:
    deep: Any = "a"
    for _ in range(100_000):
        deep = {"message": deep}
    assert read_error(deep) == ErrorBody(message="the body is nested too deeply")
    while isinstance(deep, dict):
        deep = deep.pop("message")


@pytest.mark.parametrize(("length", "shown"), [(299, 299), (300, 300), (301, 300), (5000, 300)])
def test_a_long_text_is_cut(length: int, shown: int) -> None:
    read = read_error("x" * length)
    assert read is not None
    assert read.message == ("x" * length if length == shown else "x" * (shown - 1) + "…")


@walked(
    ("content", "message", "is_from_api"),
    [
        (b"Bad  Gateway\n", "Bad Gateway", False),
        (b"<title> Blocked </title><p>x", f"Blocked {A_PAGE}", False),
        (b"<title></title><p>One &amp; <b>two</b><script>x</script>", f"One & two {A_PAGE}", False),
        (b"<html></html>", A_PAGE, False),
        (b'{"message": "a', '{"message": "a', True),
        (b'{"other": 1}', '{"other":1}', True),
        (b"17", "17", True),
        (b'{"message": "a"}', "a", True),
        (b"\xff" + b"a" * 9, "\ufffd" + "a" * 9, False),
    ],
)
def test_a_body_that_is_no_error_of_the_spec_says_what_it_says(content: bytes, message: str, is_from_api: bool) -> None:
    assert read_error_body(content) == ErrorBody(message=message, is_from_api=is_from_api)


@walked(
    "content",
    [b"", b"null", b"{}", b"[]", b"--", b"\xff" + b"a" * 8, b"\xff" * 9, b"[null]", b'{"a": null}', b"[true]"],
)
def test_a_body_that_says_nothing_is_none(content: bytes) -> None:
    assert read_error_body(content) is None


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        ({"error": "some_code", "title": "x"}, "some_code", "some_code"),
        ({"Message": "words"}, None, "words"),
        ("failed", None, "failed"),
        (["a", {"message": "b"}, {"title": "c"}, 1], None, "a; b"),
    ],
)
def test_an_error_in_a_success_is_read_where_it_is_stated(body: Any, code: str | None, message: str | None) -> None:
    assert read_stated_error(body) == ErrorBody(code=code, message=message)


@walked("body", ["ok", " OK ", "true", "accepted", {"title": "x"}, {"reason": "x"}, [{"title": "x"}], 1])
def test_a_success_in_words_is_no_error(body: Any) -> None:
    assert read_stated_error(body) is None


def inside(depth: int) -> dict[str, Any]:
    body: dict[str, Any] = {"success": False}
    for _ in range(depth):
        body = {"data": body}
    return body


@walked(
    ("body", "is_failure"),
    [
        ({"success": False}, True),
        ({"OK": "false"}, True),
        ({"success": True}, False),
        ({"success": None}, False),
        ({"error": True}, True),
        ({"failed": "yes"}, True),
        ({"error": False}, False),
        ({"error": None, "errors": [], "failed": "false"}, False),
        ({"status": "failed"}, True),
        ({"status": "DENIED"}, True),
        ({"status": "resting"}, False),
        ({"status": 399}, False),
        ({"status": 400}, True),
        ({"status": 599}, True),
        ({"status": 600}, False),
        ({"status": 200}, False),
        (inside(3), True),
        (inside(4), False),
        ({"list": [{"success": False}]}, False),
        ({"a": {"x": 1}, "b": {"error": "words"}}, True),
        ({}, False),
    ],
)
def test_a_failure_is_said_by_a_flag_or_a_status_at_most_three_deep(body: dict[str, Any], is_failure: bool) -> None:
    assert (read_failure(body) is not None) is is_failure


def test_a_failure_has_the_words_beside_its_flag() -> None:
    assert read_failure({"success": False}) == ErrorBody()
    assert read_failure({"success": False, "reason": "why"}) == ErrorBody(message="why")
    assert read_failure({"a": {"x": {}}, "data": {"error": "why not"}}) == ErrorBody(message="why not")


@walked(
    ("value", "says"),
    [
        (None, False),
        ("", False),
        ([], False),
        ({}, False),
        (0, False),
        (0.0, False),
        (False, False),
        ("0", False),
        ("-0.00", False),
        (".0", False),
        ("0.01", True),
        ("x", True),
        (1, True),
        ([0], True),
        (True, True),
    ],
)
def test_a_value_says_something_if_it_is_neither_empty_nor_zero(value: Any, says: bool) -> None:
    assert says_something(value) is says


def test_damaged_json_states_an_error_by_its_field() -> None:
    for text in ('{"error": 1', '{"a": 1, "ERRORS" : [', '"error_code":', '"error_message": "'):
        assert states_error(text)
    for text in ('{"terror": 1', '{"message": "error"', "error: 1"):
        assert not states_error(text)


@walked(
    ("content", "is_it"), [(b"null", True), (b"{", True), (b"[{", True), (b"[1", False), (b"1", True), (b"<p>", False)]
)
def test_a_body_is_json_even_if_it_is_damaged(content: bytes, is_it: bool) -> None:
    assert is_json(content) is is_it


def test_control_characters_are_shown_by_their_escapes() -> None:
    assert printable("plain é") == "plain é"
    assert printable("a\x1b[1mé\n\u202e") == "a\\x1b[1mé\\n\\u202e"


# Bounds and amounts


@walked(
    ("bound", "fine", "beyond", "words"),
    [
        (Range(minimum=1), [1, 2], [0], "give a number of at least 1"),
        (Range(maximum=9), [9, -5], [10], "give a number of at most 9"),
        (Range(above=1), [2, "1.01"], [1, "1.00"], "give a number above 1"),
        (Range(below=9), [8, "8.99"], [9, "9"], "give a number below 9"),
        (Range(minimum=0, below=2), [0, 1], [-1, 2], "give a number of at least 0 and below 2"),
        (INT32, [2**31 - 1, -(2**31)], [2**31, -(2**31) - 1], "of at least -2147483648 and of at most 2147483647"),
        (INT64, [2**63 - 1, -(2**63)], [2**63, -(2**63) - 1], "of at least -9223372036854775808"),
        (
            Length(maximum=2),
            ["", "ab", [1, 2]],
            ["abc"],
            "has 3 characters, which the spec doesn't allow; give at most",
        ),
        (Length(minimum=1), ["a", [1]], [[]], "has 0 items, which the spec doesn't allow; give at least 1"),
        (Length(minimum=1, maximum=1), ["a"], ["", "ab"], "give at least 1 and at most 1"),
        (Pattern("^a"), ["ab"], ["ba", ""], "this str doesn't have the spec's form; give one that matches ^a"),
    ],
)
def test_a_bound_takes_its_last_value_and_refuses_the_next_in_words(
    bound: Any, fine: list[Any], beyond: list[Any], words: str
) -> None:
    for value in fine:
        assert bound.checked(value, "x") is value
    for value in beyond:
        refusal = refused(bound.checked, value, "x")
        assert refusal.startswith("x: ")
        assert words in refusal


@pytest.mark.parametrize(
    ("number", "shown"),
    [(10**20 - 1, str(10**20 - 1)), (10**20, "this number"), (-(10**20), "this number"), (1 - 10**20, str(1 - 10**20))],
)
def test_a_number_is_shown_unless_it_is_very_long(number: int, shown: str) -> None:
    limits = Range(minimum=0, maximum=1)
    assert refused(limits.checked, number, "x").startswith(f"x: {shown} is out of")


@walked(
    ("most", "given", "sent"),
    [
        (2, "0.5", "0.5"),
        (2, "0.50", "0.50"),
        (2, "0.5000", "0.50"),
        (2, "12", "12"),
        (0, "12.00", "12"),
        (0, "12", "12"),
        (4, "-0.0001", "-0.0001"),
        (2, "0.501", None),
        (0, "1.5", None),
    ],
)
def test_zeros_that_are_too_many_are_cut_and_other_decimals_refused(most: int, given: str, sent: str | None) -> None:
    if sent is not None:
        assert Decimals(most).checked(given, "x") == sent
    else:
        decimals, step = len(given.partition(".")[2]), {2: "0.01", 0: "1"}[most]
        said = refused(Decimals(most).checked, given, "x")
        assert f"has {decimals} decimals and the spec allows {most} at most" in said
        assert f'Decimal("{step}")' in said


@walked("value", [D("1.50"), "1.50", "+1.5", ".5", "5.", "1e3", "1E-999", "-0", 3, -3, 0])
def test_an_exact_number_is_taken(value: Any) -> None:
    taken = exact(value, "x")
    assert taken == D(value)
    assert str(taken) == str(D(value))


@walked(
    ("value", "unit", "most", "said"),
    [
        (0.55, "", None, 'must be a Decimal, int or str, not float; write Decimal("0.55") or "0.55"'),
        (3.0, "", None, 'not float; write Decimal("3"), "3" or 3'),
        (-3.0, "contracts", 2, 'write Decimal("-3"), "-3" or -3, in contracts'),
        (0.1 + 0.2, "US dollars", 4, 'write Decimal("0.55") or "0.55", in US dollars'),
        (0.1 + 0.2, "contracts", 2, 'write Decimal("3"), "3" or 3, in contracts'),
        (0.1234, "US dollars", 4, 'write Decimal("0.1234") or "0.1234", in US dollars'),
        (0.12345, "US dollars", 4, 'write Decimal("0.55") or "0.55", in US dollars'),
        (1e300, "", 2, "not float; write "),
        (float("nan"), "", None, 'not float; write Decimal("0.55") or "0.55"'),
        (True, "", None, "not bool;"),
        (None, "", None, "not None;"),
        (UNSET, "", None, "not UNSET;"),
        (D("NaN"), "", None, "NaN is not a finite number; write"),
        (D("Infinity"), "", None, "Infinity is not a finite number; write"),
        ("x" * 39, "", None, f"'{'x' * 39}' is not a finite number"),
        ("x" * 40, "", None, "this str is not a finite number"),
        ("1e1000", "", None, "'1e1000' is not a finite number"),
        ("1_0", "", None, "'1_0' is not"),
        (" 1", "", None, "' 1' is not"),
        ("٣", "", None, "'٣' is not"),
        ("", "", None, "'' is not"),
        (".", "", None, "'.' is not"),
    ],
)
def test_what_is_not_exact_is_refused_with_what_to_write(value: Any, unit: str, most: int | None, said: str) -> None:
    assert said in refused(exact, value, "x", unit, most)


def test_amounts_are_held_wherever_they_are_in_a_type() -> None:
    def held(declared: Any, value: Any) -> Any:
        hold = hold_of(declared)
        assert hold is not None
        return hold(value, "x")

    assert held(D, "1.0") == D("1.0")
    assert held(list[D], ("1", 2)) == [D(1), D(2)]
    assert held(dict[str, D], {"a": "1"}) == {"a": D(1)}
    assert held(tuple[str, D], ["a", "1"]) == ("a", D(1))
    assert held(tuple[str, D], ["a"]) == ["a"]
    assert held(list[D], "12") == "12"
    assert held(dict[str, D], [1]) == [1]
    assert held(D | None, None) is None
    assert held(D | Unset, None) is UNSET
    assert held(D | Unset, UNSET) is UNSET
    assert held(D | Unset | None, None) is None
    assert held(Annotated[D, Unit("contracts")] | Unset, 1) == D(1)
    for declared in (str, list[str], dict[str, int], tuple[str, int], str | None, Annotated[str, 1], D | str):
        assert hold_of(declared) is None
    assert refused(held, list[D], [1, 1.5]).startswith("x[1]: ")
    assert refused(held, dict[str, D], {"a": 1.5}).startswith("x.a: ")
    assert refused(held, tuple[D, D], (1, None)).startswith("x[1]: ")
    assert refused(held, D | None, UNSET).startswith("x: must be a Decimal")
    assert "in contracts" in refused(held, Annotated[D, Unit("contracts"), Decimals(2)], 0.125)


# Encoding

AWARE = datetime(2026, 11, 27, 12, tzinfo=UTC)
UNIX = Annotated[int, msgspec.Meta(extra={"unix": ("seconds", "up")})]
UNIX_DOWN = Annotated[int, msgspec.Meta(extra={"unix": ("seconds", "down")})]
UNIX_MILLISECONDS = Annotated[int, msgspec.Meta(extra={"unix": ("milliseconds", "down")})]
KNOWN = Annotated[str, msgspec.Meta(extra={"known": ("a", "b")})]
KNOWN_NUMBERS = Annotated[int, msgspec.Meta(extra={"known": (1, 60)})]
JOINED = Annotated[str, msgspec.Meta(extra={"separator": ","})]
DOLLARS = Annotated[D, Unit("US dollars"), Range(above=0, below=1), Decimals(2)]


@walked(
    ("declared", "value", "wire"),
    [
        (str, "a", "a"),
        (bool, False, False),
        (int, 2**63 - 1, 2**63 - 1),
        (float, sys.float_info.max, sys.float_info.max),
        (float, 3, 3),
        (D, D("1E+2"), "100"),
        (DOLLARS, D("0.5000"), "0.50"),
        (datetime, AWARE, "2026-11-27T12:00:00+00:00"),
        (datetime, AWARE.astimezone(timezone(timedelta(minutes=90))), "2026-11-27T13:30:00+01:30"),
        (datetime, AWARE.astimezone(timezone(timedelta(seconds=90))), "2026-11-27T12:00:00+00:00"),
        (date, date(2026, 11, 27), "2026-11-27"),
        (UUID, UUID(int=1), str(UUID(int=1))),
        (list[int], (1, 2), [1, 2]),
        (tuple[str, int], ["a", 1], ["a", 1]),
        (dict[str, int], {"a": 1}, {"a": 1}),
        (Any, {"a": [None, D(1), AWARE]}, {"a": [None, "1", "2026-11-27T12:00:00+00:00"]}),
        (int | None, None, None),
        (int | str, "a", "a"),
        (KNOWN, "b", "b"),
        (KNOWN_NUMBERS, 60, 60),
        (UNIX, AWARE, 1_795_780_800),
        (UNIX, AWARE + timedelta(microseconds=1), 1_795_780_801),
        (UNIX_DOWN, AWARE + timedelta(microseconds=999_999), 1_795_780_800),
        (UNIX_MILLISECONDS, AWARE, 1_795_780_800_000),
        (UNIX_MILLISECONDS, 1_795_780_800_000, 1_795_780_800_000),
        (UNIX, 99_999_999_999, 99_999_999_999),
        (UNIX, 100_000_000_000_000, 100_000_000_000_000),
        (UNIX, 0, 0),
        (JOINED, "a,b", "a,b"),
        (JOINED, ["a", "b"], "a,b"),
    ],
)
def test_a_value_goes_as_its_type_does(declared: Any, value: Any, wire: Any) -> None:
    assert to_wire(value, declared, "x") == wire


@walked(
    ("declared", "value", "said"),
    [
        (str, 1, "x: must be a str, not int; give its text"),
        (str, "\ud800", "x: has half of a surrogate pair"),
        (bool, 1, "x: must be a bool, not int"),
        (int, True, "x: must be an int, not bool"),
        (int, 1.0, "x: must be an int, not float"),
        (int, 2**63, "x: 9223372036854775808 is out of the spec's range"),
        (float, float("inf"), "x: must be a finite float, not float"),
        (float, float("nan"), "x: must be a finite float, not float"),
        (float, True, "x: must be a finite float, not bool"),
        (float, 10**400, "x: must be a finite float, not int"),
        (datetime, "2026", "x: must be a datetime, not str"),
        (datetime, datetime(2026, 1, 1), "x: this datetime has no offset"),
        (date, AWARE, "x: must be a date, not datetime"),
        (UUID, "1", "x: must be a UUID, not str"),
        (list[int], "12", "x: must be a list, not str"),
        (list[int], [1, "2"], "x[1]: must be an int"),
        (tuple[str, int], ["a"], "x: must be a tuple of 2, not list; give exactly 2 values"),
        (tuple[str, int], ["a", "b"], "x[1]: must be an int"),
        (dict[str, int], [1], "x: must be a dict, not list"),
        (dict[str, int], {1: 1}, "a key of x: must be a str, not int"),
        (dict[str, int], {"a": "1"}, "x.a: must be an int"),
        (Any, {"a": [object()]}, "x.a[0]: must be a JSON value, not object"),
        (int | str, None, "x: must be a str, not None"),
        (KNOWN, "c", "x: 'c' is not one of the spec's values; use one of 'a', 'b'"),
        (KNOWN, "c" * 39, f"x: '{'c' * 39}' is not"),
        (KNOWN, "c" * 40, "x: a str is not one"),
        (KNOWN, 1, "x: an int is not one"),
        (KNOWN_NUMBERS, True, "x: a bool is not one"),
        (KNOWN_NUMBERS, 60.0, "x: a float is not one"),
        (UNIX, 1.5, "x: must be an int or an aware datetime, not float; give Unix seconds"),
        (UNIX, True, "x: must be an int, not bool"),
        (UNIX, 100_000_000_000, "x: 100000000000 looks like milliseconds"),
        (UNIX, 99_999_999_999_999, "looks like milliseconds"),
        (UNIX, datetime(2026, 1, 1), "x: this datetime has no offset"),
        (JOINED, [], "x: is an empty list"),
        (JOINED, "", "x: is an empty text"),
        (JOINED, ["a", ""], "x[1]: is empty"),
        (JOINED, ["a,b"], "x[0]: has ',', which separates values"),
        (JOINED, 1, "x: must be a str or a list of str, not int"),
        (JOINED, ["a", 1], "x[1]: must be a str"),
        (DOLLARS, D(55), 'in US dollars; for 55 cents write "0.55"'),
        (DOLLARS, D(5), 'for 5 cents write "0.05"'),
        (DOLLARS, D(99), 'for 99 cents write "0.99"'),
        (DOLLARS, D(100), "and below 1, in US dollars"),
        (DOLLARS, D(0), "and below 1, in US dollars"),
        (DOLLARS, D("0.555"), "in US dollars"),
    ],
)
def test_a_value_of_another_kind_is_refused_in_words(declared: Any, value: Any, said: str) -> None:
    found = refused(to_wire, value, declared, "x")
    assert said in found
    if "and below 1, in US dollars" in said:
        assert found.endswith("in US dollars")


def test_a_body_that_is_none_is_named_body() -> None:
    assert refused(to_wire, 1, str, "") == "body: must be a str, not int; give its text"


def test_a_query_has_what_is_given_and_nothing_else() -> None:
    encoders: dict[str, Any] = {name: lambda value, field: value for name in ("limit", "tickers", "flag")}
    send = {"limit": 5, "tickers": ["a", "b"], "flag": True, "body": 1}
    assert query(send, encoders) == {"limit": "5", "tickers": ["a", "b"], "flag": "true"}
    assert query({"limit": None, "tickers": UNSET, "flag": False}, encoders) == {"flag": "false"}
    assert query({"limit": None}, encoders, required=("limit",)) == {"limit": "None"}
    assert query(send, encoders, {"limit": "max"}, {"tickers": "|"})["tickers"] == "a|b"
    assert query({"limit": 1}, encoders, {"limit": "max"}, {"tickers": ","}) == {"max": "1"}
    assert refused(query, {"tickers": []}, encoders) == (
        "tickers: is an empty list, which can't be sent; give a value, or leave it out"
    )
    rule = FieldRule("exactly_one_of", ("limit", "flag"))
    assert refused(query, send, encoders, {}, {}, [rule]).startswith("limit, flag: limit and flag given")
    assert refused(query, {}, encoders, {}, {}, [rule]).startswith("limit, flag: none given")


def test_a_path_has_each_parameter_as_one_segment() -> None:
    plain = {"ticker": lambda value, field: value}
    assert path("/m/{ticker}", {"ticker": "a/b c"}, plain) == "/m/a%2Fb%20c"
    assert path("/m/{id}", {"ticker": 5}, plain, {"ticker": "id"}) == "/m/5"
    for text in ("", ".", ".."):
        said = refused(path, "/m/{ticker}", {"ticker": text}, plain)
        assert said.startswith(f"ticker: a path parameter can't be {text!r}")
    assert path("/m/{ticker}", {"ticker": "..."}, plain) == "/m/..."


@pytest.mark.parametrize(
    ("kind", "fine", "broken"),
    [
        ("exactly_one_of", [{"a": 1}, {"b": 0, "a": None}], [{}, {"a": 1, "b": 1}]),
        ("at_most_one_of", [{}, {"a": 1}], [{"a": 1, "b": 1}]),
        ("at_least_one_of", [{"a": 1}, {"a": 1, "b": 2}], [{}, {"a": None}]),
        ("equal", [{}, {"a": "1"}, {"a": "1.0", "b": 1}], [{"a": "1", "b": 2}]),
    ],
)
def test_a_rule_counts_the_fields_that_are_given(kind: Any, fine: list[Any], broken: list[Any]) -> None:
    rule = FieldRule(kind, ("a", "b"))
    for wire in fine:
        rule.check(wire, "")
    for wire in broken:
        assert refused(rule.check, wire, "orders[0].").startswith("orders[0].a, orders[0].b: ")


# Decoding and drift


class Inner(msgspec.Struct, kw_only=True):
    """A part of a model."""

    at: Annotated[datetime, msgspec.Meta(tz=True)] | Unset = UNSET
    price: D | Unset = UNSET


class Outer(msgspec.Struct, kw_only=True):
    """A model with a field of each kind."""

    name: str
    count: int | None
    listed: list[Inner] | Unset = UNSET
    by_key: dict[str, D] | Unset = UNSET
    pair: tuple[D, D] | Unset = UNSET
    inner: Inner | Unset = UNSET
    number: float | Unset = UNSET
    amount: D | Unset = UNSET


@walked(
    ("field", "raw", "value", "drifts"),
    [
        ("number", "1", 1.0, []),
        ("number", '"x"', "x", ["number: expected float, got str"]),
        ("number", "null", UNSET, ["number: expected float, got null"]),
        ("number", "true", True, ["number: expected float, got bool"]),
        ("amount", '""', UNSET, []),
        ("amount", '"x"', "x", ["amount: expected Decimal, got str"]),
        ("amount", "[1.5]", [1.5], ["amount: expected Decimal, got list"]),
        ("listed", "null", [], ["listed: expected list, got null"]),
        ("by_key", "null", {}, ["by_key: expected object, got null"]),
        ("by_key", '{"a\\"": "x"}', {'a"': "x"}, ['by_key["a\\""]: expected Decimal, got str']),
        ("pair", '["1", "2", "3"]', ["1", "2", "3"], ["pair: expected list of 2, got list"]),
        ("pair", '["1", "x"]', (D(1), "x"), ["pair[1]: expected Decimal, got str"]),
        ("inner", "7", 7, ["inner: expected object, got int"]),
        ("inner", "1e999", "1e999", ["inner: expected object, got float"]),
        ("inner", "1e3", 1000.0, ["inner: expected object, got float"]),
        ("inner", "-1.5", -1.5, ["inner: expected object, got float"]),
        ("inner", "[]", [], ["inner: expected object, got list"]),
        (
            "listed",
            '[{"at": "2026-01-01T00:00:00"}]',
            [Inner(at=datetime(2026, 1, 1, tzinfo=UTC))],
            ["listed[0].at: expected datetime, got datetime without offset"],
        ),
        ("inner", '{"at": "2026-01-01T23:59:60Z"}', Inner(at=datetime(2026, 1, 2, tzinfo=UTC)), []),
        ("inner", '{"at": "soon"}', Inner(at="soon"), ["inner.at: expected datetime, got str"]),  # type: ignore[arg-type]
        ("count", '"x"', "x", ["count: expected int or null, got str"]),
        ("count", "null", None, []),
        ("name", "null", None, ["name: expected str, got null"]),
    ],
)
def test_each_part_that_differs_from_the_spec_is_drift_and_is_kept(
    field: str, raw: str, value: Any, drifts: list[str]
) -> None:
    given = {"name": '"a"', "count": "1", field: raw}
    body = "{" + ", ".join(f'"{name}": {each}' for name, each in given.items()) + "}"
    decoded, found = decode(body.encode(), Outer, "GetOuter")
    assert getattr(decoded, field) == value
    assert type(getattr(decoded, field)) is type(value)
    assert [str(each) for each in found] == drifts
    assert {each.operation for each in found} <= {"GetOuter"}


def test_a_required_field_that_is_missing_is_unset_and_drift() -> None:
    decoded, found = decode(b'{"name": "a", "listed": 1}', Outer)
    assert getattr(decoded, "count") is UNSET  # noqa: B009
    missing, wrong = map(str, found)
    assert (missing, wrong) == ("count: expected int or null, got missing", "listed: expected list, got int")
    assert {each.operation for each in found} == {""}
    with pytest.raises(msgspec.ValidationError):
        decode(b"[]", Outer)
    with pytest.raises(msgspec.DecodeError):
        decode(b"{", Outer)
    assert decode(b"\xef\xbb\xbf{}", dict[str, int]) == ({}, ())
    assert decode(b"null", list[int]) == ([], (SpecDrift("", "list", "null", ""),))


def test_a_model_is_made_of_what_a_decoder_gave() -> None:
    made = from_wire({"name": "a", "count": None, "listed": None, "amount": ""}, Outer)
    assert (made.listed, made.amount) == ([], UNSET)
    for source in ({"name": "a"}, {"name": 1, "count": 1}, {"name": "a", "count": 1, "number": "x"}):
        with pytest.raises(msgspec.ValidationError):
            from_wire(source, Outer)


@walked(
    ("content", "got"),
    [
        (b"", None),
        (b" ", None),
        (b"{}", None),
        (b"null", None),
        (b'{"a": 1}', "object"),
        (b"[]", "list"),
        (b'"a"', "str"),
        (b"1", "int"),
        (b"1.5", "float"),
        (b"true", "bool"),
        (b"OK", "text"),
        (b"{", "text"),
    ],
)
def test_a_body_where_none_is_declared_is_drift_of_its_kind(content: bytes, got: str | None) -> None:
    expected = () if got is None else (SpecDrift("(body)", "no body", got, "DeleteIt"),)
    assert body_where_none_is_declared(content, "DeleteIt") == expected


def test_names_that_the_spec_does_not_have_are_found() -> None:
    assert undeclared(b'{"a": 1, "b": 2}', frozenset("a")) == {"b"}
    for content in (b"[]", b"{", b"\xff", b"[" * 100_000):
        assert undeclared(content, frozenset("a")) == set()
    assert alternatives(Annotated[int, 1] | list[str] | None) == (int, list[str], type(None))


def test_drift_is_logged_once_for_each_place_and_reaches_its_hook_each_time(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(drift, "_logged", {})
    heard: list[SpecDrift] = []
    same = [SpecDrift(f"a[{index}].b", "str", "int", "GetIt") for index in range(3)]
    others = [
        SpecDrift('a["x\\"]"].b', "str", "int", "GetIt"),
        SpecDrift("a[0].c", "str", "int", "GetIt"),
        SpecDrift("a[0].b", "str", "int", "GetOther"),
    ]

    def hook(each: SpecDrift) -> None:
        heard.append(each)
        if len(heard) == 2:
            raise ValueError("of the user's")

    with caplog.at_level(logging.WARNING, "kalshi"):
        report([*same, *others], hook)
        report([SpecDrift("a[7].b", "str", "int", "GetIt")], None)
    assert heard == [*same, *others]
    said = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert [each.partition(" is not")[0] for each in said] == ["GetIt: a[].b", "GetIt: a[].c", "GetOther: a[].b"]
    assert "expected str, got int" in said[0]
    assert [record.levelname for record in caplog.records].count("ERROR") == 1


# The stream's tables


def channel(takes: str = "ab", needs: str = "") -> Channel:
    none = frozenset[str]()
    taken, needed = frozenset(takes), frozenset(needs)
    return Channel(
        name="c", types=none, models=(), takes=taken, needs=needed, actions=none, sequenced=False, private=False
    )


def test_a_channel_takes_its_parameters_and_needs_one_of_some() -> None:
    channels = {"c": channel(), "n": channel(needs="ab"), "bare": channel("")}
    assert given_parameters(channels, "c", {"a": 1, "b": None, "d": UNSET}) == {"a": 1}
    assert given_parameters(channels, "n", {"b": 0}) == {"b": 0}
    assert refused(given_parameters, channels, "x", {}) == "channel: 'x' is not a channel; use one of c, n, bare"
    assert refused(given_parameters, channels, "c", {"d": 1}) == "d: the channel c does not take it; it takes a, b"
    assert "it takes no parameters" in refused(given_parameters, channels, "bare", {"a": 1})
    assert refused(given_parameters, channels, "n", {"a": None}) == "a or b: the channel n needs it; name a market"


def test_a_form_fits_by_kind_constants_and_required_fields() -> None:
    form = Form("M", constants={"type": "x"}, required=frozenset("a"))
    assert form.fits({"type": "x", "a": 1, "b": 2})
    others: list[Any] = [{"type": "y", "a": 1}, {"type": "x"}, {"a": 1}, [], None]
    for msg in others:
        assert not form.fits(msg)
    assert Form("M", list).fits([])
    assert not Form("M", list).fits({})
    assert Form("M").fits({})
    assert not ErrorCode(1, "a", "b").terminal
    unknown = UnknownMessage(type="x")
    assert (unknown.id, unknown.sid, unknown.seq, unknown.sending_ts_ms, bytes(unknown.msg)) == (UNSET,) * 4 + (b"",)


# Secrets


def frames(traceback: TracebackType | None) -> list[str]:
    found = []
    while traceback is not None:
        found.append(traceback.tb_frame.f_code.co_name)
        traceback = traceback.tb_next
    return found


def fail(error: BaseException, cause: BaseException | None = None) -> None:
    secret = "a secret"  # noqa: F841
    raise error from cause


def hidden(error: BaseException, cause: BaseException | None = None, *, are_hidden: bool = True) -> BaseException:
    """An error after it has left the context."""
    try:
        with HiddenFrames(are_hidden):
            fail(error, cause)
    except BaseException as raised:
        return raised
    raise AssertionError("nothing was raised")


def test_no_frame_within_stays_with_an_error_or_with_what_it_is_raised_from() -> None:
    inner = ValueError("inner")
    with contextlib.suppress(ValueError):
        fail(inner)
    member = KeyError("member")
    with contextlib.suppress(KeyError):
        fail(member)
    # A circle ends.
    inner.__context__ = group = ExceptionGroup("several", [member])
    group.__context__ = inner
    raised = hidden(ValueError("outer"), inner)
    assert frames(raised.__traceback__) == ["hidden"]
    assert inner.__traceback__ is member.__traceback__ is None
    (note,) = raised.__notes__
    assert note.startswith("Raised by these frames, which are hidden since they may hold a secret:\n  ")
    assert note.endswith(" in fail")


def test_errors_of_ours_and_interrupts_get_no_note_and_nothing_is_hidden_unless_it_is_asked_for() -> None:
    for error in (InvalidRequestError("a", "b"), KeyboardInterrupt()):
        assert frames(hidden(error).__traceback__) == ["hidden"]
        assert not hasattr(error, "__notes__")
    assert frames(hidden(ValueError("x"), are_hidden=False).__traceback__) == ["hidden", "fail"]
    with HiddenFrames():
        pass


def test_what_was_being_handled_before_keeps_its_frames() -> None:
    earlier = ValueError("earlier")
    try:
        fail(earlier)
    except ValueError:
        raised = hidden(KeyError("later"))
    assert raised.__context__ is earlier
    assert frames(earlier.__traceback__)[-1] == "fail"
    assert HiddenFrames()._are_hidden
