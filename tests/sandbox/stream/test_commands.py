"""Commands: what each does, and which error rejects it."""

from __future__ import annotations

import json
from typing import Any

from kalshi_gen.stream.channels import CHANNELS
from kalshi_gen.stream.error_codes import ERROR_CODES
from kalshi_sandbox import Sandbox
from kalshi_sandbox.stream_faults import IgnoreCommand, RejectCommand

from .conftest import AS_DOCUMENTED, Place, Read
from .reader import Signer

MARKET = "KXBTCD-26DEC31-T100000"


def named(channel: str) -> dict[str, Any]:
    """What a subscription to a channel must name."""
    return {"market_ticker": MARKET} if CHANNELS[channel].needs else {}


def test_every_channel_can_be_subscribed_to_listed_and_left(reader: Read) -> None:
    one = reader()
    for sid, channel in enumerate(CHANNELS, start=1):
        subscribe = one.send("subscribe", {"channels": [channel], **named(channel)})
        confirmed = one.read()
        assert (confirmed["type"], confirmed["id"]) == ("subscribed", subscribe)
        assert confirmed["msg"] == {"channel": channel, "sid": sid}
        one.messages()
        one.send("list_subscriptions")
        assert one.read()["msg"] == [{"channel": channel, "sid": sid}]
        leave = one.send("unsubscribe", {"sids": [sid]})
        left = one.read()
        assert (left["type"], left["id"], left["sid"]) == ("unsubscribed", leave, sid)


@AS_DOCUMENTED
def test_one_command_subscribes_to_several_channels_with_a_number_each(reader: Read) -> None:
    one = reader()
    one.send("subscribe", {"channels": ["trade", "fill"]})
    one.send("subscribe", {"channels": ["trade"]})
    assert [(each["msg"]["channel"], each["msg"]["sid"]) for each in one.messages()] == [
        ("trade", 1),
        ("fill", 2),
        ("trade", 3),
    ]


def test_an_id_of_zero_is_no_id(reader: Read) -> None:
    one = reader()
    one.send("subscribe", {"channels": ["trade"]}, id=0)
    assert "id" not in one.read()


