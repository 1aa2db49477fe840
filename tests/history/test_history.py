"""History of the sandbox's tape: each row once, wherever the cutoff is and whenever it moves."""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import aclosing
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from itertools import pairwise
from threading import Barrier
from typing import Any, Literal

import httpx
import pytest

from kalshi_gen.errors import InvalidRequestError, KalshiNotFoundError
from kalshi_gen.models import MarketCandlestick, Trade
from kalshi_gen.runtime.decoding import decode
from kalshi_overlay import clock, create_public_client, history
from kalshi_overlay.errors import KalshiDecodeError, KalshiServerError, UnusableAnswerError
from kalshi_overlay.frames import frame, schema_of
from kalshi_overlay.history import History, Progress, show_progress, sources
from kalshi_overlay.history.rows import candlestick
from kalshi_overlay.history.windows import Window, missing, split
from kalshi_overlay.retries import RetryPolicy
from kalshi_sandbox.engine import NewOrder
from kalshi_sandbox.faults import Status
from tests.history.conftest import LENGTH, Taped
from tests.history.lists import CUTOFF, NOW, Lists, trade

HOUR = timedelta(hours=1)
SIDES: tuple[Literal["bid", "ask"], ...] = ("bid", "ask")
DAY = datetime(2026, 9, 30, tzinfo=UTC)


def read(rows: History[Any], client: Any, in_tasks: bool) -> list[Any]:
    """All rows, read in threads or in tasks; the client is closed in the end."""
    if not in_tasks:
        with client:
            return list(rows)

    async def all_of_them() -> list[Any]:
        async with client:
            return [row async for row in rows]

    return asyncio.run(all_of_them())


@pytest.fixture
def no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "sleep", lambda seconds: None)


@pytest.mark.parametrize("archived", [None, -1.0, 0.0, 2.0, 3.4, 6.0, 7.0])
def test_each_trade_is_there_once_wherever_the_cutoff_is(taped: Taped, archived: float | None) -> None:
    if archived is not None:
        taped.exchange.historical_cutoff = taped.since + archived * HOUR
    with taped.exchange.public_client() as client:
        rows = list(history.trades(client=client, since=taped.since, until=taped.until))
    assert sorted(row.trade_id for row in rows) == taped.trade_ids()
    assert [row.created_time for row in rows] == sorted(row.created_time for row in rows)


@pytest.mark.parametrize("in_tasks", [False, True])
@pytest.mark.parametrize("kind", ["trades", "fills"])
def test_each_row_is_there_once_while_the_cutoff_moves(taped: Taped, kind: str, in_tasks: bool) -> None:
    taped.exchange.historical_cutoff = cutoff = taped.since

    def move(response: httpx.Response) -> None:
        nonlocal cutoff
        taped.exchange.historical_cutoff = cutoff = min(cutoff + LENGTH / 40, taped.until)

    async def move_async(response: httpx.Response) -> None:
        move(response)

    hooks = {"response": [move_async if in_tasks else move]}
    client = taped.exchange.client(httpx_args={"event_hooks": hooks})
    span: dict[str, Any] = {"since": taped.since, "until": taped.until, "window": HOUR / 2, "client": client}
    rows = read(getattr(history, kind)(**span), client, in_tasks)
    if kind == "trades":
        assert sorted(row.trade_id for row in rows) == taped.trade_ids()
    else:
        assert sorted((row.fill_id, row.order_id) for row in rows) == taped.fill_ids()


def test_only_one_list_is_read_far_from_the_cutoff() -> None:
    cutoff = datetime(2026, 1, 1, tzinfo=UTC)
    for since, lists_read in (
        (-9, ["historical"]),
        (-7, ["markets", "historical"]),
        (6, ["markets", "historical"]),
        (7, ["markets"]),
    ):
        lists = Lists({"trades": [], "cursor": ""})
        start = cutoff + since * 24 * HOUR
        list(history.trades(client=lists.client(), since=start, until=start + HOUR))
        assert [url.path.split("/")[-2] for url in lists.requests] == lists_read
        # Where rows may just have moved, a content network must not repeat what it answered before that.
        sizes = [int(url.params["limit"]) for url in lists.requests]
        assert sizes[0] == 1000
        assert all(500 <= size < 1000 for size in sizes[1:])


