"""Decoding of bytes and dicts: values that the exchange spells in other ways are still read exactly."""

from __future__ import annotations

import json
import typing
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kalshi_gen.models
from kalshi_gen.models import (
    ErrorResponse,
    ExchangeStatus,
    GetMarketOrderbookResponse,
    GetMarketsResponse,
    GetPositionsResponse,
    GetStructuredTargetsResponse,
    Market,
    MarketPosition,
    OrderbookCountFp,
    PriceRange,
)
from kalshi_gen.runtime.decoding import alternatives, decode, field_types, from_wire
from kalshi_gen.runtime.model import Model
from kalshi_gen.types import UNSET, AwareDatetime, Unset
from tests.walking import by_name, walk, walked

from .operations import smallest

MODELS: list[Any] = [
    model
    for name in kalshi_gen.models.__all__
    if isinstance(model := getattr(kalshi_gen.models, name), msgspec.StructMeta)
]


@cache
def least(model: Any) -> bytes:
    """The smallest answer of a model."""
    smallest_model: Model = smallest(model)
    return json.dumps(smallest_model.to_dict()).encode()


def wire(model: Any, **changes: Any) -> dict[str, Any]:
    """The smallest answer of a model, with some of its fields changed."""
    return {**json.loads(least(model)), **changes}


def decoded(model: Any, **changes: Any) -> Any:
    """Decode the same answer from bytes and from dicts, which must agree."""
    source = wire(model, **changes)
    value, _ = decode(json.dumps(source).encode(), model)
    assert model.from_dict(source) == value
    return value


def test_a_null_is_an_empty_list_or_map_or_unset_where_null_is_not_declared() -> None:
    def check(model: Any) -> None:
        for name, declared in field_types(model).items():
            members = alternatives(declared)
            kinds = [kind for member in members if (kind := typing.get_origin(member)) in (list, dict)]
            if type(None) in members or Any in members:
                continue
            if kinds:
                assert getattr(decoded(model, **{name: None}), name) == kinds[0](), name
            elif Unset in members:
                assert getattr(decoded(model, **{name: None}), name) is UNSET, name

    walk(by_name(MODELS, lambda model: str(model.__name__)), check)


def test_a_null_where_null_is_declared_stays_null() -> None:
    position = decoded(MarketPosition, position_fp=None, total_traded_dollars=None)
    assert position.position_fp is None
    assert position.total_traded_dollars is None
    assert decoded(Market, expected_expiration_time=None).expected_expiration_time is None


def test_a_null_for_a_required_scalar_is_refused_by_its_name() -> None:
    with pytest.raises(msgspec.ValidationError, match="ticker"):
        decoded(Market, ticker=None)


def test_nulls_are_mended_at_any_depth() -> None:
    market = wire(Market, price_ranges=None, mve_selected_legs=None, close_time="2026-01-01T24:00:00Z")
    page = decoded(GetMarketsResponse, markets=[wire(Market), market], cursor="")
    assert page.markets[0].price_ranges != []
    assert page.markets[1].price_ranges == []
    assert page.markets[1].mve_selected_legs == []
    assert page.markets[1].close_time == datetime(2026, 1, 2, tzinfo=UTC)
    positions = decoded(GetPositionsResponse, market_positions=None, event_positions=None)
    assert (positions.market_positions, positions.event_positions) == ([], [])
    assert decoded(GetStructuredTargetsResponse, structured_targets=None, cursor=None) == GetStructuredTargetsResponse(
        structured_targets=[]
    )


