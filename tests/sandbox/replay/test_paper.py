"""Paper trading: live data in, no order out."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from kalshi_gen.api.market import get_market, get_market_orderbook
from kalshi_gen.api.order_groups import create_order_group
from kalshi_gen.api.orders import batch_create_orders_v2, cancel_all_orders, cancel_order_v2, create_order_v2
from kalshi_gen.api.portfolio import get_balance, get_fills
from kalshi_gen.errors import InvalidRequestError, KalshiAuthError, KalshiError
from kalshi_gen.models import BatchCreateOrdersV2Request, CreateOrderGroupRequest, CreateOrderV2Request
from kalshi_overlay.stream import connect
from kalshi_sandbox import Sandbox, paper
from kalshi_sandbox.engine.order import Owner
from tests.sandbox.small import small_sandbox
from tests.stream.running import run, until

D = Decimal
TICKER = "KXLIVE-26DEC31-A"
OWNER = Owner("maker")


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Sandbox]:
    """The exchange whose market it is."""
    with small_sandbox(behaviour="simple", record=tmp_path / "live.jsonl") as exchange:
        exchange.add_account("maker", balance=10_000)
        exchange.add_series("KXLIVE", fee_type="quadratic_with_maker_fees")
        exchange.add_market(TICKER, price_level_structure="deci_cent")
        for side, price in (("bid", "0.40"), ("ask", "0.45")):
            level(exchange, side, price, 10)
        yield exchange


def level(exchange: Sandbox, side: str, price: str, count: int) -> None:
    """Set a level of the live book."""
    exchange.engine.books.set_level(OWNER, TICKER, side, D(price), D(count))


def order(side: str, count: int, price: str, time_in_force: str = "good_till_canceled") -> CreateOrderV2Request:
    """An order."""
    return CreateOrderV2Request(
        ticker=TICKER,
        side=side,
        count=D(count),
        price=D(price),
        time_in_force=time_in_force,
        self_trade_prevention_type="taker_at_cross",
    )


def wait_for(is_done: Callable[[], bool]) -> None:
    """Wait until something has come over the stream."""
    end = time.monotonic() + 20
    while not is_done():
        assert time.monotonic() < end
        time.sleep(0.002)


def test_orders_match_against_the_live_book_and_none_leaves(live: Sandbox, tmp_path: Path) -> None:
    with live.client() as client:
        trading = paper(client, [TICKER], balance=500, behaviour="simple")
        with trading as paper_client:
            assert get_balance.sync(client=paper_client).balance == 50_000
            market = get_market.sync(TICKER, client=paper_client).market
            assert (market.status, market.price_level_structure) == ("active", "deci_cent")
            assert trading.exchange.engine.markets.fees(TICKER).maker_rate > 0
            taken = create_order_v2.sync(client=paper_client, body=order("bid", 4, "0.45", "immediate_or_cancel"))
            resting = create_order_v2.sync(client=paper_client, body=order("bid", 5, "0.42"))
            assert taken.fill_count == 4
            level(live, "ask", "0.42", 3)
            wait_for(lambda: len(get_fills.sync(client=paper_client).fills) == 2)
            level(live, "ask", "0.42", 0)
            # A trade of the live exchange.
            live.add_account("taker", balance=1000)
            live.engine.orders.place("taker", _engine_order("ask", 50, "0.40"))
            wait_for(lambda: len(get_fills.sync(client=paper_client).fills) == 3)
            assert trading.exchange.engine.orders.get(trading.account, resting.order_id).status == "executed"
        assert trading.gaps == []
    _check_that_nothing_was_written(live, tmp_path)


def test_no_write_reaches_the_exchange(live: Sandbox, tmp_path: Path) -> None:
    with live.client() as client, (trading := paper(client, [TICKER], behaviour="simple")) as paper_client:
        placed = create_order_v2.sync(client=paper_client, body=order("bid", 1, "0.30"))
        cancel_order_v2.sync(placed.order_id, client=paper_client)
        batch = BatchCreateOrdersV2Request(orders=[order("bid", 1, "0.30")])
        batch_create_orders_v2.sync(client=paper_client, body=batch)
        create_order_group.sync(client=paper_client, body=CreateOrderGroupRequest(contracts_limit=5))
        cancel_all_orders.sync(client=paper_client)
        # The exchange does not know the key of the paper client.
        stranger = live.client(
            access_key_id=trading.exchange._accounts.credentials(trading.account).access_key_id,
            private_key_data=trading.exchange._accounts.credentials(trading.account).private_key_pem,
        )
        with stranger, pytest.raises(KalshiAuthError):
            get_balance.sync(client=stranger)
    _check_that_nothing_was_written(live, tmp_path, others={"GetBalance"})


def test_it_works_in_tasks_and_its_stream_is_that_of_the_paper_account(live: Sandbox) -> None:
    async def trade() -> list[Decimal]:
        async with (
            live.client() as client,
            paper(client, [TICKER], behaviour="simple") as paper_client,
            connect(paper_client) as stream,
        ):
            fills = await stream.subscribe("fill")
            book = await stream.orderbook(TICKER)
            await create_order_v2.asyncio(client=paper_client, body=order("bid", 4, "0.45", "immediate_or_cancel"))
            fill = await anext(fills)
            await until(lambda: book.view.best_ask.count == 6)
            return [fill.msg.count_fp]

    assert run(trade()) == [4]


def test_a_start_that_is_canceled_leaves_nothing_that_runs(live: Sandbox) -> None:
    async def canceled() -> None:
        async with live.client() as client:
            starting = asyncio.create_task(paper(client, [TICKER], behaviour="simple").__aenter__())
            await until(lambda: any(thread.name == "kalshi-paper" for thread in threading.enumerate()))
            starting.cancel()
            await asyncio.wait({starting})
            assert starting.cancelled()
            await until(lambda: not any(thread.name == "kalshi-paper" for thread in threading.enumerate()))

    run(canceled())


def test_a_lost_connection_pauses_the_market_until_the_next_snapshot(live: Sandbox) -> None:
    with live.client() as client:
        trading = paper(client, [TICKER], behaviour="simple")
        with trading as paper_client, live.refusing_connections():
            live.stream.kill()
            wait_for(lambda: get_market.sync(TICKER, client=paper_client).market.status == "inactive")
            level(live, "ask", "0.44", 3)
            with pytest.raises(KalshiError):
                create_order_v2.sync(client=paper_client, body=order("bid", 1, "0.44"))
            live._server.call(live._server.accept)
            wait_for(lambda: get_market.sync(TICKER, client=paper_client).market.status == "active")
            asks = get_market_orderbook.sync(TICKER, client=paper_client).orderbook_fp.no_dollars
            assert asks == [(D("0.55"), 10), (D("0.56"), 3)]
            wait_for(lambda: all(gap.ended is not None for gap in trading.gaps))
        assert {gap.channel for gap in trading.gaps} >= {"orderbook_delta", "trade"}


def test_bad_arguments_are_refused(live: Sandbox) -> None:
    with live.client() as client:
        with pytest.raises(InvalidRequestError, match="list of tickers"):
            paper(client, TICKER)
        with pytest.raises(ValueError, match=r"^markets: is empty"):
            paper(client, [])
        with pytest.raises(InvalidRequestError, match=r"^balance: "):
            paper(client, [TICKER], balance=0.5)  # type: ignore[arg-type]
        with pytest.raises(ValueError, match="queue"):
            paper(client, [TICKER], queue="best")
        with pytest.raises(KalshiError), paper(client, ["KXNONE-1-A"]):
            pass
        live.close_market(TICKER)
        with pytest.raises(ValueError, match="trades no more"), paper(client, [TICKER]):
            pass


def test_a_market_that_is_paused_trades_once_it_is_resumed(live: Sandbox) -> None:
    live.pause_market(TICKER)
    with live.client() as client, paper(client, [TICKER], behaviour="simple") as paper_client:
        assert get_market.sync(TICKER, client=paper_client).market.status == "inactive"
        live.resume_market(TICKER)
        wait_for(lambda: get_market.sync(TICKER, client=paper_client).market.status == "active")
        live.settle(TICKER, "yes")
        wait_for(lambda: get_market.sync(TICKER, client=paper_client).market.status == "finalized")


def _engine_order(side: str, count: int, price: str) -> object:
    from kalshi_sandbox.engine import NewOrder

    return NewOrder(ticker=TICKER, side=side, count=D(count), price=D(price), time_in_force="immediate_or_cancel")


def _check_that_nothing_was_written(live: Sandbox, tmp_path: Path, others: Iterable[str] = ()) -> None:
    lines = [json.loads(line) for line in (tmp_path / "live.jsonl").read_text().splitlines()]
    assert {line["method"] for line in lines} == {"GET"}
    assert {line["operation"] for line in lines} == {"GetMarket", "GetEvent", "GetSeries", *others}
    assert live.engine.orders.of(live.account) == []
    assert {command.name for command in live.stream.commands()} <= {"subscribe", "update_subscription", "unsubscribe"}
