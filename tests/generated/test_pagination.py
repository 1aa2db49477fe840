"""Pages: each is requested when the iteration gets there, and the iteration always ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from kalshi_gen import Client, errors
from kalshi_gen.api.incentive_programs import get_incentive_programs
from kalshi_gen.api.market import get_markets
from kalshi_gen.api.orders import get_orders
from kalshi_gen.api.structured_targets import get_structured_targets
from kalshi_gen.models import GetMarketsResponse, IncentiveProgram, Market, StructuredTarget
from scripts.generation.operations import resolve
from tests.walking import by_name, walk

from .conftest import Exchange
from .operations import OPERATIONS, PAGED, smallest, smallest_arguments

MARKET = smallest(Market).to_dict()
TARGET = smallest(StructuredTarget).to_dict()


def markets(*tickers: str, cursor: str | None = "") -> dict[str, Any]:
    return {"markets": [{**MARKET, "ticker": ticker} for ticker in tickers], "cursor": cursor}


def cursors(exchange: Exchange) -> list[str | None]:
    """The cursor of each request; None where there was none."""
    queries = [parse_qs(urlsplit(request.target).query, keep_blank_values=True) for request in exchange.requests]
    return [query["cursor"][0] if "cursor" in query else None for query in queries]


Iterate = Callable[..., list[Any]]


def items_of(way: str, operation: ModuleType, **arguments: Any) -> Any:
    """The items of all pages of an operation, requested in one of the two ways."""
    return getattr(operation, f"{way}_all")(**arguments)


def pages_of(way: str, operation: ModuleType, **arguments: Any) -> Any:
    """The pages of an operation, requested in one of the two ways."""
    return items_of(way, operation, **arguments).pages()


def iterated(
    way: str,
    into: list[Any],
    operation: ModuleType,
    client: Client,
    arguments: dict[str, Any],
    of: Callable[..., Any] = items_of,
) -> None:
    """Put everything that an iterator gives into a list, also what it gives before an error."""
    if way == "sync":
        with client:
            for each in of(way, operation, client=client, **arguments):
                into.append(each)
        return

    async def run() -> None:
        async with client:
            async for each in of(way, operation, client=client, **arguments):
                into.append(each)

    asyncio.run(run())


@pytest.fixture(params=["sync", "asyncio"])
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def pages(way: str, exchange: Exchange) -> Iterate:
    """Gives the tickers of each page of markets."""

    def given(**arguments: Any) -> list[list[str]]:
        found: list[GetMarketsResponse] = []
        iterated(way, found, get_markets, exchange.client(), arguments, of=pages_of)
        return [[market.ticker for market in page.markets] for page in found]

    return given


@pytest.fixture
def tickers(way: str, exchange: Exchange) -> Iterate:
    """Gives the tickers of all markets."""

    def given(**arguments: Any) -> list[str]:
        found: list[Market] = []
        iterated(way, found, get_markets, exchange.client(), arguments)
        return [market.ticker for market in found]

    return given


def answer_three_pages(exchange: Exchange) -> None:
    exchange.answer(200, markets("A", "B", cursor="c1"))
    exchange.answer(200, markets("C", cursor="c2"))
    exchange.answer(200, markets("D"))


def test_pages_follow_the_cursor_to_the_end(pages: Iterate, exchange: Exchange) -> None:
    answer_three_pages(exchange)
    assert pages() == [["A", "B"], ["C"], ["D"]]
    assert cursors(exchange) == [None, "c1", "c2"]


def test_items_come_from_all_pages(tickers: Iterate, exchange: Exchange) -> None:
    answer_three_pages(exchange)
    assert tickers() == ["A", "B", "C", "D"]
    assert cursors(exchange) == [None, "c1", "c2"]


def test_the_other_arguments_go_with_every_page(tickers: Iterate, exchange: Exchange) -> None:
    answer_three_pages(exchange)
    tickers(limit=2, status="open")
    queries = [parse_qs(urlsplit(request.target).query) for request in exchange.requests]
    assert [(query["limit"], query["status"]) for query in queries] == [(["2"], ["open"])] * 3


def test_a_cursor_of_the_callers_is_where_it_starts(pages: Iterate, exchange: Exchange) -> None:
    answer_three_pages(exchange)
    assert len(pages(cursor="c0/+ &=")) == 3
    assert cursors(exchange) == ["c0/+ &=", "c1", "c2"]


def test_a_cursor_is_sent_back_exactly(pages: Iterate, exchange: Exchange) -> None:
    exchange.answer(200, markets(cursor="a+b/c==&d ü"))
    exchange.answer(200, markets())
    pages()
    assert cursors(exchange) == [None, "a+b/c==&d ü"]


@pytest.mark.parametrize(("max_pages", "expected"), [(1, ["A", "B"]), (2, ["A", "B", "C"]), (9, ["A", "B", "C", "D"])])
def test_no_more_pages_are_fetched_than_asked_for(
    max_pages: int, expected: list[str], tickers: Iterate, exchange: Exchange
) -> None:
    answer_three_pages(exchange)
    assert tickers(max_pages=max_pages) == expected
    assert len(exchange.requests) == min(max_pages, 3)


@pytest.mark.parametrize("max_pages", [0, -1, 1.5, "2"])
def test_a_max_pages_that_is_no_count_is_refused(max_pages: Any, tickers: Iterate, exchange: Exchange) -> None:
    answer_three_pages(exchange)
    with pytest.raises(errors.InvalidRequestError, match=r"^max_pages: must be an int of at least 1"):
        tickers(max_pages=max_pages)
    assert exchange.requests == []


@pytest.mark.parametrize("last", [{"cursor": ""}, {"cursor": None}, {}])
def test_the_last_page_may_name_its_end_in_any_way(last: dict[str, Any], way: str, exchange: Exchange) -> None:
    exchange.answer(200, {"structured_targets": [TARGET], "cursor": "c1"})
    exchange.answer(200, {"structured_targets": [TARGET], **last})
    found: list[StructuredTarget] = []
    iterated(way, found, get_structured_targets, exchange.client(), {})
    assert len(found) == 2
    assert cursors(exchange) == [None, "c1"]


@pytest.mark.parametrize("page", [{"structured_targets": None}, {}, {"structured_targets": []}])
def test_a_page_without_items_is_passed_over(page: dict[str, Any], way: str, exchange: Exchange) -> None:
    exchange.answer(200, {"structured_targets": [TARGET], "cursor": "c1"})
    exchange.answer(200, {**page, "cursor": "c2"})
    exchange.answer(200, {"structured_targets": [TARGET]})
    found: list[StructuredTarget] = []
    iterated(way, found, get_structured_targets, exchange.client(), {})
    assert len(found) == 2
    assert len(exchange.requests) == 3


def test_a_required_list_that_is_null_is_an_empty_page(pages: Iterate, exchange: Exchange) -> None:
    exchange.answer(200, {"markets": None, "cursor": "c1"})
    exchange.answer(200, markets("A"))
    assert pages() == [[], ["A"]]


def test_a_cursor_by_another_name_is_followed_too(way: str, exchange: Exchange) -> None:
    program = smallest(IncentiveProgram).to_dict()
    exchange.answer(200, {"incentive_programs": [program], "next_cursor": "c1"})
    exchange.answer(200, {"incentive_programs": [program, program]})
    found: list[IncentiveProgram] = []
    iterated(way, found, get_incentive_programs, exchange.client(), {})
    assert len(found) == 3
    assert cursors(exchange) == [None, "c1"]


@pytest.mark.parametrize(
    ("named", "start"),
    [(["c1", "c1"], None), (["c1", "c2", "c1"], None), (["c1", "c1"], "c1"), (["c2", "c1", "c2"], "c1")],
)
def test_a_loop_of_cursors_is_an_error_and_not_for_ever(
    named: list[str], start: str | None, way: str, exchange: Exchange
) -> None:
    for number, cursor in enumerate(named):
        exchange.answer(200, markets(f"KX-{number}", cursor=cursor))
    found: list[Market] = []
    arguments = {"cursor": start} if start else {}
    with pytest.raises(errors.KalshiDecodeError, match=r"^GetMarkets: .*a cursor that an earlier page named already"):
        iterated(way, found, get_markets, exchange.client(), arguments)
    assert len(exchange.requests) == len(named)


def test_an_error_comes_after_the_pages_before_it(way: str, exchange: Exchange) -> None:
    exchange.answer(200, markets("A", "B", cursor="c1"))
    exchange.answer(429, {"code": "too_many_requests"}, retry_after="1")
    found: list[Market] = []
    with pytest.raises(errors.KalshiRateLimitError) as caught:
        iterated(way, found, get_markets, exchange.client(), {})
    assert [market.ticker for market in found] == ["A", "B"]
    assert caught.value.retry_after == 1
    assert caught.value.path == "/trade-api/v2/markets"


def test_a_page_that_cannot_be_read_comes_after_the_pages_before_it(way: str, exchange: Exchange) -> None:
    exchange.answer(200, markets("A", cursor="c1"))
    exchange.answer(200, b"<html>")
    found: list[GetMarketsResponse] = []
    with pytest.raises(errors.KalshiDecodeError, match=r"^GetMarkets: the answer \(200\) is not what"):
        iterated(way, found, get_markets, exchange.client(), {}, of=pages_of)
    assert len(found) == 1


@pytest.mark.parametrize("of", [pages_of, items_of])
def test_a_page_is_fetched_only_when_it_is_asked_for(of: Callable[..., Any], exchange: Exchange) -> None:
    answer_three_pages(exchange)
    with exchange.client() as client:
        iterator: Iterator[Any] = of("sync", get_markets, client=client)
        assert exchange.requests == []
        next(iterator)
        assert len(exchange.requests) == 1
        if of is items_of:
            next(iterator)
            assert len(exchange.requests) == 1
        next(iterator)
        assert len(exchange.requests) == 2


@pytest.mark.parametrize("of", [pages_of, items_of])
def test_a_page_is_fetched_only_when_it_is_awaited(of: Callable[..., Any], exchange: Exchange) -> None:
    answer_three_pages(exchange)

    async def run() -> None:
        async with exchange.client() as client:
            iterator: AsyncIterator[Any] = of("asyncio", get_markets, client=client)
            assert exchange.requests == []
            await anext(iterator)
            assert len(exchange.requests) == 1
            if of is items_of:
                await anext(iterator)
                assert len(exchange.requests) == 1
            await anext(iterator)
            assert len(exchange.requests) == 2

    asyncio.run(run())


def test_an_iteration_can_be_left_early(exchange: Exchange) -> None:
    answer_three_pages(exchange)
    with exchange.client() as client:
        for market in get_markets.sync_all(client=client):
            assert market.ticker == "A"
            break
    assert len(exchange.requests) == 1


def test_pages_after_items_are_those_that_were_not_requested_yet(exchange: Exchange) -> None:
    answer_three_pages(exchange)
    with exchange.client() as client:
        items = get_markets.sync_all(client=client)
        assert next(items).ticker == "A"
        assert [[market.ticker for market in page.markets] for page in items.pages()] == [["C"], ["D"]]
        assert [market.ticker for market in items] == ["B"]
    assert len(exchange.requests) == 3


def test_two_iterations_do_not_disturb_each_other(exchange: Exchange) -> None:
    exchange.answer(200, markets("A", cursor="c1"))
    exchange.answer(200, markets("A", cursor="c1"))
    exchange.answer(200, markets("B"))
    with exchange.client() as client:
        both = zip(get_markets.sync_all(client=client), get_markets.sync_all(client=client), strict=True)
        assert [(one.ticker, other.ticker) for one, other in both] == [("A", "A"), ("B", "B")]


def test_an_unsigned_client_is_refused_at_the_first_page(way: str, exchange: Exchange) -> None:
    exchange.answer(500)
    with pytest.raises(errors.AuthRequiredError, match=r"^GetOrders needs a signed client"):
        iterated(way, [], get_orders, exchange.client(), {})
    assert exchange.requests == []


def test_every_operation_with_a_cursor_pages(way: str, exchange: Exchange) -> None:
    def check(name: str) -> None:
        operation = PAGED[name]
        model = operation.OPERATION.success
        cursor = operation.OPERATION.next_cursor
        page = smallest(model).to_dict()
        exchange.forget()
        exchange.answer(200, {**page, cursor: "c1"})
        exchange.answer(200, {**page, cursor: ""})
        found: list[Any] = []
        iterated(way, found, operation, exchange.signed_client(), smallest_arguments(operation), of=pages_of)
        assert [type(each) for each in found] == [model, model]
        assert cursors(exchange) == [None, "c1"]
        assert [getattr(each, cursor) for each in found] == ["c1", ""]

    walk(by_name(PAGED, str), check)


def test_the_operations_that_page_are_those_of_the_spec(spec: dict[str, Any]) -> None:
    with_cursor = {
        facts["operationId"]
        for item in spec["paths"].values()
        for facts in item.values()
        if isinstance(facts, dict)
        and any(resolve(each, spec)["name"] == "cursor" for each in facts.get("parameters", []))
    }
    assert set(PAGED) == with_cursor


def test_only_an_operation_with_a_cursor_has_functions_for_pages() -> None:
    functions = {"sync_all", "asyncio_all"}
    for name, operation in OPERATIONS.items():
        assert functions & set(vars(operation)) == (functions if name in PAGED else set())
