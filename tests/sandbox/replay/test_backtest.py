"""A recording as the market of a sandbox, over HTTP and WebSocket."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from kalshi_gen.api.market import get_market, get_market_orderbook, get_trades
from kalshi_gen.api.orders import create_order_v2, get_order_queue_position
from kalshi_gen.api.portfolio import get_balance, get_fills, get_settlements
from kalshi_gen.models import CreateOrderV2Request
from kalshi_overlay.errors import KalshiConfigError
from kalshi_overlay.recording import Recorder
from kalshi_overlay.stream import connect
from kalshi_sandbox import Backtest, Sandbox
from tests.sandbox.replay.recordings import BEGIN, BOOKS, TICKER, Recording
from tests.sandbox.small import small_sandbox
from tests.stream.running import run, until

D = Decimal
METADATA = {
    **dict.fromkeys(("name", "title", "no_sub_title", "rules_primary", "rules_secondary"), "words"),
    "can_close_early": True,
    "expected_expiration_ts": BEGIN + 100,
}


def moment(seconds: float) -> datetime:
    """A moment of a recording."""
    return datetime.fromtimestamp(BEGIN + seconds, UTC)


def order(side: str, count: str, price: str, **fields: str) -> CreateOrderV2Request:
    """An order in the recorded market."""
    given = {"time_in_force": "good_till_canceled", "self_trade_prevention_type": "taker_at_cross", **fields}
    return CreateOrderV2Request(ticker=TICKER, side=side, count=D(count), price=D(price), **given)


@pytest.fixture
def recording() -> Recording:
    """A recording that begins with a book."""
    recording = Recording()
    recording.snapshot(0, {"0.40": "10.00"}, {"0.45": "10.00"})
    return recording


def test_a_bot_trades_with_what_was_recorded(recording: Recording, tmp_path: Path) -> None:
    recording.change(1, "ask", "0.44", "5.00")
    recording.trade(2, "ask", "0.40", "12.00")
    recording.step(10, "determined", result="yes", determination_ts=BEGIN + 10, settlement_value="1.0000")
    recording.step(12, "settled", settled_ts=BEGIN + 12)
    with (
        Sandbox(replay=recording.write(tmp_path / "data"), behaviour="simple") as exchange,
        exchange.client() as client,
    ):
        assert exchange.clock.now() == moment(0)
        assert get_market.sync(TICKER, client=client).market.status == "active"
        resting = create_order_v2.sync(client=client, body=order("bid", "5", "0.40"))
        assert get_order_queue_position.sync(resting.order_id, client=client).queue_position_fp == 10
        exchange.clock.advance(1)
        taken = create_order_v2.sync(client=client, body=order("bid", "7", "0.45"))
        assert (taken.fill_count, taken.average_fill_price) == (7, D("0.442857"))
        exchange.clock.advance(1)
        fills = get_fills.sync(client=client).fills
        assert [(fill.count_fp, fill.is_taker) for fill in fills] == [(2, False), (2, True), (5, True)]
        assert sorted(trade.count_fp for trade in get_trades.sync(client=client).trades) == [2, 2, 5, 10]
        book = get_market_orderbook.sync(TICKER, client=client).orderbook_fp
        assert book.yes_dollars == [(D("0.40"), 13)]
        exchange.clock.advance(9)
        assert get_market.sync(TICKER, client=client).market.status == "determined"
        before = get_balance.sync(client=client).balance
        exchange.clock.advance(1)
        assert get_balance.sync(client=client).balance == before + 900
        assert [each.market_result for each in get_settlements.sync(client=client).settlements] == ["yes"]
        assert exchange.backtest.has_ended
        assert exchange.backtest.gaps == []
        assert exchange.engine.imbalance() == 0


def test_a_gap_is_named_and_pauses_the_market(recording: Recording, tmp_path: Path) -> None:
    recording.change(1, "bid", "0.41", "5.00")
    recording.mark(2, "gap", "the connection was lost", ticker=TICKER)
    recording.trade(3, "ask", "0.40", "50.00")
    recording.snapshot(4, {"0.42": "1.00"}, {"0.47": "10.00"})
    recording.mark(5, "stopped", "")
    with Sandbox(replay=recording.write(tmp_path / "data"), behaviour="simple") as exchange:
        placed = exchange.client()
        with placed as client:
            create_order_v2.sync(client=client, body=order("bid", "5", "0.40"))
            exchange.clock.advance(3)
            assert get_market.sync(TICKER, client=client).market.status == "inactive"
            exchange.clock.advance(1)
            assert get_market.sync(TICKER, client=client).market.status == "active"
            assert get_fills.sync(client=client).fills == []
            exchange.clock.advance(1)
    gap, end = exchange.backtest.gaps
    assert (gap.began, gap.ended, gap.market_ticker) == (moment(2), moment(4), TICKER)
    assert gap.reason == "the connection was lost"
    assert (end.began, end.ended, end.market_ticker) == (moment(5), None, None)


def test_what_is_late_pauses_the_market_until_it_is_heard_in_time(recording: Recording, tmp_path: Path) -> None:
    recording.change(1, "bid", "0.41", "5.00")
    recording.mark(2, "late", "silent")
    recording.change(3, "ask", "0.44", "5.00")
    recording.mark(4, "heard", "")
    with Sandbox(replay=recording.write(tmp_path / "data")) as exchange:
        exchange.clock.advance(3)
        assert exchange.engine.markets.get(TICKER).market.status == "inactive"
        exchange.clock.advance(1)
        assert exchange.engine.books.get(TICKER).asks == ((D("0.44"), 5), (D("0.45"), 10))


def test_markets_are_what_the_recording_says_of_them(tmp_path: Path) -> None:
    recording = Recording()
    recording.step(
        0,
        "created",
        ticker="KXNEW-1-A",
        open_ts=BEGIN,
        close_ts=BEGIN + 100,
        exchange_index=2,
        price_level_structure="deci_cent",
        additional_metadata={**METADATA, "yes_sub_title": "Yes it is", "event_ticker": "KXNEW-1"},
    )
    recording.snapshot(1, {"0.401": "10.00"}, {}, ticker="KXNEW-1-A")
    recording.snapshot(1, {"0.40": "10.00"}, {})
    recording.change(2, "bid", "0.40", "1.00")
    recording.step(3, "deactivated", is_deactivated=True)
    recording.step(4, "activated", is_deactivated=False)
    recording.step(5, "price_level_structure_updated", price_level_structure="deci_cent")
    recording.step(6, "close_date_updated", close_ts=BEGIN + 60)
    recording.step(7, "close_date_updated", close_ts=BEGIN + 50, ticker="KXNEW-1-A")
    recording.step(70, "determined", result="scalar", settlement_value="0.5000", determination_ts=BEGIN)
    with Sandbox(replay=recording.write(tmp_path / "data")) as exchange:
        exchange.clock.advance(0)
        markets = exchange.engine.markets
        new = markets.get("KXNEW-1-A").market
        assert (new.event_ticker, new.yes_sub_title, new.exchange_index) == ("KXNEW-1", "Yes it is", 2)
        assert (new.price_level_structure, new.close_time) == ("deci_cent", moment(100))
        exchange.clock.advance(moment(3) - exchange.clock.now())
        assert markets.get(TICKER).market.status == "inactive"
        exchange.clock.advance(2)
        assert (markets.get(TICKER).market.status, markets.get(TICKER).market.price_level_structure) == (
            "active",
            "deci_cent",
        )
        exchange.clock.advance(45)
        assert [markets.get(each).market.status for each in ("KXNEW-1-A", TICKER)] == ["closed", "active"]
        exchange.clock.advance(10)
        assert markets.get(TICKER).market.status == "closed"
        exchange.clock.advance(10)
        assert markets.get(TICKER).market.settlement_value == D("0.5")


def test_series_and_markets_that_you_add_before_are_kept(recording: Recording, tmp_path: Path) -> None:
    recording.change(1, "bid", "0.40", "1.00")
    exchange = Sandbox(replay=recording.write(tmp_path / "data"))
    exchange.add_series("KXRAIN", fee_type="quadratic_with_maker_fees")
    exchange.add_market(TICKER, close_time=moment(30))
    exchange.add_market("KXRAIN-26DEC31-LA")
    with exchange:
        markets = exchange.engine.markets
        assert markets.get(TICKER).market.close_time == moment(30)
        assert markets.fees(TICKER).maker_rate > 0
        statuses = [market.status for market in markets.all()]
        assert statuses == ["active", "inactive"]


def test_only_the_markets_that_you_name_are_replayed(recording: Recording, tmp_path: Path) -> None:
    recording.snapshot(0.5, {"0.40": "10.00"}, {}, ticker="KXOTHER-1-A")
    recording.change(1, "bid", "0.40", "1.00")
    folder = recording.write(tmp_path / "data")
    with Sandbox(replay=Backtest(folder, markets=["KXOTHER-1-A"])) as exchange:
        assert [market.ticker for market in exchange.engine.markets.all()] == ["KXOTHER-1-A"]
        assert exchange.backtest.has_ended


def test_the_queue_may_go_by_volume(recording: Recording, tmp_path: Path) -> None:
    recording.change(1, "bid", "0.40", "1.00")
    recording.trade(2, "ask", "0.40", "3.00")
    folder = recording.write(tmp_path / "data")
    with Sandbox(replay=Backtest(folder, queue="volume")) as exchange, exchange.client() as client:
        placed = create_order_v2.sync(client=client, body=order("bid", "5", "0.40"))
        exchange.clock.advance(2)
        assert exchange.engine.orders.get(exchange.account, placed.order_id).fill_count == 3


def test_with_a_speed_the_clock_runs_by_itself(recording: Recording, tmp_path: Path) -> None:
    recording.change(1, "bid", "0.40", "1.00")
    recording.change(20, "bid", "0.40", "1.00")
    began = time.monotonic()
    with Sandbox(replay=Backtest(recording.write(tmp_path / "data"), speed=200)) as exchange:
        while not exchange.backtest.has_ended:
            time.sleep(0.01)
        assert 0.09 < time.monotonic() - began < 5
        assert exchange.engine.books.get(TICKER).bids == ((D("0.40"), 12),)


def test_a_span_begins_with_markets_and_books_as_they_were(recording: Recording, tmp_path: Path) -> None:
    recording.step(1, "price_level_structure_updated", price_level_structure="deci_cent")
    recording.step(
        2,
        "created",
        ticker="KXNEW-1-A",
        open_ts=BEGIN,
        close_ts=BEGIN + 7200,
        exchange_index=2,
        price_level_structure="deci_cent",
        additional_metadata={**METADATA, "yes_sub_title": "Yes it is", "event_ticker": "KXNEW-1"},
    )
    recording.event(2, "KXNEW-1")
    recording.mark(2, "subscribed", "", channel="market_lifecycle_v2")
    recording.change(3, "bid", "0.40", "1.00")
    recording.trade(4, "ask", "0.40", "3.00")
    # From here on it is replayed.
    recording.trade(5.5, "ask", "0.40", "3.00")
    recording.change(6, "bid", "0.40", "2.00")
    recording.snapshot(7, {"0.401": "10.00"}, {}, ticker="KXNEW-1-A")
    recording.change(8, "bid", "0.40", "4.00")
    recording.change(9, "bid", "0.40", "8.00")
    folder = recording.write(tmp_path / "data")
    for markets in (None, [TICKER, "KXNEW-1-A"]):
        with Sandbox(replay=Backtest(folder, markets=markets, since=moment(5), until=moment(9))) as exchange:
            engine = exchange.engine
            assert exchange.clock.now() == moment(5)
            assert engine.books.get(TICKER).bids == ((D("0.40"), 11),)
            assert engine.books.get(TICKER).asks == ((D("0.45"), 10),)
            assert engine.markets.get(TICKER).market.price_level_structure == "deci_cent"
            assert list(exchange.backtest.steps(1)) == [moment(6), moment(7), moment(8)]
            assert engine.books.get(TICKER).bids == ((D("0.40"), 17),)
            assert engine.markets.get("KXNEW-1-A").market.yes_sub_title == "Yes it is"
            assert exchange.backtest.gaps == []


def test_what_begins_a_span_is_not_looked_for_in_weeks_of_files(recording: Recording, tmp_path: Path) -> None:
    # This market has no snapshot, in no file.
    recording.change(1, "bid", "0.40", "1.00", ticker="KXOTHER-1-A")
    recording.change(10, "bid", "0.40", "2.00")
    recording.rows = [(number + 100, at, item, channel) for number, at, item, channel in recording.rows]
    folder = recording.write(tmp_path / "data")
    hour = moment(0) - timedelta(hours=3)
    old = folder / f"channel={BOOKS}/date={hour:%Y-%m-%d}/hour={hour:%H}/1.parquet"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"never read")
    with Sandbox(replay=Backtest(folder, since=moment(5))) as exchange:
        assert [market.ticker for market in exchange.engine.markets.all()] == [TICKER]
        assert list(exchange.backtest.steps(5)) == [moment(10)]
        assert exchange.engine.books.get(TICKER).bids == ((D("0.40"), 12),)


def test_a_span_without_rows_is_refused(recording: Recording, tmp_path: Path) -> None:
    folder = recording.write(tmp_path / "data")
    with pytest.raises(KalshiConfigError, match=r"has nothing since .* until the end, but hours from"):
        Sandbox(replay=Backtest(folder, since=moment(7200)))


def test_steps_go_through_the_recording(recording: Recording, tmp_path: Path) -> None:
    recording.change(1.5, "bid", "0.40", "1.00")
    with Sandbox(replay=recording.write(tmp_path / "data")) as exchange:
        with pytest.raises(ValueError, match="above 0"):
            next(exchange.backtest.steps(0))
        assert list(exchange.backtest.steps(1)) == [moment(1), moment(2)]


def test_what_was_recorded_of_a_sandbox_is_replayed_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "data"

    async def record(exchange: Sandbox) -> list[object]:
        async with exchange.client() as client, connect(client) as stream, Recorder(stream, folder) as recorder:
            await recorder.subscribe(BOOKS, market_tickers=list(firehose.tickers))
            await recorder.subscribe("trade")
            await asyncio.to_thread(firehose.run, 200)
            taken = CreateOrderV2Request(
                ticker=firehose.tickers[0],
                side="bid",
                count=D(1),
                price=D("0.99"),
                time_in_force="immediate_or_cancel",
                self_trade_prevention_type="taker_at_cross",
            )
            await create_order_v2.asyncio(client=client, body=taken)
            await asyncio.to_thread(exchange.stream.drain)
            await until(lambda: recorder.messages >= 2 + firehose.changes + 2)
            return [exchange.engine.books.get(ticker) for ticker in firehose.tickers]

    with small_sandbox(behaviour="simple") as exchange:
        firehose = exchange.stream.firehose(markets=2, seed=3)
        books = run(record(exchange))
    with Sandbox(replay=folder) as exchange:
        while exchange.backtest.next_turn - exchange.clock.now() < timedelta(days=1):
            exchange.clock.advance(max(exchange.backtest.next_turn - exchange.clock.now(), timedelta()))
            if not any(gap.reason == "stopped" for gap in exchange.backtest.gaps):
                shown = [exchange.engine.books.get(ticker) for ticker in firehose.tickers]
        assert shown == books
        assert len(exchange.engine.markets.trades()) == 1


@pytest.mark.parametrize(
    "arguments", [{"traders": 1}, {"live": False}, {"clock": lambda: 0.0}], ids=["traders", "live", "clock"]
)
def test_what_does_not_go_with_a_recording_is_refused(
    arguments: dict[str, object], recording: Recording, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match="replay: goes with neither"):
        Sandbox(replay=recording.write(tmp_path / "data"), **arguments)


def test_a_folder_without_what_is_needed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KalshiConfigError, match="no recording"):
        Sandbox(replay=tmp_path / "nothing")
    recording = Recording()
    recording.trade(1, "bid", "0.40", "1.00")
    with pytest.raises(ValueError, match="no order books"):
        Sandbox(replay=recording.write(tmp_path / "data"))
    recording.snapshot(2, {}, {})
    with pytest.raises(ValueError, match="nothing of these markets"):
        Sandbox(replay=Backtest(recording.write(tmp_path / "data"), markets=["KXOTHER-1-A"]))
    with pytest.raises(TypeError, match="list of tickers"):
        Backtest(tmp_path, markets=TICKER)
    with pytest.raises(ValueError, match="queue"):
        Backtest(tmp_path, queue="best")
    with pytest.raises(RuntimeError, match="nothing is replayed"):
        _ = Sandbox(live=False).backtest
