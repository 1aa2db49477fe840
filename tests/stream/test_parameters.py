"""What a subscription is about after updates, and when it is made again."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from kalshi_gen.errors import InvalidRequestError
from kalshi_gen.stream.channels import CHANNELS
from kalshi_overlay.errors import KalshiSubscriptionError
from kalshi_overlay.stream.readers import LISTS, Demand, Reader
from kalshi_overlay.stream.shared import SharedSubscription
from kalshi_overlay.stream.snapshots import SnapshotRequests
from tests.walking import walked

ONE, TWO = UUID(int=1), UUID(int=2)


def after(parameters: dict[str, Any], action: str, **given: Any) -> dict[str, Any]:
    selections = {"index_ids": "cfbenchmarks_value", "underlying_tickers": "pyth_value"}
    channel = next((selections[name] for name in (*parameters, *given) if name in selections), "ticker")
    demand = Demand.of(CHANNELS[channel], parameters)
    change = demand.change_of(action, given)
    changed = (demand.with_change(change[1], is_adding=change[0]) if change else demand).parameters
    assert demand == Demand.of(CHANNELS[channel], parameters), "nothing changes before the exchange has agreed"
    return changed


@walked(
    ("before", "action", "given", "expected"),
    [
        ({"market_tickers": ["A"]}, "add_markets", {"market_tickers": ["B", "A"]}, {"market_tickers": ["A", "B"]}),
        ({"market_tickers": ["A"]}, "add_markets", {"market_ticker": "B"}, {"market_tickers": ["A", "B"]}),
        ({"market_ticker": "A"}, "add_markets", {"market_tickers": ["B"]}, {"market_tickers": ["A", "B"]}),
        ({"market_ticker": "A"}, "delete_markets", {"market_ticker": "A"}, {"market_tickers": []}),
        ({"market_tickers": ["A", "B"]}, "delete_markets", {"market_tickers": ["A"]}, {"market_tickers": ["B"]}),
        ({"market_id": ONE}, "add_markets", {"market_ids": [TWO]}, {"market_ids": [ONE, TWO]}),
        ({"market_ids": [ONE, TWO]}, "delete_markets", {"market_id": ONE}, {"market_ids": [TWO]}),
        # All markets stay all markets.
        ({}, "add_markets", {"market_tickers": ["A"]}, {}),
        ({}, "delete_markets", {"market_tickers": ["A"]}, {}),
        ({"skip_ticker_ack": True}, "add_markets", {"market_tickers": ["A"]}, {"skip_ticker_ack": True}),
        # No index is none.
        ({}, "subscribe_indices", {"index_ids": ["BRTI"]}, {"index_ids": ["BRTI"]}),
        ({"index_ids": ["BRTI"]}, "subscribe_indices", {"index_ids": ["all"]}, {"index_ids": ["BRTI", "all"]}),
        ({"index_ids": ["BRTI", "all"]}, "unsubscribe_indices", {"index_ids": ["all"]}, {"index_ids": ["BRTI"]}),
        ({"index_ids": ["BRTI"]}, "unsubscribe_indices", {"index_ids": ["BRTI"]}, {}),
        ({}, "subscribe_underlyings", {"underlying_tickers": ["X"]}, {"underlying_tickers": ["X"]}),
        # What changes nothing.
        ({"market_tickers": ["A"]}, "get_snapshot", {"market_tickers": ["A"]}, {"market_tickers": ["A"]}),
        ({"index_ids": ["BRTI"]}, "indexlist", {}, {"index_ids": ["BRTI"]}),
    ],
)
def test_a_subscription_is_about_what_it_was_changed_to(
    before: dict[str, Any], action: str, given: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert after(before, action, **given) == expected


def test_markets_are_named_one_way() -> None:
    """A subscription can't be made again with both, and the client doesn't know which ticker an id belongs to."""
    with pytest.raises(InvalidRequestError, match="market_tickers"):
        after({"market_ticker": "A"}, "add_markets", market_ids=[ONE])


@pytest.mark.parametrize(
    ("parameters", "command"),
    [
        ({}, "subscribe"),
        ({"market_tickers": []}, None),
        ({"market_tickers": ["A"]}, "subscribe"),
        ({"market_ids": []}, None),
    ],
)
def test_what_has_lost_all_its_markets_is_about_nothing_rather_than_about_all(
    parameters: dict[str, Any], command: str | None
) -> None:
    receiver: Any = None
    demand = Demand.of(CHANNELS["ticker"], parameters)
    subscription = SharedSubscription(demand, print)
    subscription.join(Reader(demand, receiver))
    asked = subscription.next_command()
    assert (asked.kind if asked else None) == command


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ({}, ["A", "B"]),
        ({"market_tickers": ["B"]}, ["B"]),
        ({"market_tickers": ["B", "C", "D"]}, ["B"]),
        ({"market_tickers": ["C"]}, None),
    ],
)
def test_a_reader_asks_for_snapshots_of_its_own_books(named: dict[str, Any], expected: list[str] | None) -> None:
    """Of all of them, or of those that it names. C is another reader's, D is nobody's."""
    receiver: Any = SimpleNamespace(on_subscribed=list)
    readers = [
        Reader(Demand.of(CHANNELS["orderbook_delta"], {"market_tickers": [*names]}), receiver) for names in ("AB", "C")
    ]
    subscription = SharedSubscription(readers[0].demand, print)
    for reader in readers:
        subscription.join(reader)
    command = subscription.next_command()
    assert command is not None
    subscription.bind(7, None, is_known=False)
    subscription.on_confirmed(command, None)
    assert subscription.next_snapshots() is None
    assert subscription.request(readers[0], "get_snapshot", named) is None
    asked = subscription.next_snapshots()
    assert (asked and asked.parameters) == (
        expected and {"sid": 7, "action": "get_snapshot", "market_tickers": expected}
    )


@pytest.mark.parametrize(
    ("code", "tickers", "ends", "lost"),
    [
        # It is about the reader, whatever it names.
        (9, (), True, []),
        # One of its markets may be at fault: they are tried by halves.
        (11, (), False, []),
        (999, (), False, []),
        (11, ("B",), False, ["B"]),
        (11, ("A", "B"), True, []),
    ],
)
def test_a_refusal_of_what_was_confirmed_before_ends_the_reader_or_costs_it_a_market(
    code: int, tickers: tuple[str, ...], ends: bool, lost: list[str]
) -> None:
    receiver: Any = SimpleNamespace(on_subscribed=list, on_refused=lambda names, error: None)
    reader = Reader(Demand.of(CHANNELS["trade"], {"market_tickers": ["A", "B"]}), receiver)
    reader.was_subscribed = True
    subscription = SharedSubscription(reader.demand, print)
    subscription.join(reader)
    command = subscription.next_command()
    assert command is not None
    refused = KalshiSubscriptionError(code, "no", market_tickers=tickers)
    assert subscription.on_refused(command, refused) == (reader if ends else None, dict.fromkeys(lost))
    again = subscription.next_command()
    if code != 9 and not tickers:
        assert again is not None
        assert list(again.names) == ["A"]
    assert list(reader.demand.names) == [name for name in "AB" if name not in lost]


def test_a_snapshot_is_asked_for_once_a_second_in_the_long_run(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("kalshi_overlay.stream.snapshots.time.monotonic", lambda: now)
    requests, asked = SnapshotRequests(), 0
    for _ in range(6000):
        requests.want(["A"])
        if requests.take_due():
            asked += 1
            # It comes, and is of no use.
            requests.forget(["A"])
        now += 0.01
    assert 60 <= asked <= 63


def test_a_snapshot_that_does_not_come_is_asked_for_less_and_less(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("kalshi_overlay.stream.snapshots.time.monotonic", lambda: now)
    requests, asked = SnapshotRequests(), list[float]()
    requests.want(["A"], after=2)
    for _ in range(1300):
        if requests.take_due():
            asked.append(round(now - 1000))
        now += 0.1
    assert asked == [2, 3, 5, 9, 17, 33, 63, 93, 123]


def test_the_page_of_the_stream_lists_every_channel_and_what_a_subscription_names() -> None:
    page = (Path(__file__).parents[2] / "docs" / "stream.md").read_text()
    rows = {row[1].strip(" `"): row for line in page.splitlines() if len(row := line.split("|")) == 6}
    for name, channel in CHANNELS.items():
        _, _, _, named, numbered, _ = rows[name]
        assert {each for each in LISTS if f"`{each}`" in named} == LISTS.keys() & channel.takes
        assert ("required" in named) == bool(channel.needs)
        assert (numbered.strip() == "yes") == channel.sequenced