def test_two_fills_of_one_id_are_two_rows(taped: Taped) -> None:
    taped.exchange.historical_cutoff = taped.since + LENGTH / 2
    rows = list(history.fills(client=taped.client, since=taped.since, until=taped.until))
    assert sorted((row.fill_id, row.order_id) for row in rows) == taped.fill_ids()
    assert len({row.fill_id for row in rows}) < len(rows)


def test_a_span_has_its_first_moment_and_not_its_last(taped: Taped) -> None:
    moments = [trade.created_time for trade in taped.exchange.engine.markets.trades()]
    since, until = moments[50], moments[400]
    rows = list(history.trades(client=taped.client, since=since, until=until))
    assert sorted(row.trade_id for row in rows) == taped.trade_ids(since, until)


def test_the_trades_of_a_market_are_those_alone(taped: Taped) -> None:
    ticker = taped.exchange.engine.markets.trades()[0].ticker
    expected = [trade.trade_id for trade in taped.exchange.engine.markets.trades(ticker)]
    rows = list(history.trades(client=taped.client, ticker=ticker, since=taped.since, until=taped.until))
    assert sorted(row.trade_id for row in rows) == sorted(expected)


def test_without_an_end_it_has_all_that_reads_surely_show(taped: Taped) -> None:
    assert len(list(history.trades(client=taped.client, since=taped.since))) == 600


def test_orders_positions_and_markets_are_joined_too(taped: Taped) -> None:
    exchange, ticker = taped.exchange, "KXBTCD-26DEC31-T1"
    exchange.add_market(ticker)
    bid, ask = (NewOrder(ticker=ticker, side=side, count=Decimal(1), price=Decimal("0.5")) for side in SIDES)
    traders = ((exchange.account, bid), ("rival", ask), (exchange.account, bid))
    placed = [exchange.engine.orders.place(account, order).order.order_id for account, order in traders]
    exchange.settle(ticker, "yes")
    exchange.clock.advance(60)
    exchange.historical_cutoff = exchange.engine.now() - timedelta(seconds=30)
    orders = list(history.orders(client=taped.client))
    assert {order.order_id for order in orders} >= {placed[0], placed[2]}
    assert len({order.order_id for order in orders}) == len(orders)
    assert [row.ticker for row in history.positions(client=taped.client)].count(ticker) == 1
    markets = [row.ticker for row in history.markets(client=taped.client, series_ticker="KXBTCD")]
    assert sorted(markets) == sorted(market.ticker for market in exchange.engine.markets.all())
    assert list(history.orders(client=taped.client, since=taped.until + 2 * HOUR)) == []
    closed = history.markets(client=taped.client, tickers=[ticker], since=exchange.engine.now())
    assert list(closed) == []


def test_settlements_that_may_be_gone_are_an_error(taped: Taped) -> None:
    exchange = taped.exchange
    exchange.add_market("KXBTCD-26DEC31-T2")
    bid, ask = (
        NewOrder(ticker="KXBTCD-26DEC31-T2", side=side, count=Decimal(1), price=Decimal("0.5")) for side in SIDES
    )
    exchange.engine.orders.place(exchange.account, bid)
    exchange.engine.orders.place("rival", ask)
    exchange.settle(bid.ticker, "yes")
    settled = exchange.engine.now()
    exchange.clock.advance(120)
    rows = list(history.settlements(client=taped.client, since=taped.since))
    assert [row.ticker for row in rows].count(bid.ticker) == 1
    exchange.historical_cutoff = settled + timedelta(seconds=1)
    with pytest.raises(UnusableAnswerError, match="may be in no list of the exchange any more") as raised:
        list(history.settlements(client=taped.client, since=taped.since))
    assert "while settlements were read" in raised.value.__notes__[0]
    # What the exchange says of the cutoff may be off by less than a week.
    exchange.historical_cutoff = taped.since - timedelta(days=6)
    with pytest.raises(UnusableAnswerError):
        list(history.settlements(client=taped.client, since=taped.since))
    exchange.historical_cutoff = taped.since - timedelta(days=7)
    assert list(history.settlements(client=taped.client, since=taped.since)) == rows