BAD_COMMANDS: list[tuple[int, Any]] = [
    (1, "no json"),
    (1, "[]"),
    (1, {"id": -1, "cmd": "list_subscriptions"}),
    (1, {"id": "one", "cmd": "list_subscriptions"}),
    (1, {"cmd": "subscribe", "params": []}),
    (2, {"cmd": "subscribe"}),
    (2, {"cmd": "unsubscribe"}),
    (2, {"cmd": "update_subscription"}),
    (3, {"cmd": "subscribe", "params": {}}),
    (3, {"cmd": "subscribe", "params": {"channels": []}}),
    (4, {"cmd": "unsubscribe", "params": {}}),
    (4, {"cmd": "unsubscribe", "params": {"sids": []}}),
    (5, {"cmd": "dance"}),
    (5, {}),
    (7, {"cmd": "unsubscribe", "params": {"sids": [99]}}),
    (7, {"cmd": "update_subscription", "params": {"sid": 99, "action": "add_markets"}}),
    (8, {"cmd": "subscribe", "params": {"channels": ["ticker", "gossip"]}}),
    (11, {"cmd": "subscribe", "params": {"channels": "ticker"}}),
    (11, {"cmd": "subscribe", "params": {"channels": ["ticker"], "market_ticker": 5}}),
    (11, {"cmd": "subscribe", "params": {"channels": ["ticker"], "market_tickers": []}}),
    (11, {"cmd": "subscribe", "params": {"channels": ["ticker"], "market_ticker": MARKET, "market_tickers": [MARKET]}}),
    (11, {"cmd": "subscribe", "params": {"channels": ["ticker"], "market_ticker": "NO-SUCH-MARKET"}}),
    (11, {"cmd": "subscribe", "params": {"channels": ["ticker"], "market_id": "no uuid"}}),
    (11, {"cmd": "subscribe", "params": {"channels": ["ticker"], "market_id": "0" * 8 + "-0000" * 3 + "-" + "0" * 12}}),
    (11, {"cmd": "subscribe", "params": {"channels": ["fill"], "market_ids": ["x"]}}),
    (11, {"cmd": "subscribe", "params": {"channels": ["ticker"], "send_initial_snapshot": "yes"}}),
    (11, {"cmd": "subscribe", "params": {"channels": ["ticker"], "use_yes_price": 1}}),
    (11, {"cmd": "subscribe", "params": {"channels": ["communications"], "user_filter": "others"}}),
    (11, {"cmd": "subscribe", "params": {"channels": ["communications"], "shard_factor": "2"}}),
    (11, {"cmd": "subscribe", "params": {"channels": ["pyth_value"], "underlying_tickers": "all"}}),
    (11, {"cmd": "unsubscribe", "params": {"sids": ["one"]}}),
    (11, {"cmd": "update_subscription", "params": {"sid": "one", "action": "add_markets"}}),
    (12, {"cmd": "update_subscription", "params": {"action": "add_markets"}}),
    (12, {"cmd": "update_subscription", "params": {"sids": [1, 2], "action": "add_markets"}}),
    (12, {"cmd": "update_subscription", "params": {"sid": 1, "sids": [1], "action": "add_markets"}}),
    (13, {"cmd": "update_subscription", "params": {"sid": 1, "action": "dance"}}),
    (13, {"cmd": "update_subscription", "params": {"sid": 1, "action": "get_snapshot", "market_ticker": MARKET}}),
    (14, {"cmd": "subscribe", "params": {"channels": ["orderbook_delta"]}}),
    (14, {"cmd": "subscribe", "params": {"channels": ["orderbook_delta"], "market_ids": ["x"]}}),
    (14, {"cmd": "update_subscription", "params": {"sid": 1, "action": "add_markets"}}),
    (15, {"cmd": "update_subscription", "params": {"sid": 1, "market_ticker": MARKET}}),
    (19, {"cmd": "subscribe", "params": {"channels": ["communications"], "shard_factor": 0, "shard_key": 0}}),
    (20, {"cmd": "subscribe", "params": {"channels": ["communications"], "shard_key": 0}}),
    (21, {"cmd": "subscribe", "params": {"channels": ["communications"], "shard_factor": 2, "shard_key": 2}}),
    (22, {"cmd": "subscribe", "params": {"channels": ["communications"], "shard_factor": 101, "shard_key": 0}}),
    (24, {"cmd": "update_subscription", "params": {"sid": 2, "action": "subscribe_indices"}}),
    (24, {"cmd": "update_subscription", "params": {"sid": 2, "action": "unsubscribe_indices", "index_ids": []}}),
    (28, {"cmd": "update_subscription", "params": {"sid": 3, "action": "subscribe_underlyings"}}),
]  # fmt: skip


@AS_DOCUMENTED
def test_every_bad_command_is_rejected_by_its_number_and_changes_nothing(reader: Read) -> None:
    one = reader()
    one.subscribe("ticker", "cfbenchmarks_value", "pyth_value")
    for number, (code, command) in enumerate(BAD_COMMANDS, start=100):
        if isinstance(command, dict):
            command = json.dumps({"id": number, **command})
        one.socket.send(command)
        answer = one.read()
        assert (answer["type"], answer["msg"]["code"]) == ("error", code), (command, answer)
        if code > 1:
            assert answer["id"] == number
    one.send("list_subscriptions")
    assert len(one.read()["msg"]) == 3


@AS_DOCUMENTED
def test_an_unknown_market_is_named_in_the_rejection(reader: Read) -> None:
    one = reader()
    one.send("subscribe", {"channels": ["orderbook_delta"], "market_tickers": [MARKET, "NO-SUCH-MARKET"]})
    assert one.read()["msg"]["market_tickers"] == ["NO-SUCH-MARKET"]


def test_a_binary_or_fragmented_command_is_read_as_any(reader: Read) -> None:
    one = reader()
    one.socket.send(b'{"id":7,"cmd":"list_subscriptions"}')
    assert one.read()["id"] == 7
    one.socket.send(iter(['{"id":8,"cmd":', '"list_subscriptions"}']))
    assert one.read()["id"] == 8


def test_a_fault_gives_every_error_of_the_spec(exchange: Sandbox, reader: Read) -> None:
    one = reader()
    for code in ERROR_CODES:
        exchange.stream.faults.add(RejectCommand(code), kind="subscribe", times=1)
        rejected = one.send("subscribe", {"channels": ["trade"]})
        answer = one.read()
        assert (answer["type"], answer["id"], answer["msg"]["code"]) == ("error", rejected, code)
    one.send("list_subscriptions")
    assert one.read()["msg"] == []


