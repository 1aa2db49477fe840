"""The stream of perpetual futures: what it shares with the other one, and its own messages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from kalshi_gen.perps.stream.channels import CHANNELS
from kalshi_sandbox import Sandbox
from kalshi_sandbox.stream_faults import Drop

from .conftest import Read
from .reader import PATH, Signer
from .test_handshake import rejected

TICKER, OTHER = "KXBTCPERP", "KXETHPERP"


@pytest.fixture(autouse=True)
def _markets(exchange: Sandbox) -> None:
    for ticker in (TICKER, OTHER):
        exchange.perps_stream.books.add(ticker)


def put(exchange: Sandbox, side: Any, price: str, count: str) -> None:
    exchange.perps_stream.books.set_level(TICKER, side, Decimal(price), Decimal(count))


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


def test_a_corporate_action_is_sent_to_those_who_named_its_market_or_none(exchange: Sandbox, reader: Read) -> None:
    named, of_all, of_other = (reader(is_of_perps=True) for _ in range(3))
    named.subscribe("corporate_actions", market_ticker=TICKER)
    of_all.subscribe("corporate_actions")
    of_other.subscribe("corporate_actions", market_ticker=OTHER)
    terms = {"settlement_price_per_contract": "1.0000"}
    action = {"id": "1", "market_id": "2", "market_ticker": TICKER, "type": "final_settlement", "ts_ms": 3}
    exchange.perps_stream.books.apply_action({**action, "final_settlement": terms})
    for one in (named, of_all):
        (sent,) = one.of("corporate_actions_delta")
        assert sent["corporate_action"]["final_settlement"] == terms
    assert of_other.messages() == []


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


def test_a_firehose_makes_the_same_changes_with_the_same_seed(exchange: Sandbox) -> None:
    found = []
    for seed in (1, 1, 2):
        hose = exchange.perps_stream.firehose(markets=2, seed=seed)
        hose.run(200)
        found.append([exchange.perps_stream.books.get(ticker) for ticker in hose.tickers])
    assert found[0] == found[1] != found[2]
    assert all(bids["bid"] for bids in found[0])
