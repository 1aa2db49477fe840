"""What a frame is made of, and what its columns are."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator, Iterator
from copy import copy
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from random import Random
from typing import Any, ClassVar, Literal

import msgspec
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kalshi_gen.models import (
    EventData,
    GenerateApiKeyResponse,
    GetEventsResponse,
    GetMarketsResponse,
    GetPositionsResponse,
    Market,
    PriceRange,
    Series,
    Trade,
)
from kalshi_gen.runtime.decoding import decode
from kalshi_gen.stream import codec
from kalshi_gen.stream.messages import UnknownMessage
from kalshi_gen.stream.models import Ticker
from kalshi_gen.types import UNSET, AsyncItems, Items, Response, Unset
from kalshi_overlay.errors import InvalidRequestError
from kalshi_overlay.frames import FrameValueError, abatches, aframe, batches, frame, record_batch, schema_of
from tests.generated.operations import every_operation

from .oracle import MODELS, model_with


def trades(count: int) -> list[Trade]:
    return [model_with(Trade, Random(number), is_full=True) for number in range(count)]


async def later(items: list[Any]) -> AsyncIterator[Any]:
    for item in items:
        yield item


def of_pages(items: list[Any]) -> Items[Any, Any]:
    return Items(iter([Response(status_code=200, headers={}, content=b"", parsed=items)]), parsed, lambda: Trade)


def of_later_pages(items: list[Any]) -> AsyncItems[Any, Any]:
    pages = later([Response(status_code=200, headers={}, content=b"", parsed=items)])
    return AsyncItems(pages, parsed, lambda: Trade)


def parsed(page: Response[Any]) -> list[Any]:
    found: list[Any] = page.parsed
    return found


def wrong_argument(*arguments: Any, **named: Any) -> str:
    """What `frame` says of arguments that it refuses."""
    with pytest.raises(InvalidRequestError) as raised:
        frame(*arguments, **named)
    return str(raised.value)


@pytest.mark.parametrize("count", [0, 1, 499, 500, 501, 1001])
def test_the_rows_are_the_items_in_their_order(count: int) -> None:
    items = trades(count)
    table = frame(items, Trade)
    assert table["trade_id"].to_pylist() == [trade.trade_id for trade in items]
    assert table["count_fp"].to_pylist() == [trade.count_fp for trade in items]
    assert table["created_time"].to_pylist() == [trade.created_time for trade in items]
    assert table.schema == schema_of(Trade)


def test_lists_tuples_iterators_and_those_of_pages_give_the_same() -> None:
    items = trades(3)
    expected = frame(items)
    for source in (tuple(items), iter(items), (each for each in items), of_pages(items), dict.fromkeys("abc").keys()):
        source = source if not isinstance(source, type({}.keys())) else {id(each): each for each in items}.values()
        assert frame(source) == expected
    for asynchronous in (later(items), of_later_pages(items)):
        assert asyncio.run(aframe(asynchronous)) == expected


def test_a_response_with_one_list_gives_that_list() -> None:
    market = model_with(Market, Random(1), is_full=True)
    page = GetMarketsResponse(markets=[market], cursor="next")
    assert frame(page) == frame([market])
    assert frame(GetMarketsResponse(markets=[], cursor="")).schema == schema_of(Market)
    # What decodes without its list has none.
    assert frame(decode(b'{"cursor": ""}', GetMarketsResponse)[0]).num_rows == 0
    row = frame([page])
    assert (row.num_rows, row["cursor"].to_pylist()) == (1, ["next"])


def test_no_items_have_their_columns_where_their_class_is_known() -> None:
    assert frame([], Market).schema == schema_of(Market)
    assert frame(of_pages([])).schema == schema_of(Trade)
    assert asyncio.run(aframe(of_later_pages([]))).schema == schema_of(Trade)
    assert asyncio.run(aframe(later([]), Trade)).schema == schema_of(Trade)
    assert batches([], Trade).read_all().schema == schema_of(Trade)


def test_no_items_of_an_unknown_class_are_an_error_that_says_what_to_give() -> None:
    said = "model: is not known, since there are no items; give it, such as frame(items, Market)"
    assert said in wrong_argument([])
    assert said in wrong_argument(iter([]))
    with pytest.raises(InvalidRequestError, match="is not known"):
        asyncio.run(aframe(later([])))


def test_every_list_of_pages_knows_the_class_of_its_items() -> None:
    paged = {name: module.OPERATION for name, module in every_operation().items() if module.OPERATION.next_cursor}
    assert len(paged) > 20
    for name, operation in paged.items():
        items = operation._item_type()
        assert isinstance(items, msgspec.StructMeta), name
        assert frame([], items).num_rows == 0


def test_what_is_no_model_is_refused() -> None:
    assert "items: must be models of kalshi_gen or messages of a stream, not dict" in wrong_argument([{"ticker": "X"}])
    assert "not int; give a list or an iterator" in wrong_argument(5)
    assert "not str" in wrong_argument("text")
    assert "items: must all be Trade, but the one at 1 is dict" in wrong_argument([trades(1)[0], {}])
    assert "model: must be a model of kalshi_gen or the class of a message" in wrong_argument([], dict)
    assert "not str" in wrong_argument(Items(iter([]), parsed, lambda: str))


def test_items_of_several_classes_are_refused_with_the_first_that_differs() -> None:
    market = model_with(Market, Random(1), is_full=False)
    said = wrong_argument([*trades(2), market, *trades(1)])
    assert "items: must all be Trade, but the one at 2 is Market; make a frame of each class" in said
    assert "must all be Market, but the one at 0 is Trade" in wrong_argument(trades(1), Market)


def test_one_model_is_refused_with_what_to_write() -> None:
    said = wrong_argument(model_with(Series, Random(1), is_full=True))
    assert "items: is one Series; for a table with one row, write frame([item])" in said
    assert "has market_positions and event_positions; give one" in wrong_argument(
        GetPositionsResponse(cursor="", market_positions=[], event_positions=[])
    )
    assert "events and milestones" in wrong_argument(model_with(GetEventsResponse, Random(1), is_full=False))


def test_the_wrong_form_is_refused_with_the_right_one() -> None:
    assert "items: come asynchronously; write await aframe(items)" in wrong_argument(later([]))
    with pytest.raises(InvalidRequestError, match=r"don't come asynchronously; write frame\(items\)"):
        asyncio.run(aframe(trades(1)))  # type: ignore[arg-type]
    assert 'decimals: must be "decimal" or "float", not \'text\'' in wrong_argument(trades(1), decimals="text")
    for size in (0, 1.5, True):
        with pytest.raises(InvalidRequestError, match="size: must be an int of at least 1"):
            batches(trades(1), size=size)  # type: ignore[arg-type]


def test_decimals_are_exact_or_the_nearest_floats() -> None:
    (trade,) = trades(1)
    for text in ("0.5600", "-0.000000000001", "9999999999999999.123456789012", "1E+2", "-0", "0.12000000000000000000"):
        trade.count_fp = Decimal(text)
        assert frame([trade])["count_fp"].to_pylist() == [Decimal(text)]
        as_float = frame([trade], decimals="float")["count_fp"]
        assert (as_float.type, as_float.to_pylist()) == (pa.float64(), [float(text)])
    assert schema_of(Market, decimals="float").field("price_ranges").type == pa.list_(
        pa.struct({"start": pa.float64(), "end": pa.float64(), "step": pa.float64()})
    )


@pytest.mark.parametrize("text", ["0.1234567890123", "10000000000000000", "NaN", "Infinity", "sNaN"])
def test_a_decimal_that_does_not_fit_is_named_with_its_field(text: str) -> None:
    items = trades(3)
    items[1].count_fp = Decimal(text)
    with pytest.raises(FrameValueError) as raised:
        frame(items)
    assert (raised.value.field, raised.value.column) == ("Trade.count_fp", "decimal128(28, 12)")
    assert str(raised.value) == (
        f"Trade.count_fp: Decimal('{text}') does not fit a column of decimal128(28, 12); "
        'decimals="float" takes the nearest float'
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ticker", 5),
        ("ticker", "\ud800"),
        ("title", b"text"),
        ("settlement_timer_seconds", 2**63),
        ("settlement_timer_seconds", "5"),
        ("settlement_timer_seconds", 1.5),
        ("settlement_timer_seconds", True),
        ("settlement_timer_seconds", Decimal(1)),
        ("exchange_index", 1.5),
        ("can_close_early", 1),
        ("is_provisional", "yes"),
        ("floor_strike", "1"),
        ("volume_fp", 0.5),
        ("volume_fp", "0.5"),
        ("settlement_value_dollars", "0.5"),
        ("open_time", 1_764_000_000),
        ("open_time", datetime(2026, 11, 20)),
        ("settlement_ts", "2026-11-20T00:00:00Z"),
        ("price_ranges", "text"),
        ("price_ranges", {}),
        ("custom_strike", {"x": object()}),
    ],
)
def test_a_value_of_another_kind_is_an_error_and_never_another_value(field: str, value: Any) -> None:
    market = model_with(Market, Random(1), is_full=True)
    setattr(market, field, value)
    with pytest.raises(FrameValueError) as raised:
        frame([market])
    assert (raised.value.field, raised.value.value) == (f"Market.{field}", value)


def test_a_bool_is_no_number_and_a_whole_number_is_one() -> None:
    series = model_with(Series, Random(1), is_full=True)
    series.fee_multiplier = True
    with pytest.raises(FrameValueError, match=r"Series\.fee_multiplier: True does not fit a column of double"):
        frame([series])
    series.fee_multiplier = 1
    assert frame([series])["fee_multiplier"].to_pylist() == [1.0]


@pytest.mark.parametrize("listed", [5, {"ticker": "KXA"}, "KXA"])
def test_a_response_with_something_else_in_place_of_its_list_is_an_error(listed: Any) -> None:
    response = GetMarketsResponse(cursor="", markets=[])
    response.markets = listed
    with pytest.raises(FrameValueError) as raised:
        frame(response)
    assert (raised.value.field, raised.value.value) == ("GetMarketsResponse.markets", listed)
    assert str(raised.value).endswith("does not fit a column of list of Market")


def test_a_misfit_within_a_list_or_a_model_is_named_by_its_own_field() -> None:
    market = model_with(Market, Random(1), is_full=True)
    market.price_ranges[0].step = "a cent"  # type: ignore[assignment]
    with pytest.raises(FrameValueError, match=r"^PriceRange\.step: 'a cent' does not fit"):
        frame([market])
    market.price_ranges = [PriceRange, 5]  # type: ignore[list-item]
    with pytest.raises(FrameValueError, match=r"^Market\.price_ranges: "):
        frame([market])


def test_a_misfit_never_shows_a_secret() -> None:
    key = model_with(GenerateApiKeyResponse, Random(1), is_full=True)
    key.private_key = ["the secret"]  # type: ignore[assignment]
    with pytest.raises(FrameValueError) as raised:
        frame([key])
    assert "GenerateApiKeyResponse.private_key: '[hidden]'" in str(raised.value)
    assert "the secret" not in f"{raised.value!r}{raised.value.__cause__!r}{raised.value.__context__!r}"


def test_a_long_misfit_is_shown_in_part() -> None:
    (trade,) = trades(1)
    trade.count_fp = "x" * 10_000  # type: ignore[assignment]
    with pytest.raises(FrameValueError) as raised:
        frame([trade])
    assert len(str(raised.value)) < 300


def test_what_the_exchange_left_out_is_null_even_where_its_spec_requires_it() -> None:
    response, drift = decode(
        b'{"markets": [{"ticker": "KXA", "price_ranges": null}], "cursor": ""}', GetMarketsResponse
    )
    assert drift
    table = frame(response)
    assert table.schema == schema_of(Market)
    (row,) = table.to_pylist()
    assert (row.pop("ticker"), row.pop("price_ranges")) == ("KXA", [])
    assert set(row.values()) == {None}


def test_values_and_lists_that_repeat_are_those_of_their_own_rows() -> None:
    """Those that came before are looked up."""
    draws, markets = Random(2), []
    kinds = [model_with(Market, Random(number), is_full=True) for number in range(9)]
    for number in range(2_000):
        market, kind = copy(kinds[0]), kinds[draws.randrange(2 + number // 250)]
        market.price_ranges, market.yes_bid_dollars = kind.price_ranges, kind.yes_bid_dollars
        market.mve_selected_legs = draws.choice([kind.mve_selected_legs, [], UNSET])
        markets.append(market)
    table = frame(markets)
    assert table["yes_bid_dollars"].to_pylist() == [market.yes_bid_dollars for market in markets]
    ranges = [[(each.start, each.end, each.step) for each in market.price_ranges] for market in markets]
    assert [[tuple(each.values()) for each in row] for row in table["price_ranges"].to_pylist()] == ranges
    legs = [market.mve_selected_legs for market in markets]
    assert [None if row is None else len(row) for row in table["mve_selected_legs"].to_pylist()] == [
        None if each is UNSET else len(each) for each in legs
    ]


def test_a_misfit_among_values_that_repeat_is_named() -> None:
    markets = [model_with(Market, Random(1), is_full=True) for _ in range(2_000)]
    markets[1_700].price_ranges[0].step = "a cent"  # type: ignore[assignment]
    with pytest.raises(FrameValueError, match=r"^PriceRange\.step: 'a cent' does not fit"):
        frame(markets)


def test_none_unset_an_empty_list_and_an_empty_text_are_kept_apart() -> None:
    markets = [model_with(Market, Random(1), is_full=True) for _ in range(4)]
    for market, legs, subtitle in zip(markets, (UNSET, [], None, UNSET), (UNSET, "", "text", UNSET), strict=True):
        market.mve_selected_legs, market.subtitle = legs, subtitle  # type: ignore[assignment]
    table = frame(markets)
    assert table["mve_selected_legs"].to_pylist() == [None, [], None, None]
    assert table["subtitle"].to_pylist() == [None, "", "text", None]


def test_times_of_any_offset_are_the_same_moments_in_utc() -> None:
    moment = datetime(2026, 3, 29, 1, 59, 59, 999999, tzinfo=UTC)
    zones = (UTC, timezone(timedelta(hours=-5)), timezone(timedelta(seconds=1172)))
    edges = (datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC))
    items = trades(5)
    for trade, each in zip(items, (*(moment.astimezone(zone) for zone in zones), *edges), strict=True):
        trade.created_time = each
    assert frame(items)["created_time"].to_pylist() == [moment] * 3 + list(edges)


def test_a_new_value_of_an_enum_is_a_text_like_any_other() -> None:
    (trade,) = trades(1)
    trade.taker_side = "both"  # type: ignore[assignment]
    assert frame([trade])["taker_side"].to_pylist() == ["both"]


class Node(msgspec.Struct):
    """A model that has itself, and fields of several types."""

    type: ClassVar[Literal["node"]] = "node"
    name: str
    child: Node | Unset | None = UNSET
    either: int | str | Unset = UNSET
    number: Literal[1, 2] | Unset = UNSET


def test_what_has_no_columns_of_its_own_is_json_text() -> None:
    table = frame([Node("a", Node("b", Node("c", either=5)), "text", 2), Node("d")])
    assert table.schema == pa.schema(
        {
            "type": pa.string(),
            "name": pa.string(),
            "child": pa.string(),
            "either": pa.string(),
            "number": pa.int64(),
        }
    )
    first, second = table.to_pylist()
    assert json.loads(first["child"]) == {"name": "b", "child": {"name": "c", "either": 5}}
    assert (first["either"], first["number"]) == ('"text"', 2)
    assert second == {"type": "node", "name": "d", "child": None, "either": None, "number": None}


def test_messages_of_a_stream_are_frames_with_their_type() -> None:
    ticker = model_with(Ticker, Random(1), is_full=True)
    table = frame([ticker])
    assert table["type"].to_pylist() == ["ticker"]
    assert table["msg"].type.field("market_ticker").type == pa.string()
    unknown = codec.decode(b'{"type": "new", "sid": 1, "msg": {"a": [1]}}')[0]
    bare = codec.decode(b'{"type": "new"}')[0]
    assert isinstance(unknown, UnknownMessage)
    rows = frame([unknown, bare]).to_pylist()
    assert [row["msg"] for row in rows] == ['{"a": [1]}', None]
    assert [row["sid"] for row in rows] == [1, None]


def test_flat_spreads_structs_and_leaves_lists() -> None:
    event = model_with(EventData, Random(1), is_full=True)
    table = frame([event], flat=True)
    assert table.schema == schema_of(EventData, flat=True)
    assert pa.types.is_list(table.schema.field("markets").type)
    candle = MODELS["MarketCandlestick"]
    full, bare = (model_with(candle, Random(1), is_full=is_full) for is_full in (True, False))
    bare.yes_bid = UNSET
    spread = frame([full, bare], flat=True)
    assert not any(pa.types.is_struct(field.type) for field in spread.schema)
    assert spread["yes_bid.close_dollars"].to_pylist() == [full.yes_bid.close_dollars, None]


def test_flat_messages_have_their_data_without_a_prefix() -> None:
    ticker = model_with(Ticker, Random(1), is_full=True)
    spread = frame([ticker], flat=True)
    assert spread["market_ticker"].to_pylist() == [ticker.msg.market_ticker]
    assert {"type", "sid", "sending_ts_ms"} <= set(spread.schema.names)


def test_no_model_has_two_columns_of_one_name_when_it_is_flat() -> None:
    for name, model in MODELS.items():
        names = schema_of(model, flat=True).names
        assert len(set(names)) == len(names), name


def test_a_pair_of_decimals_is_a_level_of_an_order_book_in_every_spec() -> None:
    pairs = {
        f"{name}.{field}"
        for name, model in MODELS.items()
        for field, declared in model.__annotations__.items()
        if "tuple[Decimal" in str(declared)
    }
    assert {each.split(".")[0].split()[-1] for each in pairs} == {
        "OrderbookCountFp",
        "MarginOrderbookCount",
        "OrderbookSnapshotData",
        "MarginOrderbookSnapshotData",
    }


def test_a_frame_comes_back_from_parquet_as_it_was() -> None:
    markets = [model_with(Market, Random(number), is_full=bool(number % 2)) for number in range(4)]
    for items in (markets, []):
        for is_flat in (False, True):
            table = frame(items, Market, flat=is_flat)
            file = io.BytesIO()
            pq.write_table(table, file)
            file.seek(0)
            assert pq.read_table(file) == table


def test_batches_read_no_more_items_than_they_need() -> None:
    read: list[Trade] = []

    def reading() -> Iterator[Trade]:
        for trade in trades(10):
            read.append(trade)
            yield trade

    reader = batches(reading(), size=4)
    assert len(read) == 1
    assert [len(reader.read_next_batch()) for _ in range(2)] == [4, 4]
    assert len(read) == 8
    assert len(reader.read_all()) == 2


def test_batches_are_read_by_polars_as_they_are() -> None:
    items = trades(10)
    made = pl.DataFrame(batches(items, size=3))
    assert made["trade_id"].to_list() == [trade.trade_id for trade in items]


def test_a_batch_raises_what_is_wrong_with_its_items() -> None:
    items = trades(4)
    items[3].count_fp = Decimal("NaN")
    reader = batches(items, size=2)
    assert len(reader.read_next_batch()) == 2
    with pytest.raises(FrameValueError):
        reader.read_next_batch()


def test_asynchronous_batches_come_as_soon_as_they_are_full() -> None:
    async def main() -> None:
        waiting = asyncio.Event()

        async def reading() -> AsyncIterator[Trade]:
            for trade in trades(2):
                yield trade
            await waiting.wait()
            yield trades(1)[0]

        reader = abatches(reading(), size=2)
        assert len(await anext(reader)) == 2
        waiting.set()
        assert [len(batch) async for batch in reader] == [1]

    asyncio.run(main())


def test_a_record_batch_has_the_schema_of_its_model_whatever_its_rows_are() -> None:
    for options in ({}, {"decimals": "float"}, {"flat": True}, {"decimals": "float", "flat": True}):
        for items in (
            [],
            [model_with(Market, Random(1), is_full=False)],
            [model_with(Market, Random(1), is_full=True)],
        ):
            batch = record_batch(items, Market, **options)  # type: ignore[arg-type]
            assert batch.schema == schema_of(Market, **options)  # type: ignore[arg-type]
            assert len(batch) == len(items)
            batch.validate(full=True)
