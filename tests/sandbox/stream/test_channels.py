"""What each of the other channels tells."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from kalshi_gen.stream.channels import CHANNELS
from kalshi_sandbox import Sandbox
from tests.sandbox.small import small_sandbox

from .conftest import Place, Read


def test_a_trade_is_sent_to_all(reader: Read, place: Place, ticker: str, other: str) -> None:
    one = reader()
    one.subscribe("trade")
    place("bid", "0.40", 10)
    place("ask", "0.40", 4, other)
    (trade,) = one.of("trade")
    assert (trade["market_ticker"], trade["count_fp"], trade["taker_book_side"]) == (ticker, "4.00", "ask")
    assert (trade["yes_price_dollars"], trade["no_price_dollars"]) == ("0.4000", "0.6000")


def test_the_ticker_is_sent_when_something_in_it_changes(
    exchange: Sandbox, reader: Read, place: Place, ticker: str, other: str
) -> None:
    one = reader()
    (first,) = one.subscribe("ticker", market_ticker=ticker, send_initial_snapshot=True)
    assert (first["msg"]["yes_bid_dollars"], first["msg"]["yes_ask_dollars"]) == ("0.0000", "1.0000")
    place("bid", "0.40", 10)
    place("bid", "0.30", 10)
    (quoted,) = one.of("ticker")
    assert (quoted["yes_bid_dollars"], quoted["yes_bid_size_fp"]) == ("0.4000", "10.00")
    exchange.clock.advance(5)
    place("ask", "0.40", 4, other)
    latest = one.of("ticker")[-1]
    assert (latest["price_dollars"], latest["volume_fp"], latest["open_interest_fp"]) == ("0.4000", "4.00", "4.00")
    assert (latest["yes_bid_size_fp"], latest["last_trade_size_fp"]) == ("6.00", "4.00")
    assert latest["ts_ms"] - quoted["ts_ms"] == 5000


def test_without_markets_a_channel_tells_of_all_that_there_are_and_come(
    exchange: Sandbox, reader: Read, place: Place
) -> None:
    one = reader()
    one.subscribe("ticker")
    new = exchange.add_market("KXNEW-26DEC31-1").ticker
    place("bid", "0.40", 1, ticker=new)
    assert [each["market_ticker"] for each in one.of("ticker")] == [new]
    (answer,) = one.update("add_markets", market_ticker=new)
    assert answer["msg"] == {}
    place("bid", "0.50", 1, ticker=new)
    assert len(one.of("ticker")) == 1


def test_orders_fills_and_positions_are_sent_to_their_owner(
    reader: Read, place: Place, ticker: str, other: str
) -> None:
    mine, theirs = reader(), reader(other)
    for one in (mine, theirs):
        one.subscribe("user_orders", "fill", "market_positions", market_tickers=[ticker])
    resting = place("bid", "0.40", 10, client_order_id="mine")
    place("ask", "0.40", 4, other)
    messages = mine.messages()
    assert [each["type"] for each in messages] == ["user_order", "fill", "market_position", "user_order"]
    placed, fill, position, filled = (each["msg"] for each in messages)
    assert (placed["order_id"], placed["status"]) == (resting.order.order_id, "resting")
    assert "last_update_reason" not in placed
    assert (fill["is_taker"], fill["book_side"], fill["post_position_fp"]) == (False, "bid", "4.00")
    assert fill["client_order_id"] == "mine"
    assert (position["position_fp"], position["position_cost_dollars"]) == ("4.00", "1.6000")
    assert (filled["remaining_count_fp"], filled["last_update_reason"]) == ("6.00", "Trade")
    orders = [each["msg"]["status"] for each in theirs.messages() if each["type"] == "user_order"]
    assert orders == ["resting", "executed"]


def test_every_way_in_which_an_order_ends_has_its_reason(exchange: Sandbox, reader: Read, place: Place) -> None:
    one = reader()
    one.subscribe("user_orders")
    engine, account = exchange.engine, exchange.account
    engine.orders.cancel(account, place("bid", "0.10", 5).order.order_id)
    engine.orders.decrease(account, place("bid", "0.10", 5).order.order_id, reduce_by=Decimal(1))
    place("bid", "0.10", 5, expiration_time=exchange.clock.now() + timedelta(seconds=9))
    place("ask", "0.90", 5, cancel_order_on_pause=True, order_group_id=None)
    exchange.clock.advance(9)
    exchange.pause()
    exchange.resume()
    market = place("bid", "0.10", 1).order.ticker
    exchange.close_market(market)
    messages = [(each["status"], each.get("last_update_reason")) for each in one.of("user_order")]
    assert ("canceled", None) in messages
    assert ("resting", "Decrease") in messages
    assert {("canceled", reason) for reason in ("ExpiryCancel", "HaltCancel", "CloseCancel")} <= set(messages)


def test_order_groups_are_sent_to_their_owner(exchange: Sandbox, reader: Read, other: str) -> None:
    mine, theirs = reader(), reader(other)
    for one in (mine, theirs):
        one.subscribe("order_group_updates")
    engine, account = exchange.engine, exchange.account
    group = engine.groups.create(account, Decimal(10)).group_id
    engine.groups.update_limit(account, group, Decimal(20))
    engine.groups.trigger(account, group)
    engine.groups.reset(account, group)
    engine.groups.delete(account, group)
    messages = mine.of("order_group_updates")
    events = [(each["event_type"], each.get("contracts_limit_fp")) for each in messages]
    assert events[:2] == [("created", "10.00"), ("limit_updated", "20.00")]
    assert [event for event, limit in events[2:] if limit is None] == ["triggered", "reset", "triggered", "deleted"]
    assert {each["order_group_id"] for each in messages} == {group}
    assert theirs.messages() == []


def test_the_life_of_a_market_is_sent_from_its_creation_to_its_settlement(exchange: Sandbox, reader: Read) -> None:
    one = reader()
    one.subscribe("market_lifecycle_v2", "multivariate_market_lifecycle")
    ticker = exchange.add_market("KXLIFE-26DEC31-1", yes_sub_title="it lives").ticker
    exchange.pause_market(ticker)
    exchange.resume_market(ticker)
    exchange.settle(ticker, "yes")
    messages = one.messages()
    assert [each["msg"].get("event_type", each["type"]) for each in messages] == [
        "event_lifecycle", "created", "activated", "deactivated", "activated", "close_date_updated", "determined",
        "settled",
    ]  # fmt: skip
    assert messages[1]["msg"]["additional_metadata"]["yes_sub_title"] == "it lives"
    assert (messages[6]["msg"]["result"], messages[6]["msg"]["settlement_value"]) == ("yes", "1.0000")
    assert [each["seq"] for each in messages] == list(range(1, 9))


def test_a_market_that_closes_at_its_time_closes_without_a_word(exchange: Sandbox, reader: Read) -> None:
    one = reader()
    close_time = exchange.clock.now() + timedelta(seconds=60)
    exchange.add_market("KXLIFE-26DEC31-1", close_time=close_time)
    one.subscribe("market_lifecycle_v2")
    exchange.clock.advance(60)
    assert one.messages() == []


def test_markets_of_multivariate_events_have_a_channel_of_their_own(exchange: Sandbox, reader: Read) -> None:
    one = reader()
    one.subscribe("multivariate_market_lifecycle")
    terms = {"mve_collection_ticker": "KXMVE"}
    exchange.add_event("KXMVE-1", terms=terms)
    exchange.add_market("KXMVE-1-A", terms=terms)
    messages = one.messages()
    assert [each["type"] for each in messages] == [
        "event_lifecycle", "multivariate_market_lifecycle", "multivariate_market_lifecycle"
    ]  # fmt: skip


INDICES = {
    name: next(iter(each.takes))
    for name, each in CHANNELS.items()
    if each.takes and each.takes <= {"index_ids", "underlying_tickers"}
}
ADD = {"index_ids": "subscribe_indices", "underlying_tickers": "subscribe_underlyings"}
REMOVE = {"index_ids": "unsubscribe_indices", "underlying_tickers": "unsubscribe_underlyings"}
LIST = {"index_ids": "indexlist", "underlying_tickers": "underlying_list"}


@pytest.mark.parametrize(("channel", "field"), INDICES.items())
def test_values_of_indices_flow_by_the_clock_for_those_that_were_named(
    exchange: Sandbox, reader: Read, channel: str, field: str
) -> None:
    one = reader()
    one.subscribe(channel)
    (listed,) = one.update(LIST[field])
    names = listed["msg"][field]
    assert listed["type"].startswith(channel)
    exchange.clock.advance(2)
    assert one.messages() == []
    (answer,) = one.update(ADD[field], **{field: names[:2]})
    assert answer["msg"] == {field: names[:2]}
    exchange.clock.advance(2)
    messages = one.of(channel)
    times = {"cfbenchmarks_value_5hz": 10}.get(channel, 2)
    assert [next(each[key] for key in ("index_id", "underlying_ticker") if key in each) for each in messages] == (
        names[:2] * times
    )
    (answer,) = one.update(ADD[field], **{field: ["all"]})
    assert answer["msg"] == {field: ["all"]}
    exchange.clock.advance(1)
    assert len(one.of(channel)) == len(names) * times // 2
    (answer,) = one.update(REMOVE[field], **{field: ["all", names[0]]})
    assert answer["msg"] == {field: [names[1]]}
    one.update(REMOVE[field], **{field: [names[1]]})
    exchange.clock.advance(60)
    assert one.messages() == []


def test_averages_count_the_ticks_of_their_windows(exchange: Sandbox, reader: Read) -> None:
    one = reader()
    one.subscribe("cfbenchmarks_value", index_ids=["BRTI"])
    exchange.clock.advance(15 * 60)
    messages = one.of("cfbenchmarks_value")
    assert [each["avg_60s_data"]["window_size"] for each in messages[:3]] == [0, 1, 2]
    assert messages[-1]["avg_60s_data"]["window_size"] == 60
    final = [each["last_60s_windowed_average_15min"]["window_size"] for each in messages if len(each) > 4]
    assert final == list(range(1, 61))


def test_values_are_the_same_for_a_seed(exchange: Sandbox, reader: Read) -> None:
    from .reader import Reader

    one = reader()
    one.subscribe("pyth_value", underlying_tickers=["all"])
    exchange.clock.advance(3)
    with small_sandbox(clock="manual", seed=3) as second, Reader(second) as other:
        other.subscribe("pyth_value", underlying_tickers=["all"])
        second.clock.advance(3)
        assert other.of("pyth_value") == one.of("pyth_value")


def test_any_message_can_be_sent_by_hand(exchange: Sandbox, reader: Read, other: str) -> None:
    mine, theirs = reader(), reader(other)
    for one in (mine, theirs):
        one.subscribe("market_lifecycle_v2")
    body = {"event_ticker": "KXBTCD-26DEC31", "fee_type_override": None, "fee_multiplier_override": None}
    exchange.stream.publish("market_lifecycle_v2", "event_fee_update", body, account=other)
    assert theirs.of("event_fee_update") == [body]
    assert mine.messages() == []
    with pytest.raises(ValueError, match="channel: 'gossip' is not one of"):
        exchange.stream.publish("gossip", "rumour", {})


def test_what_is_sent_of_a_new_market_is_what_rest_answers(exchange: Sandbox, reader: Read) -> None:
    one = reader()
    one.subscribe("market_lifecycle_v2")
    terms = {"strike_type": "greater", "floor_strike": 40.5, "rules_secondary": "Rounded down."}
    later = exchange.clock.now() + timedelta(hours=1)
    exchange.add_market("KXNEW-26DEC31-1", exchange_index=2, open_time=later, terms=terms)
    event, created = (message["msg"] for message in one.messages())
    with exchange.client() as client:
        http = client.get_httpx_client()
        market = http.get("/markets/KXNEW-26DEC31-1").json()["market"]
        listed = http.get("/events/KXNEW-26DEC31").json()["event"]
    about = created.pop("additional_metadata")
    assert about.pop("name") == market["title"]
    assert about.pop("expected_expiration_ts") == seconds(market["expected_expiration_time"])
    assert {name: market[name] for name in about} == about
    assert about.keys() >= {"title", "rules_primary", "rules_secondary", "floor_strike", "event_ticker"}
    assert (created.pop("open_ts"), created.pop("close_ts")) == (
        seconds(market["open_time"]),
        seconds(market["close_time"]),
    )
    assert (created.pop("event_type"), created.pop("market_ticker")) == ("created", market["ticker"])
    assert {name: market[name] for name in created} == created
    assert created["exchange_index"] == 2
    assert event.pop("subtitle") == listed["sub_title"]
    assert {name: listed[name] for name in event} == event


def test_a_market_that_closes_early_has_the_new_close_time_in_rest_too(exchange: Sandbox, reader: Read) -> None:
    one = reader()
    exchange.add_market("KXNEW-26DEC31-1")
    one.subscribe("market_lifecycle_v2")
    exchange.clock.advance(60)
    exchange.close_market("KXNEW-26DEC31-1")
    (closed,) = (message["msg"] for message in one.messages())
    with exchange.client() as client:
        market = client.get_httpx_client().get("/markets/KXNEW-26DEC31-1").json()["market"]
    assert (closed["event_type"], closed["close_ts"]) == ("close_date_updated", seconds(market["close_time"]))
    assert closed["close_ts"] == int(exchange.clock.now().timestamp())


def seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())