def test_a_span_in_the_future_is_refused(taped: Taped) -> None:
    later = taped.exchange.engine.now() + timedelta(days=365)
    with pytest.raises(InvalidRequestError, match=r"^since: is later than the exchange's time"):
        list(history.trades(client=taped.client, since=later))


def test_candlesticks_are_the_same_of_a_live_market_and_of_an_archived_one(
    taped: Taped, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "_CANDLESTICKS", 50)
    exchange, ticker = taped.exchange, "KXBTCD-26DEC31-T3"
    since = exchange.engine.now() - timedelta(minutes=90)
    exchange.add_market(ticker)
    for side in SIDES:
        order = NewOrder(ticker=ticker, side=side, count=Decimal(3), price=Decimal("0.4"))
        exchange.engine.orders.place("rival" if side == "ask" else exchange.account, order)
    exchange.clock.advance(timedelta(minutes=150))
    until = exchange.engine.now() - timedelta(minutes=2)
    candles = history.candlesticks(ticker, client=taped.client, period_interval=1, since=since, until=until)
    live = list(candles)
    assert sum(each.volume_fp for each in live) == 3
    assert len({each.end_time for each in live}) == len(live) > 100
    assert all(since < each.end_time <= until for each in live)
    exchange.settle(ticker, "yes")
    exchange.historical_cutoff = exchange.engine.now() + timedelta(seconds=1)
    exchange.clock.advance(60)
    archived = list(candles)
    assert frame(archived).equals(frame(live))
    with pytest.raises(KalshiNotFoundError):
        list(history.candlesticks("KXNONE-1", client=taped.client, period_interval=60, since=since))


@pytest.mark.parametrize("in_tasks", [False, True])
@pytest.mark.parametrize("is_archived", [True, False])
def test_candlesticks_come_from_the_archive_if_the_live_data_have_the_market_without_any(
    in_tasks: bool, is_archived: bool
) -> None:
    prices = dict.fromkeys(("open", "low", "high", "close"), "0.4000")
    row = {
        "end_period_ts": int((DAY + HOUR).timestamp()),
        "yes_bid": prices,
        "yes_ask": prices,
        "price": {**prices, "mean": "0.4000", "previous": None},
        "volume": "3.00",
        "open_interest": "5.00",
    }
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/trade-api/v2")
        if path == "/historical/cutoff":
            times = dict.fromkeys(("market_settled_ts", "trades_created_ts", "orders_updated_ts"), CUTOFF)
            return httpx.Response(200, json=times, headers={"date": NOW})
        asked.append(path)
        if path.startswith("/series/"):
            return httpx.Response(200, json={"ticker": "KXA-26-T1", "candlesticks": []})
        if not is_archived:
            return httpx.Response(404, json={"error": {"code": "not_found", "message": "not found"}})
        return httpx.Response(200, json={"ticker": "KXA-26-T1", "candlesticks": [row]})

    client = create_public_client(httpx_args={"transport": httpx.MockTransport(answer)}, async_transport="httpx")
    candles = history.candlesticks("KXA-26-T1", client=client, period_interval=60, since=DAY, until=DAY + HOUR)
    rows = read(candles, client, in_tasks)
    found = [(each.end_time, each.yes_bid.close_dollars, each.volume_fp, each.open_interest_fp) for each in rows]
    assert found == ([(DAY + HOUR, Decimal("0.4"), 3, 5)] if is_archived else [])
    assert asked == ["/series/KXA/markets/KXA-26-T1/candlesticks", "/historical/markets/KXA-26-T1/candlesticks"]


