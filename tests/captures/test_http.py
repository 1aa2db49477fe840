"""Answers as they were measured, from captures written by hand: the client makes the right results and errors."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kalshi_gen.api.exchange import get_exchange_status
from kalshi_gen.api.market import get_market, get_market_orderbook, get_markets
from kalshi_gen.api.orders import amend_order_v2, cancel_order_v2, create_order_v2
from kalshi_gen.api.portfolio import get_balance
from kalshi_gen.errors import (
    KalshiAuthError,
    KalshiConflictError,
    KalshiForeignAnswerError,
    KalshiNotFoundError,
    KalshiRateLimitError,
    KalshiServerError,
    KalshiValidationError,
    UnexpectedStatus,
)
from kalshi_gen.models import AmendOrderV2Request, CreateOrderV2Request
from kalshi_overlay import RetryPolicy
from tests.captures.replay import HttpReplay

HERE = Path(__file__).parent
MARKET, UNKNOWN = "KXBTCD-26NOV2717-T97249.99", "KXNOSUCH-26NOV27-T1"


def opened(name: str) -> Any:
    return HttpReplay(HERE / f"http_{name}.jsonl").client(retry_policy=RetryPolicy(retries=0))


def refused(call: Callable[[], object], kind: type[UnexpectedStatus]) -> UnexpectedStatus:
    with pytest.raises(UnexpectedStatus) as error:
        call()
    assert type(error.value) is kind
    return error.value


def test_every_capture_of_answers_has_a_test() -> None:
    assert {path.stem for path in HERE.glob("http_*.jsonl")} == {"http_orders", "http_refusals", "http_markets"}


def test_orders() -> None:
    order = CreateOrderV2Request(
        ticker=MARKET,
        client_order_id="id-2",
        side="bid",
        count=Decimal("1.00"),
        price=Decimal("0.0100"),
        time_in_force="good_till_canceled",
        self_trade_prevention_type="taker_at_cross",
    )
    change = AmendOrderV2Request(ticker=MARKET, side="bid", price=Decimal("0.0100"), count=Decimal("1.00"))
    with opened("orders") as client:

        def create() -> object:
            return create_order_v2.sync(client=client, body=order)

        created = create_order_v2.sync(client=client, body=order)
        assert (created.client_order_id, created.remaining_count) == ("id-2", Decimal(1))
        used = refused(create, KalshiConflictError)
        assert (used.code, used.message) == ("order_already_exists", "order already exists")
        assert refused(create, KalshiConflictError).code == "fill_or_kill_insufficient_resting_volume"
        unchanged = refused(
            lambda: amend_order_v2.sync(created.order_id, client=client, body=change), KalshiValidationError
        )
        assert (unchanged.status_code, unchanged.code) == (400, "AMEND_ORDER_NO_OP")

        def cancel() -> Any:
            return cancel_order_v2.sync(created.order_id, client=client, market_ticker=MARKET)

        assert cancel().reduced_by == 1
        assert refused(cancel, KalshiNotFoundError).code == "not_found"
        crossing = refused(create, KalshiValidationError)
        assert (crossing.code, crossing.details) == ("invalid_order", "post only cross")
        assert refused(create, KalshiConflictError).code == "trading_is_paused"
        assert refused(create, KalshiConflictError).code == "market_closed"


def test_refusals() -> None:
    with opened("refusals") as client:

        def ask() -> object:
            return get_balance.sync(client=client)

        flat, nested = (refused(ask, KalshiRateLimitError) for _ in range(2))
        assert (flat.code, flat.retry_after, nested.code, nested.retry_after) == (None, None, "too_many_requests", None)
        assert flat.message == nested.message == "too many requests"
        assert refused(ask, KalshiAuthError).code == "header_timestamp_expired"
        for details in ("INCORRECT_API_KEY_SIGNATURE", "NOT_FOUND"):
            error = refused(ask, KalshiAuthError)
            assert (error.code, error.details) == ("authentication_error", details)
        validation = refused(ask, KalshiValidationError)
        assert (validation.code, validation.message) == (None, "text-7")
        by_country = refused(ask, KalshiForeignAnswerError)
        assert (by_country.status_code, by_country.code, by_country.message) == (403, None, "text-8")
        assert refused(ask, KalshiServerError).code == "service_unavailable"


def test_markets() -> None:
    with opened("markets") as client:
        page = get_markets.sync_detailed(client=client, limit=2)
        assert page.drift == ()
        assert page.parsed is not None
        assert [each.ticker for each in page.parsed.markets] == [MARKET, "KXBTCD-26NOV2717-T97499.99"]
        assert get_markets.sync(client=client, limit=2, cursor=page.parsed.cursor).markets == []
        book = get_market_orderbook.sync(MARKET, client=client).orderbook_fp
        # The best bid comes last, whatever the specification says.
        assert [price for price, _ in book.yes_dollars] == [Decimal("0.01"), Decimal("0.40"), Decimal("0.41")]
        empty = get_market_orderbook.sync(UNKNOWN, client=client).orderbook_fp
        assert (empty.yes_dollars, empty.no_dollars) == ([], [])
        assert refused(lambda: get_market.sync(UNKNOWN, client=client), KalshiNotFoundError).code == "not_found"
        status = refused(lambda: get_exchange_status.sync(client=client), KalshiServerError)
        assert b'"exchange_active":false' in status.content