@walked(
    ("text", "moment"),
    [
        ("2026-01-01T00:00:00Z", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-01-01T00:00Z", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-01-01T24:00:00Z", datetime(2026, 1, 2, tzinfo=UTC)),
        ("2026-01-01T24:00Z", datetime(2026, 1, 2, tzinfo=UTC)),
        ("2026-01-01T00:00:00", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-01-01T00:00", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-01-01 00:00:00Z", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-01-01t00:00:00z", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-01-01", datetime(2026, 1, 1, tzinfo=UTC)),
        ("20260101T000000Z", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-01-01T00:00:00,5Z", datetime(2026, 1, 1, microsecond=500_000, tzinfo=UTC)),
        ("2026-01-01T00:00:00.5Z", datetime(2026, 1, 1, microsecond=500_000, tzinfo=UTC)),
        ("2026-01-01T00:00:00.123456789Z", datetime(2026, 1, 1, microsecond=123_457, tzinfo=UTC)),
        ("2026-01-01T05:30:00+05:30", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-01-01T05:00:00+05", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2025-12-31T19:00:00-0500", datetime(2026, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_in_every_spelling(text: str, moment: datetime) -> None:
    time = decoded(Market, close_time=text).close_time
    assert time == moment
    assert time.utcoffset() is not None


@walked("text", ["", "soon", "2026-13-01T00:00:00Z", "9999-12-31T24:00:00Z", "2026-01-01T25:00Z", 5])
def test_what_is_no_time_is_refused_by_its_name(text: Any) -> None:
    with pytest.raises(msgspec.ValidationError, match="close_time"):
        Market.from_dict(wire(Market, close_time=text))


@settings(max_examples=25)
@given(text=st.text() | st.from_regex(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?", fullmatch=True))
def test_any_text_for_a_time_is_read_or_refused(text: str) -> None:
    try:
        moment = from_wire(text, AwareDatetime)
    except msgspec.ValidationError:
        return
    assert moment.tzinfo is not None


def test_a_time_keeps_its_offset() -> None:
    time = decoded(Market, close_time="2026-01-01T00:00:00-05:00").close_time
    assert time == datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=-5)))
    assert time.utcoffset() == timedelta(hours=-5)


def test_an_enum_value_of_tomorrow_passes() -> None:
    assert decoded(Market, status="paused_for_lunch").status == "paused_for_lunch"
    with pytest.raises(msgspec.ValidationError, match="status"):
        decoded(Market, status=5)


def test_a_field_of_tomorrow_is_ignored() -> None:
    for model in MODELS:
        assert decoded(model, a_field_of_tomorrow={"a": [1]}) == decoded(model)


def test_order_book_levels_are_pairs_of_exact_decimals() -> None:
    book = {"yes_dollars": [["0.1500", "100.00"], ["0.16", "7"]], "no_dollars": None}
    levels = decoded(GetMarketOrderbookResponse, orderbook_fp=book).orderbook_fp
    assert levels.yes_dollars == [(Decimal("0.1500"), Decimal("100.00")), (Decimal("0.16"), Decimal(7))]
    assert [str(number) for number in levels.yes_dollars[0]] == ["0.1500", "100.00"]
    assert levels.no_dollars == []
    with pytest.raises(msgspec.ValidationError, match="yes_dollars"):
        OrderbookCountFp.from_dict({"yes_dollars": [["0.15"]], "no_dollars": []})


def test_price_ranges_are_decimals() -> None:
    ranges = decoded(Market, price_ranges=[{"start": "0.0000", "end": "0.1000", "step": "0.0010"}]).price_ranges
    assert ranges == [PriceRange(start=Decimal(0), end=Decimal("0.1"), step=Decimal("0.001"))]
    assert str(ranges[0].step) == "0.0010"


@walked("number", ["5", "0", "-12", "9007199254740993", "123456789012345678901234567890", "0.5600", "0.1"])
@walked("mended", [False, True])
def test_a_number_where_a_decimal_is_declared_stays_exact(number: str, mended: bool) -> None:
    fields = json.dumps(wire(Market, price_ranges=None) if mended else wire(Market))
    market, _ = decode(f'{fields[:-1]}, "volume_fp": {number}}}'.encode(), Market)
    assert market.volume_fp == Decimal(number)
    assert isinstance(market.volume_fp, Decimal)


@given(number=st.integers(-(10**40), 10**40))
def test_every_integer_where_a_decimal_is_declared_stays_exact(number: int) -> None:
    content = json.dumps({"start": number, "end": str(number), "step": 0}).encode()
    band, drift = decode(content, PriceRange)
    assert band.start == band.end == number
    assert drift == ()


@walked("value", ["", "a lot", "0,5", True, [], {}])
def test_what_is_no_number_is_no_decimal(value: Any) -> None:
    with pytest.raises(msgspec.ValidationError, match="volume_fp"):
        decoded(Market, volume_fp=value)


@pytest.mark.parametrize("content", [b"", b"<html>", b"{", b"\xef\xbb\xbf{", b"{}\xef\xbb\xbf"])
def test_what_is_no_json_is_a_decode_error(content: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode(content, ErrorResponse)


def test_what_is_no_utf_8_or_too_deep_is_distinguished() -> None:
    with pytest.raises(UnicodeDecodeError):
        decode(b'{"code":"\xff"}', ErrorResponse)
    with pytest.raises(RecursionError):
        decode(b'{"more":' + b"[" * 100_000, ErrorResponse)


@pytest.mark.parametrize("source", [None, [], "text", 5])
def test_what_is_no_object_is_a_validation_error(source: Any) -> None:
    with pytest.raises(msgspec.ValidationError):
        decode(json.dumps(source).encode(), ExchangeStatus)
    with pytest.raises(msgspec.ValidationError):
        ExchangeStatus.from_dict(source)


@pytest.mark.parametrize("source", [{}, {"exchange_active": "yes", "trading_active": True}])
def test_a_dict_with_something_missing_or_wrong_makes_no_model(source: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError, match="exchange_active"):
        ExchangeStatus.from_dict(source)


def test_mending_leaves_the_source_alone() -> None:
    source = wire(Market, price_ranges=None, close_time="2026-01-01T00:00Z", more=1)
    before = json.dumps(source)
    Market.from_dict(source)
    assert json.dumps(source) == before
