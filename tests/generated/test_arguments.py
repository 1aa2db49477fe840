"""What a Python programmer passes: None for nothing, a datetime for a Unix time, a list for values with commas."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from types import ModuleType
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import httpx
import msgspec
import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from kalshi_gen.api.market import get_markets, get_trades
from kalshi_gen.api.milestone import get_milestones
from kalshi_gen.api.orders import create_order_v2, get_orders
from kalshi_gen.errors import InvalidRequestError
from kalshi_gen.models import DecreaseOrderV2Request
from kalshi_gen.types import UNSET
from scripts.generation.operations import parameters_of
from scripts.vendoring.published import operations
from tests import vendored
from tests.conftest import ROOT
from tests.spec_values import resolved
from tests.walking import by_name, walk, walked

from .conftest import Exchange
from .operations import OPERATIONS, PAGED, hints_of, sent, smallest, smallest_arguments
from .request_fields import Field, request_fields
from .values import TIMES

NAIVE = datetime(2026, 1, 1, 12)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# The end of a period, by its name: what is asked for must be in the answer.
ENDS = re.compile(r"(max_.*|end_.*|to)$")


@cache
def parameters() -> dict[str, list[dict[str, Any]]]:
    """The parameters of each operation in the spec, by its id."""
    return {
        each["operationId"]: parameters_of(vendored.rest(), path, each) for path, _, each in operations(vendored.rest())
    }


@cache
def optional_bodies() -> dict[str, bool]:
    """Whether the body of each operation that has one may be left out."""
    bodies = {
        each["operationId"]: resolved(each["requestBody"], vendored.rest())
        for _, _, each in operations(vendored.rest())
        if "requestBody" in each
    }
    return {name: not body.get("required") for name, body in bodies.items()}


def argument(operation: ModuleType, name: str) -> str:
    """The argument for a parameter, which has an underscore at its end if Python uses the name itself."""
    (found,) = [each for each in hints_of(operation) if each.rstrip("_") == name]
    return found


def parts_of(name: str, *, required: bool) -> Iterator[str]:
    """The arguments of an operation for its query and its body, as far as the spec requires them or not."""
    for each in parameters()[name]:
        if each["in"] == "query" and each.get("required", False) is required:
            yield argument(OPERATIONS[name], each["name"])
    if name in optional_bodies() and optional_bodies()[name] is not required:
        yield "body"


def outcome(place: Field, value: Any) -> dict[str, Any] | str:
    """The request with a value in a place, or the words with which it is refused."""
    try:
        return request_of(place, value)
    except InvalidRequestError as error:
        return str(error)


def request_of(place: Field, value: Any) -> dict[str, Any]:
    request: dict[str, Any] = OPERATIONS[place.operation_id].OPERATION.request(place.arguments(value))
    return request


def sent_at(place: Field, value: Any) -> Any:
    """What is sent in a place, in a query as its text."""
    request = request_of(place, value)
    if place.path[0] != "body":
        return request["params"][str(place.path[0])]
    found = msgspec.json.decode(request["content"])
    for part in place.path[1:]:
        found = found[part]
    return found


def test_none_in_an_optional_argument_means_left_out() -> None:
    def check(name: str) -> None:
        operation, least = OPERATIONS[name], smallest_arguments(OPERATIONS[name])
        given_up = [each for each in parts_of(name, required=False) if each not in least]
        expected = operation.OPERATION.request(least)
        for each in given_up:
            assert operation.OPERATION.request({**least, each: None}) == expected
            assert operation.OPERATION.request({**least, each: UNSET}) == expected
        everywhere = sent(operation, **{**least, **dict.fromkeys(given_up)})
        assert everywhere.url.params == httpx.QueryParams(expected.get("params"))
        assert everywhere.content == expected.get("content", b"")

    walk(by_name(OPERATIONS, str), check)
    assert sum(len(list(parts_of(name, required=False))) for name in OPERATIONS) > 200


def test_a_required_argument_cannot_be_left_out() -> None:
    def check(case: tuple[str, str]) -> None:
        name, part = case
        for nothing in (None, UNSET):
            with pytest.raises(InvalidRequestError, match=r"must be|is not one of") as caught:
                sent(OPERATIONS[name], **{**smallest_arguments(OPERATIONS[name]), part: nothing})
            assert caught.value.field == part.rstrip("_")

    cases = [(name, part) for name in OPERATIONS for part in parts_of(name, required=True)]
    walk(by_name(cases, " ".join), check)


def body_fields() -> list[Field]:
    """The fields of all bodies, without the items of lists, which are not left out one by one."""
    return [place for place in request_fields() if place.path[0] == "body" and isinstance(place.path[-1], str)][1:]


def required_of(place: Field) -> list[str]:
    (holder,) = [each for each in request_fields() if each == evolve(place, path=place.path[:-1], schema=place.schema)]
    required: list[str] = holder.schema.get("required", [])
    return required


def test_none_in_an_optional_field_of_a_body_means_left_out_or_null_where_the_spec_has_null() -> None:
    def check(place: Field) -> None:
        if place.schema.get("nullable") and isinstance(outcome(place, UNSET), dict):
            nulls.append(place)
            assert sent_at(place, None) is None
        elif place.path[-1] in required_of(place):
            with pytest.raises(InvalidRequestError) as caught:
                request_of(place, None)
            assert caught.value.field == place.name
        else:
            assert outcome(place, None) == outcome(place, UNSET)

    nulls: list[Field] = []
    places = [place for place in body_fields() if len(place.path) > 1]
    walk(by_name(places, lambda place: f"{place.operation_id} {place.name}"), check)
    assert len(nulls) > 2
    decrease = DecreaseOrderV2Request(reduce_by=Decimal(1), reduce_to=None, market_ticker=cast(Any, None))
    assert decrease.to_dict() == {"reduce_by": "1", "reduce_to": None}


def test_a_field_says_where_none_is_sent() -> None:
    for place in body_fields():
        if place.schema.get("nullable") and len(place.path) == 2:
            model = hints_of(OPERATIONS[place.operation_id])["body"]
            source = (ROOT / f"{model.__module__.replace('.', '/')}.py").read_text(encoding="utf-8")
            words = re.search(rf'^    {place.path[1]}: [^\n]*\n    """(.*?)"""', source, re.MULTILINE | re.DOTALL)
            assert words, place
            assert "`None` is sent as null." in " ".join(words[1].split())


def unix_times() -> list[Field]:
    """The places of Unix times, as their words say: nothing else tells them from counts."""
    return [place for place in request_fields() if re.search(r"\bUnix (milli)?seconds\b", described(place))]


def described(place: Field) -> str:
    if place.path[0] == "body":
        text: str = place.schema.get("description", "")
        return text
    return next(each["description"] for each in parameters()[place.operation_id] if each["name"] == place.path[0])


def test_there_are_unix_times_of_each_kind() -> None:
    assert len(unix_times()) > 40
    assert {place.path[0] == "body" for place in unix_times()} == {True, False}
    assert {"milliseconds" in described(place) for place in unix_times()} == {True, False}


@given(place=st.deferred(lambda: st.sampled_from(unix_times())), moment=TIMES)
def test_a_unix_time_takes_an_aware_datetime(place: Field, moment: datetime) -> None:
    assume("minimum" not in place.schema or moment >= EPOCH)
    unit = timedelta(milliseconds=1) if "milliseconds" in described(place) else timedelta(seconds=1)
    number = int(sent_at(place, moment))
    late = number * unit - (moment - EPOCH)
    if ENDS.match(str(place.path[-1])):
        assert timedelta(0) <= late < unit
    else:
        assert -unit < late <= timedelta(0)
    # From the year 5138, a number of seconds would be taken for milliseconds.
    assert moment.year > 5137 or sent_at(place, number) == sent_at(place, moment)


def test_a_naive_datetime_is_refused_where_a_unix_time_goes() -> None:
    def check(place: Field) -> None:
        with pytest.raises(InvalidRequestError, match=r"no offset from UTC.*write datetime.now") as caught:
            request_of(place, NAIVE)
        assert caught.value.field == place.name

    walk(by_name(unix_times(), lambda place: f"{place.operation_id} {place.name}"), check)


@pytest.mark.parametrize("value", [1767225600.5, "1767225600", date(2026, 1, 1), timedelta(1)])
def test_what_is_no_unix_time_is_refused_with_the_remedy(value: Any) -> None:
    words = r"^min_ts: must be an int or an aware datetime, not \w+; give Unix seconds without a fraction, or a "
    with pytest.raises(InvalidRequestError, match=words):
        sent(get_trades, min_ts=value)
    with pytest.raises(InvalidRequestError, match=r"^min_ts: must be an int, not bool"):
        sent(get_trades, min_ts=True)


def test_a_time_that_is_sent_as_text_stays_a_text() -> None:
    query = sent(get_milestones, limit=5, minimum_start_date=NAIVE.replace(tzinfo=UTC)).url.params
    assert query["minimum_start_date"] == "2026-01-01T12:00:00+00:00"


def separated() -> list[Field]:
    """The places of several values with commas between them, as their words say."""
    return [
        place
        for place in request_fields()
        if place.schema.get("type") == "string" and "separated by commas" in described(place)
    ]


def test_values_with_commas_between_them_may_be_a_list() -> None:
    def check(place: Field) -> None:
        assert sent_at(place, ["A", "B-1", "c d"]) == sent_at(place, ("A", "B-1", "c d")) == "A,B-1,c d"
        assert sent_at(place, ["A"]) == "A"
        assert sent_at(place, "A,B") == "A,B"

    walk(by_name(separated(), lambda place: f"{place.operation_id} {place.name}"), check)
    assert len(separated()) > 8


@walked(
    ("value", "field", "words"),
    [
        (["A", "B,C"], "[1]", "has ',', which separates values; give one value in each place"),
        (["", "A"], "[0]", "is empty; give one value in each place"),
        (["A", 5], "[1]", "must be a str, not int"),
        (["A", None], "[1]", "must be a str, not None"),
        ([], "", "is an empty list, which can't be sent; give a value, or leave it out"),
        ("", "", "is an empty text, which may stand for all; give a value, or leave it out"),
        (5, "", "must be a str or a list of str, not int; give its text, or a list of texts"),
        ({"A"}, "", "must be a str or a list of str, not set"),
        ("half \ud800", "", "half of a surrogate pair"),
    ],
)
def test_a_list_with_what_cannot_be_joined_is_refused_by_name(value: Any, field: str, words: str) -> None:
    def check(place: Field) -> None:
        with pytest.raises(InvalidRequestError, match=re.escape(words)) as caught:
            request_of(place, value)
        assert caught.value.field == place.name + field

    walk(by_name(separated(), lambda place: f"{place.operation_id} {place.name}"), check)


def page_size(name: str) -> tuple[str, int] | None:
    """The parameter for the size of a page and its maximum, as the spec has it."""
    for each in parameters()[name]:
        schema = resolved(each["schema"], vendored.rest())
        if each["name"] in ("limit", "page_size") and "maximum" in schema:
            return each["name"], schema["maximum"]
    return None


def limits(exchange: Exchange, parameter: str) -> list[str | None]:
    queries = [parse_qs(urlsplit(request.target).query) for request in exchange.requests]
    return [query.get(parameter, [None])[0] for query in queries]


@pytest.mark.parametrize("way", ["sync_all", "asyncio_all"])
def test_all_pages_are_as_long_as_the_spec_allows_unless_the_caller_says_how_long(way: str, exchange: Exchange) -> None:
    def check(name: str) -> None:
        operation, size = PAGED[name].OPERATION, page_size(name)
        page = smallest(operation.success).to_dict()
        parameter, most = size or ("limit", None)
        least = {key: value for key, value in smallest_arguments(PAGED[name]).items() if key != parameter}
        for given_size, expected in ((UNSET, most), (None, most), (7, 7)):
            if size is None and given_size == 7:
                continue
            exchange.forget()
            exchange.answer(200, {**page, operation.next_cursor: "c1"})
            exchange.answer(200, {**page, operation.next_cursor: ""})
            said = {} if given_size is UNSET else {parameter: given_size}
            iterate(way, PAGED[name], exchange, {**least, **(said if size else {})})
            assert limits(exchange, parameter) == [None if expected is None else str(expected)] * 2

    walk(by_name(PAGED, str), check)
    assert sum(page_size(name) is not None for name in PAGED) > 25


def iterate(way: str, operation: ModuleType, exchange: Exchange, arguments: dict[str, Any]) -> None:
    if way == "sync_all":
        with exchange.signed_client() as client:
            list(operation.sync_all(client=client, **arguments))
        return

    async def run() -> None:
        async with exchange.signed_client() as client:
            async for _ in operation.asyncio_all(client=client, **arguments):
                pass

    asyncio.run(run())


def test_a_single_page_is_as_long_as_the_exchange_has_it() -> None:
    for name in PAGED:
        size = page_size(name)
        if size and size[0] not in smallest_arguments(PAGED[name]):
            assert size[0] not in sent(PAGED[name], **smallest_arguments(PAGED[name])).url.params


def test_the_page_functions_say_how_long_pages_are() -> None:
    assert "limit: Number of items on one page; 1000, the most that the spec allows, if it is left out." in str(
        get_markets.sync_all.__doc__
    )


def test_a_function_says_in_a_sentence_what_else_it_takes() -> None:
    words = " ".join(str(get_orders.sync.__doc__).split())
    assert "Unix times may also be aware `datetime`s; starts are rounded down to the second, ends up." in words
    assert "Where commas separate values, a list works too." in words
    assert "datetime" not in str(create_order_v2.sync.__doc__)
