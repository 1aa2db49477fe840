"""Encoding: each value is checked against its type before anything is sent, and only what was given is sent."""

from __future__ import annotations

import inspect
import json
import typing
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from uuid import UUID

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalshi_gen.api.events import get_event_forecast_percentiles_history
from kalshi_gen.api.market import get_market, get_market_candlesticks, get_market_orderbooks, get_markets
from kalshi_gen.api.orders import batch_cancel_orders_v2, batch_create_orders_v2, create_order_v2
from kalshi_gen.errors import InvalidRequestError
from kalshi_gen.models import (
    BatchCancelOrdersV2Request,
    BatchCancelOrdersV2RequestOrdersItem,
    BatchCreateOrdersV2Request,
    BookSide,
    CreateOrderV2Request,
    CreateRFQRequest,
    GetMarketCandlesticksPeriodInterval,
    Market,
)
from kalshi_gen.runtime.decoding import field_types
from kalshi_gen.runtime.encoding import encoder_of, path, query, to_wire
from kalshi_gen.runtime.model import Model
from kalshi_gen.types import UNSET, AwareDatetime, Unset
from scripts.generation.operations import resolve
from tests.spec_values import needed
from tests.walking import by_name, walk, walked

from .conftest import Exchange
from .operations import OPERATIONS, sent, smallest_arguments
from .values import DECIMALS, SCALARS, TIMES


def order(**changes: Any) -> CreateOrderV2Request:
    fields: dict[str, Any] = {
        "ticker": "KX-1",
        "side": "bid",
        "count": Decimal("10"),
        "price": Decimal("0.56"),
        "time_in_force": "good_till_canceled",
        "self_trade_prevention_type": "maker",
    }
    return CreateOrderV2Request(**{**fields, **changes})


def encoders(declared: dict[str, Any]) -> dict[str, Any]:
    """The encoders of declared types, by the same names."""
    return {name: encoder_of(kind) for name, kind in declared.items()}


class Ticker(str, Enum):  # noqa: UP042 (the older kind, whose str() is not its value)
    A = "KX-1"


class Side(StrEnum):
    BID = "bid"


WRONG: dict[Any, list[Any]] = {
    str: [5, b"KX", None, True, ["KX"], "half \ud800"],
    bool: [1, 0, "true", None],
    int: [True, 1.0, "1", Decimal(1), None],
    float: [True, "1.5", Decimal("1.5"), float("nan"), float("inf"), float("-inf"), 10**400, None],
    Decimal: [
        0.56,
        "0,56",
        "NaN",
        "",
        True,
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("Infinity"),
        Decimal("-Infinity"),
        None,
    ],
    AwareDatetime: [datetime(2026, 1, 1), date(2026, 1, 1), "2026-01-01T00:00:00Z", 1767225600, None],
    UUID: ["3f2b8c1e-0d5a-4c7e-9b1f-2a6d8e4c0b7a", 5, None],
    list[int]: [5, "12", {1}, {"a": 1}, None],
    dict[str, Any]: [[], "a", None],
    tuple[Decimal, Decimal]: [(Decimal(1),), (Decimal(1),) * 3, Decimal(1), None],
    BookSide: ["buy", "BID", "", 1, None, ["bid"]],
    GetMarketCandlesticksPeriodInterval: [True, 1.0, 5, "1", None],
    Any: [object(), {1, 2}, b"x"],
}


def test_a_value_of_the_wrong_kind_is_refused_with_its_field() -> None:
    def check(case: tuple[Any, Any]) -> None:
        declared, value = case
        with pytest.raises(InvalidRequestError) as caught:
            to_wire({"at": [value]}, dict[str, list[declared]], "orders")  # type: ignore[valid-type]
        assert caught.value.field == "orders.at[0]"
        assert str(caught.value).startswith("orders.at[0]: ")
        assert isinstance(caught.value, ValueError)

    cases = [(declared, value) for declared, values in WRONG.items() for value in values]
    walk(by_name(cases, lambda case: f"{str(case[1])[:40]!r} of {type(case[1])} for {case[0]}"), check)


def is_exact(declared: Any, other: Any) -> bool:
    """Whether values of another kind are exact amounts, which a Decimal is made of."""
    return declared is Decimal and other in (int, str)


@given(data=st.data())
def test_a_scalar_takes_only_its_own_kind(data: st.DataObject) -> None:
    scalars = [str, bool, int, Decimal, datetime, UUID]
    declared, other = data.draw(st.permutations(scalars).filter(lambda kinds: not is_exact(*kinds[:2])))[:2]
    value = data.draw(SCALARS[other])
    with pytest.raises(InvalidRequestError, match=r"^price: must be an? "):
        to_wire(value, declared, "price")


