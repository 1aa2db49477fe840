"""The probe sees no difference at an exchange that does as measured, and names what another one does differently."""

from __future__ import annotations

import re
from typing import Any

import attrs
import pytest
from attrs import evolve

from kalshi_sandbox.behaviour import Behaviour
from kalshi_sandbox.stream import server
from tests.conftest import ROOT

from .conftest import FAST, QUICK, WITHOUT_LAG, busy, judged, ordered, probed, ready, resting

# They need TLS, and half a minute.
UNSEEN = {"http-version", "pings", "pings-of-a-busy-connection"}


def test_an_exchange_that_does_as_measured_is_as_assumed() -> None:
    with ready("measured") as exchange, busy(exchange):
        found = probed(exchange, pace=evolve(FAST, busy=0.5, between_reads=1.6))
        assert found.names("differs") == set()
        assert found.names("could not be seen") == UNSEEN
        assert len(found.verdicts) > 60
        assert found.status == 0
        assert found.left == []
    assert "s; at first 404" in found.seen["read-after-create"]


def test_an_exchange_that_does_as_documented_differs_where_its_documents_do() -> None:
    with ready("documents") as exchange, busy(exchange):
        # Somebody trades between two reads.
        found = probed(exchange, pace=evolve(FAST, busy=0.5, between_reads=0.3))
        assert resting(exchange) == []
    assert found.status == 1
    assert found.names("differs") == {
        "amendment-of-nothing",
        "cache-of-market-lists",
        "cancel-of-a-canceled-order",
        "candlestick-without-trades",
        "client-order-id-of-a-killed-order",
        "clock-of-deltas",
        "clock-of-snapshots",
        "creator-of-quotes",
        "error-body",
        "error-of-a-subscription",
        "garbage-cursor",
        "get-snapshot",
        "lag-of-order-books",
        "lag-of-order-reads",
        "late-create",
        "late-signature",
        "limits-of-positions",
        "missing-sid",
        "most-candlesticks",
        "order-of-book-levels",
        "order-with-depth",
        "price-off-the-tick",
        "price-without-trades",
        "second-subscribe",
        "series-of-candlesticks",
        "settled-market",
        "shards-of-the-exchange",
        "signature-window",
        "unknown-book",
        "unknown-market-on-the-stream",
        "unknown-order",
        "unknown-order-status",
        "unknown-parameter",
        "very-late-create",
    }


Planted = dict[str, tuple[Any, set[str]]]
STREAM: Planted = {
    "merges_subscriptions": (False, {"second-subscribe"}),
    "book_clocks": (True, {"clock-of-snapshots"}),
    "snapshots_follow_ok": (False, {"get-snapshot"}),
    "subscription_errors_have_ids": (True, {"error-of-a-subscription"}),
    "missing_sid_is_unknown": (False, {"missing-sid"}),
    "unknown_markets_subscribe": (False, {"unknown-market-on-the-stream"}),
    "settled_markets_are_silent": (False, {"settled-market"}),
    "untraded_price_is_empty": (False, {"price-without-trades"}),
}
READS: Planted = {
    "books_ascend": (False, {"order-of-book-levels", "order-with-depth"}),
    "foreign_cursors_start_again": (False, {"garbage-cursor"}),
    "live_errors": (False, {"error-body", "unknown-order", "late-signature"}),
    "unknown_books_are_empty": (False, {"unknown-book"}),
    "unknown_order_status_is_empty": (False, {"unknown-order-status"}),
    "strict_parameters": (True, {"unknown-parameter"}),
    "creator_filters_take_communications_ids": (False, {"creator-of-quotes"}),
    "positions_take_any_limit": (False, {"limits-of-positions"}),
    "max_candlesticks": (10_000, {"most-candlesticks"}),
    "candle_series_is_checked": (True, {"series-of-candlesticks"}),
    "empty_candles_lack_prices": (False, {"candlestick-without-trades"}),
    "balance_is_of_shard_0": (False, {"integer-balance"}),
    "transfers_are_not_found": (False, {"look-up-of-a-transfer"}),
    "user_data_timestamp": ("frozen", {"user-data-timestamp"}),
}
ORDERS: Planted = {
    "signature_window": (61.0, {"signature-window", "very-late-create"}),
    "wrong_shard_is_not_found": (False, {"cancel-without-shard"}),
    "empty_changes_are_rejected": (False, {"amendment-of-nothing"}),
    "killed_orders_use_their_id": (False, {"client-order-id-of-a-killed-order"}),
    "creates_answer_200": (True, {"answer-to-create"}),
    "empty_shard_rejection": ("insufficient_balance", {"empty-shard"}),
    "order_lag": ((0.0, 0.0), {"lag-of-order-reads"}),
    "market_lag": ((0.0, 0.0), {"lag-of-order-books"}),
}
ALONE: list[Planted] = [
    {"shards": (1, {"shards-of-the-exchange"})},
    {"new_orders_need_their_shard": (True, {"create-without-shard"})},
    {
        "user_data_timestamp": ("ahead", {"user-data-timestamp", "user-data-timestamp-of-orders"}),
        # It is ahead by the longest lag.
        "order_lag": ((0.4, 0.4), set()),
        "account_lag": ((2.0, 2.0), set()),
    },
]


