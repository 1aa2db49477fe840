"""Which messages have a number, and that none is left out."""

from __future__ import annotations

from kalshi_gen.stream.channels import CHANNELS
from kalshi_sandbox import Sandbox

from .conftest import AS_DOCUMENTED, Place, Read

MARKET = "KXBTCD-26DEC31-T100000"


@AS_DOCUMENTED
def test_messages_and_answers_of_a_subscription_are_numbered_in_one_row(
    exchange: Sandbox, reader: Read, place: Place, ticker: str
) -> None:
    one = reader()
    messages = one.subscribe("orderbook_delta", market_ticker=ticker)
    place("bid", "0.40", 1)
    messages += one.update("add_markets", market_ticker=MARKET)
    messages += one.update("get_snapshot", market_ticker=MARKET)
    messages += one.update("dance")
    messages += one.update("delete_markets", market_ticker=MARKET)
    place("bid", "0.40", 1)
    one.send("unsubscribe", {"sids": [1]})
    messages += one.messages()
    assert [(each["seq"], each["type"]) for each in messages] == [
        (1, "orderbook_snapshot"),
        (2, "orderbook_delta"),
        (3, "ok"),
        (4, "orderbook_snapshot"),
        (5, "orderbook_snapshot"),
        (6, "error"),
        (7, "ok"),
        (8, "orderbook_delta"),
        (9, "unsubscribed"),
    ]
    assert {each["sid"] for each in messages} == {1}


@AS_DOCUMENTED
def test_each_subscription_counts_for_itself(reader: Read, place: Place, ticker: str) -> None:
    one = reader()
    for _ in range(2):
        one.subscribe("orderbook_delta", market_ticker=ticker)
    place("bid", "0.40", 1)
    assert [(each["sid"], each["seq"]) for each in one.messages()] == [(1, 2), (2, 2)]


def test_a_channel_without_numbers_has_none_but_where_it_is_left(
    exchange: Sandbox, reader: Read, place: Place, ticker: str, other: str
) -> None:
    unnumbered = [name for name, channel in CHANNELS.items() if not channel.sequenced]
    one = reader()
    messages = one.subscribe(*unnumbered, market_tickers=[ticker], send_initial_snapshot=True)
    place("bid", "0.40", 2)
    place("ask", "0.40", 1, other)
    for sid in range(1, len(unnumbered) + 1):
        messages += one.update("add_markets", sid=sid, market_ticker=MARKET)
    messages += one.messages()
    assert len({each["type"] for each in messages}) == len(unnumbered) + 1
    assert [each for each in messages if "seq" in each] == []
    one.send("unsubscribe", {"sids": list(range(1, len(unnumbered) + 1))})
    assert [each["seq"] for each in one.messages()] == [1] * len(unnumbered)
