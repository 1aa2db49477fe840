"""The stream of perpetual futures: what it shares with the other one, and its own messages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from kalshi_gen.perps.stream.channels import CHANNELS
from kalshi_sandbox import Sandbox
from kalshi_sandbox.perps.engine import CashTerms, FinalSettlementTerms, NewOrder, SplitTerms, TickerChangeTerms
from kalshi_sandbox.stream_faults import Drop
from tests.sandbox.small import small_sandbox

from .conftest import Read
from .reader import PATH, Signer
from .test_handshake import rejected

TICKER, OTHER = "KXONEPERP", "KXTWOPERP"


@pytest.fixture(autouse=True)
def _markets(exchange: Sandbox) -> None:
    for ticker in (TICKER, OTHER):
        exchange.perps.markets.add(ticker, index_price=Decimal(62050), fractional_trading_enabled=True)
        exchange.perps.markets.set_index(ticker, Decimal(62050))
    exchange.perps.accounts.deposit(exchange.account, Decimal(1_000_000))
    exchange.perps.accounts.set_notional_limit(exchange.account, Decimal(1_000_000_000))


def put(exchange: Sandbox, side: Any, price: str, count: str) -> None:
    exchange.perps_stream.set_level(TICKER, side, Decimal(price), Decimal(count))


def test_levels_take_what_is_exact_in_any_form(exchange: Sandbox) -> None:
    exchange.perps_stream.set_level(TICKER, "bid", "62050.5", 2)
    exchange.perps_stream.set_level(TICKER, "ask", 62051, "0.5")
    exchange.perps_stream.set_level(TICKER, "ask", Decimal(62051), Decimal("1.5"))
    book = exchange.perps.markets.book(TICKER)
    assert list(book.bids) == [(Decimal("62050.5"), Decimal(2))]
    assert list(book.asks) == [(Decimal(62051), Decimal("1.5"))]


def test_it_has_a_path_and_a_signature_of_its_own(exchange: Sandbox) -> None:
    signer, url = Signer(exchange), exchange.perps_stream_url
    assert url == f"{exchange.stream_url}/margin"
    for signed in ({}, signer.headers(PATH), signer.headers(f"{PATH}/margin/")):
        assert rejected(url, signed)[0] == 401
    assert rejected(f"{url}s", signer.headers(f"{PATH}/margins"))[0] == 404


def test_a_book_begins_with_a_snapshot_and_goes_on_with_numbered_changes(exchange: Sandbox, reader: Read) -> None:
    for price in ("62050.5", "62040", "62045"):
        put(exchange, "bid", price, "2")
    one = reader(is_of_perps=True)
    (snapshot,) = one.subscribe("orderbook_delta", market_tickers=[TICKER])
    bids = [["62040.0000", "2.00"], ["62045.0000", "2.00"], ["62050.5000", "2.00"]]
    assert (snapshot["seq"], snapshot["msg"]) == (1, {"market_ticker": TICKER, "bid": bids})
    put(exchange, "bid", "62045", "0.5")
    put(exchange, "ask", "62051", "3")
    put(exchange, "ask", "62051", "3")
    first, second = one.messages()
    assert (first["seq"], second["seq"]) == (2, 3)
    now = int(exchange.clock.now().timestamp() * 1000)
    shared = {"market_ticker": TICKER, "ts_ms": now}
    assert first["msg"] == {**shared, "side": "bid", "price": "62045.0000", "delta": "-1.50"}
    assert second["msg"] == {**shared, "side": "ask", "price": "62051.0000", "delta": "3.00"}


def test_commands_are_those_of_the_other_stream(exchange: Sandbox, reader: Read) -> None:
    put(exchange, "bid", "62050", "2")
    one = reader(is_of_perps=True)
    one.subscribe("orderbook_delta", market_tickers=[TICKER])
    one.send("subscribe", {"channels": ["orderbook_delta"], "market_tickers": [TICKER, OTHER]})
    answer, snapshot = one.messages()
    assert (answer["type"], answer["sid"], answer["msg"]) == ("ok", 1, {"market_tickers": [TICKER, OTHER]})
    assert snapshot["msg"] == {"market_ticker": OTHER}
    ok, again = one.update("get_snapshot", market_tickers=[TICKER])
    assert (ok["type"], again["msg"]["bid"]) == ("ok", [["62050.0000", "2.00"]])
    one.update("delete_markets", market_tickers=[TICKER])
    put(exchange, "bid", "62050", "3")
    assert one.messages() == []
    assert [each.name for each in exchange.perps_stream.commands()].count("subscribe") == 2
    assert exchange.stream.commands() == ()


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"channels": ["market_positions"]}, 8),
        ({"channels": ["orderbook_delta"]}, 14),
        ({"channels": ["orderbook_delta"], "market_tickers": ["KXNONE"]}, 11),
        ({"channels": ["ticker"], "market_ids": ["9b0f6b43-5b68-4f9f-9f02-9a2d1b8ac1a1"]}, 11),
    ],
)
def test_what_it_does_not_have_is_rejected(reader: Read, params: dict[str, Any], code: int) -> None:
    one = reader(is_of_perps=True)
    one.send("subscribe", params)
    (error,) = one.messages()
    assert (error["type"], error["msg"]["code"]) == ("error", code)


def test_every_channel_can_be_subscribed(reader: Read) -> None:
    one = reader(is_of_perps=True)
    one.subscribe(*CHANNELS, market_tickers=[TICKER])


def test_a_ticker_can_begin_with_the_current_quotes(exchange: Sandbox, reader: Read) -> None:
    put(exchange, "bid", "62050", "2")
    (sent,) = reader(is_of_perps=True).subscribe("ticker", market_ticker=TICKER, send_initial_snapshot=True)
    assert (sent["msg"]["bid"], sent["msg"]["bid_size_fp"]) == ("62050.0000", "2.00")
    assert (sent["msg"]["ask"], sent["msg"]["ask_size_fp"], sent["msg"]["price"]) == ("0.0000", "0.00", "0.0000")


def test_tickers_come_once_a_second_with_the_latest_values(exchange: Sandbox, reader: Read) -> None:
    one = reader(is_of_perps=True)
    one.subscribe("ticker", market_ticker=TICKER)
    put(exchange, "bid", "62050", "2")
    (first,) = one.of("ticker")
    for price in ("62051", "62052"):
        put(exchange, "bid", price, "2")
    assert first["bid"] == "62050.0000"
    exchange.clock.advance(0.9)
    assert one.messages() == []
    exchange.clock.advance(0.1)
    (latest,) = one.of("ticker")
    assert (latest["bid"], latest["ts_ms"] - first["ts_ms"]) == ("62052.0000", 1000)
    exchange.clock.advance(5)
    put(exchange, "bid", "62053", "2")
    assert [each["bid"] for each in one.of("ticker")] == ["62053.0000"]


def test_a_trade_comes_after_its_change_and_before_the_orders_and_fills(exchange: Sandbox, reader: Read) -> None:
    account = exchange.add_account(balance=1_000_000)
    exchange.perps.accounts.set_notional_limit(account, Decimal(1_000_000_000))
    makers, takers = reader(is_of_perps=True), reader(account, is_of_perps=True)
    for one in (makers, takers):
        one.subscribe("orderbook_delta", "trade", "fill", "user_orders", market_tickers=[TICKER])
    exchange.perps.orders.place(exchange.account, order("ask", "62051", 3))
    exchange.perps.orders.place(account, order("bid", "62052", 1))
    kinds = ["orderbook_delta", "user_order", "orderbook_delta", "trade", "user_order", "fill"]
    found = makers.messages()
    assert sorted(each["type"] for each in found) == sorted(kinds)
    assert [each["type"] for each in found[-4:]] == kinds[-4:]
    taken, trade, of_maker, fill_of_maker = (each["msg"] for each in found[-4:])
    placed = next(each["msg"] for each in found if each["type"] == "user_order")
    assert (placed["fill_count"], placed["remaining_count"]) == ("0.00", "3.00")
    assert "last_update_reason" not in placed
    assert (taken["client_order_id"], taken["delta"], taken["last_update_reason"]) == ("62051", "-1.00", "Trade")
    assert (trade["price"], trade["count"], trade["taker_side"]) == ("62051.0000", "1.00", "bid")
    assert (of_maker["remaining_count"], of_maker["last_update_reason"]) == ("2.00", "Trade")
    assert (fill_of_maker["is_taker"], fill_of_maker["post_position"]) == (False, "-1.00")
    found = takers.messages()
    assert [each["type"] for each in found] == ["orderbook_delta", *kinds[2:]]
    taken, _, of_taker, fill_of_taker = (each["msg"] for each in found[-4:])
    assert "client_order_id" not in taken
    # The limit, and not the price at which it was filled.
    assert (of_taker["price"], fill_of_taker["price"]) == ("62052.0000", "62051.0000")
    assert fill_of_taker["trade_id"] == fill_of_maker["trade_id"] == trade["trade_id"]


def order(side: Any, price: str, contracts: int) -> NewOrder:
    return NewOrder(client_order_id=price, ticker=TICKER, side=side, price=Decimal(price), count=Decimal(contracts))


def test_a_corporate_action_is_sent_to_those_who_named_its_market_or_none(exchange: Sandbox, reader: Read) -> None:
    named, of_all, of_other = (reader(is_of_perps=True) for _ in range(3))
    named.subscribe("corporate_actions", market_ticker=TICKER)
    of_all.subscribe("corporate_actions")
    of_other.subscribe("corporate_actions", market_ticker=OTHER)
    apply(exchange, TICKER, CashTerms(cash_per_contract=Decimal(1)))
    apply(exchange, TICKER, SplitTerms(ratio_old=Decimal(1), ratio_new=Decimal(4)))
    apply(exchange, TICKER, TickerChangeTerms(new_ticker="KXNEWPERP"))
    # Whoever named the market goes on to hear of it under its new ticker.
    apply(exchange, "KXNEWPERP", FinalSettlementTerms(settlement_price_per_contract=Decimal("1.5")))
    for one in (named, of_all):
        split, change, settlement = (each["corporate_action"] for each in one.of("corporate_actions_delta"))
        terms = {"pre_split_mark_price": "62050.0000", "post_split_mark_price": "15512.5000"}
        assert split["split"] == {"ratio_old": "1", "ratio_new": "4", **terms}
        assert change["ticker_change"] == {"old_ticker": TICKER, "new_ticker": "KXNEWPERP"}
        assert settlement["final_settlement"] == {"settlement_price_per_contract": "1.5000"}
        assert [each["market_ticker"] for each in (split, change, settlement)] == [TICKER, "KXNEWPERP", "KXNEWPERP"]
        assert split["market_id"] == settlement["market_id"]
    assert of_other.messages() == []


def apply(exchange: Sandbox, ticker: str, terms: Any) -> None:
    actions = exchange.perps.corporate_actions
    actions.apply(actions.schedule(ticker, terms).action_id)


def test_order_groups_are_sent_to_their_owner(exchange: Sandbox, reader: Read) -> None:
    mine, theirs = reader(is_of_perps=True), reader(exchange.add_account(), is_of_perps=True)
    for one in (mine, theirs):
        one.subscribe("order_group_updates")
    group = exchange.perps.groups.create(exchange.account, Decimal(5))
    (created,) = mine.of("order_group_updates")
    assert (created["event_type"], created["order_group_id"]) == ("created", group.group_id)
    assert theirs.messages() == []


def test_faults_are_of_one_stream(exchange: Sandbox, reader: Read) -> None:
    exchange.stream.faults.add(Drop())
    one = reader(is_of_perps=True)
    assert len(one.subscribe("orderbook_delta", market_tickers=[TICKER])) == 1
    with pytest.raises(ValueError, match="corporate_actions"):
        exchange.stream.faults.add(Drop(), channel="corporate_actions")
    with pytest.raises(ValueError, match="market_positions"):
        exchange.perps_stream.faults.add(Drop(), channel="market_positions")
    exchange.perps_stream.faults.add(Drop(), kind="orderbook_delta")
    put(exchange, "bid", "62050", "2")
    assert one.messages() == []
    assert [each.channel for each in exchange.perps_stream.faults.fired] == ["orderbook_delta"]


def test_a_firehose_makes_the_same_changes_with_the_same_seed() -> None:
    found = []
    for seed in (1, 1, 2):
        with small_sandbox(clock="manual") as other:
            hose = other.perps_stream.firehose(markets=2, seed=seed)
            hose.run(200)
            books = [other.perps.markets.book(ticker) for ticker in hose.tickers]
            found.append([(book.bids, book.asks) for book in books])
    assert found[0] == found[1] != found[2]
    assert all(bids and asks for bids, asks in found[0])