@pytest.mark.parametrize("end", [None, True, 1.5, "1790000000", 10**15])
def test_a_candlestick_whose_end_is_no_time_is_an_error_and_not_left_out(end: Any) -> None:
    prices = dict.fromkeys(("open_dollars", "low_dollars", "high_dollars", "close_dollars"), "0.4000")
    body = {"yes_bid": prices, "yes_ask": prices, "price": prices, "volume_fp": "3.00", "open_interest_fp": "5.00"}
    row, _ = decode(json.dumps({**body, "end_period_ts": end}).encode(), MarketCandlestick, "GetMarketCandlesticks")
    with pytest.raises(UnusableAnswerError, match="a candlestick of KXA"):
        candlestick("KXA", 60, row)


def test_a_frame_takes_a_history_whether_it_has_rows_or_not(taped: Taped) -> None:
    rows = history.trades(client=taped.client, since=taped.since, until=taped.until)
    assert frame(rows).num_rows == 600
    empty = frame(history.trades(client=taped.client, since=taped.since - HOUR, until=taped.since))
    assert (empty.num_rows, empty.schema) == (0, schema_of(Trade))


def test_it_says_what_it_is() -> None:
    client = create_public_client()
    since = datetime(2026, 10, 1, tzinfo=UTC)
    assert repr(history.trades(client=client, since=since, ticker="KXA-1")) == (
        "<History: trades from 2026-10-01T00:00:00+00:00 to now, ticker='KXA-1'>"
    )
    assert repr(history.markets(client=client)) == "<History: markets from the beginning to now>"


