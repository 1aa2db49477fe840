"""The probe finds nothing at an exchange that does as measured, and names what another one does differently."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from kalshi_sandbox.behaviour import MEASURED

from .conftest import FAST, busy, probed, ready, resting

# Nothing lags, but lists are repeated as they are in MEASURED.
QUICK = evolve(MEASURED, order_lag=(0.0, 0.0), account_lag=(0.0, 0.0), market_lag=(0.0, 0.0))
# They need TLS, a market of several days, and half a minute.
UNSEEN = {"http-version", "most-candlesticks", "pings"}


def test_an_exchange_that_does_as_measured_is_as_assumed() -> None:
    with ready("measured") as exchange, busy(exchange):
        # Between its reads lies as long as reads lag at most.
        found = probed(exchange, pace=evolve(FAST, between_reads=1.6))
        assert found.names("differs") == set()
        assert found.names("could not be seen") == UNSEEN
        assert len(found.verdicts) > 60
        assert found.report.status == 0
        assert found.report.left == []
    assert "s; at first 404" in found.seen["read-after-create"]


def test_an_exchange_that_does_as_documented_is_told_apart() -> None:
    with ready("documents") as exchange, busy(exchange):
        # Somebody trades between two reads.
        found = probed(exchange, pace=evolve(FAST, between_reads=0.5))
        assert resting(exchange) == []
    assert found.report.status == 1
    assert found.names("differs") == {
        "amendment-of-nothing",
        "cache-of-market-lists",
        "candlestick-without-trades",
        "clock-of-deltas",
        "clock-of-snapshots",
        "client-order-id-of-a-killed-order",
        "error-body",
        "error-of-a-subscription",
        "garbage-cursor",
        "get-snapshot",
        "late-create",
        "late-signature",
        "limits-of-positions",
        "missing-sid",
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
        "very-late-create",
        "cancel-of-a-canceled-order",
    }


OF_ORDERS = {
    "signature_window",
    "wrong_shard_is_not_found",
    "empty_changes_are_rejected",
    "killed_orders_use_their_id",
    "user_data_timestamp",
}
PLANTED: list[tuple[dict[str, Any], set[str]]] = [
    ({"merges_subscriptions": False}, {"second-subscribe"}),
    ({"book_clocks": True}, {"clock-of-snapshots"}),
    ({"snapshots_follow_ok": False}, {"get-snapshot"}),
    ({"subscription_errors_have_ids": True}, {"error-of-a-subscription"}),
    ({"missing_sid_is_unknown": False}, {"missing-sid"}),
    ({"unknown_markets_subscribe": False}, {"unknown-market-on-the-stream"}),
    ({"settled_markets_are_silent": False}, {"settled-market"}),
    ({"untraded_price_is_empty": False}, {"price-without-trades"}),
    ({"books_ascend": False}, {"order-of-book-levels", "order-with-depth"}),
    ({"foreign_cursors_start_again": False}, {"garbage-cursor"}),
    ({"signature_window": 100.0}, {"signature-window", "very-late-create"}),
    ({"wrong_shard_is_not_found": False}, {"cancel-without-shard"}),
    ({"empty_changes_are_rejected": False}, {"amendment-of-nothing"}),
    ({"killed_orders_use_their_id": False}, {"client-order-id-of-a-killed-order"}),
    ({"balance_is_of_shard_0": False}, {"integer-balance"}),
    ({"user_data_timestamp": "frozen"}, {"user-data-timestamp"}),
    (
        {"user_data_timestamp": "ahead", "order_lag": (2.0, 2.0)},
        {"user-data-timestamp", "user-data-timestamp-of-orders"},
    ),
]


@pytest.mark.parametrize(
    ("planted", "named"),
    PLANTED,
    ids=[" ".join(f"{name}={value}" for name, value in planted.items()) for planted, _ in PLANTED],
)
def test_a_single_difference_is_named(planted: dict[str, Any], named: set[str]) -> None:
    with ready(evolve(QUICK, **planted)) as exchange:
        found = probed(exchange, trade=not planted.keys().isdisjoint(OF_ORDERS))
        assert found.names("differs") == named
        assert resting(exchange) == []


def test_reads_that_lag_longer_than_assumed_are_named() -> None:
    with ready(evolve(QUICK, order_lag=(4.0, 4.0))) as exchange:
        found = probed(exchange, pace=evolve(FAST, patience=0.5, between_reads=2.1))
    assert found.names("differs") == {"read-after-create", "read-after-amend", "read-after-cancel"}


def test_pings_of_a_quiet_connection_are_seen() -> None:
    with ready(QUICK) as exchange:
        found = probed(exchange, trade=False, pace=evolve(FAST, quiet=13.0))
    assert found.verdicts["pings"] == "as assumed"
    assert found.seen["pings"] == "10 s"
