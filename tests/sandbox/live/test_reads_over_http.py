"""Market data, history and a deal by quote, as the generated client sees them over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest

from kalshi_gen.api.communications import (
    accept_rfq_quote,
    confirm_rfq_quote,
    create_quote,
    create_rfq,
    get_quotes,
    get_rfq,
    get_rfq_quote,
)
from kalshi_gen.api.events import get_event
from kalshi_gen.api.exchange import get_exchange_schedule, get_exchange_status
from kalshi_gen.api.historical import get_historical_cutoff, get_historical_market, get_trades_historical
from kalshi_gen.api.market import (
    get_market,
    get_market_candlesticks,
    get_market_orderbook,
    get_markets,
    get_series_list,
    get_trades,
)
from kalshi_gen.api.portfolio import get_positions
from kalshi_gen.errors import KalshiNotFoundError, KalshiValidationError
from kalshi_gen.models import AcceptQuoteRequest, CreateQuoteRequest, CreateRFQRequest
from tests.sandbox.small import small_sandbox

from .calling import MARKET, order
from .http_harness import Harness, opened_harness


@pytest.fixture(scope="module")
def shared() -> Iterator[Harness]:
    """A harness with one trade of ten contracts at 0.40."""
    with opened_harness() as harness:
        harness.alice.ask("CreateOrderV2", order("bid", "0.40", "15"))
        harness.bob.ask("CreateOrderV2", order("ask", "0.40", "10"))
        yield harness


def test_markets_books_and_trades_are_those_of_the_engine(shared: Harness) -> None:
    client = shared.alice.client
    market = get_market.sync(MARKET, client=client).market
    assert (market.yes_bid_dollars, market.yes_bid_size_fp) == (Decimal("0.40"), Decimal(5))
    assert (market.volume_fp, market.open_interest_fp) == (Decimal(10), Decimal(10))
    assert market in get_markets.sync(client=client, status="open", limit=1000).markets
    book = get_market_orderbook.sync(MARKET, client=client, depth=3).orderbook_fp
    assert (book.yes_dollars, book.no_dollars) == ([(Decimal("0.40"), Decimal(5))], [])
    (trade,) = get_trades.sync(client=client, ticker=MARKET).trades
    assert (trade.yes_price_dollars, trade.taker_outcome_side, trade.is_block_trade) == (Decimal("0.40"), "no", False)


def test_pages_of_markets_hold_each_market_once(shared: Harness) -> None:
    tickers = [market.ticker for market in get_markets.sync_all(client=shared.alice.client, limit=3)]
    assert sorted(tickers) == sorted(market.ticker for market in shared.exchange.engine.markets.all())


def test_candlesticks_are_built_from_the_trades(shared: Harness) -> None:
    now = int(shared.exchange.clock.now().timestamp())
    answer = get_market_candlesticks.sync(
        "KXTEST", MARKET, client=shared.alice.client, start_ts=now - 60, end_ts=now + 60, period_interval=1
    )
    assert [stick.volume_fp for stick in answer.candlesticks] == [Decimal(10)]
    assert answer.candlesticks[0].price.close_dollars == Decimal("0.40")


def test_series_events_and_the_exchange_are_read(shared: Harness) -> None:
    client = shared.alice.client
    assert "KXTEST" in {series.ticker for series in get_series_list.sync(client=client).series}
    event = get_event.sync("KXTEST-26DEC31", client=client, with_nested_markets=True).event
    assert [market.ticker for market in event.markets or []] == [MARKET]
    assert get_exchange_status.sync(client=client).trading_active
    assert get_exchange_schedule.sync(client=client).schedule.standard_hours
    with pytest.raises(KalshiNotFoundError):
        get_market.sync("KXNONE", client=client)


def test_a_deal_by_quote_moves_both_positions() -> None:
    with opened_harness() as harness:
        alice, bob = harness.alice.client, harness.bob.client
        asked = CreateRFQRequest(market_ticker=MARKET, rest_remainder=False, contracts_fp=Decimal("2.5"))
        rfq_id = create_rfq.sync(client=alice, body=asked).id
        bids = CreateQuoteRequest(rfq_id=rfq_id, yes_bid=Decimal("0.35"), no_bid=Decimal("0.6"), rest_remainder=False)
        quote_id = create_quote.sync(client=bob, body=bids).id
        with pytest.raises(KalshiValidationError):
            get_quotes.sync(client=alice, rfq_id=rfq_id)
        assert [quote.id for quote in get_quotes.sync(client=alice, rfq_user_filter="self").quotes] == [quote_id]
        accept_rfq_quote.sync(rfq_id, quote_id, client=alice, body=AcceptQuoteRequest(accepted_side="no"))
        confirm_rfq_quote.sync(rfq_id, quote_id, client=bob)
        assert get_rfq_quote.sync(rfq_id, quote_id, client=bob).quote.status == "confirmed"
        harness.exchange.clock.advance(1)
        assert get_rfq_quote.sync(rfq_id, quote_id, client=bob).quote.status == "executed"
        assert get_rfq.sync(rfq_id, client=bob).rfq.status == "closed"
        positions = [get_positions.sync(client=each, ticker=MARKET).market_positions[0] for each in (alice, bob)]
        assert [position.position_fp for position in positions] == [Decimal("2.5"), Decimal("-2.5")]


def test_the_cutoff_moves_a_settled_market_to_history() -> None:
    with small_sandbox(clock="manual", behaviour="simple") as exchange, exchange.client() as client:
        exchange.add_market(MARKET)
        exchange.settle(MARKET, "yes")
        assert get_market.sync(MARKET, client=client).market.result == "yes"
        exchange.historical_cutoff = exchange.clock.now() + timedelta(seconds=1)
        assert get_historical_cutoff.sync(client=client).market_settled_ts == exchange.historical_cutoff
        assert get_historical_market.sync(MARKET, client=client).market.result == "yes"
        assert get_trades_historical.sync(client=client, ticker=MARKET).trades == []
        with pytest.raises(KalshiNotFoundError):
            get_market.sync(MARKET, client=client)
