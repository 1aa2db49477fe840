"""What a subscription is about after updates, which is what it is made anew with."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from kalshi_gen.errors import InvalidRequestError
from kalshi_overlay.stream.wire import WireSubscription

ONE, TWO = UUID(int=1), UUID(int=2)


def after(parameters: dict[str, Any], action: str, **given: Any) -> dict[str, Any]:
    receiver: Any = None
    subscription = WireSubscription("ticker", parameters, receiver)
    before = dict(parameters)
    standing = subscription.after(action, given)
    assert subscription.parameters == before, "nothing changes before the exchange has agreed"
    return standing


@pytest.mark.parametrize(
    ("standing", "action", "given", "expected"),
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
def test_a_subscription_stands_as_changed(
    standing: dict[str, Any], action: str, given: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert after(standing, action, **given) == expected


def test_markets_are_named_one_way() -> None:
    """A subscription can't be made anew with both, and which ticker an id is, the client doesn't know."""
    with pytest.raises(InvalidRequestError, match="market_tickers"):
        after({"market_ticker": "A"}, "add_markets", market_ids=[ONE])


@pytest.mark.parametrize(
    ("parameters", "is_empty"),
    [({}, False), ({"market_tickers": []}, True), ({"market_tickers": ["A"]}, False), ({"market_ids": []}, True)],
)
def test_what_has_lost_all_its_markets_is_about_nothing_rather_than_about_all(
    parameters: dict[str, Any], is_empty: bool
) -> None:
    receiver: Any = None
    assert WireSubscription("ticker", parameters, receiver).is_empty is is_empty


def test_snapshots_are_wanted_of_markets_that_are_still_there() -> None:
    receiver: Any = None
    subscription = WireSubscription("orderbook_delta", {"market_ticker": "A"}, receiver)
    subscription.snapshots_wanted = {"A", "B"}
    assert subscription.take_wanted() == ["A"]
    assert subscription.take_wanted() == []