@walked(
    ("changes", "words"),
    [
        ({"price": 0.56}, r'^orders\[1\]\.price: must be a Decimal, int or str, not float; write Decimal\("0\.56"\)'),
        ({"count": Decimal("NaN")}, r"^orders\[1\]\.count: NaN is not a finite number"),
        ({"post_only": 1}, r"^orders\[1\]\.post_only: must be a bool, not int"),
        ({"subaccount": True}, r"^orders\[1\]\.subaccount: must be an int, not bool"),
        ({"ticker": UNSET}, r"^orders\[1\]\.ticker: must be a str, not UNSET"),
        ({"ticker": None}, r"^orders\[1\]\.ticker: must be a str, not None"),
        ({"side": "yes"}, r"^orders\[1\]\.side: 'yes' is not one of the spec's values; use one of 'ask', 'bid'$"),
        ({"side": 1}, r"^orders\[1\]\.side: an int is not one of the spec's values; use one of 'ask', 'bid'$"),
        ({"side": True}, r"^orders\[1\]\.side: a bool is not one of the spec's values; use one of 'ask', 'bid'$"),
    ],
)
def test_a_wrong_field_of_a_nested_model_is_named_by_its_path(changes: dict[str, Any], words: str) -> None:
    body = BatchCreateOrdersV2Request(orders=[order(), order()])
    for name, value in changes.items():
        msgspec.structs.force_setattr(body.orders[1], name, value)
    with pytest.raises(InvalidRequestError, match=words):
        sent(batch_create_orders_v2, body=body)


@pytest.mark.parametrize("body", [None, {"ticker": "KX-1"}, "{}", Market, 5])
def test_a_body_must_be_its_model(body: Any) -> None:
    with pytest.raises(InvalidRequestError, match=r"^body: must be a CreateOrderV2Request, not "):
        sent(create_order_v2, body=body)


def test_a_long_value_is_not_repeated_in_the_message() -> None:
    with pytest.raises(InvalidRequestError) as caught:
        to_wire("x" * 1000, BookSide, "side")
    assert "xxx" not in str(caught.value)


def test_none_goes_only_where_the_spec_has_null() -> None:
    declared = field_types(CreateRFQRequest)
    assert to_wire(None, declared["contracts_fp"], "contracts_fp") is None
    with pytest.raises(InvalidRequestError, match="target_cost_dollars: must be a Decimal, int or str, not None"):
        to_wire(None, declared["target_cost_dollars"], "target_cost_dollars")


def test_what_is_unset_is_left_out() -> None:
    wire = order(subaccount=UNSET, post_only=False).to_dict()
    assert "subaccount" not in wire
    assert wire["post_only"] is False
    optional = encoders({"limit": int | Unset, "tickers": str | Unset})
    assert query({"limit": UNSET, "tickers": "A"}, optional) == {"tickers": "A"}
    assert query({"limit": None, "tickers": "A"}, optional) == {"tickers": "A"}
    with pytest.raises(InvalidRequestError, match=r"^limit: must be an int, not None"):
        query({"limit": None}, encoders({"limit": int}), required=["limit"])


def test_the_text_of_an_enum_member_is_its_value() -> None:
    assert to_wire(Side.BID, BookSide, "side") == "bid"
    assert path("/markets/{ticker}", {"ticker": Ticker.A}, encoders({"ticker": str})) == "/markets/KX-1"
    assert query({"tickers": Ticker.A}, encoders({"tickers": str})) == {"tickers": "KX-1"}
    assert query({"side": Side.BID}, encoders({"side": BookSide})) == {"side": "bid"}


@pytest.mark.parametrize(
    ("value", "text"),
    [("1E+2", "100"), ("1E-7", "0.0000001"), ("0.5600", "0.5600"), ("0E-10", "0.0000000000"), ("-1.5E1", "-15")],
)
def test_a_decimal_goes_in_plain_notation(value: str, text: str) -> None:
    assert to_wire(Decimal(value), Decimal, "price") == text


@given(value=DECIMALS)
def test_no_decimal_goes_with_an_exponent_or_loses_a_digit(value: Decimal) -> None:
    text = to_wire(value, Decimal, "price")
    assert set(text) <= set("-.0123456789")
    assert Decimal(text) == value


@pytest.mark.parametrize(
    ("offset", "text"),
    [
        (timedelta(0), "2026-01-01T12:00:00+00:00"),
        (timedelta(hours=5, minutes=45), "2026-01-01T12:00:00+05:45"),
        (timedelta(hours=-3, minutes=-30), "2026-01-01T12:00:00-03:30"),
        (timedelta(minutes=19, seconds=32), "2026-01-01T11:40:28+00:00"),
        (timedelta(seconds=-0.5), "2026-01-01T12:00:00.500000+00:00"),
    ],
)
def test_a_time_goes_with_an_offset_of_whole_minutes(offset: timedelta, text: str) -> None:
    assert to_wire(datetime(2026, 1, 1, 12, tzinfo=timezone(offset)), AwareDatetime, "time") == text


