"""The codec with every message of the spec, and with frames that are none of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kalshi_gen.errors import InvalidRequestError, KalshiFrameError
from kalshi_gen.stream import models
from kalshi_gen.stream.codec import decode, encode
from kalshi_gen.stream.messages import FORMS, UnknownMessage
from kalshi_gen.types import UNSET
from tests.walking import walked

from .codec_soak import alone, check_command, check_message, check_salvage, of_each, schemas, with_field


def frame(message: Any) -> bytes:
    return json.dumps(message).encode()


def test_every_message_is_decoded_to_its_class_and_back() -> None:
    of_each(with_field("type"), check_message, 4)


@given(data=st.data(), name=st.deferred(lambda: st.sampled_from(with_field("type"))))
def test_any_message_is_decoded_to_its_class_and_back(data: st.DataObject, name: str) -> None:
    check_message(name, data)


def test_a_message_without_a_required_field_is_salvaged_and_reported() -> None:
    of_each(filter(alone, with_field("type")), check_salvage, 2)


def test_every_command_is_encoded_as_the_spec_has_it() -> None:
    of_each(with_field("cmd"), check_command, 4)


def test_a_command_names_itself() -> None:
    command = models.UnsubscribeCommand(id=7, params=models.UnsubscribeCommandParams(sids=[1]))
    assert json.loads(encode(command)) == {"id": 7, "cmd": "unsubscribe", "params": {"sids": [1]}}


def test_a_command_that_the_spec_does_not_take_is_refused_with_the_name_of_the_field() -> None:
    nonsense: Any = "nonsense"
    params = models.SubscribeCommandParams(channels=[nonsense])
    with pytest.raises(InvalidRequestError, match=r"params\.channels\[0\]"):
        encode(models.SubscribeCommand(id=1, params=params))


@pytest.mark.parametrize("given", [{}, {"sid": 1, "sids": [1]}], ids=["neither", "both"])
def test_an_update_names_its_subscription_in_one_way(given: dict[str, Any]) -> None:
    params = models.UpdateSubscriptionCommandParams(action="add_markets", market_tickers=["A"], **given)
    with pytest.raises(InvalidRequestError, match="sid"):
        encode(models.UpdateSubscriptionCommand(id=1, params=params))


def test_a_number_of_a_subscription_is_held_to_its_bound() -> None:
    command = models.UnsubscribeCommand(id=1, params=models.UnsubscribeCommandParams(sids=[0]))
    with pytest.raises(InvalidRequestError, match=r"params\.sids\[0\]"):
        encode(command)


@settings(max_examples=20, deadline=None)
@given(kind=st.text().filter(lambda text: text not in FORMS), msg=st.integers() | st.text() | st.just({"a": [1]}))
def test_a_message_of_an_unknown_type_comes_with_its_raw_payload(kind: str, msg: Any) -> None:
    message, drifts = decode(frame({"type": kind, "sid": 3, "seq": 4, "msg": msg}))
    assert isinstance(message, UnknownMessage)
    assert (message.type, message.sid, message.seq, drifts) == (kind, 3, 4, ())
    assert msgspec.json.decode(message.msg) == msg


def test_an_unknown_message_may_say_nothing() -> None:
    message, _ = decode(b'{"type": "news"}')
    assert isinstance(message, UnknownMessage)
    assert (bytes(message.msg), message.sid) == (b"", UNSET)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"3",
        b"null",
        b'"ticker"',
        b"\xff",
        b'{"type": 3}',
        b"{}",
        b'{"type": "ok", "msg": [}',
        b"[" * 99999,
    ],
    ids=["empty", "cut", "list", "number", "null", "text", "bytes", "type", "typeless", "inside", "deep"],
)
def test_what_is_no_message_is_an_error_that_shows_none_of_it(content: bytes) -> None:
    with pytest.raises(KalshiFrameError, match=f"a frame of {len(content)} bytes is no message") as caught:
        decode(content)
    assert caught.value.content == content


def test_half_of_a_surrogate_pair_is_an_error_of_the_frame() -> None:
    with pytest.raises(KalshiFrameError):
        decode('{"type": "ok", "msg": "\ud800"}')


@pytest.mark.parametrize("extra", [b'{"new": [1, {}], ', b"{ \n"])
def test_further_fields_and_spaces_are_no_drift(extra: bytes) -> None:
    message, drifts = decode(extra + b'"type": "subscribed", "id": 1, "msg": {"channel": "x", "sid": 2, "new": 1}}')
    assert drifts == ()
    assert message == models.SubscribedResponse(id=1, msg=models.SubscribedResponseData(channel="x", sid=2))


def test_a_value_of_another_type_is_kept_and_reported() -> None:
    message, drifts = decode(b'{"type": "subscribed", "msg": {"channel": "x", "sid": "two"}}')
    assert [(drift.path, drift.expected, drift.got) for drift in drifts] == [("msg.sid", "int", "str")]
    assert isinstance(message, models.SubscribedResponse)
    assert str(message.msg.sid) == "two"


@walked(
    ("msg", "model"),
    [
        (None, models.OkResponse),
        ({}, models.OkResponse),
        ({"market_tickers": ["A"]}, models.OkResponse),
        ({"index_ids": ["BRTI"]}, models.SubscribedIndicesResponse),
        ({"underlying_tickers": []}, models.SubscribedUnderlyingsResponse),
        ([], models.ListSubscriptionsResponse),
        ([{"channel": "ticker", "sid": 1}], models.ListSubscriptionsResponse),
    ],
)
def test_the_forms_of_one_type_are_distinguished(msg: Any, model: type) -> None:
    wire = {"type": "ok", "id": 1, "sid": 1, "seq": 1} | ({} if msg is None else {"msg": msg})
    assert type(decode(frame(wire))[0]) is model


def test_a_step_of_a_market_is_known_from_new_metadata_even_if_a_field_is_missing() -> None:
    for event_type, model in (
        ("metadata_updated", models.MarketMetadataUpdated),
        ("settled", models.MarketLifecycleV2),
    ):
        wire = {"type": "market_lifecycle_v2", "sid": 1, "seq": 1, "msg": {"event_type": event_type}}
        message, drifts = decode(frame(wire))
        assert type(message) is model
        assert [drift.path for drift in drifts] == ["msg.market_ticker"]


def test_frames_of_the_live_exchange_without_a_clock_are_no_drift() -> None:
    book = {"market_ticker": "A", "market_id": "9b0f6b43-5b68-4f9f-9f02-9a2d1b8ac1a1"}
    snapshot, drifts = decode(frame({"type": "orderbook_snapshot", "sid": 1, "seq": 1, "msg": book}) + b"\n")
    assert isinstance(snapshot, models.OrderbookSnapshot)
    assert (snapshot.msg.clock, snapshot.msg.yes_dollars_fp, drifts) == (UNSET, UNSET, ())
    change = {"price_dollars": "0.4000", "delta_fp": "1.00", "side": "yes", "ts": "2026-08-27T10:00:00.123456Z"}
    delta, drifts = decode(frame({"type": "orderbook_delta", "sid": 1, "seq": 2, "msg": book | change}) + b"\n")
    assert isinstance(delta, models.OrderbookDelta)
    assert (delta.msg.clock, delta.msg.ts, drifts) == (
        UNSET,
        datetime(2026, 8, 27, 10, 0, 0, 123456, tzinfo=UTC),
        (),
    )


def test_an_empty_price_of_a_market_without_trades_is_unset_and_no_drift() -> None:
    wire: dict[str, Any] = {
        "type": "ticker",
        "sid": 1,
        "msg": dict.fromkeys(schemas()["tickerPayload"]["properties"]["msg"]["required"]),
    }
    wire["msg"] |= {name: "0.0000" for name in wire["msg"] if name.endswith(("_dollars", "_fp"))}
    wire["msg"] |= {name: 0 for name in wire["msg"] if name.startswith(("dollar_", "ts"))}
    wire["msg"] |= {"market_id": "9b0f6b43-5b68-4f9f-9f02-9a2d1b8ac1a1", "market_ticker": "A"}
    wire["msg"] |= {"time": "2026-08-27T10:00:00.123456Z", "price_dollars": ""}
    message, drifts = decode(frame(wire))
    assert isinstance(message, models.Ticker)
    assert (message.msg.price_dollars, message.msg.yes_bid_dollars, drifts) == (UNSET, Decimal(0), ())


def test_an_empty_text_for_a_price_that_must_be_there_is_a_drift() -> None:
    change = {"market_ticker": "A", "market_id": "9b0f6b43-5b68-4f9f-9f02-9a2d1b8ac1a1", "side": "yes"}
    wire = {"type": "orderbook_delta", "sid": 1, "seq": 2, "msg": change | {"price_dollars": "", "delta_fp": "1.00"}}
    _, drifts = decode(frame(wire))
    assert [(drift.path, drift.got) for drift in drifts] == [("msg.price_dollars", "str")]