def test_a_fault_leaves_a_command_without_an_answer(exchange: Sandbox, reader: Read) -> None:
    exchange.stream.faults.add(IgnoreCommand(), kind="subscribe", times=1)
    one = reader()
    one.send("subscribe", {"channels": ["trade"]})
    assert one.messages() == []
    assert one.subscribe("trade") == []


def test_a_key_that_may_not_read_gets_no_private_channel(exchange: Sandbox, reader: Read) -> None:
    signer = Signer(exchange)
    one = reader(signer=signer)
    exchange._keys.remove(signer.access_key_id)
    private = [name for name, channel in CHANNELS.items() if channel.private]
    for name in private:
        one.send("subscribe", {"channels": [name]})
        assert one.read()["msg"]["code"] == 9
    assert private
    one.subscribe("trade")


def test_a_subscription_takes_so_many_markets(exchange: Sandbox, reader: Read) -> None:
    exchange.stream.limits.markets = 2
    tickers = [market.ticker for market in exchange.engine.markets.all()[:3]]
    one = reader()
    one.send("subscribe", {"channels": ["trade"], "market_tickers": tickers})
    assert one.read()["msg"]["code"] == 26
    one.subscribe("trade", market_tickers=tickers[:2])
    assert one.update("add_markets", market_ticker=tickers[0])[0]["type"] == "ok"
    (rejected,) = one.update("add_markets", market_ticker=tickers[2])
    assert (rejected["msg"]["code"], rejected["sid"], rejected["seq"]) == (26, 1, 2)


def test_commands_about_a_subscription_come_no_faster_than_allowed(exchange: Sandbox, reader: Read) -> None:
    exchange.stream.limits.commands_a_second = 2
    one = reader()
    one.subscribe("trade", market_ticker=MARKET)
    kinds = [one.update("add_markets", market_ticker=MARKET)[0] for _ in range(3)]
    assert [each["type"] for each in kinds] == ["ok", "ok", "error"]
    assert kinds[2]["msg"]["code"] == 27
    exchange.clock.advance(1)
    assert one.update("add_markets", market_ticker=MARKET)[0]["type"] == "ok"


def test_markets_come_and_go_and_the_answer_lists_all(exchange: Sandbox, reader: Read, place: Place) -> None:
    tickers = [market.ticker for market in exchange.engine.markets.all()[:3]]
    one = reader()
    one.subscribe("trade", market_ticker=tickers[0])
    (added,) = one.update("add_markets", market_tickers=tickers[1:])
    assert added["msg"] == {"market_tickers": tickers}
    (removed,) = one.update("delete_markets", market_tickers=tickers[:2])
    assert removed["msg"] == {"market_tickers": tickers[2:]}
    one.update("delete_markets", market_tickers=tickers)
    for name in tickers:
        place("bid", "0.99", 1, ticker=name)
    # Nothing is left, which is not the same as all.
    assert one.messages() == []


def test_sids_with_one_number_is_the_same_as_sid(reader: Read) -> None:
    one = reader()
    one.subscribe("trade", market_ticker=MARKET)
    one.send("update_subscription", {"sids": [1], "action": "delete_markets", "market_ticker": MARKET})
    assert one.read()["msg"] == {"market_tickers": []}


def test_lists_can_be_left_out_of_the_answers(reader: Read) -> None:
    one = reader()
    one.subscribe("ticker", market_ticker=MARKET, skip_ticker_ack=True)
    (answer,) = one.update("delete_markets", market_ticker=MARKET)
    assert answer["msg"] == {}


@AS_DOCUMENTED
def test_markets_of_the_ticker_channel_can_be_named_by_their_ids(exchange: Sandbox, reader: Read) -> None:
    tickers = [market.ticker for market in exchange.engine.markets.all()[:2]]
    one = reader()
    snapshots = one.subscribe("ticker", market_tickers=tickers, send_initial_snapshot=True)
    ids = [each["msg"]["market_id"] for each in snapshots]
    (by_id,) = one.subscribe("ticker", market_id=ids[0], send_initial_snapshot=True)
    assert by_id["msg"]["market_ticker"] == tickers[0]
    answer, snapshot = one.update("add_markets", sid=2, market_ids=[ids[1]], send_initial_snapshot=True)
    assert answer["msg"]["market_ids"] == ids
    assert snapshot["msg"]["market_ticker"] == tickers[1]