@given(value=TIMES)
def test_every_time_goes_as_the_same_moment(value: datetime) -> None:
    text = to_wire(value, AwareDatetime, "time")
    assert msgspec.json.decode(f'"{text}"', type=AwareDatetime) == value


def test_a_naive_datetime_is_refused_with_what_is_missing() -> None:
    with pytest.raises(InvalidRequestError, match=r"^close_time: .*no offset from UTC.*write datetime.now"):
        to_wire(datetime(2026, 1, 1), AwareDatetime, "close_time")


def test_a_path_parameter_is_one_segment_on_the_wire(exchange: Exchange) -> None:
    def check(ticker: str) -> None:
        exchange.requests.clear()
        get_market.sync_detailed(client=client, ticker=ticker)
        target = exchange.requests[0].target
        assert target.startswith("/trade-api/v2/markets/")
        assert target.count("/") == 4
        assert unquote(target.rsplit("/", 1)[1]) == ticker

    tickers = ["a/b", "100%", "%2e%2e", "ünïcode-✓", "a b", "a?b=c", "a#b", "a+b&c", "...", ";", "a\nb", "{x}"]
    exchange.answer(500)
    with exchange.client() as client:
        walk(by_name(tickers, str), check)


@given(ticker=st.text(min_size=1).filter(lambda text: text not in (".", "..")))
def test_any_path_parameter_comes_back_out_of_its_segment(ticker: str) -> None:
    filled = path("/markets/{ticker}/orderbook", {"ticker": ticker}, encoders({"ticker": str}))
    _, markets, segment, last = filled.split("/")
    assert (markets, last, unquote(segment)) == ("markets", "orderbook", ticker)
    assert urlsplit(filled).path == filled
    assert httpx.URL("https://example.test").join(filled).raw_path.decode() == filled


@pytest.mark.parametrize("ticker", ["", ".", ".."])
def test_a_path_parameter_that_names_another_path_is_refused(ticker: str) -> None:
    with pytest.raises(InvalidRequestError, match=r"^ticker: a path parameter can't be"):
        sent(get_market, ticker=ticker)


def test_a_list_in_the_query_is_repeated(exchange: Exchange) -> None:
    exchange.answer(500)
    tickers = ["KX-1", "KX&2", "KX,3"]
    with exchange.client() as client:
        get_market_orderbooks.sync_detailed(client=client, tickers=tickers)
    assert parse_qsl(urlsplit(exchange.requests[0].target).query) == [("tickers", ticker) for ticker in tickers]
    request = sent(
        get_event_forecast_percentiles_history,
        series_ticker="KX",
        ticker="KX-1",
        percentiles=[2500, 5000],
        start_ts=1,
        end_ts=2,
        period_interval=60,
    )
    assert request.url.params.get_list("percentiles") == ["2500", "5000"]


def test_a_list_that_the_spec_wants_joined_is_joined() -> None:
    declared = encoders({"tickers": list[str], "numbers": list[int], "left_out": list[str]})
    values = {"tickers": ["A", "B"], "numbers": [1, 2]}
    joined = query(values, declared, delimiters={"tickers": ",", "numbers": "|", "left_out": ","})
    assert joined == {"tickers": "A,B", "numbers": "1|2"}
    for wrong in ("A,B", ""):
        with pytest.raises(InvalidRequestError, match=r"^tickers\[1\]: .*; give one value in each place of the list$"):
            query({"tickers": ["A", wrong]}, declared, delimiters={"tickers": ","})


def test_a_text_for_a_list_in_the_query_is_refused() -> None:
    with pytest.raises(InvalidRequestError, match=r"^tickers: must be a list, not str"):
        sent(get_market_orderbooks, tickers="KX-1")


def test_flags_and_numbers_in_the_query_are_spelt_as_json_has_them() -> None:
    request = sent(
        get_market_candlesticks,
        series_ticker="KX",
        ticker="KX-1",
        start_ts=1,
        end_ts=2,
        period_interval=60,
        include_latest_before_start=True,
    )
    expected = {"start_ts": "1", "end_ts": "2", "period_interval": "60", "include_latest_before_start": "true"}
    assert dict(request.url.params) == expected


def described(spec: dict[str, Any]) -> dict[str, tuple[str, dict[str, Any]]]:
    """Each operation's method and its facts in the spec, by its id."""
    return {
        facts["operationId"]: (method, facts)
        for item in spec["paths"].values()
        for method, facts in item.items()
        if isinstance(facts, dict) and "operationId" in facts
    }


