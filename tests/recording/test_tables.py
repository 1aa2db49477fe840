"""The tables of channels: every message comes back as it was."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from importlib import import_module
from random import Random
from typing import Any

import msgspec
import pyarrow as pa
import pytest

from kalshi_gen.stream.models import Trade
from kalshi_overlay.recording.marks import Mark
from kalshi_overlay.recording.tables import ChannelTable
from kalshi_overlay.stream.feeds import API_FEED, Feed, perps_feed
from tests.frames.oracle import model_with
from tests.stream.examples import message

FEEDS = {"api": API_FEED, "perps": perps_feed({})}
MODELS = {"api": "kalshi_gen.stream.models", "perps": "kalshi_gen.perps.stream.models"}
CHANNELS = [(feed, channel) for feed, carried in FEEDS.items() for channel in carried.channels]
AT = 1_790_000_000_000_000


def messages_of(feed: str, channel: str, random: Random) -> list[Any]:
    """Some messages of each class of a channel, with all their fields and with few."""
    models = import_module(MODELS[feed])
    described = FEEDS[feed].channels[channel]
    made = [
        model_with(getattr(models, name), random, is_full=is_full)
        for name in described.models
        for is_full in (True, False, True)
    ]
    for each in made:
        if type(each).__name__ == "MarketMetadataUpdated":
            each.msg.event_type = "metadata_updated"
    random.shuffle(made)
    return made


def rows_of(items: list[Any], channel: str) -> list[Any]:
    return [(number, AT + number, item, channel) for number, item in enumerate(items, 1)]


@pytest.mark.parametrize(("feed", "channel"), CHANNELS)
def test_every_message_comes_back_as_it_was(feed: str, channel: str) -> None:
    table = ChannelTable(FEEDS[feed], channel)
    rows = rows_of(messages_of(feed, channel, Random(3)), channel)
    batch = table.batch(rows)
    assert batch.schema == table.schema
    for sent, read in zip(rows, table.rows(batch), strict=True):
        # The id of the command that a list answers is of no use later.
        if "id" in type(sent[2]).__struct_fields__:
            sent[2].id = read[2].id
        assert read == sent


@pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)
def test_the_tables_of_all_channels_fit_together(feed: Feed) -> None:
    schemas = [ChannelTable(feed, channel).schema.remove_metadata() for channel in feed.channels]
    together = pa.unify_schemas(schemas)
    for schema in schemas:
        for column in schema:
            assert together.field(column.name).type == column.type


def test_marks_keep_their_place_between_messages() -> None:
    table = ChannelTable(API_FEED, "trade")
    since = datetime(2026, 11, 28, 12, 0, 0, 5, tzinfo=UTC)
    items = [
        Mark("subscribed", ""),
        message(Trade),
        Mark("gap", "the connection was lost", "KXBTCD-1"),
        message(Trade),
        Mark("dropped", "the disk was full", since=since, dropped=7),
    ]
    rows = rows_of(items, "trade")
    assert list(table.rows(table.batch(rows))) == rows
    marks = [Mark("gap", "a"), Mark("gap", "b")]
    assert [row[2] for row in table.rows(table.batch(rows_of(marks, "trade")))] == marks


def test_numbers_are_read_with_as_many_places_as_they_need_and_two_at_least() -> None:
    table = ChannelTable(API_FEED, "trade")
    sent = message(Trade)
    texts = {"0.5": "0.50", "12": "12.00", "0.5625": "0.5625", "0.000001": "0.000001", "1E+3": "1000.00"}
    trades = [msgspec.structs.replace(sent, msg=msgspec.structs.replace(sent.msg, count_fp=Decimal(t))) for t in texts]
    read = [str(row[2].msg.count_fp) for row in table.rows(table.batch(rows_of(trades, "trade")))]
    assert read == list(texts.values())


def test_times_are_read_to_the_microsecond() -> None:
    table = ChannelTable(API_FEED, "orderbook_delta")
    random = Random(5)
    deltas = [each for each in messages_of("api", "orderbook_delta", random) if hasattr(each.msg, "ts")]
    times = [datetime(year, 12, 31, 23, 59, 59, random.randrange(10**6), tzinfo=UTC) for year in range(1990, 2090)]
    sent = [msgspec.structs.replace(deltas[0], msg=msgspec.structs.replace(deltas[0].msg, ts=time)) for time in times]
    assert [row[2].msg.ts for row in table.rows(table.batch(rows_of(sent, "orderbook_delta")))] == times


def test_only_the_fields_that_are_wanted_are_read() -> None:
    table = ChannelTable(API_FEED, "orderbook_delta")
    rows = rows_of(messages_of("api", "orderbook_delta", Random(2)), "orderbook_delta")
    fields = frozenset({"market_ticker", "side", "price_dollars", "delta_fp", "yes_dollars_fp", "no_dollars_fp"})
    batch = table.batch(rows).select([name for name in table.schema.names if name in table.columns_of(fields)])
    assert not {"time", "seq", "market_id"} & set(batch.schema.names)
    for sent, read in zip(rows, table.rows(batch, fields), strict=True):
        for field in fields & set(sent[2].msg.__struct_fields__):
            assert getattr(read[2].msg, field) == getattr(sent[2].msg, field)
