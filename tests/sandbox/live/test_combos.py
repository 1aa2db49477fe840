"""Combos: multivariate events list them alone, and the API makes more in a collection that exists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kalshi_sandbox import Sandbox

from .calling import MARKET
from .http_harness import Harness, opened_harness

COLLECTION, EVENT = "KXMVETEST-R", "KXTEST-26DEC31"
OTHER, THIRD = f"{EVENT}-T2", f"{EVENT}-T3"


def leg(ticker: str, side: str = "yes") -> dict[str, str]:
    return {"market_ticker": ticker, "event_ticker": EVENT, "side": side}


def add_combo(exchange: Sandbox) -> str:
    terms = {"mve_collection_ticker": COLLECTION}
    exchange.add_event("KXMVETEST-S1", terms=terms)
    exchange.add_market("KXMVETEST-S1-A", terms={**terms, "mve_selected_legs": [leg(MARKET), leg(OTHER)]})
    return "KXMVETEST-S1-A"


@pytest.fixture
def harness() -> Iterator[Harness]:
    with opened_harness() as harness:
        for ticker in (OTHER, THIRD):
            harness.exchange.add_market(ticker)
        yield harness


def create(harness: Harness, *legs: dict[str, str], **fields: Any) -> Any:
    body = {"selected_markets": list(legs), **fields}
    return harness.alice.ask("CreateMarketInMultivariateEventCollection", body, collection_ticker=COLLECTION)


def test_multivariate_events_are_combos_alone_and_the_other_events_are_without_them(harness: Harness) -> None:
    ask = harness.alice.ask
    before = [event["event_ticker"] for event in ask("GetEvents", limit=200)["events"]]
    assert ask("GetMultivariateEvents")["events"] == []
    combo = add_combo(harness.exchange)
    (event,) = ask("GetMultivariateEvents", with_nested_markets=True)["events"]
    (market,) = event["markets"]
    assert market == ask("GetMarket", ticker=combo)["market"]
    assert [event["event_ticker"] for event in ask("GetEvents", limit=200)["events"]] == before
    assert [each["ticker"] for each in ask("GetMarkets", mve_filter="only")["markets"]] == [combo]
    for chosen in ({"collection_ticker": COLLECTION}, {"series_ticker": "KXMVETEST"}, {"tickers": "KXMVETEST-S1"}):
        assert len(ask("GetMultivariateEvents", **chosen)["events"]) == 1
    for chosen in ({"collection_ticker": "KXMVE"}, {"series_ticker": "KXTEST"}, {"tickers": EVENT}):
        assert ask("GetMultivariateEvents", **chosen)["events"] == []


def test_a_collection_exists_once_a_market_names_it(harness: Harness) -> None:
    assert harness.alice.rejected("GetMultivariateEventCollection", collection_ticker=COLLECTION)[0] == 404
    add_combo(harness.exchange)
    listed = harness.alice.ask("GetMultivariateEventCollections", status="open")["multivariate_contracts"]
    one = harness.alice.ask("GetMultivariateEventCollection", collection_ticker=COLLECTION)["multivariate_contract"]
    assert listed == [one]
    assert one["associated_event_tickers"] == [EVENT]
    for chosen in ({"status": "closed"}, {"series_ticker": "KXTEST"}, {"associated_event_ticker": "KXMVETEST-S1"}):
        assert harness.alice.ask("GetMultivariateEventCollections", **chosen)["multivariate_contracts"] == []


def test_a_combo_of_new_legs_is_made_once_and_can_be_traded(harness: Harness) -> None:
    add_combo(harness.exchange)
    made = create(harness, leg(OTHER), leg(THIRD, "no"), with_market_payload=True)
    assert create(harness, leg(THIRD, "no"), leg(OTHER))["market_ticker"] == made["market_ticker"]
    assert made["market"] == harness.alice.ask("GetMarket", ticker=made["market_ticker"])["market"]
    assert made["market"]["mve_selected_legs"] == [leg(OTHER), leg(THIRD, "no")]
    harness.alice.place("bid", "0.20", "5", ticker=made["market_ticker"])
    assert create(harness, leg(MARKET), leg(OTHER))["market_ticker"] == "KXMVETEST-S1-A"


@pytest.mark.parametrize(
    ("results", "result"),
    [({OTHER: "yes", THIRD: "no"}, "yes"), ({OTHER: "no"}, "no"), ({THIRD: "yes"}, "no"), ({OTHER: "yes"}, "")],
)
def test_a_combo_settles_as_soon_as_its_legs_decide_it(harness: Harness, results: dict[str, Any], result: str) -> None:
    add_combo(harness.exchange)
    combo = create(harness, leg(OTHER), leg(THIRD, "no"))["market_ticker"]
    for ticker, outcome in results.items():
        harness.exchange.settle(ticker, outcome)
    assert harness.alice.ask("GetMarket", ticker=combo)["market"]["result"] == result


@pytest.mark.parametrize(
    "legs",
    [
        [leg(OTHER)],
        [leg(OTHER), leg(OTHER, "no")],
        [leg(OTHER), leg("KXNONE-1")],
        [leg(OTHER), leg("KXMVETEST-S1-A")],
        [leg(OTHER), {**leg(THIRD), "event_ticker": "KXNONE"}],
    ],
)
def test_legs_that_can_not_be_combined_are_rejected(harness: Harness, legs: list[dict[str, str]]) -> None:
    add_combo(harness.exchange)
    name, body = "CreateMarketInMultivariateEventCollection", {"selected_markets": legs}
    assert harness.alice.rejected(name, body, collection_ticker=COLLECTION) == (400, "invalid_parameters")
    assert harness.alice.rejected(name, body, collection_ticker="KXNONE") == (400, "invalid_parameters")