def required_keys(schema: dict[str, Any], value: Any, spec: dict[str, Any]) -> bool:
    """Whether a JSON value has exactly the keys that its schema and our rules require, at every level."""
    resolved = resolve(schema, spec)
    if isinstance(value, list):
        return all(required_keys(resolved["items"], item, spec) for item in value)
    if not isinstance(value, dict) or not resolved.get("properties"):
        return True
    return set(value) == {*resolved.get("required", ()), *needed(resolved)} and all(
        required_keys(resolved["properties"][key], item, spec) for key, item in value.items()
    )


def test_nothing_goes_that_the_caller_did_not_give(spec: dict[str, Any]) -> None:
    def check(name: str) -> None:
        operation = OPERATIONS[name]
        method, facts = of_the_spec[name]
        request = sent(operation, **smallest_arguments(operation))

        parameters = [resolve(parameter, spec) for parameter in facts.get("parameters", [])]
        required = {each["name"] for each in parameters if each["in"] == "query" and each.get("required")}
        assert request.method == method.upper()
        assert set(request.url.params) == required | needed(facts)
        body = facts.get("requestBody")
        if body and body.get("required"):
            schema = resolve(body, spec)["content"]["application/json"]["schema"]
            assert required_keys(schema, json.loads(request.content), spec)
        else:
            assert request.content == (b"{}" if method in ("post", "put") else b"")
        has_body = bool(request.content)
        assert request.headers.get("content-type") == ("application/json" if has_body else None)

    of_the_spec = described(spec)
    walk(by_name(OPERATIONS, str), check)


def test_every_optional_argument_is_unset_unless_given() -> None:
    for operation in OPERATIONS.values():
        defaults = [each.default for each in inspect.signature(operation.sync).parameters.values()]
        assert {default for default in defaults if default is not inspect.Parameter.empty} <= {UNSET}


def test_a_delete_carries_its_body(exchange: Exchange) -> None:
    exchange.answer(200, {"orders": []})
    body = BatchCancelOrdersV2Request(orders=[BatchCancelOrdersV2RequestOrdersItem(order_id="an-id")])
    with exchange.signed_client() as client:
        batch_cancel_orders_v2.sync(client=client, body=body)
    (request,) = exchange.requests
    assert request.method == "DELETE"
    assert request.headers["content-type"] == "application/json"
    assert json.loads(request.content) == {"orders": [{"order_id": "an-id"}]}


def test_a_body_goes_as_the_spec_spells_it() -> None:
    body = json.loads(sent(create_order_v2, body=order(count=Decimal("1E+2"), post_only=True)).content)
    assert body == {
        "ticker": "KX-1",
        "side": "bid",
        "count": "100",
        "price": "0.56",
        "time_in_force": "good_till_canceled",
        "self_trade_prevention_type": "maker",
        "post_only": True,
    }


def test_free_form_values_keep_their_kind() -> None:
    value = {"a": [1, 1.5, None, True, "x"], "b": {"c": Decimal("1E+1"), "d": datetime(2026, 1, 1, tzinfo=UTC)}}
    wire = {"a": [1, 1.5, None, True, "x"], "b": {"c": "10", "d": "2026-01-01T00:00:00+00:00"}}
    assert to_wire(value, dict[str, Any], "") == wire
    with pytest.raises(InvalidRequestError, match=r"a key of strike: must be a str, not int"):
        to_wire({1: 2}, dict[str, Any], "strike")


def test_a_model_says_the_same_as_its_body() -> None:
    body: Model = order(price=Decimal("0.5"))
    assert json.loads(sent(create_order_v2, body=body).content) == body.to_dict()


def test_a_refused_argument_of_a_page_sends_nothing(exchange: Exchange) -> None:
    exchange.answer(500)
    with exchange.client() as client, pytest.raises(InvalidRequestError, match=r"^limit: must be an int, not str"):
        next(get_markets.sync_all(client=client, limit=typing.cast(Any, "5")))
    assert exchange.requests == []


def test_an_empty_list_is_no_query_parameter() -> None:
    with pytest.raises(InvalidRequestError, match="percentiles: is an empty list"):
        query({"percentiles": []}, encoders({"percentiles": list[int]}))
    assert query({"percentiles": [5]}, encoders({"percentiles": list[int]})) == {"percentiles": ["5"]}


def test_a_value_of_several_types_is_encoded_as_the_first_that_takes_it() -> None:
    declared = int | Decimal | list[str] | None
    for value, wire in ((5, 5), (Decimal("0.50"), "0.50"), (["a"], ["a"]), (None, None)):
        assert to_wire(value, declared, "limit") == wire
    with pytest.raises(InvalidRequestError, match="limit"):
        to_wire("a", declared, "limit")