def test_the_progress_is_reported_after_each_window(
    taped: Taped, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[Progress] = []
    markets = taped.exchange.engine.markets.all()
    span: dict[str, Any] = {"client": taped.client, "since": taped.since, "until": taped.until}
    list(history.trades(**span, progress=seen.append))
    assert [each.done for each in seen] == [1, 2, 3, 4, 5, 6]
    assert {each.windows for each in seen} == {6}
    assert (seen[-1].rows, seen[-1].kind, seen[-1].window.end) == (600, "trades", taped.until)
    list(history.trades(**span, progress=show_progress))
    assert capsys.readouterr().err.endswith(f"trades: 6 of 6 windows, 600 rows, until {taped.until}\x1b[K\n")
    list(history.markets(client=taped.client, since=datetime.min.replace(tzinfo=UTC), progress=show_progress))
    assert capsys.readouterr().err.endswith(f"markets: 1 of 1 windows, {len(markets)} rows\x1b[K\n")
    with caplog.at_level(logging.INFO, logger="kalshi"):
        list(history.trades(**span))
    assert len([record for record in caplog.records if "of 6 windows" in record.message]) == 6


def test_a_request_that_fails_ends_it_with_its_error(taped: Taped) -> None:
    taped.exchange.faults.add(Status(503), operation="GetTrades", nth=4)
    client = taped.client.with_retry_policy(RetryPolicy(retries=0))
    with pytest.raises(KalshiServerError) as raised:
        list(history.trades(client=client, since=taped.since, until=taped.until, at_once=1))
    assert raised.value.__notes__ == [
        f"while trades were read, from {(taped.since + 3 * HOUR).isoformat()} to {(taped.since + 4 * HOUR).isoformat()}"
    ]


def test_what_is_not_wanted_any_more_is_not_requested() -> None:
    lists = Lists({"trades": [trade(1)], "cursor": ""})
    client = lists.client()
    span: dict[str, Any] = {"client": client, "since": DAY + 12 * HOUR, "until": DAY + 32 * HOUR}
    rows = iter(history.trades(**span, at_once=2))
    next(rows)
    rows.close()  # type: ignore[attr-defined]
    assert len(lists.requests) <= 2

    async def first() -> None:
        async with aclosing(aiter(history.trades(**span))) as rows:  # type: ignore[type-var]
            await anext(rows)
        assert len(asyncio.all_tasks()) == 1

    asyncio.run(first())
    assert len(lists.requests) <= 6


def test_windows_are_read_side_by_side() -> None:
    lists = Lists({"trades": [], "cursor": ""})
    # Each request waits for another.
    lists.before = Barrier(2, timeout=30).wait
    list(history.trades(client=lists.client(), since=DAY, until=DAY + 20 * HOUR, at_once=2))
    assert len(lists.requests) == 20


@pytest.mark.parametrize("in_tasks", [False, True])
def test_no_more_windows_are_read_at_once_than_you_say(in_tasks: bool) -> None:
    lists = Lists({"trades": [], "cursor": ""})
    acquired: list[str] = []

    class Limiter:
        def acquire(self, request: httpx.Request, deadline: float | None) -> None:
            acquired.append(request.url.path)

        async def acquire_async(self, request: httpx.Request, deadline: float | None) -> None:
            acquired.append(request.url.path)

        def on_response(self, request: httpx.Request, response: httpx.Response) -> None:
            pass

    client = lists.client(limiter=Limiter())
    read(history.trades(client=client, since=DAY, until=DAY + 20 * HOUR, at_once=3), client, in_tasks)
    assert len(lists.requests) == 20
    assert lists.most_at_once <= 3
    # The limiter of the client holds each of them back.
    assert len([path for path in acquired if path.endswith("/markets/trades")]) == 20


def one_window(lists: Lists) -> list[Trade]:
    return list(history.trades(client=lists.client(), since=DAY, until=DAY + HOUR * 24, window=HOUR * 24))


def test_a_page_that_may_not_be_the_last_is_an_error() -> None:
    full = [trade(number) for number in range(1000)]
    with pytest.raises(UnusableAnswerError, match="a full page has no cursor"):
        one_window(Lists({"trades": full}))
    with pytest.raises(UnusableAnswerError, match="repeats an earlier one"):
        one_window(Lists({"trades": full[:3], "cursor": "again"}))


def test_a_null_list_or_a_missing_cursor_is_believed_the_second_time() -> None:
    lists = Lists({"trades": None, "cursor": ""}, {"trades": [trade(1)], "cursor": ""})
    assert len(one_window(lists)) == 1
    assert one_window(Lists({"trades": None, "cursor": ""})) == []
    lists = Lists({"trades": [trade(1)]}, {"trades": [trade(1)], "cursor": "2"}, {"trades": [trade(2)], "cursor": ""})
    assert [row.trade_id for row in one_window(lists)] == ["t1", "t2"]


def test_a_row_that_comes_twice_counts_once() -> None:
    lists = Lists({"trades": [trade(1), trade(1)], "cursor": "2"}, {"trades": [trade(1), trade(2)], "cursor": ""})
    assert [row.trade_id for row in one_window(lists)] == ["t1", "t2"]


@pytest.mark.usefixtures("no_waits")
def test_a_damaged_answer_is_requested_again_three_times_in_all() -> None:
    good = {"trades": [trade(1)], "cursor": ""}
    assert len(one_window(Lists("{", '{"trades": 3, "cursor": ""}', good))) == 1
    lists = Lists("{", "{", "{", good)
    with pytest.raises(KalshiDecodeError):
        one_window(lists)
    assert len(lists.requests) == 3


def test_a_row_without_its_id_or_its_time_is_an_error() -> None:
    for name in ("trade_id", "created_time"):
        row = trade(1)
        del row[name]
        with pytest.raises(UnusableAnswerError, match=f"Trade.{name} is missing"):
            one_window(Lists({"trades": [row], "cursor": ""}))


@pytest.mark.parametrize(
    ("field", "arguments"),
    [
        ("since", {"since": datetime(2026, 1, 1)}),
        ("since", {"since": None}),
        ("until", {"until": "2026-01-02"}),
        ("until", {"until": DAY}),
        ("until", {"until": DAY + 48 * HOUR}),
        ("window", {"window": timedelta(0)}),
        ("window", {"window": 60}),
        ("window", {"window": timedelta(milliseconds=999)}),
        ("since", {"since": datetime.min.replace(tzinfo=timezone(HOUR))}),
        ("until", {"until": datetime.max.replace(tzinfo=timezone(-HOUR))}),
        ("at_once", {"at_once": 0}),
        ("at_once", {"at_once": True}),
        ("ticker", {"ticker": ""}),
        ("ticker", {"ticker": 5}),
    ],
)
def test_what_it_can_not_do_is_refused(field: str, arguments: dict[str, Any]) -> None:
    lists = Lists({"trades": [], "cursor": ""})
    with pytest.raises(InvalidRequestError) as raised:
        list(history.trades(**{"client": lists.client(), "since": DAY, **arguments}))
    assert raised.value.field == field
    assert lists.requests == []


def test_filters_that_do_not_go_together_are_refused() -> None:
    client: Any = Lists().client()
    with pytest.raises(InvalidRequestError, match="must be a list of tickers"):
        history.markets(client=client, tickers="KXA")
    with pytest.raises(InvalidRequestError, match="give one of"):
        history.markets(client=client, tickers=["KXA"], series_ticker="KXA")
    with pytest.raises(InvalidRequestError, match="must be 1, 60 or 1440 minutes"):
        history.candlesticks("KXA", client=client, period_interval=5, since=DAY)  # type: ignore[arg-type]
    for wrong in (-1, True, "1"):
        with pytest.raises(InvalidRequestError, match="subaccount: must be a number from 0"):
            history.fills(client=client, subaccount=wrong, since=DAY)  # type: ignore[arg-type]
    with pytest.raises(InvalidRequestError, match="must be the ticker"):
        history.candlesticks("", client=client, period_interval=1, since=DAY)


def test_windows_end_at_the_same_times_in_each_run() -> None:
    span = Window(DAY + HOUR / 2, DAY + 5 * HOUR / 2)
    ends = [DAY + HOUR / 2, DAY + HOUR, DAY + 2 * HOUR, DAY + 5 * HOUR / 2]
    assert list(split(span, HOUR)) == [Window(*pair) for pair in pairwise(ends)]


def test_a_window_may_be_longer_than_there_is_time() -> None:
    assert list(split(Window(DAY, DAY + HOUR), timedelta.max)) == [Window(DAY, DAY + HOUR)]


@pytest.mark.parametrize("tickers", ["KXA", 5, [], iter([])])
def test_tickers_that_are_no_list_or_an_empty_one_are_refused(tickers: Any) -> None:
    client = Lists().client()
    with client, pytest.raises(InvalidRequestError, match="tickers: must be a list of tickers"):
        history.markets(client=client, tickers=tickers)


def test_what_is_missing_of_a_span_is_what_no_window_covers() -> None:
    def hours(*numbers: int) -> list[Window]:
        return [Window(DAY + first * HOUR, DAY + (first + 1) * HOUR) for first in numbers]

    span = Window(DAY, DAY + 5 * HOUR)
    assert list(missing(span, [])) == [span]
    assert list(missing(span, hours(4, 1, 0, 9))) == [Window(DAY + 2 * HOUR, DAY + 4 * HOUR)]
    assert list(missing(span, [Window(DAY - HOUR, DAY + 9 * HOUR)])) == []
    assert list(missing(span, hours(-1, 1))) == [hours(0)[0], Window(DAY + 2 * HOUR, span.end)]