@pytest.mark.parametrize(
    ("planted", "trade"),
    [(STREAM, False), (READS, False), (ORDERS, True), *((each, True) for each in ALONE)],
    ids=["stream", "reads", "orders", *(next(iter(each)) for each in ALONE)],
)
def test_planted_differences_are_named_and_nothing_else_is(planted: Planted, trade: bool) -> None:
    expected = [name for _, names in planted.values() for name in names]
    # So it is clear which difference each name is due to.
    assert len(expected) == len({*expected})
    with ready(evolve(QUICK, **{name: value for name, (value, _) in planted.items()})) as exchange:
        found = probed(exchange, trade=trade)
        assert found.names("differs") == {*expected}
        assert resting(exchange) == []


def test_a_list_that_is_not_cached_is_named() -> None:
    with ready(evolve(WITHOUT_LAG, market_list_cache=0.0)) as exchange, busy(exchange):
        found = probed(exchange, trade=False, pace=evolve(FAST, between_reads=0.3))
    assert found.names("differs") == {"cache-of-market-lists"}


def test_a_window_of_60_seconds_and_pages_none_of_which_is_empty_are_no_difference() -> None:
    with ready(evolve(WITHOUT_LAG, signature_window=60.0, pages_may_be_empty=False)) as exchange:
        found = probed(exchange, trade=False)
    assert found.names("differs") == set()
    assert re.match(
        r"past: 8 s taken, 20 s taken, 60\.\d to 6\d\.\d s refused; future: ", found.seen["signature-window"]
    )
    # That the probe met no empty page does not say that there is none.
    assert found.verdicts["empty-pages"] == "could not be seen"


def test_averages_of_an_order_that_has_not_filled_may_be_zero() -> None:
    with ready(evolve(QUICK, unfilled_averages_are_zero=True)) as exchange:
        found = judged(ordered(exchange))
    assert found.names("differs") == set()
    assert found.seen["averages-of-an-unfilled-order"] == "0"


def test_reads_that_lag_longer_than_assumed_are_named() -> None:
    with ready(evolve(QUICK, order_lag=(1.5, 1.5), market_lag=(1.5, 1.5))) as exchange:
        found = judged(ordered(exchange, pace=evolve(FAST, patience=0.3)))
    lags = {"read-after-create", "read-after-amend", "read-after-cancel", "lag-of-order-books"}
    assert found.names("differs") == lags


@pytest.mark.parametrize("get_no_pings", [True, False])
def test_pings_of_a_quiet_and_of_a_busy_connection_are_seen(
    get_no_pings: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "HEARTBEAT_SECONDS", 0.4)
    monkeypatch.setattr("kalshi_probe.checks_stream._TELLS_PINGS", 1.0)
    behaviour = evolve(WITHOUT_LAG, busy_connections_get_no_pings=get_no_pings)
    with ready(behaviour) as exchange, busy(exchange):
        found = probed(exchange, trade=False, pace=evolve(FAST, quiet=1.3, busy=1.3, between_reads=0.3))
    # They come every 0.4 s, far too often, so that the test need not wait for them; a busy machine adds to it.
    assert found.seen["pings"] in ("0 s", "1 s")
    assert found.verdicts["pings-of-a-busy-connection"] == ("as assumed" if get_no_pings else "differs")


def test_each_difference_of_the_sandbox_is_noticed_or_said_not_to_be_looked_at() -> None:
    page = (ROOT / "docs" / "probe.md").read_text(encoding="utf-8")
    part = page[page.index("## What it does not look at") : page.index("## Send in a report")]
    left_out = set(re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE))
    noticed = {name for each in (STREAM, READS, ORDERS, *ALONE) for name, (_, checks) in each.items() if checks}
    # These have a test of their own.
    noticed |= {
        "market_list_cache",
        "busy_connections_get_no_pings",
        "pages_may_be_empty",
        "unfilled_averages_are_zero",
    }
    assert left_out.isdisjoint(noticed)
    assert left_out | noticed == {each.name for each in attrs.fields(Behaviour)}
